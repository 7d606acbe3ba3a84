"""What a drawing shows, read from its SVG: boxes, words and lines with their places.

In: a drawing as one line of XML. Out: ``Picture``s, in pixels from the drawing's own
left and top; each line as the sentence that it is for a reader.
"""

from __future__ import annotations

import itertools
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from explainer.draw import boxes, lettering, svg


def parsed(xml: str) -> ET.Element:
    """Return the drawing's tree; it must be one line, as a raw block in Markdown has to be."""
    assert "\n" not in xml
    assert xml.startswith('<div class="drawing')
    return ET.fromstring(xml)


@dataclass(frozen=True)
class Area:
    """A rectangle of a drawing, and what it is."""

    what: str
    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: Area) -> bool:
        """Whether both have a point in common that is on the edge of neither."""
        across = max(self.left, other.left) < min(self.right, other.right)
        return across and max(self.top, other.top) < min(self.bottom, other.bottom)

    def holds(self, other: Area, x: float = 0, y: float = 0) -> bool:
        """Whether the other is inside, at least ``x`` from the sides and ``y`` from the others."""
        across = self.left + x <= other.left and other.right <= self.right - x
        return across and self.top + y <= other.top and other.bottom <= self.bottom - y


@dataclass
class Holder:
    """A box: its link, its rows of words; ``kinds`` are what is said beside the name, and where."""

    area: Area
    href: str
    rows: list[tuple[Area, str]]

    @property
    def name(self) -> str:
        return plain(area.what for area, class_ in self.rows if class_ != "kind")

    @property
    def name_y(self) -> float:
        """The middle of the name's rows."""
        return middle([area for area, class_ in self.rows if class_ != "kind"])

    @property
    def kinds(self) -> list[tuple[str, float, bool]]:
        """What else is said: rows without a gap between them, their middle, if they are at the right."""
        found: list[list[Area]] = []
        for area, class_ in self.rows:
            if class_ == "kind":
                if not found or area.top != found[-1][-1].top + boxes.LEADING:
                    found.append([])
                found[-1].append(area)
        right = self.area.right - 8
        return [
            (plain(row.what for row in rows), middle(rows), rows[0].right == right)
            for rows in found
        ]


def middle(rows: list[Area]) -> float:
    return (rows[0].bottom + rows[-1].bottom) / 2 - 2.5 - boxes.BASELINE + boxes.LEADING / 2


@dataclass
class Picture:
    root: ET.Element
    page: Area
    boxes: list[Holder]
    free: list[Area]
    lines: list[tuple[list[tuple[float, float]], str]]  # points a few pixels apart, the look


def plain(rows: Iterable[str]) -> str:
    """Return words without spaces: where a line breaks does not matter."""
    return re.sub(r"\s", "", "".join(rows))


def text_area(text: ET.Element, dx: float = 0, dy: float = 0, size: float = svg.SIZE) -> Area:
    words = text.text or ""
    bold = text.get("class") in {"self", "title"}
    x, y = float(text.get("x", 0)) + dx, float(text.get("y", 0)) + dy
    wide = lettering.width(words, size, bold=bold)
    if text.get("text-anchor") == "end":
        x -= wide
    return Area(words, x, y - 9, x + wide, y + 2.5)


def picture(root: ET.Element) -> Picture:
    left, top, width, height = map(float, root.get("viewBox", "").split())
    drawn = Picture(root, Area("page", left, top, left + width, top + height), [], [], [])
    for holder in root.findall("*[rect]"):
        x, y = map(float, re.findall(r"-?[\d.]+", holder.get("transform", "")))
        wide, high = (float(holder.find("rect").get(side, 0)) for side in ("width", "height"))  # type: ignore[union-attr]
        rows = [
            (text_area(text, x, y, boxes.SIZE), text.get("class", ""))
            for text in holder.findall("text")
        ]
        area = Area("".join(holder.itertext()), x, y, x + wide, y + high)
        drawn.boxes.append(Holder(area, holder.get("href", ""), rows))
    drawn.free = [text_area(text, size=boxes.SIZE) for text in root.findall("text")]
    for group in root.findall("g/g"):
        for path in group.findall("path[@class='line']"):
            look = f"{group.get('class')}{path.get('stroke-dasharray', '')}"
            drawn.lines += [(list(points(d)), look) for d in path.get("d", "").split("M")[1:]]
    return drawn


def points(path: str) -> Iterator[tuple[float, float]]:
    start, *parts = re.findall(r"[hc]?[^hc]+", path)
    x, y = (float(number) for number in start.split())
    for part in parts:
        n = [float(number) for number in part[1:].split()]
        a, b, c, d, e, f = n if part[0] == "c" else (n[0] / 2, 0, n[0] / 2, 0, n[0], 0)
        for t in (k / 40 for k in range(41)):
            near = 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
            yield (
                x + near[0] * a + near[1] * c + near[2] * e,
                y + near[0] * b + near[1] * d + near[2] * f,
            )
        x, y = x + e, y + f


def pictures(xml: str) -> list[Picture]:
    return [picture(root) for root in parsed(xml).findall(".//svg[@viewBox]")]


def arrangements(xml: str) -> tuple[list[Picture], list[Picture]]:
    """Return the pictures that a wide screen shows, and those that a narrow one shows."""
    found = [(p, p.root.get("class", "").split()) for p in pictures(xml)]
    return [p for p, c in found if "narrow" not in c], [p for p, c in found if "wide" not in c]


def check(drawn: Picture) -> None:
    """Nothing overlaps, nothing is cut, no line passes through words, every target is large."""
    areas = [*(box.area for box in drawn.boxes), *drawn.free]
    assert drawn.boxes
    for one, other in itertools.combinations(areas, 2):
        assert not one.touches(other), (one, other)
    for box in drawn.boxes:
        for row, _ in box.rows:
            assert box.area.holds(row, 7.9, 5), (row, box)
        for (one, _), (other, _) in itertools.combinations(box.rows, 2):
            assert not one.touches(other), (one, other)
        assert min(box.area.bottom - box.area.top, box.area.right - box.area.left) >= 24
    assert all(drawn.page.holds(area) for area in areas)
    for line, _ in drawn.lines:
        for x, y in line:
            dot = Area("line", x - 0.5, y - 0.5, x + 0.5, y + 0.5)
            hit = [area for area in areas if area.touches(dot)]
            assert not hit, (hit, dot)


@dataclass
class Arrow:
    """A line: the box it leaves and the one it comes to, the heights at which it does, its look."""

    start: Holder
    leaves: float
    end: Holder
    arrives: float
    look: str
    turned: bool  # from right to left


def arrows(drawn: Picture) -> list[Arrow]:
    """A line starts a pixel behind a box and ends where an arrowhead of 7 pixels starts."""
    heads = "".join(p.get("d", "") for p in drawn.root.findall("g/g/path[@fill='currentColor']"))
    tips = {tuple(map(int, n)) for n in re.findall(r"M(-?\d+) (-?\d+)l(-?7)-4v8z", heads)}

    def box(x: float, y: float, at_left: bool) -> Holder:
        (found,) = (
            box
            for box in drawn.boxes
            if x == (box.area.left if at_left else box.area.right)
            and box.area.top + 2 < y < box.area.bottom - 2
        )
        return found

    found, met = [], set()
    for line, look in drawn.lines:
        (x1, y1), (x2, y2) = line[0], line[-1]
        turned = (x2 + 7, y2, -7) not in tips
        (x, leaves), tip = ((x2 + 1, y2), (x1 - 7, y1)) if turned else ((x1 - 1, y1), (x2 + 7, y2))
        met.add((*tip, 7 if turned else -7))
        found.append(
            Arrow(box(x, leaves, turned), leaves, box(*tip, not turned), tip[1], look, turned)
        )
    assert met == tips
    return found


def sentences(drawn: Picture) -> list[tuple[str, ...]]:
    """Return each line as it reads: the name it leaves, the words it comes to, the name there, its look.

    A box that lines leave may say their words under its name instead.
    """
    found = []
    for arrow in arrows(drawn):
        words = [
            said
            for said, y, right in arrow.end.kinds
            if abs(y - arrow.arrives) <= 1 and right == arrow.turned
        ]
        if not words:
            words = ["".join(said for said, *_ in arrow.start.kinds)]
        found.append((arrow.start.name, *words, arrow.end.name, arrow.look))
    return sorted(found)
