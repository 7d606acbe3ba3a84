"""Cards, headers, manifests, the offline copy: what leaves the site, and what tells hosts of it."""

from __future__ import annotations

import datetime
import hashlib
import io
import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import builds
import facts
import pytest
from explainer import output
from explainer.check import freshness
from explainer.make.site import Site
from explainer.make.view import ViewFactory
from explainer.output import cards, delivery, glyphs, offline
from explainer.words import typography
from PIL import Image


def png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG", compress_level=6, bits=2)
    return data.getvalue()


# --- cards


@pytest.mark.parametrize(
    "title",
    [
        "Pegasus",
        "L’immunité",
        "Un titre long, qui dit toute l’affirmation sans rien en couper, avec ses réserves, ses dates "
        "et ses sommes, comme 167\u00a0254\u00a0000\u00a0dollars, et qui tient malgré tout sur la carte.",
        "mot " * 90,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    ],
)
def test_title_is_whole_and_inside(title: str) -> None:
    size, lines = cards.fit_title(title)
    assert " ".join(lines) == title
    assert all(glyphs.font(size).getlength(line) <= 1200 - 2 * 80 for line in lines)
    image = cards.draw(title, "Acteur", "Site")
    assert image.size == (1200, 630)
    # Nothing is drawn in the margins: nothing is clipped.
    left, top, right, bottom = (
        image.convert("L").point(lambda v: 255 if v > 80 else 0).crop((0, 0, 1200, 610)).getbbox()
    )
    assert (left >= 70, top >= 60, right <= 1130, bottom <= 600) == (True,) * 4


def test_short_titles_are_larger() -> None:
    assert cards.fit_title("Pegasus")[0] > cards.fit_title("mot " * 60)[0]


@pytest.mark.parametrize(
    ("title", "least"),
    [("See https://example.org/" + "a/b" * 60, 40), ("x" * 600, 20), ("mot " * 600, 12)],
)
def test_a_word_too_long_for_a_line_is_broken(title: str, least: int) -> None:
    size, lines = cards.fit_title(title)
    assert "".join(lines).replace(" ", "") == title.replace(" ", "")
    assert size >= least
    assert all(glyphs.font(size).getlength(line) <= 1200 - 2 * 80 for line in lines)


def test_a_title_that_fits_at_no_size_is_cut() -> None:
    size, lines = cards.fit_title("mot " * 2_000)
    assert (size, lines[-1][-1]) == (12, "…")
    assert 330 - size * 1.16 < len(lines) * size * 1.16 <= 330


def test_same_words_same_bytes() -> None:
    first, second = (png(cards.draw("L’immunité", "Page", "Site")) for _ in range(2))
    assert first == second != png(cards.draw("L’immunité.", "Page", "Site"))


@pytest.mark.parametrize("made", [True, False])
def test_a_page_names_a_card_only_if_cards_are_made(
    tiny_compiled: Site, monkeypatch: pytest.MonkeyPatch, made: bool
) -> None:
    monkeypatch.setitem(tiny_compiled.story.settings.options, "cards", made)
    view = output._add_file_links(tiny_compiled, ViewFactory(tiny_compiled).view("en", "index.md"))
    assert ("card" in view.extra) is made


def test_every_page_shows_a_card_of_its_language(site: facts.Site) -> None:
    shown = {}
    for page in site.pages:
        found = page.select("//meta[@property='og:image']/@content")
        if not found:
            assert page.url.endswith("404.html"), page.url
            continue
        [address] = found
        assert address.startswith(builds.SITE_URL), page.url
        path = site.folder / urlsplit(address).path.lstrip("/")
        assert path.is_file(), address
        assert address.startswith(urljoin(builds.SITE_URL, "cards/en")) == page.url.startswith(
            "en/"
        )
        shown[page.url] = path
    assert shown["immunite/"] != shown["en/immunity/"] != shown["en/"]
    assert shown["sources/"] != shown[""]


def test_a_card_is_described_by_the_words_it_shows(site: facts.Site, compiled: Site) -> None:
    for language, pages in compiled.pages.items():
        for name in ("actors/apple.md", "sources/brief.md"):
            page = site.page(compiled.addresses.url(language, name))
            shown = cards.card_page(compiled, language, name)
            [alt] = page.select("//meta[@property='og:image:alt']/@content")
            assert alt == typography.typeset(pages[shown].title, language)
    assert cards.card_page(compiled, "fr", "sources/brief.md") == "index.md"


def test_locales_have_the_form_of_open_graph(site: facts.Site) -> None:
    page = site.page("en/")
    assert page.select("//meta[@property='og:locale']/@content") == ["en_US"]
    assert page.select("//meta[@property='og:locale:alternate']/@content") == ["fr_FR"]


def test_cards_weigh_little(site: facts.Site) -> None:
    drawn = list((site.folder / "cards").rglob("*.png"))
    assert drawn
    assert [
        (path.name, path.stat().st_size) for path in drawn if path.stat().st_size > 15_000
    ] == []
    with Image.open(drawn[0]) as image:
        assert image.size == cards.SIZE


# --- headers, manifests, icon


def rules(text: str) -> dict[str, dict[str, str]]:
    """Read the format of https://docs.netlify.com/manage/routing/headers/."""
    out: dict[str, dict[str, str]] = {}
    path = ""
    for line in text.splitlines():
        if line.startswith("/"):
            path = line
            out[path] = {}
        elif line:
            assert line.startswith("  "), line
            name, _, value = line.strip().partition(": ")
            out[path][name] = value
    return out


def directives(policy: str) -> dict[str, str]:
    return {
        name: rest for name, _, rest in (part.strip().partition(" ") for part in policy.split(";"))
    }


def test_headers(site: facts.Site) -> None:
    read = rules((site.folder / "_headers").read_text("utf-8"))
    everywhere = read["/*"]
    assert everywhere["Referrer-Policy"] == "no-referrer"
    assert everywhere["X-Content-Type-Options"] == "nosniff"
    assert "geolocation=()" in everywhere["Permissions-Policy"]
    assert "unsafe-inline" not in everywhere["Content-Security-Policy"]
    assert "'unsafe-eval'" not in everywhere["Content-Security-Policy"]
    assert "immutable" not in everywhere.get("Cache-Control", "")
    for path, values in read.items():
        if "immutable" in values.get("Cache-Control", ""):
            assert re.match(r"/search/[a-z]+-[0-9a-f]{12}/\*$|/assets/", path)


def test_pages_and_headers_agree_on_the_policy(site: facts.Site) -> None:
    said = directives(delivery.POLICY)
    assert said.pop("frame-ancestors") == "'none'"  # a page cannot say it of itself
    for page in site.pages:
        [policy] = page.select("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert directives(policy) == said, page.url


def test_pages_ask_for_trusted_types(site: facts.Site) -> None:
    said = directives(delivery.POLICY)
    assert said["require-trusted-types-for"] == "'script'"
    assert said["trusted-types"] == "'none'"
    assert (
        directives(site.not_found.select("//meta[@http-equiv]/@content")[0]).items() < said.items()
    )


def test_who_is_told_of_a_flaw_is_said_for_a_year(tiny_compiled: Site, tmp_path: Path) -> None:
    settings = replace(tiny_compiled.story.settings, contact="mailto:security@example.org")
    named = replace(tiny_compiled, story=replace(tiny_compiled.story, settings=settings))
    assert delivery.security_txt(named, datetime.date(2024, 2, 29)).splitlines() == [
        "Contact: mailto:security@example.org",
        "Expires: 2025-02-27T00:00:00Z",
        "Preferred-Languages: en, fr",
        "Canonical: https://example.org/.well-known/security.txt",
    ]
    for code in settings.languages:
        (tmp_path / tiny_compiled.addresses.url(code, "index.md")).mkdir(exist_ok=True)
    delivery.write(tiny_compiled, tmp_path)
    assert not (tmp_path / delivery.SECURITY_FILE).exists()
    delivery.write(named, tmp_path)
    today = freshness.today()
    assert (tmp_path / delivery.SECURITY_FILE).read_text("utf-8") == delivery.security_txt(
        named, today
    )


def test_only_fingerprinted_names_are_cached_for_ever(tmp_path: Path, tiny_compiled: Site) -> None:
    for name in ("site.css", "site.0123abcd.css", "drawing-0123456789abcdef.svg", "deadbeef"):
        path = tmp_path / "assets" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("")

    read = rules(delivery.host_headers(tiny_compiled, tmp_path))
    assert [
        path
        for path, values in read.items()
        if values.get("Cache-Control") == delivery.CACHE_FOREVER
    ] == [
        "/assets/drawing-0123456789abcdef.svg",
        "/assets/site.0123abcd.css",
    ]


@pytest.mark.parametrize(("language", "path"), [("fr", ""), ("en", "en/")])
def test_manifest(language: str, path: str, site: facts.Site) -> None:
    file = site.folder / path / "manifest.webmanifest"
    manifest = json.loads(file.read_text("utf-8"))
    assert manifest["lang"] == language
    assert manifest["name"] in (site.folder / path / "index.html").read_text("utf-8")
    base = urljoin(builds.SITE_URL, path)
    assert urljoin(base, manifest["start_url"]) == base
    assert urljoin(base, manifest["scope"]) == builds.SITE_URL
    for icon in manifest["icons"]:
        target = site.folder / urlsplit(urljoin(base, icon["src"])).path.lstrip("/")
        assert target.is_file()
        if icon["type"] == "image/png":
            with Image.open(target) as image:
                assert icon["sizes"] == f"{image.width}x{image.height}"
    assert {icon["type"] for icon in manifest["icons"]} == {"image/png", "image/svg+xml"}


def test_every_page_names_the_manifest_of_its_language(site: facts.Site) -> None:
    for page in site.pages:
        [link] = page.select("//link[@rel='manifest']/@href")
        expected = "en/" if page.language == "en" else ""
        assert site.resolve(page, str(link)) == (f"{expected}{delivery.MANIFEST}", "")


def test_icons_are_the_same_drawing_and_what_the_manifest_says() -> None:
    """The bitmap is made by hand from the drawing: whoever changes one changes the other."""
    assets = builds.ROOT / "overrides" / "assets"
    drawn = (assets / "favicon.svg").read_text("utf-8")
    with Image.open(builds.ROOT / "overrides" / delivery.ICON) as icon:
        assert icon.format == "PNG"
        assert icon.size == (delivery.ICON_SIZE, delivery.ICON_SIZE)
        picture = icon.convert("RGB")
    # The first colour of each is the one in the light.
    bubble, dot = (re.search(rf"{tag}{{fill:(#\w+)", drawn)[1] for tag in ("path", "circle"))  # type: ignore[index]
    at = lambda x, y: "#%02x%02x%02x" % picture.getpixel((x * 16, y * 16))  # noqa: E731, UP031
    assert at(20, 6) == at(12, 25) == bubble
    for x, y in re.findall(r'cx="(\d+)" cy="(\d+)"', drawn):
        assert at(int(x), int(y)) == dot
    assert at(2, 2) == at(25, 28) == delivery._PAPER


def test_scripts_and_styles_are_sent_without_comments(site: facts.Site) -> None:
    for name in ("site.js", "search-panel.js", "search-engine.js"):
        written = (builds.ROOT / "overrides" / "assets" / name).read_text("utf-8").splitlines()
        sent = (site.folder / "assets" / name).read_text("utf-8").splitlines()
        assert sent == [line for line in written if not line.strip().startswith("//")]
        assert len(sent) < len(written)
    style = (site.folder / "assets" / "site.css").read_text("utf-8")
    assert "/*" not in style
    assert style.count("{") == re.sub(
        r"(?s)/\*.*?\*/", "", (builds.ROOT / "overrides" / "assets" / "site.css").read_text("utf-8")
    ).count("{")


# --- the offline copy


@pytest.mark.parametrize(
    ("written", "local"),
    [
        ('<a href="../x/">', '<a href="../x/index.html">'),
        ('<a href="./">', '<a href="index.html">'),
        ('<a href="../">', '<a href="../index.html">'),
        ('<a href="..">', '<a href="../index.html">'),
        ('<a href="../x/#y">', '<a href="../x/index.html#y">'),
        ('<a href="../../?q=1#y">', '<a href="../../index.html?q=1#y">'),
        ('<a href="#y">', '<a href="#y">'),
        ('<a href="">', '<a href="">'),
        ('<link href="../assets/site.css">', '<link href="../assets/site.css">'),
        ('<a href="https://example.com/x/">', '<a href="https://example.com/x/">'),
        ('<a href="mailto:a@example.com">', '<a href="mailto:a@example.com">'),
        ('<a data-href="../x/">', '<a data-href="../x/">'),
        ('<meta content="0; url=../x/">', '<meta content="0; url=../x/index.html">'),
        (
            '<meta content="0; url=https://x.example/">',
            '<meta content="0; url=https://x.example/">',
        ),
        ('<link rel="manifest" href="../manifest.webmanifest">\n<p>', "<p>"),
    ],
)
def test_links_of_the_copy(written: str, local: str) -> None:
    assert offline.make_local(written) == local


@pytest.fixture(scope="session")
def copy(site: facts.Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site's copy, packed here: the build of the tests makes none."""
    target = tmp_path_factory.mktemp("offline") / "copy.zip"
    target.write_bytes(
        offline.pack_site(site.folder, sorted(offline._files_to_pack(site.folder)), "copy")
    )
    return target


def test_copy_is_the_same_each_time(site: facts.Site, copy: Path, tmp_path: Path) -> None:
    again = offline.pack_site(site.folder, sorted(offline._files_to_pack(site.folder)), "copy")
    assert again == copy.read_bytes()
    with zipfile.ZipFile(copy) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert all(name.startswith("copy/") for name in names)
        left = {name.split("/")[1] for name in names} & {
            "search",
            "cards",
            "_headers",
            "_redirects",
            "404.html",
            "robots.txt",
        }
        assert left == set()


def test_copy_opens_from_a_folder(copy: Path, tmp_path: Path, browser: Any) -> None:
    with zipfile.ZipFile(copy) as archive:
        archive.extractall(tmp_path)
    root = tmp_path / "copy"
    broken = []
    for path in root.rglob("*.html"):
        page = path.read_text("utf-8")
        broken += [
            (path.relative_to(root).as_posix(), target)
            for target in re.findall(r'\s(?:href|src)="(?![a-z]+:|//|#)([^"#?]+)', page)
            if not (path.parent / target).is_file()
        ]
    assert broken == []

    context = browser.new_context(java_script_enabled=True)
    page = context.new_page()
    asked, errors = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto((root / "index.html").as_uri())
    assert page.evaluate("getComputedStyle(document.body).display") == "flex"  # the style was read
    page.locator("nav a[hreflang=en]").first.click()
    assert page.url == (root / "en" / "index.html").as_uri()
    page.goto((root / "en" / "immunity" / "index.html").as_uri())
    page.locator("sup.cite a").first.focus()
    assert page.locator("[data-search-open]").is_hidden()
    assert {urlsplit(url).scheme for url in asked} == {"file"}
    assert errors == []
    context.close()


def test_the_page_of_downloads_leads_to_the_copy(tiny_copy: Path, tiny: facts.Site) -> None:
    [archive] = tiny_copy.glob("offline/*.zip")
    site = facts.Site(tiny_copy, builds.SITE_URL)
    for url in ("data/", "fr/donnees/"):
        page = site.page(url)
        found = {site.resolve(page, str(link)) for link in page.select("//main//a/@href")}
        for name in (archive.name, f"{archive.name}.sha256"):
            assert (f"offline/{name}", "") in found
        assert not tiny.page(url).select("//a[contains(@href, 'offline/')]")


def test_checksum_is_that_of_the_copy(tiny_copy: Path) -> None:
    [archive] = tiny_copy.glob("offline/*.zip")
    written = archive.with_name(archive.name + ".sha256").read_text("ascii")
    assert written == f"{hashlib.sha256(archive.read_bytes()).hexdigest()}  {archive.name}\n"


def test_no_copy_unless_asked_for(site: facts.Site) -> None:
    assert not (site.folder / "offline").exists()


@pytest.fixture(scope="session")
def tiny_copy(run_folder: Path) -> Path:
    """The tiny story, built with its offline copy."""

    def make(folder: Path) -> None:
        builds.build(builds.tiny_project(folder), folder / "site", EXPLAINER_OFFLINE="true")

    return builds.once(run_folder, "tiny-offline", make) / "site"


def test_a_style_loses_its_comments_and_spaces_and_nothing_else(tmp_path: Path) -> None:
    style = tmp_path / "a.css"
    style.write_text(
        '/* why */\n.a,\n.b > .c {\n  content: " {  ; } " / "";\n  width: calc(1px + 2px);\n}\n'
        "@media (min-width: 1px) and (hover: hover) { .a :is(.b, .c) { color: red; } }\n",
        "utf-8",
    )
    delivery.minify(style)
    assert style.read_text("utf-8") == (
        '.a,.b > .c{content: " {  ; } " / "";width: calc(1px + 2px);}'
        "@media (min-width: 1px) and (hover: hover){.a :is(.b,.c){color: red;}}"
    )
