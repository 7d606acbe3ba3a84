"""Hostile text in every field, page, label, string and file name: told, or text and nothing else.

Each example fills all that the tiny story's people write with texts drawn from a seed, builds in
this process, and sets aside the files whose mistakes are told, until it builds. What is written is
then read as browsers and other programs read it. FUZZ=500 tries more examples than `make test`.
"""

from __future__ import annotations

import csv
import io
import json
import logging
import os
import random
import re
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import bibtexparser
import builds
import html5lib
import hypothesis
import pytest
from explainer import build, output, settings
from explainer.check import review
from explainer.model.story import load
from explainer.read import digests, private, yamlio
from explainer.read.problems import Problem
from hypothesis import strategies as st

EXAMPLES = int(os.environ.get("FUZZ", "10"))
# What has broken out somewhere, of HTML, templates, scripts, Markdown, YAML, CSV, BibTeX, XML.
FRAGMENTS = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onload='alert(1)", "</title>",
    "</p></main></body>", "</script>", "<!--", "-->", "<![CDATA[", "]]>", "<?xml ?>", "<svg/onload=x>",
    "<style>*{}</style>", "<base href=//evil.example>", "<b>", "</b>", "<br>", "<a href=javascript:x>",
    "&lt;b&gt;", "&#x3C;b&#62;", "&amp", "&", '"', "'", "`", "``", "```", "<", ">", "=", "\\", "\\\\",
    "{{ 7*7 }}", "{% raw %}", "{n}", "{0.__class__}", "{", "}", "{}", "%s", "%(a)s", "${x}", "\\u003c",
    "[x](javascript:alert(1))", "[x](data:text/html,1)", "[x](//evil.example)", "[x](index.md)",
    "![x](https://evil.example/a.png)", "[x](https://example.org/?a=1&b=\"2\")", "<https://a.example/>",
    "{onclick=x}", "{: #menu }", "{#content}", "*a*{lang=fr}", "*a*{.b}", "**a**", "_a_", "[a]: b",
    "=cmd|'/c'!A0", "@SUM(1)", "+1", "-1", "a,b", "a;b", 'a""b', "\t", "# h", "- a", "1. a", "> q",
    "| a | b |", "---", "===", '!!! claim "x"', "[@", "[@marlow-report, p. 3]", "@marlow-report", "[^1]",
    "@article{x,", "\\input{x}", "$x^2$", "~", "^", "_", "#", "%", "a: b", "? a", "& a", "* a", "!a", "|",
    "\n\n", "\n", " ", "\u00a0", "\u202e", "\u200b", "\x00", "\x1b[31m", "\x85", "\u2028", "\ufeff",
    "\U0001d54f", "e\u0301", "\u0627\u0644", "\u4e2d", "\U0001f600", "« a »", "“b”", "id=\"menu\"",
    "1,234", "May 6, 2025", "A" * 300, "[" * 30, "*" * 30, "((", "))", "javascript:", "href", "http://[",
]  # fmt: skip
HOSTILE = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=6), min_size=1, max_size=4).map(
    "".join
)
# What most texts are told of: in the others is what may come out unseen.
LOUD = re.compile(r"\[@|@m|[{}\[]|\d,\d|May|!!!|\A\s*\Z")
PRINTED = {
    "title",
    "container-title",
    "authority",
    "publisher",
    "genre",
    "family",
    "given",
    "where",
}
PRINTED |= {"literal", "number", "note", "shape", "DOI", "URL", "archive_url"}

# What pages are made of; anything else came out of a text.
ELEMENTS = frozenset(
    re.findall(
        r"\S+",
        "a article aside body button caption cite code dd details dialog div dl dt em fieldset "
        "figure footer h1 h2 h3 h4 head header hr html i img input label legend li link main "
        "meta nav ol p pre script section small span strong summary sup table tbody td th "
        "thead time title tr ul blockquote br abbr b bdi del dfn ins kbd mark q s samp sub u "
        "var circle desc g line path rect svg text",
    )
)
ATTRIBUTES = frozenset(
    re.findall(
        r"\S+",
        "alt autocomplete charset checked class content cx cy d datetime dir enterkeyhint fill "
        "font-size height hidden href hreflang http-equiv id lang media name open placeholder "
        "popover popovertarget popovertargetaction property r rel role scope spellcheck src "
        "start stroke stroke-dasharray tabindex text-anchor title transform translate type "
        "value viewBox width x x1 x2 y y1 y2",
    )
)
ONE_LINE = re.compile(
    r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]+:\d+:\d+: [^\x00-\x1f\x7f-\x9f\u2028\u2029]+"
)


@dataclass
class Tried:
    """How it went: texts that were put somewhere, files set aside, pages read."""

    texts: int = 0
    told: int = 0
    pages: int = 0
    builds: int = 0


TRIED = Tried()


@dataclass
class Filler:
    """Puts hostile texts wherever people write."""

    texts: list[str]
    chance: random.Random
    quiet: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.quiet = [
            text for text in self.texts if not (LOUD.search(text) or private.UNWANTED.search(text))
        ]

    def text(self, before: str, ending: str = "") -> str:
        TRIED.texts += 1
        quiet = self.quiet and self.chance.random() < 0.97  # one text told of sets a file aside
        added = self.chance.choice(self.quiet if quiet else self.texts)
        return (
            f"{before} {added}{ending}"
            if self.chance.random() < 0.8
            else f"{added} {before}{ending}"
        )

    def value(self, value: Any, key: str, often: float) -> Any:
        """Return a value of a record with hostile texts in it; what languages share, the same."""
        if isinstance(value, list):
            return [self.value(item, key, often) for item in value]
        if isinstance(value, dict) and {"en", "fr"} <= set(value):
            if key in {"slug", "variants"} or self.chance.random() > often:
                return value
            added = self.text("")
            return {
                code: f"{said} {added}" if isinstance(said, str) else said
                for code, said in value.items()
            }
        if isinstance(value, dict):
            return {name: self.value(item, name, often) for name, item in value.items()}
        if isinstance(value, str) and self.chance.random() < (often if key in PRINTED else 0.003):
            return self.text(value)
        return value

    def fill(self, project: Path) -> list[list[Path]]:
        """Fill a project; return the files that changed, twins together."""
        changed: list[list[Path]] = []
        for path in sorted((project / "data").rglob("*.yml")):
            document, _ = yamlio.read(path.name, path.read_bytes())
            made = self.value(document.value, "", 0.5)
            if made != document.value:
                path.write_text(json.dumps(made, ensure_ascii=False), "utf-8", "replace")
                changed.append([path])
        for path in sorted((project / "docs/en").rglob("*.md")):
            twin = project / "docs/fr" / path.relative_to(project / "docs/en")
            added = "".join(
                f"\n{self.text(self.chance.choice(['', 'a', '- a', '> a', '| a |']))}\n{{: .no-fact }}\n"
                for _ in range(self.chance.randrange(3))
            )
            title = self.text("") if self.chance.random() < 0.3 else ""
            for one in (path, twin):
                text = one.read_text("utf-8")
                if title:
                    said = re.search(r"(?m)^title: (.*)$", text)
                    assert said
                    quoted = json.dumps(f"{said[1]} {title}", ensure_ascii=False)
                    text = text.replace(said[0], f"title: {quoted}", 1)
                one.write_text(text + added, "utf-8", "replace")
            if added or title:
                changed.append([path, twin])
        for folder, source in (("data/sources", "courier-2019.yml"), ("docs/en", "cracks.md")):
            name = re.sub(r"[/\x00]", "", self.text(""))[:40] + Path(source).suffix
            try:
                shutil.copy(project / folder / source, project / folder / name)
            except (OSError, ValueError):  # no name that this machine has
                continue
            changed.append([project / folder / name])
        return changed


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny story, without what was confirmed."""
    folder = builds.tiny_project(tmp_path_factory.mktemp("fuzz") / "tiny")
    for name in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE):
        (folder / name).unlink()
    return folder


@pytest.fixture(scope="module")
def read_before(ground: Path) -> set[str]:
    """The pages of the story as it stands: read once, and the same in most examples."""
    made = Reader(set())
    made.site(_built(ground, ground))
    return made.known


def _chosen(project: Path) -> settings.Settings:
    return replace(settings.read_settings(project / settings.CONFIG_FILE), options={"cards": False})


def _built(project: Path, ground: Path, changed: list[list[Path]] | None = None) -> Path:
    """Build; give back what is told of to the ground, file by file, until nothing is."""
    chosen = _chosen(project)
    waiting = list(changed or [])
    for _ in range(12):
        TRIED.builds += 1
        review.confirm(load(chosen)[0], [])
        site, problems = build.compile_site(chosen)
        if site:
            break
        assert waiting, problems
        told = _told(problems)
        wrong = [group for group in waiting if told & {_name(project, path) for path in group}]
        for group in wrong or waiting:
            TRIED.told += 1
            for path in group:
                before = ground / path.relative_to(project)
                shutil.copy(before, path) if before.exists() else path.unlink()
        waiting = [group for group in waiting if group not in wrong] if wrong else []
        for name in (digests.REVIEWS_FILE, digests.PUBLISHED_FILE):
            (project / name).unlink(missing_ok=True)
    assert site, problems
    out = project / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    written = [output.write_language(site, code, out) for code in chosen.languages]
    output.write_shared(site, written, out)
    return out


def _name(project: Path, path: Path) -> str:
    return path.relative_to(project).as_posix()


def _told(problems: list[Problem]) -> set[str]:
    """Return the files that problems name, there or in their words; each must be one line."""
    for problem in problems:
        assert ONE_LINE.fullmatch(str(problem)), repr(str(problem))
    said = "\n".join(map(str, problems))
    return {problem.file for problem in problems} | set(
        re.findall(r"(?:docs|data)/[\w./-]+\.\w+", said)
    )


class Reader:
    """Reads a site as browsers and other programs do; fails for what came out of a text."""

    def __init__(self, known: set[str]) -> None:
        self.known = known

    def site(self, folder: Path) -> None:
        for path in sorted(folder.rglob("*")):
            match path.suffix:
                case ".html":
                    self.page(path.read_text("utf-8"))
                case ".json" | ".webmanifest":
                    json.loads(path.read_text("utf-8"))
                case ".xml" | ".svg":
                    ET.fromstring(path.read_bytes())
                case ".csv":
                    rows = list(
                        csv.reader(
                            io.StringIO(path.read_text("utf-8-sig"), newline=""), strict=True
                        )
                    )
                    assert len({len(row) for row in rows}) == 1
                case ".bib":
                    library = bibtexparser.parse_string(path.read_text("utf-8"))
                    assert not library.failed_blocks
                    items = json.loads((path.parent / "sources.csl.json").read_text("utf-8"))
                    assert len(library.entries) == len(items)

    def page(self, text: str) -> None:
        if text in self.known:
            return
        self.known.add(text)
        TRIED.pages += 1
        # Strict: it stops at the first thing that a browser would have to mend, such as nesting.
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        ids: set[str] = set()
        for element in parser.parse(text).iter():
            if not isinstance(element.tag, str):
                raise AssertionError(f"a comment: {element.text}")
            tag = element.tag.rpartition("}")[2]
            assert tag in ELEMENTS, tag
            for name, value in element.attrib.items():
                self.attribute(tag, name.rpartition("}")[2], value, element.attrib)
            if (id_ := element.get("id")) is not None:
                assert id_ not in ids, id_
                ids.add(id_)
            if tag == "script" and not element.get("src"):
                assert element.get("type") == "application/ld+json", element.text
                json.loads(element.text or "")

    def attribute(self, tag: str, name: str, value: str, given: Any) -> None:
        if name == "style":
            assert re.fullmatch(r"text-align: (?:left|right|center);", value), value
            return
        assert name in ATTRIBUTES or name.startswith(("data-", "aria-")), (tag, name)
        loads = (
            name == "src"
            or tag == "link"
            and given.get("rel") in ("stylesheet", "icon", "manifest")
        )
        if loads and name in ("src", "href"):
            parts = urlsplit(value)
            assert not (parts.scheme or parts.netloc), (tag, value)
        elif name == "href":
            plain = re.sub(r"[\x00-\x20]", "", value).lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", plain)
            assert not scheme or scheme[0] in ("http:", "https:", "mailto:"), value
            assert scheme or not plain.startswith(("//", "\\", "/\\")), value


def test_hostile_text_is_told_or_stays_text(ground: Path, read_before: set[str]) -> None:
    @hypothesis.settings(
        max_examples=EXAMPLES, derandomize=True, deadline=None, database=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
    )  # fmt: skip
    @hypothesis.given(st.lists(HOSTILE, min_size=30, max_size=60), st.integers(0, 2**32))
    def examples(texts: list[str], seed: int) -> None:
        project = ground.with_name("armed")
        shutil.rmtree(project, ignore_errors=True)
        shutil.copytree(ground, project, symlinks=True, ignore=shutil.ignore_patterns("out"))
        changed = Filler(texts, random.Random(seed)).fill(project)
        Reader(set(read_before)).site(_built(project, ground, changed))

    examples()
    logging.getLogger(__name__).info("%s", TRIED)  # pytest --log-cli-level=INFO shows it
    assert TRIED.texts > 50 * EXAMPLES
    assert TRIED.pages > 10 * EXAMPLES


def escapes() -> Iterator[str]:
    """Yield pages that something came out of a text on."""
    for added in (
        "<script>1</script>", "<img src=https://evil.example/>", "<p onclick=x>a</p>", "<p>a<div>b</p>",
        '<a href=" javascript:x">a</a>', '<a href="//evil.example">a</a>', "<p id=a>b<p id=a>c", "<!-- a -->",
        "<iframe></iframe>", "<p style=display:none>a</p>", "</p>", "a & b &lt", "<b><i>a</b></i>",
        '<script type="application/ld+json">{</script>',
    ):  # fmt: skip
        yield f"<!DOCTYPE html><html><head><title>a</title></head><body>{added}</body></html>"


@pytest.mark.parametrize("page", list(escapes()), ids=range(14))
def test_the_reader_sees_what_came_out(page: str) -> None:
    with pytest.raises((AssertionError, html5lib.html5parser.ParseError, ValueError)):
        Reader(set()).page(page)
