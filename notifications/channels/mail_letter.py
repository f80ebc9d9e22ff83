"""The letter: one message as the bytes of a mail, composed by hand because ``EmailMessage`` takes milliseconds for it.

Every value is cleaned or encoded before it enters a header, so that no subject, name or file name can add one. Lines
end in CRLF and stay within the 998 octets of RFC 5321; encoded words within the 75 of RFC 2047.
"""

import re
from base64 import b64encode
from dataclasses import dataclass
from email.utils import format_datetime
from functools import lru_cache
from hashlib import blake2b
from unicodedata import category
from urllib.parse import quote

from notifications.channels.contract import Attachment, Outgoing

_CRLF = b"\r\n"
_CHARSET = "utf-8''"
_URL = "%/:=&?~#+!$,;'@()*[]"
# Line ends and controls become spaces; U+0085, U+2028 and U+2029 end lines for some readers.
_CONTROLS = dict.fromkeys([*range(32), *range(0x7F, 0xA0), 0x2028, 0x2029], " ")
_ENCODED_WORD = 75  # RFC 2047 clause 2
_LINE = 76
_LONGEST_7BIT_LINE = 990
_LONGEST_FILE_NAME = 120
_MESSAGE_ID = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]+@[!#-'*+\-./0-9=?A-Z^-~]+", re.ASCII)
_MIME_TYPE = re.compile(r'[a-z0-9.+-]+/[a-z0-9.+-]+(; ?[a-z0-9-]+=("[\w .+/-]+"|[\w.+/-]+))*', re.ASCII | re.IGNORECASE)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]{1,60}", re.ASCII)
# An address as it may stand in MAIL, RCPT and To as it is: no quoting, spaces, controls or brackets in it.
_LOCAL_PART = re.compile(r"(?!\.)(?!.*(\.\.|\.\Z))[^\s\x00-\x20\x7f-\x9f@<>()\[\]\\,;:\"]{1,64}")
_DOMAIN = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*", re.I)


@dataclass(frozen=True)
class Letterhead:
    """What all letters of one account have in common.

    ``channels_url`` is the page where people choose how they are told: it stands as List-Unsubscribe, so give it
    only if mail can be ended there. A duty notice itself cannot be unsubscribed, and there is no one-click header.
    """

    sender_address: str
    reply_to: tuple[str, ...] = ()
    channels_url: str | None = None

    @property
    def list_id(self) -> str:
        """Return what mail programs sort these letters by: the notices of the sender's domain."""
        return f"notices.{self.sender_address.rpartition('@')[2]}"


def mailbox_address(written: str) -> str | None:
    """Return an address as it is used on the wire, a Thai domain in its ASCII form; None if no mail can go there.

    The part before the @ may be other than ASCII; then the server must offer SMTPUTF8.
    """
    local, at, domain = written.rpartition("@")
    if not at or not _LOCAL_PART.fullmatch(local) or any(category(letter) in ("Cf", "Cs") for letter in written):
        return None
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return f"{local}@{domain}" if _DOMAIN.fullmatch(domain) else None


def compose(outgoing: Outgoing, to: str, head: Letterhead) -> bytes:
    """Return the letter to an address of ``mailbox_address``; the same message gives the same bytes.

    Raises ``ValueError`` for a Message-ID that cannot stand in a header; it names no address.
    """
    if not _MESSAGE_ID.fullmatch(outgoing.message_id):
        raise ValueError("a Message-ID has the form left@right, in ASCII without spaces")
    boundary = blake2b(outgoing.message_id.encode(), digest_size=12).hexdigest()
    headers = [
        f"From: {_person('From: ', outgoing.sender_name, head.sender_address)}",
        f"To: {to}",
        f"Subject: {_words(outgoing.subject, len('Subject: '))}",
        f"Date: {format_datetime(outgoing.sent_on)}",
        f"Message-ID: <{outgoing.message_id}>",
        *([f"Reply-To: {_folded(head.reply_to)}"] if head.reply_to else ()),
        f"List-Id: <{head.list_id}>",
        *([f"List-Unsubscribe: <{quote(head.channels_url, safe=_URL)}>"] if head.channels_url else ()),
        # No out-of-office answers: RFC 3834, and Microsoft's own word for it. No Precedence: bulk mail is put last.
        "Auto-Submitted: auto-generated",
        "X-Auto-Response-Suppress: All",
        "MIME-Version: 1.0",
    ]
    body = _text_part("text/plain", outgoing.text, boundary)
    if outgoing.html:
        body = _multipart("alternative", f"=_a{boundary}", [body, _text_part("text/html", outgoing.html, boundary)])
    if outgoing.attachments:
        parts = [body, *(_attachment(attachment) for attachment in outgoing.attachments)]
        body = _multipart("mixed", f"=_m{boundary}", parts)
    return "\r\n".join(headers).encode() + _CRLF + body


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode().translate(_CONTROLS).strip(" ")


@lru_cache(maxsize=512)
def _words(text: str, used: int) -> str:
    """Return a header's text, in encoded words if need be; ``used`` octets of its first line are taken."""
    text = _clean(text)
    if text.isascii() and len(text) <= _LINE - used and "=?" not in text:
        return text
    words: list[bytes] = []
    word = b""
    room = _octets(_LINE - used)
    for cluster in _clusters(text):
        octets = cluster.encode()
        if word and len(word) + len(octets) > room:
            words.append(word)
            word, room = b"", _octets(_LINE - 1)
        word += octets
    words.append(word)
    return "\r\n ".join(f"=?utf-8?b?{b64encode(word).decode()}?=" for word in words)


def _octets(line: int) -> int:
    """Return how many octets an encoded word in such a line can hold."""
    return (min(_ENCODED_WORD, line) - len("=?utf-8?b??=")) // 4 * 3


def _clusters(text: str) -> list[str]:
    """Return the text in letters with their marks, so that no fold parts a Thai vowel or tone from its consonant."""
    clusters: list[str] = []
    for letter in text:
        # Eight characters at most, or a line of nothing but marks would not fit an encoded word.
        if clusters and len(clusters[-1]) < 8 and (category(letter)[0] == "M" or letter in "\u0e33\u200d"):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return clusters


def _person(header: str, name: str, address: str) -> str:
    name = _clean(name)
    if not name:
        return address
    if name.isascii() and len(name) <= 60 and "=?" not in name:
        return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + f'"\r\n <{address}>'
    # An encoded word is no quoted string: nothing in it needs quoting.
    return f"{_words(name, len(header))}\r\n <{address}>"


def _folded(addresses: tuple[str, ...]) -> str:
    return ",\r\n ".join(addresses)


def _text_part(mime_type: str, text: str, boundary: str) -> bytes:
    """Return a text with its headers: as it is if that is mailable, else in base64 of its canonical form (CRLF)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    content = text.encode("utf-8", "replace")
    as_it_is = text.isascii() and boundary not in text and "\0" not in text and _lines_fit(content)
    kind = "7bit" if as_it_is else "base64"
    head = f"Content-Type: {mime_type}; charset=utf-8\r\nContent-Transfer-Encoding: {kind}\r\n\r\n".encode()
    return head + (content + _CRLF if as_it_is else _base64(content))


def _lines_fit(content: bytes) -> bool:
    return len(content) <= _LONGEST_7BIT_LINE or max(map(len, content.split(_CRLF))) <= _LONGEST_7BIT_LINE


def _base64(content: bytes) -> bytes:
    encoded = b64encode(content)
    return _CRLF.join([encoded[at : at + _LINE] for at in range(0, len(encoded), _LINE)]) + _CRLF


def _multipart(kind: str, boundary: str, parts: list[bytes]) -> bytes:
    line = f"--{boundary}\r\n".encode()
    return b"".join(
        [
            f'Content-Type: multipart/{kind};\r\n boundary="{boundary}"\r\n\r\n'.encode(),
            *(line + part for part in parts),
            f"--{boundary}--\r\n".encode(),
        ]
    )


def _attachment(attachment: Attachment) -> bytes:
    mime_type = attachment.mime_type if _MIME_TYPE.fullmatch(attachment.mime_type) else "application/octet-stream"
    head = (
        f"Content-Type: {mime_type}\r\n"
        f"Content-Disposition: attachment;{_file_name(attachment.name)}\r\n"
        "Content-Transfer-Encoding: base64\r\n\r\n"
    )
    return head.encode() + _base64(attachment.content)


@lru_cache(maxsize=64)
def _file_name(name: str) -> str:
    """Return the parameter that names a file, in the pieces of RFC 2231 if it is not plain ASCII."""
    name = re.sub(r'[/\\:*?"<>|]', "_", _clean(name)) or "file"
    stem, dot, ending = name.rpartition(".")
    if len(name) > _LONGEST_FILE_NAME:
        name = f"{stem[: _LONGEST_FILE_NAME - len(ending) - 1]}{dot}{ending}" if len(ending) < 10 else name[:120]
    if _PLAIN_NAME.fullmatch(name):
        return f'\r\n filename="{name}"'
    # Five characters are at most 60 octets when written in percent.
    pieces = [quote(name[at : at + 5], safe="") for at in range(0, len(name), 5)]
    if len(pieces) == 1:
        return f"\r\n filename*=utf-8''{pieces[0]}"
    numbered = (f"\r\n filename*{number}*={'' if number else _CHARSET}{piece}" for number, piece in enumerate(pieces))
    return ";".join(numbered)
