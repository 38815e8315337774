from django.shortcuts import render
from django.urls import include, path
from wagtail import urls as wagtail_urls


def bare(request, size):
    """No question to the database: a template of the same length."""
    return render(request, "stock/bare.html", {"filler": "x" * size})


urlpatterns = [path("bare/<int:size>/", bare), path("", include(wagtail_urls))]
