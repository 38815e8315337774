"""Logic models: another city's as it stands in its plan, and one's own to write."""

import pytest
from django.urls import reverse

from portal.kpi.loading import load_example
from portal.kpi.models import Aim, Effort, LogicModel
from portal.kpi.planning import EndsBeforeItBegins, ExampleStays, add_aim, add_plan
from portal.staff.models import Role
from portal.submitting.versions import version_of
from tests.builders import a_staff_member

PLAN = {"title": "窓口の計画", "first_year": 2022, "last_year": 2025, "source": "", "remarks": ""}


@pytest.fixture
def officer(client):
    staff = a_staff_member(role=Role.OFFICER)
    client.force_login(staff)
    return staff


@pytest.mark.django_db
def test_the_example_is_the_other_citys_with_what_is_not_known_left_open(client):
    assert load_example() == 1
    assert load_example() == 0

    plan = LogicModel.objects.get()
    assert (plan.aims.count(), Effort.objects.count()) == (5, 13)
    online = Effort.objects.get(name="行政手続きオンライン化")
    assert (online.cost, online.base_value, online.goal_value) == (32071, 36, 51)
    assert Effort.objects.get(name="基幹業務システムの標準化・共通化").cost is None

    client.force_login(a_staff_member())
    page = client.get(reverse("kpi:plan", args=[plan.pk])).content.decode()
    for words in ("ほかの市の見本", "32,071千円", "36種", "51種", "未入力", "45%",
                  "オンライン手続き利用率",
                  "令和7年度", "事業費が単年度か総額かは不明"):  # fmt: skip
        assert words in page


@pytest.mark.django_db
def test_nobody_edits_the_example(client, officer):
    load_example()
    plan = LogicModel.objects.get()

    with pytest.raises(ExampleStays):
        add_aim(plan, {"name": "視点"}, by=officer)
    for name, row in (("plan_edit", plan), ("aim_new", plan), ("aim_edit", Aim.objects.first()),
                      ("effort_edit", Effort.objects.first())):  # fmt: skip
        assert client.get(reverse(f"kpi:{name}", args=[row.pk])).status_code == 404


@pytest.mark.django_db
def test_a_copy_of_the_example_has_its_words_and_none_of_its_numbers(client, officer):
    load_example()
    example = LogicModel.objects.get()
    address = reverse("kpi:plan_copy", args=[example.pk])
    assert client.get(address).context["form"]["last_year"].value() > 2026

    made = {client.post(address, PLAN | {"submit_key": "k1"}).url for _ in "ab"}

    copy = LogicModel.objects.get(is_example=False)
    assert made == {reverse("kpi:plan", args=[copy.pk])}
    assert (copy.copied_from, copy.aims.count()) == (example, 5)
    efforts = Effort.objects.filter(aim__plan=copy)
    assert [effort.name for effort in efforts] == [
        effort.name for effort in Effort.objects.filter(aim__plan=example)
    ]
    numbers = ["cost", "base_value", "goal_value", "owner", "funding", "schedule"]
    assert set(efforts.values_list(*numbers[:3])) == {(None, None, None)}
    assert [efforts.exclude(owner="").count(), efforts.exclude(schedule={}).count()] == [0, 0]
    assert set(copy.aims.values_list("outcome_value", flat=True)) == {None}
    page = client.get(reverse("kpi:plan", args=[copy.pk])).content.decode()
    assert "見本の写し" in page
    assert client.get(reverse("kpi:plan_copy", args=[copy.pk])).status_code == 404


@pytest.mark.django_db
def test_an_officer_writes_a_model_from_input_to_outcome(client, officer):
    made = {client.post(reverse("kpi:plan_new"), PLAN | {"submit_key": "k1"}).url for _ in "ab"}
    plan = LogicModel.objects.get()
    assert made == {reverse("kpi:plan", args=[plan.pk])}
    aim = {"submit_key": "k2", "name": "行かない窓口", "order": 1, "outcome": "利用率",
           "outcome_value": 45, "outcome_unit": "％"}  # fmt: skip
    client.post(reverse("kpi:aim_new", args=[plan.pk]), aim)
    effort = {"submit_key": "k3", "name": "オンライン化", "order": 1, "activity": "整える",
              "output": "手続の数", "unit": "種", "goal_value": 51, "year_2022": "導入検討",
              "year_2024": "運用"}  # fmt: skip
    client.post(reverse("kpi:effort_new", args=[plan.aims.get().pk]), effort)

    row = Effort.objects.get()
    assert row.schedule == {"2022": "導入検討", "2024": "運用"}
    page = client.get(reverse("kpi:plan", args=[plan.pk])).content.decode()
    for words in ("行かない窓口", "45％", "51種", "導入検討", "未入力"):
        assert words in page


@pytest.mark.django_db
def test_two_who_edit_the_same_effort_see_both_texts(client, officer):
    plan = add_plan(PLAN, by=officer)
    aim = Aim.objects.create(plan=plan, name="視点", outcome="成果")
    effort = Effort.objects.create(aim=aim, name="取組", activity="前の文", output="結果")
    address = reverse("kpi:effort_edit", args=[effort.pk])
    opened = client.get(address).context["form"]["row_version"].value()
    Effort.objects.update(activity="ほかの人の文")

    values = {"row_version": opened, "name": "取組", "order": 0, "activity": "自分の文",
              "output": "結果", "year_2022": "導入"}  # fmt: skip
    page = client.post(address, values).content.decode()

    assert "ほかの人の文" in page
    assert "自分の文" in page
    assert Effort.objects.get().activity == "ほかの人の文"
    fields = ["activity"]
    assert version_of(Effort.objects.get(), fields) != version_of(effort, fields)


@pytest.mark.django_db
def test_a_plan_does_not_end_before_it_begins(officer):
    with pytest.raises(EndsBeforeItBegins):
        add_plan(PLAN | {"last_year": 2021}, by=officer)

    assert not LogicModel.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 6])
def test_a_model_costs_the_same_with_more_efforts(
    client, officer, django_assert_num_queries, count
):
    plan = add_plan(PLAN, by=officer)
    for _ in range(count):
        aim = Aim.objects.create(plan=plan, name="視点", outcome="成果")
        for _ in range(count):
            Effort.objects.create(aim=aim, name="取組", activity="文", output="結果")

    with django_assert_num_queries(7):
        client.get(reverse("kpi:plan", args=[plan.pk]))
