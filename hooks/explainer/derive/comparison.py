"""Comparison of the articles: the claims they share, those that clash, the errors of each.

In: a story and its index. Out: for the listings that compare the articles, rows
with one cell an article, in the order of ``story.articles``. A claim that another
article makes in other words (``echoed_in``) counts as shared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from explainer.derive import index
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import citation
from explainer.read.citation import AnyCitation


@dataclass(frozen=True)
class ArticleClaim:
    """A claim in one article: its places there, and its relation to the claim of the row.

    ``how`` is «stated», «echoed» (in other words) or «clashing».
    """

    claim: model.Claim
    places: tuple[citation.Citation, ...]
    how: str


@dataclass(frozen=True)
class Clash:
    """Two claims that contradict each other: one cell an article, and a note."""

    cells: list[list[ArticleClaim]]
    note: model.Text


@dataclass(frozen=True)
class ArticleFault:
    """An error of an article, at a place: a claim that the record corrects, or a known flaw."""

    place: citation.Citation
    claim: model.Claim | None = None
    flaw: model.Flaw | None = None


@dataclass
class SharedClaims:
    """The claims of the articles: those of several, those of several in other words, those of one."""

    agree: list[model.Claim] = field(default_factory=list)
    in_substance: list[model.Claim] = field(default_factory=list)
    only: dict[str, list[model.Claim]] = field(default_factory=dict)


class Comparison:
    """Compares the articles of a story."""

    def __init__(self, story: Story, derived: index.Index) -> None:
        self.story, self.derived = story, derived
        self.articles = list(story.articles)
        self.stated = {c.id: self._places(c.stated_in) for c in story.claims.values()}
        self.echoed = {c.id: self._places(c.echoed_in) for c in story.claims.values()}

    def _places(self, listed: list[AnyCitation]) -> dict[str, tuple[citation.Citation, ...]]:
        """Return article → the citations among ``listed`` that cite it."""
        found: dict[str, tuple[citation.Citation, ...]] = {}
        for cited in citation.only_valid(listed):
            if cited.source in self.articles:
                found[cited.source] = (*found.get(cited.source, ()), cited)
        return found

    def shares(self) -> SharedClaims:
        """Return the claims by how many articles make them; those that clash are left out."""
        shares = SharedClaims(only={article: [] for article in self.articles})
        for id_, claim in self.story.claims.items():
            if len(self.stated[id_]) > 1:
                shares.agree.append(claim)
            elif self.stated[id_] and self.echoed[id_]:
                shares.in_substance.append(claim)
            elif self.stated[id_] and not self.derived.clashes.get(id_):
                shares.only[next(iter(self.stated[id_]))].append(claim)
        return shares

    def clashes(self) -> list[Clash]:
        """Return each clash once, if each of its claims is in an article."""
        return [
            Clash(self._clash_cells(claim.id, clash.other), clash.note)
            for claim in self.story.claims.values()
            for clash in claim.clashes
            if self.stated[claim.id] and self.stated[clash.other]
        ]

    def _clash_cells(self, *ids: str) -> list[list[ArticleClaim]]:
        cells = []
        for article in self.articles:
            here = [id_ for id_ in ids if article in self.stated[id_]]
            # A claim that only this article makes is its side; one that all make is the other's.
            own = [id_ for id_ in here if len(self.stated[id_]) == 1]
            cells.append([self._article_claim(id_, article, "stated") for id_ in own or here])
        return cells

    def _article_claim(self, id_: str, article: str, how: str) -> ArticleClaim:
        places = (self.echoed if how == "echoed" else self.stated)[id_][article]
        return ArticleClaim(self.story.claims[id_], places, how)

    def rows(self) -> list[list[list[ArticleClaim]]]:
        """Return a row for every claim of the articles, in reading order."""
        ids = [id_ for id_, places in self.stated.items() if places]
        paired: set[frozenset[str]] = set()
        rows = []
        for id_ in sorted(ids, key=self._sort_key):
            others = [other for other, _ in self.derived.clashes.get(id_, ())]
            alone = len(self.stated[id_]) == 1 and not self.echoed[id_]
            if alone and others and all(frozenset({id_, other}) in paired for other in others):
                continue
            row = [list(self._cell(id_, article, others)) for article in self.articles]
            paired |= {frozenset({id_, cell_claim.claim.id}) for cell in row for cell_claim in cell}
            rows.append(row)
        return rows

    def _sort_key(self, id_: str) -> tuple[tuple[int, int], str]:
        places = [*self.stated[id_].values(), *self.echoed[id_].values()]
        firsts = [
            (self.articles.index(cited.source), min(cited.paragraphs, default=0))
            for cell in places
            for cited in cell
        ]
        return min(firsts), id_

    def _cell(self, id_: str, article: str, others: list[str]) -> Iterator[ArticleClaim]:
        if article in self.stated[id_]:
            yield self._article_claim(id_, article, "stated")
        elif article in self.echoed[id_]:
            yield self._article_claim(id_, article, "echoed")
        else:
            for other in others:
                if article in self.stated[other]:
                    yield self._article_claim(other, article, "clashing")

    def faults(self) -> dict[str, list[ArticleFault]]:
        """Return the errors of each article, by paragraph.

        A flaw that names a claim of the article with an error of its own is left out.
        """
        by_article: dict[str, list[ArticleFault]] = {article: [] for article in self.articles}
        covered_claims: set[tuple[str, str]] = set()
        for claim in self.story.claims.values():
            status = self.story.vocab.claim_statuses[claim.status]
            if status.needs_record and claim.record:
                for article, places in self.stated[claim.id].items():
                    covered_claims.add((article, claim.id))
                    by_article[article] += [
                        ArticleFault(place, claim=claim) for place in _merge_places(places)
                    ]
        for article, source in self.story.articles.items():
            for flaw in source.flaws:
                place = source.flaw_citation(flaw)
                covered = flaw.claim is not None and (article, flaw.claim) in covered_claims
                if isinstance(place, citation.Citation) and not covered:
                    by_article[article].append(ArticleFault(place, flaw=flaw))
        for faults in by_article.values():
            faults.sort(key=lambda fault: min(fault.place.paragraphs, default=0))
        return by_article


def _merge_places(places: tuple[citation.Citation, ...]) -> list[citation.Citation]:
    """Return one citation for several of the same article: ``¶1, ¶4``."""
    numbers = ", ".join(place.locator.removeprefix("¶") for place in places if place.paragraphs)
    return [citation.Citation(places[0].source, f"¶{numbers}" if numbers else "")]
