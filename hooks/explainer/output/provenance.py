"""What lets anybody prove what a site was built from: ``build.json`` and ``SHA256SUMS``.

In: a compiled site whose settings name a commit (``EXPLAINER_COMMIT``), and the folder that holds
its files. Out: the commit with all else that its bytes depend on; and the digest of every file,
in the form of ``sha256sum``, for one signature to cover them all. ``verify-site`` reads the first.
Without a commit nothing is written.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from explainer.make.site import Site
from explainer.output.files import put

NAME, SUMS = "build.json", "SHA256SUMS"


def write(site: Site, folder: Path) -> None:
    """Write both files, after all others."""
    settings = site.story.settings
    if not settings.commit:
        return
    told = {
        "commit": settings.commit,
        "SOURCE_DATE_EPOCH": os.environ.get("SOURCE_DATE_EPOCH", ""),
        "SITE_URL": settings.site_url,
        "REPO_URL": settings.repo_url,
        **{
            f"EXPLAINER_{name.upper()}": str(on).lower()
            for name, on in sorted(settings.options.items())
        },
    }
    put(folder / NAME, json.dumps(told, indent=1) + "\n")
    lines = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS):
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        lines.append(f"{digest}  {path.relative_to(folder).as_posix()}\n")
    put(folder / SUMS, "".join(lines))
