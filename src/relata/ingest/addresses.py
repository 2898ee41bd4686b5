"""Which network addresses may be fetched from?

In: a host and a port. Out: the addresses it has, every one of them public; else a refusal. A feed is a stranger's text: the links in
it must not make this machine ask for what only it can see. Left out: connecting (`fetch`), which uses these very addresses, so that
a name that means something else a moment later changes nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

from relata.errors import SkipReason

from .decode import Refusal

Address = IPv4Address | IPv6Address
Permits = Callable[[Address], bool]
Resolve = Callable[[str, int], list[str]]

NAT64: Final = IPv6Network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits
# Not public either, though not every release of Python knows it: IETF protocols, local NAT64, site-local, documentation.
FURTHER: Final = tuple(map(ip_network, ("192.0.0.0/24", "64:ff9b:1::/48", "fec0::/10", "3fff::/20")))
COMPATIBLE: Final = IPv6Network("::/96")  # RFC 4291, given up: the same


class NotFetched(Refusal):
    """Why something was not fetched.

    Attributes:
        is_passing: trying later may help.
        after: seconds that the server asks to wait.
        status: the server's answer, where there was one.
    """

    def __init__(self, detail: str, *, is_passing: bool = False, after: float | None = None, status: int | None = None) -> None:
        super().__init__(SkipReason.NOT_FETCHED, detail)
        self.is_passing = is_passing
        self.after = after
        self.status = status


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet.

    False for private, loopback, link-local, shared, multicast, reserved and documentation networks, and for IPv6 addresses that stand
    for such an IPv4 one: mapped, compatible, NAT64, 6to4 and Teredo (both of its ends).
    """
    if any(address in network for network in FURTHER):
        return False
    if inner := _inner(address):
        return all(is_public(one) for one in inner)
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback)


def _inner(address: Address) -> list[IPv4Address]:
    """IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, IPv4Address):
        return []
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]
    if address.sixtofour is not None:
        return [address.sixtofour]
    if address.teredo is not None:
        return list(address.teredo)
    if address in NAT64 or address in COMPATIBLE:
        return [IPv4Address(int(address) & 0xFFFFFFFF)]
    return []


def resolve(host: str, port: int) -> list[str]:
    """The host's addresses, in the system's order of preference; raises OSError where it has none."""
    return list(dict.fromkeys(str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def checked_addresses(host: str, port: int, *, permits: Permits = is_public, resolve: Resolve = resolve) -> list[str]:
    """The host's addresses; raises NotFetched where one of them may not be fetched from, or the name is unknown."""
    try:
        found = resolve(host, port)
        addresses = [ip_address(text) for text in found]
    except (OSError, UnicodeError, ValueError) as error:
        raise NotFetched(f"{host!r} is no host that can be found ({error}).", is_passing=isinstance(error, OSError)) from None
    if not addresses:
        raise NotFetched(f"{host!r} is no host that can be found.", is_passing=True)
    for address in addresses:
        if not permits(address):
            raise NotFetched(f"{host!r} is {address}, an address that is not public; nothing is fetched from there.")
    return found
