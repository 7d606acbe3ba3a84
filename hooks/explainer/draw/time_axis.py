"""The time axis: when things happened, to scale, and where nothing did.

In: events, a language, the address of each event. Out: one block with two arrangements,
of which a style sheet shows one: a line from left to right where there are ``WIDE`` pixels,
and from the top down where there are not. Every mark is a link to its event, named by its
date and title, and has 24 pixels to touch (WCAG 2.2, 2.5.8): marks nearer than that are
stacked away from the line, each at its true date. Events with a ``landmark`` are named in
words. A dashed line stands where the articles appeared; where nothing happened for long,
the line itself is dashed and says for how long. Nothing is scaled: sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from explainer.draw import event_marks, svg, text_width
from explainer.draw.label_placement import NEAR, TARGET, rows, seated
from explainer.draw.time_scale import Gap, Scale, gaps
from explainer.model import records as model
from explainer.model.story import Story
from explainer.words import wording

WIDE, NARROW = 880, 316  # pixels: drawings.css shows the wide one from here on
MOST = 150  # events
LETTERS, LINE = 15, 18  # pixels: of words, from one line to the next
_YEAR = 62  # pixels that a year takes from top to bottom
_LABEL = 200  # pixels that the words of a landmark may take
_SPACED = 1.3  # how much wider words may become by the text spacing of WCAG 1.4.12
_FEW = 16  # marks: up to here, the narrow arrangement has words beside them


_TOUCH = f'<rect class="target" x="{-TARGET // 2}" y="{-TARGET // 2}" width="{TARGET}" height="{TARGET}"/>'


@dataclass(frozen=True)
class _Placed:
    """An event, its place along the line and its row away from it, from 0."""

    event: model.Event
    at: float
    row: int


def axis(
    story: Story,
    events: Iterable[model.Event],
    language: str,
    href: Callable[[str], str],
    *,
    told: bool = False,
) -> str:
    """Return the block of HTML, or «» without events, which may come in any order.

    ``href`` gives the final address of an event by its id. ``told``: these are all the events,
    each under its heading on this page, and long spells without any are told.
    """
    ordered = sorted(events, key=lambda event: event.sort_key)
    if len(ordered) > MOST:  # of more, no mark could be told from its neighbours
        ordered = [event for event in ordered if event.landmark] or ordered[:MOST]
    if not ordered:
        return ""
    pen = _Axis(story, ordered, language, href, told=told)
    return svg.figure("axis", pen.key(), pen.wide(), pen.narrow())


def strip(story: Story, events: Iterable[model.Event], language: str) -> str:
    """Return events as marks on a line, to scale and without words, or «»; for the eye alone."""
    ordered = sorted(events, key=lambda event: event.sort_key)
    if not ordered:
        return ""
    scale, cases = Scale(ordered), event_marks.cases(story)
    length, base = NARROW - 56, 14
    drawn = f'<path class="base" d="M0 {base}H{length}"/>'
    for event in ordered:
        at = scale.at(event.date) * (length - event_marks.LARGE) + event_marks.LARGE / 2
        drawn += event_marks.drawn(event_marks.of_event(story, cases, event), at, base)
    for year, x, anchor in ((scale.first, 0, "start"), (scale.last - 1, length, "end")):
        drawn += svg.text(str(year), x, base + 28, f' text-anchor="{anchor}" class="year"')
    drawn = svg.towards(language, length, drawn)
    size = f'width="{length}" height="46" font-size="{LETTERS}"'
    return svg.figure("strip", f'<svg {size} aria-hidden="true">{drawn}</svg>')


class _Axis:
    """One axis, its two arrangements."""

    def __init__(
        self,
        story: Story,
        ordered: list[model.Event],
        language: str,
        href: Callable[[str], str],
        *,
        told: bool,
    ) -> None:
        self.story, self.language, self.href = story, language, href
        self.ordered, self.scale = ordered, Scale(ordered)
        self.cases = event_marks.cases(story)
        self.told = told
        cut = self.scale.cut
        self.gaps: list[Gap] = gaps(ordered) if told else [Gap(*cut, "")] if cut else []
        self.line = sorted(s.issued for s in story.sources.values() if s.article and s.issued)

    def say(self, key: str, **values: object) -> str:
        return svg.say(self.story, self.language, key, **values)

    def appear(self) -> str:
        """Return what the dashed line stands for, in words that follow the number of articles."""
        return svg.count(self.story, self.language, "axis_articles", len(self.line))

    def key(self) -> str:
        """Return what each shape stands for: the cases drawn here, as they began."""
        used = [case for case in self.cases if any(e.case == case for e in self.ordered)]
        items = []
        for case in used:
            shape, tone = event_marks.of_case(self.cases, case)
            name = text_width.words(self.story.actors[case].name, self.language)
            items.append((event_marks.Mark(shape, tone, event_marks.SIZE), name))
        if used and any(not event.case for event in self.ordered):
            items.append(
                (event_marks.Mark(event_marks.OTHER, 0, event_marks.SIZE), self.say("axis_other"))
            )
        held = "".join(
            f"<li>{event_marks.icon(mark)}{svg.escaped(name)}</li>" for mark, name in items
        )
        if any(
            event_marks.of_event(self.story, self.cases, e).size > event_marks.SIZE
            for e in self.ordered
        ):
            held += f"<li>{svg.escaped(self.say('axis_large'))}</li>"
        if self.line:
            line = '<svg width="20" height="20" aria-hidden="true"><path class="articles" d="M10 0V20"/></svg>'
            held += f'<li class="unsaid">{line}{svg.escaped(self.appear())}</li>'
        return f'<ul class="key">{held}</ul>' if held else ""

    def placed(self, length: float) -> list[_Placed]:
        """Return the events along a line of ``length`` pixels, which starts at ``TARGET``."""
        places = [TARGET + self.scale.at(event.date) * length for event in self.ordered]
        taken = rows(places, [bool(event.landmark) for event in self.ordered])
        return [_Placed(*one) for one in zip(self.ordered, places, taken, strict=True)]

    def mark(self, event: model.Event, x: float, y: float) -> str:
        """Return a mark, a link to its event, named as the event's heading on the page of all events."""
        name = f'aria-labelledby="{svg.escaped(event.id)}"'
        if not self.told:
            when = wording.format_period(event.date, event.until, self.language)
            title = text_width.words(event.title, self.language)
            said = svg.corrected(f"{when}{self.say('colon')}{title}", self.language)
            name = f'aria-label="{svg.escaped(said)}"'
        drawn = event_marks.drawn(event_marks.of_event(self.story, self.cases, event), 0, 0)
        place = f"translate({round(x)} {round(y)})"
        href = svg.escaped(self.href(event.id))
        return f'<a href="{href}" {name} transform="{place}">{_TOUCH}{drawn}</a>'

    def words(self, event: model.Event, room: float = _LABEL) -> tuple[list[str], float]:
        """Return the lines of a landmark's name, its date first, and the width that they need.

        Among all events there is no room for dates.
        """
        assert event.landmark
        name = text_width.words(event.landmark, self.language)
        lines = list(text_width.wrap(name, LETTERS, room / _SPACED, bold=True))
        wide = max(text_width.width(line, LETTERS, bold=True) for line in lines)
        if not self.told:
            when = wording.format_period(event.date, event.until, self.language)
            lines.insert(0, svg.corrected(when, self.language))
            wide = max(wide, text_width.width(lines[0], LETTERS))
        return lines, _SPACED * wide

    def label(
        self, event: model.Event, lines: list[str], x: float, top: float, *, end: bool = False
    ) -> str:
        """Return the words of a landmark, from ``top`` down, hidden from those who hear its mark."""
        anchor = ' text-anchor="end"' if end else ""
        out = ""
        for i, line in enumerate(lines):
            looks = ' class="title"' if i or self.told else ' class="year"'
            out += svg.text(line, x, top + 14 + LINE * i, looks + anchor)
        href = svg.escaped(self.href(event.id))
        return f'<a href="{href}" tabindex="-1" aria-hidden="true">{out}</a>'

    def line_of(self, vertical: bool, at: float, length: float) -> str:
        """Return the line of time, dashed where nothing happened for long."""
        out, done = "", float(TARGET)
        for gap in self.gaps:
            a, b = (TARGET + self.scale.day(day) * length for day in (gap.start, gap.end))
            out += _stroke(vertical, at, done, a) + _stroke(vertical, at, a, b, "empty")
            done = b
        return out + _stroke(vertical, at, done, TARGET + length)

    def wide(self) -> str:
        """Return the arrangement from left to right: marks over the line, words under it."""
        length = WIDE - 2 * TARGET
        placed = self.placed(length)
        head = 26 if self.line else 4
        base = head + (max(one.row for one in placed) + 1) * TARGET
        out = ""
        for day in self.line[:1]:
            x = TARGET + self.scale.at(day) * length
            out += f'<path class="articles" d="M{svg.number(x)} 20V{base}"/>'
            out += svg.text(self.appear(), x + 6, 15)
        out += self.line_of(False, base, length)
        out += self.years(base, length)
        landmarks = [one for one in placed if one.event.landmark]
        told = [self.words(one.event) for one in landmarks]
        seats = seated([one.at for one in landmarks], [width for _, width in told], WIDE)
        seen = list(zip(landmarks, told, seats, strict=True)) if seats else []
        tall: dict[int, int] = {}  # lines of each row
        for _, (words, _), (row, _) in seen:
            tall[row] = max(len(words), tall.get(row, 0))
        tops = list(accumulate((LINE * tall[row] + 12 for row in sorted(tall)), initial=base + 30))
        lines, named = "", ""
        for one, (words, _), (row, left) in seen:
            lines += f'<path class="lead" d="M{svg.number(one.at)} {base}V{tops[row] + LINE}"/>'
            named += self.label(
                one.event, words, one.at + (-NEAR if left else NEAR), tops[row], end=left
            )
        drawn = "".join(
            self.mark(one.event, one.at, base - one.row * TARGET - TARGET / 2) for one in placed
        )
        height = tops[-1]
        content = f'<g aria-hidden="true">{lines}</g>{out}{drawn}{named}'
        return self.picture("wide", content, WIDE, height)

    def years(self, base: float, length: float) -> str:
        """Return the years under the line, and the length of the gaps over it."""
        out = ""
        for year in self.scale.ticks:
            x = TARGET + self.scale.year(year) * length
            out += f'<path class="tick" d="M{svg.number(x)} {base}v8"/>'
            out += svg.text(str(year), x + 4, base + 20, ' class="year"')
        for gap in self.gaps:
            a, b = (TARGET + self.scale.day(day) * length for day in (gap.start, gap.end))
            unit, count = gap.lasts
            key = "count_years" if unit == "years" else "count_months"
            words = svg.count(self.story, self.language, key, count)
            if text_width.width(words, 14) < b - a - 8:
                look = ' class="note" text-anchor="middle" font-size="14"'
                out += svg.text(words, (a + b) / 2, base - 8, look)
        return out

    def narrow(self) -> str:
        """Return the arrangement from the top down: years, the line, marks, words if few."""
        length = max(_YEAR * self.scale.years, 300)
        placed, axis_at = self.placed(length), 52
        out = self.line_of(True, axis_at, length)
        for year in self.scale.ticks:
            y = TARGET + self.scale.year(year) * length
            out += f'<path class="tick" d="M{axis_at - 8} {svg.number(y)}h8"/>'
            out += svg.text(str(year), 0, y + 5, ' class="year"')
        for day in self.line[:1]:
            y = TARGET + self.scale.at(day) * length
            out += f'<path class="articles" d="M{axis_at} {svg.number(y)}H{NARROW}"/>'
        few = len(placed) <= _FEW
        height, drawn, leads = length + 2 * TARGET, "", ""
        after, end = axis_at + 4, 0.0
        right = after + (max(one.row for one in placed) + 1) * (TARGET + 2) + 12
        for one in placed:
            x = after + one.row * (TARGET + 2) + TARGET / 2
            drawn += self.mark(one.event, x, one.at)
            if few and one.event.landmark:
                lines, _ = self.words(one.event, NARROW - right)
                top = max(one.at - 16, end)
                end = top + LINE * len(lines) + 8
                leads += f'<path class="lead" d="M{svg.number(x)} {svg.number(one.at)}L{svg.number(right - 4)} {svg.number(top + 16)}"/>'
                drawn += self.label(one.event, lines, right, top)
                height = max(height, end)
        return self.picture(
            "narrow", f'<g aria-hidden="true">{leads}</g>{out}{drawn}', NARROW, height
        )

    def picture(self, class_: str, content: str, width: int, height: float) -> str:
        """Return an arrangement, with its name and description for those who do not see it.

        A group, not a picture: what is inside an ``img`` is presentational (WAI-ARIA 1.2), and its
        links must stay reachable.
        """
        name, size = f"axis-{class_}", f'width="{width}" height="{svg.number(height)}"'
        said = (self.say("axis_title"), self.say("axis_description"))
        title, told = map(svg.escaped, said)
        return (
            f'<svg role="group" class="{class_}" {size} font-size="{LETTERS}"'
            f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
            f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{told}</desc>'
            f"{svg.towards(self.language, width, content)}</svg>"
        )


def _stroke(vertical: bool, at: float, start: float, end: float, looks: str = "base") -> str:
    n = svg.number
    path = f"M{n(at)} {n(start)}V{n(end)}" if vertical else f"M{n(start)} {n(at)}H{n(end)}"
    return f'<path class="{looks}" d="{path}"/>' if end > start else ""
