"""誰に聞いた: the log of a case."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from casebook.contact_forms import ContactForm, NewContactForm
from casebook.contacting import correct_contact, log_contact, may_log
from casebook.models import Case, Contact
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 20


@require_GET
def contact_list(request, slug):
    case = _case(request, slug)
    rows = case.contacts.select_related("asked_by", "asked_by__department")
    page = Paginator(rows.order_by("-asked_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "case": case,
        "page": page,
        "rows": [(each, each.details_for(request.user)) for each in page],
        "may_log": may_log(request.user),
    }
    return render(request, "casebook/contact_list.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_log)
def contact_new(request, slug):
    case = _case(request, slug)
    form = NewContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user
        submit_once(form, lambda: log_contact(case, form.values(), by=by, now=now), by=by, now=now)
        messages.success(request, "聞いたことを残しました。")
        return redirect("casebook:contact_list", case.slug)
    return render(request, "casebook/contact_new.html", {"form": form, "case": case})


@require_http_methods(["GET", "POST"])
@only_for(may_log)
def contact_edit(request, pk):
    """One's own row alone."""
    cases = Case.objects.visible_to(request.user)
    rows = Contact.objects.filter(asked_by=request.user, case__in=cases.values("pk"))
    found = get_object_or_404(rows.select_related("case"), pk=pk)
    form = ContactForm(request.POST or None, row=found)
    if request.method == "POST" and form.is_valid():
        now, by = timezone.now(), request.user

        def save():
            correct_contact(found, form.values(), version=form.version, by=by, now=now)

        if form.saved(save):
            messages.success(request, "直しました。")
            return redirect("casebook:contact_list", found.case.slug)
    context = {"form": form, "case": found.case}
    return render(request, "casebook/contact_edit.html", context)


def _case(request, slug) -> Case:
    cases = Case.objects.visible_to(request.user).with_municipality()
    return get_object_or_404(cases, slug=slug)
