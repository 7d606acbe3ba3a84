"""Every page of a language: from records through templates, from prose through its tree.

In: a compiled site and a language. Out: for each page its HTML, title and description. The page of
a record is an HTML template filled with texts; a hand-written page is its own tree, with the HTML
of its embedded blocks in place.
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
from explainer.make.page import Page, truncate
from explainer.make.scope import TemplateScope
from explainer.make.site import Site
from explainer.model import records as model
from explainer.model.kinds import KINDS, Kind, kinds_with_pages, page_name
from explainer.read import markdown, private
from explainer.read.tree import Element, Node
from explainer.run.tracked_tables import TrackedTable

_TAG = re.compile("<[^>]*>")


class PageMaker:
    """Makes the pages of one language."""

    def __init__(self, site: Site, language: str) -> None:
        self.site, self.story, self.language = site, site.story, language
        self.scope = TemplateScope(site, language)
        self.context = self.scope.texts.context
        titles = [str(page.meta["title"]) for page in self.story.pages[language].values()]
        self.titles = TrackedTable(f"called/{language}", dict.fromkeys(titles))
        inputs, memory = self.scope.shared_inputs, site.memory
        self.shared_inputs = memory.reuse_if_equal(language, inputs) if memory else inputs

    def make_pages(self) -> dict[str, Page]:
        """Return every page by name; a preview reuses the pages whose inputs are unchanged."""
        return {name: self._make_or_reuse(name, make) for name, make in self._makers()}

    def _make_or_reuse(self, name: str, make: Callable[[], Page]) -> Page:
        if self.site.memory is None:
            return make()
        return self.site.memory.run_step(("page", self.language, name), self.shared_inputs, make)

    def _makers(self) -> Iterator[tuple[str, Callable[[], Page]]]:
        """Yield the name of every page and the function that makes it."""
        written = self.story.pages[self.language]
        for name in written:
            yield name, partial(self.make_written_page, name)
        for kind in kinds_with_pages():
            for id_ in self.story.records(kind.folder):
                name = page_name(kind.folder, id_)
                if name not in written:
                    yield name, partial(self.make_record_page, kind, id_)
        for facet in self.site.addresses.facets:
            yield facet.name, partial(self.make_facet_page, facet)

    def _page(self, name: str, markup: str, **values: Any) -> Page:
        made = assembly.assemble(markup, name, self.scope.assembly)
        return Page(**vars(made), language=self.language, name=name, **values)

    def _render(self, template: str, name: str, **more: Any) -> str:
        return self.site.templates.render(template, self.scope.names(name), **more)

    def make_written_page(self, name: str) -> Page:
        """Return a hand-written page, with its embedded blocks."""
        page = self.story.pages[self.language][name]
        folder = posixpath.dirname(name)
        parts: list[str] = []
        nodes: list[Node] = []
        for block in page.tree.blocks:
            if isinstance(block, Element) and block.tag == "embed":
                parts.append(printing.print_blocks(nodes, self.context, folder))
                kind, id_ = block.attributes["kind"], block.attributes["id"]
                parts.append(self.render_embed(name, kind, id_))
                nodes = []
            else:
                nodes.append(block)
        parts.append(printing.print_blocks(nodes, self.context, folder))
        title, description = str(page.meta["title"]), str(page.meta["description"])
        return self._page(
            name, "\n".join(filter(None, parts)), title=title, description=description,
            edit=page.file, kind="page",
        )  # fmt: skip

    def render_embed(self, page: str, kind: str, id_: str) -> str:
        """Return the HTML of one embedded block; its citations count as shown, not made, by the page."""
        if kind == "listing":
            markup = self._render(f"listings/{id_}", page)
            if not _TAG.sub("", markup).strip():  # an empty section would look like a mistake
                message = html.escape(self.context.string("nothing_here"))
                markup = f'<p class="no-fact">{message}</p>'
        elif kind == "status":
            markup = self._render("embeds/status", page, status=self.story.status)
        else:
            kind_name = "figure" if kind == "drawing" else kind
            folder = next(row.folder for row in KINDS.values() if row.singular == kind_name)
            record = self.story.records(folder)[id_]
            markup = self._render(f"embeds/{kind}", page, **{kind_name: record})
        return markup.replace(private.CITE, private.SHOWN)

    def make_record_page(self, kind: Kind, id_: str) -> Page:
        """Return the page of one record."""
        record, name = self.story.records(kind.folder)[id_], page_name(kind.folder, id_)
        edit = f"data/{kind.folder}/{id_}.yml"
        markup = self._render(kind.singular, name, **{kind.singular: record})
        description = self._plain_words(getattr(record, kind.summary_field))
        source = record if isinstance(record, model.Source) else None
        title = self._plain_words(source.full_title if source else getattr(record, kind.name_field))
        if title in self.titles:  # a page of prose on the same subject
            title = f"{title} ({self._vocabulary_label(kind, record)})"
        status = ""
        if isinstance(record, model.Claim):
            word = self.story.vocab.claim_statuses[record.status]
            status = word.label[self.language]
            # Outside the site a claim always has its status; of a false one, the record's words come first.
            if word.needs_record and record.record:
                description = self._plain_words(record.record)
            form = self.story.strings["claim_described"][self.language]
            description = form.format(status=status, text=description)
        return self._page(
            name, markup, title=title, description=truncate(description, 155), edit=edit, kind=kind.singular,
            record=record.id, status=status,
        )  # fmt: skip

    def _plain_words(self, text: model.Text | str) -> str:
        return text if isinstance(text, str) else markdown.record_plain_text(text[self.language])

    def _vocabulary_label(self, kind: Kind, record: Any) -> str:
        """Return the label of a record's kind in its vocabulary."""
        vocabulary, field_name = kind.type_field
        word = self.story.vocab.table(vocabulary)[getattr(record, field_name)]
        label = word.label[self.language]
        return label[:1].lower() + label[1:]

    def make_facet_page(self, facet: address.Facet) -> Page:
        """Return the page that lists the records with one value of a filter."""
        strings, language = self.story.strings, self.language
        value = facets.facet_label(self.story, facet, language)
        key = _FILTER_STRINGS.get((facet.section, facet.by), facet.by)
        filter_title = strings[f"filter_by_{key}"][language]
        section = self._section_title(facet)
        filtered_by = f"{filter_title}{strings['colon'][language]}{value}"
        # «Claims by status: Established», since one value may be both a subject and an actor.
        title = f"{section} {filtered_by[:1].lower()}{filtered_by[1:]}"
        if facet.part > 1:
            title += f", {strings['list_page'][language].format(n=facet.part)}"
        markup = self._render(f"facets/{facet.section}", facet.name, facet=facet)
        return self._page(
            facet.name, markup, title=title, description=f"{section}. {filtered_by}.", kind="facet"
        )

    def _section_title(self, facet: address.Facet) -> str:
        name = "claims/index.md" if facet.section == "claims" else f"{facet.section}.md"
        page = self.story.pages[self.language].get(name)
        return str(page.meta["title"]) if page else facet.section


_FILTER_STRINGS = {("timeline", "who"): "actor"}
