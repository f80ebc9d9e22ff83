"""The register of acts: every act once, under one name and one command, with Thai titles throughout."""

import importlib
import pkgutil
from collections import Counter

import pytest

from models.kinds import Role
from procedure import acts
from procedure.act import RegisteredAct
from procedure.acts.register import REGISTER, registered
from procedure.permissions import PERMISSIONS, Permission


def is_thai(text: str | None) -> bool:
    return any("\u0e00" <= letter <= "\u0e7f" for letter in text or "")


def test_every_act_has_one_name_and_one_command() -> None:
    assert not [name for name, times in Counter(act.name for act in REGISTER).items() if times > 1]
    assert not [command for command, times in Counter(act.command for act in REGISTER).items() if times > 1]
    assert all(registered(act.name) is act for act in REGISTER)


def test_every_module_of_acts_is_in_the_register() -> None:
    modules = [
        importlib.import_module(f"procedure.acts.{found.name}")
        for found in pkgutil.iter_modules(acts.__path__)
        if found.name != "register"
    ]
    listed = {act.name for module in modules for act in getattr(module, "ACTS", ())}
    assert listed == {act.name for act in REGISTER}


# A file's facts are read by us, not typed by a person.
TYPED = [act for act in REGISTER if act.name != "import_projects"]


@pytest.mark.parametrize("act", TYPED, ids=lambda act: act.name)
def test_every_fact_of_an_act_has_a_thai_title(act: RegisteredAct) -> None:
    assert is_thai(act.title_th)
    schema = act.facts.model_json_schema()
    records = [schema, *(found for found in schema.get("$defs", {}).values() if "properties" in found)]
    untitled = [
        f"{record['title']}.{name}"
        for record in records
        for name, field in record["properties"].items()
        if not is_thai(field.get("title"))
    ]
    assert not untitled
    assert set(act.options) <= set(act.facts.model_fields)


@pytest.mark.parametrize("act", REGISTER, ids=lambda act: act.name)
def test_somebody_may_do_each_act_and_an_auditor_none(act: RegisteredAct) -> None:
    holders = {role for role in Role if act.permission in PERMISSIONS[role]}
    assert holders or act.permission is Permission.KEEP_ROUNDS
    # How auditors are reached is theirs to say, as everybody's; they change nothing else.
    assert Role.AUDITOR not in holders or act.permission is Permission.KEEP_OWN_CONTACTS
