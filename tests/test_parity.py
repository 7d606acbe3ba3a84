"""Twins say the same: each fact that one language changes stops the build, with both places."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import broken_cases
import pytest
from explainer.parity import facts

SAME = [
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
    ("vu [@a, p. 3] là", "seen there"),
    ("voir [là](x-2020.md)", "see [there](x-2021.md)"),
    ("mot*s*{lang=en2}", "word"),
    ("En mai, il vint", "In May he came"),
    ("Il peut venir", "May be he comes"),
]

DIFFERENT = [
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


@pytest.mark.parametrize(("french", "english"), SAME)
def test_the_same_fact_in_two_languages_is_one(french: str, english: str) -> None:
    left, right = facts.facts(french, "fr"), facts.facts(english, "en")
    assert facts.difference(left, right) == ([], [])


@pytest.mark.parametrize(("french", "english"), DIFFERENT)
def test_another_fact_is_another(french: str, english: str) -> None:
    left, right = facts.facts(french, "fr"), facts.facts(english, "en")
    assert facts.difference(left, right) != ([], [])


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
    assert facts.facts(text, language)[0].key == key


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
            "make both say the same"
        ],
    ),
    (
        "a number in one language",
        [(FR, "une fissure", "3 fissures")],
        [
            f"{FR}:7:19: the text before the first heading says «3» and {EN}:7:1 does not; "
            "make both say the same"
        ],
    ),
    (
        "a number in the other paragraph",
        [
            (FR, "ne s'accordent pas", "s'accordent à 4 mm près"),
            (EN, "differ", "agree within 5 mm"),
        ],
        [
            f"{EN}:11:65: the section #width says «5» and {FR}:11:66 says «4»; make both say the same",
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
            "make both say the same"
        ],
    ),
    (
        "a heading's number",
        [
            (EN, "## How wide?", "## How wide in 2018?"),
            (FR, "## Quelle largeur ?", "## Quelle largeur en 2019 ?"),
        ],
        [
            f"{EN}:9:13: the section #width says «2018» and {FR}:9:19 says «2019»; make both say the same"
        ],
    ),
    (
        "a citation dropped",
        [(FR, LEFT, "a une fissure.")],
        [
            f"{EN}:7:75: the text before the first heading cites [@marlow-report, p. 1] and {FR}:7:1 "
            "does so less often; make both say the same"
        ],
    ),
    (
        "a locator changed",
        [(FR, LEFT, "a une fissure [@marlow-report, p. 2].")],
        [
            f"{EN}:7:75: the text before the first heading cites [@marlow-report, p. 1] and {FR}:7:31 "
            "cites [@marlow-report, p. 2]; make both say the same"
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
            "cites [@minutes-2018]; make both say the same"
        ],
    ),
    (
        "a link dropped",
        [(FR, "[l'ingénieure](actors/ines-marlow.md)", "l'ingénieure")],
        [
            f"{EN}:11:29: the section #width links to actors/ines-marlow.md and {FR}:11:1 does not; "
            "make both say the same"
        ],
    ),
    (
        "an embed dropped",
        [(FR, '!!! figure "width"\n', "")],
        [
            f'{EN}:13:1: the section #width shows !!! figure "width" and {FR}:9:1 does not; '
            "make both say the same"
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
            '!!! claim "firm-at-fault"; expected the same order in both'
        ],
    ),
    (
        "a heading missing",
        [(FR, "\nUne citation", "\n## Code {#code}\n\nUne citation")],
        [
            f"{FR}:15:1: the heading #code has no twin after {EN}:9:1; expected the same headings in "
            "both, here ## … {#code}"
        ],
    ),
    (
        "a heading's level",
        [
            (EN, "\nA citation", "\n### Code {#code}\n\nA citation"),
            (FR, "\nUne citation", "\n## Code {#code}\n\nUne citation"),
        ],
        [
            f"{EN}:15:1: the heading #code has level 3 and {FR}:15:1 has level 2; make both say the same"
        ],
    ),
    (
        "headings in another order",
        [
            (EN, "\nA citation", "\n## Code {#code}\n\nA citation"),
            (FR, "## Quelle", "## Code {#code}\n\n## Quelle"),
        ],
        [
            f"{EN}:9:1: the heading #width stands where {FR}:9:1 has #code; expected the same order in both"
        ],
    ),
    (
        "a record's number",
        [("data/actors/aldmere.yml", "A town of 900 people", "A town of 1,900 people")],
        [
            "data/actors/aldmere.yml:7:17: summary.en: en says «1,900» and "
            "data/actors/aldmere.yml:8:22 says «900»; make both say the same"
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
            "data/actors/aldmere.yml:15:22 cites [@minutes-2019, pp. 3-4]; make both say the same"
        ],
    ),
    (
        "a record's link",
        [("data/actors/aldmere.yml", "la [passerelle](actors/footbridge.md)", "la passerelle")],
        [
            "data/actors/aldmere.yml:11:42: description.en: en links to actors/footbridge.md and "
            "data/actors/aldmere.yml:13:7 does not; make both say the same"
        ],
    ),
    (
        "a row's decimals",
        [("data/figures/width.yml", '"2,5 mm"', '"2,6 mm"')],
        [
            "data/figures/width.yml:12:17: rows[1].shown.en: en says «2.5» and "
            "data/figures/width.yml:12:30 says «2,6»; make both say the same"
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
    ids=["other order", "months", "sorted lists", "repeated", "two paragraphs", "other sites"],
)
def test_words_are_free(tiny_folder: Path, changes: list[tuple[str, str, str]]) -> None:
    for file, old, new in changes:
        path = tiny_folder / file
        path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    assert broken_cases.compile_report(tiny_folder) == []


def test_a_string_fills_in_the_same_names(tiny_folder: Path) -> None:
    path = tiny_folder / "data" / "strings.yml"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_text("".join(lines) + 'zz_test: {fr: "{n} mots", en: "{m} words"}\n', "utf-8")
    line = len(lines) + 1
    assert broken_cases.compile_report(tiny_folder) == [
        f"data/strings.yml:{line}:32: zz_test.en: en fills in {{m}} and data/strings.yml:{line}:16 "
        "fills in {n}; make both say the same"
    ]
