"""Figures for the walk through all addresses."""

from django.utils import timezone

from portal.kpi.loading import load_indicators
from portal.kpi.models import ActualImport


def kpi(people):
    """The plan's indicators, and a file that waits: one of a section, one of the city."""
    now = timezone.now()
    load_indicators(now=now)
    for staff, department in ((people["ST"], people["ST"].department), (people["OF"], None)):
        ActualImport.objects.create(
            department=department,
            state=ActualImport.State.READY,
            file_name="10月.xlsx",
            rows=[],
            made_by=staff,
            made_at=now,
        )
