"""Where a webhook may go: to hosts on the public Internet, and to those that a setting lists.

A portal that posts wherever it is told reaches what only it can reach: its own machine, the office's network, a cloud's
metadata address. So the name is looked up, every address that it has is checked, and the connection is made to one of
those very addresses, for a second look-up could answer otherwise.
"""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

_CARRY_IPV4 = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("::ffff:0:0:0/96"),
    IPv6Network("::/96"),
)  # RFC 6052, 2765, 4291
_LOCAL_NAT64 = IPv6Network("64:ff9b:1::/48")  # RFC 8215


def listed_hosts(setting: str) -> frozenset[str]:
    """Return the hosts of ``TRAIMAS_WEBHOOK_HOSTS``: names or addresses, with commas between."""
    return frozenset(plain_host(host) for host in setting.split(",") if host.strip())


def plain_host(host: str) -> str:
    """Return a host as hosts are compared: lower case, no brackets, no dot at its end."""
    return host.strip().lower().strip("[]").rstrip(".")


def is_public(address: str) -> bool:
    """Tell whether an IP address is one of the public Internet's, with every address that it carries within."""
    try:
        outer = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    return "%" not in address and all(_is_public(one) for one in (outer, *_carried(outer)))


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address) and (address.is_site_local or address in _LOCAL_NAT64):
        return False
    carries = isinstance(address, IPv6Address) and any(_carried(address))
    # Python counts carriers of an IPv4 address as it likes; what they carry decides, and is asked too.
    return carries or (
        address.is_global
        and not address.is_multicast
        and not address.is_reserved
        and not address.is_loopback
        and not address.is_unspecified
        and not address.is_link_local
    )


def _carried(address: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address is another writing of."""
    if isinstance(address, IPv4Address):
        return
    if address.ipv4_mapped:
        yield address.ipv4_mapped
    elif address.sixtofour:
        yield address.sixtofour
    elif address.teredo:
        yield from address.teredo
    elif any(address in network for network in _CARRY_IPV4):
        yield IPv4Address(int(address) & 0xFFFFFFFF)
