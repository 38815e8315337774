from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "portal.community"
    verbose_name = "みんなの声"
