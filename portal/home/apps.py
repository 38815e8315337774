from importlib import import_module

from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "portal.home"
    label = "home"
    verbose_name = "ホーム"

    def ready(self):
        # No model may be imported before all of them are known.
        import_module("portal.flows").introduce_parts()
        import_module("portal.home.offers").offer_everything()
        import_module("portal.home.file_offers").offer_files()
