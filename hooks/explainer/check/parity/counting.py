"""How the words of a language make a number: «soixante et onze», "two hundred and five".

In: the numbers of words, one by one. Out: the number that they say together.
"""

from __future__ import annotations

from dataclasses import dataclass

from explainer.check.parity.words import Words


@dataclass
class Count:
    """A number being put together from words, the largest first."""

    words: Words
    total: int = 0
    group: int = 0
    scale: int = 10**15

    @property
    def value(self) -> int:
        """The number so far."""
        return self.total + self.group

    def take(self, n: int, joint: str) -> bool:
        """Add the word for ``n`` after ``joint``; return whether it can follow at all."""
        rest, begun = self.group % 100, bool(self.group or self.total)
        if joint == "link" and begun and not self._links(n):
            return False
        if n >= 1000:
            if n >= self.scale or (self.total and not self.group):
                return False
            self.total, self.group, self.scale = self.total + (self.group or 1) * n, 0, n
            return True
        if n == 100:
            if not (not self.group or 2 <= self.group <= 99):
                return False
            self.group = (self.group or 1) * 100
            return True
        if self.words.vigesimal and rest == 4 and n == 20:
            self.group += 76
            return True
        if not begun or not rest:
            fits = True
        elif n < 10 and rest >= 20 and not rest % 10:
            fits = not (self.words.vigesimal and rest in {70, 90} and n < 7 and joint != "-")
        elif self.words.vigesimal:
            teens = 10 <= n <= 16 and rest in {60, 80}
            fits = teens or (7 <= n <= 9 and rest in {10, 70, 90} and joint == "-")
        else:
            fits = False
        if fits:
            self.group += n
        return fits

    def _links(self, n: int) -> bool:
        allowed = self.words.link_before
        if allowed:
            return n in allowed and self.group % 100 >= 20
        return not self.group % 100 and n < 100
