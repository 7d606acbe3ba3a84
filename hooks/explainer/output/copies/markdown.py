"""A page as Markdown, for programs that answer people's questions, at the page's address with ``.md``.

In: a made page and its view. Out: CommonMark with GitHub's tables and footnotes: statuses as words,
notes with their references, links with absolute URLs. The front matter gives the page's title, date,
status and translations. Made from the published HTML, so that both say the same.
"""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable

from explainer.make.page import Page
from explainer.make.site import Site
from explainer.make.view import View
from explainer.model import records as model
from explainer.output.copies import content

_SPACE = re.compile(r"[ \t\r\n]+")
_SPECIAL = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w+;)")
_BLOCK_START = re.compile(r"^(?:([-+#>=|])|(\d+)([.)]))")
_LIST_ITEM = re.compile(r"(?:-|\d+\.) ")  # the start of a list
_ALIGNED = {"centred": ":-:", "at-end": "--:"}
_MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
_CODE_TAGS = frozenset({"code", "kbd", "samp"})


def make_page(site: Site, page: Page, view: View) -> str:
    """Return a page as Markdown, with its front matter."""
    writer = _MarkdownWriter(view.url, site.story.settings.site_url, view.t("colon"))
    body = writer.blocks(content.parse(page.html))
    front = "".join(f"{key}: {value}\n" for key, value in _front_matter(site, view).items())
    blocks = [f"---\n{front}---", _heading(1, writer.escape_text(view.title)), *body]
    return "\n\n".join(blocks) + "\n"


def _front_matter(site: Site, view: View) -> dict[str, str]:
    """Return the front matter; each value is JSON, which is YAML too."""
    record = view.record
    others = {
        other.language: site.absolute_url(site.addresses.markdown_url(other.language, view.name))
        for other in view.alternates
        if not other.current
    }
    claim = record if isinstance(record, model.Claim) else None
    status = site.story.vocab.claim_statuses[claim.status].label[view.language] if claim else ""
    values = {
        "title": view.title,
        "description": view.description,
        "url": view.canonical,
        "site": view.site_name,
        "language": view.language,
        "translations": others,
        "status": status,
        "as_of": claim.as_of if claim else "",
        "updated": view.extra["changed"],
        "license": view.extra["licence"],
    }
    return {key: json.dumps(value, ensure_ascii=False) for key, value in values.items() if value}


class _MarkdownWriter:
    """Writes the blocks of one page."""

    def __init__(self, page_path: str, root: str, colon: str) -> None:
        self.page_path, self.root, self.colon = page_path, root, colon

    def blocks(self, element: ET.Element) -> list[str]:
        """Return the content of an element, block by block; text between blocks is a paragraph."""
        out: list[str] = []
        inline_run: list[ET.Element | str] = []
        for child in content.iter_content(element):
            if isinstance(child, str) or child.tag not in content.BLOCKS:
                inline_run.append(child)
            else:
                out += self._paragraph(inline_run)
                inline_run = []
                out += self._block(child)
        return out + self._paragraph(inline_run)

    def _block(self, element: ET.Element) -> list[str]:
        tag = element.tag
        if element.get("role") == "doc-endnotes":
            return ["\n".join(self._note(item) for item in element.iter("li"))]
        if re.fullmatch("h[1-6]", tag):
            return [_heading(int(tag[1]), line)] if (line := self.line(element)) else []
        if tag in ("ul", "ol"):
            return self._list(element)
        if tag == "dl":
            return self._definitions(element)
        if tag == "table":
            return self._table(element)
        if tag == "pre":
            text = "".join(element.itertext()).strip("\n")
            fence = _fence(text, 3)
            return [f"{fence}\n{text}\n{fence}"]
        if tag == "hr":
            return ["---"]
        if tag == "summary":
            line = self.line(element).replace("**", "")
            return [f"**{line}**"] if line else []
        if tag in ("aside", "blockquote"):
            inside = "\n\n".join(self.blocks(element))
            return ["\n".join(f"> {line}".rstrip() for line in inside.split("\n"))]
        if tag == "p":
            return self._paragraph(list(content.iter_content(element)))
        return self.blocks(element)

    def _paragraph(self, inline_run: list[ET.Element | str]) -> list[str]:
        line = self._line(inline_run)
        return [_BLOCK_START.sub(_escape_block_start, line)] if line else []

    def _list(self, element: ET.Element) -> list[str]:
        items, first = [], int(element.get("start") or 1)
        for i, item in enumerate((child for child in element if child.tag == "li"), first):
            mark = f"{i}. " if element.tag == "ol" else "- "
            items.append(_list_item(mark, self.blocks(item)))
        return ["\n".join(filter(None, items))] if items else []

    def _definitions(self, element: ET.Element) -> list[str]:
        """Return a definition list as a list of terms with descriptions, which every reader knows."""
        items: list[str] = []
        term, details = "", list[list[str]]()

        def end_term() -> None:
            if not term:
                return
            first = f"**{term}**{self.colon}" if details else f"**{term}**"
            if len(details) == 1 and details[0] and not _LIST_ITEM.match(details[0][0]):
                items.append(_list_item("- ", [first + details[0][0], *details[0][1:]]))
            else:
                below = [
                    "\n".join(
                        _list_item("- ", description) for description in details if description
                    )
                ]
                below = details[0] if len(details) == 1 else below
                items.append(_list_item("- ", [first.rstrip(), *filter(None, below)]))

        for child in element:
            if child.tag == "dt":
                end_term()
                term, details = self.line(child), []
            elif child.tag == "dd":
                details.append(self.blocks(child))
        end_term()
        return ["\n".join(items)] if items else []

    def _table(self, element: ET.Element) -> list[str]:
        rows = [
            [self._cell(cell) for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
        ]
        caption = element.find("caption")
        out = self._paragraph(list(content.iter_content(caption))) if caption is not None else []
        if rows:
            thead = element.find("thead")
            head = rows.pop(0) if thead is not None else []
            head += [""] * (max(map(len, [head, *rows])) - len(head))  # else rows are cut to it
            headings = [] if thead is None else thead.iter("th")
            rule = [_ALIGNED.get(th.get("class", ""), "---") for th in headings]
            lines = [head, (rule + ["---"] * len(head))[: len(head)], *rows]
            out.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
        return out

    def _cell(self, element: ET.Element) -> str:
        return self.line(element).replace("|", r"\|")

    def _note(self, item: ET.Element) -> str:
        return f"[^{item.get('id', '').removeprefix('note-')}]: {self.line(item)}"

    def line(self, element: ET.Element) -> str:
        """Return the content of an element on one line."""
        return self._line(content.iter_content(element))

    def _line(self, inline_run: Iterable[ET.Element | str]) -> str:
        return _SPACE.sub(" ", self._join_inline(inline_run)).strip(" ")

    def _join_inline(self, inline_run: Iterable[ET.Element | str]) -> str:
        """Return inline content, each piece written so that its neighbours do not change its meaning."""
        parts = [(part, self._inline(part)) for part in inline_run]
        out = ""
        for i, (part, text) in enumerate(parts):
            if out.endswith("!") and text.startswith("["):
                out = f"{out[:-1]}\\!"  # otherwise an image
            after = next((text for _, text in parts[i + 1 :] if text), "")
            tag = "" if isinstance(part, str) else part.tag
            if (mark := _MARKS.get(tag, "")) and text.startswith(mark):
                inner = text[len(mark) : -len(mark)]
                # CommonMark 6.2: between a letter and punctuation the delimiter would be text.
                ends = (out[-1:], inner[:1]), (after[:1], inner[-1:])
                if any(o == mark[0] or o.isalnum() and not i.isalnum() for o, i in ends):
                    text = f"<{tag}>{inner}</{tag}>"
            out += text
        return out

    def _inline(self, part: ET.Element | str) -> str:
        if isinstance(part, str):
            return self.escape_text(part)
        tag = part.tag
        if tag == "sup" and "cite" in content.classes(part):
            return f"[^{''.join(part.itertext())}]"
        if tag == "br":
            return " "
        if tag == "img":
            source = self._address(part.get("src", ""))
            return f"![{self.escape_text(part.get('alt', ''))}]({source})"
        if tag in _CODE_TAGS:
            fence = _fence(text := "".join(part.itertext()), 1)
            return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"
        inside = self._join_inline(content.iter_content(part))
        if tag == "q":
            return f'"{inside}"'
        if tag == "sup" and any(map(str.isdigit, inside)):
            return f"<sup>{inside}</sup>"  # an exponent, not an ordinal
        if tag == "a":
            return _surround("[", inside, f"]({self._address(part.get('href', ''))})")
        if tag in _MARKS and "colon" not in content.classes(part):
            return _surround(_MARKS[tag], inside, _MARKS[tag])
        # Blocks inside a line, as in a cell: a space keeps their words apart.
        return f" {inside} " if tag in content.BLOCKS else inside

    def _address(self, href: str) -> str:
        absolute = content.resolve_url(href, self.page_path, self.root)
        return absolute.replace(" ", "%20").replace("(", "%28").replace(")", "%29")

    def escape_text(self, words: str) -> str:
        """Return words with Markdown's special characters escaped."""
        return _SPECIAL.sub(lambda m: rf"\{m[0]}", words)


def _heading(level: int, line: str) -> str:
    """Return a line as a heading; a ``#`` at its end is escaped."""
    line = re.sub(r"(?<![^ ])(?=#+$)", r"\\", line)
    return f"{'#' * level} {line}"


def _fence(text: str, min_length: int) -> str:
    """Return a run of backquotes longer than any in a code."""
    return "`" * max(min_length, 1 + max(map(len, re.findall("`+", text)), default=0))


def _surround(before: str, inside: str, after: str) -> str:
    """Return ``inside`` between two marks; spaces at its ends stay outside."""
    inner = inside.strip(" \n")
    if not inner:
        return inside
    start = inside[: len(inside) - len(inside.lstrip(" \n"))]
    return f"{start}{before}{inner}{after}{inside[len(inside.rstrip(' ' + chr(10))) :]}"


def _list_item(marker: str, blocks: list[str]) -> str:
    """Return blocks as one list item: lines after the first are indented."""
    is_tight = len(blocks) == 2 and blocks[1].startswith("- ")
    text = ("\n" if is_tight else "\n\n").join(blocks)
    indent = " " * len(marker)
    lines = (f"{indent}{line}" if line and i else line for i, line in enumerate(text.split("\n")))
    return marker + "\n".join(lines) if text else ""


def _escape_block_start(match: re.Match[str]) -> str:
    """Return an escaped start of a paragraph that would begin a list, a heading or a quotation."""
    return rf"\{match[1]}" if match[1] else rf"{match[2]}\{match[3]}"
