"""Two other engines: Firefox by WebDriver BiDi, WebKit by WebDriver.

In: nothing. Out: ``Firefox`` and ``WebKit``, each a window that opens an address, runs a
script, and has real keys and a real pointer. Both come as packages of the system (Debian:
firefox-esr; webkit2gtk-driver with xvfb); one that is missing is an error that says so.
https://w3c.github.io/webdriver-bidi/, https://www.w3.org/TR/webdriver2/
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import websocket
from serving import free_port

WAIT = 60  # seconds, for a program to start or to answer
CENTER = """(selector) => {
  const found = document.querySelector(selector);
  found.scrollIntoView({ block: 'center', behavior: 'instant' });
  const box = found.getClientRects()[0];
  return [Math.round(box.x + box.width / 2), Math.round(box.y + box.height / 2)];
}"""
QUIET: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "Tab": "\ue004", "ArrowDown": "\ue015"}


def program(*names: str, package: str) -> str:
    """Return the path of a program, by the first of its names that is there."""
    for name in names:
        if found := shutil.which(name) or next(map(str, sorted(Path("/").glob(name[1:]))), ""):
            return found
    raise SystemExit(f"{names[0]} is missing: apt install {package}")


def once_up(ask: Callable[[], Any]) -> Any:
    """Return what ``ask`` returns once the program that it asks listens; fail after a while."""
    end = time.monotonic() + WAIT
    while True:
        try:
            return ask()
        except (ConnectionError, urllib.error.URLError) as error:
            if isinstance(error, urllib.error.HTTPError) or time.monotonic() > end:
                raise
            time.sleep(0.1)


class Engine:
    """What both can do; ``narrow`` is the width of a phone, or the least that the window has."""

    narrow = 360

    def close(self) -> None:
        """End the browser."""
        raise NotImplementedError

    def open(self, address: str) -> None:
        """Go to an address, and wait until it has loaded."""
        raise NotImplementedError

    def size(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels."""
        raise NotImplementedError

    def _run(self, function: str, arguments: list[Any]) -> Any:
        raise NotImplementedError

    def _act(self, actions: list[dict[str, Any]]) -> None:
        raise NotImplementedError

    def run(self, function: str, *arguments: Any) -> Any:
        """Return what a function of JavaScript returns."""
        return self._run(function, list(arguments))

    def wait(self, condition: str, *arguments: Any) -> Any:
        """Return what a function returns as soon as that is true; fail after a while."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end:
            if found := self.run(condition, *arguments):
                return found
            time.sleep(0.05)
        raise AssertionError(f"never true: {condition} {arguments}")

    def click(self, selector: str) -> None:
        """Press and release the pointer in the middle of an element."""
        x, y = self.run(CENTER, selector)
        steps = [
            {"type": "pointerMove", "x": x, "y": y, "duration": 0},
            {"type": "pointerDown", "button": 0},
            {"type": "pointerUp", "button": 0},
        ]
        mouse = {"pointerType": "mouse"}
        self._act([{"type": "pointer", "id": "mouse", "parameters": mouse, "actions": steps}])

    def keys(self, *pressed: str) -> None:
        """Press keys, by their names or as text."""
        letters = [x for one in pressed for x in ([KEYS[one]] if one in KEYS else one)]
        steps = [{"type": kind, "value": x} for x in letters for kind in ("keyDown", "keyUp")]
        self._act([{"type": "key", "id": "keyboard", "actions": steps}])


class Firefox(Engine):
    """Firefox without a window."""

    def __init__(self) -> None:
        self.profile = tempfile.TemporaryDirectory()
        port = free_port()
        command = [program("firefox-esr", "firefox", package="firefox-esr"), "--headless"]
        command += ["--remote-debugging-port", str(port), "--profile", self.profile.name]
        self.process = subprocess.Popen([*command, "about:blank"], **QUIET)
        where = f"ws://127.0.0.1:{port}/session"
        self.socket = once_up(
            lambda: websocket.create_connection(where, timeout=WAIT, suppress_origin=True)
        )
        self.count = 0
        self._send("session.new", {"capabilities": {}})
        tree = self._send("browsingContext.getTree", {})
        self.context = tree["contexts"][0]["context"]

    def _send(self, method: str, values: dict[str, Any]) -> Any:
        self.count += 1
        said = {"id": self.count, "method": method, "params": values}
        self.socket.send(json.dumps(said))
        while (answer := json.loads(self.socket.recv())).get("id") != self.count:
            pass
        assert answer["type"] == "success", answer
        return answer["result"]

    def close(self) -> None:
        """End the browser."""
        self.socket.close()
        self.process.terminate()
        self.process.wait(WAIT)
        self.profile.cleanup()

    def open(self, address: str) -> None:
        """Go to an address, and wait until it has loaded."""
        values = {"context": self.context, "url": address, "wait": "complete"}
        self._send("browsingContext.navigate", values)

    def size(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels."""
        box = {"width": width, "height": height}
        self._send("browsingContext.setViewport", {"context": self.context, "viewport": box})

    def _run(self, function: str, arguments: list[Any]) -> Any:
        call = f"JSON.stringify((({function})(...{json.dumps(arguments)})) ?? null)"
        values = {"expression": call, "target": {"context": self.context}, "awaitPromise": True}
        found = self._send("script.evaluate", values)
        assert found["type"] == "success", found
        return json.loads(found["result"]["value"])

    def _act(self, actions: list[dict[str, Any]]) -> None:
        self._send("input.performActions", {"context": self.context, "actions": actions})


class WebKit(Engine):
    """WebKitGTK's small browser, on a screen that nobody sees."""

    narrow = 450

    def __init__(self) -> None:
        driver = program("WebKitWebDriver", package="webkit2gtk-driver")
        browser = program("/usr/lib/*/webkit2gtk-4.*/MiniBrowser", package="webkit2gtk-driver")
        screen = program("Xvfb", package="xvfb")
        reading, writing = os.pipe()
        command = [
            screen,
            "-displayfd",
            str(writing),
            "-screen",
            "0",
            "1600x1200x24",
            "-nolisten",
            "tcp",
        ]
        self.processes = [subprocess.Popen(command, pass_fds=[writing], **QUIET)]
        os.close(writing)
        with os.fdopen(reading) as told:
            display = f":{told.readline().strip()}"
        port = free_port()
        environment = os.environ | {"DISPLAY": display, "GDK_BACKEND": "x11", "NO_AT_BRIDGE": "1"}
        # Without a card to draw with; and root, as which CI may run, has no sandbox.
        environment |= {"LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1"}
        environment |= {"WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1"}
        self.processes.append(subprocess.Popen([driver, "-p", str(port)], env=environment, **QUIET))
        self.base = f"http://127.0.0.1:{port}/session"
        options = {"binary": browser, "args": ["--automation"]}
        asked = {"browserName": "MiniBrowser", "webkitgtk:browserOptions": options}
        found = once_up(lambda: self._send("", {"capabilities": {"alwaysMatch": asked}}))
        self.base += f"/{found['sessionId']}"

    def _send(self, path: str, values: dict[str, Any] | None, method: str = "POST") -> Any:
        body = None if values is None else json.dumps(values).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, body, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=WAIT) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            error.add_note(error.read().decode())
            raise

    def _end(self) -> None:
        for process in reversed(self.processes):
            process.terminate()
            process.wait(WAIT)

    def close(self) -> None:
        """End the browser."""
        self._send("", None, "DELETE")
        self._end()

    def open(self, address: str) -> None:
        """Go to an address, and wait until it has loaded."""
        self._send("/url", {"url": address})

    def size(self, width: int, height: int) -> None:
        """Give the page this many CSS pixels; the window has a frame of its own."""
        wide, high = 0, 0
        for _ in range(3):
            self._send("/window/rect", {"width": width + wide, "height": height + high})
            time.sleep(0.3)
            inner = self.run("() => [innerWidth, innerHeight]")
            if inner == [width, height]:
                return
            wide, high = wide + width - inner[0], high + height - inner[1]

    def _run(self, function: str, arguments: list[Any]) -> Any:
        script = f"return ({function})(...arguments)"
        return self._send("/execute/sync", {"script": script, "args": arguments})

    def _act(self, actions: list[dict[str, Any]]) -> None:
        self._send("/actions", {"actions": actions})
