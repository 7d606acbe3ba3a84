"""HTML tags from attributes: values are escaped.

In: plain values by name, in order. Out: HTML.
"""

from __future__ import annotations

import html
from collections.abc import Mapping

from markupsafe import Markup

Attributes = dict[str, str]
# Elements without content (https://html.spec.whatwg.org/multipage/syntax.html#void-elements).
VOID = frozenset({"br", "hr", "img"})


def opening_tag(tag: str, attributes: Mapping[str, str]) -> str:
    """Return an opening tag with its attributes."""
    attributes_ = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{attributes_}>"


def element(tag: str, attributes: Mapping[str, str], inside: str) -> str:
    """Return an element; ``inside`` is HTML."""
    return f"{opening_tag(tag, attributes)}{inside}</{tag}>"


def safe(markup: str) -> Markup:
    """Return HTML whose words are escaped already, for a template to print as it stands."""
    return Markup(markup)  # noqa: S704


def join_classes(*classes: str | None) -> str:
    """Return a ``class`` attribute's value with all those names, in order."""
    return " ".join(filter(None, classes))
