"""Pieces of SVG as strings, and what every drawing is wrapped in.

In: coordinates in pixels, words as readers see them. Out: strings of SVG. A
drawing is put together from strings, since a tree of elements takes four times
as long to make and write. Two rules keep it safe: words and addresses go
through ``escaped``, and looks are classes or presentation attributes, since a
strict Content-Security-Policy forbids inline styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from explainer import locales
from explainer.model.story import Story
from explainer.words import typography, wording

SIZE, LEADING = 12, 14  # pixels: of letters, from one line to the next
BASELINE = 11  # pixels from the top of a line to its baseline

_WORDS = re.compile(r'<text x="([^"]*)"')

corrected = lru_cache(maxsize=1 << 14)(typography.correct)


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


def lines(texts: Iterable[str], top: float, attributes: str = "") -> str:
    """Return lines of words at the left edge, one under the other, the first one's top at ``top``."""
    return "".join(
        text(words, 0, top + BASELINE + i * LEADING, attributes) for i, words in enumerate(texts)
    )


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


def drawing(
    id_: str, title: str, description: str, content: str, *, role: str, attributes: str
) -> str:
    """Return an ``<svg>`` with its name and description for those who do not see it.

    ``role`` is «img» for a picture, «group» for one whose links must stay reachable
    (WAI-ARIA 1.2: what is inside an ``img`` is presentational). ``attributes`` begin
    with a space.
    """
    name = escaped(id_)
    return (
        f'<svg role="{role}"{attributes}'
        f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
        f'<title id="{name}-title">{escaped(title)}</title>'
        f'<desc id="{name}-desc">{escaped(description)}</desc>{content}</svg>'
    )


def say(story: Story, language: str, key: str, **values: object) -> str:
    """Return an interface string with its values, set as its language prints it."""
    said = story.strings[key][language]
    return corrected(said.format(**values) if values else said, language)


def count(story: Story, language: str, key: str, n: int) -> str:
    """Return an interface string about ``n`` things, in the form that the number asks for."""
    form = f"{key}_{locales.plural(n, language)}"
    return say(story, language, form, n=wording.number(n, language))
