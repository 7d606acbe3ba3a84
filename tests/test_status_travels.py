"""Whatever form a claim leaves the site in, its status, its day and both its addresses go with it."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import broken_cases
import builds
import pytest
from explainer.build import compile_site
from explainer.derive.history import History
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from explainer.output import cards, feed
from explainer.output.copies import markdown
from explainer.words import wording

LANGUAGES = ("en", "fr")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    project = builds.tiny_project(tmp_path_factory.mktemp("travels") / "project", code=False)
    made, problems = compile_site(broken_cases.settings(project))
    assert made is not None, problems
    return made


def quoted(site: Site, language: str, id_: str, folder: Path) -> str:
    how = ViewFactory(site).view(language, f"claims/{id_}.md").extra["cite"]
    return f"{how.before}{how.title}{how.after}"


def bibtex(site: Site, language: str, id_: str, folder: Path) -> str:
    return str(ViewFactory(site).view(language, f"claims/{id_}.md").extra["cite"].bibtex)


def linked_data(site: Site, language: str, id_: str, folder: Path) -> str:
    node = json.loads(ViewFactory(site).view(language, f"claims/{id_}.md").extra["jsonld"])
    return json.dumps(node["mainEntity"], ensure_ascii=False)


def row(site: Site, language: str, id_: str, folder: Path) -> str:
    text = site.downloads["data/claims.csv"].data.decode("utf-8-sig")
    return next(str(one) for one in csv.DictReader(io.StringIO(text)) if one["id"] == id_)


def record(site: Site, language: str, id_: str, folder: Path) -> str:
    """Return the JSON of a claim; its status is a key of the vocabulary there, as in its file."""
    records = json.loads(site.downloads["data/claims.json"].data)["records"]
    found = next(one for one in records if one["id"] == id_)
    label = site.story.vocab.claim_statuses[found["status"]].label[language]
    return json.dumps(found, ensure_ascii=False) + label


def entry(site: Site, language: str, id_: str, folder: Path) -> str:
    """Return what the feed says of a claim in its last change."""
    made = ET.fromstring(feed.make_feed(site, language))
    here = site.absolute_url(site.addresses.url(language, f"claims/{id_}.md"))
    items = (item for item in made.iter("{http://www.w3.org/1999/xhtml}li"))
    own = [item for item in items if any(link.get("href") == here for link in item)]
    links = [str(link.get("href")) for link in own[0]]
    return " ".join(["".join(own[0].itertext()), *links])


def own_entry(site: Site, language: str, id_: str, folder: Path) -> str:
    """Return the newest entry of a claim's own feed."""
    made = ET.fromstring(feed.make_feed(site, language, f"claims/{id_}.md"))
    newest = made.find("{http://www.w3.org/2005/Atom}entry")
    assert newest is not None
    return ET.tostring(newest, encoding="unicode")


def markdown_twin(site: Site, language: str, id_: str, folder: Path) -> str:
    name = f"claims/{id_}.md"
    return markdown.make_page(
        site, site.pages[language][name], ViewFactory(site).view(language, name)
    )


def card(site: Site, language: str, id_: str, folder: Path) -> str:
    """Return the words that are drawn on a claim's card; addresses go without their scheme."""
    drawn: list[tuple[str, ...]] = []
    real = cards.draw

    def draw(*words: str) -> Any:
        drawn.append(words)
        return real(*words)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cards, "draw", draw)
        patch.setattr(cards.cache, "read_file", lambda file: None)
        cards.write(site, language, folder)
    here = site.addresses.url(language, f"claims/{id_}.md")
    [words] = [words for words in drawn if any(word.endswith(f"/{here}") for word in words[3:4])]
    return "\n".join(re.sub(r"^(?=[\w.]+/)", "https://", word) for word in words)


def preview(site: Site, language: str, id_: str, folder: Path) -> str:
    """Return what others show of a link: the card's words for those who do not see it, and the head."""
    view = ViewFactory(site).view(language, f"claims/{id_}.md")
    alternates = " ".join(other.absolute for other in view.alternates)
    return f"{cards.card_title(site, language, view.name)} {view.canonical} {alternates}"


FORMS: tuple[Callable[[Site, str, str, Path], str], ...] = (
    quoted, bibtex, linked_data, row, record, entry, own_entry, markdown_twin, card, preview,
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_status_day_and_addresses_travel(
    form: Callable[[Site, str, str, Path], str], language: str, site: Site, tmp_path: Path
) -> None:
    history, seen = History(site.story), 0
    told = {step.claim for change in site.story.changes.values() for step in history.steps(change)}
    for id_, claim in site.story.claims.items():
        if form is entry and id_ not in told:
            continue  # what the first record of change published is a number there
        seen += 1
        text = re.sub(r"[\u00a0\u202f]", " ", form(site, language, id_, tmp_path))
        assert site.story.vocab.claim_statuses[claim.status].label[language] in text
        day = re.sub(r"[\u00a0\u202f]", " ", wording.format_date(claim.as_of, language))
        assert claim.as_of in text or day in text
        for other in LANGUAGES:
            name = f"claims/{id_}.md"
            urls = [site.addresses.url(other, name)]
            urls += [site.addresses.markdown_url(other, name)] * (form is markdown_twin)
            assert any(site.absolute_url(url) in text for url in urls)
    assert seen


def test_the_day_of_a_status_that_is_no_more_is_that_of_its_change(site: Site) -> None:
    """A feed says what was so when it was written."""
    history = History(site.story)
    changes = [change for change in history.newest_first if history.steps(change)]
    text = feed.make_feed(site, "en").decode().replace("\u00a0", " ")
    for change in changes:
        for step in history.steps(change):
            last = history.of_claim(step.claim)[0] is step
            day = site.story.claims[step.claim].as_of if last else change.date
            assert f"as of {wording.format_date(day, 'en')}".replace("\u00a0", " ") in text
