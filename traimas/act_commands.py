"""The commands of acts, made from the register once one of them is asked for.

The register brings the tables with it, half a second: a command that only reads, or only counts days, does without.
"""

from collections.abc import MutableMapping
from datetime import date
from inspect import getdoc
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from traimas.options import as_of_option, instant_of, json_option, organization_option, post_option

if TYPE_CHECKING:
    from procedure.act import RegisteredAct


class ActGroup(click.Group):
    """A group of commands, with the acts of its name among them."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or act_commands(self.name or "").get(cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *act_commands(self.name or "")})


class Traimas(click.Group):
    """The command line: each of its groups has the acts of its name, and a group of acts alone needs no other."""

    group_class = ActGroup

    def add_command(self, cmd: click.Command, name: str | None = None) -> None:
        if isinstance(cmd, click.Group) and not isinstance(cmd, ActGroup):
            cmd = ActGroup(cmd.name, commands=_shared(cmd), help=cmd.help)
        super().add_command(cmd, name)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        return super().get_command(ctx, cmd_name) or _group_of_acts(cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        from procedure.acts.register import REGISTER

        return sorted({*super().list_commands(ctx), *(act.command[0] for act in REGISTER if _is_offered(act))})


def act_commands(group: str) -> dict[str, click.Command]:
    """Return the commands of a group's acts, by verb."""
    from procedure.acts.register import REGISTER

    return {act.command[1]: act_command(act) for act in REGISTER if act.command[0] == group and _is_offered(act)}


def act_command(act: "RegisteredAct") -> click.Command:
    """Return the command of an act: its facts as options, or from a file, and who acts on which day."""
    from traimas.fact_options import fact_parameters, facts_from, only_in_file

    def perform_act(
        organization: str, post_title: str, as_of_day: date | None, facts_file: Path | None, as_json: bool, **given: Any
    ) -> None:
        facts = facts_from(act, given, facts_file)
        if act.command[0] in ("contact", "channel"):
            from models.settings import settings
            from notifications.channels.typed import as_the_channel_takes_it

            facts = as_the_channel_takes_it(facts, settings())
        from traimas.office import OfficeDesk

        OfficeDesk(organization).act(act, facts, post_title, instant_of(as_of_day)).say(as_json=as_json)

    english = (getdoc(act.act) or "").split("\n\n")[0].split("Raises ")[0]
    listed = only_in_file(act)
    from_file = f"\n\nOnly with --facts: {', '.join(listed)}." if listed else ""
    command = click.Command(
        act.command[1],
        params=fact_parameters(act),
        callback=perform_act,
        help=f"{act.title_th}\n\n{english}{from_file}",
        short_help=act.title_th,
    )
    for option in (facts_option, organization_option, post_option, as_of_option, json_option):
        option(command)
    return command


facts_option = click.option(
    "--facts",
    "facts_file",
    type=click.Path(path_type=Path),
    default=None,
    help="a TOML or JSON file with the facts by their fields' names (NAME_satang, or NAME in baht); "
    "an option overrides its field",
)


def _is_offered(act: "RegisteredAct") -> bool:
    """Tell whether an act is a command: somebody's post may do it, and no file but ``--facts`` is read for it."""
    from procedure.permissions import PERMISSIONS

    of_people = any(act.permission in permissions for permissions in PERMISSIONS.values())
    return of_people and not any(field.annotation is bytes for field in act.facts.model_fields.values())


def _group_of_acts(name: str) -> click.Group | None:
    commands = act_commands(name)
    told = " · ".join(command.short_help or "" for command in commands.values())
    return ActGroup(name, help=told) if commands else None


def _shared(group: click.Group) -> MutableMapping[str, click.Command]:
    return group.commands
