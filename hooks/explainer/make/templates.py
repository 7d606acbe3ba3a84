"""The Jinja environments: pages from records (``templates/``), and the frame around all pages.

In: a folder of templates. Out: HTML. Compiled templates are kept between builds.
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
_PLAIN = (FunctionType, MethodType)
_NAMED = re.compile(rb"""\{%[-+]?\s*(?:extends|from|import|include)\s+["']([^"']+)""")


class Context(jinja2.runtime.Context):
    """Calls a plain function or method at once; Jinja looks each time for what only its own may ask for."""

    def call(__self, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        """Call what a template calls."""
        if type(__obj) in _PLAIN and not hasattr(__obj, "jinja_pass_arg"):
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
            return __obj(*args, **kwargs)
        return super().call(__obj, *args, **kwargs)


class _Environment(jinja2.Environment):
    """Finds a template once; Jinja looks again for each import and include of each page.

    Each look asks ``digests``: a page depends on the templates that it is made with.
    """

    context_class = Context

    def __init__(self, folder: Path, compiled: Path | None, **how: Any) -> None:
        super().__init__(
            loader=jinja2.FileSystemLoader(folder),
            bytecode_cache=_Compiled(compiled) if compiled else None,
            auto_reload=False,
            autoescape=True,
            **how,
        )
        self.digests = TrackedTable(f"templates/{folder}", _digests(folder))
        self._found: dict[str, jinja2.Template] = {}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: Any = None
    ) -> jinja2.Template:
        if not isinstance(name, str) or globals:
            return super().get_template(name, parent, globals)
        self.digests.get(name)
        if name not in self._found:
            self._found[name] = super().get_template(name, parent)
        return self._found[name]


class _Compiled(jinja2.BytecodeCache):
    """Compiled templates in files of the cache, whole or not at all: a damaged one would run."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Fill a bucket, if what it needs was kept."""
        if (raw := cache.read_file(self.folder / bucket.key)) is not None:
            bucket.bytecode_from_string(raw)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what a bucket holds."""
        cache.write_file(self.folder / bucket.key, bucket.bytecode_to_string())


class Templates:
    """The templates of ``templates/``: HTML, escaped, strict about names."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(
            folder, compiled, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        self.folder = folder

    def listings(self) -> set[str]:
        """Return the names that ``!!! listing "…"`` accepts: one template each."""
        found = (self.folder / "listings").glob(f"*{SUFFIX}")
        return {path.name.removesuffix(SUFFIX) for path in found}

    def render(self, name: str, names: dict[str, Any], **more: Any) -> str:
        """Return the HTML, with marks, of one template in the scope of a page: its names."""
        return self.environment.get_template(name + SUFFIX).render({**names, **more})

    def xml(self, template: str, /, **names: Any) -> bytes:
        """Return a document of XML, made by a template from the names it is given."""
        return self.environment.get_template(f"{template}.j2").render(names).encode() + b"\n"


def _digests(folder: Path) -> dict[str, str]:
    """Return the digest of each template by its name, those that it names included.

    What is imported without its context is made once for all pages, so it asks for no more.
    """
    read = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for pattern in (f"*{SUFFIX}", "*.html")
        for path in sorted(folder.rglob(pattern))
    }
    used = {name: {found.decode() for found in _NAMED.findall(raw)} for name, raw in read.items()}

    def whole(name: str, seen: dict[str, None]) -> dict[str, None]:
        if name in read and name not in seen:
            seen[name] = None
            for other in sorted(used[name]):
                whole(other, seen)
        return seen

    return {name: cache.digest(read[one] for one in whole(name, {})) for name in read}


class Frame:
    """The theme: the frame of every page, in ``overrides/``, and the page for lost addresses."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(folder, compiled)

    def page(self, view: Any, content: str, contents: Any) -> str:
        """Return a whole page; ``content`` is its own HTML, ``contents`` its headings."""
        page = SimpleNamespace(content=content, toc=SimpleNamespace(items=contents))
        return self.environment.get_template("main.html").render(view=view, page=page)

    def lost(self, views: list[Any], root: str) -> str:
        """Return the page for addresses that lead nowhere; ``views`` are those of the home pages."""
        return self.environment.get_template("404.html").render(views=views, root=root)

    def moved(self, view: Any, *, to: str, whole: str, root: str) -> str:
        """Return the page at a former address, which leads on; ``moved.html`` says from what."""
        template = self.environment.get_template("moved.html")
        return template.render(view=view, to=to, whole=whole, root=root)
