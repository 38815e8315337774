from django.urls import path

from portal.kpi.views import city, desk, entry, files

app_name = "kpi"
urlpatterns = [
    path("", city.city, name="city"),
    path("download.csv", files.city_csv, name="city_csv"),
    path("download.xlsx", files.city_xlsx, name="city_xlsx"),
    path("import/", files.city_import, name="city_import"),
    path("import/template.xlsx", files.city_template, name="city_template"),
    path("imports/<int:pk>/", files.import_check, name="import_check"),
    path("imports/<int:pk>/take/", files.import_take, name="import_take"),
    path("indicators/new/", desk.indicator_new, name="indicator_new"),
    path("indicators/<slug:slug>/", city.indicator, name="indicator"),
    path("indicators/<slug:slug>/define/", desk.indicator_redefine, name="indicator_redefine"),
    path("indicators/<slug:slug>/close/", desk.indicator_close, name="indicator_close"),
    path("indicators/<slug:slug>/entry/", entry.city_entry, name="city_entry"),
    path("indicators/<slug:slug>/download.csv", files.indicator_csv, name="indicator_csv"),
    path("indicators/<slug:slug>/download.xlsx", files.indicator_xlsx, name="indicator_xlsx"),
    path("departments/", city.section_list, name="section_list"),
    path("departments/<int:pk>/", city.section, name="section"),
    path("departments/<int:pk>/entry/", entry.section_entry, name="section_entry"),
    path("departments/<int:pk>/import/", files.section_import, name="section_import"),
    path("departments/<int:pk>/template.xlsx", files.section_template, name="section_template"),
]
