"""Pieces of SVG as strings.

In: coordinates in pixels, words as readers see them. Out: strings of SVG. Drawings are joined from
strings, since a tree of elements takes four times as long to make and write. Words and addresses
pass through ``escape``; looks are classes or presentation attributes, since a strict
Content-Security-Policy forbids inline styles.
"""

from __future__ import annotations

import re
from functools import lru_cache

from explainer import locales
from explainer.model.story import Story
from explainer.words import typography, wording

_TEXT_START = re.compile(r'<text x="([^"]*)"')

correct_typography = lru_cache(maxsize=1 << 14)(typography.typeset)


def escape(words: str) -> str:
    """Return words escaped for an element's text or a double-quoted attribute."""
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return words.replace('"', "&quot;")


def format_number(value: float) -> str:
    """Return a coordinate with at most one decimal, the same on every machine."""
    rounded = round(value * 10 + 0.0) / 10
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


def format_percent(share: float) -> str:
    """Return a share from 0 to 1 as a percentage."""
    digits = f"{share * 100:.2f}".rstrip("0").rstrip(".")
    return f"{digits or '0'}%"


def draw_text(words: str, x: float | str, y: float, attributes: str = "") -> str:
    """Return a text element whose baseline starts at (x, y); ``attributes`` begin with a space.

    ``x`` is in pixels, or a percentage from ``format_percent``.
    """
    x = x if isinstance(x, str) else format_number(x)
    return f'<text x="{x}" y="{format_number(y)}"{attributes}>{escape(words)}</text>'


def mirror_for_direction(language: str, width: float, content: str) -> str:
    """Return a drawing, laid out from left to right, in the direction in which its language is read.

    For a language read from the right, shapes are mirrored; words move with them and are not mirrored
    themselves: their ``text-anchor`` follows the page's direction.
    """
    if locales.direction(language) == "ltr":
        return content
    turned = _TEXT_START.sub(r'<text transform="scale(-1 1)" x="-\1"', content)
    turned = turned.replace('x="--', 'x="')
    transform = f"translate({format_number(width)} 0) scale(-1 1)"
    return f'<g transform="{transform}">{turned}</g>'


def wrap_drawing(name: str, *content: str) -> str:
    """Return the block that holds a drawing, on one line; ``name`` is for the style sheet."""
    block = f'<div class="drawing drawing-{name}">{"".join(content)}</div>'
    return block.replace("\n", " ")


def interface_string(story: Story, language: str, key: str, **values: object) -> str:
    """Return an interface string with its values, with its language's typography."""
    said = story.strings[key][language]
    return correct_typography(said.format(**values) if values else said, language)


def counted_string(story: Story, language: str, key: str, n: int) -> str:
    """Return an interface string about ``n`` things, in the plural form that the number needs."""
    form = f"{key}_{locales.plural_category(n, language)}"
    return interface_string(story, language, form, n=wording.format_number(n, language))
