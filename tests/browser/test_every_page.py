"""Every page: nothing for axe to find, nothing loaded from outside, nothing the policy blocks."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.conftest import sign_in

pytestmark = pytest.mark.browser

SIGNED_IN = {
    "home": "/",
    "cases": "/casebook/",
    "found": "/casebook/?q=手上げ 推進員",
    "narrowed": "/casebook/?prefecture=18&tag=手挙げ",
    "nothing_found": "/casebook/?q=ぬぬぬぬぬ&prefecture=18",
    "misspelt": "/casebook/?q=デジタルデバイト",
    "case": "/casebook/awara-shi/",
    "partial_case": "/casebook/tsuru-shi/",
    "long_case": "/casebook/aizuwakamatsu-shi/",
    "wanted": "/casebook/wanted/",
    "own_proposals": "/casebook/propose/",
    "new_proposal": "/casebook/propose/case/",
    "own_proposal": "/casebook/propose/1/",
    "edit_proposal": "/casebook/propose/1/edit/",
    "correction": "/casebook/awara-shi/correct/",
    "compare_nothing": "/casebook/compare/",
    "compare": "/casebook/compare/?cases=awara-shi,kamisato-machi,sakata-shi&own=1",
    "contacts": "/casebook/awara-shi/contacts/",
    "own_city_case": "/casebook/higashiyamato-shi/",
    "feed": "/community/",
    "feed_followed": "/community/?followed=1",
    "feed_tag": "/community/?tag=手挙げ",
    "talk_rules": "/community/rules/",
    "comment_page": "/community/on/casebook.case/9/comments/",
    "new_comment": "/community/on/casebook.case/9/comment/",
    "new_report": "/community/on/casebook.case/9/report/",
    "bookmarks": "/community/bookmarks/",
    "new_collection": "/community/collections/new/",
    "follows": "/community/follows/",
    "thanks": "/community/thanks/",
    "own_reports": "/community/reports/",
    "guidance": "/guidance/",
    "guidance_found": "/guidance/?q=FAX",
    "guidance_plan": "/guidance/plan/",
    "guidance_page": "/guidance/five-less/",
    "guidance_old": "/guidance/editions/1.0-draft/",
    "guidance_without_text": "/guidance/editions/1.1/",
    "guidance_history": "/guidance/history/",
    "guidance_changes": "/guidance/editions/1.0-draft/changes/2.0/",
    "guidance_projects": "/guidance/projects/",
    "guidance_project": "/guidance/projects/2/",
    "guidance_environment": "/guidance/environment/",
    "guidance_glossary": "/guidance/glossary/",
    "guidance_trends": "/guidance/trends/",
    "guidance_worksheet": "/guidance/worksheet/",
    "guidance_one_page": "/guidance/one-page/",
    "courses": "/training/",
    "course": "/training/courses/6/",
    "training_sessions": "/training/sessions/",
    "training_month": "/training/month/",
    "training_session": "/training/sessions/1/",
    "my_training": "/training/mine/",
    "skills": "/training/skills/",
    "skill_check": "/training/skills/check/",
    "check_in": "/training/check-in/",
    "certificate_check": "/training/certificates/check/?code=AAAA-BBBB-CCCC",
    "training_plan": "/training/plan/",
    "outside_learning": "/training/outside/new/",
    "week": "/community/week/",
    "groups": "/community/groups/",
    "group": "/community/groups/1/",
    "new_group": "/community/groups/new/",
    "log_entry": "/community/groups/log/1/",
    "ideathon": "/community/ideathon/",
    "theme": "/community/ideathon/1/",
    "articles": "/community/articles/",
    "articles_found": "/community/articles/?q=よやく",
    "article": "/community/articles/1/",
    "topics": "/community/board/",
    "topics_waiting": "/community/board/?waiting=1",
    "topic": "/community/board/topics/1/",
    "new_topic": "/community/board/topics/new/",
    "polls": "/community/polls/",
    "poll": "/community/polls/1/",
    "help": "/help/",
    "manual": "/help/staff/",
    "releases": "/help/releases/",
    "tour": "/tour/1/",
    "privacy": "/privacy/",
    "own_data": "/privacy/own-data/",
    "data_requests": "/privacy/requests/",
    "new_data_request": "/privacy/requests/new/",
    "accessibility": "/accessibility/",
    "consultations": "/consultations/",
    "ask": "/consultations/new/",
    "faq": "/faq/",
    "one_faq": "/faq/1/",
    "ideas": "/ideas/",
    "one_idea": "/ideas/1/",
    "new_idea": "/ideas/new/",
    "idea_from_case": "/ideas/new/?case=awara-shi",
    "procedures": "/consultations/procedures/",
    "finding": "/leaders/findings/1/",
    "hide_consultation": "/consultations/3/hide/",
    "own_consultation": "/consultations/3/",
    "notifications": "/notifications/",
    "notification_settings": "/notifications/settings/",
    "password": "/accounts/password/change/",
    "own_account": "/accounts/",
    "own_sessions": "/accounts/sessions/",
    "second_factors": "/accounts/2fa/",
    "set_up_app": "/accounts/2fa/app/",
    "add_passkey": "/accounts/2fa/passkeys/add/",
    "logout": "/accounts/logout/",
    "figures": "/kpi/",
    "indicator": "/kpi/indicators/demo-meeting-paper/",
    "sections": "/kpi/departments/",
    "board_report": "/kpi/report/",
    "decisions": "/kpi/decisions/",
    "reviews": "/kpi/reviews/",
    "review_sheet": "/kpi/reviews/2025/year/",
    "logic_models": "/kpi/plans/",
    "logic_model": "/kpi/plans/1/",
    "ooda_notes": "/kpi/ooda/",
    "surveys": "/kpi/surveys/",
    "search": "/search/",
    "search_found": "/search/?q=押印",
    "search_kind": "/search/?q=研修&kind=course",
    "search_nothing": "/search/?q=ぬぬぬぬぬ",
    "calendar": "/calendar/",
    "calendar_list": "/calendar/?view=list&kind=training",
    "gallery": "/gallery/",
    "not_found": "/no/such/page/",
    "forbidden": "/cms/gate/",
}
OFFICERS = {
    "article_drafts": "/community/articles/?drafts=1",
    "article_draft": "/community/articles/3/",
    "new_article": "/community/articles/new/",
    "edit_article": "/community/articles/1/edit/",
    "take_article_back": "/community/articles/2/take-back/",
    "new_theme": "/community/board/new/",
    "closed_theme": "/community/board/?board=3",
    "hide_topic": "/community/board/topics/1/hide/",
    "travel": "/casebook/travel/",
    "case_file_upload": "/casebook/travel/import/",
    "exchange": "/casebook/exchange/",
    "exchange_receive": "/casebook/exchange/receive/",
    "partner_new": "/casebook/exchange/partners/new/",
}
SIGNED_OUT = {"login": "/accounts/login/", "open_accessibility": "/accessibility/"}
PHONE = {"width": 320, "height": 640}
OVER_THE_EDGE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
OPTIONS = {"rules": {"target-size": {"enabled": True}}}


def violations(page):
    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found]


@pytest.fixture(params=["light", "dark"])
def themed(request, browser, site):
    context = browser.new_context(color_scheme=request.param, locale="ja-JP")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(
    ("username", "pages"), [("staff", SIGNED_IN), ("officer", OFFICERS), ("", SIGNED_OUT)]
)
def test_no_page_scrolls_sideways_at_400_percent(username, pages, page, site):
    """320 px are what 1,280 px become at 400 % (WCAG 1.4.10); only a table may, in its own room."""
    page.set_viewport_size(PHONE)
    if username:
        sign_in(page, site, username)
    wide = {}
    for name, path in pages.items():
        page.goto(site + path)
        wide[name] = page.evaluate(OVER_THE_EDGE)

    assert {name: pixels for name, pixels in wide.items() if pixels > 0} == {}


def test_axe_finds_nothing_when_signed_in(themed, site, picture):
    sign_in(themed, site)
    found = {}
    for name, path in SIGNED_IN.items():
        themed.goto(site + path)
        picture(
            themed,
            f"{themed.evaluate('matchMedia(`(prefers-color-scheme: dark)`).matches')}_{name}",
        )
        found[name] = violations(themed)

    assert {name: rules for name, rules in found.items() if rules} == {}


def test_axe_finds_nothing_for_officers(themed, site, picture):
    sign_in(themed, site, "officer")
    found = {}
    for name, path in OFFICERS.items():
        themed.goto(site + path)
        picture(themed, name)
        found[name] = violations(themed)

    assert {name: rules for name, rules in found.items() if rules} == {}


def test_axe_finds_nothing_when_signed_out(themed, site, picture):
    found = {}
    for name, path in SIGNED_OUT.items():
        themed.goto(site + path)
        picture(themed, name)
        found[name] = violations(themed)

    assert {name: rules for name, rules in found.items() if rules} == {}


# The browser itself complains of a page that is not there, or not for this person.
REFUSED_TO_OFFICERS = ("not_found", "forbidden", "edit_proposal")


def test_nothing_is_asked_of_the_outside_and_no_policy_is_broken(page, site):
    outside, complaints = [], []
    page.on(
        "request",
        lambda request: (
            outside.append(request.url)
            if not request.url.startswith((site, "data:", "blob:"))
            else None
        ),
    )
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    sign_in(page, site, "officer")
    cms = [
        "/cms/",
        "/cms/pages/",
        "/cms/snippets/casebook/municipality/",
        "/cms/images/",
        "/cms/documents/",
    ]

    for path in [path for name, path in SIGNED_IN.items() if name not in REFUSED_TO_OFFICERS] + [
        *OFFICERS.values(),
        *cms,
    ]:
        page.goto(site + path)
        page.wait_for_load_state("networkidle")

    assert outside == []
    assert complaints == []


def test_an_officer_opens_a_case_in_the_editor(page, site, picture):
    sign_in(page, site, "officer")
    page.goto(f"{site}/casebook/awara-shi/")
    page.get_by_role("link", name="この事例を編集").click()
    page.wait_for_url("**/cms/pages/*/edit/")
    page.wait_for_load_state("networkidle")
    picture(page, "cms_case")

    assert page.get_by_role("textbox", name="要約").input_value().startswith("あわら市")
