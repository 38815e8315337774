from django.urls import path

from training.views import feed

app_name = "training_feed"
urlpatterns = [path("<str:key>.ics", feed.calendar_feed, name="calendar_feed")]
