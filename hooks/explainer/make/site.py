"""A compiled site: every page of every language, and the look-ups behind them.

``build`` fills a ``Site`` and ``output`` writes it. It also gives what printing each language needs.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from explainer.check import link_targets
from explainer.derive import address
from explainer.derive.index import Index
from explainer.make import assembly, notes, printed_texts, printing
from explainer.make.downloads import Download
from explainer.make.page import Page
from explainer.make.print_context import PrintContext, compile_term_pattern, term_key
from explainer.make.templates import Templates
from explainer.model import records as model
from explainer.model.kinds import KINDS
from explainer.model.story import Story
from explainer.read import markdown
from explainer.read.problems import Problem
from explainer.run import cache
from explainer.run.preview_memory import PreviewMemory
from explainer.run.tracked_tables import TrackedTable
from explainer.words import references, typography, wording
from explainer.words.bibliography import Bibliography

T = TypeVar("T")


@dataclass
class Site:
    """A compiled site: ``pages[language][name]``, and the look-ups behind them."""

    story: Story
    index: Index
    addresses: address.Addresses
    links: link_targets.LinkTargets
    templates: Templates
    downloads: dict[str, Download] = field(default_factory=dict)
    pages: dict[str, dict[str, Page]] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)
    memory: PreviewMemory | None = None  # of a preview
    _strings: dict[tuple[str, str], str] = field(default_factory=dict)

    def string(self, language: str, key: str, **values: Any) -> str:
        """Return an interface string with its language's typography."""
        pattern = self.story.strings[key][language]
        if values:
            return typography.typeset(pattern.format(**values), language)
        text = self._strings.get((language, key))
        if text is None:
            text = self._strings[language, key] = typography.typeset(pattern, language)
        return text

    def absolute_url(self, path: str) -> str:
        """Return the absolute URL of a path from the site's root."""
        return self.story.settings.site_url + path

    def page_url(self, language: str, name: str) -> str:
        """Return the absolute URL of a page."""
        return self.absolute_url(self.addresses.url(language, name))

    def plain_text(self, text: model.Text, language: str) -> str:
        """Return a record's text as plain words, with its language's typography."""
        return typography.typeset(markdown.record_plain_text(text[language]), language)

    def status_as_of(self, claim: model.Claim, language: str) -> str:
        """Return a claim's status in words, with the day as of which it holds."""
        label = self.story.vocab.claim_statuses[claim.status].label[language]
        date = wording.format_date(claim.as_of, language)
        return self.string(language, "status_as_of", status=label, date=date)

    def print_context(self, language: str) -> PrintContext:
        """Return what printing needs to know of a language."""
        story, glossary = self.story, KINDS["terms"].page
        term_forms = {
            term_key(form): term.id
            for term in story.terms.values()
            for form in term.variants.get(language, [])
        }
        hreflangs = {
            url: source.language
            for source in story.sources.values()
            for url in (source.URL, source.archive_url)
            if url and source.language != language
        }
        return PrintContext(
            language,
            lambda key: self.string(language, key),
            term_forms,
            frozenset(story.terms),
            compile_term_pattern(term_forms),
            glossary if story.terms and glossary in self.addresses else "",
            hreflangs,
        )

    def _note_kind(self, source: model.Source, language: str) -> str:
        """Return what a note adds to a source: its kind and whether it is online; or ``""``."""
        in_notes = source.in_notes or self.story.vocab.source_natures[source.nature].in_notes
        parts = [in_notes[language] if in_notes else "", self._availability(source, language)]
        return typography.typeset("; ".join(part for part in parts if part), language)

    def _availability(self, source: model.Source, language: str) -> str:
        """Return when a source was last seen online, or what is left of one that is gone; or ``""``."""
        seen = self.story.address_state(source)
        if not seen or not (seen.state == "gone" or seen.alive):
            return ""
        key, day = "note_seen", seen.alive
        if seen.state == "gone":
            key = "note_gone_copied" if source.archive_url else "note_gone"
            day = source.archive_date if source.archive_url else None
        sentence = self.string(language, key)
        return sentence.replace("{date}", wording.format_date(day, language)) if day else sentence

    def assembly_context(self, context: PrintContext) -> assembly.AssemblyContext:
        """Return what all pages of a language share when they are assembled."""
        language = context.language
        definitions = {
            term.id: printed_texts.print_words(
                markdown.record_plain_text(term.definition[language]), language
            )
            for term in self.story.terms.values()
        }
        style = self.templates.folder / "references.csl"
        sources = list(self.story.sources.values())
        lay_out = partial(self._lay_out_references, sources, language, style)
        inputs = (sources, cache.digest([style.read_bytes()]))
        bibliography = self._run_step(("references", language), inputs, lay_out)
        print_ = partial(self._print_references, bibliography, language)
        references_ = self._run_step(("notes", language), (bibliography, self.story.vocab), print_)
        table = TrackedTable(f"references/{language}", references_)
        return assembly.AssemblyContext(context, self.addresses, table, definitions, bibliography)

    def _lay_out_references(
        self, sources: list[model.Source], language: str, style: Path
    ) -> Bibliography:
        memo = cache.Memo(cache.folder(self.story.settings.root) / "references" / language)
        bibliography = references.make_bibliography(sources, language, style, memo)
        memo.save()
        return bibliography

    def _run_step(self, name: Hashable, inputs: Any, run: Callable[[], T]) -> T:
        """Return the result of a step; a preview may have kept it."""
        return self.memory.run_step(name, inputs, run) if self.memory else run()

    def _print_references(
        self, bibliography: Bibliography, language: str
    ) -> dict[str, notes.PrintedReference]:
        """Return each reference as notes print it."""
        context = PrintContext(language)
        return {
            id_: notes.PrintedReference(
                printing.print_blocks(reference.nodes, context),
                reference.ends_with_stop,
                self.story.link_address(source),
                (source.first_page or 1) if source.is_pdf else 0,
                source.language,
                (
                    printing.print_blocks(reference.short.nodes, context),
                    reference.short.ends_with_stop,
                )
                if reference.short
                else None,
                self._note_kind(source, language),
            )
            for (id_, reference), source in zip(
                bibliography.references.items(), self.story.sources.values(), strict=True
            )
        }
