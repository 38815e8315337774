"""/guidance/: デジ順, its editions and boards, and the desk where they are written."""

from django.urls import path

from portal.guidance import board_views as boards
from portal.guidance import desk_views as desk
from portal.guidance import views

app_name = "guidance"
urlpatterns = [
    path("", views.index, name="index"),
    path("history/", views.history, name="history"),
    path("one-page/", views.one_page, name="one_page"),
    path("worksheet/", views.worksheet, name="worksheet"),
    path("editions/changes/", views.choose_changes, name="choose_changes"),
    path("editions/<str:code>/", views.edition, name="edition"),
    path("editions/<str:old>/changes/<str:new>/", views.changes, name="changes"),
    path("projects/", boards.projects, name="projects"),
    path("projects/<int:number>/", boards.project, name="project"),
    path("projects/<int:number>/confirm/", boards.project_confirm, name="project_confirm"),
    path("environment/", boards.environment, name="environment"),
    path(
        "environment/<int:pk>/confirm/",
        boards.environment_confirm,
        name="environment_confirm",
    ),
    path("glossary/", boards.glossary, name="glossary"),
    path("glossary/new/", boards.term_new, name="term_new"),
    path("glossary/<int:pk>/", boards.term_edit, name="term_edit"),
    path("trends/", boards.trend_list, name="trend_list"),
    path("trends/new/", boards.trend_new, name="trend_new"),
    path("trends/<int:pk>/", boards.trend_edit, name="trend_edit"),
    path("desk/", desk.desk, name="desk"),
    path("desk/amendments/<int:pk>/", desk.amendment, name="amendment"),
    path("desk/amendments/<int:pk>/add/", desk.passage_new, name="passage_new"),
    path("desk/amendments/<int:pk>/submit/", desk.amendment_submit, name="amendment_submit"),
    path("desk/amendments/<int:pk>/return/", desk.amendment_return, name="amendment_return"),
    path("desk/amendments/<int:pk>/approve/", desk.amendment_approve, name="amendment_approve"),
    path("desk/amendments/<int:pk>/discard/", desk.amendment_discard, name="amendment_discard"),
    path("desk/passages/<int:pk>/", desk.passage, name="passage"),
    path("desk/passages/<int:pk>/remove/", desk.passage_remove, name="passage_remove"),
    path("desk/feedback/<int:pk>/settle/", desk.feedback_settle, name="feedback_settle"),
    path("desk/<slug:slug>/", desk.desk_guide, name="desk_guide"),
    path("desk/<slug:slug>/owner/", desk.guide_owner, name="guide_owner"),
    path("desk/<slug:slug>/begin/", desk.amendment_begin, name="amendment_begin"),
    path("<slug:slug>/", views.guide, name="guide"),
    path("<slug:slug>/text/", views.guide_text, name="guide_text"),
    path("<slug:slug>/read/", views.guide_read, name="guide_read"),
    path("<slug:slug>/opinion/", views.guide_opinion, name="guide_opinion"),
    path("<slug:slug>/editions/<str:code>/", views.guide_edition, name="guide_edition"),
    path(
        "<slug:slug>/editions/<str:old>/changes/<str:new>/",
        views.guide_changes,
        name="guide_changes",
    ),
]
