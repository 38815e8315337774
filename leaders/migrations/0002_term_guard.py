from django.db import migrations

from leaders.term_guard import install_term_guard


class Migration(migrations.Migration):
    dependencies = [("leaders", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, schema_editor: install_term_guard(schema_editor),
            migrations.RunPython.noop,
        )
    ]
