"""The launcher's children end with it, also when it is told to end by SIGTERM, as a background job."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SCRIPT = """
import signal, sys, time
from pathlib import Path
from traimas.launcher import Children, leave_on_signals

signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell's background job starts
leave_on_signals()
with Children(Path(sys.argv[1]), {"PATH": ""}) as children:
    child = children.start("sleeper", sys.executable, "-c", "import time; time.sleep(60)")
    print(child.process.pid, flush=True)
    time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_children_too(tmp_path: Path, told: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as launcher:
        assert launcher.stdout is not None
        child = int(launcher.stdout.readline())
        assert alive(child)
        launcher.send_signal(told)
        launcher.wait(30)
    deadline = time.monotonic() + 10
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not alive(child)
