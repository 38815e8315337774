"""/privacy/: what is kept of people, and what they may do about it."""

from django.urls import path

from portal.personal import retention_views as desk
from portal.personal import views

app_name = "personal"
urlpatterns = [
    path("", views.privacy, name="privacy"),
    path("own-data/", views.own_data, name="own_data"),
    path("own-data/ask/", views.own_data_ask, name="own_data_ask"),
    path("requests/", views.data_request_list, name="data_request_list"),
    path("requests/new/", views.data_request_new, name="data_request_new"),
    path("requests/<int:pk>/", views.data_request, name="data_request"),
    path("requests/<int:pk>/move/", views.data_request_move, name="data_request_move"),
    path("requests/<int:pk>/withdraw/", views.data_request_withdraw, name="data_request_withdraw"),
    path("retention/", desk.retention, name="retention"),
    path("retention/propose/", desk.retention_propose, name="retention_propose"),
    path("retention/<int:pk>/agree/", desk.retention_agree, name="retention_agree"),
    path("retention/<int:pk>/withdraw/", desk.retention_withdraw, name="retention_withdraw"),
    path("retention/holds/new/", desk.hold_new, name="hold_new"),
    path("retention/holds/<int:pk>/lift/", desk.hold_lift, name="hold_lift"),
]
