"""Which addresses may be fetched from."""

import socket
from ipaddress import ip_address

import pytest

from relata.ingest.addresses import NotFetched, checked_addresses, is_public

NOT_PUBLIC = [
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.1.1.1", "240.0.0.1"),
    *("255.255.255.255", "::", "::1", "fe80::1", "fe80::1%1", "febf::1", "fec0::1", "fc00::1", "fd12:3456::1", "ff02::1", "2001:db8::1"),
    # IPv6 addresses that stand for an IPv4 one
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::127.0.0.1", "::7f00:1", "64:ff9b::127.0.0.1", "64:ff9b::a00:1"),
    *("64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001:0:7f00:1::", "2001:0:808:808:0:0:80ff:fffe", "100::1"),
]
PUBLIC = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808", "2002:808:808::1"]


@pytest.mark.parametrize("text", NOT_PUBLIC)
def test_not_public(text):
    assert not is_public(ip_address(text))


@pytest.mark.parametrize("text", PUBLIC)
def test_public(text):
    assert is_public(ip_address(text))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "::1", "::ffff:7f00:1", "0"])
def test_this_machine_under_any_of_its_names(host):
    with pytest.raises(NotFetched, match=r"not public"):
        checked_addresses(host, 80)


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(NotFetched, match=r"'harbour\.example' is 10\.0\.0\.1"):
        checked_addresses("harbour.example", 80, resolve=lambda host, port: ["8.8.8.8", "10.0.0.1"])
    assert checked_addresses("harbour.example", 80, resolve=lambda host, port: ["8.8.8.8", "2606:4700::1"]) == ["8.8.8.8", "2606:4700::1"]


def test_a_name_that_is_not_found_may_be_found_later():
    def unknown(host: str, port: int) -> list[str]:
        raise socket.gaierror("unknown")

    with pytest.raises(NotFetched, match="no host") as caught:
        checked_addresses("harbour.example", 80, resolve=unknown)
    assert caught.value.is_passing
