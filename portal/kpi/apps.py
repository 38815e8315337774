from django.apps import AppConfig


class KpiConfig(AppConfig):
    name = "portal.kpi"
    verbose_name = "数字で見る"
