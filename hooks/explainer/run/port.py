"""Whether a preview can listen on its address, checked before the build starts."""

from __future__ import annotations

import errno
import socket

_WHY = {
    errno.EADDRINUSE: "is taken, perhaps by another preview",
    errno.EACCES: "is kept for the system",
    errno.EADDRNOTAVAIL: "is no address of this machine",
}


def explain_unavailable(host: str, port: int) -> str | None:
    """Return one line that says why no server can listen there and what to type instead, or ``None``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    shown_host = f"[{host}]" if ":" in host else host
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server itself does
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            error_number = getattr(error, "errno", None) or 0
            reason = _WHY.get(error_number, f"cannot be listened on ({error})")
            other_host = "127.0.0.1" if error_number == errno.EADDRNOTAVAIL else shown_host
            other_port = port + 1 if error_number == errno.EADDRINUSE and port < 65535 else 8000
            return f"{shown_host}:{port} {reason}: name another, make serve HOST={other_host}:{other_port}"
    return None
