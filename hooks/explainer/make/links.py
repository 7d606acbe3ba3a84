"""Links: to a page or a file of the site, whose address waits for the page; and to other sites.

In: a target, the words of a link as HTML, the language around them. Out: HTML.
"""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from explainer import locales
from explainer.make import tags
from explainer.make.print_context import Words
from explainer.read import private
from explainer.read.addresses import scheme_of
from explainer.words import wording

# WHATWG HTML 4.6.7: no window handle, no Referer, and a word for crawlers.
REL = "noopener noreferrer external"


def mark(target: str) -> str:
    """Return the mark of an address, not escaped: ``actors/x.md#anchor``, or ``../data/x.csv``."""
    return f"{private.LINK}{target}{private.END}"


def link(target: str) -> str:
    """Return the mark of an address, escaped to stand in a template."""
    return html.escape(mark(target))


def outbound(
    href: str,
    inside: str,
    shown_words: str,
    words: Words,
    hreflang: str = "",
    own: tags.Attributes | None = None,
) -> str:
    """Return a link to another site: where it leads, and in which language, are said.

    ``inside`` is HTML, ``shown_words`` the same as plain words; ``own`` attributes are those that
    people gave it.
    """
    given = own or {}
    try:
        host = (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:  # an address that no browser could follow either
        host = ""
    if not host or scheme_of(href) not in ("http", "https"):
        return tags.whole("a", {**given, "href": href}, inside)
    spoken = hreflang or words.hreflangs.get(href, "")
    notice, shown = words.string("new_site"), ""
    if spoken and locales.base_language(spoken) != locales.base_language(words.language):
        name = wording.language_name(spoken, words.language)
        notice = words.string("new_site_language").replace("{language}", name)
        shown = words.string("in_language").replace("{language}", name)
    place = "" if host in shown_words else host
    # A space inside the span, so that the line under the link does not run on past its words.
    seen = ", ".join(html.escape(part) for part in (place, shown) if part)
    where = f'<span class="where"> {seen}</span>' if seen else ""
    attributes = {name: value for name, value in given.items() if name != "class"}
    attributes["href"] = href
    if spoken and (hreflang or shown):
        attributes["hreflang"] = spoken
    attributes |= {"rel": REL, "class": tags.joined(given.get("class"), "away")}
    if not place:  # on paper an address that shows is not added again
        attributes["data-shown"] = ""
    said = f'<span class="sr"> ({html.escape(notice)})</span>'
    return tags.whole("a", attributes, f"{inside}{where}{said}")
