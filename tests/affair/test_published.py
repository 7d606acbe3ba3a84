"""What was published stays: the claims of the dossier, and the records of change of the real story."""

from __future__ import annotations

from pathlib import Path

import builds
import facts
import pytest
from explainer import settings
from explainer.build import compile_site
from explainer.check import published
from explainer.make.site import Site as Compiled
from explainer.read import citation, digests

# The claims of the two articles (the dossier, section 2.2): id: article, its paragraphs; …
# An id is never reused and never taken away; a claim that should not stand is withdrawn.
ARTICLES = {"000": "translated-article-2020", "003": "data-news-2020"}
CLAIMS = """
suit-filed-october-2019: 000 5; 003 2
suit-plaintiff-facebook-alone: 003 2
suit-alleges-whatsapp-flaw: 000 5
nso-used-whatsapp-bug-flat: 003 2
victims-thousands-of-devices: 000 3
victims-1400-people: 003 2
pegasus-flagship: 000 5
nso-first-denied: 000 7
nso-claims-fsia-immunity: 000 7
nso-claims-sovereign-immunity: 003 3
immunity-protects-states: 003 3
nso-sells-only-to-state-agencies: 003 3
nso-sells-hacking-tools: 003 2
nso-leading-vendor: 000 2 3
nso-israeli: 003 1
july-2020-claims-rejected: 000 8
hamilton-chief-judge: 000 8
case-on-appeal: 003 3
microsoft-supports-facebook: 000 1 3 4 9; 003 1 4
microsoft-brings-action: 000 2
amici-five-listed: 000 9; 003 1 4
amicus-backs-facebook-case: 000 3 9
facebook-not-alone: 003 4
reuters-saw-brief: 003 4
tools-powerful-dangerous: 003 1 4
immunity-more-incidents: 003 5
immunity-more-state-use: 003 5
tools-reach-wrong-hands: 003 5; 000 14
hidden-bugs-leak: 003 5
immunity-broadening-spurs-industry: 000 19
private-companies-stay-liable: 000 19
burt-explains-support: 000 10
nso-model-dangerous: 000 11
immunity-no-accountability: 000 11
cyber-mercenaries-no-immunity: 000 12
three-areas: 000 13
reason-1-wrong-hands: 000 14
tools-never-stay-with-maker: 000 14
reason-2-no-state-constraints: 000 16
states-bound-by-international-law: 000 16
reason-3-human-rights: 000 17
tools-offered-at-retail: 000 17
pegasus-thousands-of-uses: 000 18
khashoggi-linked-flat: 000 18
khashoggi-tapped-per-citizen-lab: 003 7
nso-denies-khashoggi: 003 7
khashoggi-killed-2018: 003 7; 000 18
36-journalists-iphone: 003 7
nso-only-helps-law-enforcement: 003 6
nso-claim-false: 003 6
citizen-lab-amnesty-documented: 003 6
apple-absent: 003 8 9
amici-handful: 003 9
apple-also-victim: 003 9
apple-may-sue: 003 9
apple-facebook-relations: 003 9
"""
TABLE = [
    (
        line.partition(": ")[0],
        {
            ARTICLES[part.split()[0]]: {int(number) for number in part.split()[1:]}
            for part in line.partition(": ")[2].split("; ")
        },
    )
    for line in CLAIMS.split("\n")
    if line
]


def test_the_dossier_has_56_claims() -> None:
    assert len({id_ for id_, _ in TABLE}) == 56


@pytest.mark.parametrize(("id_", "stated"), TABLE, ids=[id_ for id_, _ in TABLE])
def test_each_claim_of_the_dossier_is_there_with_its_paragraphs(
    id_: str, stated: dict[str, set[int]], compiled: Compiled, site: facts.Site
) -> None:
    claim = compiled.story.claims[id_]
    given: dict[str, set[int]] = {}
    for cited in claim.stated_in:
        assert isinstance(cited, citation.Citation)
        given.setdefault(cited.source, set()).update(cited.paragraphs)
    assert {article: given.get(article, set()) & wanted for article, wanted in stated.items()} == (
        stated
    )
    for language in ("fr", "en"):
        page = site.page(compiled.addresses.url(language, f"claims/{id_}.md"))
        [past] = page.select("//h2[@id='history']/following-sibling::ul[1]")
        label = compiled.story.vocab.claim_statuses[claim.status].label[language]
        assert label in past[0].text_content().replace("\u2019", "'")


def test_every_record_of_change_is_kept(compiled: Compiled) -> None:
    kept = compiled.story.reviews.published
    assert set(kept) == set(compiled.story.changes)
    assert list(published.check(compiled.story)) == []


@pytest.mark.parametrize("line", [True, False], ids=["with its line", "alone"])
def test_no_claim_of_the_real_story_goes_in_silence(tmp_path: Path, line: bool) -> None:
    """From a copy without Git history, with every text confirmed anew."""
    project = builds.copy_of_project(tmp_path / "project")
    id_ = "apple-absent"
    (project / f"data/claims/{id_}.yml").unlink()
    changed = [
        path
        for path in (project / "data/changes").glob("*.yml")
        if f"  {id_}: " in path.read_text("utf-8")
    ]
    assert changed
    for path in changed if line else []:
        lines = path.read_text("utf-8").splitlines(keepends=True)
        path.write_text("".join(x for x in lines if not x.startswith(f"  {id_}: ")), "utf-8")
    builds.confirm(project)
    _, found = compile_site(settings.read_settings(project / settings.CONFIG_FILE))
    told = [str(problem) for problem in found if problem.file.startswith("data/changes/")]
    assert told
    if line:
        assert f"is published ({digests.PUBLISHED_FILE}:" in told[0]
    else:
        assert (
            f"expected data/claims/{id_}.yml, brought back with the status «withdrawn»" in told[0]
        )


def test_a_status_of_the_real_story_changes_by_a_new_record_alone(tmp_path: Path) -> None:
    project = builds.copy_of_project(tmp_path / "project")
    claim = project / "data/claims/apple-absent.yml"
    text = claim.read_text("utf-8")
    claim.write_text(text.replace("status: established", "status: unverified"), "utf-8")
    for path in (project / "data/changes").glob("*.yml"):
        old = path.read_text("utf-8")
        path.write_text(
            old.replace("apple-absent: established", "apple-absent: unverified"), "utf-8"
        )
    builds.confirm(project)
    _, found = compile_site(settings.read_settings(project / settings.CONFIG_FILE))
    (told,) = [p for p in found if p.file.startswith("data/changes/")]
    assert told.field == "statuses"
