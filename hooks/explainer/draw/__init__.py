"""Drawings made at build time: inline SVG from records, without scripts or inline styles.

In: records, a language, and a function from a page's or an event's name to its address. Out: a
string of HTML on one line, a ``<div class="drawing …">`` that is well-formed XML too, or ``""`` if
there is nothing to draw. Knows neither the engine nor Markdown. Only time axes hold words in SVG;
the other drawings stand beside HTML that says everything (disputes, charts).
"""

from __future__ import annotations

from explainer.draw.all_relations import (
    assign_sides,
    group_into_sentences,
    list_groups,
    list_relations,
)
from explainer.draw.bar_chart import draw_chart
from explainer.draw.time_axis import draw_axis, draw_strip
from explainer.draw.time_scale import find_gaps

__all__ = [
    "assign_sides", "draw_axis", "draw_chart", "draw_strip", "find_gaps", "group_into_sentences",
    "list_groups", "list_relations",
]  # fmt: skip
