"""The letter's bytes, read back by a mail parser: every header, part and attachment as it went in."""

import re
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from notifications.channels.contract import Attachment, Outgoing
from notifications.channels.mail_letter import Letterhead, compose, mailbox_address

HEAD = Letterhead("plan@municipality.example.go.th")
OFFICER = "works.officer@municipality.example.go.th"
SENT_ON = datetime(2026, 1, 5, 1, 30, tzinfo=UTC)
THAI = "กขคงจฉชซญดตถทธนบปผพภมยรลวศสหอฮะัาำิีึืุูเแโใไ็่้๊๋์ๆฯ๐๑๒๓๔๕๖๗๘๙"
# Thai as offices write it, other scripts, emoji of several code points, long words, and everything that is not text.
WORDS = st.one_of(
    st.text(alphabet=THAI + " ", max_size=300),
    st.text(max_size=200),
    st.text(alphabet="aé \t\r\n.:;=?<>\"'\\,()@\u200d\u2028\u0085\x00👩🏽‍💻🇹🇭", max_size=200),
    st.integers(1, 3000).map(lambda length: "x" * length),
    st.integers(1, 400).map(lambda length: "องค์กรปกครองส่วนท้องถิ่น" * (length // 24 + 1)),
)
LINE_ENDS = re.compile("\r\n|\r|\n")
CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def written(text: str) -> str:
    """Return what a header can say of a text: controls and line ends are spaces, the edges bare."""
    return CONTROLS.sub(" ", text.encode("utf-8", "replace").decode()).strip(" ")


def lines(text: str) -> str:
    """Return a text with its line ends alike."""
    return LINE_ENDS.sub("\n", text.encode("utf-8", "replace").decode())


def outgoing(
    subject: str = "ขอให้รายงาน",
    text: str = "เรียน",
    html: str = "<p>เรียน</p>",
    sender_name: str = "ไตรมาส",
    attachments: tuple[Attachment, ...] = (),
    message_id: str = "0001.attempts@traimas",
) -> Outgoing:
    return Outgoing(OFFICER, subject, text, html, message_id, SENT_ON, sender_name, attachments)


def read(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=policy.default)
    for part in message.walk():
        assert part.defects == []
        assert all(not value.defects for value in part.values())
    return message


def assert_mailable(raw: bytes) -> None:
    assert raw.endswith(b"\r\n")
    assert raw.isascii()
    assert b"\0" not in raw
    assert re.search(rb"(?<!\r)\n|\r(?!\n)", raw) is None
    assert max(map(len, raw.split(b"\r\n"))) <= 998


def contents(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


@settings(deadline=None)
@given(subject=WORDS, text=WORDS, html=WORDS, sender_name=WORDS, name=WORDS, content=st.binary(max_size=500))
@example("", "", "", "", "", b"")
@example("=?utf-8?b?4LiB?=", ".\r\n.\r\n", "From x", 'a "b" \\ <c@d>', '"; x="../../y.ics', b"\r\n.\r\n")
@example("Bcc: x\r\nBcc: a@b.co\r\n\r\n<p>", "\n--=_a\n", "y", "n\r\nBcc: a@b.co", "f\r\nBcc: a@b.co", b"")
@example("ระบบ" + "่" * 300, "\ud800", "\ud800", "\ud800", "\ud800", b"")
def test_what_a_mail_program_reads_is_what_was_written(
    subject: str, text: str, html: str, sender_name: str, name: str, content: bytes
) -> None:
    calendar = Attachment(name, "text/calendar; charset=utf-8; method=PUBLISH", content)
    raw = compose(outgoing(subject, text, html, sender_name, (calendar,)), OFFICER, HEAD)
    assert_mailable(raw)
    message = read(raw)
    old_reader = message_from_bytes(raw)
    assert message["Subject"] == written(subject)
    # Python's newer reader puts spaces between the encoded words of a name; the older one reads them as programs do.
    name_as_read = str(make_header(decode_header(parseaddr(old_reader["From"].replace("\r\n", ""))[0])))
    assert name_as_read == written(sender_name)
    assert [address.addr_spec for address in message["From"].addresses] == [HEAD.sender_address]
    assert [address.addr_spec for address in message["To"].addresses] == [OFFICER]
    assert message["Date"].datetime == SENT_ON
    assert message["Message-ID"] == "<0001.attempts@traimas>"
    assert set(message.keys()) == {
        "From", "To", "Subject", "Date", "Message-ID", "List-Id", "Auto-Submitted", "X-Auto-Response-Suppress",
        "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert lines(contents(message, "plain")) == lines(text)
    if html:
        assert lines(contents(message, "html")) == lines(html)
    [attached] = message.iter_attachments()
    assert attached.get_payload(decode=True) == content
    assert attached["Content-Type"].params == {"charset": "utf-8", "method": "PUBLISH"}
    filename = attached.get_filename()
    assert filename is not None
    assert len(filename) <= 120
    kept = re.sub(r'[/\\:*?"<>|]', "_", written(name)) or "file"
    assert filename == kept if len(kept) <= 120 else filename[:100] == kept[:100]


@settings(deadline=None)
@given(subject=WORDS, sender_name=WORDS)
def test_no_fold_parts_a_character_or_its_marks_and_no_word_is_too_long(subject: str, sender_name: str) -> None:
    raw = compose(outgoing(subject, sender_name=sender_name), OFFICER, HEAD)
    headers = raw.partition(b"\r\n\r\n")[0]
    encoded = re.findall(rb"=\?utf-8\?b\?[A-Za-z0-9+/]*=*\?=", headers)
    for word in encoded:
        assert len(word) <= 75
        [(content, charset)] = decode_header(word.decode())
        assert charset == "utf-8"
        assert isinstance(content, bytes)
        content.decode("utf-8")  # raises if a character were split
    assert all(len(line) <= 78 for line in headers.split(b"\r\n") if b"=?utf-8?" in line)


def test_a_thai_tone_stays_on_its_consonant_across_a_fold() -> None:
    raw = compose(outgoing("ที่" * 60, sender_name=""), OFFICER, HEAD)
    encoded = re.findall(r"=\?utf-8\?b\?[^?]*\?=", raw.decode())
    assert len(encoded) > 5
    for word in encoded:
        assert str(make_header(decode_header(word))).startswith("ท")


def test_a_letter_has_text_and_html_side_by_side_and_files_beside_both() -> None:
    picture = Attachment("แผนที่.png", "image/png", b"\x89PNG")
    message = read(compose(outgoing(attachments=(picture, picture)), OFFICER, HEAD))
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed", "multipart/alternative", "text/plain", "text/html", "image/png", "image/png",
    ]  # fmt: skip
    bare = read(compose(outgoing(), OFFICER, HEAD))
    assert bare.get_content_type() == "multipart/alternative"
    assert read(compose(outgoing(html=""), OFFICER, HEAD)).get_content_type() == "text/plain"


def test_english_text_goes_as_it_is_so_that_filters_can_read_it() -> None:
    raw = compose(outgoing("Report due", "Dear officer,\n.\nplease report.\n", "<p>Dear officer</p>"), OFFICER, HEAD)
    assert b"Subject: Report due\r\n" in raw
    assert b"\r\n\r\nDear officer,\r\n.\r\nplease report.\r\n" in raw


def test_nobodys_absence_answers_a_notice_and_programs_can_sort_it() -> None:
    head = Letterhead("plan@x.go.th", ("office@x.go.th",), "https://plan.x.go.th/ช่องทาง?p=1\r\nBcc: a@b.co")
    message = read(compose(outgoing(), OFFICER, head))
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert message["List-Id"] == "<notices.x.go.th>"
    assert message["Reply-To"] == "office@x.go.th"
    assert message["List-Unsubscribe"].startswith("<https://plan.x.go.th/%E0%B8%8A")
    assert message["Bcc"] is None
    assert read(compose(outgoing(), OFFICER, HEAD))["List-Unsubscribe"] is None  # a duty is not unsubscribed


def test_the_same_message_is_the_same_letter_on_every_attempt() -> None:
    assert compose(outgoing(), OFFICER, HEAD) == compose(outgoing(), OFFICER, HEAD)


@pytest.mark.parametrize("message_id", ["", "a", "a b@c", "a@b>\r\nBcc: x@y.co", "a@b\n", "ก@ข"])
def test_a_message_id_that_is_none_is_refused(message_id: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        compose(outgoing(message_id=message_id), OFFICER, HEAD)


@pytest.mark.parametrize("mime_type", ["", "text", "text/plain\r\nBcc: a@b.co", 'text/x; a="\r\n"', "ก/ข"])
def test_a_file_of_no_proper_type_is_just_bytes(mime_type: str) -> None:
    message = read(compose(outgoing(attachments=(Attachment("a.bin", mime_type, b"x"),)), OFFICER, HEAD))
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "application/octet-stream"
    assert attached.get_content() == b"x"


@pytest.mark.parametrize(
    ("given_address", "used"),
    [
        ("somchai@municipality.example.go.th", "somchai@municipality.example.go.th"),
        ("som.chai+plan@x.go.th", "som.chai+plan@x.go.th"),
        ("plan@ตัวอย่าง.ไทย", "plan@xn--72c1a1bt4awk9o.xn--o3cw4h"),
        ("สมชาย@ตัวอย่าง.ไทย", "สมชาย@xn--72c1a1bt4awk9o.xn--o3cw4h"),
        ("", None),
        ("somchai", None),
        ("@x.go.th", None),
        ("somchai@", None),
        ("som chai@x.go.th", None),
        ("somchai@x.go.th ", None),
        ("somchai@x.go.th\r\nRCPT TO:<other@x.go.th>", None),
        ("somchai@x.go.th\n", None),
        ("a@b@x.go.th", None),
        ("<somchai@x.go.th>", None),
        ("somchai@x.go.th> SIZE=1", None),
        ("som\u200bchai@x.go.th", None),  # a zero-width space, as copied from a chat
        ("som\u00a0chai@x.go.th", None),
        (".somchai@x.go.th", None),
        ("som..chai@x.go.th", None),
        ("somchai@x..th", None),
        ("somchai@-x.th", None),
        ("somchai@" + "ก" * 80 + ".ไทย", None),
        ("x" * 65 + "@x.go.th", None),
    ],
)
def test_only_an_address_that_mail_can_go_to_is_used(given_address: str, used: str | None) -> None:
    assert mailbox_address(given_address) == used


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_address_can_bring_a_line_of_its_own(anything: str) -> None:
    used = mailbox_address(f"{anything}@x.go.th")
    if used is not None:
        assert not re.search(r"[\s\x00-\x20\x7f<>]", used)
