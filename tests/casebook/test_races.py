"""Many at once on the casebook: one winner."""

import pytest
from wagtail.models import Collection, Locale, Page, Site

from casebook.models import Case, Proposal
from casebook.proposal_states import State
from casebook.reviewing import adopt
from portal.notifications.models import Notification
from tests.casebook.builders import a_proposal, an_officer
from tests.consultations.test_races import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _pages():
    """What Wagtail's migrations made; a test like these that ran before has emptied it."""
    if Page.get_first_root_node() is None:
        Locale.objects.get_or_create(language_code="ja")
        root = Page.add_root(title="Root", slug="root")
        Site.objects.create(hostname="localhost", root_page=root, is_default_site=True)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")


def test_of_two_who_adopt_at_once_one_makes_the_draft(now):
    officers = [an_officer() for _ in range(2)]
    sent = a_proposal(now=now)

    results = at_once(
        *(
            lambda by=by: adopt(Proposal.objects.get(pk=sent.pk), "", None, by=by, now=now)
            for by in officers
        )
    )

    assert len(refusals(results)) == 1
    assert Case.objects.count() == 1
    assert Proposal.objects.get().state == State.ADOPTED
    told = Notification.objects.filter(recipient=sent.proposer, kind="case_proposal_moved")
    assert told.count() == 1
