"""What a page would load from elsewhere: on a closed network, nothing may."""

import re

# Attributes and rules by which a browser fetches something, or sends a form, without a click on
# a link. ``href`` counts in <link>, <base>, <use> and <image> alone.
LOADING = re.compile(
    r"""(?:
        \s(?:src|srcset|poster|background|formaction|action|xlink:href|manifest)\s*=\s*
      | <(?:link|base|use|image)\b[^>]*?\shref\s*=\s*
      | <object\b[^>]*?\sdata\s*=\s*
      | @import\s+(?:url\()?
      | \burl\(\s*
      | http-equiv=["']?refresh["']?[^>]*?url=
    )["']?\s*(?P<address>(?:https?:|wss?:)?//[^"'\s>)]+)""",
    re.IGNORECASE | re.VERBOSE,
)


def loaded_from_outside(page: str, *own: str) -> list[str]:
    """The addresses, without those that begin with one of ``own``."""
    found = {match["address"] for match in LOADING.finditer(page)}
    return sorted(address for address in found if not address.startswith(own))
