"""Dates, numbers, lists and order, by each language's own rules."""

from __future__ import annotations

import pytest
from explainer import locales
from explainer.words import wording


@pytest.mark.parametrize(
    ("iso", "french", "english"),
    [
        ("2020-12-21", "21 décembre 2020", "December 21, 2020"),
        ("2020-12-01", "1er décembre 2020", "December 1, 2020"),
        ("2020-08-11", "11 août 2020", "August 11, 2020"),
        ("2019-10-31", "31 octobre 2019", "October 31, 2019"),
        ("2020-12", "décembre 2020", "December 2020"),
        ("2020", "2020", "2020"),
    ],
)
def test_dates(iso: str, french: str, english: str) -> None:
    assert wording.format_date(iso, "fr") == french
    assert wording.format_date(iso, "en") == english


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        (1400, "1\u202f400", "1,400"),
        (167254000, "167\u202f254\u202f000", "167,254,000"),
        (2.5, "2,5", "2.5"),
        (0, "0", "0"),
        (999, "999", "999"),
    ],
)
def test_numbers(value: float, french: str, english: str) -> None:
    assert wording.format_number(value, "fr") == french
    assert wording.format_number(value, "en") == english


@pytest.mark.parametrize(
    ("code", "french", "english"),
    [
        ("nl", "néerlandais", "Dutch"),
        ("fr", "français", "French"),
        ("he", "hébreu", "Hebrew"),
        ("en-US", "anglais", "English"),
        ("xx-unknown", "xx-unknown", "xx-unknown"),
    ],
)
def test_names_of_languages(code: str, french: str, english: str) -> None:
    assert wording.language_name(code, "fr") == french
    assert wording.language_name(code, "en") == english


@pytest.mark.parametrize(
    ("count", "french", "english"),
    [(0, "one", "other"), (1, "one", "one"), (2, "other", "other"), (1_000_000, "other", "other")],
)
def test_plurals(count: int, french: str, english: str) -> None:
    assert locales.plural_category(count, "fr") == french
    assert locales.plural_category(count, "en") == english


@pytest.mark.parametrize(
    ("items", "french", "english"),
    [
        ([], "", ""),
        (["a"], "a", "a"),
        (["a", "b"], "a et b", "a and b"),
        (["a", "b", "c"], "a, b et c", "a, b, and c"),
    ],
)
def test_lists(items: list[str], french: str, english: str) -> None:
    assert wording.join_list(items, "fr") == french
    assert wording.join_list(items, "en") == english


@pytest.mark.parametrize(
    "ordered",
    [
        ["école", "Ecole 2", "Écrit", "Est"],
        ["abîme", "abusif"],
        ["cote", "coter", "cotier"],
        ["oeuf", "Œuvre", "ordre"],
        ["Élan", "Zèbre"],
        ["a b", "ab"],
        ["Microsoft", "mémoire"][::-1],
    ],
)
def test_accents_and_capitals_do_not_rule_the_order(ordered: list[str]) -> None:
    assert sorted(ordered, key=wording.sort_key) == ordered


def test_order_does_not_depend_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "sv_SE.UTF-8")
    assert wording.sort_key("Ångström") < wording.sort_key("Zorn")


@pytest.mark.parametrize(
    ("start", "end", "language", "words"),
    [
        ("2019-04", "2019-05", "fr", "avril – mai 2019"),
        ("2019-04", "2019-05", "en", "April – May 2019"),
        ("2019-04", None, "en", "April 2019"),
        ("2019-04", "2019-04", "en", "April 2019"),
        ("2018-12", "2019-01", "fr", "décembre 2018 – janvier 2019"),
        ("2018-05-02", "2018-09", "en", "May 2, 2018 – September 2018"),
    ],
)
def test_periods(start: str, end: str | None, language: str, words: str) -> None:
    assert wording.format_period(start, end, language) == words


def test_languages_have_names_and_no_other_code_does() -> None:
    assert wording.language_name("en-US", "fr") == "anglais"
    assert wording.language_name("pl", "fr") == "polonais"
    assert wording.language_name("grc", "en") == "Ancient Greek"
    assert wording.is_known_language("he")
    assert wording.is_known_language("zh-Hant")
    assert not wording.is_known_language("zz")
    assert not wording.is_known_language("")
