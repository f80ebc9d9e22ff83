"""The deployments of ``prefect.yaml``: declared, scheduled by their crons, and run by a process worker."""

import time
from typing import Any

import pytest

from procedure.acts.register import REGISTER
from tests.flows.conftest import PlayedYear

pytestmark = pytest.mark.prefect

CRONS = {
    "deadlines": "*/15 * * * *",
    "quarterly_progress": "10 0 * * *",
    "reminders": "30 0 * * *",
    "dispatch": "*/5 * * * *",
}
STEPS = {"collection", "drafting", "review", "announcement", "posting"}
ACTS = {act.name: act for act in REGISTER if act.in_prefect}


def deployments(played_year: PlayedYear) -> dict[str, dict[str, Any]]:
    found = played_year.year.api.post("/deployments/filter", json={"limit": 100}).raise_for_status().json()
    return {row["name"]: row for row in found}


def runs_of(played_year: PlayedYear, deployment_id: str) -> list[dict[str, Any]]:
    wanted = {"deployment_id": {"any_": [deployment_id]}}
    return list(played_year.year.api.post("/flow_runs/filter", json={"flow_runs": wanted}).raise_for_status().json())


def test_all_are_declared_and_only_the_scheduled_ones_have_a_cron(played_year: PlayedYear) -> None:
    found = deployments(played_year)
    assert set(found) == CRONS.keys() | STEPS | ACTS.keys()
    crons = {name: [row["schedule"] for row in found[name]["schedules"]] for name in found if found[name]["schedules"]}
    assert {name: [row["cron"] for row in schedules] for name, schedules in crons.items()} == {
        name: [cron] for name, cron in CRONS.items()
    }
    assert {row["timezone"] for schedules in crons.values() for row in schedules} == {"Asia/Bangkok"}


def test_every_acts_run_form_has_thai_titles_and_refuses_wrong_values(played_year: PlayedYear) -> None:
    found = deployments(played_year)
    for name, act in ACTS.items():
        schema = found[name]["parameter_openapi_schema"]
        assert set(schema["properties"]) == {"facts", "as_of"}, name
        fields = schema["definitions"][act.facts.__name__]["properties"]
        titles = {field: asked["title"] for field, asked in fields.items()}
        assert titles == {field: asked.title for field, asked in act.facts.model_fields.items()}
        assert (found[name]["description"], found[name]["tags"]) == (act.title_th, ["act"])
    resolve = found["record_resolution"]
    wrong = {"facts": {"fiscal_year": 2569, "considered_on": "ไม่ใช่วันที่", "outcome": "perhaps"}}
    answer = played_year.year.api.post(
        f"/deployments/{resolve['id']}/create_flow_run", json={"parameters": wrong, "enforce_parameter_schema": True}
    )
    assert answer.status_code == 409
    assert runs_of(played_year, resolve["id"]) == []


def test_the_server_schedules_the_crons_and_the_worker_runs_a_scheduled_run(played_year: PlayedYear) -> None:
    found = deployments(played_year)
    deadline = time.monotonic() + 60
    scheduled: dict[str, list[dict[str, Any]]] = {}
    while time.monotonic() < deadline and not all(scheduled.get(name) for name in CRONS):
        scheduled = {
            name: [run for run in runs_of(played_year, found[name]["id"]) if run["auto_scheduled"]] for name in CRONS
        }
        time.sleep(0.5)
    assert all(scheduled[name] for name in CRONS), "wrong pins stop the scheduler silently (docs/decisions/0002)"
    # The scheduler's own run, brought forward to now, so that the test need not wait for its hour.
    run = scheduled["reminders"][0]
    now = {"type": "SCHEDULED", "state_details": {"scheduled_time": "2025-01-01T00:00:00Z"}}
    played_year.year.api.post(
        f"/flow_runs/{run['id']}/set_state", json={"state": now, "force": True}
    ).raise_for_status()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and run["state_type"] != "COMPLETED":
        time.sleep(0.5)
        run = played_year.year.api.get(f"/flow_runs/{run['id']}").json()
    assert run["state_name"] == "Rehearsal"
    assert run["auto_scheduled"]


def test_the_server_refuses_who_has_no_secret(played_year: PlayedYear) -> None:
    import httpx

    url = f"{played_year.year.api.base_url}deployments/filter"
    assert httpx.post(url, json={}).status_code == 401
