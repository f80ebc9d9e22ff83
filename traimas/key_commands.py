"""``traimas keys``: rotating the keys under which addresses and accounts are kept, and dropping the old ones."""

import click

from traimas.answers import REFUSED, CommandError, say_json
from traimas.options import json_option


@click.group()
def keys() -> None:
    """The keys of addresses, which stand outside the database."""


@keys.command("rotate")
@json_option
def keys_rotate(as_json: bool) -> None:
    """Make a new key and bring every address and account under it; run it again after an interruption."""
    from models.address_rotation import begin_rotation, re_encrypt, rows_to_rotate
    from models.addresses import KEY_FILE, AddressKeyError, address_keys, keys_are_set, new_key
    from models.settings import settings
    from traimas.office import existing_database

    database, chosen = existing_database(), settings()
    if chosen.address_keys is not None and keys_are_set(chosen):
        with database.read() as session:
            waiting = rows_to_rotate(session, address_keys())
        if not waiting:
            fresh = f"{new_key()},{chosen.address_keys.get_secret_value()}"
            _say_to_set("rotate", fresh, as_json=as_json)
            return
        begun = False
    else:
        begun = begin_rotation(database, chosen.data_dir / KEY_FILE)
    try:
        done = re_encrypt(database, address_keys())
    except AddressKeyError:
        raise CommandError(
            "key_lost",
            "กุญแจที่มีอยู่อ่านที่อยู่บางรายการไม่ได้ โปรดนำแฟ้มกุญแจเดิมจากที่เก็บกลับมา (docs/operations.md)",
            "None of the keys fits some addresses: bring back the key file of their time (docs/operations.md).",
            exit_code=REFUSED,
        ) from None
    if as_json:
        say_json({"new_key": begun, "encrypted": done.encrypted, "ended": done.ended})
        return
    click.echo(
        f"เข้ารหัสใหม่ {done.encrypted} รายการ ตรวจแล้วใช้ traimas keys prune เพื่อทิ้งกุญแจเก่า\n"
        f"Brought {done.encrypted} rows under the {'new' if begun else 'first'} key; "
        "`traimas keys prune` then drops the old ones."
    )
    if done.ended:
        click.echo(f"! ที่อยู่ซ้ำกัน {done.ended} รายการถูกยุติ ({done.ended} addresses stood twice; the later ones ended)")


@keys.command("prune")
@json_option
def keys_prune(as_json: bool) -> None:
    """Drop every key but the newest, once nothing needs them any more."""
    from models.address_rotation import KeysNeeded, prune_keys, require_unneeded
    from models.addresses import KEY_FILE, address_keys, keys_are_set
    from models.settings import settings
    from traimas.office import existing_database

    database, chosen = existing_database(), settings()
    try:
        if chosen.address_keys is not None and keys_are_set(chosen):
            with database.read() as session:
                require_unneeded(session, address_keys())
            _say_to_set("prune", chosen.address_keys.get_secret_value().split(",")[0].strip(), as_json=as_json)
            return
        dropped = prune_keys(database, chosen.data_dir / KEY_FILE)
    except KeysNeeded as needed:
        raise CommandError(
            "keys_needed",
            f"ยังมี {needed.rows} รายการที่ใช้กุญแจเก่า โปรดรัน traimas keys rotate ให้เสร็จก่อน",
            f"{needed.rows} rows still need an older key; let `traimas keys rotate` finish first.",
            exit_code=REFUSED,
        ) from None
    if as_json:
        say_json({"dropped": dropped})
        return
    click.echo(
        f"ทิ้งกุญแจเก่า {dropped} ดอกแล้ว สำเนาสำรองที่ทำก่อนหน้านี้ยังต้องใช้แฟ้มกุญแจเดิม\n"
        f"Dropped {dropped} older keys. Backups made before need the key file of their time."
    )


def _say_to_set(command: str, value: str, *, as_json: bool) -> None:
    """Say what the installation must set: the keys stand where we cannot write."""
    if as_json:
        say_json({"set": {"TRAIMAS_ADDRESS_KEYS": value}})
        return
    then_th = " แล้วรัน traimas keys rotate อีกครั้ง" if command == "rotate" else ""
    then_en = ", then run `traimas keys rotate` again" if command == "rotate" else ""
    click.echo(
        f"กุญแจกำหนดด้วย TRAIMAS_ADDRESS_KEYS โปรดตั้งค่าใหม่ดังนี้ให้ทุกโพรเซส เริ่มโพรเซสใหม่{then_th}\n"
        f"The keys are set by TRAIMAS_ADDRESS_KEYS: set this for every process and restart them{then_en}.\n"
        f"TRAIMAS_ADDRESS_KEYS={value}"
    )
