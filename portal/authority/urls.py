"""/staff/roles/, /staff/requests/ and /break-glass/: who is given what right, and by whom."""

from django.urls import path

from portal.authority import glass_views, request_views, role_views

app_name = "authority"
urlpatterns = [
    path("staff/roles/", role_views.role_list, name="role_list"),
    path("staff/roles/<int:pk>/", role_views.role_change, name="role_change"),
    path("staff/roles/grants/<int:pk>/take/", role_views.role_take, name="role_take"),
    path("staff/requests/", request_views.request_list, name="request_list"),
    path("staff/requests/<int:pk>/confirm/", request_views.request_confirm, name="request_confirm"),
    path("staff/requests/<int:pk>/refuse/", request_views.request_refuse, name="request_refuse"),
    path("staff/accounts/<int:pk>/ask/<slug:kind>/", request_views.request_ask, name="request_ask"),
    path("break-glass/", glass_views.glass_list, name="glass_list"),
    path("break-glass/ask/", glass_views.glass_ask, name="glass_ask"),
    path("break-glass/<int:pk>/approve/", glass_views.glass_approve, name="glass_approve"),
    path("break-glass/<int:pk>/refuse/", glass_views.glass_refuse, name="glass_refuse"),
    path("break-glass/<int:pk>/end/", glass_views.glass_end, name="glass_end"),
]
