from django.db import migrations

# What Wagtail calls them when it is installed, and what the editors read instead.
NAMES = {"Root": "すべてのページ", "Welcome to your new Wagtail site!": "DXポータル"}


def name_in_japanese(apps, schema_editor):
    pages = apps.get_model("wagtailcore", "Page").objects
    for english, japanese in NAMES.items():
        pages.filter(title=english, depth__lte=2).update(title=japanese, draft_title=japanese)


class Migration(migrations.Migration):
    dependencies = [
        ("casebook", "0007_facts_changes"),
    ]

    operations = [migrations.RunPython(name_in_japanese, migrations.RunPython.noop)]
