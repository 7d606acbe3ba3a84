"""Drawings made at build time: inline SVG from records, without script or inline style.

In: records, a language of the story, and a function that gives the final address of
a page or an event by its name. Out: one string of HTML on one line, for a template
to insert as it is: a ``<div class="drawing …">``, well formed as XML too, or «» when
there is nothing to draw. Knows neither the engine nor Markdown. Each drawing has an
equal in words on the same page; what is drawn is never the only way to a fact.
"""

from __future__ import annotations

from explainer.draw.all_relations import relations
from explainer.draw.bar_chart import chart
from explainer.draw.neighbours import neighbourhood
from explainer.draw.relations_map import relation_map
from explainer.draw.time_axis import axis
from explainer.draw.time_scale import gaps

__all__ = ["axis", "chart", "gaps", "neighbourhood", "relation_map", "relations"]
