"""The command line, run in this process over a data folder of the test's own."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from models.settings import settings
from traimas.command_line import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def traimas(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs ``traimas`` over an empty data folder: exit code, stdout, stderr."""
    monkeypatch.setenv("TRAIMAS_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("TRAIMAS_PREFECT_API_URL", raising=False)
    settings.cache_clear()

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["traimas", *words])
        capsys.readouterr()  # what the test itself did is no answer of the command
        with pytest.raises(SystemExit) as ended:
            main()
        settings.cache_clear()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run
