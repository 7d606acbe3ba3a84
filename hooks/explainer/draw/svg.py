"""Elements of a drawing, and its one line of XML.

In: geometry and words. Out: ElementTree elements, then a string. Everything is
a class or a presentation attribute: a strict Content-Security-Policy forbids
inline styles. ElementTree escapes what needs it.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET

from explainer.model.story import Story
from explainer.words import typography

SIZE, LEADING = 12, 14
BASELINE = 11  # from the top of a line of `LEADING` pixels to its baseline


def number(value: float) -> str:
    """Return a coordinate with one decimal at most, the same on every machine."""
    rounded = round(value * 10 + 0.0) / 10
    return str(int(rounded)) if rounded == int(rounded) else f"{rounded:.1f}"


def percent(share: float) -> str:
    """Return a share of the drawing's width, from 0 to 1, as a percentage."""
    text = f"{share * 100:.2f}".rstrip("0").rstrip(".")
    return f"{text or '0'}%"


def element(
    parent: ET.Element | None, tag: str, text: str = "", /, **attributes: float | str
) -> ET.Element:
    """Return a new element, added to ``parent``; ``_`` in a name stands for a hyphen.

    ``class_`` is the attribute ``class``; numbers are written by ``number``.
    """
    made = {
        key.rstrip("_").replace("_", "-"): value if isinstance(value, str) else number(value)
        for key, value in attributes.items()
        if value != ""
    }
    child = ET.Element(tag, made) if parent is None else ET.SubElement(parent, tag, made)
    child.text = text or None
    return child


def figure(name: str) -> ET.Element:
    """Return the block that holds a drawing; ``name`` tells the style sheet which."""
    return element(None, "div", class_=f"drawing drawing-{name}")


def drawing(
    parent: ET.Element,
    id_: str,
    title: str,
    description: str,
    *,
    role: str,
    **attributes: float | str,
) -> ET.Element:
    """Return an ``<svg>`` with its name and description for those who do not see it.

    ``role`` is «img» for a picture, «group» for one whose links must stay reachable.
    """
    name, more = f"{id_}-title", f"{id_}-desc"
    attributes = {"font_size": SIZE, **attributes}
    attributes |= {"aria_labelledby": name, "aria_describedby": more}
    root = element(parent, "svg", role=role, **attributes)
    element(root, "title", title, id=name)
    element(root, "desc", description, id=more)
    return root


def lines(
    parent: ET.Element, x: float, top: float, texts: list[str], **attributes: float | str
) -> None:
    """Write lines of text one under the other, the first one's top at ``top``."""
    for i, text in enumerate(texts):
        element(parent, "text", text, x=x, y=top + BASELINE + i * LEADING, **attributes)


def say(story: Story, language: str, key: str, **values: object) -> str:
    """Return an interface string, set as its language prints it."""
    text = story.strings[key][language]
    return typography.correct(text.format(**values) if values else text, language)


def one_line(root: ET.Element) -> str:
    """Return the element as one line of XML."""
    return ET.tostring(root, encoding="unicode").replace("\n", " ")
