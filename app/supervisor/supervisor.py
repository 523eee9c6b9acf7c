"""`Supervisor`: keeps a few children running – started again within seconds when they die, ended with it."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable

import structlog

from app.supervisor.children import Child, Plan, Said
from app.supervisor.state import fate

log = structlog.get_logger()

LOOK_S = 0.1
FIRST_WAIT_S, LONGEST_WAIT_S = 0.2, 1.0
"""Seconds before a child is started again. A desk needs two more to be up: the fifth death in a row is over in five."""

CALM_S = 30.0
"""A child that ran this long before it died is started again without delay; one that dies at once, ever later."""

GIVE_UP = 8
"""Deaths in a row, each within CALM_S, after which starting again helps nobody."""

REFUSED = 2
"""A child's exit code for "I will not start": one sentence was said; starting it again would say it again."""


class Supervisor:
    """Used from one thread; `wait` and `step` do the looking. Children end in the order they stand in `ending`."""

    def __init__(self, *, told: Callable[[str], None] | None = None, changed: Callable[[], None] | None = None) -> None:
        """`told` is given sentences for the user; `changed` is called when a child has been started or has ended."""
        self._changed = changed or (lambda: None)
        self._told = told or (lambda text: print(text, file=sys.stderr, flush=True))  # noqa: T201 – the user's terminal
        self._children: dict[str, Child] = {}
        self._due: dict[str, tuple[float, Plan]] = {}
        self._deaths: Counter[str] = Counter()
        self._said: dict[str, dict[str, Said]] = {}
        self._lock = threading.Lock()
        self.restarts: Counter[str] = Counter()
        self.codes: dict[str, int] = {}
        self.quit = False
        """The user closed the window, or a child cannot be kept running: everything is to end."""
        self.failed = ""
        """Why, if it is our fault: the name of the child."""
        self.refused = False
        """A child would not start, and has said why: there is nothing to add."""

    def start(self, plan: Plan) -> Child:
        """Start a child now."""
        child = Child(plan, lambda said: self._hear(plan.name, said))
        self._children[plan.name] = child
        self._changed()
        return child

    def child(self, name: str) -> Child | None:
        """The running child of that name."""
        return self._children.get(name)

    def said(self, name: str, word: str) -> Said | None:
        """The last thing of this kind that the child (or one before it under its name) said."""
        with self._lock:
            return self._said.get(name, {}).get(word)

    def forget(self, name: str, word: str) -> None:
        """Before asking something anew."""
        with self._lock:
            self._said.get(name, {}).pop(word, None)

    def step(self) -> None:
        """Look once: who died, who is due again."""
        for name, child in list(self._children.items()):
            code = child.exit_code()
            if code is not None:
                del self._children[name]
                self._ended(child, code)
        for name, (due, plan) in list(self._due.items()):
            if time.monotonic() >= due:
                del self._due[name]
                self.start(plan)

    def wait(self, until: Callable[[], bool], seconds: float) -> bool:
        """Look until `until()` holds, everything is to end, or so many real seconds passed; what `until()` says."""
        deadline = time.monotonic() + seconds
        while not self.quit and time.monotonic() < deadline:
            self.step()
            if until():
                return True
            time.sleep(LOOK_S)
        return until()

    def end(self, names: tuple[str, ...], patience_s: float = 5.0) -> None:
        """End these children, one after the other, and never start them again; their exit codes stand in `codes`."""
        for name in names:
            self._due.pop(name, None)
            child = self._children.pop(name, None)
            if child is not None:
                self.codes[name] = child.end(patience_s)

    def pids(self) -> dict[str, int]:
        """The running children."""
        return {name: child.pid for name, child in self._children.items()}

    def _ended(self, child: Child, code: int) -> None:
        plan = child.plan
        self.codes[plan.name] = code
        child.release()
        self._changed()
        if child.told_to_stop or (code == 0 and not plan.keep):
            return
        if code == 0 and plan.quits:
            self.quit = True
        elif code == REFUSED:
            self.refused = self.quit = True
        elif not plan.keep:
            self._give_up(plan, f"{plan.name} ended with code {code}.")
        else:
            self._again(child, code)

    def _again(self, child: Child, code: int) -> None:
        name, plan = child.plan.name, child.plan
        calm = time.monotonic() - child.started > CALM_S
        self._deaths[name] = 1 if calm else self._deaths[name] + 1
        if self._deaths[name] > GIVE_UP:
            self._give_up(plan, f"{name} died {GIVE_UP} times in a row ({fate(code)}).")
            return
        wait = min(FIRST_WAIT_S * 2 ** (self._deaths[name] - 1), LONGEST_WAIT_S)
        self.restarts[name] += 1
        self._due[name] = (time.monotonic() + wait, plan)
        log.warning("supervisor.died", child=name, pid=child.pid, code=code, fate=fate(code), again_in_s=wait)
        self._told(f"sandtable: {name} ended unexpectedly ({fate(code)}); starting it again.")

    def _give_up(self, plan: Plan, why: str) -> None:
        self.failed, self.quit = plan.name, True
        log.error("supervisor.gave_up", child=plan.name, why=why)
        self._told(f"sandtable: {why} Everything ends now.")

    def _hear(self, name: str, said: Said) -> None:
        with self._lock:
            self._said.setdefault(name, {})[str(said.get("said", ""))] = said
