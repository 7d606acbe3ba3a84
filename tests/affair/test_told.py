"""What a reader who knows nothing of the case must find, asserted on the built pages."""

from __future__ import annotations

import re

import facts
import pytest
from explainer.make.site import Site as Compiled
from explainer.read import markdown

LANGUAGES = pytest.mark.parametrize("language", ["fr", "en"])


@pytest.fixture
def told(site: facts.Site, compiled: Compiled, language: str):
    """The words of a page of that language, or of one of its sections."""

    def read(name: str, section: str = "") -> str:
        return site.page(compiled.addresses.url(language, name)).told(section)

    return read


def said(text: str, *words: str) -> bool:
    """Tell whether a text has each of these, spaces and case aside."""
    folded = "".join(text.casefold().split())
    return all("".join(word.casefold().split()) in folded for word in words)


WHAT_IS_OWED = {
    "fr": ("4,4 millions de dollars", "selon notre addition"),
    "en": ("$4.4 million", "by our addition"),
}
IN_FORCE = {"fr": "s'applique aujourd'hui", "en": "in force today"}


@LANGUAGES
@pytest.mark.parametrize(
    ("page", "section"),
    [("index.md", "where-it-stands"), ("case.md", "what-came-next"), ("since.md", "")],
)
def test_what_nso_owes_and_whether_the_ban_holds_are_said(told, language, page, section):
    text = told(page, section)
    assert said(text, *WHAT_IS_OWED[language], IN_FORCE[language])


@LANGUAGES
def test_the_exact_total_is_said_to_be_our_addition(told, language):
    total = {"fr": "4 447 190 dollars, selon notre addition", "en": "$4,447,190, by our addition"}
    for page in ("since.md", "claims/jury-damages-2025.md", "actors/nso-group.md"):
        text = told(page).replace(": c'est", "")
        assert said(text, total[language].split(",")[0]) and said(
            text, WHAT_IS_OWED[language][1]
        ), page


@LANGUAGES
def test_who_held_the_devices_is_what_the_lawyers_say_apart_from_other_attacks(told, language):
    lawyers, other = {
        "fr": ("avocats des demandeurs", "autres attaques"),
        "en": ("plaintiffs' lawyers", "other attacks"),
    }[language]
    lead = told("targets.md").partition("Citizen Lab")[0]
    assert said(lead, lawyers, other)
    assert said(told("case.md", "for-what"), lawyers)
    who = told("targets.md", "who-they-were")
    assert said(who, {"fr": "récit d'une des parties", "en": "one side's account"}[language])
    assert "Al Jazeera" not in who and "Mexic" not in who


@LANGUAGES
@pytest.mark.parametrize(
    ("page", "section"),
    [
        ("index.md", "khashoggi"),
        ("targets.md", "khashoggi"),
        ("two-articles.md", "clash"),
        ("actors/jamal-khashoggi.md", ""),
        ("actors/pegasus.md", ""),
        ("claims/khashoggi-linked-flat.md", ""),
        ("claims/khashoggi-killed-2018.md", ""),
    ],
)
def test_khashoggi_is_outside_this_suit_and_nso_denies(told, language, page, section):
    outside = {
        "fr": r"hors de ce procès|ne porte pas sur cette mort",
        "en": r"outside this suit|is not about (?:this|that|his) death",
    }
    denial = {"fr": r"\b(?:dément|nie)\b", "en": r"\bden(?:ies|ied)\b"}
    text = told(page, section)
    assert re.search(outside[language], text, re.IGNORECASE)
    assert re.search(denial[language], text)


@LANGUAGES
def test_a_document_that_was_not_read_says_so_and_the_method_lists_it(told, compiled, language):
    unread = {"fr": "Nous n'avons pas lu", "en": "We did not read"}
    part = {"fr": "Nous n'en avons lu que", "en": "We read only"}
    sources = compiled.story.sources
    address_only = {id_ for id_, one in sources.items() if one.checked == "address"}
    assert {"complaint", "sj-order", "citizenlab-ipwn", "meta-2026"} <= address_only
    for id_ in ("complaint", "sj-order", "citizenlab-ipwn", "meta-2026", "commerce"):
        assert unread[language] in told(f"sources/{id_}.md", "flaws"), id_
    assert sources["brief"].checked == "excerpt"
    assert part[language] in told("sources/brief.md", "flaws")
    listed = told("method.md").partition(
        {"fr": "Sur la procédure", "en": "About the case"}[language]
    )
    for word in {
        "fr": ("La plainte de 2019", "la décision de 2024", "Citizen Lab", "juin 2026", "mémoire"),
        "en": ("The complaint of 2019", "the ruling of 2024", "Citizen Lab", "June 2026", "brief"),
    }[language]:
        assert word in listed[2], word


@LANGUAGES
def test_no_source_says_that_it_serves_for_less_than_it_is_cited_for(told, language):
    for id_ in ("manchikoni", "rice"):
        text = told(f"sources/{id_}.md")
        assert not re.search(r"ne sert qu'à dater|seulement pour la date|used only", text)


@LANGUAGES
def test_imprecise_does_not_say_that_an_accusation_is_true_in_part(told, compiled, language):
    text = told("method.md", "statuses")
    assert not said(text, {"fr": "Vrai en partie", "en": "True in part"}[language])
    assert said(
        text,
        {"fr": "ne dit pas qu'elle est fondée", "en": "does not say that it is founded"}[language],
    )
    accusing = [
        c.id for c in compiled.story.claims.values() if c.status == "imprecise" and c.accuses
    ]
    assert len(accusing) >= 7  # the definition is what keeps the site from siding with them


@LANGUAGES
def test_the_answer_to_the_report_on_iphones_is_given_whole(told, language):
    """Each page that has a part of it has the others."""
    parts = {
        "fr": (
            "pas connaissance de ces allégations",
            "pas accès à l'identité",
            "preuves crédibles",
        ),
        "en": (
            "no knowledge of these allegations",
            "no access to the identity",
            "credible evidence",
        ),
    }[language]
    pages = ["pegasus.md", "targets.md", "claims/36-journalists-iphone.md", "timeline.md"]
    pages += [f"actors/{id_}.md" for id_ in ("al-jazeera", "citizen-lab", "iphone")]
    for page in pages:
        assert said(told(page), *parts), page


@LANGUAGES
def test_an_answer_is_the_one_made_to_that_accusation(compiled, language):
    """No sentence serves more than four claims; none rests on the faulty articles alone."""
    seen: dict[str, list[str]] = {}
    for claim in compiled.story.claims.values():
        if claim.answer and claim.answer.text:
            text = claim.answer.text[language]
            cited = re.findall(r"@([\w-]+)", text)
            assert set(cited) - {"data-news-2020", "translated-article-2020"}, claim.id
            for sentence in re.split(r"(?<=[.]) ", markdown.record_plain_text(text)):
                seen.setdefault(sentence.strip(), []).append(claim.id)
    assert {said_: ids for said_, ids in seen.items() if len(ids) > 4} == {}


# What a page must not say again: (language, words, why).
SETTLED = [
    ("fr", r"fourni\w* (?:que )?des services publics", "reads as: provides police services"),
    ("fr", r"ne servir que la lutte", "a company does not serve a fight"),
    ("fr", r"violé (?:deux|des) lois contre le piratage et le contrat", "laws against contracts"),
    ("fr", r"formation plénière", "the Ninth Circuit sits en banc with eleven judges"),
    ("fr", r"[Aa]vocat général", "another office in France and at the EU court"),
    ("fr", r"Trois façons d'entrer|reste discuté", "calques"),
    ("fr", r"protège les agents d'un État|agents des États étrangers", "officials, or agents?"),
    ("fr", r"finissent par s'échapper", "a risk, not a certainty"),
    (
        "fr",
        r"suprême (?:a )?rejet\w+ (?:le recours|la demande)",
        "certiorari denied says nothing of the merits",
    ),
    ("en", r"\b(?:speak|speaks|spoke|tell|tells) of\b", "English of a translation"),
    ("en", r"serves only|supplies only", "sells only to"),
    ("en", r"full court|larger bench", "en banc is a larger panel"),
    ("en", r"held it against", "to bear a grudge"),
    ("en", r"end up escaping", "a risk, not a certainty"),
    ("en", r"\bjoin(?:s|ing)? (?:its|the) Entity List", "nobody joins a blacklist"),
    ("en", r"who took control of NSO", "a purchase confirmed, not known to be completed"),
    ("en", r"in its turn\b", "English of a translation"),
]


@pytest.mark.parametrize(("language", "words", "why"), SETTLED, ids=[row[1] for row in SETTLED])
def test_what_was_reworded_does_not_come_back(site, language, words, why):
    prefix = "en/" if language == "en" else ""
    mine = [p for p in site.pages if p.url.startswith("en/") == bool(prefix)]
    found = [page.url for page in mine if re.search(words, page.told())]
    assert found == [], why


MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def test_english_dates_and_quotations_are_punctuated_as_in_american_english(site):
    """A comma after the year in running text; commas and full stops inside quotation marks."""
    wrong = re.compile(rf"(?:{MONTHS}) \d{{1,2}}, \d{{4}} [a-z]|\w\u201d[.,](?!\d)")
    found = [
        (page.url, match[0])
        for page in site.pages
        if page.url.startswith("en/")
        for paragraph in page.select("//main//p | //main//li | //main//dd")
        if not paragraph.xpath("ancestor::*[@role='doc-endnotes'] | self::*[@lang!='en']")
        for match in [wrong.search(" ".join(paragraph.text_content().split()))]
        if match
    ]
    assert found == []


@LANGUAGES
@pytest.mark.parametrize("name", ["index", "case", "since", "apple", "pegasus", "targets"])
def test_not_found_is_no_refrain(told, language, name):
    """What was searched, and until when, is said once a section, by those who searched."""
    passive = {
        "fr": r"n'(?:a|ont) (?:pas )?été trouvé",
        "en": r"(?:was|were|had been) (?:not )?found",
    }
    assert len(re.findall(passive[language], told(f"{name}.md"))) <= 2


@LANGUAGES
def test_the_case_tells_the_affair_before_the_two_articles(told, language):
    """Five minutes: at most 1,300 words, and the articles once, last."""
    text = told("case.md")
    heading = {
        "fr": "Ce qu'il faut corriger dans les deux articles",
        "en": "What the two articles got wrong",
    }
    body = text.split(heading[language])
    assert len(body) == 3  # the table of contents, then the section
    assert "Data News" not in body[1]
    words = re.findall(r"[\w’'-]+", body[0] + body[1])
    assert len(words) <= 1300
