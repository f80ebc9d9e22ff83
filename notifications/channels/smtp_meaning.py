"""What a mail server's refusals and a connection's failures mean for the mail: try again, or never."""

import socket
import ssl

from notifications.channels.contract import Delivery, Result

_AUTHENTICATION_CODES = (530, 534, 535, 538)  # RFC 4954 clause 6: the account's fault at whatever stage
_COMMAND_CODES = (500, 502, 503, 504)  # the command was not understood: says nothing of the address


def refusal(stage: str, code: int) -> Delivery:
    """Return what a refusing reply means for the mail: try again, or never."""
    if code in _AUTHENTICATION_CODES:
        return Delivery(Result.FAILED, f"smtp_auth_{code}")
    if code // 100 != 5:
        return Delivery(Result.FAILED, f"smtp_{code}")
    if stage == "sender" and code != 552:  # 552 is said of the mail's SIZE (RFC 1870)
        return Delivery(Result.FAILED, f"smtp_sender_{code}")
    # RFC 5321 clause 4.5.3.1.10: 552 to RCPT is a full mailbox, and to be treated as 452.
    if (stage == "recipient" and code == 552) or (stage != "end" and code in _COMMAND_CODES):
        return Delivery(Result.FAILED, f"smtp_{code}")
    return Delivery(Result.REFUSED, f"smtp_{code}")


_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, "timeout"),
    (ConnectionRefusedError, "connection_refused"),
    (ssl.SSLCertVerificationError, "tls_certificate"),
    (ssl.SSLEOFError, "dropped"),
    (ssl.SSLZeroReturnError, "dropped"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "host_not_found"),
    (ConnectionError, "dropped"),
    (OSError, "unreachable"),
)


def failure_word(error: Exception) -> str:
    """Return a stable word for what failed; the error's own text may hold an address."""
    for kind, word in _REASONS:
        if isinstance(error, kind):
            return word
    return type(error).__name__
