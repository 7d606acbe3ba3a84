"""A text made into a page as the build does it: read, printed, put together.

In: Markdown of a page or of a record. Out: the page's HTML, or its tree by lxml.
Interface strings are their own keys; the pages that links may name are ``PAGES``.
"""

from __future__ import annotations

from typing import Any

import builds
from explainer.derive.address import Addresses
from explainer.make import assembly, notes, print_context, printed_texts, printing
from explainer.make.page import AssembledPage
from explainer.read import markdown, private
from explainer.read.tree import Tree
from explainer.words import references
from lxml import html

PAGES = ("actors/x.md", "actors/y.md", "case.md", "glossary.md", "index.md", "timeline.md", "y.md")
REFERENCES = {
    "a": notes.PrintedReference(f"<i>Alpha</i>, 2020{private.SEAM}"),
    "b": notes.PrintedReference(f'<span lang="nl">Bèta &amp; "c"</span>, 2021{private.SEAM}'),
    "c": notes.PrintedReference(f"Gamma{private.SEAM}"),
    "d": notes.PrintedReference(
        f"Delta, “Why? Ask!{private.SEAM}” 2022",
        short=(f"“Why? Ask!{private.SEAM}”", True),
        kind="a letter",
    ),
}
STYLE = builds.ROOT / "templates" / "references.csl"


def words(
    language: str = "en", forms: dict[str, str] | None = None, **known: Any
) -> print_context.PrintContext:
    """Return what printing knows of a language; ``forms``: form of a term → its id."""
    forms = {print_context.term_key(form): term for form, term in (forms or {}).items()}
    return print_context.PrintContext(
        language,
        term_forms=forms,
        term_ids=frozenset(forms.values()),
        term_pattern=print_context.compile_term_pattern(forms),
        **known,
    )


def shared(
    known: print_context.PrintContext, definitions: dict[str, str] | None = None
) -> assembly.AssemblyContext:
    """Return what all pages of a language share."""
    names = [*PAGES, *(f"sources/{id_}.md" for id_ in (*REFERENCES, "unknown"))]
    table = {name: f"{name.removesuffix('.md')}/" for name in names} | {"index.md": ""}
    addresses = Addresses((known.language,), {known.language: table})
    shown = {
        id_: printed_texts.print_words(text, known.language)
        for id_, text in (definitions or {}).items()
    }
    style = references.make_bibliography([], known.language, STYLE)
    return assembly.AssemblyContext(known, addresses, REFERENCES, shown, style)


def assembled(
    markup: str,
    known: print_context.PrintContext | None = None,
    name: str = "actors/x.md",
    definitions: dict[str, str] | None = None,
) -> AssembledPage:
    """Return the page called ``name`` whose HTML with marks is ``markup``."""
    return assembly.assemble(markup, name, shared(known or words(), definitions))


def parsed(markup: str) -> Any:
    """Return the tree of a page's HTML, under one ``div``."""
    return html.fromstring(f"<div>{markup}</div>")


def page(
    text: str,
    language: str = "en",
    name: str = "actors/x.md",
    definitions: dict[str, str] | None = None,
    **known: Any,
) -> Any:
    """Return the tree of the hand-written page called ``name`` whose Markdown is ``text``."""
    return parsed(made(text, language, name, definitions, **known).html)


def made(
    text: str,
    language: str = "en",
    name: str = "actors/x.md",
    definitions: dict[str, str] | None = None,
    **known: Any,
) -> AssembledPage:
    """Return the hand-written page called ``name``, as the build keeps it."""
    spoken = words(language, **known)
    markup = printing.print_blocks(markdown.read(text).blocks, spoken, name.rpartition("/")[0])
    return assembled(markup, spoken, name, definitions)


def record(text: str) -> Tree:
    """Return the tree of a record's text."""
    return markdown.read(text, markdown.RECORD)
