"""Cards that social networks show beside a link (Open Graph images).

In: a compiled site. Out: ``cards/….png``, 1200 × 630 points, one for each page that people share,
drawn with a font from a package. Runs after the pages; cards are cached in ``.cache/cards/`` by
their words. Same words, same bytes.
"""

from __future__ import annotations

import functools
import importlib.metadata
import io
from pathlib import Path

from PIL import Image, ImageDraw

from explainer.make.page import Page
from explainer.make.site import Site
from explainer.output.files import write_file
from explainer.output.glyphs import (
    CARD_FOLDERS,
    font,
    have_record_cards,
    missing_letters,
    to_font_letters,
)  # fmt: skip
from explainer.run import cache
from explainer.words import typography

FOLDER = "cards"
SIZE = (1200, 630)  # the size that readers of Open Graph crop least
_MARGIN = 80
_TITLE_SIZES = range(76, 11, -4)  # in points, tried in this order until the title fits
_MIN_UNBROKEN_SIZE = 20  # below it, long words are broken instead
_TITLE_BOX = (SIZE[0] - 2 * _MARGIN, 330)
_SHORT_TITLE_HEIGHT = 230  # of a title above URLs, which keeps the card's file small
_LEADING = 1.16
_SMALL_SIZE = 34
_PAPER, _INK = (0x0B, 0x4A, 0x5B), (0xFB, 0xFA, 0xF7)  # --accent and --paper of the light theme
_SHADES = 4  # two bits a point: enough for smooth letters, half the weight of sixteen shades


def card_page(site: Site, language: str, name: str) -> str:
    """Return the name of the page whose card a page shows: its own, the home page's, or ``""``.

    A card with letters that the font lacks is not drawn.
    """
    for candidate in (name, "index.md"):
        page = site.pages[language][candidate]
        has_card = (
            page.kind == "page" or page.kind in CARD_FOLDERS and have_record_cards(site.story)
        )
        if has_card and not any(map(missing_letters, _card_words(site, language, page))):
            return candidate
    return ""


def card_title(site: Site, language: str, name: str) -> str:
    """Return the large text of a page's card, with a claim's status."""
    page = site.pages[language][name]
    return _with_status(site, page, typography.typeset(page.title, language).rstrip("."))


def _with_status(site: Site, page: Page, words: str) -> str:
    """Return words; for a claim, with its status and its day."""
    if page.kind != "claim":
        return words
    status = site.status_as_of(site.story.claims[page.record], page.language)
    return site.string(page.language, "title_with_status", title=words, status=status)


def card_path(site: Site, language: str, name: str) -> str:
    """Return the path of a page's card from the site's root."""
    return f"{FOLDER}/{site.addresses.url(language, name).rstrip('/') or 'index'}.png"


def write(site: Site, language: str, folder: Path) -> set[str]:
    """Write the cards of a language; return the names of their files in the cache."""
    if not site.story.settings.options.get("cards", True):
        return set()
    used, card_cache = set(), cache.folder(site.story.settings.root) / FOLDER
    for name, page in site.pages[language].items():
        if name == card_page(site, language, name):
            words = _card_words(site, language, page)
            digest = cache.digest([*_recipe_inputs(), *words])[:24]
            file = card_cache / f"{digest}.png"
            used.add(file.name)
            png = cache.read_or_make(file, functools.partial(_draw_png, words))
            write_file(folder / card_path(site, language, name), png)
    return used


def prune_cache(site: Site, used: set[str]) -> None:
    """Remove the cached cards that no page shows any more."""
    for old in (cache.folder(site.story.settings.root) / FOLDER).glob("*.png"):
        if old.name not in used:
            old.unlink(missing_ok=True)


def _draw_png(words: tuple[str, ...]) -> bytes:
    output = io.BytesIO()
    draw(*words).save(output, "PNG", compress_level=7, bits=2)
    return output.getvalue()


def draw(title: str, kind: str, site_name: str, *addresses: str) -> Image.Image:
    """Return a card with these words; the title in the largest size at which it fits."""
    image = Image.new("L", SIZE, 0)
    pen = ImageDraw.Draw(image)
    title_height = _SHORT_TITLE_HEIGHT if addresses else _TITLE_BOX[1]
    size, lines = fit_title(title, title_height)
    if kind:
        pen.text((_MARGIN, _MARGIN), kind, fill=190, font=font(_size_that_fits(kind, _SMALL_SIZE)))
    height = len(lines) * size * _LEADING
    top = _MARGIN + 70 + (_TITLE_BOX[1] - height) / 2
    for i, line in enumerate(lines):
        pen.text((_MARGIN, round(top + i * size * _LEADING)), line, fill=255, font=font(size))
    pen.rectangle((0, SIZE[1] - 16, SIZE[0], SIZE[1]), fill=255)
    baseline = SIZE[1] - 64 - 28 * max(0, len(addresses) - 1)
    pen.text((_MARGIN, baseline), site_name, fill=220, font=font(_SMALL_SIZE), anchor="ls")
    for line in addresses:
        baseline += 30
        small = font(_size_that_fits(line, 22))
        pen.text((_MARGIN, baseline), line, fill=190, font=small, anchor="ls")
    return _apply_palette(image)


def _size_that_fits(line: str, size: int) -> int:
    """Return the largest size, from ``size`` down, at which one line fits."""
    return next((n for n in range(size, 9, -1) if font(n).getlength(line) <= _TITLE_BOX[0]), 9)


def fit_title(title: str, height: int = _TITLE_BOX[1]) -> tuple[int, list[str]]:
    """Return the largest size at which the whole title fits in ``height`` points, and its lines.

    A title that fits at none is cut, with «…».
    """
    attempts = [(size, False) for size in _TITLE_SIZES if size >= _MIN_UNBROKEN_SIZE]
    for size, breaks_words in [*attempts, *((size, True) for size in _TITLE_SIZES)]:
        # A lower bound of the space needed rules most sizes out at once.
        max_lines = int(height / (size * _LEADING))
        if font(size).getlength(title) - max_lines * size > max_lines * _TITLE_BOX[0]:
            continue
        lines = _wrap_lines(title, size, within_words=breaks_words)
        widest = max(font(size).getlength(line) for line in lines)
        if widest <= _TITLE_BOX[0] and len(lines) <= max_lines:
            return size, lines
    lines = _wrap_lines(title, size, within_words=True)
    return size, [*lines[: max_lines - 1], f"{lines[max_lines - 1][:-1]}…"]


def _wrap_lines(text: str, size: int, *, within_words: bool = False) -> list[str]:
    """Return the lines of a text, broken at ordinary spaces, and within words if ``within_words``."""
    font_, lines, line = font(size), list[str](), ""
    for word in text.split(" "):
        while within_words and font_.getlength(word) > _TITLE_BOX[0]:
            too_wide = (i for i in range(2, len(word)) if font_.getlength(word[:i]) > _TITLE_BOX[0])
            end = next(too_wide, len(word)) - 1
            lines += [*filter(None, [line]), word[:end]]
            line, word = "", word[end:]
        longer = f"{line} {word}" if line else word
        if line and font_.getlength(longer) > _TITLE_BOX[0]:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line]


def _card_words(site: Site, language: str, page: Page) -> tuple[str, ...]:
    home = site.pages[language]["index.md"]
    title = typography.typeset(page.title, language)
    kind = "" if page.kind == "page" else _with_status(site, page, site.string(language, page.kind))
    name = site.story.settings.language_names.get(language, "") if page is home else home.title
    words = (title, kind, typography.typeset(name, language), *_addresses(site, page))
    return tuple(map(to_font_letters, words))


def _addresses(site: Site, page: Page) -> list[str]:
    """Return the URL of a claim in each language, without the scheme; nothing for other pages."""
    settings = site.story.settings
    if page.kind != "claim":
        return []
    codes = sorted(settings.languages, key=lambda language: language != page.language)
    return [site.page_url(language, page.name).partition("://")[2] for language in codes]


def _apply_palette(image: Image.Image) -> Image.Image:
    shades = image.point(lambda value: value * _SHADES // 256)
    steps = [step / (_SHADES - 1) for step in range(_SHADES)]
    pairs = list(zip(_PAPER, _INK, strict=True))
    shades.putpalette([round(paper + (ink - paper) * t) for t in steps for paper, ink in pairs])
    return shades


@functools.cache
def _recipe_inputs() -> tuple[bytes, str]:
    return Path(__file__).read_bytes(), importlib.metadata.version("pillow")
