"""The notes of a page: each group of citations once, with links back to the text.

In: the groups of citations that a page calls, with their numbers, and printed references. Out: HTML.
A source's reference is given in full the first time, then in short.
"""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import quote

from explainer import locales
from explainer.make import links
from explainer.read import citation, private

if TYPE_CHECKING:
    from explainer.make.assembly import AssemblyContext

# Arrows back along the line; the variation selector keeps phones from showing an emoji.
BACK_ARROWS = {"ltr": "↩\ufe0e", "rtl": "↪\ufe0e"}


@dataclass(frozen=True)
class PrintedReference:
    """A reference as HTML, with ``private.SEAM`` where a following punctuation mark goes.

    ``ends_with_stop``: its last word ends with a mark that needs no full stop after it. ``address``: where
    it can be read, in ``language``; ``first_page``: for a PDF, the page of the file that is its page 1,
    else 0. ``short``: the ``html`` and ``ends_with_stop`` of its short form in later notes. ``kind``: what
    it is, in a few words, or ``""``.
    """

    html: str
    ends_with_stop: bool = False
    address: str = ""
    first_page: int = 0
    language: str = ""
    short: tuple[str, bool] | None = None
    kind: str = ""

    def address_at(self, page: int, words: str = "") -> str:
        """Return the URL that opens at a page of a PDF, or at some words, or ``""``.

        RFC 8118 (``#page=``); https://wicg.github.io/scroll-to-text-fragment/ (``:~:text=``).
        """
        address, _, fragment = self.address.partition("#")
        if page and self.first_page:
            fragment = f"page={page + self.first_page - 1}"
        elif not words:
            return ""
        if words:
            fragment += f":~:text={quote(words, safe='').replace('-', '%2D')}"
        return f"{address}#{fragment}" if address else ""

    def followed_by(self, mark: str) -> str:
        """Return the reference followed by a punctuation mark of the style: ``", "``, ``"."`` or ``""``."""
        first_mark, remaining = (mark[:1], mark[1:]) if mark[:1] in (",", ".") else ("", mark)
        if first_mark == "." and self.ends_with_stop:
            first_mark = ""
        return self.html.replace(private.SEAM, first_mark) + remaining

    def for_note(self, *, is_repeated: bool) -> PrintedReference:
        """Return it as a note gives it: full and with its kind, or short if it was given before."""
        if is_repeated and self.short:
            return replace(self, html=self.short[0], ends_with_stop=self.short[1])
        if is_repeated or not self.kind:
            return self
        suffix = f" ({html.escape(self.kind, quote=False)}){private.SEAM}"
        return replace(self, html=self.followed_by("") + suffix, ends_with_stop=False)


def print_section(
    numbers: dict[str, int],
    call_counts: Counter[str],
    context: AssemblyContext,
    address: Callable[[str], str],
) -> str:
    """Return the list of the notes of a page, or ``""`` for none.

    ``numbers``: from a group of citations to its number, in order; ``call_counts``: how often each is
    called; ``address`` gives the link to a page by its name.
    """
    if not numbers:
        return ""
    title = html.escape(context.print_context.string("notes"))
    printer = _NotePrinter(context, address)
    items = [printer.note(group, number, call_counts[group]) for group, number in numbers.items()]
    return (
        '\n<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
        f'<h2 id="notes">{title}</h2><ol>{"".join(items)}</ol></section>'
    )


class _NotePrinter:
    def __init__(self, context: AssemblyContext, address: Callable[[str], str]) -> None:
        self.context, self.address = context, address
        self.back_label = html.escape(context.print_context.string("back_to_text"))
        self.back_arrow = BACK_ARROWS[locales.direction(context.print_context.language)]
        self.given_sources: set[str] = set()

    def note(self, group: str, number: int, calls: int) -> str:
        groups = groupby(citation.unpack(group), lambda cited: cited.source)
        by_source = [list(citations) for _, citations in groups]
        references = self.context.reference_separator.join(
            self._reference(citations, is_last=citations is by_source[-1])
            for citations in by_source
        )
        is_called_twice = calls > 1
        # The accessible name contains the visible number (WCAG 2.5.3, label in name).
        back_links = "".join(
            f'<a href="#ref-{number}-{call}" role="doc-backlink" '
            f'aria-label="{self.back_label}{f" {number}, {call}" if is_called_twice else ""}">'
            f"{call if is_called_twice else self.back_arrow}</a> "
            for call in range(1, calls + 1)
        )
        separator = f" {self.back_arrow}" if is_called_twice else " "
        return f'<li id="note-{number}">{references}<span class="back">{separator}{back_links}</span></li>'

    def _reference(self, citations: list[citation.Citation], *, is_last: bool) -> str:
        """Return a reference and its locators as one link to the source's page.

        A page of a PDF, and quoted words, are links of their own that open there.
        """
        style, language = self.context.style, self.context.print_context.language
        source = citations[0].source
        reference = self.context.references.get(source) or PrintedReference(source + private.SEAM)
        reference = reference.for_note(is_repeated=source in self.given_sources)
        self.given_sources.add(source)
        end = style.final_mark if is_last else ""
        opening = f'<a href="{self.address(f"sources/{source}.md")}">'
        if not any(cited.locator or cited.quotation for cited in citations):
            return f"{opening}{reference.followed_by(end)}</a>"
        comma = before = style.before_locator
        in_link, after_link = "", ""
        for cited in citations:
            page_address = reference.address_at(cited.page)
            if cited.locator and not page_address and not after_link:
                in_link += before + html.escape(style.format_locators(cited.locator))
            elif cited.locator:
                locator = html.escape(style.format_locators(cited.locator))
                after_link += before + self._link_into(page_address, locator)
            before = comma
            if cited.quotation:  # the mark after a quotation stands with its quotation marks
                is_final = cited is citations[-1]
                mark = end if is_final else comma.rstrip()
                source_language = reference.language or language
                quotation = style.format_quotation(cited.quotation, source_language, language, mark)
                words_address = reference.address_at(cited.page, cited.quotation)
                after_link += comma + self._link_into(words_address, quotation)
                before, end = " ", "" if is_final else end
        if in_link:
            in_link = reference.followed_by(comma) + in_link.removeprefix(comma)
            inside, after = (in_link, after_link + end) if after_link else (in_link + end, "")
            return f"{opening}{inside}</a>{after}"
        before_quotation = reference.followed_by(comma)
        after_link = " " * before_quotation.endswith(" ") + after_link.removeprefix(comma)
        return f"{opening}{before_quotation.rstrip()}</a>{after_link}{end}"

    def _link_into(self, address: str, inside: str) -> str:
        """Return a link into a source, as ``links.external_link``; plain ``inside`` without an address."""
        if not address:
            return inside
        return links.external_link(address, inside, address, self.context.print_context)
