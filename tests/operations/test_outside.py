"""Nothing is loaded from outside. The walk of tests/rights looks at every page of the map."""

import pytest

from portal.operations.outside import loaded_from_outside

OWN = "http://testserver"


@pytest.mark.parametrize(
    "page",
    [
        '<script src="https://cdn.example.test/a.js"></script>',
        "<img alt='' src=//pictures.example.test/a.png>",
        '<img srcset="https://a.example.test/2x.png 2x">',
        '<link rel="stylesheet" href="https://fonts.example.test/css">',
        "<style>@import 'https://a.example.test/a.css';</style>",
        '<p class="x" style="background: url( https://a.example.test/a.png )">',
        '<form method="post" action="https://collect.example.test/">',
        '<meta http-equiv="refresh" content="0; url=https://a.example.test/">',
        '<svg><use href="https://a.example.test/icons.svg#a"/></svg>',
        '<object type="image/svg+xml" data="https://a.example.test/a.svg"></object>',
        '<iframe src="wss://a.example.test/"></iframe>',
    ],
)
def test_what_loads_is_found(page):
    assert len(loaded_from_outside(page, OWN)) == 1


@pytest.mark.parametrize(
    "page",
    [
        '<a href="https://www.example.lg.jp/">出典</a>',
        '<script src="/static/ui/js/a.js"></script>',
        '<link rel="icon" href="http://testserver/favicon.ico">',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        "<p>https://www.example.lg.jp/ を見てください。</p>",
        '<input name="url" value="https://www.example.lg.jp/">',
        '<div data-src-note="https://www.example.lg.jp/">',
    ],
)
def test_what_only_leads_there_is_not(page):
    assert loaded_from_outside(page, OWN) == []
