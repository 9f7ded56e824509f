"""Which addresses may be asked."""

import ipaddress

import pytest

from segue.outgoing.addresses import Allowed, address_of, public

PRIVATE = [
    "0.0.0.0",  # noqa: S104 - not bound to, judged
    "0.1.2.3",
    "10.0.0.1",
    "10.255.255.255",
    "100.64.0.1",
    "100.127.255.254",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.0.1",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.254",
    "192.0.0.8",
    "192.0.2.1",
    "192.88.99.1",
    "192.168.0.1",
    "192.168.255.255",
    "198.18.0.1",
    "198.19.255.255",
    "198.51.100.7",
    "203.0.113.9",
    "224.0.0.1",
    "239.255.255.255",
    "240.0.0.1",
    "255.255.255.255",
    "168.63.129.16",
    "100.100.100.200",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::ffff:a9fe:a9fe",
    "::127.0.0.1",
    "::10.1.2.3",
    "64:ff9b::7f00:1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2001:10::1",
    "2001:20::1",
    "2002:7f00:1::",
    "2002:a00:1::",
    "2002:a9fe:a9fe::",
    "2001:0:4136:e378:8000:63bf:f5ff:fffe",
    "fc00::1",
    "fd00:ec2::254",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
    "ff0e::1",
    "3fff::1",
    "5f00::1",
    "2606:4700::5efe:10.0.0.1",
    "2606:4700::200:5efe:7f00:1",
    "4000::1",
]

PUBLIC = [
    "1.1.1.1",
    "8.8.8.8",
    "9.9.9.9",
    "93.184.216.34",
    "172.15.255.255",
    "172.32.0.1",
    "100.63.255.255",
    "100.128.0.1",
    "169.253.0.1",
    "169.255.0.1",
    "198.17.0.1",
    "223.255.255.254",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
    "2606:4700:4700::1111",
    "2a00:1450:4001:800::200e",
    "2002:808:808::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_no_private_address_is_public(address: str) -> None:
    assert not public(address_of(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_public_addresses_are(address: str) -> None:
    assert public(address_of(address))


def test_the_ends_of_every_private_range_are_private() -> None:
    for text in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7"):
        network = ipaddress.ip_network(text)
        assert not public(network[0])
        assert not public(network[-1])


def test_an_administrator_allows_a_place_by_name_or_address() -> None:
    allowed = Allowed(["localhost:11434", "127.0.0.1:9000", "[::1]:8080"])
    assert allowed.names("localhost", 11434)
    assert allowed.names("LOCALHOST.", 11434)
    assert allowed.names("::1", 8080)
    assert not allowed.names("localhost", 22)
    assert allowed.covers(address_of("127.0.0.1"), 9000)
    assert allowed.covers(address_of("::ffff:127.0.0.1"), 9000)
    assert not allowed.covers(address_of("127.0.0.1"), 9001)


def test_an_administrator_allows_a_network_but_never_so_the_clouds_secrets() -> None:
    allowed = Allowed(["10.20.0.0/16", "169.254.0.0/16"])
    assert allowed.covers(address_of("10.20.3.4"), 1)
    assert not allowed.covers(address_of("10.21.3.4"), 1)
    assert allowed.covers(address_of("169.254.7.7"), 80)
    assert not allowed.covers(address_of("169.254.169.254"), 80)
    assert Allowed(["169.254.169.254:80"]).names("169.254.169.254", 80)


@pytest.mark.parametrize("entry", ["localhost", "http://localhost:1", "10.0.0.0/33", "", "a b:80"])
def test_an_entry_that_says_nothing_is_named(entry: str) -> None:
    with pytest.raises(ValueError, match="neither host:port nor a network"):
        Allowed([entry])
