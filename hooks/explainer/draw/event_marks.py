"""The marks of events: a shape and a tone for each case, larger for a decision.

In: a story. Out: the mark of an event, and its SVG. An event has the same shape in every drawing
and list; tones only repeat what shapes say.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.draw import svg
from explainer.model import records as model
from explainer.model.story import Story

MARK_SIZE, LARGE_MARK_SIZE = 14, 18  # pixels: of a mark, of a decision's mark
SHAPES = ("disc", "up", "diamond", "down", "square")
NO_CASE_SHAPE = "ring"  # of an event that belongs to no case


@dataclass(frozen=True)
class Mark:
    """How an event is drawn: ``tone`` counts from 1, in the order in which the cases began."""

    shape: str
    tone: int
    size: int


def cases_in_order(story: Story) -> list[str]:
    """Return the ids of the cases that events name, in the order in which they began."""
    ordered = sorted(story.events.values(), key=lambda event: event.sort_key)
    return list(dict.fromkeys(event.case for event in ordered if event.case))


def shape_of_case(order: list[str], case: str | None) -> tuple[str, int]:
    """Return the shape and the tone of a case; after the last shape the first is used again."""
    if not case:
        return NO_CASE_SHAPE, 0
    rank = order.index(case)
    return SHAPES[rank % len(SHAPES)], rank % len(SHAPES) + 1


def mark_of_event(story: Story, order: list[str], event: model.Event) -> Mark:
    """Return the mark of an event; ``order`` is the result of ``cases_in_order``."""
    is_large = story.vocab.event_kinds[event.kind].decides
    return Mark(*shape_of_case(order, event.case), LARGE_MARK_SIZE if is_large else MARK_SIZE)


def draw_mark(mark: Mark, x: float, y: float) -> str:
    """Return the SVG of a mark centred at (x, y), in pixels."""
    half = mark.size / 2
    n = svg.format_number
    match mark.shape:
        case "disc" | "ring":
            radius = half if mark.shape == "disc" else half - 1.5
            body = f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(radius)}"'
        case "square":
            side = mark.size - 2
            body = (
                f'<rect x="{n(x - side / 2)}" y="{n(y - side / 2)}" width="{side}" height="{side}"'
            )
        case _:
            points = {
                "up": ((0, -half), (half, half), (-half, half)),
                "down": ((0, half), (half, -half), (-half, -half)),
                "diamond": ((0, -half), (half, 0), (0, half), (-half, 0)),
            }[mark.shape]
            corners = " ".join(f"{n(x + dx)},{n(y + dy)}" for dx, dy in points)
            body = f'<polygon points="{corners}"'
    class_ = "mark-ring" if mark.shape == "ring" else f"mark-{mark.tone}"
    return f'{body} class="{class_}"/>'


def draw_icon(mark: Mark) -> str:
    """Return a mark as a picture of its own, hidden from screen readers: words stand beside it."""
    box, half = LARGE_MARK_SIZE + 2, (LARGE_MARK_SIZE + 2) / 2
    return (
        f'<svg class="event-mark" width="{box}" height="{box}" aria-hidden="true">'
        f"{draw_mark(mark, half, half)}</svg>"
    )
