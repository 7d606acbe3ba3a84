"""Drawings made at build time: inline SVG from records, without scripts or inline styles.

In: records, a language, and a function from a page's or an event's name to its address. Out: a
string of HTML on one line, a ``<div class="drawing …">`` that is well-formed XML too, or ``""`` if
there is nothing to draw. Knows neither the engine nor Markdown. Only time axes hold words in SVG;
the other drawings stand beside HTML that says everything (disputes, charts).
"""
