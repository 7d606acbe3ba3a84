"""The Jinja environments: pages from records (``templates/``), and the frame around all pages.

In: a folder of templates. Out: HTML. Compiled templates are kept between builds.
"""

from __future__ import annotations

from pathlib import Path
from types import FunctionType, MethodType, SimpleNamespace
from typing import Any

import jinja2

from explainer.run import cache

SUFFIX = ".html.j2"
_PLAIN = (FunctionType, MethodType)


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
    """Finds a template once; Jinja looks again for each import and include of each page."""

    context_class = Context

    def __init__(self, **how: Any) -> None:
        super().__init__(auto_reload=False, **how)
        self._found: dict[str, jinja2.Template] = {}

    def get_template(
        self, name: str | jinja2.Template, parent: str | None = None, globals: Any = None
    ) -> jinja2.Template:
        if not isinstance(name, str) or globals:
            return super().get_template(name, parent, globals)
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


def _compiled(folder: Path | None) -> _Compiled | None:
    return _Compiled(folder) if folder else None


class Templates:
    """The templates of ``templates/``: HTML, escaped, strict about names."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(
            loader=jinja2.FileSystemLoader(folder),
            undefined=jinja2.StrictUndefined,
            bytecode_cache=_compiled(compiled),
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,
        )
        self.folder = folder
        self.digest = _digest(folder, f"*{SUFFIX}")

    def listings(self) -> set[str]:
        """Return the names that ``!!! listing "…"`` accepts: one template each."""
        found = (self.folder / "listings").glob(f"*{SUFFIX}")
        return {path.name.removesuffix(SUFFIX) for path in found}

    def render(self, name: str, names: dict[str, Any], **more: Any) -> str:
        """Return the HTML, with marks, of one template in the scope of a page: its names."""
        return self.environment.get_template(name + SUFFIX).render({**names, **more})

    def xml(self, template: str, /, **names: Any) -> bytes:
        """Return a document of XML, made by a template from the names it is given."""
        return self.environment.get_template(f"{template}.j2").render(names).encode()


def _digest(folder: Path, pattern: str) -> str:
    """Return a digest of all the templates of a folder; what else it holds makes no page."""
    return cache.digest(path.read_bytes() for path in sorted(folder.rglob(pattern)))


class Frame:
    """The theme: the frame of every page, in ``overrides/``, and the page for lost addresses."""

    def __init__(self, folder: Path, compiled: Path | None = None) -> None:
        self.environment = _Environment(
            loader=jinja2.FileSystemLoader(folder),
            bytecode_cache=_compiled(compiled),
            autoescape=True,
        )
        self.digest = _digest(folder, "*.html")

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
