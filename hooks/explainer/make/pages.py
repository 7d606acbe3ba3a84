"""Every page of a language: from records through templates, from prose through its tree.

In: a compiled site and a language. Out: for each page its HTML, title and
description. A page made from a record is an HTML template into which texts are
put; a hand-written page is its own tree, with what its embeds show in place.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from explainer.derive import address
from explainer.make import assembly, facets, printing
from explainer.make.page import Page, clip
from explainer.make.scope import Scope
from explainer.make.site import Site
from explainer.model import records as model
from explainer.model.kinds import KINDS, Kind, kinds_with_pages, page_name
from explainer.read import markdown, private
from explainer.read.tree import Element, Node
from explainer.run.tracked_tables import TrackedTable

_TAG = re.compile("<[^>]*>")


class Maker:
    """Makes the pages of one language."""

    def __init__(self, site: Site, language: str) -> None:
        self.site, self.story, self.language = site, site.story, language
        self.scope = Scope(site, language)
        self.words = self.scope.texts.words
        titles = [str(page.meta["title"]) for page in self.story.pages[language].values()]
        self.titles = TrackedTable(f"called/{language}", dict.fromkeys(titles))
        told, memory = self.scope.told, site.memory
        self.told = memory.reuse_if_equal(language, told) if memory else told

    def pages(self) -> dict[str, Page]:
        """Return every page by name; those that a preview remembers are not made again."""
        return {name: self._once(name, make) for name, make in self._makers()}

    def _once(self, name: str, make: Callable[[], Page]) -> Page:
        if self.site.memory is None:
            return make()
        return self.site.memory.run_step(("page", self.language, name), self.told, make)

    def _makers(self) -> Iterator[tuple[str, Callable[[], Page]]]:
        """Yield the name of every page, and what makes it."""
        written = self.story.pages[self.language]
        for name in written:
            yield name, partial(self.written, name)
        for kind in kinds_with_pages():
            for id_ in self.story.records(kind.folder):
                name = page_name(kind.folder, id_)
                if name not in written:
                    yield name, partial(self.record, kind, id_)
        for facet in self.site.addresses.facets:
            yield facet.name, partial(self.facet, facet)

    def _page(self, name: str, markup: str, **values: Any) -> Page:
        made = assembly.assemble(markup, name, self.scope.assembling)
        return Page(**vars(made), language=self.language, name=name, **values)

    def _render(self, template: str, name: str, **more: Any) -> str:
        return self.site.templates.render(template, self.scope.names(name), **more)

    def written(self, name: str) -> Page:
        """Return a hand-written page, its embeds filled in."""
        page = self.story.pages[self.language][name]
        folder = posixpath.dirname(name)
        parts: list[str] = []
        run: list[Node] = []
        for block in page.tree.blocks:
            if isinstance(block, Element) and block.tag == "embed":
                parts.append(printing.blocks(run, self.words, folder))
                parts.append(self.embed(name, block.attributes["kind"], block.attributes["id"]))
                run = []
            else:
                run.append(block)
        parts.append(printing.blocks(run, self.words, folder))
        title, description = str(page.meta["title"]), str(page.meta["description"])
        return self._page(
            name, "\n".join(filter(None, parts)), title=title, description=description,
            edit=page.file, kind="page",
        )  # fmt: skip

    def embed(self, page: str, kind: str, id_: str) -> str:
        """Return the HTML of one embedded block: the page shows its citations, and makes none."""
        if kind == "listing":
            made = self._render(f"listings/{id_}", page)
            if not _TAG.sub("", made).strip():  # under its heading, nothing would look forgotten
                said = html.escape(self.words.string("nothing_here"))
                made = f'<p class="no-fact">{said}</p>'
        elif kind == "status":
            made = self._render("embeds/status", page, status=self.story.status)
        else:
            one = "figure" if kind == "drawing" else kind
            folder = next(known.folder for known in KINDS.values() if known.singular == one)
            record = self.story.records(folder)[id_]
            made = self._render(f"embeds/{kind}", page, **{one: record})
        return made.replace(private.CITE, private.SHOWN)

    def record(self, kind: Kind, id_: str) -> Page:
        """Return the page of one record."""
        record, name = self.story.records(kind.folder)[id_], page_name(kind.folder, id_)
        edit = f"data/{kind.folder}/{id_}.yml"
        markup = self._render(kind.singular, name, **{kind.singular: record})
        description = self._words(getattr(record, kind.summary_field))
        source = record if isinstance(record, model.Source) else None
        title = self._words(source.full_title if source else getattr(record, kind.name_field))
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
            name, markup, title=title, description=clip(description, 155), edit=edit, kind=kind.singular,
            record=record.id, status=status,
        )  # fmt: skip

    def _words(self, text: model.Text | str) -> str:
        return text if isinstance(text, str) else markdown.record_plain_text(text[self.language])

    def _sort(self, kind: Kind, record: Any) -> str:
        """Return what a record is, in the words of its vocabulary."""
        vocabulary, field_name = kind.type_field
        word = self.story.vocab.table(vocabulary)[getattr(record, field_name)]
        label = word.label[self.language]
        return label[:1].lower() + label[1:]

    def facet(self, facet: address.Facet) -> Page:
        """Return the page of one value of a filter."""
        strings, language = self.story.strings, self.language
        value = facets.label(self.story, facet, language)
        by = strings[f"filter_by_{_ASKED.get((facet.section, facet.by), facet.by)}"][language]
        home = self._home(facet)
        asked = f"{by}{strings['colon'][language]}{value}"
        # «Claims by status: Established»: one value may be a subject and an actor.
        title = f"{home} {asked[:1].lower()}{asked[1:]}"
        if facet.part > 1:
            title += f", {strings['list_page'][language].format(n=facet.part)}"
        markup = self._render(f"facets/{facet.section}", facet.name, facet=facet)
        return self._page(
            facet.name, markup, title=title, description=f"{home}. {asked}.", kind="facet"
        )

    def _home(self, facet: address.Facet) -> str:
        name = "claims/index.md" if facet.section == "claims" else f"{facet.section}.md"
        page = self.story.pages[self.language].get(name)
        return str(page.meta["title"]) if page else facet.section


_ASKED = {("timeline", "who"): "actor"}
