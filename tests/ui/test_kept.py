"""Kept in memory: a component for its variables, a part for its key, nothing without a key."""

from django.template import Context, Template


def rendered(source, **variables):
    return Template("{% load kept %}" + source).render(Context(variables))


def test_a_component_is_drawn_for_each_set_of_variables():
    one = rendered('{% component "bell" count=count %}', count=1)
    two = rendered('{% component "bell" count=count %}', count=2)

    assert ("未読1件" in one, "未読2件" in two) == (True, True)
    assert rendered('{% component "bell" count=count %}', count=1) == one


def test_what_is_kept_was_escaped_once():
    chip = '{% component "link_button" label=label url="/" %}'

    for _time in range(2):
        assert "<span>&lt;b&gt;太字&lt;/b&gt;</span>" in rendered(chip, label="<b>太字</b>")


def test_a_part_is_kept_for_its_key_and_drawn_every_time_without_one():
    source = '{% kept "components/bell.html" key %}'

    first = rendered(source, key="test_kept:1", count=1)

    assert rendered(source, key="test_kept:1", count=2) == first
    assert "未読2件" in rendered(source, key="test_kept:2", count=2)
    for count in (3, 4):
        assert f"未読{count}件" in rendered(source, count=count)
