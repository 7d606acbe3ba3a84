"""Links: to pages and files of the site, whose address waits for the page, and to other sites.

In: a target, the words of a link as HTML, the language around them. Out: HTML.
"""

from __future__ import annotations

import html
from urllib.parse import urlsplit

from explainer import locales
from explainer.make import tags
from explainer.make.print_context import PrintContext
from explainer.read import private
from explainer.read.addresses import scheme_of
from explainer.words import wording

# WHATWG HTML 4.6.7: no window handle, no Referer, and a hint for crawlers.
REL = "noopener noreferrer external"


def address_mark(target: str) -> str:
    """Return the mark of an address, not escaped: ``actors/x.md#anchor``, or ``../data/x.csv``."""
    return f"{private.LINK}{target}{private.END}"


def escaped_address_mark(target: str) -> str:
    """Return the mark of an address, escaped for a template."""
    return html.escape(address_mark(target))


def external_link(
    href: str,
    inside: str,
    inside_words: str,
    context: PrintContext,
    hreflang: str = "",
    own: tags.Attributes | None = None,
) -> str:
    """Return a link to another site that says its host and the language of the document, if another.

    ``inside`` is the link's HTML, ``inside_words`` the same as plain words; ``own`` are the attributes
    that its author gave it; ``hreflang`` is the document's language, if the author said so.
    """
    attributes_ = own or {}
    try:
        host = (urlsplit(href).hostname or "").removeprefix("www.")
    except ValueError:  # no browser could follow it either
        host = ""
    if not host or scheme_of(href) not in ("http", "https"):
        return tags.element("a", {**attributes_, "href": href}, inside)
    spoken = hreflang or context.hreflangs.get(href, "")
    notice, language_words = context.string("new_site"), ""
    if spoken and locales.base_language(spoken) != locales.base_language(context.language):
        name = wording.language_name(spoken, context.language)
        notice = context.string("new_site_language").replace("{language}", name)
        language_words = context.string("in_language").replace("{language}", name)
    shown_host = "" if host in inside_words else host
    # The space is inside the span, so that the underline ends with the link's words.
    shown_parts = ", ".join(html.escape(part) for part in (shown_host, language_words) if part)
    shown = f'<span class="where"> {shown_parts}</span>' if shown_parts else ""
    attributes = {name: value for name, value in attributes_.items() if name != "class"}
    attributes["href"] = href
    if spoken and (hreflang or language_words):
        attributes["hreflang"] = spoken
    attributes |= {"rel": REL, "class": tags.join_classes(attributes_.get("class"), "away")}
    if not shown_host:  # print styles do not add an address that shows already
        attributes["data-shown"] = ""
    notice_span = f'<span class="sr"> ({html.escape(notice)})</span>'
    return tags.element("a", attributes, f"{inside}{shown}{notice_span}")
