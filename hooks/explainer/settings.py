"""What ``mkdocs.yml`` says: the one reader of the project's configuration.

In: the path of the file. Out: ``Settings``, or the problems of what it says. The
engine reads the same file for itself; the commands and the build read it here,
so that they hold a project to the same things.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pathspec

from explainer import licence as licences
from explainer import locales
from explainer.licence import Licence
from explainer.read import addresses, engine_file
from explainer.read.engine_file import ConfigurationError, KeyLocations, MenuEntry
from explainer.read.problems import Problem, did_you_mean, expected_one_of

__all__ = ["FILE", "ConfigurationError", "MenuEntry", "Settings", "find", "read"]

FILE = "mkdocs.yml"
_LAST_SECOND = 253402300799  # of the year 9999


@dataclass(frozen=True)
class Settings:
    """Folders, languages (the default one first), addresses, the menu.

    ``preview``: what only a publication must not have is told, and stops nothing.
    """

    root: Path
    languages: tuple[str, ...]
    site_url: str = ""
    repo_url: str = ""
    edit_uri: str = ""  # from the repository's address to the project's root: edit/main/
    name: str = ""
    languages_names: dict[str, str] = field(default_factory=dict)
    site_names: dict[str, str] = field(default_factory=dict)
    preview: bool = False
    options: dict[str, bool] = field(default_factory=dict)
    commit: str = ""  # that the site names, if it is built from one as it stands
    keep: tuple[str, ...] = ()  # what a new site takes over from the old one
    licence: Licence = licences.LICENCES[licences.DEFAULT]
    contact: str = ""  # where a flaw of security is told: mailto:, https:// or tel:
    menu: tuple[MenuEntry, ...] = ()
    group_titles: dict[str, dict[str, str]] = field(default_factory=dict)
    nav_line: int = 1
    not_in_nav: str = ""
    file: str = FILE  # that `nav:` stands in, which may be an inherited one
    locales_at: dict[str, tuple[str, int, int]] = field(default_factory=dict)  # file, line, column

    @property
    def site_path(self) -> str:
        """The path of the site on its host, with slashes at both ends."""
        return (urlsplit(self.site_url).path.rstrip("/") or "") + "/"

    @property
    def default(self) -> str:
        """The language served at the root of the site."""
        return self.languages[0]

    def site_name(self, language: str) -> str:
        """Return the site's name in a language, as it was typed."""
        return self.site_names.get(language) or self.name

    def group_title(self, group: str, language: str) -> str:
        """Return the title of a group of the menu: i18n's ``nav_translations``, or as written."""
        return self.group_titles.get(language, {}).get(group, group)

    def hidden(self, uri: str) -> bool:
        """Tell whether a page, ``fr/x.md``, may be missing from the menu."""
        spec = pathspec.gitignore.GitIgnoreSpec.from_lines(self.not_in_nav.splitlines())
        return spec.match_file(uri)


def find(start: Path) -> Path:
    """Return the configuration of the project that ``start`` lies in; raise ``SystemExit`` if none."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder / FILE
    raise SystemExit(f"no {FILE} in {start} nor above it")


def read(path: Path, *, preview: bool = False) -> Settings:
    """Return the settings that the file at ``path`` gives; raise ``ConfigurationError``.

    The folder of the file is the project's root.
    """
    path = path.resolve()
    nodes, config = engine_file.load(path)
    places = KeyLocations(path.name, nodes)
    languages = _languages(config, places)
    _epoch(places)
    extra = config.get("extra")
    options = extra.get("explainer") if isinstance(extra, dict) else None
    options = dict(options) if isinstance(options, dict) else {}
    keep = _keep(options.pop("keep", []), places)
    named = _licence(options.pop("licence", licences.DEFAULT), places)
    contact = _contact(options.pop("security_contact", ""), places)
    codes = tuple(str(one["locale"]) for one in languages)
    entries, line = places.read_menu()
    return Settings(
        root=path.parent,
        languages=codes,
        site_url=_site_url(config, places),
        repo_url=str(config.get("repo_url") or "").rstrip("/"),
        edit_uri=str(config.get("edit_uri") or ""),
        name=str(config.get("site_name") or ""),
        languages_names={str(one["locale"]): str(one.get("name", "")) for one in languages},
        site_names={str(one["locale"]): str(one.get("site_name") or "") for one in languages},
        preview=preview,
        options=options,
        commit=_commit(places),
        keep=keep,
        licence=named,
        contact=contact,
        menu=entries,
        group_titles={str(one["locale"]): _translations(one) for one in languages},
        nav_line=line,
        not_in_nav=str(config.get("not_in_nav") or ""),
        file=places.find_key("nav")[0],
        locales_at={code: places.locate_language(code) for code in codes},
    )


def _translations(language: dict[str, Any]) -> dict[str, str]:
    given = language.get("nav_translations")
    return {str(k): str(v) for k, v in given.items()} if isinstance(given, dict) else {}


def _languages(config: dict[str, Any], places: KeyLocations) -> list[dict[str, Any]]:
    plugins = config.get("plugins") or []
    pairs = (
        plugins.items()
        if isinstance(plugins, dict)
        else (p for plugin in plugins if isinstance(plugin, dict) for p in plugin.items())
    )
    i18n = dict(pairs).get("i18n")
    languages = i18n.get("languages") if isinstance(i18n, dict) else None
    if not languages:
        message = "no languages; expected them under i18n: languages:"
        raise ConfigurationError(places.problem("plugins", "config-languages", message))
    if not isinstance(languages, list) or any(
        not isinstance(one, dict) or not one.get("locale") for one in languages
    ):
        message = "i18n: languages: expected a list of languages, each with a locale"
        raise ConfigurationError(places.problem("plugins", "config-languages", message))
    codes = [str(one["locale"]) for one in languages]
    wrong = [_refused(code, places) for code in codes if "_" in code or not locales.known(code)]
    wrong += [
        places.language_problem(code, f"«{code}» is there twice; expected each language once")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    if wrong:
        raise ConfigurationError(*wrong)
    return sorted(languages, key=lambda language: not language.get("default"))


def _refused(code: str, places: KeyLocations) -> Problem:
    """Return why a language cannot be used: dates, numbers and plurals are the CLDR's."""
    if "_" in code:
        message = f"«{code}» is no code of the Web (BCP 47); expected {code.replace('_', '-')}"
        return places.language_problem(code, message)
    message = (
        f"the CLDR has no dates, numbers and plurals for «{code}»; "
        "expected a language that it knows, such as fr, pt-BR or zh-Hant"
    )
    return places.language_problem(code, message)


def _epoch(places: KeyLocations, environment: Mapping[str, str] = os.environ) -> None:
    """Raise ``ConfigurationError`` if ``SOURCE_DATE_EPOCH`` is set, and is no time.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    given = environment.get("SOURCE_DATE_EPOCH", "")
    if given and not (re.fullmatch(r"[0-9]{1,12}", given) and int(given) <= _LAST_SECOND):
        message = f"«{given}» is no time; expected a whole number of seconds since 1970, or nothing"
        raise ConfigurationError(
            Problem(places.file, 1, 1, "SOURCE_DATE_EPOCH", "config-value", message)
        )


def _commit(places: KeyLocations, environment: Mapping[str, str] = os.environ) -> str:
    """Return the commit of ``EXPLAINER_COMMIT``, or ``""``; raise ``ConfigurationError`` if it is none."""
    given = environment.get("EXPLAINER_COMMIT", "")
    if given and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", given):
        message = f"«{given}» is no commit; expected its whole name, or nothing"
        raise ConfigurationError(
            Problem(places.file, 1, 1, "EXPLAINER_COMMIT", "config-value", message)
        )
    return given


def _keep(names: Any, places: KeyLocations) -> tuple[str, ...]:
    """Return the names of what stays at the top of the site; raise ``ConfigurationError`` for other things."""
    if isinstance(names, list) and all(
        isinstance(name, str) and re.fullmatch(r"[^\s/]+", name) for name in names
    ):
        return tuple(names)
    message = f"keep: {names!r} is no list of names at the top of the site; expected [CNAME]"
    raise ConfigurationError(places.problem("extra", "config-value", message))


def _licence(name: Any, places: KeyLocations) -> Licence:
    """Return the licence of that name; raise ``ConfigurationError`` for another."""
    if str(name) in licences.LICENCES:
        return licences.LICENCES[str(name)]
    hint = did_you_mean(str(name), licences.LICENCES) or expected_one_of(licences.LICENCES)
    raise ConfigurationError(
        places.problem("extra", "config-value", f"licence: «{name}» is not known{hint}")
    )


def _contact(given: Any, places: KeyLocations) -> str:
    """Return where a flaw of security is told (RFC 9116, 2.5.3); raise ``ConfigurationError`` if that is none."""
    address = str(given or "").strip()
    if not address or re.fullmatch(
        r"(mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*|tel:\+?[\d-]+)", address
    ):
        return address
    message = (
        f"security_contact: «{address}» is no address; expected mailto:security@example.org, "
        "https://… or tel:+1-…, or nothing"
    )
    raise ConfigurationError(places.problem("extra", "config-value", message))


def _site_url(config: dict[str, Any], places: KeyLocations) -> str:
    """Return the site's address; raise ``ConfigurationError`` if it is none (RFC 3986) or has a query."""
    address = str(config.get("site_url") or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    why = ""
    if not address:
        why = "the site has no address"
    elif parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", address):
        why = f"«{address}» is no web address"
    elif odd := addresses.explain_misleading(address):
        why = f"«{address}» {odd}"
    elif "?" in address or "#" in address:
        why = f"«{address}» has a query or an anchor"
    elif re.search(r"//|/\.{1,2}(?:/|$)", parts.path):
        why = f"«{address}» has an empty folder, «.» or «..» in its path"
    if why:
        form = "expected an address such as https://www.example.org/ (SITE_URL sets it)"
        raise ConfigurationError(places.problem("site_url", "config-address", f"{why}; {form}"))
    if config.get("use_directory_urls") is False:
        message = "only true: every address of the site ends in a slash"
        raise ConfigurationError(places.problem("use_directory_urls", "config-value", message))
    return address if address.endswith("/") else f"{address}/"
