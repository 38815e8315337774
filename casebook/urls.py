from django.urls import path

from casebook import travel_views, views

app_name = "casebook"
urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("suggest/", views.case_suggest, name="case_suggest"),
    path("travel/", travel_views.travel, name="travel"),
    path("travel/export/", travel_views.case_export, name="case_export"),
    path("travel/schema.json", travel_views.case_schema, name="case_schema"),
    path("travel/import/", travel_views.case_file_upload, name="case_file_upload"),
    path("travel/imports/<int:pk>/", travel_views.case_import, name="case_import"),
    path(
        "travel/imports/<int:pk>/apply/", travel_views.case_import_apply, name="case_import_apply"
    ),
    path("travel/imports/<int:pk>/undo/", travel_views.case_import_undo, name="case_import_undo"),
    path("travel/cases/<int:pk>/", travel_views.arrived_case, name="arrived_case"),
    path(
        "travel/cases/<int:pk>/choose/",
        travel_views.arrived_case_choose,
        name="arrived_case_choose",
    ),
    path("<slug:slug>/", views.case_page, name="case_page"),
]
