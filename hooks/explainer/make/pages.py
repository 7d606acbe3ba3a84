"""Every page of a language: from records through templates, from prose through its tree.

In: what the pages of a language share (``scope.Language``), the templates and the
finished look-ups (``assembly.Shared``). Out: for each page its HTML, title and
description. A page made from a record is an HTML template into which texts are
put; a hand-written page is its own tree, with what its embeds show in place.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from explainer.derive import address
from explainer.make import assembly, printing
from explainer.make.lists import Lists, facet_label
from explainer.make.scope import Language, Scope
from explainer.make.templates import Templates
from explainer.model import records as model
from explainer.model.kinds import KINDS, Kind, page_of, paged
from explainer.read import private
from explainer.read.tree import Element, Node
from explainer.run.memory import Memory
from explainer.run.tables import Table

_TAG = re.compile("<[^>]*>")


@dataclass(frozen=True)
class Page:
    """One page of one language, whole but for the theme around it.

    ``body`` is its HTML, in UTF-8, half the memory of most strings; with ``headings`` it is final.
    ``links`` are the names of the pages that it links to, ``ids`` its anchors, ``twice`` the ids
    that it would have more than once;
    ``edit`` is the file to edit, from the project's root, «» for none; ``kind`` is page,
    actor, source, claim or facet; ``status`` is that of a claim, in words;
    ``left`` is a mark of the build that should not be there.
    """

    language: str
    name: str
    title: str
    description: str
    body: bytes
    edit: str
    kind: str
    record: str = ""
    status: str = ""
    headings: list[assembly.Heading] = field(default_factory=list)
    links: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()
    twice: tuple[str, ...] = ()
    left: str = ""

    @property
    def html(self) -> str:
        """Its HTML."""
        return self.body.decode()


class Maker:
    """Makes the pages of one language."""

    def __init__(
        self,
        shared: Language,
        templates: Templates,
        assembling: assembly.Shared,
        lists: Lists,
        memory: Memory | None = None,
        told: Any = None,
    ) -> None:
        self.shared, self.templates = shared, templates
        self.assembling, self.lists = assembling, lists
        self.story, self.language, self.texts = shared.story, shared.code, shared.texts
        titles = [str(page.meta["title"]) for page in self.story.pages[self.language].values()]
        self.titles = Table(f"called/{self.language}", dict.fromkeys(titles))
        self.memory, self.told = memory, told

    def pages(self) -> dict[str, Page]:
        """Return every page by name; those that a preview remembers are not made again."""
        return {name: self._once(name, make) for name, make in self._makers()}

    def _once(self, name: str, make: Callable[[], Page]) -> Page:
        if self.memory is None:
            return make()
        made: Page = self.memory.step(("page", self.language, name), self.told, make)
        return made

    def _makers(self) -> Iterator[tuple[str, Callable[[], Page]]]:
        """Yield the name of every page, and what makes it."""
        written = self.story.pages[self.language]
        for name in written:
            yield name, partial(self.written, name)
        for kind in paged():
            for id_ in self.story.records(kind.folder):
                name = page_of(kind.folder, id_)
                if name not in written:
                    yield name, partial(self.record, kind, id_)
        for facet in self.shared.addresses.facets:
            yield facet.name, partial(self.facet, facet)

    def scope(self, page: str) -> Scope:
        """Return what templates can name on ``page``."""
        return Scope(self.shared, page, self.lists)

    def _page(self, name: str, markup: str, **values: Any) -> Page:
        made = assembly.assemble(markup, name, self.assembling)
        return Page(
            self.language,
            name,
            body=made.html.encode(),
            headings=made.headings,
            links=made.links,
            ids=made.ids,
            twice=made.twice,
            left=made.left,
            **values,
        )

    def written(self, name: str) -> Page:
        """Return a hand-written page, its embeds filled in."""
        page = self.story.pages[self.language][name]
        scope, folder = self.scope(page.name), posixpath.dirname(page.name)
        parts: list[str] = []
        run: list[Node] = []
        for block in page.tree.blocks:
            if isinstance(block, Element) and block.tag == "embed":
                parts.append(printing.blocks(run, self.texts.words, folder))
                parts.append(self.embed(scope, block.attributes["kind"], block.attributes["id"]))
                run = []
            else:
                run.append(block)
        parts.append(printing.blocks(run, self.texts.words, folder))
        title, description = str(page.meta["title"]), str(page.meta["description"])
        return self._page(
            page.name, "\n".join(filter(None, parts)), title=title, description=description,
            edit=page.file, kind="page",
        )  # fmt: skip

    def embed(self, scope: Scope, kind: str, id_: str) -> str:
        """Return the HTML of one embedded block: the page shows its citations, and makes none."""
        if kind == "listing":
            made = self.templates.render(f"listings/{id_}", scope)
            if not _TAG.sub("", made).strip():  # under its heading, nothing would look forgotten
                said = html.escape(self.texts.words.string("nothing_here"))
                made = f'<p class="no-fact">{said}</p>'
        elif kind == "status":
            made = self.templates.render("embeds/status", scope, status=self.story.status)
        else:
            one = "figure" if kind == "drawing" else kind
            folder = next(known.folder for known in KINDS.values() if known.one == one)
            record = self.story.records(folder)[id_]
            made = self.templates.render(f"embeds/{kind}", scope, **{one: record})
        return made.replace(private.CITE, private.SHOWN)

    def record(self, kind: Kind, id_: str) -> Page:
        """Return the page of one record."""
        record, name = self.story.records(kind.folder)[id_], page_of(kind.folder, id_)
        edit = f"data/{kind.folder}/{id_}.yml"
        scope = self.scope(name)
        markup = self.templates.render(kind.one, scope, **{kind.one: record})
        description = self._words(getattr(record, kind.told))
        source = record if isinstance(record, model.Source) else None
        title = self._words(source.heading if source else getattr(record, kind.called))
        if title in self.titles:  # a page of prose on the same subject
            title = f"{title} ({self._sort(kind, record)})"
        status = ""
        if isinstance(record, model.Claim):
            word = self.story.vocab.claim_statuses[record.status]
            status = word.label[self.language]
            # Out of the site, a claim never goes without its status; one that is wrong, never first.
            if word.needs_record and record.record:
                description = self._words(record.record)
            form = self.story.strings["claim_described"][self.language]
            description = form.format(status=status, text=description)
        return self._page(
            name, markup, title=title, description=clip(description, 155), edit=edit, kind=kind.one,
            record=record.id, status=status,
        )  # fmt: skip

    def _words(self, text: model.Text | str) -> str:
        return text if isinstance(text, str) else self.story.tree(text[self.language]).words()

    def _sort(self, kind: Kind, record: Any) -> str:
        """Return what a record is, in the words of its vocabulary."""
        vocabulary, field_name = kind.sort
        word = self.story.vocab.table(vocabulary)[getattr(record, field_name)]
        label = word.label[self.language]
        return label[:1].lower() + label[1:]

    def facet(self, facet: address.Facet) -> Page:
        """Return the page of one value of a filter."""
        strings, language = self.story.strings, self.language
        value = facet_label(self.story, facet, language)
        by = strings[f"filter_by_{_ASKED.get((facet.section, facet.by), facet.by)}"][language]
        home = self._home(facet)
        asked = f"{by}{strings['colon'][language]}{value}"
        # «Claims by status: Established»: one value may be a subject and an actor.
        title = f"{home} {asked[:1].lower()}{asked[1:]}"
        if facet.part > 1:
            title += f", {strings['list_page'][language].format(n=facet.part)}"
        scope = self.scope(facet.name)
        markup = self.templates.render(f"facets/{facet.section}", scope, facet=facet)
        # It has no file of its own to edit.
        return self._page(
            facet.name, markup, title=title, description=f"{home}. {asked}.", edit="", kind="facet"
        )

    def _home(self, facet: address.Facet) -> str:
        name = "claims/index.md" if facet.section == "claims" else f"{facet.section}.md"
        page = self.story.pages[self.language].get(name)
        return str(page.meta["title"]) if page else facet.section


_ASKED = {("timeline", "who"): "actor"}


def clip(text: str, length: int) -> str:
    """Return ``text`` cut at a word, with «…», if it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"
