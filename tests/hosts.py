"""The recipes of PUBLISHING.md, run as they are written by the servers that they are for.

In: a recipe's name, «nginx» or «caddy», and a folder that holds a site, at its root or in
``project/``. Out: the address of the server, on a free port of this machine. What is changed is
told there: the port, the place of the files, and what is marked as different in a folder.
"""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import builds
from serving import free_port

HOST = "www.example.org"
LIMIT = 60.0  # seconds, to give up
_LANGUAGES = {"nginx": "nginx", "caddy": "caddyfile"}


@dataclass(frozen=True)
class Answer:
    """What a server answered: its status, its headers by name in lower case, its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def program(name: str) -> str | None:
    """Return the path of a server, if the machine has it; Debian keeps some in /usr/sbin."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")


def recipe(name: str, folder: str = "") -> str:
    """Return a recipe as PUBLISHING.md has it, for a site in a folder of its host if given."""
    text = (builds.ROOT / "PUBLISHING.md").read_text(encoding="utf-8")
    (found,) = re.findall(rf"(?s)```{_LANGUAGES[name]}\n(.*?)```", text)
    if folder:
        found = found.replace("# in a folder: ", "").replace("/project", f"/{folder}")
        found, times = re.subn(r"(?m)^(.*? )/(.*# here)$", rf"\1/{folder}/\2", found)
        assert times == 2, "the recipe marks two lines"
    return str(found)


@contextmanager
def serving(name: str, root: Path, work: Path, folder: str = "") -> Iterator[str]:
    """Run a server with its recipe on the files below ``root``; yield its address."""
    work.mkdir(parents=True)
    text = recipe(name, folder).replace("/srv/site", str(root))
    process, address = _started(name, text, work)
    while process.poll() is not None:  # its port was free, and somebody was faster
        told = (work / "log").read_text(encoding="utf-8")
        assert "address already in use" in told.lower(), told
        process, address = _started(name, text, work)
    try:
        yield address
    finally:
        process.terminate()
        process.wait(timeout=LIMIT)


def _started(name: str, text: str, work: Path) -> tuple[subprocess.Popen[bytes], str]:
    """Start a server on a free port, and wait until it answers or ends."""
    path, port = program(name), free_port()
    assert path
    command = {"nginx": _nginx, "caddy": _caddy}[name](path, text, port, work)
    home = {"HOME": str(work), "XDG_DATA_HOME": str(work), "XDG_CONFIG_HOME": str(work)}
    with (work / "log").open("w") as told:
        process = subprocess.Popen(command, env={**os.environ, **home}, stdout=told, stderr=told)
    address = f"http://127.0.0.1:{port}/"
    end = time.monotonic() + LIMIT
    while time.monotonic() < end and process.poll() is None:
        try:
            get(address)
            break
        except OSError:
            time.sleep(0.05)
    return process, address


def _nginx(path: str, text: str, port: int, work: Path) -> list[str]:
    temporary = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    lines = [
        "user root;" if os.geteuid() == 0 else "",
        f"daemon off; pid {work}/pid; error_log stderr;",
        "events {}",
        "http {",
        "default_type application/octet-stream; access_log off;",
        *(f"{one}_temp_path {work}/{one};" for one in temporary),
        text.replace("server {", f"server {{\n    listen 127.0.0.1:{port};"),
        "}",
    ]
    (work / "nginx.conf").write_text("\n".join(lines), encoding="utf-8")
    shutil.copy("/etc/nginx/mime.types", work)
    return [path, "-p", str(work), "-c", str(work / "nginx.conf"), "-e", "stderr"]


def _caddy(path: str, text: str, port: int, work: Path) -> list[str]:
    site = f"http://{HOST}:{port} {{\n\tbind 127.0.0.1"
    text = "{\n\tadmin off\n}\n" + text.replace(f"{HOST} {{", site)
    (work / "Caddyfile").write_text(text, encoding="utf-8")
    return [path, "run", "--config", str(work / "Caddyfile"), "--adapter", "caddyfile"]


def get(address: str, *, accept: str = "gzip") -> Answer:
    """Ask for an address, as one of the recipe's host; a redirection is not followed."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=LIMIT)
    try:
        connection.request("GET", parts.path, headers={"Host": HOST, "Accept-Encoding": accept})
        answer = connection.getresponse()
        headers = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, headers, answer.read())
    finally:
        connection.close()
