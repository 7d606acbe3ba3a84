"""The time axis: events to scale, and the gaps without any.

In: events, a language, the address of each event. Out: one block with two arrangements, of which a
style sheet shows one: from left to right where there are ``WIDE`` pixels, else from the top down.
Every mark is a link to its event, named by date and title, with 24 pixels to touch (WCAG 2.2,
2.5.8): marks closer than that are stacked away from the line, each at its true date. Events with a
``landmark`` are named in words. A dashed vertical line stands where the articles appeared; where
nothing happened for long, the axis itself is dashed and gives the duration. Nothing is scaled:
sizes are in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from explainer.draw import svg, text_width
from explainer.draw.event_marks import (
    LARGE_MARK_SIZE,
    MARK_SIZE,
    NO_CASE_SHAPE,
    Mark,
    cases_in_order,
    draw_icon,
    draw_mark,
    mark_of_event,
    shape_of_case,
)  # fmt: skip
from explainer.draw.label_placement import LABEL_GAP, TOUCH_SIZE, place_names, stack_marks
from explainer.draw.time_scale import Gap, Scale, find_gaps
from explainer.model import records as model
from explainer.model.story import Story
from explainer.words import wording

WIDE, NARROW = 880, 316  # pixels: drawings.css shows the wide one from here on
MAX_EVENTS = 150  # events
FONT_SIZE, LINE_HEIGHT = 15, 18  # pixels: of words, from one line to the next
_YEAR_HEIGHT = 62  # pixels that a year takes from top to bottom
_LABEL_ROOM = 200  # pixels that the words of a landmark may take
_TEXT_SPACING = 1.3  # how much wider words may become by the text spacing of WCAG 1.4.12
_MAX_LABELLED_MARKS = 16  # marks: up to here, the narrow arrangement has words beside them

_TOUCH_AREA = f'<rect class="target" x="{-TOUCH_SIZE // 2}" y="{-TOUCH_SIZE // 2}" width="{TOUCH_SIZE}" height="{TOUCH_SIZE}"/>'


@dataclass(frozen=True)
class _PlacedEvent:
    """An event, its position along the line in pixels, and its row away from the line, from 0."""

    event: model.Event
    position: float
    row: int


def draw_axis(
    story: Story, events: Iterable[model.Event], language: str, href: Callable[[str], str], *,
    is_whole_timeline: bool = False,
) -> str:  # fmt: skip
    """Return the HTML of an axis; ``""`` without events, which may come in any order.

    ``href`` gives the address of an event by its id. ``is_whole_timeline``: these are all the events,
    each with a heading on this page; long gaps are drawn and labelled.
    """
    ordered = sorted(events, key=lambda event: event.sort_key)
    if len(ordered) > MAX_EVENTS:  # more marks could not be told apart
        ordered = [event for event in ordered if event.landmark] or ordered[:MAX_EVENTS]
    if not ordered:
        return ""
    pen = _Axis(story, ordered, language, href, is_whole_timeline=is_whole_timeline)
    return svg.wrap_drawing("axis", pen.draw_key(), pen.draw_wide(), pen.draw_narrow())


def draw_strip(story: Story, events: Iterable[model.Event], language: str) -> str:
    """Return events as marks on a line, to scale and without words, hidden from screen readers."""
    ordered = sorted(events, key=lambda event: event.sort_key)
    if not ordered:
        return ""
    scale, cases = Scale(ordered), cases_in_order(story)
    length, base = NARROW - 56, 14
    content = f'<path class="base" d="M0 {base}H{length}"/>'
    for event in ordered:
        at = scale.position(event.date) * (length - LARGE_MARK_SIZE) + LARGE_MARK_SIZE / 2
        content += draw_mark(mark_of_event(story, cases, event), at, base)
    for year, x, anchor in ((scale.first, 0, "start"), (scale.last - 1, length, "end")):
        content += svg.draw_text(str(year), x, base + 28, f' text-anchor="{anchor}" class="year"')
    content = svg.mirror_for_direction(language, length, content)
    size = f'width="{length}" height="46" font-size="{FONT_SIZE}"'
    return svg.wrap_drawing("strip", f'<svg {size} aria-hidden="true">{content}</svg>')


class _Axis:
    """One axis in its two arrangements."""

    def __init__(
        self, story: Story, ordered: list[model.Event], language: str,
        href: Callable[[str], str], *, is_whole_timeline: bool,
    ) -> None:  # fmt: skip
        self.story, self.language, self.href = story, language, href
        self.ordered, self.scale = ordered, Scale(ordered)
        self.cases = cases_in_order(story)
        self.is_whole_timeline = is_whole_timeline
        cut = self.scale.break_days
        drawn_break = [Gap(*cut, "")] if cut else []
        self.gaps = find_gaps(ordered) if is_whole_timeline else drawn_break
        articles = (source for source in story.sources.values() if source.article)
        self.article_days = sorted(source.issued for source in articles if source.issued)

    def string(self, key: str, **values: object) -> str:
        return svg.interface_string(self.story, self.language, key, **values)

    def articles_label(self) -> str:
        """Return the label of the articles' line, in the plural form that their number needs."""
        count = len(self.article_days)
        return svg.counted_string(self.story, self.language, "axis_articles", count)

    def gap_ends(self, gap: Gap, length: float) -> tuple[float, float]:
        """Return where a gap starts and ends on a line of ``length`` pixels."""
        start, end = map(self.scale.day_position, (gap.start, gap.end))
        return TOUCH_SIZE + start * length, TOUCH_SIZE + end * length

    def draw_key(self) -> str:
        """Return the list that says what each shape stands for: the cases drawn, as they began."""
        used = [case for case in self.cases if any(e.case == case for e in self.ordered)]
        items = [
            (
                Mark(*shape_of_case(self.cases, case), MARK_SIZE),
                text_width.plain_words(self.story.actors[case].name, self.language),
            )
            for case in used
        ]
        if used and any(not event.case for event in self.ordered):
            items.append((Mark(NO_CASE_SHAPE, 0, MARK_SIZE), self.string("axis_other")))
        entries = "".join(f"<li>{draw_icon(mark)}{svg.escape(name)}</li>" for mark, name in items)
        if any(mark_of_event(self.story, self.cases, e).size > MARK_SIZE for e in self.ordered):
            entries += f"<li>{svg.escape(self.string('axis_large'))}</li>"
        if self.article_days:
            line = '<svg width="20" height="20" aria-hidden="true"><path class="articles" d="M10 0V20"/></svg>'
            entries += f'<li class="unsaid">{line}{svg.escape(self.articles_label())}</li>'
        return f'<ul class="key">{entries}</ul>' if entries else ""

    def place_events(self, length: float) -> list[_PlacedEvent]:
        """Return the events along a line of ``length`` pixels that starts at ``TOUCH_SIZE``."""
        places = [TOUCH_SIZE + self.scale.position(event.date) * length for event in self.ordered]
        taken = stack_marks(places, [bool(event.landmark) for event in self.ordered])
        return [_PlacedEvent(*one) for one in zip(self.ordered, places, taken, strict=True)]

    def draw_mark(self, event: model.Event, x: float, y: float) -> str:
        """Return a mark as a link to its event, with the event's heading on the timeline as its name."""
        name = f'aria-labelledby="{svg.escape(event.id)}"'
        if not self.is_whole_timeline:
            when = wording.format_period(event.date, event.until, self.language)
            title = text_width.plain_words(event.title, self.language)
            label = svg.correct_typography(f"{when}{self.string('colon')}{title}", self.language)
            name = f'aria-label="{svg.escape(label)}"'
        mark = draw_mark(mark_of_event(self.story, self.cases, event), 0, 0)
        transform = f"translate({round(x)} {round(y)})"
        return f'<a href="{svg.escape(self.href(event.id))}" {name} transform="{transform}">{_TOUCH_AREA}{mark}</a>'

    def label_lines(self, event: model.Event, room: float = _LABEL_ROOM) -> tuple[list[str], float]:
        """Return the lines of a landmark's label, its date first, and the width that they need.

        On the whole timeline there is no room for dates.
        """
        assert event.landmark
        name = text_width.plain_words(event.landmark, self.language)
        lines = list(text_width.wrap_lines(name, FONT_SIZE, room / _TEXT_SPACING, bold=True))
        widest = max(text_width.measure(line, FONT_SIZE, bold=True) for line in lines)
        if not self.is_whole_timeline:
            when = wording.format_period(event.date, event.until, self.language)
            lines.insert(0, svg.correct_typography(when, self.language))
            widest = max(widest, text_width.measure(lines[0], FONT_SIZE))
        return lines, _TEXT_SPACING * widest

    def draw_label(
        self, event: model.Event, lines: list[str], x: float, top: float, *, align_end: bool = False
    ) -> str:
        """Return a landmark's label from ``top`` down, hidden from screen readers, which read its mark."""
        anchor = ' text-anchor="end"' if align_end else ""
        out = ""
        for i, line in enumerate(lines):
            attributes = ' class="title"' if i or self.is_whole_timeline else ' class="year"'
            out += svg.draw_text(line, x, top + 14 + LINE_HEIGHT * i, attributes + anchor)
        return f'<a href="{svg.escape(self.href(event.id))}" tabindex="-1" aria-hidden="true">{out}</a>'

    def draw_line(self, vertical: bool, at: float, length: float) -> str:
        """Return the axis line, dashed in the gaps."""
        out, drawn_to = "", float(TOUCH_SIZE)
        for gap in self.gaps:
            start, end = self.gap_ends(gap, length)
            out += _stroke(vertical, at, drawn_to, start)
            out += _stroke(vertical, at, start, end, "empty")
            drawn_to = end
        return out + _stroke(vertical, at, drawn_to, TOUCH_SIZE + length)

    def draw_wide(self) -> str:
        """Return the arrangement from left to right: marks above the line, labels below it."""
        length = WIDE - 2 * TOUCH_SIZE
        placed = self.place_events(length)
        rows = max(mark.row for mark in placed) + 1
        base = (26 if self.article_days else 4) + rows * TOUCH_SIZE
        out = ""
        for day in self.article_days[:1]:
            x = TOUCH_SIZE + self.scale.position(day) * length
            out += f'<path class="articles" d="M{svg.format_number(x)} 20V{base}"/>'
            out += svg.draw_text(self.articles_label(), x + 6, 15)
        out += self.draw_line(False, base, length) + self.draw_years(base, length)
        landmarks = [mark for mark in placed if mark.event.landmark]
        labels = [self.label_lines(mark.event) for mark in landmarks]
        widths = [width for _, width in labels]
        name_places = place_names([mark.position for mark in landmarks], widths, WIDE)
        # Not strict: where no placement is free of crossings, no landmark is named.
        placed_labels = list(zip(landmarks, labels, name_places, strict=False))
        row_lines: dict[int, int] = {}  # lines of each row
        for _, (words, _), (row, _) in placed_labels:
            row_lines[row] = max(len(words), row_lines.get(row, 0))
        heights = (LINE_HEIGHT * row_lines[row] + 12 for row in sorted(row_lines))
        tops = list(accumulate(heights, initial=base + 30))
        lines, names = "", ""
        for mark, (words, _), (row, left) in placed_labels:
            lines += f'<path class="lead" d="M{svg.format_number(mark.position)} {base}V{tops[row] + LINE_HEIGHT}"/>'
            x = mark.position + (-LABEL_GAP if left else LABEL_GAP)
            names += self.draw_label(mark.event, words, x, tops[row], align_end=left)
        marks = ""
        for mark in placed:
            y = base - mark.row * TOUCH_SIZE - TOUCH_SIZE / 2
            marks += self.draw_mark(mark.event, mark.position, y)
        content = f'<g aria-hidden="true">{lines}</g>{out}{marks}{names}'
        return self.wrap_picture("wide", content, WIDE, tops[-1])

    def draw_years(self, base: float, length: float) -> str:
        """Return the years below the line, and the length of each gap above it."""
        out = ""
        for year in self.scale.ticks:
            x = TOUCH_SIZE + self.scale.year_position(year) * length
            out += f'<path class="tick" d="M{svg.format_number(x)} {base}v8"/>'
            out += svg.draw_text(str(year), x + 4, base + 20, ' class="year"')
        for gap in self.gaps:
            start, end = self.gap_ends(gap, length)
            unit, count = gap.duration
            key = "count_years" if unit == "years" else "count_months"
            words = svg.counted_string(self.story, self.language, key, count)
            if text_width.measure(words, 14) < end - start - 8:
                attributes = ' class="note" text-anchor="middle" font-size="14"'
                out += svg.draw_text(words, (start + end) / 2, base - 8, attributes)
        return out

    def draw_narrow(self) -> str:
        """Return the arrangement from the top down: years, line, marks, and labels if marks are few."""
        length = max(_YEAR_HEIGHT * self.scale.years, 300)
        placed, axis_at = self.place_events(length), 52
        out = self.draw_line(True, axis_at, length)
        for year in self.scale.ticks:
            y = TOUCH_SIZE + self.scale.year_position(year) * length
            out += f'<path class="tick" d="M{axis_at - 8} {svg.format_number(y)}h8"/>'
            out += svg.draw_text(str(year), 0, y + 5, ' class="year"')
        for day in self.article_days[:1]:
            y = TOUCH_SIZE + self.scale.position(day) * length
            out += f'<path class="articles" d="M{axis_at} {svg.format_number(y)}H{NARROW}"/>'
        n, has_labels = svg.format_number, len(placed) <= _MAX_LABELLED_MARKS
        height, drawn, leads = length + 2 * TOUCH_SIZE, "", ""
        marks_start, labels_end = axis_at + 4, 0.0
        rows = max(mark.row for mark in placed) + 1
        labels_start = marks_start + rows * (TOUCH_SIZE + 2) + 12
        for mark in placed:
            x = marks_start + mark.row * (TOUCH_SIZE + 2) + TOUCH_SIZE / 2
            drawn += self.draw_mark(mark.event, x, mark.position)
            if has_labels and mark.event.landmark:
                lines, _ = self.label_lines(mark.event, NARROW - labels_start)
                top = max(mark.position - 16, labels_end)
                labels_end = top + LINE_HEIGHT * len(lines) + 8
                leads += f'<path class="lead" d="M{n(x)} {n(mark.position)}L{n(labels_start - 4)} {n(top + 16)}"/>'
                drawn += self.draw_label(mark.event, lines, labels_start, top)
                height = max(height, labels_end)
        content = f'<g aria-hidden="true">{leads}</g>{out}{drawn}'
        return self.wrap_picture("narrow", content, NARROW, height)

    def wrap_picture(self, class_: str, content: str, width: int, height: float) -> str:
        """Return an arrangement as SVG with an accessible name and description.

        A group, not an image: the contents of an ``img`` are presentational (WAI-ARIA 1.2), and its links
        must stay reachable.
        """
        name, size = f"axis-{class_}", f'width="{width}" height="{svg.format_number(height)}"'
        title = svg.escape(self.string("axis_title"))
        description = svg.escape(self.string("axis_description"))
        return (
            f'<svg role="group" class="{class_}" {size} font-size="{FONT_SIZE}"'
            f' aria-labelledby="{name}-title" aria-describedby="{name}-desc">'
            f'<title id="{name}-title">{title}</title><desc id="{name}-desc">{description}</desc>'
            f"{svg.mirror_for_direction(self.language, width, content)}</svg>"
        )


def _stroke(vertical: bool, offset: float, start: float, end: float, looks: str = "base") -> str:
    n = svg.format_number
    path = f"M{n(offset)} {n(start)}V{n(end)}" if vertical else f"M{n(start)} {n(offset)}H{n(end)}"
    return f'<path class="{looks}" d="{path}"/>' if end > start else ""
