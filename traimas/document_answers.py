"""What the commands of documents say: which files were written, and what the record does not hold yet."""

from typing import TYPE_CHECKING

import click

from traimas.answers import say_json

if TYPE_CHECKING:
    from traimas.document_sets import WrittenSet


def say_set(written: "WrittenSet", *, as_json: bool) -> None:
    """Print the files of a set, and each document that was left out with the reason."""
    if as_json:
        left_out = [{"document": what, "code": error.code} for what, error in written.left_out]
        say_json({"files": [str(path) for path in written.files], "left_out": left_out})
        return
    for path in written.files:
        click.echo(str(path))
    for what, error in written.left_out:
        click.echo(f"– {what}: {error.message_th} ({error.message_en})")
