"""Parity between English and other languages: the same said otherwise passes, another fact does not."""

from __future__ import annotations

import pytest
from explainer.check.parity.facts import find_facts, have_number_words
from explainer.check.parity.matching import unmatched_facts

SAME = [
    ("de", "It cost $5 million.", "Es kostete 5 Millionen US-Dollar."),
    ("de", "It cost $5 million.", "Es kostete 5 Mio. US-Dollar."),
    ("de", "It cost €3 billion.", "Es kostete 3 Mrd. Euro."),
    ("de", "It cost €3 billion.", "Es kostete 3 Mrd. €."),
    ("de", "It cost 1.4 million euros.", "Es kostete 1.400.000 €."),
    ("de", "It cost 1,400,000 euros.", "Es kostete 1,4 Millionen Euro."),
    ("de", "It fell at 2:30 pm.", "Um 14.30 Uhr fiel sie."),
    ("de", "It fell at 2 pm.", "Um 14 Uhr fiel sie."),
    ("de", "It cost €3 to €5.99.", "Es kostete 3 bis 5,99 Euro."),
    ("de", "5 people came.", "Fünf Personen kamen."),
    ("de", "Five people came.", "5 Personen kamen."),
    ("de", "20 people came.", "Zwanzig Personen kamen."),
    ("pl", "It fell on April 5, 2019.", "Upadł 5 kwietnia 2019 r."),
    ("pl", "It fell in April 2019.", "Upadł w kwietniu 2019 r."),
    ("pl", "It fell in March.", "Upadł w marcu."),
    ("cs", "In April 2019.", "V dubnu 2019."),
    ("ru", "In April 2019.", "В апреле 2019 года."),
    ("fi", "In April 2019.", "Huhtikuussa 2019."),
    ("hu", "In April 2019.", "2019. áprilisban."),
    ("hu", "On April 5, 2019.", "2019. április 5-én."),
    ("es", "On April 5, 2019.", "El 5 de abril de 2019."),
    ("pt-BR", "It cost $1,400.", "Custou US$ 1.400."),
    ("he", "On April 5, 2019.", "ב־5 באפריל 2019."),
    ("ar", "On April 5, 2019.", "في ٥ أبريل ٢٠١٩."),
    ("ja", "On April 5, 2019.", "2019年4月5日。"),
    ("zh", "It cost $20 million.", "花费2000万美元。"),
    ("ko", "In April 2019.", "2019년 4월."),
]
OTHER = [
    ("de", "5 people came.", "6 Personen kamen."),
    ("de", "21 people came.", "Einundzwanzig Personen kamen."),
    ("de", "30 people came.", "Es kamen Personen."),
    ("de", "It cost €5 million.", "Es kostete 5 Mrd. Euro."),
    ("de", "It cost $5 million.", "Es kostete 5 Mio. Euro."),
    ("de", "It fell at 2:30 pm.", "Um 14.40 Uhr fiel sie."),
    ("de", "It cost €3 to €5.99.", "Es kostete 3 bis 6,99 Euro."),
    ("pl", "It fell in April 2019.", "Upadł w marcu 2019 r."),
    ("ja", "In April 2019.", "2019年5月。"),
    ("zh", "It cost $20 million.", "花费200万美元。"),
    ("ar", "On April 5, 2019.", "في ٦ أبريل ٢٠١٩."),
]


def _differ(english: str, other: str, language: str) -> bool:
    sides = unmatched_facts(
        find_facts(english, "en"),
        find_facts(other, language),
        number_words=have_number_words("en", language),
    )
    assert any(sides) == any(
        unmatched_facts(
            find_facts(other, language),
            find_facts(english, "en"),
            number_words=have_number_words("en", language),
        )
    )
    return any(sides)


@pytest.mark.parametrize(("language", "english", "other"), SAME)
def test_the_same_said_otherwise(language: str, english: str, other: str) -> None:
    assert not _differ(english, other, language)


@pytest.mark.parametrize(("language", "english", "other"), OTHER)
def test_another_fact(language: str, english: str, other: str) -> None:
    assert _differ(english, other, language)
