"""One exchange: to the address that was checked, under the name that was meant, and to nobody else."""

import ssl
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from notifications.channels.exchange import NoAnswer, NotReached, addresses_of, exchange
from tests.http_servers import HttpServer, Reply, running

NAME = "gateway.invalid"  # RFC 6761: no resolver knows it


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return the certificate of ``NAME`` with its key, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    file = tmp_path / "certificate.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    )
    return file


@pytest.fixture
def server() -> Iterator[HttpServer]:
    server = HttpServer()
    with running(server):
        yield server


@pytest.fixture
def names() -> list[str]:
    """Return the names that were asked for in TLS, filled by ``secure``."""
    return []


@pytest.fixture
def secure(certificate: Path, names: list[str]) -> Iterator[HttpServer]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names.append(name)
    server = HttpServer(tls=context)
    with running(server):
        yield server


def test_the_connection_goes_to_the_checked_address_under_the_urls_own_name(
    secure: HttpServer, certificate: Path, names: list[str]
) -> None:
    trusting = ssl.create_default_context(cafile=str(certificate))
    url = f"https://{NAME}:{secure.port}/x?y=1"
    assert exchange("POST", url, {}, b"z", addresses=["127.0.0.1"], tls=trusting).status == 200
    (asked,) = secure.asked
    assert (asked.path, asked.headers["host"], asked.body) == ("/x?y=1", f"{NAME}:{secure.port}", b"z")
    assert names == [NAME]


@pytest.mark.parametrize("trusts", [False, True], ids=["unknown authority", "another's name"])
def test_a_certificate_that_is_not_the_hosts_gets_nothing(secure: HttpServer, certificate: Path, trusts: bool) -> None:
    context = ssl.create_default_context(cafile=str(certificate) if trusts else None)
    host = "other.invalid" if trusts else NAME
    with pytest.raises(NotReached, match="no_tls"):
        exchange("POST", f"https://{host}:{secure.port}/", {}, b"z", addresses=["127.0.0.1"], tls=context)
    assert secure.asked == []


def test_a_server_that_speaks_no_tls_gets_nothing(server: HttpServer) -> None:
    with pytest.raises(NotReached, match="no_tls"):
        exchange("POST", f"https://127.0.0.1:{server.port}/", {}, b"z", seconds=2)
    assert server.asked == []


def test_no_proxy_of_the_environment_is_gone_through(server: HttpServer, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = HttpServer()
    with running(proxy):
        for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        assert exchange("GET", f"{server.url}/", {}).status == 200
    assert (len(server.asked), proxy.asked) == (1, [])


def test_the_next_address_is_tried_where_one_is_closed(server: HttpServer) -> None:
    closed = HttpServer()
    with running(closed):
        pass
    url = f"http://{NAME}:{server.port}/"
    assert exchange("GET", url, {}, addresses=["::1", "127.0.0.1"]).status == 200
    with pytest.raises(NotReached, match="not_connected"):
        exchange("GET", f"http://{NAME}:{closed.port}/", {}, addresses=["127.0.0.1"])


def test_an_answer_whose_body_never_ends_is_taken_by_its_status(server: HttpServer) -> None:
    server.replies.append(Reply(200, b"", {"Content-Length": "1000"}))
    began = time.monotonic()
    answer = exchange("GET", f"{server.url}/", {}, seconds=5)
    assert (answer.status, answer.body) == (200, b"")
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("header", ["a\r\nX: y", "ก"])
def test_a_header_that_is_none_is_not_sent(server: HttpServer, header: str) -> None:
    with pytest.raises(NotReached, match="not_handed_over"):
        exchange("GET", f"{server.url}/", {"X-Key": header})
    assert server.asked == []


def test_a_lost_answer_is_told_from_a_request_that_did_not_go(server: HttpServer) -> None:
    server.replies.append(Reply(hangs_up=True))
    with pytest.raises(NoAnswer, match="no_answer"):
        exchange("POST", f"{server.url}/", {}, b"x")


def test_a_name_that_nobody_knows_is_unresolved() -> None:
    assert addresses_of("127.0.0.1", 80) == ["127.0.0.1"]
    for unknown in ("a" * 64 + ".invalid", "..", "ก" * 300):
        with pytest.raises(NotReached, match="unresolved"):
            addresses_of(unknown, 80)
