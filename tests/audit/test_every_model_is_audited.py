"""No model of ours is forgotten: it is followed by the trail, or left out with a reason."""

import re
from pathlib import Path

from django.apps import apps

from portal.audit.actions import ACTIONS
from portal.audit.coverage import AUDITED, NOT_AUDITED

ROOT = Path(__file__).parent.parent.parent
OURS = ("portal", "leaders", "casebook", "training")


def our_models():
    models = apps.get_models(include_auto_created=False)
    return {m._meta.label_lower for m in models if m.__module__.startswith(OURS)}


def recorded_actions():
    """The codes that stand in the code: ``record("…"`` and the guards and refusals that call it."""
    sources = [p for package in OURS for p in (ROOT / package).rglob("*.py")]
    table = ROOT / "portal/audit/actions.py", ROOT / "portal/audit/coverage.py"
    text = "".join(p.read_text() for p in sources if p not in table)
    return {code for code in ACTIONS if f'"{code}"' in text}, set(
        re.findall(r"""(?<![\w.])record\(\s*"([^"]+)\"""", text)
    )


def test_every_model_is_audited_or_left_out_by_name():
    assert sorted(AUDITED.keys() | NOT_AUDITED.keys()) == sorted(our_models())


def test_no_model_is_both():
    assert AUDITED.keys() & NOT_AUDITED.keys() == set()


def test_every_model_left_out_has_a_reason():
    assert [model for model, reason in NOT_AUDITED.items() if len(reason) < 20] == []


def test_every_act_belongs_to_a_model_and_is_really_recorded():
    used, _written = recorded_actions()

    assert {code for codes in AUDITED.values() for code in codes} == set(ACTIONS)
    assert sorted(used) == sorted(ACTIONS)


def test_every_recorded_act_stands_in_the_table():
    _used, written = recorded_actions()

    assert written - ACTIONS.keys() == set()
