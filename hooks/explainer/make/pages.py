"""Pages made from records, as Markdown: words come from ``templates/``.

In: a story, its addresses and its index. Out: for each language, the Markdown
of every page, generated or hand-written with its embeds filled in. Runs after
all checks; the engine then treats both kinds of page alike.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType
from typing import Any

import jinja2

from explainer.derive import address, index
from explainer.derive.history import History, latest_day
from explainer.make import recordtext, views
from explainer.make.downloads import Download
from explainer.model import records as model
from explainer.model.story import Story
from explainer.read import citation, prose
from explainer.run import cache
from explainer.words import wording

KINDS = {"actors": "actor", "sources": "source", "claims": "claim"}
_EMBED = re.compile(r'(?m)^!!! +(claim|figure|status|listing)(?: +"([^"\n]*)")?[ \t]*$')


@dataclass(frozen=True)
class Page:
    """One page of one language, ready for the engine.

    ``edit`` is the file to edit, from the project's root, «» for none; ``kind`` is page,
    actor, source, claim or facet; ``status`` is that of a claim, in words.
    """

    language: str
    name: str
    title: str
    description: str
    markdown: str
    edit: str
    kind: str
    record: str = ""
    status: str = ""


_LANG = re.compile(r"(\{lang=[A-Za-z0-9-]+\})")


def words_alone(text: str) -> str:
    """Return what a record says so that it stays words: no tag, and no attribute but ``lang``."""
    if "<" not in text and "{" not in text:
        return text
    parts = _LANG.split(text)
    for i in range(0, len(parts), 2):
        parts[i] = parts[i].replace("<", "&lt;").replace("{", "&#123;")
    return "".join(parts)


def told_as_words(function: Callable[..., str]) -> Callable[..., str]:
    """Return ``function`` with ``words_alone`` applied to what it returns."""
    return lambda *given, **named: words_alone(function(*given, **named))


class Context(jinja2.runtime.Context):
    """Calls a plain function at once; Jinja looks each time for what only its own may ask for."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what a template calls."""
        if type(__obj) is FunctionType and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Environment(jinja2.Environment):
    """What a template takes from a record by itself is words, never a tag or an attribute.

    ``text`` and ``line`` read a record's Markdown; ``{{ actor.name[lang] }}`` comes through here.
    """

    context_class = Context

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return ``obj[argument]``."""
        value = super().getitem(obj, argument)
        return words_alone(value) if isinstance(value, str) else value

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return ``obj.attribute``."""
        value = super().getattr(obj, attribute)
        return words_alone(value) if isinstance(value, str) else value


class Templates:
    """The Jinja environment of ``templates/``: strict about names, silent about nothing."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(
            loader=jinja2.FileSystemLoader(folder),
            undefined=jinja2.StrictUndefined,
            bytecode_cache=bytecode(compiled) if compiled else None,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=False,
            comment_start_string="{##",  # «{#id}» is Markdown's here
            comment_end_string="##}",
            autoescape=False,  # Markdown, not HTML; records are made safe by `recordtext`
        )
        self.folder = folder

    def listings(self) -> set[str]:
        """Return the names that ``!!! listing "…"`` accepts: one template each."""
        return {p.name.removesuffix(".md.j2") for p in (self.folder / "listings").glob("*.md.j2")}

    def render(self, name: str, scope: Scope, **more: Any) -> str:
        """Render one template in the scope of a page; blank runs are squeezed."""
        text = self.environment.get_template(name).render(scope=scope, **scope.names(), **more)
        return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


@dataclass
class Scope:
    """What a template can name: the story, and the words of one page's language."""

    story: Story
    derived: index.Index
    addresses: address.Addresses
    references: dict[str, str]
    language: str
    page: str
    extras: dict[str, Any]

    def names(self) -> dict[str, Any]:
        """Return the names a template uses."""
        words = told_as_words
        return {
            "story": self.story,
            "index": self.derived,
            "vocab": self.story.vocab,
            "lang": self.language,
            "page": self.page,
            "t": words(self.string),
            "text": lambda text: recordtext.safe(text[self.language], self.page),
            "line": lambda text: recordtext.inline(text[self.language], self.page),
            "plain": words(lambda text: recordtext.plain(text[self.language])),
            "to": lambda name: address.relative(self.page, name),
            "has": self.addresses.__contains__,
            "date": lambda iso: wording.date(iso, self.language),
            "period": lambda start, end: wording.period(start, end, self.language),
            "number": lambda value: wording.number(value, self.language),
            "file_size": lambda count: wording.file_size(count, self.language),
            "language_name": lambda code: wording.language_name(code, self.language),
            "listing": words(lambda items: wording.listing(items, self.language)),
            "label": words(
                lambda table, key: self.story.vocab.table(table)[key].label[self.language]
            ),
            "entry": lambda table, key: self.story.vocab.table(table)[key],
            "cite": self.cite,
            "parsed": citation.parse_bare,
            "sort": self.sort,
            "count": self.count,
            "reference": lambda id_: self.references[id_],
            "section_title": words(self.section_title),
            "page_title": words(self.page_title),
            "Facet": address.Facet,
            **self.extras,
            "place_title": words(self.extras["place_title"]),
            "other_name": words(self.extras["other_name"]),
        }

    def string(self, key: str, **values: Any) -> str:
        """Return an interface string; ``{name}`` in it is replaced."""
        if key not in self.story.strings:
            raise KeyError(f"data/strings.yml has no «{key}»")
        text = self.story.strings[key][self.language]
        return text.format(**values) if values else text

    def count(self, key: str, n: int) -> str:
        """Return «3 sources»: the string ``<key>_one`` or ``<key>_other``."""
        form = wording.plural(n, self.language)
        return self.string(f"{key}_{form}", n=wording.number(n, self.language))

    def cite(self, texts: list[str]) -> str:
        """Return a record's list of citations as one bracket."""
        marks = [
            str(c) for c in map(citation.parse_bare, texts) if isinstance(c, citation.Citation)
        ]
        return f"[{'; '.join(marks)}]" if marks else ""

    def sort(self, ids: Any, folder: str, attribute: str = "name") -> list[Any]:
        """Return records sorted by one of their texts, as the language sorts."""
        table = self.story.records(folder)

        def key(record: Any) -> tuple[str, str]:
            value = getattr(record, attribute)
            text = value[self.language] if isinstance(value, model.Text) else str(value)
            return wording.sort_key(recordtext.plain(text))

        return sorted((table[id_] for id_ in ids), key=key)

    def section_title(self, name: str, section: str) -> str:
        """Return the words of a heading of a hand-written page."""
        page = self.story.pages[self.language].get(name)
        for heading in page.headings if page else ():
            if heading.id == section:
                return recordtext.plain(heading.text)
        return ""

    def page_title(self, name: str) -> str:
        """Return a page's title, hand-written or generated."""
        page = self.story.pages[self.language].get(name)
        if page is not None:
            return str(page.meta.get("title", name))
        folder, _, rest = name.partition("/")
        record = (
            self.story.records(folder).get(rest.removesuffix(".md")) if folder in KINDS else None
        )
        if isinstance(record, model.Actor):
            return recordtext.plain(record.name[self.language])
        if isinstance(record, model.Claim):
            return recordtext.plain(record.text[self.language])
        return record.title if isinstance(record, model.Source) else name


@dataclass
class Maker:
    """Makes the pages of one language."""

    story: Story
    derived: index.Index
    addresses: address.Addresses
    templates: Templates
    references: dict[str, str]
    language: str
    members: dict[str, list[Any]]
    downloads: dict[str, Download] = field(default_factory=dict)
    kept: cache.Cache | None = None

    def __post_init__(self) -> None:
        """Gather once what every page of the language shares."""
        self.facets = views.facet_table(self.story, self.addresses, self.members, self.language)
        self.titles = {str(page.meta["title"]) for page in self.story.pages[self.language].values()}
        self.history = History(self.story)
        self.data_date = latest_day(self.story)

    def scope(self, page: str) -> Scope:
        """Return what templates can name on ``page``."""
        lists = views.Lists(
            self.story,
            self.derived,
            self.addresses,
            self.facets,
            self.members,
            self.language,
            page,
            self.history,
            self.kept,
        )
        extras = {
            **lists.names(),
            "downloads": self.downloads.values(),
            "data_date": self.data_date,
        }
        return Scope(
            self.story, self.derived, self.addresses, self.references, self.language, page, extras
        )

    def pages(self) -> dict[str, Page]:
        """Return every page by name."""
        made = {name: self.written(page) for name, page in self.story.pages[self.language].items()}
        for folder, kind in KINDS.items():
            for id_, record in self.story.records(folder).items():
                name = f"{folder}/{id_}.md"
                if name not in made:
                    made[name] = self.record(kind, name, record, f"data/{folder}/{id_}.yml")
        for facet in self.addresses.facets:
            made[facet.name] = self.facet(facet)
        return made

    def written(self, page: prose.Prose) -> Page:
        """Return a hand-written page, its embeds filled in."""
        scope = self.scope(page.name)
        # Only lines that stand outside code count: `masked` keeps every offset.
        body, end = [], 0
        for match in _EMBED.finditer(page.masked):
            block = citation.shown(self.embed(scope, match[1], match[2] or ""))
            body += [page.body[end : match.start()], block]
            end = match.end()
        body.append(page.body[end:])
        title, description = str(page.meta["title"]), str(page.meta["description"])
        return Page(self.language, page.name, title, description, "".join(body), page.file, "page")

    def embed(self, scope: Scope, kind: str, id_: str) -> str:
        """Return the Markdown of one embedded block."""
        if kind == "listing":
            return self.templates.render(f"listings/{id_}.md.j2", scope)
        if kind == "status":
            return self.templates.render("embeds/status.md.j2", scope, status=self.story.status)
        record = self.story.records({"claim": "claims", "figure": "figures"}[kind])[id_]
        return self.templates.render(f"embeds/{kind}.md.j2", scope, **{kind: record})

    def record(self, kind: str, name: str, record: Any, edit: str) -> Page:
        """Return the page of one actor, source or claim."""
        scope = self.scope(name)
        markdown = self.templates.render(f"{kind}.md.j2", scope, **{kind: record})
        summary = {"actor": "summary", "source": "gist", "claim": "text"}[kind]
        description = recordtext.plain(getattr(record, summary)[self.language])
        title = scope.page_title(name)
        if title in self.titles:  # a page of prose on the same subject
            title = f"{title} ({self.kind_of(scope, record)})"
        status = ""
        if isinstance(record, model.Claim):
            word = self.story.vocab.claim_statuses[record.status]
            status = word.label[self.language]
            # Out of the site, a claim never goes without its status; one that is wrong, never first.
            if word.needs_record and record.record:
                description = recordtext.plain(record.record[self.language])
            description = scope.string("claim_described", status=status, text=description)
        description = clip(description, 155)
        return Page(
            self.language, name, title, description, markdown, edit, kind, record.id, status
        )

    def kind_of(self, scope: Scope, record: Any) -> str:
        """Return the word that tells a record from what else bears its name."""
        if isinstance(record, model.Actor):
            return self.story.vocab.actor_kinds[record.kind].label[self.language].lower()
        return scope.string("source" if isinstance(record, model.Source) else "claim").lower()

    def facet(self, facet: address.Facet) -> Page:
        """Return the page that lists the records sharing one value."""
        scope = self.scope(facet.name)
        value = views.facet_label(self.story, facet, self.language)
        key = {
            "claims": f"filter_by_{facet.by}",
            "timeline": f"filter_by_{'actor' if facet.by == 'who' else facet.by}",
        }
        home, by = scope.page_title(self._home(facet)), scope.string(key[facet.section])
        asked = f"{by}{scope.string('colon')}{value}"
        # «Claims by status: Established»: one value may be a subject and an actor.
        title = f"{home} {asked[:1].lower()}{asked[1:]}"
        if facet.part > 1:
            title += f", {scope.string('list_page', n=facet.part)}"
        markdown = self.templates.render(
            f"facets/{facet.section}.md.j2", scope, facet=facet, value=words_alone(value)
        )
        description = f"{home}. {asked}."
        # It has no file of its own to edit.
        return Page(self.language, facet.name, title, description, markdown, "", "facet")

    def _home(self, facet: address.Facet) -> str:
        name = "claims/index.md" if facet.section == "claims" else f"{facet.section}.md"
        return name if name in self.addresses else facet.section


def clip(text: str, length: int) -> str:
    """Return ``text`` cut at a word, with «…», if it is longer than ``length``."""
    if len(text) <= length:
        return text
    return text[:length].rsplit(" ", 1)[0].rstrip(" ,;:.–") + "…"


def bytecode(folder: Path) -> jinja2.FileSystemBytecodeCache:
    """Return Jinja's cache of compiled templates, in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    return jinja2.FileSystemBytecodeCache(str(folder))
