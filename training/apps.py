from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "training"
    verbose_name = "研修"

    def ready(self):
        # The models are loaded by now, and not before.
        from portal.files.rights import register_readers  # noqa: PLC0415
        from training.rights import may_read_material  # noqa: PLC0415

        register_readers("training.Course", may_read_material)
