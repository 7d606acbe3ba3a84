"""Cards that social networks show beside a link (Open Graph images).

In: a compiled site. Out: ``cards/….png``, 1200 × 630 points, one for each page
that people share, drawn without network from a font that a package ships.
Runs after the pages; a card whose words have not changed comes from
``.cache/cards/``. Same words, same bytes.
"""

from __future__ import annotations

import functools
import importlib.metadata
import io
from pathlib import Path

from PIL import Image, ImageDraw

from explainer.make.page import Page
from explainer.make.site import Site
from explainer.output.files import put
from explainer.output.glyphs import RECORDS, drawable, drawn_records, font, lacking
from explainer.run import cache
from explainer.words import typography

FOLDER = "cards"
SIZE = (1200, 630)  # what every reader of Open Graph crops least
_MARGIN = 80
_TITLE = range(76, 11, -4)  # sizes tried, in points, until the whole title fits
_READABLE = 20  # below it, words too long for a line are broken instead
_TITLE_BOX = (SIZE[0] - 2 * _MARGIN, 330)
_SHORT_BOX = 230  # above addresses: a card is to weigh little with them too
_LEADING = 1.16
_SMALL = 34
_PAPER, _INK = (0x0B, 0x4A, 0x5B), (0xFB, 0xFA, 0xF7)  # --accent and --paper of the light theme
_SHADES = 4  # two bits a point: enough for smooth letters, half the weight of sixteen shades


def shown(site: Site, language: str, name: str) -> str:
    """Return the name of the page whose card a page shows: its own, the home page's, or ``""``.

    A card that would show boxes in place of letters is not drawn.
    """
    for one in (name, "index.md"):
        page = site.pages[language][one]
        if _own(site, page) and not any(map(lacking, _words(site, language, page))):
            return one
    return ""


def title(site: Site, language: str, name: str) -> str:
    """Return what the card of a page says in large letters, and the status of a claim."""
    page = site.pages[language][name]
    return _with_status(site, page, typography.typeset(page.title, language).rstrip("."))


def _with_status(site: Site, page: Page, words: str) -> str:
    """Return words, and of a claim its status, as of when."""
    if page.kind != "claim":
        return words
    status = site.status_as_of(site.story.claims[page.record], page.language)
    return site.string(page.language, "title_with_status", title=words, status=status)


def path(site: Site, language: str, name: str) -> str:
    """Return the address, from the site's root, of the card of a page."""
    return f"{FOLDER}/{site.addresses.url(language, name).rstrip('/') or 'index'}.png"


def write(site: Site, language: str, folder: Path) -> set[str]:
    """Write the cards of a language; return the names of their files in the cache."""
    if not site.story.settings.options.get("cards", True):
        return set()
    used, kept = set(), cache.folder(site.story.settings.root) / FOLDER
    for name, page in site.pages[language].items():
        if name == shown(site, language, name):
            words = _words(site, language, page)
            drawn = kept / f"{_digest(words)}.png"
            used.add(drawn.name)
            png = cache.read_or_make(drawn, functools.partial(_png, words))
            put(folder / path(site, language, name), png)
    return used


def prune(site: Site, used: set[str]) -> None:
    """Remove the cards of the cache that no page shows any more."""
    for old in (cache.folder(site.story.settings.root) / FOLDER).glob("*.png"):
        if old.name not in used:
            old.unlink(missing_ok=True)


def _png(words: tuple[str, ...]) -> bytes:
    made = io.BytesIO()
    draw(*words).save(made, "PNG", compress_level=7, bits=2)
    return made.getvalue()


def _own(site: Site, page: Page) -> bool:
    return drawn_records(site.story) if page.kind in RECORDS else page.kind == "page"


def draw(title: str, kind: str, site_name: str, *addresses: str) -> Image.Image:
    """Return the card with these words: the title whole, in the largest size that fits."""
    image = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(image)
    tall = _SHORT_BOX if addresses else _TITLE_BOX[1]
    size, lines = fit(title, tall)
    if kind:
        pen.text((_MARGIN, _MARGIN), kind, fill=190, font=font(_narrow(kind, _SMALL)))
    height = len(lines) * size * _LEADING
    top = _MARGIN + 70 + (_TITLE_BOX[1] - height) / 2
    for i, line in enumerate(lines):
        pen.text((_MARGIN, round(top + i * size * _LEADING)), line, fill=255, font=font(size))
    pen.rectangle((0, SIZE[1] - 16, SIZE[0], SIZE[1]), fill=255)
    foot = SIZE[1] - 64 - 28 * max(0, len(addresses) - 1)
    pen.text((_MARGIN, foot), site_name, fill=220, font=font(_SMALL), anchor="ls")
    for line in addresses:
        foot += 30
        pen.text((_MARGIN, foot), line, fill=190, font=font(_narrow(line, 22)), anchor="ls")
    return _palette(image)


def _narrow(line: str, size: int) -> int:
    """Return the largest size, from ``size`` down, at which one line fits."""
    return next((n for n in range(size, 9, -1) if font(n).getlength(line) <= _TITLE_BOX[0]), 9)


def fit(title: str, tall: int = _TITLE_BOX[1]) -> tuple[int, list[str]]:
    """Return the largest size at which the whole title fits a box ``tall`` points high, and its lines.

    One that fits at none is cut, «…».
    """
    tries = [(size, False) for size in _TITLE if size >= _READABLE]
    for size, within in [*tries, *((size, True) for size in _TITLE)]:
        # Less than its lines need, whatever the breaks: most sizes are ruled out at once.
        room = int(tall / (size * _LEADING))
        if font(size).getlength(title) - room * size > room * _TITLE_BOX[0]:
            continue
        lines = _wrap(title, size, within_words=within)
        widest = max(font(size).getlength(line) for line in lines)
        if widest <= _TITLE_BOX[0] and len(lines) <= room:
            return size, lines
    lines = _wrap(title, size, within_words=True)
    return size, [*lines[: room - 1], f"{lines[room - 1][:-1]}…"]


def _wrap(text: str, size: int, *, within_words: bool = False) -> list[str]:
    """Return the lines of a text, broken at its ordinary spaces only, or in words too long for one."""
    letters, lines, line = font(size), list[str](), ""
    for word in text.split(" "):
        while within_words and letters.getlength(word) > _TITLE_BOX[0]:
            wide = (i for i in range(2, len(word)) if letters.getlength(word[:i]) > _TITLE_BOX[0])
            end = next(wide, len(word)) - 1
            lines += [*filter(None, [line]), word[:end]]
            line, word = "", word[end:]
        longer = f"{line} {word}" if line else word
        if line and letters.getlength(longer) > _TITLE_BOX[0]:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _words(site: Site, language: str, page: Page) -> tuple[str, ...]:
    home = site.pages[language]["index.md"]
    title = typography.typeset(page.title, language)
    kind = "" if page.kind == "page" else _with_status(site, page, site.string(language, page.kind))
    name = site.story.settings.language_names.get(language, "") if page is home else home.title
    words = (title, kind, typography.typeset(name, language), *_addresses(site, page))
    return tuple(map(drawable, words))


def _addresses(site: Site, page: Page) -> list[str]:
    """Return where a claim is read in each language, without the scheme; nothing of other pages."""
    settings = site.story.settings
    if page.kind != "claim":
        return []
    codes = sorted(settings.languages, key=lambda language: language != page.language)
    return [site.where(language, page.name).partition("://")[2] for language in codes]


def _palette(image: Image.Image) -> Image.Image:
    shades = image.point(lambda value: value * _SHADES // 256)
    shades.putpalette(
        [
            round(paper + (ink - paper) * step / (_SHADES - 1))
            for step in range(_SHADES)
            for paper, ink in zip(_PAPER, _INK, strict=True)
        ]
    )
    return shades


@functools.cache
def _recipe() -> tuple[bytes, str]:
    return Path(__file__).read_bytes(), importlib.metadata.version("pillow")


def _digest(words: tuple[str, ...]) -> str:
    return cache.digest([*_recipe(), *words])[:24]
