"""How a command answers: text for people, one JSON document with ``--json``, and the exit code of each error.

Exit 0 done, 1 refused or problems found, 2 usage or unreadable.
"""

import json
from dataclasses import dataclass

import click

DONE, REFUSED, UNREADABLE = 0, 1, 2


@dataclass
class CommandError(Exception):
    """An error of the command itself: a bad argument or an unreadable file."""

    code: str
    message_th: str
    message_en: str
    exit_code: int = UNREADABLE


def say_json(document: object) -> None:
    """Print one JSON document."""
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def say_error(code: str, message_th: str, message_en: str, *, as_json: bool) -> None:
    """Print an error: as the JSON document on stdout, else in both languages on stderr."""
    if as_json:
        say_json({"error": {"code": code, "message_th": message_th, "message_en": message_en}})
    else:
        click.echo(f"{message_th}\n{message_en} [{code}]", err=True)


def say_table(headings: list[str], rows: list[list[str]]) -> None:
    """Print a table. Thai marks that stand over or under a letter take no width."""
    widths = [max(_width(row[n]) for row in [headings, *rows]) for n in range(len(headings))]
    for row in [headings, ["-" * width for width in widths], *rows]:
        click.echo(
            "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        )


def _width(text: str) -> int:
    return sum(not (mark == "\u0e31" or "\u0e34" <= mark <= "\u0e3a" or "\u0e47" <= mark <= "\u0e4e") for mark in text)
