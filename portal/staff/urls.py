"""/staff/: the directory, and the roster's desk."""

from django.urls import path

from portal.staff import reorganisation_views as departments
from portal.staff import roster_views as views

app_name = "staff"
urlpatterns = [
    path("", views.staff_directory, name="staff_directory"),
    path("departments/", departments.department_tree, name="department_tree"),
    path("departments/new/", departments.department_new, name="department_new"),
    path("departments/<int:pk>/", departments.department, name="department"),
    path("departments/<int:pk>/rename/", departments.department_rename, name="department_rename"),
    path("departments/<int:pk>/move/", departments.department_move, name="department_move"),
    path("departments/<int:pk>/merge/", departments.department_merge, name="department_merge"),
    path("departments/<int:pk>/close/", departments.department_close, name="department_close"),
    path(
        "departments/<int:pk>/take-back/",
        departments.department_take_back,
        name="department_take_back",
    ),
    path("roster/", views.roster_list, name="roster_list"),
    path("roster/upload/", views.roster_upload, name="roster_upload"),
    path("roster/<int:pk>/", views.roster_import, name="roster_import"),
    path("roster/<int:pk>/apply/", views.roster_apply, name="roster_apply"),
    path("roster/<int:pk>/undo/", views.roster_undo, name="roster_undo"),
    path(
        "roster/template/<slug:kind>.<slug:ending>", views.roster_template, name="roster_template"
    ),
    path("roster/export/<slug:kind>.<slug:ending>", views.roster_export, name="roster_export"),
]
