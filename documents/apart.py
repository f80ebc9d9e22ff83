"""Doing something with a file that people sent in a process of its own, which may use so much and no more.

Should a file find a way past the limits of what reads it, it costs the child its life and not the portal's. The child
sees no settings and no secrets, and answers on its output.
"""

import json
import resource
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

MEMORY = 1024 * 1024 * 1024  # bytes of address space; the largest plan needs some 150 MB
SECONDS = 20  # of the processor; 5,000 rows take some three

_ROOT = Path(__file__).parent.parent
_PATIENCE = 120  # seconds on the clock, should the machine be busy
_MOST_AT_ONCE = threading.BoundedSemaphore(2)


class UsedUp(Exception):
    """The other process ended before it answered: it used more than it may, or fell."""


def ask_apart(
    module: str, asked: dict[str, Any], content: bytes, *, memory: int = MEMORY, seconds: int = SECONDS, writes: int = 0
) -> tuple[dict[str, Any], bytes]:
    """Have a module that calls ``answer_apart`` answer about a file; ``asked`` is plain JSON.

    ``memory`` is the process's address space, ``writes`` the largest file that it may write, both in bytes; ``seconds``
    are those of the processor. Raises ``UsedUp``.
    """
    limits = {"memory": memory, "seconds": seconds, "writes": writes}
    with _MOST_AT_ONCE:
        try:
            done = subprocess.run(  # noqa: S603 - this Python, with a module of ours
                [sys.executable, "-m", module],
                input=json.dumps({"limits": limits, "asked": asked}).encode() + b"\n" + content,
                capture_output=True,
                cwd=_ROOT,
                env={"PYTHONPATH": str(_ROOT)},
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise UsedUp from error
    if done.returncode != 0:
        raise UsedUp
    answer, _line, rest = done.stdout.partition(b"\n")
    return json.loads(answer), rest


def answer_apart(answers: Callable[[dict[str, Any], bytes], tuple[dict[str, Any], bytes]]) -> None:
    """Answer what ``ask_apart`` asks, within its limits: the whole life of the other process."""
    sent = json.loads(sys.stdin.buffer.readline())
    limits = sent["limits"]
    resource.setrlimit(resource.RLIMIT_CPU, (limits["seconds"], limits["seconds"]))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["writes"], limits["writes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answer, rest = answers(sent["asked"], sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + rest)
