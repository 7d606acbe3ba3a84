"""What lets anybody prove what a site was built from: ``build.json`` and ``SHA256SUMS``.

In: a compiled site whose settings name a commit (``EXPLAINER_COMMIT``), and the folder of its files.
Out: ``build.json``, the commit and the variables that the bytes depend on, which ``verify-site``
reads; and the digest of every file, in the form of ``sha256sum``, for one signature to cover them
all. Nothing is written without a commit.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from explainer.make.site import Site
from explainer.output.files import write_file

BUILD_FILE, SUMS_FILE = "build.json", "SHA256SUMS"


def write(site: Site, folder: Path) -> None:
    """Write both files, after all others."""
    settings = site.story.settings
    if not settings.commit:
        return
    build = {
        "commit": settings.commit,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", ""),
        "SITE_URL": settings.site_url,
        "REPO_URL": settings.repo_url,
        **{
            f"EXPLAINER_{name.upper()}": str(on).lower()
            for name, on in sorted(settings.options.items())
        },
    }
    write_file(folder / BUILD_FILE, json.dumps(build, indent=1) + "\n")
    lines = []
    for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.name != SUMS_FILE):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    write_file(folder / SUMS_FILE, "".join(lines))
