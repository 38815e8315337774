from django.urls import path

from portal.consultations import idea_views

app_name = "ideas"
urlpatterns = [
    path("", idea_views.idea_list, name="idea_list"),
    path("new/", idea_views.idea_new, name="idea_new"),
    path("<int:pk>/", idea_views.idea, name="idea"),
    path("<int:pk>/edit/", idea_views.idea_edit, name="idea_edit"),
    path("<int:pk>/submit/", idea_views.idea_submit, name="idea_submit"),
    path("<int:pk>/decide/", idea_views.idea_decide, name="idea_decide"),
    path("<int:pk>/finish/", idea_views.idea_finish, name="idea_finish"),
]
