"""`Stage`: what every part of the simulator is given – when things happen, how devices speak, and chance."""

from __future__ import annotations

import random
from dataclasses import dataclass

from app.simulator.timeline import Timeline
from app.simulator.voices import Voices


@dataclass(frozen=True)
class Stage:
    """Used on the timeline's thread alone."""

    timeline: Timeline
    voices: Voices
    rng: random.Random

    def fork(self) -> Stage:
        """The same, with chances of its own, so that one part's luck does not hang on another's."""
        return Stage(self.timeline, self.voices, random.Random(self.rng.random()))
