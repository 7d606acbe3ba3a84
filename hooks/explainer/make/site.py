"""A compiled site: every page of every language, and the look-ups behind them.

In: nothing but values. Out: ``Site``, which ``build`` fills and ``output`` writes;
and what each language needs to print its texts.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from explainer.check import link_targets
from explainer.derive import address, index
from explainer.make import assembly, notes, print_context, printed_texts, printing
from explainer.make.downloads import Download
from explainer.make.page import Page
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
    derived: index.Index
    addresses: address.Addresses
    links: link_targets.LinkTargets
    templates: Templates
    downloads: dict[str, Download] = field(default_factory=dict)
    pages: dict[str, dict[str, Page]] = field(default_factory=dict)
    notices: list[Problem] = field(default_factory=list)
    memory: PreviewMemory | None = None  # of a preview
    _strings: dict[tuple[str, str], str] = field(default_factory=dict)

    def string(self, language: str, key: str, **values: Any) -> str:
        """Return an interface string, set as its language prints it."""
        said = self.story.strings[key][language]
        if values:
            return typography.typeset(said.format(**values), language)
        text = self._strings.get((language, key))
        if text is None:
            text = self._strings[language, key] = typography.typeset(said, language)
        return text

    def whole(self, path: str) -> str:
        """Return the whole address of a path from the site's root."""
        return self.story.settings.site_url + path

    def where(self, language: str, name: str) -> str:
        """Return the whole address of a page."""
        return self.whole(self.addresses.url(language, name))

    def plain(self, text: model.Text, language: str) -> str:
        """Return a record's text as words alone, set as its language prints them."""
        return typography.typeset(markdown.record_plain_text(text[language]), language)

    def status_as_of(self, claim: model.Claim, language: str) -> str:
        """Return the words for a claim's status, and the day as of which it holds."""
        label = self.story.vocab.claim_statuses[claim.status].label[language]
        date = wording.format_date(claim.as_of, language)
        return self.string(language, "status_as_of", status=label, date=date)

    def words(self, language: str) -> print_context.Words:
        """Return what printing needs to know of a language."""
        story, glossary = self.story, KINDS["terms"].page
        forms = {
            print_context.term_key(form): term.id
            for term in story.terms.values()
            for form in term.variants.get(language, [])
        }
        hreflangs = {
            url: source.language
            for source in story.sources.values()
            for url in (source.URL, source.archive_url)
            if url and source.language != language
        }
        return print_context.Words(
            language,
            lambda key: self.string(language, key),
            forms,
            frozenset(story.terms),
            print_context.pattern(forms),
            glossary if story.terms and glossary in self.addresses else "",
            hreflangs,
        )

    def _kind(self, source: model.Source, language: str) -> str:
        """Return what a note says of a source, what it is and whether it is online; or ``""``."""
        kind = source.in_notes or self.story.vocab.source_natures[source.nature].in_notes
        said = [kind[language] if kind else "", self._online(source, language)]
        return typography.typeset("; ".join(part for part in said if part), language)

    def _online(self, source: model.Source, language: str) -> str:
        """Return when it was last seen at its address, or what is left once it is gone; or ``""``."""
        seen = self.story.address_state(source)
        if not seen or not (seen.state == "gone" or seen.alive):
            return ""
        key, day = "note_seen", seen.alive
        if seen.state == "gone":
            key = "note_gone_copied" if source.archive_url else "note_gone"
            day = source.archive_date if source.archive_url else None
        said = self.string(language, key)
        return said.replace("{date}", wording.format_date(day, language)) if day else said

    def assembling(self, words: print_context.Words) -> assembly.Shared:
        """Return what all pages of a language share when they are put together."""
        language = words.language
        definitions = {
            term.id: printed_texts.set_words(
                markdown.record_plain_text(term.definition[language]), language
            )
            for term in self.story.terms.values()
        }
        style = self.templates.folder / "references.csl"
        sources = list(self.story.sources.values())
        make = partial(self._laid_out, sources, language, style)
        told = (sources, cache.digest([style.read_bytes()]))
        made = self._step(("references", language), told, make)
        printed = partial(self._printed, made, language)
        notes_ = self._step(("notes", language), (made, self.story.vocab), printed)
        table = TrackedTable(f"references/{language}", notes_)
        return assembly.Shared(words, self.addresses, table, definitions, made)

    def _laid_out(self, sources: list[model.Source], language: str, style: Path) -> Bibliography:
        memo = cache.Memo(cache.folder(self.story.settings.root) / "references" / language)
        made = references.make_bibliography(sources, language, style, memo)
        memo.save()
        return made

    def _step(self, name: Hashable, told: Any, do: Callable[[], T]) -> T:
        """Return the result of a step, which a preview may have kept."""
        return self.memory.run_step(name, told, do) if self.memory else do()

    def _printed(self, made: Bibliography, language: str) -> dict[str, notes.Printed]:
        """Return each reference as a note prints it."""
        plain = print_context.Words(language)
        return {
            id_: notes.Printed(
                printing.blocks(one.nodes, plain),
                one.ends_with_stop,
                self.story.link_address(source),
                (source.first_page or 1) if source.is_pdf else 0,
                source.language,
                (printing.blocks(one.short.nodes, plain), one.short.ends_with_stop)
                if one.short
                else None,
                self._kind(source, language),
            )
            for (id_, one), source in zip(
                made.references.items(), self.story.sources.values(), strict=True
            )
        }
