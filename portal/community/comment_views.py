"""Pages of a comment: writing it, changing it, its earlier wordings."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.community.commenting import delete_comment, edit_comment, write_comment
from portal.community.conversation import comments_in, said_of
from portal.community.forms import CommentEditForm, CommentForm, HideForm
from portal.community.kinds import find_visible, kind_of
from portal.community.models import Comment
from portal.community.moderating import hide_comment, show_comment
from portal.community.rights import may_moderate, open_target_or_404, own_comments
from portal.errors import DomainError
from portal.staff.pages import only_for
from portal.submitting.once import submit_once

PAGE_SIZE = 50


@require_GET
def comment_list(request, label, object_id):
    """Every comment on something, oldest first; its own page shows the latest."""
    target, kind = open_target_or_404(label, object_id, request.user)
    standing = comments_in(Comment.objects.on(target).standing())
    page = Paginator(standing, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "said": said_of(list(page), request.user),
        "kind": kind,
        "title": kind.title(target),
        "url": kind.url(target),
        "moderates": may_moderate(request.user),
    }
    return render(request, "community/comment_list.html", context)


@require_http_methods(["GET", "POST"])
def comment_new(request, label, object_id):
    target, kind = open_target_or_404(label, object_id, request.user)
    form = CommentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        body = form.cleaned_data["body"]
        try:
            comment = submit_once(
                form,
                lambda: write_comment(target, body, by=request.user, now=now),
                by=request.user,
                now=now,
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(kind.url(target))
        messages.success(request, "コメントしました。")
        return redirect(f"{kind.url(target)}#comment-{comment.pk}")
    context = {"form": form, "kind": kind, "title": kind.title(target), "url": kind.url(target)}
    return render(request, "community/comment_new.html", context)


@require_http_methods(["GET", "POST"])
def comment_edit(request, pk):
    comment = get_object_or_404(own_comments(request.user), pk=pk)
    form = CommentEditForm(request.POST or None, row=comment)
    if request.method == "POST" and form.is_valid():
        body, now = form.cleaned_data["body"], timezone.now()
        try:
            is_saved = form.saved(
                lambda: edit_comment(comment, body, version=form.version, now=now)
            )
        except DomainError as refusal:
            messages.error(request, str(refusal))
            return redirect(place_of(comment, request.user))
        if is_saved:
            messages.success(request, "コメントを直しました。")
            return redirect(place_of(comment, request.user))
    return render(request, "community/comment_edit.html", {"form": form, "comment": comment})


@require_http_methods(["GET", "POST"])
def comment_delete(request, pk):
    comment = get_object_or_404(own_comments(request.user), pk=pk)
    back = place_of(comment, request.user)
    if request.method == "GET":
        context = {"comment": comment, "back": back}
        return render(request, "community/comment_delete.html", context)
    try:
        delete_comment(comment, by=request.user, now=timezone.now())
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "コメントを削除しました。")
    return redirect(back.partition("#")[0])


@require_GET
def comment(request, pk):
    """Where a comment stands, for links to it."""
    return redirect(place_of(_readable(request.user, pk), request.user))


@require_GET
def comment_history(request, pk):
    """Earlier wordings, for whoever may read the comment; its writer reads it when hidden, too."""
    comment = _readable(request.user, pk)
    context = {
        "comment": comment,
        "versions": comment.versions.order_by("-replaced_at", "-pk"),
        "back": place_of(comment, request.user),
    }
    return render(request, "community/comment_history.html", context)


@require_http_methods(["GET", "POST"])
@only_for(may_moderate)
def comment_hide(request, pk):
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why, now = form.cleaned_data["why"], timezone.now()
        try:
            hide_comment(comment, why, by=request.user, now=now)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "非表示にして、書いた人に理由を知らせました。")
            return redirect(place_of(comment, request.user))
    context = {"form": form, "comment": comment, "back": place_of(comment, request.user)}
    return render(request, "community/comment_hide.html", context)


@require_POST
@only_for(may_moderate)
def comment_show(request, pk):
    comment = get_object_or_404(Comment.objects.visible_to(request.user), pk=pk)
    try:
        show_comment(comment, by=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "もう一度表示しました。")
    return redirect(place_of(comment, request.user))


def place_of(comment: Comment, staff) -> str:
    """Where the comment stands; the feed, for one whose object ``staff`` can no longer see."""
    target = find_visible(comment.kind, comment.object_id, staff)
    if target is None:
        return "/community/"
    return f"{kind_of(comment.kind).url(target)}#comment-{comment.pk}"


def _readable(staff, pk) -> Comment:
    comment = own_comments(staff).filter(pk=pk).first()
    if comment:
        return comment
    comment = get_object_or_404(Comment.objects.visible_to(staff), pk=pk)
    if not comment.is_shown and not may_moderate(staff):
        raise Http404
    return comment
