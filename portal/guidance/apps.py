from importlib import import_module

from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "portal.guidance"
    verbose_name = "デジ順"

    def ready(self):
        import_module("portal.guidance.talk")
