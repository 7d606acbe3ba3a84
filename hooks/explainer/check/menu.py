"""Checks of the menu (``nav:``): it names pages that exist, and leaves none out.

In: the settings. Out: problems, with the lines of the configuration.
"""

from __future__ import annotations

from collections.abc import Iterator

from explainer.derive import address
from explainer.model.story import Story
from explainer.read.problems import Problem, did_you_mean
from explainer.settings import Settings


def check_entries(settings: Settings, addresses: address.Addresses) -> Iterator[Problem]:
    """Yield the entries that name no page, and the groups without a title in some language."""
    file, titles = settings.menu_file, settings.menu_group_titles
    for entry in settings.menu:
        if entry.name not in addresses:
            message = f"no page «{entry.name}»{did_you_mean(entry.name, addresses.names)}"
            yield Problem(file, entry.line, entry.column, "nav", "menu-page", message)
    first = {entry.group: entry for entry in reversed(settings.menu) if entry.group}
    for group, entry in sorted(first.items(), key=lambda item: item[1].line):
        for language in settings.languages:
            if language == settings.default or group in titles.get(language, {}):
                continue
            message = (
                f"the group «{group}» has no title in «{language}»; expected it under"
                f" i18n: languages: nav_translations:"
            )
            yield Problem(file, entry.line, entry.column, "nav", "menu-title", message)


def find_omitted(settings: Settings, story: Story) -> Iterator[Problem]:
    """Yield the written pages that neither the menu nor ``not_in_nav`` names."""
    if not settings.menu:
        return
    listed = {entry.name for entry in settings.menu}
    for name in sorted({name for pages in story.pages.values() for name in pages} - listed):
        files = (f"{language}/{name}" for language in settings.languages)
        if not all(map(settings.may_be_unlisted, files)):
            message = f"the menu has no «{name}»; expected it under nav:, or under not_in_nav:"
            yield Problem(settings.menu_file, settings.menu_line, 1, "nav", "menu-omits", message)
