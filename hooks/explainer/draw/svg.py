"""Pieces of SVG as strings, and what every drawing is wrapped in.

In: coordinates in pixels, words as readers see them. Out: strings of SVG. A
drawing is put together from strings, since a tree of elements takes four times
as long to make and write. Two rules keep it safe: words and addresses go
through ``escaped``, and looks are classes or presentation attributes, since a
strict Content-Security-Policy forbids inline styles.
"""

from __future__ import annotations

import re
from functools import lru_cache

from explainer import locales
from explainer.model.story import Story
from explainer.words import typography, wording

_WORDS = re.compile(r'<text x="([^"]*)"')

corrected = lru_cache(maxsize=1 << 14)(typography.typeset)


def escaped(words: str) -> str:
    """Return words as text of an element, or as the value of an attribute in double quotes."""
    words = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return words.replace('"', "&quot;")


def number(value: float) -> str:
    """Return a coordinate with one decimal at most, the same on every machine."""
    rounded = round(value * 10 + 0.0) / 10
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


def percent(share: float) -> str:
    """Return a share of the drawing's width, from 0 to 1, as a percentage."""
    written = f"{share * 100:.2f}".rstrip("0").rstrip(".")
    return f"{written or '0'}%"


def text(words: str, x: float | str, y: float, attributes: str = "") -> str:
    """Return words whose baseline starts at (x, y); ``attributes`` begin with a space.

    ``x`` is in pixels, or a percentage as ``percent`` writes it.
    """
    x = x if isinstance(x, str) else number(x)
    return f'<text x="{x}" y="{number(y)}"{attributes}>{escaped(words)}</text>'


def towards(language: str, width: float, content: str) -> str:
    """Return the content of a drawing, laid out from the left, so that it runs as one reads.

    Where one reads from the right, shapes are mirrored, and words stand where they then belong,
    not mirrored themselves: their ``text-anchor`` follows the direction of the page.
    """
    if locales.direction(language) == "ltr":
        return content
    turned = _WORDS.sub(r'<text transform="scale(-1 1)" x="-\1"', content).replace('x="--', 'x="')
    place = f"translate({number(width)} 0) scale(-1 1)"
    return f'<g transform="{place}">{turned}</g>'


def figure(name: str, *content: str) -> str:
    """Return the block that holds a drawing, on one line; ``name`` is for the style sheet."""
    block = f'<div class="drawing drawing-{name}">{"".join(content)}</div>'
    return block.replace("\n", " ")


def say(story: Story, language: str, key: str, **values: object) -> str:
    """Return an interface string with its values, set as its language prints it."""
    said = story.strings[key][language]
    return corrected(said.format(**values) if values else said, language)


def count(story: Story, language: str, key: str, n: int) -> str:
    """Return an interface string about ``n`` things, in the form that the number asks for."""
    form = f"{key}_{locales.plural_category(n, language)}"
    return say(story, language, form, n=wording.format_number(n, language))
