"""The time axis: when things happened, to scale, and where nothing did.

In: the events, a language, the address of each event. Out: one block: a lane
for each layer, each event a mark with its layer's shape at its true place and
its date and title in a tooltip; the names of those that have a ``landmark``, as
links; the years as links; in brackets the long spells without any event, with
their length. ``gaps`` gives these spells to the list of events too.

Marks are not links: to scale, events of one week stand a pixel apart, where no
target of 24 pixels can be (WCAG 2.2, 2.5.8). They are hidden from screen readers,
which have the headings of the list below. Places are percentages and words keep
their size: what is free of overlap at ``NARROW`` pixels is so at any greater width,
so nothing scrolls or shrinks on a narrow screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from explainer.draw import lettering, svg
from explainer.draw.lane_places import NEAR, Name, names, rows
from explainer.draw.time_scale import NARROW, Scale, gaps
from explainer.model import records as model
from explainer.model.story import Story
from explainer.words import wording

MARK = 13  # pixels that a mark needs, both ways
TARGET = 24
_ROW = MARK + 2
_LINE = 17  # from one line of words to the next: drawings.css sets 14 pixels where there is room


def axis(
    story: Story, events: Iterable[model.Event], language: str, href: Callable[[str], str]
) -> str:
    """Return the block of HTML, or «» without events, which may come in any order.

    ``href`` gives the final address of an event by its id.
    """
    ordered = sorted(events, key=lambda event: event.rank)
    if not ordered:
        return ""
    return svg.figure("axis", _Axis(story, ordered, language, href).draw())


def _percent(share: float) -> str:
    """Return a share of the width with one decimal: half a pixel, on the widest screen."""
    return svg.percent(round(share, 3))


def _line(x1: str, x2: str, y1: float, y2: float, class_: str = "") -> str:
    looks = f' class="{class_}"' if class_ else ""
    ends = f'x1="{x1}" x2="{x2}" y1="{svg.number(y1)}" y2="{svg.number(y2)}"'
    return f"<line{looks} {ends}/>"


def _hidden(content: str, attributes: str = "") -> str:
    return f'<g aria-hidden="true"{attributes}>{content}</g>'


class _Axis:
    """One drawing, from the top down; ``top`` is where the next part starts, in pixels."""

    def __init__(
        self,
        story: Story,
        ordered: list[model.Event],
        language: str,
        href: Callable[[str], str],
    ) -> None:
        self.story, self.language, self.href = story, language, href
        self.ordered, self.scale, self.top = ordered, Scale(ordered), 0

    def draw(self) -> str:
        """Return the whole drawing."""
        content = ""
        for layer, words in self.story.vocab.event_layers.items():
            if members := [event for event in self.ordered if event.layer == layer]:
                label = lettering.words(words.label, self.language)
                content += self._lane(words.shape or "•", label, members)
        content += self._years() + self._gaps()
        return svg.drawing(
            "axis",
            self._say("axis_title"),
            self._say("axis_description"),
            content,
            role="group",
            attributes=f' font-size="{svg.SIZE}" height="{self.top}"',
        )

    def _say(self, key: str, **values: object) -> str:
        return svg.say(self.story, self.language, key, **values)

    def _dated(self, event: model.Event) -> str:
        """Return «21 décembre 2020 : words»."""
        when = wording.period(event.date, event.until, self.language)
        words = lettering.words(event.title, self.language)
        return svg.corrected(f"{when}{self._say('colon')}{words}", self.language)

    def _lane(self, shape: str, label: str, events: list[model.Event]) -> str:
        """Return the marks of one layer, and over them the names of those that have one."""
        title = svg.text(f"{shape} {label}", "0", self.top + svg.BASELINE + 2, ' class="title"')
        self.top += _LINE + 4
        places = [self.scale.at(event.date) for event in events]
        texts = {
            event.id: lettering.words(event.landmark, self.language)
            for event in events
            if event.landmark
        }
        at = [place * NARROW for event, place in zip(events, places, strict=True) if event.landmark]
        found = names(at, [lettering.width(text, svg.SIZE) for text in texts.values()])
        named = {id_: name for id_, name in zip(texts, found, strict=True) if name}
        height = (max((name.row for name in named.values()), default=-1) + 1) * TARGET
        chosen = rows(places, [event.id in named for event in events], MARK / NARROW)
        base = self.top + height + (max(chosen) + 1) * _ROW
        # Marks of one row share their height, which is then said once.
        marks = [""] * (max(chosen) + 1)
        leads = links = ""
        for event, place, row in zip(events, places, chosen, strict=True):
            x = _percent(place)
            words = f"<title>{svg.escaped(self._dated(event))}</title>"
            marks[row] += f'<text x="{x}">{words}{svg.escaped(shape)}</text>'
            if name := named.get(event.id):
                top = self.top + height - (name.row + 1) * TARGET
                leads += _line(x, x, top + 5, base - row * _ROW - MARK)
                links += self._name(event, texts[event.id], x, name, top)
        held = "".join(
            f'<g transform="translate(0 {base - row * _ROW - 2})">{content}</g>'
            for row, content in enumerate(marks)
        )
        self.top = base + 6
        return (
            _hidden(title)
            + _hidden(leads, ' class="leads"')
            + _hidden(held, f' class="marks" text-anchor="middle" font-size="{MARK - 1}"')
            + links
            + _hidden(_line("0", "100%", base, base, "base"))
        )

    def _name(self, event: model.Event, words: str, x: str, name: Name, top: int) -> str:
        """Return a name, a link to its event; rows are far enough apart to touch one alone."""
        anchor, aside = ("end", -NEAR) if name.left else ("start", NEAR)
        said = svg.text(words, x, top + 16, f' dx="{aside}" text-anchor="{anchor}"')
        return f'<a href="{svg.escaped(self.href(event.id))}">{said}</a>'

    def _years(self) -> str:
        """Return the years; those in which something happened are links."""
        scale, top = self.scale, self.top
        first: dict[int, model.Event] = {}
        for event in self.ordered:
            first.setdefault((int(event.date[:4]) - scale.first) // scale.step, event)
        width = scale.year(scale.first + scale.step)
        drawn = ""
        for i, year in enumerate(scale.ticks):
            at = scale.year(year)
            x = _percent(at)
            drawn += _line(x, x, top - 6, top, "base")
            said = svg.text(str(year), _percent(at + width / 2), top + 16, ' text-anchor="middle"')
            if i in first:
                href = svg.escaped(self.href(first[i].id))
                label = svg.escaped(self._say("axis_year", year=year))
                target = (
                    f'<rect x="{x}" y="{top}" width="{_percent(width)}" height="{TARGET}"'
                    ' class="target"/>'
                )
                said = f'<a href="{href}" aria-label="{label}">{target}{said}</a>'
            drawn += said
        self.top = top + TARGET + 4
        return drawn

    def _gaps(self) -> str:
        """Return a bracket for each long spell without an event, with its length in months."""
        found, top = gaps(self.ordered), self.top
        if not found:
            return ""
        drawn = ""
        ends: list[float] = []  # of the words of each row
        for gap in found:
            start, end = self.scale.day(gap.start), self.scale.day(gap.end)
            a, b = _percent(start), _percent(end)
            for x1, x2, y1, y2 in ((a, b, 4, 4), (a, a, 0, 8), (b, b, 0, 8)):
                drawn += _line(x1, x2, top + y1, top + y2, "base")
            text = svg.count(self.story, self.language, "count_months", gap.months)
            width = lettering.width(text, svg.SIZE)
            middle = (start + end) / 2
            left = middle * NARROW - width / 2
            if left < -NEAR:
                anchor, x, left = "start", 0.0, 0.0
            elif left + width > NARROW + NEAR:
                anchor, x, left = "end", 1.0, NARROW - width
            else:
                anchor, x = "middle", middle
            row = next((row for row, edge in enumerate(ends) if left >= edge), len(ends))
            ends[row : row + 1] = [left + width + 2 * NEAR]
            y = top + 21 + row * _LINE
            drawn += svg.text(text, _percent(x), y, f' text-anchor="{anchor}"')
        top += 26 + (len(ends) - 1) * _LINE
        note = lettering.wrap(self._say("axis_gaps"), svg.SIZE, NARROW)
        for i, line in enumerate(note):
            drawn += svg.text(line, 0, top + svg.BASELINE + 2 + i * _LINE, ' class="note"')
        self.top = top + len(note) * _LINE + 4
        return _hidden(drawn)
