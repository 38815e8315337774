from importlib import import_module

from django.apps import AppConfig


class CommunityConfig(AppConfig):
    name = "portal.community"
    verbose_name = "みんなの声"

    def ready(self):
        import_module("portal.community.own_kinds")
