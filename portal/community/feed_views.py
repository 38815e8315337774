"""The office-wide feed, and the rules of the talk."""

from typing import NamedTuple

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.community.feed import feed_page
from portal.community.kinds import kind_of, open_kinds
from portal.community.models import Entry, Follow
from portal.community.talk_views import number_or_404
from portal.staff.models import Department, StaffMember


class Narrowing(NamedTuple):
    """What the feed is narrowed to: in words, and what following it would mean."""

    words: str
    name: str
    value: str | int
    follows: dict


@require_GET
def feed(request):
    entries, narrowing = _narrowed(request)
    page = feed_page(entries, request.user, before=request.GET.get("before", ""))
    older = request.GET.copy()
    older["before"] = page.older
    kind = kind_of(request.GET.get("kind", ""))
    followed = request.GET.get("followed") == "1"
    context = {
        "page": page,
        "older_url": f"?{older.urlencode()}" if page.older else "",
        "is_first": "before" not in request.GET,
        "narrowing": narrowing,
        "own_follow": own_follow(request.user, narrowing),
        "kinds": open_kinds(),
        "kind": kind,
        "followed": followed,
        "is_whole": not (narrowing or kind or followed),
    }
    return render(request, "community/feed.html", context)


@require_GET
def rules(request):
    return render(request, "community/rules.html")


def _narrowed(request):
    """The entries that the address asks for, and its narrowing to a person, section or tag."""
    asked, entries = request.GET, Entry.objects.all()
    if kind := kind_of(asked.get("kind", "")):
        entries = entries.filter(kind=kind.label)
    if asked.get("followed") == "1":
        entries = entries.followed_by(request.user)
    narrowing = _narrowing(asked)
    if narrowing is None:
        return entries, None
    if narrowing.name == "tag":
        return entries.tagged(narrowing.value), narrowing
    place = "author" if narrowing.name == "person" else narrowing.name
    return entries.filter(**{place: narrowing.value}), narrowing


def _narrowing(asked) -> Narrowing | None:
    """Raises Http404 for a person or a section that there is not."""
    if "person" in asked:
        person = get_object_or_404(StaffMember, pk=number_or_404(asked["person"]))
        return Narrowing(f"{person.name}さん", "person", person.pk, {"person": person.pk})
    if "department" in asked:
        found = get_object_or_404(Department, pk=number_or_404(asked["department"]))
        return Narrowing(found.name, "department", found.pk, {"department": found.pk})
    if tag := asked.get("tag", ""):
        if "\x00" in tag or len(tag) > 100:
            raise Http404
        return Narrowing(f"テーマ「{tag}」", "tag", tag, {"tag": tag})
    return None


def own_follow(staff, narrowing: Narrowing | None) -> Follow | None:
    if narrowing is None:
        return None
    return Follow.objects.filter(staff=staff, **narrowing.follows).first()
