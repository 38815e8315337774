"""The nouns of the community. None of them knows a part."""

from portal.community.models.articles import Article
from portal.community.models.boards import Board, Topic
from portal.community.models.feed import Entry, EntryTag
from portal.community.models.groups import Group, LogEntry, Membership
from portal.community.models.ideathon import IdeaVote, NextStep, Stage, Theme, ThemeIdea
from portal.community.models.moderation import Report
from portal.community.models.polls import Ballot, Poll, PollChoice
from portal.community.models.shelf import Bookmark, Collection, Follow
from portal.community.models.talk import Comment, CommentVersion, Reaction, Thanks
from portal.community.models.wordings import Wording

__all__ = [
    "Article",
    "Ballot",
    "Board",
    "Bookmark",
    "Collection",
    "Comment",
    "CommentVersion",
    "Entry",
    "EntryTag",
    "Follow",
    "Group",
    "IdeaVote",
    "LogEntry",
    "Membership",
    "NextStep",
    "Poll",
    "PollChoice",
    "Reaction",
    "Report",
    "Stage",
    "Thanks",
    "Theme",
    "ThemeIdea",
    "Topic",
    "Wording",
]
