from django.urls import path

from casebook import views

app_name = "casebook"
urlpatterns = [
    path("", views.case_list, name="case_list"),
    path("suggest/", views.case_suggest, name="case_suggest"),
    path("<slug:slug>/", views.case_page, name="case_page"),
]
