"""Every address of the site belongs to a row of the law, and every line of the map is used."""

import pytest
from django.http import HttpResponse
from django.urls import URLResolver, path
from django.urls.resolvers import RegexPattern

from portal.rights.law import LETTERS, ROLES, NoSuchRight, law, right_to
from portal.rights.route_map import every_route, read_ties, ties, ties_of, untied, unused

HEADER = "route,methods,object,action,sample,own,note\n"


def a_new_page(request):
    return HttpResponse("新しい画面")


def test_every_route_has_a_row():
    assert len(list(every_route())) > 250
    assert untied() == []


def test_a_planted_route_without_a_row_is_found():
    class Planted:
        urlpatterns = [path("planted/", a_new_page, name="a_new_page")]

    assert untied(URLResolver(RegexPattern(r"^/"), Planted)) == ["a_new_page"]


def test_every_line_of_the_map_has_its_route():
    assert unused() == []


def test_every_rule_for_many_routes_says_why():
    assert [tie.route for tie in ties() if tie.is_rule and not tie.note] == []


def test_no_list_of_ours_in_the_cms_falls_under_a_rule_of_wagtail():
    assert ties_of("wagtailsnippets_training_course:list") == []


def test_the_law_has_a_letter_or_a_dash_for_every_role():
    odd = [
        (right.object, role)
        for right in law().values()
        for role in ROLES
        if right.letters[role] not in LETTERS | {"-"}
    ]

    assert odd == []
    assert len(law()) >= 135


def test_the_longest_rule_wins_and_an_exact_line_wins_over_all():
    assert [tie.right.action for tie in ties_of("wagtailimages:delete_multiple")] == ["delete"]
    assert [tie.right.object for tie in ties_of("wagtailadmin_logout")] == ["own sessions"]


def test_a_line_about_a_right_that_is_not_in_the_law_is_refused(tmp_path):
    (tmp_path / "part.csv").write_text(HEADER + "a:b,GET,no such object,view,,,\n")

    with pytest.raises(NoSuchRight):
        read_ties(tmp_path / "part.csv")


def test_roles_add_up_and_everybody_is_staff():
    right = right_to("case, own draft", "create, edit, delete, submit")

    assert right.letters_of(["ST", "AU"]) == {"O"}
    assert right.letters_of([]) == set()
