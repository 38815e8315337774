from importlib import import_module

from django.apps import AppConfig


class LeadersConfig(AppConfig):
    name = "leaders"
    verbose_name = "DXリーダー"

    def ready(self):
        import_module("leaders.readers")
        import_module("leaders.talk")
        # Says which of its work a leader hands over.
        import_module("leaders.meetings")
