# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A NIC by which this host is reached: another host, a network namespace, is at its cable's other end. Its
fixtures are for the files that import them."""

import json
import pathlib

import pytest

import lab
from netwiring import EMPTY

FAR = '10.95.0.2'
SCRIPT = 'ip link set lo up; ip address add 10.95.0.2/24 dev far0; ip link set far0 up'


def in_far(*command, **options):
    return lab.run('ip', 'netns', 'exec', 'far', *command, **options)


def addresses(name):
    """Of a link, link-local ones left out; None when there is no such link."""
    done = lab.run('ip', '-json', 'address', 'show', 'dev', name, check=False)
    # One that goes meanwhile is [{}], or nothing at all.
    found = next(iter(json.loads(done.stdout or '[]')), {})
    if done.returncode or not found:
        return None
    return sorted(f'{each["local"]}/{each["prefixlen"]}' for each in found['addr_info'] if each['scope'] == 'global')


def reaches(address):
    return in_far('busybox', 'ping', '-c1', '-W1', address, check=False).returncode == 0


@pytest.fixture
def nic0(nw):
    """A free NIC with the other host at its end."""
    lab.run('ip', 'netns', 'add', 'far')
    lab.add_nic('nic0', 'far0')
    lab.run('ip', 'link', 'set', 'far0', 'netns', 'far')
    in_far('sh', '-c', SCRIPT)
    nw.wait_nics('nic0')
    lab.wait_until(lambda: nw.nic('nic0')['Carrier'])
    yield nw.nic_path('nic0')
    lab.run('ip', 'netns', 'delete', 'far')
    lab.wait_until(lambda: addresses('nic0') is None)


@pytest.fixture
def network(nw):
    """network(name, settings): gone after the test."""
    made = []

    def make(name, values=None):
        made.append(nw.create_network(name, values))
        return made[-1]
    yield make
    nw.roll_back_all()
    for path in made:
        if (attachment := nw.network(path)['Attachment']) != EMPTY:
            nw.remove_attachment(attachment)
        nw.delete_network(path)


@pytest.fixture
def office(nic0):
    """The NIC, as somebody has configured it for this host."""
    lab.run('nmcli', 'connection', 'add', 'type', 'ethernet', 'con-name', 'office', 'ifname', 'nic0',
            'ipv4.method', 'manual', 'ipv4.addresses', '10.95.0.1/24', 'ipv4.routes', '10.96.0.0/16 10.95.0.2',
            'ipv6.method', 'disabled')
    lab.wait_until(is_office)
    yield nic0
    lab.run('nmcli', 'connection', 'delete', 'office', check=False)


def routes():
    return [(each['dst'], each['dev']) for each in json.loads(lab.run('ip', '-json', 'route')) if each['dst'] == '10.96.0.0/16']


def is_office():
    return addresses('nic0') == ['10.95.0.1/24'] and lab.master('nic0') == '' and routes() == [('10.96.0.0/16', 'nic0')]


def office_profile():
    return pathlib.Path('/etc/NetworkManager/system-connections/office.nmconnection').read_bytes()
