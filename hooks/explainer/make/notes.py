"""The notes of a page: each once, its sources in full the first time, ways back to the text.

In: the groups of citations that a page calls, numbered, and printed references. Out: HTML.
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
    from explainer.make.assembly import Shared

# Back along the line, as the language is read; the selector keeps phones from drawing a picture.
BACK = {"ltr": "↩\ufe0e", "rtl": "↪\ufe0e"}


@dataclass(frozen=True)
class Printed:
    """A reference as HTML, in which ``private.SEAM`` is where a mark after it goes.

    ``closed``: its last word ends with a mark that needs no full stop after it. ``address``:
    where it is read, in ``language``; ``first_page``: if that is a PDF, the page of the file that
    is its page 1, else 0. ``short``: the ``html`` and
    ``closed`` of what stands for it in later notes; ``kind``: what it is, in
    a few words, or ``""``.
    """

    html: str
    closed: bool = False
    address: str = ""
    first_page: int = 0
    language: str = ""
    short: tuple[str, bool] | None = None
    kind: str = ""

    def at(self, page: int, words: str = "") -> str:
        """Return the address that opens at a page of a PDF, at words of it, or ``""``.

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

    def before(self, mark: str) -> str:
        """Return the reference with the style's mark after it: ``", "``, ``"."`` or ``""``."""
        first, rest = (mark[:1], mark[1:]) if mark[:1] in (",", ".") else ("", mark)
        if first == "." and self.closed:
            first = ""
        return self.html.replace(private.SEAM, first) + rest

    def noted(self, *, again: bool) -> Printed:
        """Return it as a note gives it: whole and with its kind, or short if it was given before."""
        if again and self.short:
            return replace(self, html=self.short[0], closed=self.short[1])
        if again or not self.kind:
            return self
        kind = f" ({html.escape(self.kind, quote=False)}){private.SEAM}"
        return replace(self, html=self.before("") + kind, closed=False)


def section(
    numbers: dict[str, int], uses: Counter[str], shared: Shared, address: Callable[[str], str]
) -> str:
    """Return the list of the notes of a page, or ``""`` for none.

    ``numbers``: group of citations → number, in order; ``uses``: how often each is called;
    ``address`` gives the link to a page by its name.
    """
    if not numbers:
        return ""
    title = html.escape(shared.words.string("notes"))
    made = _Notes(shared, address)
    items = [made.note(group, number, uses[group]) for group, number in numbers.items()]
    return (
        '\n<section class="notes" role="doc-endnotes" aria-labelledby="notes">'
        f'<h2 id="notes">{title}</h2><ol>{"".join(items)}</ol></section>'
    )


class _Notes:
    def __init__(self, shared: Shared, address: Callable[[str], str]) -> None:
        self.shared, self.address = shared, address
        self.label = html.escape(shared.words.string("back_to_text"))
        self.back = BACK[locales.direction(shared.words.language)]
        self.given: set[str] = set()

    def note(self, group: str, number: int, uses: int) -> str:
        cited = [list(of) for _, of in groupby(citation.unpack(group), lambda one: one.source)]
        said = self.shared.joint.join(
            self._reference(of, last=i == len(cited) - 1) for i, of in enumerate(cited)
        )
        several = uses > 1
        # The name holds the number that shows (WCAG 2.5.3, label in name).
        backs = "".join(
            f'<a href="#ref-{number}-{use}" role="doc-backlink" '
            f'aria-label="{self.label}{f" {number}, {use}" if several else ""}">'
            f"{use if several else self.back}</a> "
            for use in range(1, uses + 1)
        )
        start = f" {self.back}" if several else " "
        return f'<li id="note-{number}">{said}<span class="back">{start}{backs}</span></li>'

    def _reference(self, cited: list[citation.Citation], *, last: bool) -> str:
        """Return a reference and its places as one link to the source's page.

        A page of a PDF, and words of the source, are links of their own, which open there. A source
        is given in full once a page.
        """
        style, words, source = self.shared.style, self.shared.words, cited[0].source
        printed = self.shared.references.get(source) or Printed(source + private.SEAM)
        printed = printed.noted(again=source in self.given)
        self.given.add(source)
        end = style.final_mark if last else ""
        opening = f'<a href="{self.address(f"sources/{source}.md")}">'
        if not any(one.locator or one.quotation for one in cited):
            return f"{opening}{printed.before(end)}</a>"
        comma = before = style.before_locator
        inside, after = "", ""
        for i, one in enumerate(cited):
            opened = printed.at(one.page)
            if one.locator and not opened and not after:
                inside += before + html.escape(style.format_locators(one.locator))
            elif one.locator:
                after += before + self._opened(
                    opened, html.escape(style.format_locators(one.locator))
                )
            before = comma
            if one.quotation:  # a mark after words quoted stands with their quotes
                final = i == len(cited) - 1
                mark, spoken = end if final else comma.rstrip(), printed.language or words.language
                said = style.format_quotation(one.quotation, spoken, words.language, mark)
                after += comma + self._opened(printed.at(one.page, one.quotation), said)
                before, end = " ", "" if final else end
        if inside:
            inside = printed.before(comma) + inside.removeprefix(comma) + ("" if after else end)
            return f"{opening}{inside}</a>{after}{end if after else ''}"
        first = printed.before(comma)
        after = " " * first.endswith(" ") + after.removeprefix(comma)
        return f"{opening}{first.rstrip()}</a>{after}{end}"

    def _opened(self, address: str, inside: str) -> str:
        """Return a link into a source; the source's page says where that is, in which language."""
        if not address:
            return inside
        return links.outbound(address, inside, address, self.shared.words)
