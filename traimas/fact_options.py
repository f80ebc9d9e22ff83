"""From the facts of an act to its options on the command line, and from what was typed back to the facts."""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

import click
from pydantic import BaseModel, ValidationError

from procedure.act import Facts, LineFacts, RegisteredAct
from traimas.answers import CommandError
from traimas.options import BAHT, DATE

MONEY = "_satang"
SEVERAL = (list, tuple, set, frozenset)
_WHY_TH = {
    "missing": "ต้องระบุ",
    "string_too_short": "เว้นว่างไม่ได้",
    "string_too_long": "ยาวเกินไป",
    "string_pattern_mismatch": "รูปแบบไม่ถูกต้อง",
    "enum": "ต้องเป็นค่าใดค่าหนึ่งที่กำหนด",
    "literal_error": "ต้องเป็นค่าใดค่าหนึ่งที่กำหนด",
    "int_parsing": "ต้องเป็นจำนวนเต็ม",
    "int_type": "ต้องเป็นจำนวนเต็ม",
    "greater_than": "น้อยเกินไป",
    "greater_than_equal": "น้อยเกินไป",
    "less_than": "มากเกินไป",
    "less_than_equal": "มากเกินไป",
    "extra_forbidden": "ไม่มีช่องนี้",
}


def fact_parameters(act: RegisteredAct) -> list[click.Parameter]:
    """Return the options of an act, one for each field that fits on a line; the others come from ``--facts``."""
    found = [_parameter(act, name) for name in act.facts.model_fields]
    return [parameter for parameter in found if parameter is not None]


def only_in_file(act: RegisteredAct) -> list[str]:
    """Return the fields that have no option: lists of records."""
    return [name for name in act.facts.model_fields if _parameter(act, name) is None]


def option_name(act: RegisteredAct, field: str) -> str:
    """Return how a field is called on the command line."""
    return act.options.get(field) or "--" + field.removesuffix(MONEY).replace("_", "-")


def facts_from(act: RegisteredAct, given: Mapping[str, object], file: Path | None) -> Facts:
    """Return the facts as typed: those of the file, and over them those of the options (None: not given).

    Raises ``CommandError``: ``unreadable_file``, ``bad_facts_file``, ``bad_date``, ``bad_amount``, and ``bad_facts``
    naming each refused field in Thai and English.
    """
    facts = _as_fields(act.facts, _read(file)) if file else {}
    facts.update({name: value for name, value in given.items() if value is not None and value != ()})
    try:
        return act.facts.model_validate(facts)
    except ValidationError as error:
        raise _refusal(act, error) from error


def _parameter(act: RegisteredAct, name: str) -> click.Parameter | None:
    field, option = act.facts.model_fields[name], option_name(act, name)
    base, several = _one_of(field.annotation)
    kind = BAHT if name.endswith(MONEY) else _kind(base)
    if kind is None:
        return None
    if not option.startswith("--"):
        # Not required by click itself, for --facts may hold it.
        return click.Argument([name], type=kind, required=False, metavar=option)
    told = (field.title or name) + (" (จำเป็น · required)" if field.is_required() else "")
    if kind is click.BOOL:
        return click.Option([f"{option}/--no-{option.removeprefix('--')}", name], default=None, help=told)
    return click.Option([option, name], type=kind, default=None, multiple=several, help=told)


def _one_of(annotation: Any) -> tuple[Any, bool]:
    """Return the type of one value, and whether there may be several."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin in (Union, UnionType):
        given = [arg for arg in args if arg is not type(None)]
        return _one_of(given[0]) if len(given) == 1 else (annotation, False)
    if origin in SEVERAL:
        return args[0], True
    return annotation, False


def _kind(base: Any) -> click.ParamType[Any] | None:
    """Return how one value is typed; None for what fits on no line."""
    if get_origin(base) is Literal:
        return click.Choice([str(arg) for arg in get_args(base)])
    if isinstance(base, type) and issubclass(base, LineFacts):
        return click.STRING
    if not isinstance(base, type) or issubclass(base, BaseModel | Mapping | bytes):
        return None
    if issubclass(base, Enum):
        return click.Choice([str(member.value) for member in base])
    for known, kind in ((bool, click.BOOL), (int, click.INT), (date, DATE)):
        if issubclass(base, known):
            return kind
    return click.STRING  # Pydantic reads the rest: times, decimals


def _read(file: Path) -> dict[str, Any]:
    try:
        text = file.read_text(encoding="utf-8")
        found = json.loads(text) if file.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError("unreadable_file", f"เปิดแฟ้ม {file} ไม่ได้", f"Cannot read {file}.") from error
    except ValueError as error:
        raise CommandError(
            "bad_facts_file",
            f"แฟ้ม {file} ไม่เป็น TOML หรือ JSON: {error}",
            f"{file} is neither TOML nor JSON: {error}",
        ) from error
    if not isinstance(found, dict):
        raise CommandError("bad_facts_file", f"แฟ้ม {file} ไม่มีชื่อช่องข้อมูล", f"{file} holds no fields.")
    return found


def _as_fields(model: type[BaseModel], typed: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a file says as the fields of the model: amounts in baht and dates as people write them."""
    found: dict[str, Any] = {}
    for name, value in typed.items():
        if name not in model.model_fields and name + MONEY in model.model_fields:
            found[name + MONEY] = BAHT.convert(value, None, None)
            continue
        base, several = _one_of(model.model_fields[name].annotation) if name in model.model_fields else (None, False)
        if isinstance(base, type) and issubclass(base, BaseModel):
            rows = value if several and isinstance(value, list) else [value]
            read = [_as_fields(base, row) if isinstance(row, dict) else row for row in rows]
            found[name] = read if several else read[0]
        elif base is date and isinstance(value, str) and value:
            found[name] = DATE.convert(value, None, None)
        else:
            found[name] = value
    return found


def _refusal(act: RegisteredAct, error: ValidationError) -> CommandError:
    """Return which fields were refused and why, without their values."""
    thai, english = [], []
    for detail in error.errors(include_url=False, include_context=False, include_input=False):
        place, why = detail["loc"], detail["msg"]
        name = str(place[0]) if place else ""
        field = act.facts.model_fields.get(name)
        inner = ".".join(str(part) for part in place[1:])
        called = option_name(act, name) if field else name
        title = (field.title if field else None) or name
        where = f"{called} {inner}".strip()
        thai.append(f"{title} ({where}): {_WHY_TH.get(detail['type'], 'ไม่ถูกต้อง')}" if name else why)
        english.append(f"{where}: {why}" if name else why)
    return CommandError("bad_facts", f"ข้อเท็จจริงไม่ถูกต้อง: {'; '.join(thai)}", f"Wrong facts: {'; '.join(english)}")
