from django.urls import path

from portal.home import help_views, views

app_name = "home"
urlpatterns = [
    path("", views.home, name="home"),
    path("help/", help_views.help_page, name="help_page"),
    path("help/releases/", help_views.release_notes, name="release_notes"),
    path("help/<slug:slug>/", help_views.manual, name="manual"),
    path("tour/<int:step>/", help_views.tour, name="tour"),
    path("tour/leave/", help_views.tour_leave, name="tour_leave"),
    path("search/", views.search, name="search"),
    path("calendar/", views.calendar, name="calendar"),
    path("search/suggest/", views.search_suggest, name="search_suggest"),
]
