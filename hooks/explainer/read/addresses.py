"""Which addresses a text may hold: those that cannot run code.

In: an address as typed. Out: its scheme, as a browser reads it.
"""

from __future__ import annotations

import html
import re

SAFE_SCHEMES = ("http", "https", "mailto")
# Browsers drop these before they read a scheme (WHATWG URL, basic URL parser).
_DROPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")


def scheme_of(address: str) -> str:
    """Return the scheme a browser reads in an attribute's value; ``""`` if there is none."""
    match = _SCHEME.match(_DROPPED.sub("", html.unescape(address)).lower())
    return match[1] if match else ""


def is_safe(address: str) -> bool:
    """Tell whether an address has no scheme, or one that cannot run code."""
    return scheme_of(address) in {"", *SAFE_SCHEMES}
