import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("staff", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="RecentTries",
            fields=[
                (
                    "key",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="対象"
                    ),
                ),
                ("moments", models.JSONField(default=list, verbose_name="試した時刻")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="最後の時刻")),
            ],
            options={"verbose_name": "試行の記録", "verbose_name_plural": "試行の記録"},
        ),
        migrations.CreateModel(
            name="StaffSession",
            fields=[
                (
                    "session_key",
                    models.CharField(
                        max_length=40,
                        primary_key=True,
                        serialize=False,
                        verbose_name="session key",
                    ),
                ),
                ("session_data", models.TextField(verbose_name="session data")),
                ("expire_date", models.DateTimeField(db_index=True, verbose_name="expire date")),
                ("last_seen_at", models.DateTimeField(verbose_name="最後の操作")),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="職員",
                    ),
                ),
            ],
            options={
                "verbose_name": "サインイン中の端末",
                "verbose_name_plural": "サインイン中の端末",
            },
        ),
    ]
