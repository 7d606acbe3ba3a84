"""The benchmark's story with what it lacks: claims, an article that states them, events, a change.

In: an empty folder and numbers of actors and claims. Out: a project there, enough to compile. For
``test_growth``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builds
from explainer.model import vocabulary, wordbook

sys.path.insert(0, str(builds.ROOT / "tools"))

import corpus
import madeup

PARAGRAPHS = 19  # of the one article, in which a third of the claims are stated
LISTS = ("articles-err", "articles-paragraphs")
Made = Iterator[tuple[str, dict[str, Any]]]


def text(key: str, length: int, cited: str = "") -> dict[str, str]:
    """Return a sentence in both languages, with a citation or none."""
    end = f" [@{cited}]." if cited else "."
    return corpus.both(lambda language: corpus.sentence(key, language, length)[:-1] + end)


def vocabularies() -> vocabulary.Vocabularies:
    """Return the vocabularies of the real story, which the made-up one is told in."""
    return wordbook.read(builds.ROOT, tuple(corpus.LANGUAGES))[0].vocabularies


def claims(number: int, count: int) -> Made:
    """Yield claims: one in three stated in the article, one in two accusing an actor."""
    known = vocabularies()
    # Words that ask nothing more of a claim: no accused, no outcome.
    asking = ("accusatory", "needs_outcome", "withdraws")
    kinds, statuses = (
        [
            k
            for k, word in known.table(table).items()
            if not any(getattr(word, a, 0) for a in asking)
        ]
        for table in ("claim_kinds", "claim_statuses")
    )
    subjects = list(known.claim_subjects)
    for i in range(number):
        cited, other = (f"s{(i + step) % count:04}" for step in (0, 1))
        made: dict[str, Any] = {
            "subject": subjects[i % len(subjects)],
            "text": text(f"claim {i}", 14),
            "asserted_by": [f"a{i % count:04}"],
            "stated_in": [cited if i % 3 else f"article, ¶{i % PARAGRAPHS + 1}"],
            "kind": kinds[i % len(kinds)],
            "status": statuses[i // 2 % len(statuses)],
            "as_of": "2026-01-01",
            "record": text(f"record {i}", 20, other),
            "evidence": [other],
            "accuses": [],
        }
        if i % 2:
            answer = {"text": text(f"answer {i}", 12, cited)}
            made |= {"accuses": [f"a{(i + 2) % count:04}"], "answer": answer}
        yield f"c{i}", made


def events(number: int, count: int) -> Made:
    """Yield events, one a day."""
    known = vocabularies()
    layers, kinds = list(known.event_layers), list(known.event_kinds)
    for i in range(number):
        yield (
            f"e{i}",
            {
                "date": f"{2000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}",
                "kind": kinds[i % len(kinds)],
                "layer": layers[i * len(layers) // number],
                "title": text(f"title {i}", 6),
                "text": text(f"event {i}", 20, f"s{i % count:04}"),
                "actors": [f"a{i % count:04}"],
                "sources": [f"s{i % count:04}"],
            },
        )


def story(folder: Path, count: int, claim_count: int) -> None:
    """Lay out ``count`` actors and sources, the claims, and a tenth as many events as actors."""
    madeup.lay_out(folder, count)
    stated = list(claims(claim_count, count))
    _, source = next(corpus.sources(count))
    name = {"fr": "l'article du Ledger", "en": "the Ledger article"}
    article = {"paragraphs": PARAGRAPHS, "name": name}
    madeup.write(folder, "sources", "article", source | {"article": article})
    for kind, records in (("claims", iter(stated)), ("events", events(count // 10, count))):
        for id_, record in records:
            madeup.write(folder, kind, id_, record)
    change = {
        "date": "2026-01-01",
        "kind": "update",
        "statuses": {id_: record["status"] for id_, record in stated},
        "what": text("what", 8),
        "why": text("why", 8),
    }
    madeup.write(folder, "changes", "published", change)
    written = {
        "two-articles": "\n\n".join(f'## {n} {{#{n}}}\n\n!!! listing "{n}"' for n in LISTS),
        "case": f"Nothing.\n{madeup.NO_FACT}",
    }
    for language in corpus.LANGUAGES:
        for slug, body in written.items():
            title = slug.rpartition("-")[2].title()
            front = f"title: {title}\nslug: {slug}\ndescription: Made to be counted."
            path = folder / "docs" / language / f"{slug}.md"
            path.write_text(f"---\n{front}\n---\n\n{body}\n", encoding="utf-8")
    madeup.borrow(folder, [*madeup.PAGES, *(f"{slug}.md" for slug in written)])
    builds.confirm(folder)
