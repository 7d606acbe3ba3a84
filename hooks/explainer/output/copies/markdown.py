"""A page as Markdown, for programs that answer people: its twin at its address with ``.md``.

In: a made page and the view of it. Out: CommonMark with tables and footnotes as GitHub reads
them: statuses as words, notes with their references, links with whole addresses; above it, as
YAML, what the page is, its date, its status and its twins. Made from the very HTML that is
published, so that both say the same.
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
_SIGNS = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w+;)")
_START = re.compile(r"^(?:([-+#>=|])|(\d+)([.)]))")
_LISTED = re.compile(r"(?:-|\d+\.) ")  # a list, which begins on a line of its own
_MARKS = {"em": "*", "i": "*", "cite": "*", "strong": "**", "b": "**", "del": "~~", "s": "~~"}
_CODE = frozenset({"code", "kbd", "samp"})


def page(site: Site, made: Page, view: View) -> str:
    """Return a page as Markdown, what it is above it."""
    writer = _Writer(view.url, site.story.settings.site_url, view.t("colon"))
    body = writer.blocks(content.parsed(made.html))
    front = "".join(f"{key}: {value}\n" for key, value in _front(site, view).items())
    return (
        f"---\n{front}---\n\n{_heading(1, writer.text(view.title))}\n\n" + "\n\n".join(body) + "\n"
    )


def _front(site: Site, view: View) -> dict[str, str]:
    """Return what a page is; each value is JSON, which YAML reads too."""
    record = view.record
    others = {
        other.language: site.whole(site.addresses.markdown_url(other.language, view.name))
        for other in view.alternates
        if not other.current
    }
    claim = record if isinstance(record, model.Claim) else None
    status = site.story.vocab.claim_statuses[claim.status].label[view.language] if claim else ""
    told = {
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
    return {key: json.dumps(value, ensure_ascii=False) for key, value in told.items() if value}


class _Writer:
    """Writes the blocks of one page."""

    def __init__(self, here: str, root: str, colon: str) -> None:
        self.here, self.root, self.colon = here, root, colon

    def blocks(self, element: ET.Element) -> list[str]:
        """Return what an element holds, block by block; text between blocks is a paragraph."""
        out: list[str] = []
        run: list[ET.Element | str] = []
        for child in content.kept(element):
            if isinstance(child, str) or child.tag not in content.BLOCKS:
                run.append(child)
            else:
                out += self._paragraph(run)
                run = []
                out += self._block(child)
        return out + self._paragraph(run)

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
            return self._paragraph(list(content.kept(element)))
        return self.blocks(element)

    def _paragraph(self, run: list[ET.Element | str]) -> list[str]:
        line = self._line(run)
        return [_START.sub(_literal, line)] if line else []

    def _list(self, element: ET.Element) -> list[str]:
        items, first = [], int(element.get("start") or 1)
        for i, item in enumerate((child for child in element if child.tag == "li"), first):
            mark = f"{i}. " if element.tag == "ol" else "- "
            items.append(_hung(mark, self.blocks(item)))
        return ["\n".join(filter(None, items))] if items else []

    def _definitions(self, element: ET.Element) -> list[str]:
        """Return terms with what is said of each as a list, which every reader knows."""
        items: list[str] = []
        term, said = "", list[list[str]]()

        def close() -> None:
            if not term:
                return
            first = f"**{term}**{self.colon}" if said else f"**{term}**"
            if len(said) == 1 and said[0] and not _LISTED.match(said[0][0]):
                items.append(_hung("- ", [first + said[0][0], *said[0][1:]]))
            else:
                below = ["\n".join(_hung("- ", one) for one in said if one)]
                below = said[0] if len(said) == 1 else below
                items.append(_hung("- ", [first.rstrip(), *filter(None, below)]))

        for child in element:
            if child.tag == "dt":
                close()
                term, said = self.line(child), []
            elif child.tag == "dd":
                said.append(self.blocks(child))
        close()
        return ["\n".join(items)] if items else []

    def _table(self, element: ET.Element) -> list[str]:
        rows = [
            [self._cell(cell) for cell in row if cell.tag in ("td", "th")]
            for row in element.iter("tr")
        ]
        caption = element.find("caption")
        out = self._paragraph(list(content.kept(caption))) if caption is not None else []
        if rows:
            headed = element.find("thead") is not None
            head = rows.pop(0) if headed else []
            head += [""] * (max(map(len, [head, *rows])) - len(head))  # readers cut rows to it
            lines = [head, ["---"] * len(head), *rows]
            out.append("\n".join(f"| {' | '.join(cells)} |" for cells in lines))
        return out

    def _cell(self, element: ET.Element) -> str:
        return self.line(element).replace("|", r"\|")

    def _note(self, item: ET.Element) -> str:
        return f"[^{item.get('id', '').removeprefix('note-')}]: {self.line(item)}"

    def line(self, element: ET.Element) -> str:
        """Return all that an element holds on one line."""
        return self._line(content.kept(element))

    def _line(self, run: Iterable[ET.Element | str]) -> str:
        return _SPACE.sub(" ", self._run(run)).strip(" ")

    def _run(self, run: Iterable[ET.Element | str]) -> str:
        """Return what stands in a line, each piece so that its neighbours do not change it."""
        parts = [(part, self._inline(part)) for part in run]
        out = ""
        for i, (part, text) in enumerate(parts):
            if out.endswith("!") and text.startswith("["):
                out = f"{out[:-1]}\\!"  # else a picture
            after = next((text for _, text in parts[i + 1 :] if text), "")
            if (
                not isinstance(part, str)
                and (mark := _MARKS.get(part.tag))
                and text.startswith(mark)
            ):
                held = text[len(mark) : -len(mark)]
                # CommonMark 6.2: between a letter and a mark of punctuation it would be words.
                ends = (out[-1:], held[:1]), (after[:1], held[-1:])
                if any(o == mark[0] or o.isalnum() and not i.isalnum() for o, i in ends):
                    text = f"<{part.tag}>{held}</{part.tag}>"
            out += text
        return out

    def _inline(self, part: ET.Element | str) -> str:
        if isinstance(part, str):
            return self.text(part)
        tag = part.tag
        if tag == "sup" and "cite" in content.classes(part):
            return f"[^{''.join(part.itertext())}]"
        if tag == "br":
            return " "
        if tag == "img":
            source = self._address(part.get("src", ""))
            return f"![{self.text(part.get('alt', ''))}]({source})"
        if tag in _CODE:
            fence = _fence(text := "".join(part.itertext()), 1)
            return f"{fence} {text} {fence}" if "`" in text else f"`{text}`"
        inside = self._run(content.kept(part))
        if tag == "q":
            return f'"{inside}"'
        if tag == "sup" and any(map(str.isdigit, inside)):
            return f"<sup>{inside}</sup>"  # a power, no ordinal
        if tag == "a":
            return _around("[", inside, f"]({self._address(part.get('href', ''))})")
        if tag in _MARKS and "colon" not in content.classes(part):
            return _around(_MARKS[tag], inside, _MARKS[tag])
        # Blocks inside a line, as in a cell: a space keeps their words apart.
        return f" {inside} " if tag in content.BLOCKS else inside

    def _address(self, href: str) -> str:
        whole = content.resolve(href, self.here, self.root)
        return whole.replace(" ", "%20").replace("(", "%28").replace(")", "%29")

    def text(self, words: str) -> str:
        """Return words in which no sign of Markdown means anything."""
        return _SIGNS.sub(lambda m: rf"\{m[0]}", words)


def _heading(level: int, line: str) -> str:
    """Return a line as a heading; what it ends in would be read as the heading's own end."""
    line = re.sub(r"(?<![^ ])(?=#+$)", r"\\", line)
    return f"{'#' * level} {line}"


def _fence(text: str, least: int) -> str:
    """Return backquotes that end no run of them in a code."""
    return "`" * max(least, 1 + max(map(len, re.findall("`+", text)), default=0))


def _around(before: str, inside: str, after: str) -> str:
    """Return ``inside`` between two marks; spaces at its ends stay outside."""
    held = inside.strip(" \n")
    if not held:
        return inside
    start = inside[: len(inside) - len(inside.lstrip(" \n"))]
    return f"{start}{before}{held}{after}{inside[len(inside.rstrip(' ' + chr(10))) :]}"


def _hung(mark: str, blocks: list[str]) -> str:
    """Return blocks as one item of a list: what follows the first line stands under it."""
    tight = len(blocks) == 2 and blocks[1].startswith("- ")
    text = ("\n" if tight else "\n\n").join(blocks)
    indent = " " * len(mark)
    lines = (f"{indent}{line}" if line and i else line for i, line in enumerate(text.split("\n")))
    return mark + "\n".join(lines) if text else ""


def _literal(match: re.Match[str]) -> str:
    """Return the start of a paragraph that would begin a list, a heading or a quotation."""
    return rf"\{match[1]}" if match[1] else rf"{match[2]}\{match[3]}"
