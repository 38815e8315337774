from django.apps import AppConfig


class ConsultationsConfig(AppConfig):
    name = "portal.consultations"
    verbose_name = "相談"
