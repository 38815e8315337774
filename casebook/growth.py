"""What has grown around a case, asked along with the case itself."""

from django.db.models import Exists, OuterRef, QuerySet

from casebook.models import Case, Proposal


def with_growth(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Add ``has_credits``, so that a page asks only for what is there."""
    return cases.annotate(has_credits=Exists(Proposal.objects.credited_under(OuterRef("pk"))))
