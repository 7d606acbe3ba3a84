"""What tests of outputs share: the stories, compiled; their pages, tables and documents, read back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import builds
import jinja2
from explainer.derive import subscriptions
from explainer.make.site import Site
from explainer.make.view import View, ViewFactory
from lxml import html

SITE = "https://example.org/story/"
NAMES = {"fr": "Le récit", "en": "The story"}


def compiled(root: Path, site_url: str = SITE) -> Site:
    return builds.compiled(root, site_url=site_url, name="The story", site_names=NAMES)


def tiny_site(folder: Path, site_url: str = SITE) -> Site:
    return compiled(builds.tiny_project(folder, code=False), site_url)


def every_view(site: Site) -> Iterator[View]:
    made = ViewFactory(site)
    for language, pages in site.pages.items():
        for name in pages:
            yield made.view(language, name)


def table(site: Site, name: str) -> list[dict[str, str]]:
    text = site.downloads[f"data/{name}.csv"].data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def document(site: Site, name: str) -> Any:
    return json.loads(site.downloads[f"data/{name}"].data)


def address_of(site: Site, language: str, name: str = "changes.md") -> str:
    return SITE + subscriptions.feed_path(site.addresses, language, name)


def node(site: Site, language: str, name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(ViewFactory(site).view(language, name).extra["jsonld"])
    return made


def partial(view: View, name: str) -> html.HtmlElement:
    view.extra.setdefault("twin", "")  # a file beside the page, which a view alone does not have
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(builds.ROOT / "overrides"),
        undefined=jinja2.StrictUndefined,
        autoescape=True,  # as the site is
    )
    return html.fromstring(
        f"<div>{environment.get_template(f'partials/{name}.html').render(view=view)}</div>"
    )
