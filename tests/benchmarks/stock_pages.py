"""Measures the stock page and the bare view: started by bench_pages, with its wishes on stdin."""

import json
import sys
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import Client
from django.test.utils import setup_databases, setup_test_environment

from tests.benchmarks.serving import measure


def main() -> None:
    wish = json.load(sys.stdin)
    setup_test_environment()
    with TemporaryDirectory() as folder:
        connection.settings_dict["TEST"]["NAME"] = f"{folder}/stock.sqlite3"
        setup_databases(verbosity=0, interactive=False)
        cookies = _furnish(wish["sections"])
        asked = {"pages": wish["pages"], "rounds": wish["rounds"]}
        page = measure("stock Wagtail page", "/stock/", cookies, **asked)
        bare = [
            measure(f"bare view, {size:,} bytes", f"/bare/{size}/", cookies, **asked)
            for size in wish["sizes"]
        ]
        connection.close()
    print("FIGURES" + json.dumps([page, *bare]))


def _furnish(sections: list[dict]) -> dict[str, str]:
    """One page that only signed-in people read, and the cookie of one of them."""
    from django.contrib.auth import get_user_model  # noqa: PLC0415 - after the setup
    from wagtail.models import Locale, Page, PageViewRestriction, Site  # noqa: PLC0415

    from tests.benchmarks.stock.models import StockPage  # noqa: PLC0415

    Locale.objects.create(language_code="ja")
    root = Page.add_root(instance=Page(title="Root", slug="root"))
    home = root.add_child(instance=Page(title="Home", slug="home"))
    Site.objects.create(hostname="testserver", root_page=home, is_default_site=True)
    body = json.dumps([{"type": "section", "value": section} for section in sections])
    page = home.add_child(instance=StockPage(title="見本", slug="stock", body=body))
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    client = Client()
    client.force_login(get_user_model().objects.create_user("reader"))
    return {"sessionid": client.cookies["sessionid"].value}


if __name__ == "__main__":
    main()
