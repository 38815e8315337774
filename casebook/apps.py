from importlib import import_module

from django.apps import AppConfig


class CasebookConfig(AppConfig):
    name = "casebook"
    verbose_name = "事例集"

    def ready(self):
        import_module("casebook.talk")
        import_module("casebook.facts_changes").watch()
