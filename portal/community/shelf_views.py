"""What a person has kept, and what they follow."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.following import follow, unfollow
from portal.community.forms import CollectionForm, FollowForm, ShelfForm
from portal.community.keeping import (
    make_collection,
    put_into,
    remove_collection,
    rename_collection,
)
from portal.community.kinds import visible_objects
from portal.community.models import Bookmark, Collection, Follow
from portal.community.talk_views import way_back
from portal.errors import DomainError
from portal.submitting.once import submit_once

PAGE_SIZE = 30


@require_GET
def bookmark_list(request):
    """One's own, newest first. What can no longer be seen is left out, and counted."""
    own = Bookmark.objects.filter(staff=request.user).select_related("collection")
    shelves = list(Collection.objects.filter(staff=request.user).order_by("name", "pk"))
    current = next((s for s in shelves if str(s.pk) == request.GET.get("collection")), None)
    found = own.filter(collection=current) if current else own
    page = Paginator(found.order_by("-at", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    targets = visible_objects(page, request.user)
    rows = [
        (bookmark, bookmark.kind_of_target(), _title_and_url(bookmark, targets[bookmark.key]))
        for bookmark in page
        if bookmark.key in targets
    ]
    context = {
        "page": page,
        "rows": rows,
        "unseen": len(page) - len(rows),
        "shelves": shelves,
        "current": current,
    }
    return render(request, "community/bookmark_list.html", context)


def _title_and_url(bookmark, target):
    kind = bookmark.kind_of_target()
    return kind.title(target), kind.url(target)


@require_http_methods(["POST"])
def bookmark_move(request, pk):
    bookmark = get_object_or_404(Bookmark.objects.filter(staff=request.user), pk=pk)
    form = ShelfForm(request.POST, staff=request.user)
    if form.is_valid():
        put_into(bookmark, form.cleaned_data["collection"])
        messages.success(request, "まとめを変えました。")
    else:
        messages.error(request, "そのまとめは、もうありません。一覧を開き直してください。")
    return redirect(way_back(request, reverse("community:bookmark_list")))


@require_POST
def bookmark_drop(request, pk):
    get_object_or_404(Bookmark.objects.filter(staff=request.user), pk=pk).delete()
    messages.success(request, "保存を外しました。")
    return redirect(way_back(request, reverse("community:bookmark_list")))


@require_http_methods(["GET", "POST"])
def collection_new(request):
    form = CollectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        try:
            made = submit_once(
                form,
                lambda: make_collection(request.user, name),
                by=request.user,
                now=timezone.now(),
            )
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect(f"{reverse('community:bookmark_list')}?collection={made.pk}")
    return render(request, "community/collection_new.html", {"form": form})


@require_http_methods(["GET", "POST"])
def collection_edit(request, pk):
    collection = get_object_or_404(Collection.objects.filter(staff=request.user), pk=pk)
    form = CollectionForm(request.POST or None, initial={"name": collection.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_collection(collection, form.cleaned_data["name"])
        except DomainError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, "名前を変えました。")
            return redirect(f"{reverse('community:bookmark_list')}?collection={collection.pk}")
    context = {"form": form, "collection": collection}
    return render(request, "community/collection_edit.html", context)


@require_POST
def collection_remove(request, pk):
    remove_collection(get_object_or_404(Collection.objects.filter(staff=request.user), pk=pk))
    messages.success(request, "まとめを消しました。中にあったものは、保存したまま残っています。")
    return redirect("community:bookmark_list")


@require_GET
def follow_list(request):
    own = Follow.objects.filter(staff=request.user).select_related("department", "person")
    rows = list(own.order_by("since", "pk"))
    context = {
        "people": [each for each in rows if each.person],
        "departments": [each for each in rows if each.department],
        "tags": [each for each in rows if each.tag],
        "weekly": next((each for each in rows if each.is_weekly), None),
    }
    return render(request, "community/follow_list.html", context)


@require_POST
def follow_new(request):
    form = FollowForm(request.POST)
    if not form.is_valid():
        messages.error(request, "フォローするものが見つかりません。画面を開き直してください。")
        return redirect(way_back(request, reverse("community:follow_list")))
    try:
        follow(request.user, now=timezone.now(), **form.cleaned_data["what"])
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "フォローしました。新しい動きがあると、お知らせします。")
    return redirect(way_back(request, reverse("community:follow_list")))


@require_POST
def follow_drop(request, pk):
    unfollow(get_object_or_404(Follow.objects.filter(staff=request.user), pk=pk))
    messages.success(request, "フォローを外しました。")
    return redirect(way_back(request, reverse("community:follow_list")))
