from django.apps import AppConfig


class SubmittingConfig(AppConfig):
    name = "portal.submitting"
    label = "submitting"
    verbose_name = "送信"
