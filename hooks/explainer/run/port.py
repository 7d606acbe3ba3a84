"""Whether a preview can have its address: told before the build, not after it."""

from __future__ import annotations

import errno
import socket

_WHY = {
    errno.EADDRINUSE: "is taken, perhaps by another preview",
    errno.EACCES: "is kept for the system",
    errno.EADDRNOTAVAIL: "is no address of this machine",
}


def problem(host: str, port: int) -> str | None:
    """Return one line that says why no server can listen there and what to type, or ``None``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shown = f"[{host}]" if ":" in host else host
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            number = getattr(error, "errno", None) or 0
            why = _WHY.get(number, f"cannot be listened on ({error})")
            better = "127.0.0.1" if number == errno.EADDRNOTAVAIL else shown
            other = port + 1 if number == errno.EADDRINUSE and port < 65535 else 8000
            return f"{shown}:{port} {why}: name another, make serve HOST={better}:{other}"
    return None
