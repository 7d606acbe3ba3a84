"""The name under which readers and machines cite a page.

In: the view of a page. Out: its title, told apart from what the page is about: cited alone, a claim
would read as this site's own, and a source's title as that of a page here. So the name of a claim's
page says that it is a claim, its status and as of when; a source's page, that it is about one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from explainer.model import records as model
from explainer.words import wording

if TYPE_CHECKING:
    from explainer.make.view import View


def cited_name(view: View, title: str = "") -> str:
    """Return the page's name around ``title`` (by default the page's own)."""
    title = title or title_without_stop(view)
    if isinstance(view.record, model.Claim):
        status = view.site.status_as_of(view.record, view.language)
        return view.t("cite_claim", title=title, status=status)
    if isinstance(view.record, model.Source):
        return view.t("cite_source", title=title)
    return title


def describe_alternates(view: View) -> list[str]:
    """Return the URL of each other language's page, in words: «French version: https://…»."""
    return [
        view.t(
            "twin_address",
            name=wording.language_name(other.language, view.language),
            address=other.absolute,
        )
        for other in view.alternates
        if not other.current
    ]


def title_without_stop(view: View) -> str:
    """Return the page's title without a claim's full stop."""
    return view.title.rstrip(".")
