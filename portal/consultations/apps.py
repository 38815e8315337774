from importlib import import_module

from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "portal.consultations"
    verbose_name = "相談"

    def ready(self):
        import_module("portal.consultations.readers")
        import_module("portal.consultations.talk")
