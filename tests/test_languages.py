"""Any language of the CLDR: what it is written with, or the one line that says what it lacks."""

from __future__ import annotations

import copy
import dataclasses
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builds
import pytest
import yaml
from explainer import locales, output, settings
from explainer.build import compile_story
from explainer.check import parity
from explainer.derive.index import sort_events
from explainer.make.site import Site
from explainer.model import records as model
from explainer.model.story import load
from explainer.output import cards, glyphs
from explainer.read import yamlio
from explainer.words import typography, wording


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("pt-BR", "5 de abril de 2019", "abril de 2019"),
        ("en-GB", "5 April 2019", "April 2019"),
        ("fr-CA", "5 avril 2019", "avril 2019"),
        ("ca", "5 d’abril del 2019", "abril del 2019"),
        ("pl", "5 kwietnia 2019", "kwiecień 2019"),
        ("cs", "5. dubna 2019", "duben 2019"),
        ("hu", "2019. április 5.", "2019. április"),
        ("zh-Hant", "2019年4月5日", "2019年4月"),
        ("ja", "2019年4月5日", "2019年4月"),
        ("ko", "2019년 4월 5일", "2019년 4월"),
        ("vi", "5 tháng 4, 2019", "tháng 4 năm 2019"),
        ("he", "5 באפריל 2019", "אפריל 2019"),
    ],
)
def test_dates(language: str, day: str, month: str) -> None:
    assert wording.format_date("2019-04-05", language) == day
    assert wording.format_date("2019-04", language) == month


def test_first_of_a_month_in_any_french() -> None:
    assert wording.format_date("2020-12-01", "fr-CA") == "1er décembre 2020"


@pytest.mark.parametrize(
    ("language", "region", "direction"),
    [
        ("fr", "fr_FR", "ltr"),
        ("en", "en_US", "ltr"),
        ("en-GB", "en_GB", "ltr"),
        ("pt", "pt_BR", "ltr"),
        ("zh", "zh_CN", "ltr"),
        ("zh-Hant", "zh_TW", "ltr"),
        ("ar", "ar_EG", "rtl"),
        ("he", "he_IL", "rtl"),
        ("fa", "fa_IR", "rtl"),
    ],
)
def test_regions_and_directions(language: str, region: str, direction: str) -> None:
    assert (locales.with_likely_region(language), locales.direction(language)) == (
        region,
        direction,
    )


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("ja", "other"),
        ("en", "one other"),
        ("fr", "one other"),  # «many» is for millions
        ("pl", "few many one other"),
        ("he", "one other two"),
        ("ar", "few many one other two zero"),
    ],
)
def test_categories_of_plurals(language: str, forms: str) -> None:
    assert sorted(locales.plural_categories(language)) == forms.split()
    assert {locales.plural_category(n, language) for n in (*range(1001), 10**6)} <= set(
        forms.split()
    )


@pytest.mark.parametrize(
    ("language", "around", "expected"),
    [
        ("ar", "", ' lang="ar" dir="rtl"'),
        ("fr", "", ' lang="fr"'),
        ("ar", "en", ' lang="ar" dir="rtl"'),
        ("en", "he", ' lang="en" dir="ltr"'),
        ("he", "ar", ' lang="he"'),
        ("fr-CA", "fr", ""),
    ],
)
def test_words_in_another_language(language: str, around: str, expected: str) -> None:
    assert wording.language_attributes_html(language, around) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Er sagte: „Das ‚eine‘ ist’s.“"),
        ("es", "Er sagte: “Das ‘eine’ ist’s.”"),
        ("it", "Er sagte: «Das “eine” ist’s.»"),
        ("pl", "Er sagte: „Das «eine» ist’s.”"),
        ("ru", "Er sagte: «Das „eine“ ist’s.»"),
        ("sv", "Er sagte: ”Das ’eine’ ist’s.”"),
        ("ja", "Er sagte: 「Das 『eine』 ist’s.」"),
        ("zh", "Er sagte: “Das ‘eine’ ist’s.”"),
        ("zh-Hant", "Er sagte: 「Das 『eine』 ist’s.」"),
        ("pt", "Er sagte: “Das ‘eine’ ist’s.”"),
        ("pt-PT", "Er sagte: «Das “eine” ist’s.»"),
        ("de-CH", "Er sagte: „Das ‚eine‘ ist’s.“"),
    ],
)
def test_quotes_of_each_language(language: str, expected: str) -> None:
    set_ = typography.typeset("Er sagte: \"Das 'eine' ist's.\"", language)
    assert set_ == expected
    assert typography.typeset(set_, language) == expected


def test_a_quote_that_closes_none_is_a_mark_of_inches_or_an_end() -> None:
    assert typography.typeset('5" und Rohr" da', "de") == "5″ und Rohr“ da"


def test_a_quote_left_open_ends_with_its_block() -> None:
    text = "\"Das 'eine'\u2029\"Das 'eine'\""
    assert typography.typeset(text, "de") == "„Das ‚eine‘\u2029„Das ‚eine‘“"


def test_gershayim_is_no_quote() -> None:
    assert typography.typeset('צה"ל', "he") == 'צה"ל'


def _with(folder: Path, locale: str) -> Path:
    """Lay out the tiny story with a third language, in which nothing is written."""
    project = builds.tiny_project(folder / "tiny", code=False)
    path = project / "mkdocs.yml"
    added = f"        - locale: {locale}\n          name: Third\nnav:\n"
    path.write_text(path.read_text("utf-8").replace("nav:\n", added, 1), "utf-8")
    return project


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("tlh", "the CLDR has no dates, numbers and plurals for «tlh»; expected a language"),
        ("de_DE", "«de_DE» is no code of the Web (BCP 47); expected de-DE"),
        ("fr", "«fr» is there twice; expected each language once"),
    ],
)
def test_a_language_that_cannot_be(tmp_path: Path, locale: str, said: str) -> None:
    with pytest.raises(settings.ConfigurationError) as wrong:
        settings.read_settings(_with(tmp_path, locale) / "mkdocs.yml")
    [problem] = wrong.value.problems
    assert re.match(rf"(mkdocs|base)\.yml:\d+:19: locale: {re.escape(said)}", str(problem))


@pytest.mark.parametrize("locale", ["pt-BR", "en-GB", "fr-CA", "zh-Hant", "zh", "ja", "ko", "he"])
def test_a_language_not_begun_is_one_line(tmp_path: Path, locale: str) -> None:
    site, problems = compile_story(settings.read_settings(_with(tmp_path, locale) / "mkdocs.yml"))
    [problem] = map(str, problems)
    assert site is None
    assert problem.startswith(f"mkdocs.yml:21:19: locale: nothing is written in «{locale}»")
    assert problem.endswith(" [language-empty]")
    # The generator's words of a language serve it in every region.
    known = locales.base_language(locale) in ("en", "fr")
    assert bool(re.search(r"9 pages .*, in data/strings\.yml (\d+) of the \1 ", problem)) != known


STRINGS = yaml.safe_load((builds.ROOT / "templates/strings.yml").read_text("utf-8"))


def _told_of_strings(folder: Path, locale: str, own: dict[str, Any]) -> list[str]:
    """Return what is said of the strings of a project whose second language is ``locale``."""
    project = builds.tiny_project(folder / "tiny", code=False)
    path = project / "mkdocs.yml"
    path.write_text(path.read_text("utf-8").replace("locale: fr", f"locale: {locale}"), "utf-8")
    (project / "docs/fr").rename(project / f"docs/{locale}")
    if own:
        text = yaml.safe_dump(own, allow_unicode=True)
        (project / "data/strings.yml").write_text(text, "utf-8")
    return [str(p) for p in load(builds.settings(project))[1] if "strings" in p.file]


@pytest.mark.parametrize("locale", ["fr-CA", "en-GB"])
def test_a_region_has_the_strings_of_its_language(tmp_path: Path, locale: str) -> None:
    assert _told_of_strings(tmp_path, locale, {}) == []


def test_strings_that_a_language_lacks_are_one_line(tmp_path: Path) -> None:
    (told,) = _told_of_strings(tmp_path, "pl", {"menu": {"pl": "Menu"}})
    assert re.match(r"data/strings\.yml:1:1: site_language_switch: the pl text is missing ", told)
    assert re.search(
        r" \d{3} times \(site_language_switch, main_navigation, .* …\); expected .* here; ", told
    )


def test_a_language_needs_the_plurals_that_it_counts_by(tmp_path: Path) -> None:
    own = {k: v if isinstance(v, str) else {"pl": v["fr"]} for k, v in STRINGS.items()}
    (told,) = _told_of_strings(tmp_path, "pl", own)
    assert re.search(r"the pl text is missing \d\d times \(search_results_few,", told)


def _event(id_: str, date: str, *follows: str) -> model.Event:
    return model.Event.model_construct(id=id_, date=date, until=None, follows=list(follows))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([("day", "2019-05-20"), ("month", "2019-05")], "day month"),
        ([("day", "2019-05-20", "month"), ("month", "2019-05")], "month day"),
        ([("day", "2019-05-20", "month"), ("month", "2019-05", "year"), ("year", "2019")],
         "year month day"),
        ([("day", "2019-06-20", "month"), ("month", "2019-05")], "month day"),
        ([("a", "2019-05", "b"), ("b", "2019-05", "a")], "b a"),
    ],
)  # fmt: skip
def test_a_month_stands_before_what_follows_it(
    events: list[tuple[str, ...]], expected: str
) -> None:
    made = {one[0]: _event(*one) for one in events}
    assert " ".join(event.id for event in sort_events(made)) == expected


@pytest.fixture(scope="module")
def three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The tiny story in English, French and a third language, written from right to left.

    The third has the French words: what is asked here is what stands around them.
    """
    project = builds.tiny_project(tmp_path_factory.mktemp("three") / "tiny", code=False)
    path = project / "mkdocs.yml"
    added = (
        "        - locale: fa\n          name: فارسی\n          site_name: \"Pont 'd'ici'\"\nnav:\n"
    )
    path.write_text(path.read_text("utf-8").replace("nav:\n", added, 1), "utf-8")
    shutil.copytree(project / "docs/fr", project / "docs/fa")
    for path in (project / "data").rglob("*.yml"):
        if path.name not in ("reviews.yml", "published.yml"):
            value = yamlio.read(path.name, path.read_bytes())[0].value
            _third(value)
            path.write_text(yaml.safe_dump(value, allow_unicode=True, sort_keys=False), "utf-8")
    own = copy.deepcopy(STRINGS)
    _third(own)
    text = yaml.safe_dump(own, allow_unicode=True)
    (project / "data/strings.yml").write_text(text, "utf-8")
    (project / "data/published.yml").unlink()
    builds.confirm(project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(parity, "check", lambda *_: iter(()))  # French is no Persian
        yield builds.compiled(project)


def _third(value: Any) -> None:
    for part in value.values() if isinstance(value, dict) else value:
        if isinstance(part, (dict, list)):
            _third(part)
    if isinstance(value, dict) and "fr" in value:
        value["fa"] = copy.deepcopy(value["fr"])


def _written(site: Site, language: str, name: str, folder: Path) -> str:
    output.write_pages(site, language, folder)
    return (folder / site.addresses.url(language, name) / "index.html").read_text("utf-8")


def test_right_to_left(three: Site, tmp_path: Path) -> None:
    home = _written(three, "fa", "index.md", tmp_path)
    assert '<html lang="fa" dir="rtl">' in home
    assert re.search(r'<a href="[^"]*" lang="en" hreflang="en"', home)
    assert '<meta property="og:locale" content="fa_IR">' in home
    assert home.count('"og:locale:alternate"') == 2
    english = _written(three, "en", "index.md", tmp_path)
    assert '<html lang="en">' in english
    assert re.search(r'lang="fa" dir="rtl" hreflang="fa"', english)
    source = three.pages["fa"]["sources/index.md"].html
    assert '<a href="' in source
    assert ' lang="en" dir="ltr">' in source


def test_a_glossary_in_three_languages_names_each(three: Site) -> None:
    deck = three.pages["en"]["glossary.md"].html.partition('id="deck"')[2].partition("<h2")[0]
    assert re.findall(r"<dt>(.*?)</dt>\s*<dd><em(.*?)>", deck) == [
        ("In French", ' lang="fr"'),
        ("In Persian", ' lang="fa" dir="rtl"'),
    ]


def test_the_name_of_the_site_is_set_as_its_language_prints_it(three: Site, tmp_path: Path) -> None:
    home = _written(three, "fa", "index.md", tmp_path)
    assert '<meta property="og:site_name" content="Pont «d’ici»">' in home


def test_cards_show_letters_that_exist(three: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    assert list(glyphs.warnings(three.story)) == []  # the third language is French in disguise
    page = three.pages["en"]["cracks.md"]
    odd = dataclasses.replace(page, title="Cracks דג")
    monkeypatch.setitem(three.pages["en"], "cracks.md", odd)
    assert cards.card_page(three, "en", "cracks.md") == "index.md"
    assert cards.card_page(three, "en", "index.md") == "index.md"
    assert cards.card_page(three, "fa", "index.md") == ""  # its own name, in Arabic letters
    for written in three.story.pages["fr"].values():
        monkeypatch.setitem(written.meta, "title", "מים")
    [told] = map(str, glyphs.warnings(three.story))
    assert told.endswith("its font lacks it; so it is for 8 other titles in «fr» [card-letters]")


def test_a_relation_of_one_day_is_no_since(tmp_path: Path) -> None:
    project = builds.tiny_project(tmp_path / "tiny", code=False)
    path = project / "data/actors/corbel.yml"
    path.write_text(path.read_text("utf-8").replace("until: 2018-09", "until: 2018-05-02"), "utf-8")
    builds.confirm(project)
    page = builds.compiled(project).pages["en"]["actors/corbel.md"].html
    words = page.replace("\u00a0", " ")
    assert 'data-label="Date">May 2, 2018</td>' in words
