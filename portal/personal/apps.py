from importlib import import_module

from django.apps import AppConfig


class PersonalConfig(AppConfig):
    name = "portal.personal"
    label = "personal"
    verbose_name = "個人情報"

    def ready(self):
        import_module("portal.personal.readers")
