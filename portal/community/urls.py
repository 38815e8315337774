"""/community/: the feed, and everything that is said and kept."""

from django.urls import path

from portal.community import (
    comment_views,
    feed_views,
    moderation_views,
    shelf_views,
    talk_views,
)

app_name = "community"
ON = "on/<str:label>/<int:object_id>"
urlpatterns = [
    path("", feed_views.feed, name="feed"),
    path("rules/", feed_views.rules, name="rules"),
    path(f"{ON}/comments/", comment_views.comment_list, name="comment_list"),
    path(f"{ON}/comment/", comment_views.comment_new, name="comment_new"),
    path(f"{ON}/react/", talk_views.reaction_set, name="reaction_set"),
    path(f"{ON}/keep/", talk_views.bookmark_set, name="bookmark_set"),
    path(f"{ON}/thank/", talk_views.thanks_new, name="thanks_new"),
    path(f"{ON}/report/", moderation_views.report_new, name="report_new"),
    path("comments/<int:pk>/", comment_views.comment, name="comment"),
    path("comments/<int:pk>/edit/", comment_views.comment_edit, name="comment_edit"),
    path("comments/<int:pk>/delete/", comment_views.comment_delete, name="comment_delete"),
    path("comments/<int:pk>/history/", comment_views.comment_history, name="comment_history"),
    path("comments/<int:pk>/hide/", comment_views.comment_hide, name="comment_hide"),
    path("comments/<int:pk>/show/", comment_views.comment_show, name="comment_show"),
    path("thanks/", talk_views.thanks_list, name="thanks_list"),
    path("bookmarks/", shelf_views.bookmark_list, name="bookmark_list"),
    path("bookmarks/<int:pk>/move/", shelf_views.bookmark_move, name="bookmark_move"),
    path("bookmarks/<int:pk>/drop/", shelf_views.bookmark_drop, name="bookmark_drop"),
    path("collections/new/", shelf_views.collection_new, name="collection_new"),
    path("collections/<int:pk>/", shelf_views.collection_edit, name="collection_edit"),
    path("collections/<int:pk>/remove/", shelf_views.collection_remove, name="collection_remove"),
    path("follows/", shelf_views.follow_list, name="follow_list"),
    path("follows/new/", shelf_views.follow_new, name="follow_new"),
    path("follows/<int:pk>/drop/", shelf_views.follow_drop, name="follow_drop"),
    path("reports/", moderation_views.own_report_list, name="own_report_list"),
    path("moderation/", moderation_views.report_list, name="report_list"),
    path("moderation/<int:pk>/", moderation_views.report_decide, name="report_decide"),
]
