"""Which addresses may be asked: the public Internet's, and what an administrator allows.

A name is judged by every address that it has, an address by what it is and by the IPv4 address
that may be wrapped in it. The judgement is made on the very address that is then connected to
(`segue.outgoing.dialling`), so a name that changes its address in between gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator, Sequence
from typing import Final

IP = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

# Beyond what `ipaddress` knows to be private, in all its versions.
_NOT_PUBLIC: Final = tuple(
    ipaddress.ip_network(one)
    for one in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
        "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24", "198.18.0.0/15", "198.51.100.0/24",
        "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
        "2001::/23", "2001:db8::/32", "2620:4f:8000::/48", "3fff::/20",
    )
)  # fmt: skip
_GLOBAL_UNICAST: Final = ipaddress.IPv6Network("2000::/3")
_NAT64: Final = ipaddress.IPv6Network("64:ff9b::/96")
# Where clouds hand out their machines' secrets, also where the address itself looks public.
_METADATA: Final = frozenset(
    ipaddress.ip_address(one)
    for one in (
        "169.254.169.254", "169.254.170.2", "169.254.170.23", "100.100.100.200", "168.63.129.16",
        "192.0.0.192", "fd00:ec2::254", "fd00:ec2::23", "fd20:ce::254",
    )
)  # fmt: skip
_HOST_AND_PORT: Final = re.compile(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\[\]:/\s]+)):(\d{1,5})")
_ISATAP: Final = (0x00005EFE, 0x02005EFE)


def public(address: IP) -> bool:
    """Say whether an address belongs to the public Internet, and so does all that it wraps."""
    if address in _METADATA or any(address in network for network in _NOT_PUBLIC):
        return False
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = list(_wrapped(address))
        if not all(public(one) for one in wrapped):
            return False
        return address in _GLOBAL_UNICAST or address in _NAT64
    return address.is_global and not (address.is_multicast or address.is_reserved)


def _wrapped(address: ipaddress.IPv6Address) -> Iterator[ipaddress.IPv4Address]:
    """Yield the IPv4 addresses that an IPv6 address stands for or leads to."""
    if address.sixtofour:
        yield address.sixtofour
    if address.teredo:
        yield from address.teredo
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    if (int(address) >> 32) & 0xFFFF_FFFF in _ISATAP:
        yield ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)


def address_of(text: str) -> IP:
    """Read an address as the resolver gives it: a mapped one is the IPv4 address it means."""
    address = ipaddress.ip_address(text.partition("%")[0])
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


class Allowed:
    """What an administrator allows beyond the public Internet.

    Each entry is `host:port` (`localhost:11434`, `[::1]:8080`, `ollama.internal:80`) or an address
    or network (`10.20.0.0/16`), then on every port. The addresses where clouds keep their secrets
    are in no network: only `host:port` names them.
    """

    def __init__(self, entries: Sequence[str] = ()) -> None:
        """Read the entries.

        Raises:
            ValueError: for an entry that is neither; the message names it.
        """
        self._places: set[tuple[str, int]] = set()
        self._networks: list[Network] = []
        for entry in entries:
            text = entry.strip()
            if match := _HOST_AND_PORT.fullmatch(text):
                self._places.add((_name(match[1] or match[2]), int(match[3])))
                continue
            try:
                self._networks.append(ipaddress.ip_network(text, strict=False))
            except ValueError:
                raise ValueError(
                    f"{entry!r} is neither host:port nor a network such as 10.20.0.0/16."
                ) from None

    def names(self, host: str, port: int) -> bool:
        """Say whether this place is named, wherever its name may lead."""
        return (_name(host), port) in self._places

    def covers(self, address: IP, port: int) -> bool:
        """Say whether this address is allowed on this port."""
        if (_name(str(address)), port) in self._places:
            return True
        return address not in _METADATA and any(address in one for one in self._networks)


def _name(host: str) -> str:
    try:
        return str(address_of(host))
    except ValueError:
        return host.rstrip(".").lower()
