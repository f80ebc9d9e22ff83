"""Named points at which a test kills the process: the borders between what is kept and what is not."""

import os
import random
import signal
import threading
from collections import Counter
from functools import lru_cache

VARIABLE = "TRAIMAS_FAULT"


def fault_point(name: str) -> None:
    """Do nothing, unless the environment variable ``TRAIMAS_FAULT`` says to kill this process here.

    ``name:3`` kills at the third passing of that point, ``random:seed:probability`` at any point by chance. SIGKILL:
    nothing is cleaned up. Raises ``ValueError`` for any other words.
    """
    told = os.environ.get(VARIABLE)
    if told and _fault(told).falls(name):
        os.kill(os.getpid(), signal.SIGKILL)


class _Fault:
    """One fault told by the environment, counted over all threads of this process."""

    def __init__(self, told: str) -> None:
        name, *rest = told.split(":")
        self._lock = threading.Lock()
        self._passed: Counter[str] = Counter()
        if name == "random":
            seed, probability = rest
            self._chance, self._probability = random.Random(seed), float(probability)  # noqa: S311 - to be repeated
            self._name = ""
        else:
            (passing,) = rest
            self._name, self._passing = name, int(passing)

    def falls(self, name: str) -> bool:
        with self._lock:
            if not self._name:
                return self._chance.random() < self._probability
            self._passed[name] += 1
            return name == self._name and self._passed[name] == self._passing


@lru_cache(maxsize=1)
def _fault(told: str) -> _Fault:
    return _Fault(told)
