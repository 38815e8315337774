from django.urls import path

from portal.ui import views
from portal.ui.previewing import preview

app_name = "ui"
urlpatterns = [
    path("accessibility/", views.accessibility, name="accessibility"),
    path("preview/", preview, name="preview"),
    path("gallery/", views.gallery, name="gallery"),
]
