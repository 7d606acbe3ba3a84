"""Affairs of other shapes: without an article, with one or several; a ledger; next to nothing at all."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import builds
import pytest
import yaml
from explainer.make.site import Site

STARTER = builds.ROOT / "examples" / "affair"
COMPARED = ("paragraphs", "clash", "agree", "complete", "err")
HOLLOW = re.compile(r"<(tbody|ul|ol|dl|dd|nav|table|p)\b[^>]*>\s*</\1>")
Both = dict[str, str]


def both(text: str) -> Both:
    """Return a text that both languages share, word for word."""
    return {"fr": text, "en": text}


def write(project: Path, name: str, value: Any) -> None:
    path = project / f"data/{name}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    made = {"id": path.stem, **value} if "/" in name else value
    path.write_text(yaml.safe_dump(made, allow_unicode=True, sort_keys=False), "utf-8")


def begun(folder: Path) -> Path:
    """Lay out what `make affair` starts from: one record of each kind, and no article."""
    shutil.copytree(STARTER, folder)
    for name in ("templates", "overrides"):
        (folder / name).symlink_to(builds.ROOT / name, target_is_directory=True)
    return folder


def compared(project: Path) -> None:
    """Add the page that sets articles side by side, every listing of articles on it."""
    for language in ("fr", "en"):
        listings = "".join(
            f'## {one} {{#{one}}}\n\n!!! listing "articles-{one}"\n\n' for one in COMPARED
        )
        front = "---\ntitle: Side by side\nslug: beside\ndescription: Side by side.\n---\n\n"
        (project / f"docs/{language}/beside.md").write_text(front + listings, "utf-8")
    config = project / "mkdocs.yml"
    config.write_text(
        config.read_text("utf-8").replace("\nnav:\n", "\nnav:\n  - beside.md\n"), "utf-8"
    )


def article(project: Path, n: int) -> None:
    """Add an article, and a claim that it makes alone."""
    source = {
        "nature": "press", "type": "article-newspaper", "title": f"Clock {n}", "language": "en",
        "container-title": f"Gazette {n}", "issued": f"2024-02-0{n}", "checked": "text",
        "gist": both("A gist."), "article": {"paragraphs": 3, "name": both(f"Gazette {n}")},
    }  # fmt: skip
    write(project, f"sources/gazette-{n}", source)
    claim(project, f"of-{n}", [f"gazette-{n}, ¶1"], both(f"The clock has face {n}."))


def claim(project: Path, id_: str, places: list[str], text: Both, **more: Any) -> None:
    fields = {
        "subject": "first", "text": text, "stated_in": places, "kind": "fact", "accuses": [],
        "status": "established", "as_of": "2024-07-01",
    }  # fmt: skip
    write(project, f"claims/{id_}", fields | more)
    change = {"date": "2024-07-01", "kind": "update", "claims": [id_]}
    words = {"what": both("Published."), "why": both("New.")}
    statuses = {"statuses": {id_: (fields | more)["status"]}}
    write(project, f"changes/{id_}", change | statuses | words)


def pages(project: Path) -> dict[str, str]:
    """Compile, and return the English pages by name, their spaces plain."""
    builds.confirm(project)
    site: Site = builds.compiled(project)
    for language in ("fr", "en"):
        for name, page in site.pages[language].items():
            found = HOLLOW.search(page.html)
            assert not found, f"{language}/{name}: {found[0]}" if found else ""
    return {name: plain(page.html) for name, page in site.pages["en"].items()}


def plain(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", html).replace("\u00a0", " ").split())


def test_without_an_article_none_is_spoken_of(tmp_path: Path) -> None:
    project = begun(tmp_path / "new")
    compared(project)
    made = pages(project)
    prose = made.pop("beside.md")
    assert prose.count("Nothing to show yet.") == len(COMPARED)
    told = {name: words for name, words in made.items() if re.search(r"(?i)\barticles?\b", words)}
    # The page of files has the meaning of every column.
    assert set(told) <= {"data.md"}
    assert not any("/article/" in name for name in made)


@pytest.mark.parametrize(
    ("count", "said", "columns"),
    [
        (1, ["In the article", "The article appears"], 1),
        (2, ["In the articles", "The articles appear"], 2),
        (4, ["In the articles", "The articles appear"], 4),
    ],
)
def test_words_follow_the_number_of_articles(
    tmp_path: Path, count: int, said: list[str], columns: int
) -> None:
    project = begun(tmp_path / "new")
    compared(project)
    for n in range(1, count + 1):
        article(project, n)
    if count > 1:
        more = {"clashes": [{"with": "of-1", "note": both("Which one?")}]}
        claim(project, "clash", ["gazette-2, ¶2"], both("The clock has no face."), **more)
        claim(project, "all", [f"gazette-{n}, ¶3" for n in range(1, count + 1)], both("It ticks."))
    made = pages(project)
    mentions, appear = said
    assert re.search(rf"{mentions}\b(?!s)", made["actors/example-council.md"])
    assert appear in made["timeline.md"]
    beside = made["beside.md"]
    assert beside.count("Nothing to show yet.") == (4 if count == 1 else 1)  # no article errs here
    assert ("Only in" in beside) == (count > 1)
    assert all(f"Gazette {n}" in beside for n in range(1, columns + 1))
    assert f"Gazette {columns + 1}" not in beside


def test_a_ledger_of_many_entries_and_no_article(tmp_path: Path) -> None:
    """Long prose that cites at its end, claims that are headlines, events of a kind in a place."""
    project = begun(tmp_path / "new")
    kinds = {"fine": {"label": both("Fine"), "decides": True}, "leak": {"label": both("Leak")}}
    vocabularies = yaml.safe_load((project / "data/vocabularies.yml").read_text("utf-8"))
    write(project, "vocabularies", vocabularies | {"event_kinds": kinds})
    for n in range(40):
        source = {"nature": "official", "type": "report", "title": f"Ledger {n}", "language": "en"}
        more = {"issued": f"2023-{n % 12 + 1:02}", "checked": "text", "gist": both("An entry.")}
        write(project, f"sources/ledger-{n}", source | more)
        claim(project, f"entry-{n}", [f"ledger-{n}, p. 1"], both(f"Case {n} closed"))
        text = both(
            " ".join(f"Sentence {chr(97 + i)} of it." for i in range(12))[:-1] + f" [@ledger-{n}]."
        )
        event = {
            "date": f"2023-{n % 12 + 1:02}-{n % 28 + 1:02}", "kind": ("fine", "leak")[n % 2],
            "layer": "story", "title": both(f"Entry {n}"), "text": text, "sources": [f"ledger-{n}"],
        }  # fmt: skip
        write(project, f"events/entry-{n}", event)
    made = pages(project)
    assert all(f"Case {n} closed" in made["claims/index.md"] for n in range(40))
    assert all(f"Entry {n}" in made["timeline.md"] for n in range(40))
    assert "Leak" in made["timeline.md"]
    assert "rticle" not in made["timeline.md"] + made["claims/index.md"] + made["index.md"]


def test_a_court_case_without_an_article(tmp_path: Path) -> None:
    project = begun(tmp_path / "new")
    actor = lambda kind, name: {  # noqa: E731
        "kind": kind, "name": both(name), "role": both("role"), "description": both("Here [@example-minutes]."),
        "summary": both("It is here [@example-minutes]."),
    }  # fmt: skip
    sued = {"target": "case", "from": "2024-03", "sources": ["example-minutes"]}
    write(project, "actors/court", actor("court", "Court"))
    heard = {
        "kind": "heard-by",
        "target": "court",
        "from": "2024-03",
        "sources": ["example-minutes"],
    }
    write(project, "actors/case", actor("case", "Bell v. Town") | {"relations": [heard]})
    for id_, kind in (("bell", "plaintiff-in"), ("town", "defendant-in")):
        relations = {"relations": [{"kind": kind, **sued}]}
        write(project, f"actors/{id_}", actor("organisation", id_.title()) | relations)
    for page, listing in (("index", "parties"), ("actors/index", "map")):
        for language in ("fr", "en"):
            path = project / f"docs/{language}/{page}.md"
            path.write_text(
                path.read_text("utf-8") + f'\n## Who {{#who}}\n\n!!! listing "{listing}"\n', "utf-8"
            )
    made = pages(project)
    assert re.search(r"Bell plaintiff in Bell v\. Town .*Town", made["index.md"])
    assert "Court" in made["actors/index.md"]
    assert not [
        name for name, words in made.items() if "article" in words.lower() and name != "data.md"
    ]


def test_without_a_source_nothing_is_said_of_addresses(tmp_path: Path) -> None:
    project = begun(tmp_path / "new")
    for name in ("actors", "changes", "claims", "events", "sources", "terms"):
        shutil.rmtree(project / "data" / name)
    (project / "data/status.yml").unlink()
    for language in ("fr", "en"):
        path = project / f"docs/{language}/index.md"
        front = path.read_text("utf-8").partition("\n---\n")[0]
        path.write_text(f"{front}\n---\n\nHello.\n{{: .no-fact }}\n", "utf-8")
    made = pages(project)["sources/index.md"]
    assert "Nothing to show yet." in made
    assert "archived" not in made


@pytest.mark.parametrize("kind", ["events", "terms", "figures", "claims"])
def test_a_list_of_nothing_says_so(tmp_path: Path, kind: str) -> None:
    project = begun(tmp_path / "new")
    names = {
        "events": "timeline.md",
        "terms": "glossary.md",
        "claims": "claims/index.md",
        "figures": "",
    }
    if kind == "claims":
        shutil.rmtree(project / "data/changes")
        for language in ("fr", "en"):
            path = project / f"docs/{language}/index.md"
            path.write_text(re.sub("!!! claim .*", "", path.read_text("utf-8")), "utf-8")
    shutil.rmtree(project / "data" / kind, ignore_errors=True)
    made = pages(project)
    if names[kind]:
        assert "Nothing to show yet." in made[names[kind]]
