"""How long the short commands take, as multiples of an interpreter that does nothing (one run, medians).

The goal is under 0.8 s where Prefect is not needed; what a multiple means in seconds depends on the machine.
Run: ``python -m benchmarks.command_line``. The last line is one JSON object with the ratios.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SAMPLES = Path(__file__).parent.parent / "samples"
WORKBOOK = str(SAMPLES / "operation-plan-municipality.xlsx")
ROUNDS = 7
LIMIT_SECONDS = 0.8


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """Return how long one command takes, in seconds."""
    began = time.perf_counter()
    subprocess.run(command, env=environment, capture_output=True, check=True)  # noqa: S603 - our own commands
    return time.perf_counter() - began


def measure() -> dict[str, float]:
    """Measure each command in turn, round by round, so that noise falls on all alike; return the ratios."""
    traimas = [sys.executable, "-m", "traimas.command_line"]
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "TRAIMAS_DATA_DIR": folder}
        for words in (
            ["organization", "add", str(SAMPLES / "municipality.toml")],
            ["plan", "open", "2569", "--promulgated", "2025-09-26"],
            ["workbook", "import", WORKBOOK, "--fiscal-year", "2569"],
        ):
            seconds([*traimas, *words], environment)
        commands = {
            "nothing": [sys.executable, "-c", "pass"],
            "import_sqlmodel": [sys.executable, "-c", "import sqlmodel"],
            "due": [*traimas, "due", "complete-plan", "2025-09-26"],
            "workbook_check": [*traimas, "workbook", "check", WORKBOOK, "--fiscal-year", "2569"],
            "plan_status": [*traimas, "plan", "status", "--fiscal-year", "2569"],
        }
        taken: dict[str, list[float]] = {name: [] for name in commands}
        for _round in range(ROUNDS):
            for name, command in commands.items():
                taken[name].append(seconds(command, environment))
    medians = {name: statistics.median(values) for name, values in taken.items()}
    for name, value in medians.items():
        print(f"{name:16} {value:.3f} s  {value / medians['nothing']:.1f} x  limit {LIMIT_SECONDS} s")
    return {name: round(value / medians["nothing"], 1) for name, value in medians.items() if name != "nothing"}


if __name__ == "__main__":
    print(json.dumps({"ratio_to_bare_interpreter": measure()}))
