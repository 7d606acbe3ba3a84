"""Drawings made at build time: inline SVG from records, without script or inline style.

In: records, a language and a function that gives the address of a page. Out:
one line of XML, ready to stand in Markdown as a raw block. Runs when a page's
Markdown is made. Each drawing has an equal in words on the same page; what is
drawn here is never the only way to a fact.
"""

from __future__ import annotations

from explainer.draw.all_relations import relations
from explainer.draw.bar_chart import chart
from explainer.draw.neighbours import neighbourhood
from explainer.draw.relations_map import relation_map
from explainer.draw.time_axis import axis
from explainer.draw.time_scale import gaps

__all__ = ["axis", "chart", "gaps", "neighbourhood", "relation_map", "relations"]
