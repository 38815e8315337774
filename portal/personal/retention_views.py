"""The retention run on the screen: what is due, what was done, and what is held."""

from functools import wraps

from django.contrib import messages
from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.audit.models import AuditEvent
from portal.audit.trail import record
from portal.errors import DomainError
from portal.personal.due import dry_run
from portal.personal.forms import HoldForm
from portal.personal.holds import lift_hold, place_hold
from portal.personal.models import Hold, RetentionRun
from portal.personal.retention import agree_to_run, propose_run, withdraw_run
from portal.personal.rights import may_run_retention, may_see_retention
from portal.personal.table import RULES
from portal.submitting.once import submit_once

RUNS_SHOWN = 20
HOLDS_SHOWN = 50


def only_for(may):
    """404 for everybody else, recorded: the desk is not theirs to know."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if not may(request.user):
                refused = AuditEvent.Result.REFUSED
                record("personal.retention.read", actor=request.user, result=refused)
                raise Http404
            return view(request, *args, **kwargs)

        return guarded

    return guard


@only_for(may_see_retention)
@require_GET
def retention(request):
    due = dry_run(timezone.now())
    runs = RetentionRun.objects.select_related("proposed_by", "agreed_by").order_by("-pk")
    holds = Hold.objects.select_related("staff", "placed_by", "lifted_by")
    record("personal.retention.read", actor=request.user)
    context = {
        "due": due,
        "total": sum(line.count for line in due),
        "held": sum(line.held for line in due),
        "proposed": runs.filter(state=RetentionRun.State.PROPOSED).first(),
        "reports": [(run, named(run.done)) for run in runs.exclude(state="proposed")[:RUNS_SHOWN]],
        "holds": [(hold, data_name(hold.model)) for hold in newest_first(holds)[:HOLDS_SHOWN]],
        "may_run": may_run_retention(request.user),
    }
    return render(request, "personal/retention.html", context)


@only_for(may_run_retention)
@require_POST
def retention_propose(request):
    done = "申し出ました。別のシステム管理者が承認すると、実行されます。"
    return _act(request, lambda now: propose_run(by=request.user, now=now), done)


@only_for(may_run_retention)
@require_POST
def retention_agree(request, pk):
    run = get_object_or_404(RetentionRun, pk=pk)
    done = "実行しました。結果は下の「これまでの処理」にあります。"
    return _act(request, lambda now: agree_to_run(run, by=request.user, now=now), done)


@only_for(may_run_retention)
@require_POST
def retention_withdraw(request, pk):
    run = get_object_or_404(RetentionRun, pk=pk)
    done = "取り下げました。"
    return _act(request, lambda now: withdraw_run(run, by=request.user, now=now), done)


@only_for(may_run_retention)
@require_http_methods(["GET", "POST"])
def hold_new(request):
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, values = timezone.now(), form.cleaned_data
        about = {"staff": values["who"], "model": values["model"], "reason": values["reason"]}
        submit_once(
            form, lambda: place_hold(**about, by=request.user, now=now), by=request.user, now=now
        )
        messages.success(request, "保存期間を延長しました。解除するまで消去されません。")
        return redirect("personal:retention")
    return render(request, "personal/hold_new.html", {"form": form})


@only_for(may_run_retention)
@require_POST
def hold_lift(request, pk):
    hold = get_object_or_404(Hold, pk=pk)
    return _act(request, lambda now: lift_hold(hold, by=request.user, now=now), "解除しました。")


def newest_first(holds):
    """Those in force first: databases do not agree where an empty moment stands."""
    return holds.annotate(is_over=Q(lifted_at__isnull=False)).order_by("is_over", "-pk")


def data_name(label: str) -> str:
    return RULES[label].data.partition("（")[0] if label in RULES else label


def named(counts: dict[str, int]) -> list[tuple[str, int]]:
    return [(data_name(label), count) for label, count in counts.items()]


def _act(request, act, done):
    try:
        act(timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("personal:retention")
