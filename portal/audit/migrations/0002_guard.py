from django.db import migrations

from portal.audit.guard import install_guard


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_guard(schema_editor), migrations.RunPython.noop
        )
    ]
