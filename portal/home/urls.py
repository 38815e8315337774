from django.urls import path

from portal.home import views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("calendar/", views.calendar, name="calendar"),
    path("search/suggest/", views.search_suggest, name="search_suggest"),
]
