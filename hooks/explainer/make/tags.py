"""Tags made from attributes, in one place: escaped, no attribute twice, no class lost.

In: plain values by name, in the order in which they are to stand. Out: HTML.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from markupsafe import Markup

Attributes = dict[str, str]
# What HTML knows by its names only (https://html.spec.whatwg.org/multipage/syntax.html#void-elements).
VOID = frozenset({"br", "hr", "img"})


def opening(tag: str, attributes: Mapping[str, str]) -> str:
    """Return an opening tag with its attributes."""
    made = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{made}>"


def whole(tag: str, attributes: Mapping[str, str], inside: str) -> str:
    """Return an element; ``inside`` is HTML."""
    return f"{opening(tag, attributes)}{inside}</{tag}>"


def safe(markup: str) -> Markup:
    """Return HTML whose words are escaped already, for a template to print as it stands."""
    return Markup(markup)  # noqa: S704


def joined(*classes: str | None) -> str:
    """Return the value of ``class`` that has all those names, in order."""
    return " ".join(filter(None, classes))
