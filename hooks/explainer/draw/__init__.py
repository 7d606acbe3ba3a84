"""Drawings made at build time: inline SVG from records, without script or inline style.

In: records, a language of the story, and a function that gives the final address of
a page or an event by its name. Out: one string of HTML on one line, for a template
to insert as it is: a ``<div class="drawing …">``, well formed as XML too, or «» when
there is nothing to draw. Knows neither the engine nor Markdown. Only time axes hold words
in SVG; other drawings stand beside words in HTML (who faces whom, charts), which say all.
"""

from __future__ import annotations

from explainer.draw.all_relations import groups, relations, sentences, sides
from explainer.draw.bar_chart import chart
from explainer.draw.time_axis import axis, strip
from explainer.draw.time_scale import gaps

__all__ = ["axis", "chart", "gaps", "groups", "relations", "sentences", "sides", "strip"]
