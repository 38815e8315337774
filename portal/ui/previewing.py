"""What a Markdown text will look like, before it is sent."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from portal.ui.letters import count_letters
from portal.ui.sanitizing import MARKDOWN_LIMIT, sanitize, strong_that_stays_plain


@require_POST
def preview(request):
    """A fragment of HTML for the text in the field ``text``. Nothing is kept.

    A browser without JavaScript sends its whole form, with the name of the field in
    ``previewed``, and gets a page.
    """
    field = request.POST.get("previewed")
    text = request.POST.get(field or "text", "")
    is_too_long = len(text) > MARKDOWN_LIMIT
    context = {
        "html": "" if is_too_long else sanitize(text),
        "count": count_letters(text),
        "limit": MARKDOWN_LIMIT,
        "is_too_long": is_too_long,
        "not_bold": strong_that_stays_plain(text)[:3],
    }
    template = "ui/preview_page.html" if field else "ui/preview.html"
    return render(request, template, context)
