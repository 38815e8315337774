"""What has grown around a case, asked along with the case itself."""

from django.db.models import Exists, OuterRef, QuerySet

from casebook.models import Case, Contact, Proposal
from casebook.trials import trials_exist, trials_of

CONTACTS_SHOWN = 3


def with_growth(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Add ``has_credits``, ``has_contacts`` and ``has_trials``: a page asks for what is there."""
    return cases.annotate(
        has_credits=Exists(Proposal.objects.credited_under(OuterRef("pk"))),
        has_trials=trials_exist(),
        has_contacts=Exists(Contact.objects.filter(case=OuterRef("pk"))),
    )


def growth_of(case) -> dict:
    """What has grown around ``case``, which has the three answers of ``with_growth``."""
    contacts = Contact.objects.filter(case=case.pk).select_related("asked_by")
    return {
        "credits": Proposal.objects.credited_under(case.pk) if case.has_credits else [],
        "trials": trials_of(case) if case.has_trials else None,
        "contacts": contacts.order_by("-asked_on", "-pk")[:CONTACTS_SHOWN]
        if case.has_contacts
        else [],
    }
