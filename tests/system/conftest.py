# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Fixtures of the system tests. A guest takes seconds to boot: those of a file are shared by its
tests, and everything a file made is gone at its end."""

import os

import pytest

import bus
import guests
import lab
import life
from netwiring import NetWiring
from peer import Peer


def pytest_collection_modifyitems(items):
    for item in items:
        if 'outside' not in item.path.name and 'NW_LAB' not in os.environ:
            pytest.exit('this runs inside "tests/lab run" only', 1)


@pytest.fixture(scope='module')
def guest():
    """guest(NAME, net(...)..., options=[...]): a guest that lives as long as the test file."""
    made = []

    def make(*arguments, **options):
        made.append(guests.Guest(*arguments, **options))
        return made[-1]
    yield make
    for each in made:
        each.remove()


OTHERS = ('others0', 'others1')     # a bridge by hand, one of somebody's profile


@pytest.fixture(scope='module')
def others():
    """What somebody else has on this host, for as long as the test file lasts: at its end all of it is as it was,
    and nothing is left that would change it later."""
    lab.add_bridge(OTHERS[0], address='10.254.0.1/24', mtu=1444)
    lab.run('nmcli', 'connection', 'add', 'type', 'bridge', 'con-name', OTHERS[1], 'ifname', OTHERS[1], 'bridge.stp', 'no',
            'ipv4.method', 'manual', 'ipv4.addresses', '10.254.1.1/24', 'ipv6.method', 'disabled')
    lab.wait_until(lambda: '10.254.1.1' in lab.run('ip', 'address', 'show', 'dev', OTHERS[1], check=False).stdout)
    before = lab.belongings(*OTHERS)
    yield
    assert lab.belongings(*OTHERS) == before and lab.nm_checkpoints() == []
    lab.run('nmcli', 'connection', 'delete', OTHERS[1])
    lab.remove_link(OTHERS[0])


@pytest.fixture(scope='module')
def bridge():
    """bridge(NAME, address=, mtu=): a foreign bridge that lives as long as the test file."""
    made = []

    def make(name, **options):
        lab.add_bridge(name, **options)
        made.append(name)
        return name
    yield make
    for name in made:
        lab.remove_link(name)


@pytest.fixture(scope='module')
def peer():
    """Another host."""
    peer = Peer()
    yield peer
    peer.close()


@pytest.fixture
def client():
    """client(USER): a D-Bus connection that lives as long as the test."""
    made = []

    def make(user='root'):
        made.append(bus.Client(user))
        return made[-1]
    yield make
    for each in made:
        each.close()


@pytest.fixture(scope='module')
def daemon(others):
    """netwiringd, as long as the test file; files that need it otherwise have their own."""
    daemon = lab.Daemon().start()
    yield daemon
    daemon.stop()


@pytest.fixture
def nw(daemon, client):
    """root's view of it."""
    return NetWiring(client())


@pytest.fixture(scope='module')
def networks(daemon):
    """The paths of networks a, b and c; files that need others have their own."""
    nw = NetWiring(bus.Client())
    return {name: nw.isolated(name) for name in 'abc'}


@pytest.fixture(scope='module')
def theirs(networks, bridge):
    """The network of a bridge of others, theirs."""
    nw = NetWiring(bus.Client())
    bridge('theirs')
    return lab.wait_until(lambda: 'theirs' in nw.networks() and nw.find_network('theirs'))


@pytest.fixture(scope='module')
def house(networks, guest):
    """The networks; guest web, which lets go of its cards, and rock, which does not. Likewise."""
    made = {'web': guest('web', guests.net(bridge='a')),
            'rock': guest('rock', guests.net(bridge='a'), options=['--halted'])}
    made['web'].wait()
    return networks, made


@pytest.fixture
def card(house, nw):
    """card(VM, SETTINGS): another card on network a of a guest of the house, gone with the test, when
    the VM runs again."""
    made = []

    def make(vm, values=None):
        made.append((vm, nw.add_vnic(vm, {'network': 'a', **(values or {})})))
        life.check(nw, vm)
        return made[-1][1]
    yield make
    for vm, path in made:
        if path in nw.vm(vm)['Vnics']:
            if vm == 'rock':
                life.power(nw, vm, 'destroy', 'shutoff')
                lab.virsh('managedsave-remove', vm, check=False)
                life.wait(nw, vm)
            nw.update(path, {'plugged': False})
            nw.remove_vnic(path)
        if nw.vm(vm)['State'] == 'shutoff':
            life.power(nw, vm, 'start', 'paused', '--paused')
        life.wait(nw, vm)
