"""The marks of events: a shape and a tone for each case, larger for a decision.

In: a story. Out: which shape an event has, and that shape as SVG about a point. Shapes
are the same in every drawing and beside every event of a list; tones only repeat them.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.draw import svg
from explainer.model import records as model
from explainer.model.story import Story

SIZE, LARGE = 14, 18  # pixels: of a mark, of a decision's
SHAPES = ("disc", "up", "diamond", "down", "square")
OTHER = "ring"  # of an event outside any case


@dataclass(frozen=True)
class Mark:
    """How an event is drawn: ``tone`` from 1, by the order in which the cases began."""

    shape: str
    tone: int
    size: int


def cases(story: Story) -> list[str]:
    """Return the ids of the cases that events name, as they began."""
    ordered = sorted(story.events.values(), key=lambda event: event.sort_key)
    return list(dict.fromkeys(event.case for event in ordered if event.case))


def of_case(order: list[str], case: str | None) -> tuple[str, int]:
    """Return the shape and the tone of a case; past the last, shapes begin again."""
    if not case:
        return OTHER, 0
    rank = order.index(case)
    return SHAPES[rank % len(SHAPES)], rank % len(SHAPES) + 1


def of_event(story: Story, order: list[str], event: model.Event) -> Mark:
    """Return the mark of an event; ``order`` is what ``cases`` returns."""
    large = story.vocab.event_kinds[event.kind].decides
    return Mark(*of_case(order, event.case), LARGE if large else SIZE)


def drawn(mark: Mark, x: float, y: float) -> str:
    """Return the SVG of a mark whose centre is at (x, y)."""
    half = mark.size / 2
    n = svg.number
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
    looks = "mark-ring" if mark.shape == "ring" else f"mark-{mark.tone}"
    return f'{body} class="{looks}"/>'


def icon(mark: Mark) -> str:
    """Return a mark alone, as a picture that words beside it make superfluous."""
    box, half = LARGE + 2, (LARGE + 2) / 2
    return (
        f'<svg class="event-mark" width="{box}" height="{box}" aria-hidden="true">'
        f"{drawn(mark, half, half)}</svg>"
    )
