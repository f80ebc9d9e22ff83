"""``prefect.yaml`` and the register of acts: the same acts, under the same names and titles."""

from inspect import signature
from pathlib import Path
from typing import Any

import yaml

from flows import act_deployments
from flows.act_deployments import FLOWS
from procedure.acts.register import REGISTER

DECLARED = Path(__file__).parent.parent.parent / "prefect.yaml"
# Facts that may hold a person's name or address, or a file: decision 0006.
UNWANTED = ("email", "phone", "line_id", "token", "holder", "file_")


def declared_acts() -> list[dict[str, Any]]:
    declared = yaml.safe_load(DECLARED.read_text(encoding="utf-8"))["deployments"]
    return [deployment for deployment in declared if "act" in deployment["tags"]]


def test_prefect_yaml_declares_exactly_the_acts_that_the_register_offers() -> None:
    assert [(row["name"], row["description"], row["entrypoint"]) for row in declared_acts()] == [
        (act.name, act.title_th, f"flows.act_deployments.{act.name}") for act in REGISTER if act.in_prefect
    ]


def test_each_entrypoint_is_the_flow_of_its_act_with_its_facts() -> None:
    for act in REGISTER:
        if act.in_prefect:
            recording = getattr(act_deployments, act.name)
            assert recording is FLOWS[act.name]
            assert recording.name == act.name
            assert signature(recording.fn).parameters["facts"].annotation is act.facts
        else:
            assert act.name not in FLOWS


def test_no_file_name_address_or_token_is_asked_for_in_a_run_form() -> None:
    for act in REGISTER:
        if act.in_prefect:
            asked = act.facts.model_json_schema()["properties"]
            assert not [field for field in asked for word in UNWANTED if word in field]
