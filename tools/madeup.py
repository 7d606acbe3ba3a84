"""Stories made up to be measured: as many records as one asks for, the same at each run.

In: an empty folder and numbers of actors (and of as many sources), claims and
events. Out: a project in that folder, built by this generator's own rooms.
Nothing of the project's own story is read but its vocabularies and strings. For
``bench.py`` and ``tests/test_growth.py``.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("fr", "en")
PARAGRAPHS = 19  # of the one article, in which a third of the claims are stated
_STEMS = ["river", "bridge", "council", "letter", "winter", "stone", "timber", "flood"]
_STEMS += ["crossing", "mason", "ledger", "bank"]
WORDS = _STEMS + [one + other for one in _STEMS for other in _STEMS]
Made = Iterator[tuple[str, dict[str, object]]]


def sentence(seed: int, length: int) -> str:
    """Return made-up words, the same for the same seed."""
    words = [WORDS[(seed * 7919 + i * 104_729 + i * i * (seed % 97)) % 156] for i in range(length)]
    return " ".join(words).capitalize() + "."


def both(seed: int, length: int, cited: str = "") -> dict[str, str]:
    """Return a sentence in both languages, with a citation or none."""
    text = sentence(seed, length)
    return dict.fromkeys(LANGUAGES, f"{text[:-1]} [@{cited}]." if cited else text)


def actor(i: int, count: int) -> dict[str, object]:
    """Return the record of one actor: two relations, six citations."""
    cited = [f"s{(i + step) % count}" for step in range(4)]
    text = [
        f"{sentence(i, 18)[:-1]} [@{cited[0]}, p. {i % 90 + 1}]. {sentence(i + 1, 14)}",
        f"{sentence(i + 2, 22)[:-1]} [@{cited[1]}; @{cited[2]}, pp. 3-5].",
    ]
    others = sorted({(i + 1) % count, (i + 7) % count} - {i})
    return {
        "id": f"a{i}",
        "kind": "company" if i % 3 else "person",
        "name": f"Actor {i}",
        "role": {language: sentence(i, 5)[:-1].lower() for language in LANGUAGES},
        "summary": dict.fromkeys(LANGUAGES, f"{text[0]}"),
        "description": {language: "\n\n".join(text) for language in LANGUAGES},
        "website": f"https://a{i}.example/",
        "relations": [
            {"kind": "controls", "target": f"a{n}", "from": "2019-05", "sources": [cited[3]]}
            for n in others
        ],
    }


def source(i: int) -> dict[str, object]:
    """Return the record of one source."""
    return {
        "id": f"s{i}",
        "nature": "press",
        "type": "article-newspaper",
        "title": f"{sentence(i, 8)[:-1]} ({i})",
        "language": "en",
        "author": [{"family": WORDS[i % len(WORDS)].capitalize(), "given": "A."}],
        "container-title": "The Ledger",
        "issued": f"20{10 + i % 15}-0{i % 9 + 1}-1{i % 9}",
        "URL": f"https://s{i}.example/page",
        "checked": "text",
        "gist": both(i, 12),
    }


def article() -> dict[str, object]:
    """Return the record of the one article."""
    name = {"fr": "l'article du Ledger", "en": "the Ledger article"}
    return source(0) | {"article": {"paragraphs": PARAGRAPHS, "name": name}}


def claims(number: int, count: int) -> Made:
    """Yield claims: one in three stated in the article, one in two accusing an actor."""
    known = yaml.safe_load((ROOT / "data" / "vocabularies.yml").read_text("utf-8"))
    # Words that ask nothing more of a claim: no accused, no outcome.
    asking = ("accusatory", "needs_outcome", "withdraws")
    plain = {
        table: [key for key, word in known[table].items() if not any(map(word.get, asking))]
        for table in ("claim_kinds", "claim_statuses")
    }
    kinds, statuses = plain["claim_kinds"], plain["claim_statuses"]
    subjects = list(known["claim_subjects"])
    for i in range(number):
        cited, other = f"s{i % count}", f"s{(i + 1) % count}"
        made: dict[str, object] = {
            "subject": subjects[i % len(subjects)],
            "text": both(i, 14),
            "asserted_by": [f"a{i % count}"],
            "stated_in": [cited if i % 3 else f"article, ¶{i % PARAGRAPHS + 1}"],
            "kind": kinds[i % len(kinds)],
            "status": statuses[i // 2 % len(statuses)],
            "as_of": "2026-01-01",
            "record": both(i + 3, 20, other),
            "evidence": [other],
            "accuses": [],
        }
        if i % 2:
            made |= {"accuses": [f"a{(i + 2) % count}"], "answer": {"text": both(i + 5, 12, cited)}}
        yield f"c{i}", made


def events(number: int, count: int) -> Made:
    """Yield events, one a day."""
    known = yaml.safe_load((ROOT / "data" / "vocabularies.yml").read_text("utf-8"))
    layers, kinds = list(known["event_layers"]), list(known["event_kinds"])
    for i in range(number):
        day = f"{2000 + i // 336}-{i // 28 % 12 + 1:02}-{i % 28 + 1:02}"
        yield (
            f"e{i}",
            {
                "date": day,
                "kind": kinds[i % len(kinds)],
                "layer": layers[i * len(layers) // number],
                "title": both(i, 6),
                "text": both(i, 20, f"s{i % count}"),
                "actors": [f"a{i % count}"],
                "sources": [f"s{i % count}"],
            },
        )


def page(title: str, slug: str, body: str) -> str:
    """Return a page of prose."""
    address = f"slug: {slug}\n" if slug else ""
    return f"---\ntitle: {title}\n{address}description: {title}, made to be timed.\n---\n\n{body}\n"


def methods() -> str:
    """Return a page with the anchors that the theme links to."""
    names = ("accessibility", "privacy", "corrections", "licence", "statuses", "sources")
    return "\n\n".join(f"## {name.title()} {{#{name}}}\n\nMade.\n{{: .no-fact }}" for name in names)


def story(folder: Path, count: int, claim_count: int | None = None) -> int:
    """Lay out a project of ``count`` actors and sources; return how many pages it makes at least.

    It has as many claims unless told otherwise, and a tenth as many events.
    """
    for name in ("hooks", "templates", "overrides"):
        (folder / name).symlink_to(ROOT / name, target_is_directory=True)
    for name in ("vocabularies.yml", "strings.yml"):
        (folder / "data").mkdir(exist_ok=True)
        shutil.copy(ROOT / "data" / name, folder / "data")
    claim_count = count if claim_count is None else claim_count
    stated = list(claims(claim_count, count))
    made: dict[str, Made] = {
        "actors": ((f"a{i}", actor(i, count)) for i in range(count)),
        "sources": ((f"s{i}", source(i)) for i in range(count)),
        "claims": iter(stated),
        "events": events(count // 10, count),
        "changes": iter([("published", change({id_: one["status"] for id_, one in stated}))]),
    }
    write(folder, "sources", "article", article())
    for kind, records in made.items():
        for id_, record in records:
            write(folder, kind, id_, record)
    for language in LANGUAGES:
        docs = folder / "docs" / language
        texts = {
            "index.md": page("Home", "", "Made to be timed.\n{: .no-fact }"),
            "method.md": page("Method", "method", methods()),
            "actors/index.md": page("Actors", "actors", '!!! listing "actors"'),
            "sources/index.md": page("Sources", "sources", '!!! listing "sources"'),
            "claims/index.md": page("Claims", "claims", '!!! listing "claims"'),
            "timeline.md": page("Timeline", "timeline", '!!! listing "timeline"'),
            "two-articles.md": page("Article", "two-articles", two_articles()),
        }
        for anchored in ("glossary", "changes", "data", "case", "targets"):
            texts[f"{anchored}.md"] = page(anchored.title(), anchored, "Nothing.\n{: .no-fact }")
        for name, text in texts.items():
            (docs / name).parent.mkdir(parents=True, exist_ok=True)
            (docs / name).write_text(text, encoding="utf-8")
    assets = ROOT / "docs" / "assets"
    if assets.is_dir():
        (folder / "docs" / "assets").symlink_to(assets, target_is_directory=True)
    config = (ROOT / "mkdocs.yml").read_text("utf-8")
    menu = re.sub(r"(?ms)^nav:\n.*?(?=^\w)", "nav: [index.md]\n", config)
    (folder / "mkdocs.yml").write_text(menu, encoding="utf-8")
    command = [sys.executable, "-m", "explainer", "reviewed", "--all"]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "hooks")}
    subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)
    return 2 * (2 * count + claim_count + len(texts))


def write(folder: Path, kind: str, id_: str, record: dict[str, object]) -> None:
    """Write one record; YAML reads JSON."""
    path = folder / "data" / kind / f"{id_}.yml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(record | {"id": id_}, ensure_ascii=False), encoding="utf-8")


def change(statuses: dict[str, object]) -> dict[str, object]:
    """Return the record that gives each claim its first status."""
    words = {"what": both(1, 8), "why": both(2, 8)}
    return {"date": "2026-01-01", "kind": "update", "statuses": statuses, **words}


def two_articles() -> str:
    """Return the lists that are made from what the article states."""
    names = ("articles-err", "articles-paragraphs")
    return "\n\n".join(f'## {name} {{#{name}}}\n\n!!! listing "{name}"' for name in names)
