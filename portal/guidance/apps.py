from django.apps import AppConfig


class GuidanceConfig(AppConfig):
    name = "portal.guidance"
    verbose_name = "デジ順"
