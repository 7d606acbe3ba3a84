"""The project's settings: the one reader of ``mkdocs.yml`` besides the engine.

In: the path of the file. Out: ``Settings``, or the problems of the file. The build and the
commands read it here, so that both refuse the same things.
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

__all__ = [
    "CONFIG_FILE", "ConfigurationError", "MenuEntry", "Settings", "find_config", "read_settings",
]  # fmt: skip

CONFIG_FILE = "mkdocs.yml"
_CONTACT = re.compile(r"mailto:[^\s@]+@[^\s@]+|https://[^\s/]+\S*|tel:\+?[\d-]+")
_LAST_SECOND = 253402300799  # of the year 9999


@dataclass(frozen=True)
class Settings:
    """What ``mkdocs.yml`` says: folders, languages (the default one first), addresses, the menu.

    ``preview``: problems that only forbid publication are reported, and do not stop.
    """

    root: Path
    languages: tuple[str, ...]
    site_url: str = ""  # what is read from a file always has one, which ends in a slash
    repo_url: str = ""
    edit_uri: str = ""  # from the repository's address to the project's root: edit/main/
    name: str = ""
    language_names: dict[str, str] = field(default_factory=dict)
    site_names: dict[str, str] = field(default_factory=dict)
    preview: bool = False
    options: dict[str, bool] = field(default_factory=dict)
    commit: str = ""  # the commit that the site is built from, "" if files differ from it
    keep: tuple[str, ...] = ()  # entries that a new site takes over from the old one
    licence: Licence = licences.LICENCES[licences.DEFAULT]
    contact: str = ""  # for security reports: mailto:, https:// or tel:
    menu: tuple[MenuEntry, ...] = ()
    menu_group_titles: dict[str, dict[str, str]] = field(default_factory=dict)
    menu_line: int = 1
    unlisted_pages: str = ""
    menu_file: str = CONFIG_FILE  # the file with `nav:`, which may be an inherited one
    # File, line and column of each language.
    language_places: dict[str, tuple[str, int, int]] = field(default_factory=dict)

    @property
    def site_path(self) -> str:
        """The path of the site on its host, with slashes at both ends."""
        return (urlsplit(self.site_url).path.rstrip("/") or "") + "/"

    @property
    def default(self) -> str:
        """The default language, served at the root of the site."""
        return self.languages[0]

    def site_name(self, language: str) -> str:
        """Return the site's name in a language, as it was typed."""
        return self.site_names.get(language) or self.name

    def group_title(self, group: str, language: str) -> str:
        """Return the title of a menu group: from i18n's ``nav_translations``, or as ``nav:`` has it."""
        return self.menu_group_titles.get(language, {}).get(group, group)

    def may_be_unlisted(self, uri: str) -> bool:
        """Tell whether ``not_in_nav`` lets a page (``fr/x.md``) be missing from the menu."""
        spec = pathspec.gitignore.GitIgnoreSpec.from_lines(self.unlisted_pages.splitlines())
        return spec.match_file(uri)


def find_config(start: Path) -> Path:
    """Return ``mkdocs.yml`` of the project that holds ``start``; raise ``SystemExit`` if there is none."""
    for folder in (start, *start.parents):
        if (folder / CONFIG_FILE).is_file():
            return folder / CONFIG_FILE
    raise SystemExit(f"no {CONFIG_FILE} in {start} nor above it")


def read_settings(path: Path, *, preview: bool = False) -> Settings:
    """Return the settings in the file at ``path``; raise ``ConfigurationError`` with every problem found.

    The folder of the file is the project's root.
    """
    path = path.resolve()
    nodes, config = engine_file.load(path)
    places = KeyLocations(path.name, nodes)
    languages = _read_languages(config, places)
    _check_epoch(places)
    extra = config.get("extra")
    options = extra.get("explainer") if isinstance(extra, dict) else None
    options = dict(options) if isinstance(options, dict) else {}
    keep = _read_keep(options.pop("keep", []), places)
    licence = _read_licence(options.pop("licence", licences.DEFAULT), places)
    contact = _read_contact(options.pop("security_contact", ""), places)
    by_code = {str(language["locale"]): language for language in languages}
    entries, line = places.read_menu()
    return Settings(
        root=path.parent,
        languages=tuple(by_code),
        site_url=_read_site_url(config, places),
        repo_url=str(config.get("repo_url") or "").rstrip("/"),
        edit_uri=str(config.get("edit_uri") or ""),
        name=str(config.get("site_name") or ""),
        language_names={code: str(one.get("name", "")) for code, one in by_code.items()},
        site_names={code: str(one.get("site_name") or "") for code, one in by_code.items()},
        preview=preview,
        options=options,
        commit=_read_commit(places),
        keep=keep,
        licence=licence,
        contact=contact,
        menu=entries,
        menu_group_titles={code: _nav_translations(one) for code, one in by_code.items()},
        menu_line=line,
        unlisted_pages=str(config.get("not_in_nav") or ""),
        menu_file=places.find_key("nav")[0],
        language_places={code: places.locate_language(code) for code in by_code},
    )


def _nav_translations(language: dict[str, Any]) -> dict[str, str]:
    titles = language.get("nav_translations")
    return {str(k): str(v) for k, v in titles.items()} if isinstance(titles, dict) else {}


def _read_languages(config: dict[str, Any], places: KeyLocations) -> list[dict[str, Any]]:
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
    unknown = (code for code in codes if "_" in code or not locales.is_known(code))
    wrong = [_language_problem(code, places) for code in unknown]
    wrong += [
        places.language_problem(code, f"«{code}» is there twice; expected each language once")
        for code in dict.fromkeys(codes)
        if codes.count(code) > 1
    ]
    if wrong:
        raise ConfigurationError(*wrong)
    return sorted(languages, key=lambda language: not language.get("default"))


def _language_problem(code: str, places: KeyLocations) -> Problem:
    """Return why a language cannot be used: it is no BCP 47 code, or the CLDR does not describe it."""
    if "_" in code:
        message = f"«{code}» is no code of the Web (BCP 47); expected {code.replace('_', '-')}"
        return places.language_problem(code, message)
    message = (
        f"the CLDR has no dates, numbers and plurals for «{code}»; "
        "expected a language that it knows, such as fr, pt-BR or zh-Hant"
    )
    return places.language_problem(code, message)


def _variable_error(places: KeyLocations, name: str, message: str) -> ConfigurationError:
    return ConfigurationError(Problem(places.file, 1, 1, name, "config-value", message))


def _check_epoch(places: KeyLocations, environment: Mapping[str, str] = os.environ) -> None:
    """Raise ``ConfigurationError`` if ``SOURCE_DATE_EPOCH`` is set and is not a time.

    See https://reproducible-builds.org/specs/source-date-epoch/.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    if epoch and not (re.fullmatch(r"[0-9]{1,12}", epoch) and int(epoch) <= _LAST_SECOND):
        message = f"«{epoch}» is no time; expected a whole number of seconds since 1970, or nothing"
        raise _variable_error(places, "SOURCE_DATE_EPOCH", message)


def _read_commit(places: KeyLocations, environment: Mapping[str, str] = os.environ) -> str:
    """Return the commit in ``EXPLAINER_COMMIT``, or ``""``; raise ``ConfigurationError`` if it is no full hash."""
    commit = environment.get("EXPLAINER_COMMIT", "")
    if commit and not re.fullmatch(r"[0-9a-f]{40}|[0-9a-f]{64}", commit):
        message = f"«{commit}» is no commit; expected its whole name, or nothing"
        raise _variable_error(places, "EXPLAINER_COMMIT", message)
    return commit


def _read_keep(names: Any, places: KeyLocations) -> tuple[str, ...]:
    """Return the names in ``keep:``; raise ``ConfigurationError`` if they are not names of entries of one folder."""
    if isinstance(names, list) and all(
        isinstance(name, str) and re.fullmatch(r"[^\s/]+", name) for name in names
    ):
        return tuple(names)
    message = f"keep: {names!r} is no list of names at the top of the site; expected [CNAME]"
    raise ConfigurationError(places.problem("extra", "config-value", message))


def _read_licence(name: Any, places: KeyLocations) -> Licence:
    """Return the licence with that SPDX identifier; raise ``ConfigurationError`` if it is not a known one."""
    if str(name) in licences.LICENCES:
        return licences.LICENCES[str(name)]
    hint = did_you_mean(str(name), licences.LICENCES) or expected_one_of(licences.LICENCES)
    message = f"licence: «{name}» is not known{hint}"
    raise ConfigurationError(places.problem("extra", "config-value", message))


def _read_contact(value: Any, places: KeyLocations) -> str:
    """Return the contact for security reports (RFC 9116, 2.5.3); raise ``ConfigurationError`` if it is no address."""
    address = str(value or "").strip()
    if not address or _CONTACT.fullmatch(address):
        return address
    message = (
        f"security_contact: «{address}» is no address; expected mailto:security@example.org, "
        "https://… or tel:+1-…, or nothing"
    )
    raise ConfigurationError(places.problem("extra", "config-value", message))


def _read_site_url(config: dict[str, Any], places: KeyLocations) -> str:
    """Return the site's URL; raise ``ConfigurationError`` if it is not one (RFC 3986) or has a query."""
    address = str(config.get("site_url") or "").strip()
    try:
        parts = urlsplit(address)
    except ValueError:
        parts = urlsplit("")
    reason = ""
    if not address:
        reason = "the site has no address"
    elif parts.scheme not in ("http", "https") or not parts.hostname or re.search(r"\s", address):
        reason = f"«{address}» is no web address"
    elif fault := addresses.explain_misleading(address):
        reason = f"«{address}» {fault}"
    elif "?" in address or "#" in address:
        reason = f"«{address}» has a query or an anchor"
    elif re.search(r"//|/\.{1,2}(?:/|$)", parts.path):
        reason = f"«{address}» has an empty folder, «.» or «..» in its path"
    if reason:
        reason += "; expected an address such as https://www.example.org/ (SITE_URL sets it)"
        raise ConfigurationError(places.problem("site_url", "config-address", reason))
    if config.get("use_directory_urls") is False:
        message = "only true: every address of the site ends in a slash"
        raise ConfigurationError(places.problem("use_directory_urls", "config-value", message))
    return address if address.endswith("/") else f"{address}/"
