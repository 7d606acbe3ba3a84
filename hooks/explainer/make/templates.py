"""The Jinja environments: templates of pages (``templates/``), and the frame around all pages.

In: a folder of templates. Out: HTML. Compiled templates are cached between builds.
"""

from __future__ import annotations

import re
from pathlib import Path
from types import FunctionType, MethodType, SimpleNamespace
from typing import Any

import jinja2

from explainer.run import cache
from explainer.run.tracked_tables import TrackedTable

SUFFIX = ".html.j2"
_PLAIN_CALLABLES = (FunctionType, MethodType)
_REFERENCED_TEMPLATE = re.compile(rb"""\{%[-+]?\s*(?:extends|from|import|include)\s+["']([^"']+)""")


class FastCallContext(jinja2.runtime.Context):
    """Calls plain functions at once; Jinja looks each time for decorators that only its own have."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what a template calls."""
        if type(__obj) in _PLAIN_CALLABLES and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Environment(jinja2.Environment):
    """Finds each template once; Jinja looks again for each import and include of each page.

    Each look-up asks the tracked table ``digests``, so that a page depends on its templates.
    """

    context_class = FastCallContext

    def __init__(self, folder: Path, compiled: Path | None, **how: Any) -> None:
        super().__init__(
            loader=jinja2.FileSystemLoader(folder),
            bytecode_cache=_BytecodeCache(compiled) if compiled else None,
            auto_reload=False,
            autoescape=True,
            **how,
        )
        self.digests = TrackedTable(f"templates/{folder}", _template_digests(folder))
        self._templates: dict[str, jinja2.Template] = {}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: Any = None
    ) -> jinja2.Template:
        if not isinstance(name, str) or globals:
            return super().get_template(name, parent, globals)
        self.digests.get(name)
        if name not in self._templates:
            self._templates[name] = super().get_template(name, parent)
        return self._templates[name]


class _BytecodeCache(jinja2.BytecodeCache):
    """Compiled templates in the cache's files; a damaged one is compiled again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Fill a bucket from the cache."""
        if (raw := cache.read_file(self.folder / bucket.key)) is not None:
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Write a bucket to the cache."""
        cache.write_file(self.folder / bucket.key, bucket.bytecode_to_string())


class Templates:
    """The templates of ``templates/``: escaped, strict about undefined names."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(
            folder, compiled, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.folder = folder

    def listing_names(self) -> set[str]:
        """Return the names that ``!!! listing "…"`` accepts: one template each."""
        paths = (self.folder / "listings").glob(f"*{SUFFIX}")
        return {path.name.removesuffix(SUFFIX) for path in paths}

    def render(self, name: str, names: dict[str, Any], **more: Any) -> str:
        """Return the HTML, with marks, of one template with these variables."""
        return self.environment.get_template(name + SUFFIX).render({**names, **more})

    def render_xml(self, template: str, /, **names: Any) -> bytes:
        """Return an XML document from a template and its variables."""
        return self.environment.get_template(f"{template}.j2").render(names).encode() + b"\n"


def _template_digests(folder: Path) -> dict[str, str]:
    """Return the digest of each template, by name; it covers the templates that it references.

    A template imported without context is rendered once for all pages, so nothing else can tell.
    """
    read = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for pattern in (f"*{SUFFIX}", "*.html")
        for path in sorted(folder.rglob(pattern))
    }
    references = {
        name: {found.decode() for found in _REFERENCED_TEMPLATE.findall(raw)}
        for name, raw in read.items()
    }

    def with_references(name: str, seen: dict[str, None]) -> dict[str, None]:
        if name in read and name not in seen:
            seen[name] = None
            for other in sorted(references[name]):
                with_references(other, seen)
        return seen

    return {name: cache.digest(read[name_] for name_ in with_references(name, {})) for name in read}


class Frame:
    """The templates in ``overrides/``: the frame of every page, the 404 page and redirects."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(folder, compiled)

    def render_page(self, view: Any, content: str, contents: Any) -> str:
        """Return a whole page; ``content`` is its own HTML, ``contents`` its headings."""
        page = SimpleNamespace(content=content, toc=SimpleNamespace(items=contents))
        return self.environment.get_template("main.html").render(view=view, page=page)

    def render_not_found(self, views: list[Any], root: str) -> str:
        """Return the 404 page; ``views`` are those of the home pages."""
        return self.environment.get_template("404.html").render(views=views, root=root)

    def render_redirect(self, view: Any, *, to: str, absolute: str, root: str) -> str:
        """Return the page at a former address, which leads on to the relative URL ``to``."""
        template = self.environment.get_template("moved.html")
        return template.render(view=view, to=to, whole=absolute, root=root)
