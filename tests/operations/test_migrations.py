"""Changes of the tables let the former version run on, or say in docs/upgrade.md why not."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

ROOT = Path(__file__).parent.parent.parent
DESTROYING = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterField,
    migrations.AlterModelTable,
)
BY_HAND = (migrations.RunPython, migrations.RunSQL)
REASON = re.compile(r"^\| `(\w+)\.(\w+)` \| (.{20,}) \|$", re.MULTILINE)


def reasons() -> set[tuple[str, str]]:
    text = (ROOT / "docs/upgrade.md").read_text(encoding="utf-8")
    return {(app, name) for app, name, _why in REASON.findall(text)}


def our_migrations():
    loader = MigrationLoader(None)
    ours = {config.label for config in apps.get_app_configs() if _is_ours(config)}
    return {key: found for key, found in loader.disk_migrations.items() if key[0] in ours}


def _is_ours(config) -> bool:
    return Path(config.path).is_relative_to(ROOT) and ".venv" not in config.path


def dangers_of(migration) -> list[str]:
    """The first migration of an app makes its tables: no former version knows them."""
    if migration.initial:
        return []
    return [
        type(operation).__name__ for operation in migration.operations if is_dangerous(operation)
    ]


def is_dangerous(operation) -> bool:
    if isinstance(operation, migrations.SeparateDatabaseAndState):
        return any(map(is_dangerous, operation.database_operations))
    if isinstance(operation, migrations.AddField):
        return _shuts_old_code_out(operation.field)
    return isinstance(operation, DESTROYING + BY_HAND)


def _shuts_old_code_out(field) -> bool:
    """The former version inserts rows without this column: the database must fill it in."""
    is_column = not field.many_to_many
    return is_column and not field.null and field.db_default is models.NOT_PROVIDED


def test_every_dangerous_change_has_a_written_reason():
    dangerous = {key for key, migration in our_migrations().items() if dangers_of(migration)}

    assert dangerous
    assert dangerous == reasons()


def test_every_change_can_be_taken_back():
    one_way = [
        key
        for key, migration in our_migrations().items()
        for operation in migration.operations
        if not operation.reversible
    ]

    assert one_way == []


@pytest.mark.parametrize(
    ("operation", "danger"),
    [
        (migrations.RemoveField("case", "title"), True),
        (migrations.RenameModel("Case", "Story"), True),
        (migrations.AlterField("case", "title", models.CharField(max_length=5)), True),
        (migrations.RunSQL("DELETE FROM case", migrations.RunSQL.noop), True),
        (migrations.AddField("case", "mark", models.IntegerField(default=0)), True),
        (migrations.AddField("case", "mark", models.IntegerField(db_default=0)), False),
        (migrations.AddField("case", "mark", models.IntegerField(null=True)), False),
        (migrations.CreateModel("Mark", [("id", models.AutoField(primary_key=True))]), False),
    ],
)
def test_what_is_dangerous(operation, danger):
    assert is_dangerous(operation) is danger
