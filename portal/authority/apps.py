from django.apps import AppConfig


class AuthorityConfig(AppConfig):
    name = "portal.authority"
    verbose_name = "権限の付与"
