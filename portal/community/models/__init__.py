"""The nouns of the community. None of them knows a part."""

from portal.community.models.feed import Entry, EntryTag
from portal.community.models.moderation import Report
from portal.community.models.shelf import Bookmark, Collection, Follow
from portal.community.models.talk import Comment, CommentVersion, Reaction, Thanks

__all__ = [
    "Bookmark",
    "Collection",
    "Comment",
    "CommentVersion",
    "Entry",
    "EntryTag",
    "Follow",
    "Reaction",
    "Report",
    "Thanks",
]
