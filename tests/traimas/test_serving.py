"""What the children that serve a data folder are told."""

from pathlib import Path

import pytest

from models.settings import Settings
from traimas.launcher import Ports
from traimas.serving import served_environment


@pytest.mark.parametrize("public_url", ["https://plan.example.go.th", None])
def test_mails_name_the_public_address_that_is_set_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, public_url: str | None
) -> None:
    monkeypatch.delenv("TRAIMAS_PUBLIC_URL", raising=False)
    if public_url:
        monkeypatch.setenv("TRAIMAS_PUBLIC_URL", public_url)
    environment = served_environment(Settings(data_dir=tmp_path), Ports(4301, 8301))
    assert environment.get("TRAIMAS_PUBLIC_URL") == public_url
