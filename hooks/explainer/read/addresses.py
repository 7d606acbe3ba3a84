"""Safety of the addresses in a text: schemes that cannot run code, hosts that do not mislead.

In: an address as typed. Out: its scheme, as a browser reads it; why it is unsafe.
"""

from __future__ import annotations

import html
import re
import unicodedata
from urllib.parse import quote, urlsplit

from explainer.read import private

SAFE_SCHEMES = ("http", "https", "mailto")
# Browsers drop these before they read a scheme (WHATWG URL, basic URL parser).
_DROPPED = re.compile(r"[\x00-\x20\x7f-\x9f]")
_ILLEGAL = re.compile(r'[\s<>"{}|^`]')  # RFC 3986, appendix A, but for letters beyond ASCII
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):")
# Scripts that one word is written in together (https://www.unicode.org/reports/tr39/, 5.1).
_TOGETHER = (
    {"CJK", "HIRAGANA", "KATAKANA", "LATIN"},
    {"CJK", "HANGUL", "LATIN"},
    {"CJK", "BOPOMOFO", "LATIN"},
)


def scheme_of(address: str) -> str:
    """Return the scheme a browser reads in an attribute's value; ``""`` if there is none."""
    match = _SCHEME.match(_DROPPED.sub("", html.unescape(address)).lower())
    return match[1] if match else ""


def is_safe(address: str) -> bool:
    """Tell whether an address has no scheme, or one that cannot run code."""
    return scheme_of(address) in {"", *SAFE_SCHEMES}


def explain_misleading(address: str) -> str | None:
    """Return why a web address may lead elsewhere than it seems to; ``None`` if all is well."""
    if unwanted := private.UNWANTED.search(address):
        return private.describe_unwanted(unwanted)
    if illegal := _ILLEGAL.search(address):
        return f"has «{illegal[0]}»; expected {quote(illegal[0])}"
    if "\\" in address:
        return "has a backslash, which browsers take for a slash; expected %5C"
    try:
        parts = urlsplit(address)
    except ValueError as error:
        return f"is no web address ({error})"
    if "@" in parts.netloc:
        return "has a user before its host; expected the host alone"
    for label in parts.netloc.split("."):
        scripts = _scripts(label)
        if len(scripts) > 1 and not any(scripts <= known for known in _TOGETHER):
            return (
                f"mixes letters that look alike in «{label}»: {', '.join(sorted(scripts)).lower()}"
            )
    return None


def _scripts(label: str) -> set[str]:
    """Return the scripts of a part of a host's name, as the names of its letters begin."""
    if label.lower().startswith("xn--"):
        try:
            label = label[4:].encode().decode("punycode")
        except UnicodeError:
            return set()
    return {unicodedata.name(char, "?").split()[0] for char in label if char.isalpha()}
