"""No fault that axe-core can find, on any page: every rule, best practices and target size included.

Hand-written pages are examined in both themes, at both widths, with and without scripts. Pages made
from records share their templates: each is examined in one of the four, in turn. ``make audit``
examines every page in every way.
"""

from __future__ import annotations

from typing import Any

import axe
import facts
import pytest
from explainer.make.site import Site

GROUPS = 8  # so that every process has its share


@pytest.mark.parametrize("group", range(GROUPS))
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
def test_written_pages(
    browser: Any, served: str, compiled: Site, scripts: bool, group: int
) -> None:
    names = compiled.story.pages["fr"]
    urls = [compiled.addresses.url(language, name) for language in compiled.pages for name in names]
    mine = [*urls, "404.html"][group::GROUPS]
    assert mine
    # Without scripts only the header differs, whatever the theme and the width.
    looks = axe.LOOKS if scripts else axe.LOOKS[:1]
    with axe.examiner(browser, scripts=scripts) as examine:
        assert [
            fault for url in mine for look in looks for fault in examine(served, url, look)
        ] == []


@pytest.mark.parametrize("group", range(GROUPS))
def test_pages_made_from_records(
    browser: Any, served: str, site: facts.Site, compiled: Site, group: int
) -> None:
    written = {
        compiled.addresses.url(language, name)
        for language in compiled.pages
        for name in compiled.story.pages[language]
    }
    made = [url for url in sorted(site.urls) if url not in written]
    assert len(made) > 500
    with axe.examiner(browser) as examine:
        faults = [
            fault
            for i, url in enumerate(made)
            if i % GROUPS == group
            for fault in examine(served, url, axe.LOOKS[i // GROUPS % len(axe.LOOKS)])
        ]
    assert faults == []


def test_a_fault_is_found(browser: Any) -> None:
    """The examination itself: a page with known faults does not pass."""
    page = browser.new_page()
    page.set_content(
        '<html lang="fr"><title>x</title><main><h1>x</h1><img src="data:,">'
        '<p style="color:#aaa;background:#fff">pale</p>'
        '<button style="width:9px;height:9px;padding:0">a</button>'
        '<button style="width:9px;height:9px;padding:0">b</button></main></html>'
    )
    found = {rule for rule, *_ in axe.run(page)}
    page.close()
    assert {"image-alt", "color-contrast", "target-size"} <= found
