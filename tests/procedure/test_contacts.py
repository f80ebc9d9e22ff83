"""Addresses that people give: nothing goes to one before its code was typed, and codes cannot be guessed."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlmodel import col, select

from models.addresses import AddressKeys, new_key
from models.contacts import ChannelAccount, Contact
from models.evidence import AuditEntry
from models.kinds import Language, Role, Via
from models.organizations import Officer, Person
from procedure.act import Act, Facts, Outcome
from procedure.acts.channel_accounts import (
    SetChannelAccount,
    SetRegisterAddress,
    set_channel_account,
    set_register_address,
)
from procedure.acts.contacts import (
    MOST_CODES_A_DAY,
    AddContact,
    ChooseChannel,
    ConfirmContact,
    RemoveContact,
    add_contact,
    choose_channel,
    confirm_contact,
    remove_contact,
)
from procedure.calendar import at, thai_digits
from procedure.contacts import address_of, confirmation_codes, contact_in_use, masked, persons_at
from procedure.errors import ProcedureError
from procedure.permissions import Actor, system_actor
from procedure.plans import identity
from tests.offices import Desk

ON = date(2026, 1, 5)
NOON = at(ON, time(12))
USER = "U" + "0123456789abcdef" * 2
OWN = "somchai.own@example.com"
AUDITOR = "ผู้ตรวจสอบภายใน"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def act(desk: Desk, function: Act[Any], facts: Facts, as_of: datetime = NOON, role: Role = Role.OFFICER) -> Outcome:
    actor = desk.actor(role, ON)
    with desk.database.write() as session:
        return function(session, actor, facts, as_of)


def refused(desk: Desk, function: Act[Any], facts: Facts, as_of: datetime = NOON, role: Role = Role.OFFICER) -> str:
    before = desk.rows()
    with pytest.raises(ProcedureError) as refusal:
        act(desk, function, facts, as_of, role)
    assert refusal.value.message_th
    assert desk.rows() == before
    return refusal.value.code


def person(desk: Desk, role: Role = Role.OFFICER) -> int:
    return identity(desk.actor(role, ON).person_id)


def title_of(desk: Desk, role: Role = Role.OFFICER) -> str:
    with desk.database.read() as session:
        return session.get_one(Officer, desk.actor(role, ON).officer_id).title


def used(desk: Desk, channel: str = "line") -> str:
    with desk.database.read() as session:
        return address_of(session, person(desk), channel)


def newest(desk: Desk) -> Contact:
    with desk.database.read() as session:
        found = session.exec(select(Contact).order_by(col(Contact.id).desc())).first()
        assert found is not None
        return found


def code(desk: Desk) -> str:
    return confirmation_codes(newest(desk))[0]


def wrong(desk: Desk) -> str:
    return f"{(int(code(desk)) + 1) % 1_000_000:06d}"


def give(desk: Desk, address: str = USER, channel: str = "line", as_of: datetime = NOON) -> None:
    act(desk, add_contact, AddContact(channel=channel, address=address), as_of)


def test_an_address_is_used_once_its_code_is_typed_in_whatever_digits(desk: Desk) -> None:
    give(desk)
    assert used(desk) == ""
    typed = ConfirmContact(channel="line", code=f" {thai_digits(code(desk)[:3])} {code(desk)[3:]} ")
    outcome = act(desk, confirm_contact, typed, NOON + timedelta(hours=23, minutes=59))
    assert not outcome.warnings_th
    assert used(desk) == USER
    assert refused(desk, confirm_contact, typed) == "nothing_to_confirm"


def test_a_new_own_address_ends_the_older_only_once_it_is_confirmed(desk: Desk) -> None:
    registered = used(desk, "mail")
    give(desk, OWN, "mail")
    act(desk, confirm_contact, ConfirmContact(channel="mail", code=code(desk)))
    assert used(desk, "mail") == OWN
    give(desk, "newer@example.com", "mail")
    assert used(desk, "mail") == OWN
    act(desk, confirm_contact, ConfirmContact(channel="mail", code=code(desk)))
    assert used(desk, "mail") == "newer@example.com"
    act(desk, remove_contact, RemoveContact(channel="mail"))
    assert used(desk, "mail") == registered  # the office's register stands behind it


@pytest.mark.parametrize("seconds", [0, 1])
def test_a_code_is_good_for_twenty_four_hours_and_not_a_second_more(desk: Desk, seconds: int) -> None:
    give(desk)
    late = NOON + timedelta(hours=24, seconds=seconds)
    typed = ConfirmContact(channel="line", code=code(desk))
    if seconds:
        assert refused(desk, confirm_contact, typed, late) == "code_expired"
    else:
        act(desk, confirm_contact, typed, late)
    assert used(desk) == ("" if seconds else USER)


def test_the_fifth_wrong_code_ends_the_address_and_the_right_one_comes_too_late(desk: Desk) -> None:
    give(desk)
    right, guess = code(desk), ConfirmContact(channel="line", code=wrong(desk))
    for left in (4, 3, 2, 1, 0):
        told = act(desk, confirm_contact, guess)
        assert told.warnings_th
        assert (thai_digits(left) in told.message_th) is (left > 0)
    assert refused(desk, confirm_contact, ConfirmContact(channel="line", code=right)) == "nothing_to_confirm"
    assert (newest(desk).wrong_codes, newest(desk).ended_at) == (5, NOON)
    assert used(desk) == ""


@pytest.mark.parametrize("typed", ["x", "๑๒๓", "not a code", "0" * 40, "<script>"])
def test_what_is_no_code_counts_as_a_wrong_one(desk: Desk, typed: str) -> None:
    give(desk)
    assert act(desk, confirm_contact, ConfirmContact(channel="line", code=typed)).warnings_th
    assert newest(desk).wrong_codes == 1


def test_an_older_code_confirms_nothing_once_a_new_one_was_asked_for(desk: Desk) -> None:
    give(desk)
    older = code(desk)
    give(desk, as_of=NOON + timedelta(minutes=1))
    assert act(desk, confirm_contact, ConfirmContact(channel="line", code=older)).warnings_th
    assert not act(desk, confirm_contact, ConfirmContact(channel="line", code=code(desk))).warnings_th


def test_nobody_confirms_the_address_of_another(desk: Desk) -> None:
    give(desk)
    typed = ConfirmContact(channel="line", code=code(desk))
    assert refused(desk, confirm_contact, typed, role=Role.CLERK) == "nothing_to_confirm"
    assert refused(desk, remove_contact, RemoveContact(channel="line"), role=Role.CLERK) == "nothing_to_remove"


def test_only_so_many_codes_are_sent_for_one_person_a_day(desk: Desk) -> None:
    for number in range(MOST_CODES_A_DAY):
        give(desk, f"{number}@example.com", "mail")
    again = AddContact(channel="mail", address="victim@example.com")
    assert refused(desk, add_contact, again) == "too_many_codes"
    assert refused(desk, add_contact, again, NOON + timedelta(hours=23, minutes=59)) == "too_many_codes"
    act(desk, add_contact, again, NOON + timedelta(hours=24))
    act(desk, add_contact, again, role=Role.CLERK)  # another person's own count


def test_an_address_in_use_is_not_added_again(desk: Desk) -> None:
    assert (
        refused(desk, add_contact, AddContact(channel="mail", address=used(desk, "mail").upper())) == "already_in_use"
    )
    give(desk)
    act(desk, confirm_contact, ConfirmContact(channel="line", code=code(desk)))
    assert refused(desk, add_contact, AddContact(channel="line", address=USER)) == "already_in_use"


def test_a_channel_is_preferred_only_where_the_person_is_reached(desk: Desk) -> None:
    choice = ChooseChannel(channel="line", language=Language.ENGLISH)
    assert refused(desk, choose_channel, choice) == "not_reached_there"
    give(desk)
    assert refused(desk, choose_channel, choice) == "not_reached_there"
    act(desk, confirm_contact, ConfirmContact(channel="line", code=code(desk)))
    act(desk, choose_channel, choice)
    with desk.database.read() as session:
        row = session.get_one(Person, person(desk))
    assert (row.channel, row.language) == ("line", Language.ENGLISH)
    act(desk, remove_contact, RemoveContact(channel="line"))
    with desk.database.read() as session:
        assert session.get_one(Person, person(desk)).channel == "mail"


def test_the_schedule_has_no_address_and_a_stranger_acts_for_nobody(desk: Desk) -> None:
    stranger = Actor(1, Via.PORTAL, 1, 999_999, None, frozenset({Role.OFFICER}))
    for actor, told in ((system_actor(1), "not_permitted"), (stranger, "no_person")):
        with pytest.raises(ProcedureError) as refusal, desk.database.write() as session:
            add_contact(session, actor, AddContact(channel="line", address=USER), NOON)
        assert refusal.value.code == told


def test_the_register_is_used_at_once_and_what_a_person_confirmed_goes_before_it(desk: Desk) -> None:
    post = title_of(desk)
    newer = SetRegisterAddress(officer=post, channel="mail", address="newer@example.go.th")
    act(desk, set_register_address, newer, role=Role.ADMINISTRATOR)
    assert used(desk, "mail") == "newer@example.go.th"
    assert refused(desk, set_register_address, newer, role=Role.ADMINISTRATOR) == "already_in_use"
    give(desk, OWN, "mail")
    act(desk, confirm_contact, ConfirmContact(channel="mail", code=code(desk)))
    newest_of_all = SetRegisterAddress(officer=post, channel="mail", address="newest@example.go.th")
    act(desk, set_register_address, newest_of_all, role=Role.ADMINISTRATOR)
    assert used(desk, "mail") == OWN
    act(desk, remove_contact, RemoveContact(channel="mail"))
    assert used(desk, "mail") == "newest@example.go.th"
    out = SetRegisterAddress(officer=post, channel="mail")
    act(desk, set_register_address, out, role=Role.ADMINISTRATOR)
    assert used(desk, "mail") == ""
    assert refused(desk, set_register_address, out, role=Role.ADMINISTRATOR) == "nothing_to_remove"


def test_the_register_has_an_address_for_one_person_only(desk: Desk) -> None:
    taken = SetRegisterAddress(officer=AUDITOR, channel="mail", address=f" {used(desk, 'mail').upper()} ")
    assert refused(desk, set_register_address, taken, role=Role.ADMINISTRATOR) == "address_taken"


def test_an_own_address_that_the_register_takes_over_stands_once(desk: Desk) -> None:
    give(desk, OWN, "mail")
    act(desk, confirm_contact, ConfirmContact(channel="mail", code=code(desk)))
    taken_over = SetRegisterAddress(officer=title_of(desk), channel="mail", address=OWN)
    act(desk, set_register_address, taken_over, role=Role.ADMINISTRATOR)
    with desk.database.read() as session:
        contact = contact_in_use(session, person(desk))
        assert contact is not None
        assert (contact.address, contact.source.value) == (OWN, "office")


def test_an_account_is_kept_encrypted_and_its_quota_changes_without_it(desk: Desk) -> None:
    account = {"token": "channel-access-token-of-the-office"}
    nothing = SetChannelAccount(channel="line", monthly_quota=200)
    assert refused(desk, set_channel_account, nothing, role=Role.ADMINISTRATOR) == "no_account"
    assert refused(desk, set_channel_account, nothing.model_copy(update={"account": account})) == "not_permitted"
    act(desk, set_channel_account, SetChannelAccount(channel="line", account=account), role=Role.ADMINISTRATOR)
    act(desk, set_channel_account, nothing, role=Role.ADMINISTRATOR)
    with desk.database.read() as session:
        row = session.exec(select(ChannelAccount)).one()
        assert (row.account, row.monthly_quota) == ('{"token":"channel-access-token-of-the-office"}', 200)
    act(desk, set_channel_account, SetChannelAccount(channel="line", close=True), role=Role.ADMINISTRATOR)
    assert desk.rows()["channel_account"] == 0


def test_neither_audit_nor_events_hold_an_address_a_code_or_a_secret(desk: Desk) -> None:
    give(desk)
    sent = code(desk)
    act(desk, confirm_contact, ConfirmContact(channel="line", code=wrong(desk)))
    act(desk, confirm_contact, ConfirmContact(channel="line", code=sent))
    secret = "channel-access-token-of-the-office"
    account = SetChannelAccount(channel="line", account={"token": secret})
    act(desk, set_channel_account, account, role=Role.ADMINISTRATOR)
    register = SetRegisterAddress(officer=AUDITOR, channel="mail", address=OWN)
    act(desk, set_register_address, register, role=Role.ADMINISTRATOR)
    with desk.database.read() as session:
        kept = "".join(session.exec(select(col(AuditEntry.body))))
    for hidden in (USER, OWN, secret, f'"{sent}"'):
        assert hidden not in kept
        assert hidden not in repr(account) + repr(register) + repr(AddContact(channel="line", address=USER))
    files = b"".join(path.read_bytes() for path in desk.path.parent.iterdir())
    assert USER.encode() not in files
    assert secret.encode() not in files


def test_what_was_typed_wrongly_is_not_repeated() -> None:
    with pytest.raises(ValidationError) as error:
        AddContact(channel="LINE!", address=OWN * 20)
    assert OWN not in str(error.value)


def test_codes_and_persons_are_known_again_while_keys_rotate() -> None:
    old, new = new_key(), new_key()
    before, after = AddressKeys((old,)), AddressKeys((new, old))
    assert before.codes("1:x")[0] in after.codes("1:x")
    assert before.fingerprint("mail", OWN) in after.fingerprints("mail", OWN)
    assert after.fingerprint("mail", OWN) == after.fingerprints("mail", OWN)[0] != before.fingerprint("mail", OWN)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("kong.chang@example.go.th", "k•••@example.go.th"),
        (USER, "U0•••ef"),
        ("0812345678", "08•••78"),
        ("1234567", "•••"),
        ("@x", "•••"),
    ],
)
def test_an_address_is_shown_masked(address: str, shown: str) -> None:
    assert masked(address) == shown


def test_whoever_has_an_unconfirmed_address_cannot_sign_in_by_it(desk: Desk) -> None:
    give(desk, OWN, "mail")
    with desk.database.read() as session:
        assert persons_at(session, OWN) == []
    act(desk, confirm_contact, ConfirmContact(channel="mail", code=code(desk)))
    with desk.database.read() as session:
        assert [one.id for one in persons_at(session, OWN)] == [person(desk)]
