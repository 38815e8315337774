"""The portal's addresses, and one page that asks the database nothing but ``select 1``."""

from django.db import connection
from django.http import HttpResponse
from django.urls import path

from portal.urls import *  # noqa: F403
from portal.urls import urlpatterns


def bare(_request):
    with connection.cursor() as cursor:
        cursor.execute("select 1")
        return HttpResponse(f"{cursor.fetchone()[0]}")


urlpatterns = [path("bare/", bare), *urlpatterns]
