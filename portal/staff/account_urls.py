"""/staff/accounts/: one account, for administrators."""

from django.urls import path

from portal.staff import account_views as views

app_name = "staff_accounts"
urlpatterns = [
    path("<int:pk>/", views.account, name="account"),
    path("<int:pk>/disable/", views.account_disable, name="account_disable"),
    path("<int:pk>/enable/", views.account_enable, name="account_enable"),
    path("<int:pk>/end-sessions/", views.account_end_sessions, name="account_end_sessions"),
    path(
        "<int:pk>/reset-second-factor/",
        views.account_reset_second_factor,
        name="account_reset_second_factor",
    ),
    path("<int:pk>/password-link/", views.account_make_link, name="account_make_link"),
]
