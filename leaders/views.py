"""What everybody sees: the programme, the leaders, and which sections have one."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from leaders import roster
from leaders.forms import SearchForm
from leaders.models import Appointment, Programme, RecruitmentWindow, SelfNomination
from leaders.rights import is_leader, may_select, meets_leaders
from portal.staff.models import StaffMember

PAGE_SIZE = 50


@require_GET
def leaders(request):
    """The programme at a glance: the call, one's own term, one's section's leaders."""
    now, today = timezone.now(), timezone.localdate()
    staff = request.user
    calls = RecruitmentWindow.objects.announced().filter(decided_at=None, closes_at__gt=now)
    context = {
        "programme": Programme.objects.current(),
        "calls": [(call, call.state_at(now)) for call in calls.order_by("opens_at", "pk")],
        "own_terms": Appointment.objects.filter(staff=staff, ends_on__gte=today).order_by(
            "starts_on", "pk"
        ),
        "own_nominations": SelfNomination.objects.filter(staff=staff)
        .select_related("window")
        .order_by("-submitted_at", "-pk")[:5],
        "section_leaders": roster.leaders_of(staff.department, today),
        "count": roster.current_terms(today).count(),
        "experienced": roster.experienced_count(today),
        "may_select": may_select(staff),
        "is_leader": is_leader(staff),
        "meets_leaders": meets_leaders(staff),
    }
    return render(request, "leaders/leaders.html", context)


@require_GET
def directory(request):
    today = timezone.localdate()
    form = SearchForm(request.GET)
    terms = form.found_in(roster.current_terms(today))
    context = {
        "form": form,
        "words": request.GET.get("q", "")[:100],
        "page": Paginator(terms, PAGE_SIZE).get_page(request.GET.get("page")),
        "programme": Programme.objects.current(),
        "experienced": roster.experienced_count(today),
    }
    return render(request, "leaders/directory.html", context)


@require_GET
def past(request):
    today = timezone.localdate()
    people = roster.past_leaders(today)
    context = {
        "page": Paginator(people, PAGE_SIZE).get_page(request.GET.get("page")),
        "experienced": roster.experienced_count(today),
        "programme": Programme.objects.current(),
    }
    return render(request, "leaders/past.html", context)


@require_GET
def coverage(request):
    sections = roster.coverage(timezone.localdate())
    wanted = request.GET.get("state", "")
    shown = [each for each in sections if each.state == wanted] if wanted else sections
    context = {
        "sections": [(each, roster.STATES[each.state], roster.TONES[each.state]) for each in shown],
        "picture": roster.coverage_picture(sections),
        "counts": [
            (state, label, sum(each.state == state for each in sections))
            for state, label in roster.STATES.items()
        ],
        "wanted": wanted,
        "total": len(sections),
        "programme": Programme.objects.current(),
    }
    return render(request, "leaders/coverage.html", context)


@require_GET
def leader(request, staff_pk):
    """One person who is or was a leader: the roster line with its history."""
    today = timezone.localdate()
    people = StaffMember.objects.select_related("department")
    person = get_object_or_404(people, pk=staff_pk, is_active=True)
    terms = list(roster.history_of(person))
    if not terms:
        raise Http404
    context = {
        "person": person,
        "terms": [(term, term.state_on(today)) for term in terms],
        "current": roster.current_terms(today).filter(staff=person).first(),
        "profile": roster.profile_of(person),
        "may_select": may_select(request.user),
    }
    return render(request, "leaders/leader.html", context)
