"""The log says what happened; the addresses and links that were at hand stay out of it."""

import subprocess
import sys

FAILS = """
import structlog
import flows

def write(address):
    raise LookupError("a row is gone")

try:
    write("works.officer@municipality.example.go.th")
except LookupError:
    structlog.get_logger().exception("step.not_taken", organization_id=1)
"""


def test_a_traceback_shows_where_and_not_what_was_at_hand() -> None:
    logged = subprocess.run(
        [sys.executable, "-c", FAILS], capture_output=True, text=True, timeout=60, check=True
    ).stdout
    assert "step.not_taken" in logged
    assert "LookupError: a row is gone" in logged
    assert "address = " not in logged
    assert "'works.officer@" not in logged
