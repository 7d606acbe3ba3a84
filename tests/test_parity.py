"""Twins say the same: each fact that one language changes stops the build, with both places."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import broken_cases
import pytest
from explainer.check.parity import attribution, code
from explainer.check.parity.facts import have_number_words
from explainer.check.parity.matching import unmatched_facts
from explainer.check.parity.text_facts import TextFacts, locate_fact, read_nodes
from explainer.read import markdown, page_parts

SAME = [
    ("à 12 h 30", "at 12:30 pm"),
    ("à 0 h 15", "at 12:15 am"),
    ("à 13 h", "at 1 p.m."),
    ("*3* millions de dollars", "**$3** million"),
    ("[trois cas](x.md)", "three cases"),
    ("![3 câbles](a.svg)", "three cables"),
    ('[a](b.md "le 6 mai")', "May 6"),
    ("10<sup>6</sup>", "10 and 6"),
    ("en 2018 [@x-2018, p. 3]", "in 2018 [@x-2019, p. 4]"),
    ("`5`", "`6`"),
    ("le cas 3 [@a] et 5 mai", "case 3 [@a] and May 5"),
    ("5 % [@a] à 7 km", "5% [@a] to 7 km"),
    ("<https://a.example/2018>", "<https://a.example/2019>"),
    ("1 400 téléphones", "1,400 phones"),
    ("1\u202f400 téléphones", "1,400 phones"),
    ("environ 1\n400 téléphones", "about 1,400 phones"),
    ("1&nbsp;400 téléphones", "1,400 phones"),
    ("167 254 000 dollars", "$167,254,000"),
    ("168 millions de dollars", "$168 million"),
    ("2,5 milliards d'euros", "€2.5 billion"),
    ("4 mille euros", "4,000 euros"),
    ("6 mai 2025", "May 6, 2025"),
    ("6 mai 2025", "6 May 2025"),
    ("6 mai 2025", "the 6th of May 2025"),
    ("Le 6 mai\n2025", "On May\n6, 2025"),
    ("2025-05-06", "May 6, 2025"),
    ("06/05/2025", "5/6/2025"),
    ("1er décembre", "December 1"),
    ("1er décembre 2020", "Dec. 1, 2020"),
    ("octobre 2019", "October 2019"),
    ("depuis octobre", "since October"),
    ("du 3 au 5 mai 2020", "May 3-5, 2020"),
    ("les 19 et 20 mai 2026", "May 19 and May 20, 2026"),
    ("1,77", "1.77"),
    ("9 fois", "9 times"),
    ("9 %", "9%"),
    ("la 9e cour", "the 9th court"),
    ("la 2e fois", "the 2nd time"),
    ("le 1er juge", "the 1st judge"),
    ("au XXIe siècle", "in the 21st century"),
    ("pages 3 à 5", "pages 3-5"),
    ("4:19-cv-07123", "4:19-cv-07123"),
    ("n° 25-7380", "No. 25-7380"),
    ("14 h 30", "2:30 p.m."),
    ("à 9 h", "at 9 a.m."),
    ("version 14.4.2", "version 14.4.2"),
    ("CC BY 4.0", "CC BY 4.0"),
    ("1 000 yens", "¥1,000"),
    ("20 shekels", "₪20"),
    ("vu [@a, p. 3] là", "seen there"),
    ("voir [là](x-2020.md)", "see [there](x-2021.md)"),
    ("mot*s*{lang=en2}", "word"),
    ("En mai, il vint", "In May he came"),
    ("Il peut venir", "May be he comes"),
]

DIFFERENT = [
    ("à 12 h 30", "at 12:30 am"),
    ("une dizaine", "three"),
    ("pages 3 à 5", "pages 3-3"),
    ("1 400", "1,401"),
    ("1,400", "1,400"),
    ("168 millions de dollars", "$168 billion"),
    ("168 millions de dollars", "€168 million"),
    ("168 millions de dollars", "168 million"),
    ("9 %", "9"),
    ("6 mai 2025", "May 7, 2025"),
    ("6 mai 2025", "June 6, 2025"),
    ("6 mai 2025", "May 2025"),
    ("le 10 mai 2019 et le 13 juin 2019", "May 13, 2019 and June 10, 2019"),
    ("octobre 2019, avril 2020, mai 2019", "October 2020, April 2020, May 2019"),
    ("1,77", "1.78"),
    ("14 h 30", "2:30 a.m."),
    ("au XXIe siècle", "in the 20th century"),
    ("4:19-cv-07123", "4:19-cv-07124"),
    ("en mai", "in June"),
    ("12 signataires", "the signatories"),
]


# The same tables, with a name for what each case is about.
SAME_NAMED = {
    "said again": ("36, 36, 37", "36, 37"),
    "the last days of a month": ("du 30 au 31 mai 2020", "May 30 to 31, 2020"),
    "percent in words": ("36 % des cas", "36 percent of cases"),
    "per cent": ("36 %", "36 per cent"),
    "pour cent": ("36 pour cent", "36%"),
    "per cent in words": ("trente-six pour cent", "thirty-six percent"),
    "Sept.": ("3 septembre 2024", "Sept. 3, 2024"),
    "Sept without a point": ("3 septembre 2024", "Sept 3, 2024"),
    "juill.": ("14 juill. 2020", "July 14, 2020"),
    "juil.": ("14 juil. 2020", "July 14, 2020"),
    "fév.": ("3 fév. 2020", "February 3, 2020"),
    "févr.": ("3 févr. 2020", "Feb. 3, 2020"),
    "sept. the month": ("le 3 sept. 2024", "September 3, 2024"),
    "sept ends a sentence": ("Ils étaient sept.", "There were seven."),
    "9e and Ninth": ("le 9e circuit", "the Ninth Circuit"),
    "neuvième and 9th": ("le neuvième circuit", "the 9th Circuit"),
    "neuvième and Ninth": ("le neuvième circuit", "the Ninth Circuit"),
    "XXIe and twenty-first": ("au XXIe siècle", "in the twenty-first century"),
    "centième": ("le centième cas", "the 100th case"),
    "millième": ("le millième cas", "the 1,000th case"),
    "vingt et unième": ("le vingt et unième jour", "the 21st day"),
    "dix-septième": ("la dix-septième fois", "the seventeenth time"),
    "premier and first": ("le premier amendement", "the First Amendment"),
    "first, an adverb": ("NSO l'a d'abord nié", "NSO first denied it"),
    "Article 1er": ("l'article 1er", "Article 1"),
    "le 8 and the 8th": ("le 6 mai, puis le 8", "May 6, then the 8th"),
    "un tiers": ("un tiers des cas", "a third of cases"),
    "third parties": ("des tiers", "third parties"),
    "7 jours": ("7 jours", "seven days"),
    "seven-day": ("un délai de 7 jours", "a seven-day period"),
    "sept signataires": ("les sept signataires", "the seven signatories"),
    "un, une, one, a": ("une affaire, un juge", "the one case; a judge"),
    "quelques, plusieurs": ("quelques juges, plusieurs cas", "some judges in several cases"),
    "both": ("les deux articles", "both articles"),
    "tous deux": ("Tous deux le nient", "They deny it"),
    "neither": ("aucun des deux articles", "neither article"),
    "twice": ("à deux reprises", "twice"),
    "neuf, new": ("un téléphone neuf.", "a new phone."),
    "neuf fois": ("neuf fois", "nine times"),
    "quinze jours": ("dans les quinze jours", "within a fortnight"),
    "dix ans and a decade": ("dix ans", "10 years"),
    "vingt et un": ("vingt et un États", "twenty-one states"),
    "soixante et onze": ("soixante et onze cas", "71 cases"),
    "quatre-vingt-dix-sept": ("quatre-vingt-dix-sept cas", "ninety-seven cases"),
    "quatre-vingts": ("quatre-vingts juges", "eighty judges"),
    "dix-neuf": ("dix-neuf cas", "19 cases"),
    "quatre-vingt-dix-neuf": ("quatre-vingt-dix-neuf cas", "99 cases"),
    "cent": ("cent juges", "100 judges"),
    "mille cent": ("mille cent pages", "1,100 pages"),
    "deux cents": ("deux cents pages", "two hundred pages"),
    "mille quatre cents": ("mille quatre cents appareils", "1,400 devices"),
    "fourteen hundred": ("1 400 appareils", "fourteen hundred devices"),
    "two hundred and five": ("205 pages", "two hundred and five pages"),
    "a hundred": ("une centaine de pages", "a hundred pages"),
    "a dozen": ("une dizaine de pages", "a dozen pages"),
    "a million": ("un million de dollars", "$1 million"),
    "one million": ("un million de dollars", "one million dollars"),
    "two million": ("deux millions d'euros", "€2 million"),
    "dizaines de milliers": ("des dizaines de milliers de cas", "tens of thousands of cases"),
    "dizaines": ("des dizaines de cas", "dozens of cases"),
    "several thousand": ("plusieurs milliers de cas", "several thousand cases"),
    "M€": ("180 M€", "€180 million"),
    "M€ and €180m": ("180 M€", "€180m"),
    "Mrd€": ("1,5 Mrd €", "€1.5bn"),
    "Md€": ("1,5 Md€", "€1.5bn"),
    "milliard and bn": ("1,5 milliard", "1.5bn"),
    "milliard and billion": ("1,5 milliard", "1.5 billion"),
    "milliard de dollars": ("1,5 milliard de dollars", "$1.5bn"),
    "USD": ("5 USD", "$5"),
    "USD before": ("5 dollars", "USD 5"),
    "US dollars": ("5 dollars", "5 US dollars"),
    "a currency said once": ("$168 millions, puis 4 millions", "$168 million, then $4 million"),
    "a number in a link": ("[168 millions](a.md) de dollars", "[$168 million](a.md)"),
    "a number in bold": ("**5** dollars", "**$5**"),
    "entre 3 millions et 5 millions": ("entre 3 millions et 5 millions", "between 3 and 5 million"),
    "3 à 5 millions": ("3 à 5 millions", "3 million to 5 million"),
    "3-5 million": ("de 3 à 5 millions", "3-5 million"),
    "$3 million to $5 million": ("de 3 à 5 millions de dollars", "$3 million to $5 million"),
    "$5 to 10": ("5 à 10 dollars", "$5 to $10"),
    "5% and 10%": ("5 et 10 %", "5% and 10%"),
    "Go and GB": ("5 Go", "5 GB"),
    "Mo and megabytes": ("5 Mo", "5 megabytes"),
    "km and kilometers": ("3 km", "3 kilometers"),
    "cinq ans and aged five": ("âgé de cinq ans", "aged five"),
    "a range of days": ("du 3 au 5 mai 2020", "from May 3 to 5, 2020"),
    "a range, the month twice": ("du 3 au 5 mai 2020", "May 3 to May 5, 2020"),
    "a range of months": ("du 28 avril au 2 mai 2020", "April 28 to May 2, 2020"),
    "between two days": ("entre le 3 et le 5 mai", "between May 3 and 5"),
    "a range, day first": ("du 3 au 5 mai 2020", "3-5 May 2020"),
    "ranges that share a year": (
        "du 3 au 5 mai et du 7 au 9 juin 2020",
        "May 3-5 and June 7-9, 2020",
    ),
    "three days": ("les 3, 5 et 7 mai 2020", "May 3, 5 and 7, 2020"),
    "1er et 2": ("les 1er et 2 décembre", "December 1 and 2"),
    "two months": ("en octobre et novembre 2019", "in October 2019 and November 2019"),
    "two years": ("entre 2018 et 2020", "from 2018 to 2020"),
    "the year apart": ("le 6 mai 2025 puis le 7 juin 2025", "May 6, then June 7, 2025"),
    "an entity": ("&#53; juges", "5 judges"),
    "an entity in hexadecimal": ("1&#x202F;400", "1,400"),
    "a title in its language": ("*Nine Lives*{lang=en}", "*Nine Lives*{lang=en}"),
    "another order": ("168 millions de dollars le 6 mai 2025", "On May 6, 2025, $168 million"),
}
DIFFERENT_NAMED = {
    "deux, trois": ("deux responsables", "three officials"),
    "deux, none": ("deux responsables", "officials"),
    "both, trois": ("les trois articles", "both articles"),
    "sept, six": ("les sept signataires", "the six signatories"),
    "dix-sept, seize": ("dix-sept juges", "sixteen judges"),
    "neuf, eight": ("neuf fois", "eight times"),
    "dizaines de milliers, thousands": ("des dizaines de milliers", "thousands"),
    "millions, thousands": ("des millions de cas", "thousands of cases"),
    "neuvième, eighth": ("le neuvième circuit", "the Eighth Circuit"),
    "9e, Eighth": ("le 9e circuit", "the Eighth Circuit"),
    "deuxième, third": ("la deuxième fois", "the third time"),
    "ordinal, cardinal": ("le troisième juge", "the three judges"),
    "currencies exchanged": ("5 dollars et 6 euros", "€5 and $6"),
    "currency": ("5 dollars", "€5"),
    "M€, bn": ("180 M€", "€180bn"),
    "millions, billion": ("1,5 million", "1.5bn"),
    "percent": ("36 %", "37 percent"),
    "percent, none": ("36 % de 5", "36 of 5"),
    "ranges exchanged": (
        "du 3 au 5 mai 2020, puis le 7 juin",
        "May 3 to 7, 2020, then June 5",
    ),
    "ends exchanged": ("du 3 au 5 mai et le 7 mai", "from May 3 to 7 and on May 5"),
    "the end of a range": ("3 à 5 millions", "3 to 6 million"),
    "a range's month": ("du 3 au 5 mai", "June 3 to 5"),
    "a range's years": ("du 3 au 5 mai 2020", "May 3-5, 2021"),
    "multisets": ("36, 36, 37", "36, 37, 37"),
    "one end of a range alone": ("pages 3 à 5", "page 3"),
    "the other end alone": ("pages 3 à 5", "page 5"),
    "days, weeks": ("7 jours", "seven weeks"),
    "Go, MB": ("5 Go", "5 MB"),
    "km, miles": ("3 km", "3 miles"),
    "an entity": ("&#53; juges", "6 judges"),
    "Sept., Oct.": ("3 septembre 2024", "Oct. 3, 2024"),
    "juill., June": ("14 juill. 2020", "June 14, 2020"),
    "hundreds": ("deux cents pages", "three hundred pages"),
    "a size of money": ("des dizaines de millions de dollars", "tens of millions of euros"),
    "a month said elsewhere": ("en mai, puis le 3 juin 2020", "in June, then on June 3, 2020"),
    "a year said elsewhere": ("en 2020, puis le 3 juin 2021", "in 2021, then on June 3, 2021"),
    "a word and a figure": ("quatorze juges", "15 judges"),
}
BESIDE_THE_SAME_NAME = {
    "two beside one name": ("Apple 300 (700), Mill 5", "Apple 700, Mill 300 (5)"),
    "by name": ("Apple 300, Cisco 700", "Apple 300, Cisco 700"),
    "a number said twice": ("Apple 300, Cisco 700, Dell 300", "Apple 700, Cisco 300, Dell 300"),
    "the other order": ("Apple 300, Cisco 700", "Cisco 700, Apple 300"),
    "words around": ("Apple en compte 300 et Cisco 700", "Cisco has 700, and Apple 300"),
    "name and date": (
        "NSO le 6 mai 2025, Meta le 7 juin 2025",
        "On May 6, 2025, NSO; on June 7, 2025, Meta",
    ),
}
BESIDE_ANOTHER_NAME = {
    "names": ("Apple 300, Cisco 700", "Apple 700, Cisco 300"),
    "sentences": (
        "Apple compte 300 cas. Cisco en a 700.",
        "Apple counts 700 cases. Cisco has 300.",
    ),
    "amounts": (
        "5 millions pour NSO et 7 millions pour Meta",
        "7 million for NSO and 5 million for Meta",
    ),
    "three": ("Apple 3, Cisco 4, Dell 5", "Apple 4, Cisco 5, Dell 3"),
    "links": ("[pomme](a.md) 300, [poire](b.md) 700", "[apple](a.md) 700, [pear](b.md) 300"),
    "spelled": ("Apple en a trois, Cisco quatre", "Apple has four, Cisco three"),
    "dates": ("NSO le 6 mai 2025, Meta le 7 juin 2025", "NSO on June 7, 2025, Meta on May 6, 2025"),
}


def said(text: str, language: str) -> TextFacts:
    """Return what a paragraph of a page says."""
    return read_nodes(markdown.read(text).inline_nodes(), language)


@pytest.mark.parametrize(("french", "english"), SAME)
def test_the_same_fact_in_two_languages_is_one(french: str, english: str) -> None:
    left, right = said(french, "fr").facts, said(english, "en").facts
    assert unmatched_facts(left, right) == ([], [])


@pytest.mark.parametrize(("french", "english"), DIFFERENT)
def test_another_fact_is_another(french: str, english: str) -> None:
    left, right = said(french, "fr").facts, said(english, "en").facts
    assert unmatched_facts(left, right) != ([], [])


@pytest.mark.parametrize(
    ("french", "english"), SAME_NAMED.values(), ids=[f"same: {name}" for name in SAME_NAMED]
)
def test_two_ways_to_say_one_fact(french: str, english: str) -> None:
    left, right = said(french, "fr").facts, said(english, "en").facts
    assert unmatched_facts(left, right) == ([], [])
    assert unmatched_facts(right, left) == ([], [])


@pytest.mark.parametrize(
    ("french", "english"),
    DIFFERENT_NAMED.values(),
    ids=[f"different: {name}" for name in DIFFERENT_NAMED],
)
def test_two_facts_that_look_alike(french: str, english: str) -> None:
    left, right = said(french, "fr").facts, said(english, "en").facts
    here, there = unmatched_facts(left, right)
    assert here or there
    assert unmatched_facts(right, left) == (there, here)


ONES = {
    "fr": "un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize "
    "dix-sept dix-huit dix-neuf",
    "en": "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
}
TENS = {
    "fr": "vingt trente quarante cinquante soixante soixante quatre-vingt quatre-vingt",
    "en": "twenty thirty forty fifty sixty seventy eighty ninety",
}


def in_words(n: int, language: str) -> str:
    """Return a number below 100 in words, as Grevisse (French) and Chicago (English) spell it."""
    ones = ONES[language].split()
    if n < 20:
        return ones[n - 1]
    tens, rest = TENS[language].split()[n // 10 - 2], n % 10
    if language == "fr" and n // 10 in (7, 9):
        rest += 10
    if not rest:
        return tens + "s" * (tens == "quatre-vingt")
    linked = language == "fr" and n < 80 and rest in (1, 11)
    return tens + (" et " if linked else "-") + ones[rest - 1]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("n", range(2, 100))
def test_each_number_in_words_is_read(n: int, language: str) -> None:
    assert [fact.key for fact in said(f"{in_words(n, language)} xyz", language).facts] == [
        ("number", n)
    ]


@pytest.mark.parametrize("month", ["00", "13"])
def test_a_month_that_is_none_makes_no_date(month: str) -> None:
    assert "date" not in {fact.key[0] for fact in said(f"no 2020-{month}-05", "fr").facts}
    assert [fact.key for fact in said("2020-12-05", "fr").facts] == [("date", 2020, 12, 5)]


@pytest.mark.parametrize(
    ("text", "offset"),
    [("    a 1\n    b 2", 0), ("    a 1\n    b 2", 4), ("```py1\na 1\nb 2\n```", 0)],
)
def test_numerals_of_code_are_found_past_its_fence(text: str, offset: int) -> None:
    block = page_parts.Code("a 1\nb 2\n", True, offset)
    found = list(code.comparable_parts([block], text))
    assert found == [("1", text.index(" 1") + 1), ("2", text.index(" 2") + 1)]


@pytest.mark.parametrize("year", [1999, 2020])
def test_a_year_takes_no_unit_from_what_follows(year: int) -> None:
    assert said(f"{year} et 9999 euros", "fr").facts[0].key == ("number", year)
    assert said("4 et 9999 euros", "fr").facts[0].key[:2] == ("number", 4)
    assert len(said("4 et 9999 euros", "fr").facts[0].key) == 3


def _exchanged(french: str, english: str) -> tuple[list[str], list[str]]:
    left, right = said(french, "fr"), said(english, "en")
    assert unmatched_facts(left.facts, right.facts) == ([], [])
    pair = attribution.find_exchanged([left], [right])
    return [fact.text for fact in pair[0]], [fact.text for fact in pair[1]]


@pytest.mark.parametrize(
    ("french", "english"),
    BESIDE_THE_SAME_NAME.values(),
    ids=list(BESIDE_THE_SAME_NAME),
)
def test_a_number_beside_its_name(french: str, english: str) -> None:
    assert _exchanged(french, english) == ([], [])


@pytest.mark.parametrize(
    ("french", "english"),
    BESIDE_ANOTHER_NAME.values(),
    ids=list(BESIDE_ANOTHER_NAME),
)
def test_a_number_beside_another_name(french: str, english: str) -> None:
    here, there = _exchanged(french, english)
    assert len(here) == len(there) > 1


def test_words_are_compared_only_where_both_languages_have_a_table() -> None:
    french, german = said("sept juges, 3 cas", "fr").facts, said("3 Fälle", "de").facts
    assert unmatched_facts(french, german, number_words=have_number_words("fr", "de")) == ([], [])
    assert unmatched_facts(french, german) != ([], [])


def test_a_fact_that_is_said_twice_knows_both_its_places() -> None:
    text = "le 5 [@a-5, p. 5], [le 5](x-5.md) et `5` *5*"
    reading = said(text, "fr")
    places = [locate_fact(reading, fact, text, 0) for fact in reading.facts]
    assert places == [3, 23, 42]
    assert {text[at] for at in places} == {"5"}


def test_a_fact_knows_its_place_after_an_entity() -> None:
    text = "caf&eacute;, le 6 mai"
    reading = said(text, "fr")
    [fact] = reading.facts
    assert (locate_fact(reading, fact, text, 0), fact.text) == (16, "6 mai")


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("1.400 Leute", "de", ("number", Decimal(1400))),
        ("1,77", "de", ("number", Decimal("1.77"))),
        ("am 6. Mai 2025", "de", ("date", 2025, 5, 6)),
        ("3 Millionen", "de", ("number", Decimal(3_000_000))),
        ("6 de mayo de 2025", "es", ("date", 2025, 5, 6)),
        ("1.234.567", "es", ("number", Decimal(1_234_567))),
    ],
)
def test_any_language_of_the_cldr_is_read(
    text: str, language: str, key: tuple[object, ...]
) -> None:
    assert said(text, language).facts[0].key == key


EN, FR = "docs/en/cracks.md", "docs/fr/cracks.md"
LEFT = "a une fissure [@marlow-report, p. 1]."
LEFT_EN = "has one crack [@marlow-report, p. 1]."

# What is replaced (file, old, new), and every line that the build says.
CHANGES = [
    (
        "a number",
        [(EN, "one crack", "1,400 cracks"), (FR, "une fissure", "1 500 fissures")],
        [
            f"{EN}:7:23: the text before the first heading says «1,400» and {FR}:7:19 says «1 500»; "
            "make both say the same [same-facts]"
        ],
    ),
    (
        "a number in one language",
        [(FR, "une fissure", "3 fissures")],
        [
            f"{FR}:7:19: the text before the first heading says «3» and {EN}:7:1 does not; "
            "make both say the same [same-facts]"
        ],
    ),
    (
        "a number in the other paragraph",
        [
            (FR, "ne s'accordent pas", "s'accordent à 4 mm près"),
            (EN, "differ", "agree within 5 mm"),
        ],
        [
            f"{EN}:11:65: the section #width says «5 mm» and {FR}:11:66 says «4 mm»; make both say the same [same-facts]",
        ],
    ),
    (
        "a date in a description",
        [
            (
                EN,
                "description: Where the cracks are",
                "description: On May 6, 2025, where the cracks are",
            ),
            (FR, "description: Où sont", "description: Le 7 mai 2025, où sont"),
        ],
        [
            f"{EN}:4:17: description: en says «May 6, 2025» and {FR}:4:17 says «7 mai 2025»; "
            "make both say the same [same-facts]"
        ],
    ),
    (
        "a heading's number",
        [
            (EN, "## How wide?", "## How wide in 2018?"),
            (FR, "## Quelle largeur ?", "## Quelle largeur en 2019 ?"),
        ],
        [
            f"{EN}:9:16: the section #width says «2018» and {FR}:9:22 says «2019»; make both say the same [same-facts]"
        ],
    ),
    (
        "a citation dropped",
        [(FR, LEFT, "a une fissure.")],
        [
            f"{EN}:7:75: the text before the first heading cites [@marlow-report, p. 1] and {FR}:7:1 "
            "does so less often; make both say the same [same-citations]"
        ],
    ),
    (
        "a locator changed",
        [(FR, LEFT, "a une fissure [@marlow-report, p. 2].")],
        [
            f"{EN}:7:75: the text before the first heading cites [@marlow-report, p. 1] and {FR}:7:31 "
            "cites [@marlow-report, p. 2]; make both say the same [same-citations]"
        ],
    ),
    (
        "a citation dropped from the first of two paragraphs",
        [
            (
                EN,
                "differ [@courier-2019, ¶2].",
                "differ [@courier-2019, ¶2].\n\nThey do [@courier-2019, ¶2].",
            ),
            (FR, "pas [@courier-2019, ¶2].", "pas.\n\nNon [@courier-2019, ¶2]."),
            (FR, "pas.", "pas [@minutes-2018]."),
        ],
        [
            f"{EN}:11:59: the section #width cites [@courier-2019, ¶2] and {FR}:11:71 "
            "cites [@minutes-2018]; make both say the same [same-citations]"
        ],
    ),
    (
        "a link dropped",
        [(FR, "[l'ingénieure](actors/ines-marlow.md)", "l'ingénieure")],
        [
            f"{EN}:11:29: the section #width links to actors/ines-marlow.md and {FR}:11:1 does not; "
            "make both say the same [same-links]"
        ],
    ),
    (
        "an embed dropped",
        [(FR, '!!! figure "width"\n', "")],
        [
            f'{EN}:13:1: the section #width shows !!! figure "width" and {FR}:9:1 does not; '
            "make both say the same [same-blocks]"
        ],
    ),
    (
        "embeds in another order",
        [
            (EN, '!!! figure "width"', '!!! figure "width"\n\n!!! claim "firm-at-fault"'),
            (FR, '!!! figure "width"', '!!! claim "firm-at-fault"\n\n!!! figure "width"'),
        ],
        [
            f'{EN}:13:1: the section #width shows !!! figure "width" where {FR}:13:1 shows '
            '!!! claim "firm-at-fault"; expected the same order in both [same-order]'
        ],
    ),
    (
        "a heading missing",
        [(FR, "\nUne citation", "\n## Code {#code}\n\nUne citation")],
        [
            f"{FR}:15:1: the heading #code has no twin after {EN}:9:1; expected the same headings in "
            "both, here ## … {#code} [same-headings]"
        ],
    ),
    (
        "a heading's level",
        [
            (EN, "\nA citation", "\n### Code {#code}\n\nA citation"),
            (FR, "\nUne citation", "\n## Code {#code}\n\nUne citation"),
        ],
        [
            f"{EN}:15:1: the heading #code has level 3 and {FR}:15:1 has level 2; make both say the same [same-headings]"
        ],
    ),
    (
        "headings in another order",
        [
            (EN, "\nA citation", "\n## Code {#code}\n\nA citation"),
            (FR, "## Quelle", "## Code {#code}\n\n## Quelle"),
        ],
        [
            f"{EN}:9:1: the heading #width stands where {FR}:9:1 has #code; expected the same order in both [same-order]"
        ],
    ),
    (
        "a record's number",
        [("data/actors/aldmere.yml", "A town of 900 people", "A town of 1,900 people")],
        [
            "data/actors/aldmere.yml:7:17: summary.en: en says «1,900» and "
            "data/actors/aldmere.yml:8:22 says «900»; make both say the same [same-facts]"
        ],
    ),
    (
        "a record's citation, folded",
        [
            (
                "data/actors/aldmere.yml",
                "@minutes-2019, pp. 3-4].\n  fr",
                "@minutes-2019, pp. 3-5].\n  fr",
            )
        ],
        [
            "data/actors/aldmere.yml:12:22: description.en: en cites [@minutes-2019, pp. 3-5] and "
            "data/actors/aldmere.yml:15:22 cites [@minutes-2019, pp. 3-4]; make both say the same [same-citations]"
        ],
    ),
    (
        "a record's link",
        [("data/actors/aldmere.yml", "la [passerelle](actors/footbridge.md)", "la passerelle")],
        [
            "data/actors/aldmere.yml:11:42: description.en: en links to actors/footbridge.md and "
            "data/actors/aldmere.yml:13:7 does not; make both say the same [same-links]"
        ],
    ),
    (
        "a row's decimals",
        [("data/figures/width.yml", '"2,5 mm"', '"2,6 mm"')],
        [
            "data/figures/width.yml:12:17: rows[1].shown.en: en says «2.5 mm» and "
            "data/figures/width.yml:12:30 says «2,6 mm»; make both say the same [same-facts]"
        ],
    ),
    (
        "a number spelled out",
        [
            (EN, "differ [", "differ three times ["),
            (FR, "s'accordent pas [", "s'accordent pas, deux fois ["),
        ],
        [
            f"{EN}:11:59: the section #width says «three» and {FR}:11:72 says «deux»; make both say the same [same-facts]"
        ],
    ),
    (
        "plain paragraphs exchanged",
        [
            (
                EN,
                "\nA citation",
                "\nApple 300 [@minutes-2018].\n\nCisco 700 [@minutes-2018].\n\nA citation",
            ),
            (
                FR,
                "\nUne citation",
                "\nCisco 700 [@minutes-2018].\n\nApple 300 [@minutes-2018].\n\nUne citation",
            ),
        ],
        [
            f"{EN}:15:7: the section #width says «300» and {FR}:15:7 says «700»; make both say the same [same-facts]",
            f"{EN}:17:7: the section #width says «700» and {FR}:17:7 says «300»; make both say the same [same-facts]",
        ],
    ),
    (
        "the numbers of a list exchanged",
        [
            (
                EN,
                "\nA citation",
                "\n- Apple 300 [@minutes-2018]\n- Cisco 700 [@minutes-2018]\n\nA citation",
            ),
            (
                FR,
                "\nUne citation",
                "\n- Apple 700 [@minutes-2018]\n- Cisco 300 [@minutes-2018]\n\nUne citation",
            ),
        ],
        [
            f"{EN}:15:9: the section #width says «300» and {FR}:15:9 says «700»; make both say the same [same-facts]",
            f"{EN}:16:9: the section #width says «700» and {FR}:16:9 says «300»; make both say the same [same-facts]",
        ],
    ),
    (
        "the rows of a table exchanged",
        [
            (
                EN,
                "\nA citation",
                "\n| who | n |\n| --- | --- |\n| Apple | 300 [@minutes-2018] |\n| Cisco | 700 [@minutes-2018] |\n\nA citation",
            ),
            (
                FR,
                "\nUne citation",
                "\n| qui | n |\n| --- | --- |\n| Apple | 700 [@minutes-2018] |\n| Cisco | 300 [@minutes-2018] |\n\nUne citation",
            ),
        ],
        [
            f"{EN}:17:11: the section #width says «300» and {FR}:17:11 says «700»; make both say the same [same-facts]",
            f"{EN}:18:11: the section #width says «700» and {FR}:18:11 says «300»; make both say the same [same-facts]",
        ],
    ),
    (
        "a paragraph without fact in one language",
        [(FR, "\nUne citation", "\nEn voici.\n{: .no-fact }\n\nUne citation")],
        [
            f"{EN}:9:1: the section #width has 1 {{: .no-fact }} and {FR}:18:1 has 2; make both say the same [same-no-fact]"
        ],
    ),
    (
        "code",
        [(FR, "s'écrit `[@marlow-report]`", "s'écrit `[@marlow-rapport]`")],
        [
            f"{EN}:15:24: the section #width has the code `[@marlow-report]` and {FR}:15:23 has the code "
            "`[@marlow-rapport]`; make both say the same [same-code]"
        ],
    ),
    (
        "a numeral in fenced code",
        [(EN, "[@nobody] and", "[@nobody] 5 and"), (FR, "[@nobody] et", "[@nobody] 6 et")],
        [
            f"{EN}:19:11: the section #width has the code `5` and {FR}:19:11 has the code `6`; make both say the same [same-code]"
        ],
    ),
    (
        "a record's names exchanged",
        [
            ("data/actors/aldmere.yml", "A town of 900 people", "Corbel 900, Marlow 800"),
            ("data/actors/aldmere.yml", "de 900 habitants", "Corbel 800, Marlow 900"),
        ],
        [
            "data/actors/aldmere.yml:7:14: summary.en: en says «900» and data/actors/aldmere.yml:8:26 "
            "says «800»; make both say the same [same-facts]",
            "data/actors/aldmere.yml:7:26: summary.en: en says «800» and data/actors/aldmere.yml:8:38 "
            "says «900»; make both say the same [same-facts]",
        ],
    ),
]


@pytest.mark.parametrize(("changes", "says"), [c[1:] for c in CHANGES], ids=[c[0] for c in CHANGES])
def test_a_fact_changed_in_one_language_is_one_line(
    tiny_folder: Path, changes: list[tuple[str, str, str]], says: list[str]
) -> None:
    for file, old, new in changes:
        path = tiny_folder / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert broken_cases.compile_report(tiny_folder) == says


@pytest.mark.parametrize(
    "changes",
    [
        [
            (EN, "differ", "differ by 2.5 mm or 1,000 mm"),
            (FR, "ne s'accordent pas [", "pas, à 1 000 mm ou 2,5 mm près ["),
        ],
        [(FR, "La maison", "En mars, la maison"), (EN, "The firm", "In March the firm")],
        # Each language sorts its list in its own way.
        [
            (
                EN,
                "\nA citation",
                "\n- apple 1 [@minutes-2018]\n- pear 2 [@minutes-2018]\n\nA citation",
            ),
            (
                FR,
                "\nUne citation",
                "\n- poire 2 [@minutes-2018]\n- pomme 1 [@minutes-2018]\n\nUne citation",
            ),
        ],
        [
            (
                EN,
                "\nA citation",
                "\n| a | n |\n| --- | --- |\n| apple | 1 [@minutes-2018] |\n| pear | 2 [@minutes-2018] |\n\nA citation",
            ),
            (
                FR,
                "\nUne citation",
                "\n| a | n |\n| --- | --- |\n| poire | 2 [@minutes-2018] |\n| pomme | 1 [@minutes-2018] |\n\nUne citation",
            ),
        ],
        # One language may repeat a number, or need two paragraphs.
        [(EN, "differ", "differ in 2018"), (FR, "ne s'accordent pas [", "pas en 2018, en 2018 [")],
        [
            (EN, "differ [", "differ in 2018 [@minutes-2018]. Not in 2019 ["),
            (FR, "ne s'accordent pas [", "pas en 2018 [@minutes-2018].\n\nMais bien en 2019 ["),
        ],
        # Other sites may have a page a language.
        [
            (EN, "differ", "[differ](https://en.example.org/2018)"),
            (FR, "ne s'accordent pas", "[diffèrent](https://fr.example.org/2019)"),
        ],
    ],
    ids=[
        "other order",
        "months",
        "sorted lists",
        "sorted tables",
        "repeated",
        "two paragraphs",
        "other sites",
    ],
)
def test_words_are_free(tiny_folder: Path, changes: list[tuple[str, str, str]]) -> None:
    for file, old, new in changes:
        path = tiny_folder / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert broken_cases.compile_report(tiny_folder) == []


def test_a_string_fills_in_the_same_names(tiny_folder: Path) -> None:
    place = tiny_folder / "data" / "strings.yml"
    place.write_text('rows_one: {fr: "mot", en: "{n} word"}\n', "utf-8")
    assert broken_cases.compile_report(tiny_folder) == [
        "data/strings.yml:1:28: rows_one.en: en fills in {n} and data/strings.yml:1:16 "
        "does not; make both say the same [same-blanks]"
    ]
    # French counts none as it counts one; in English «one» is one number, which words may say.
    place.write_text('rows_one: {fr: "{n} mot", en: "one word"}\n', "utf-8")
    assert broken_cases.compile_report(tiny_folder) == []
