# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A running guest goes to another host and comes back: left alone on its way, and the same afterwards."""

import pytest

import lab
import life
from guests import net
from netwiring import EMPTY, expect
from peer import HERE, Migration


@pytest.fixture(scope='module')
def other(networks, guest):
    return guest('other', net(bridge='a', ip='10.0.0.2/24')).wait()


def add_cards(nw, vm, networks):
    """Cards of all kinds."""
    return [nw.vnic(vm), nw.add_vnic(vm, {'network': 'a', 'name': 'ear', 'mirrored-networks': [networks['b']]}),
            nw.add_vnic(vm, {'network': 'b', 'linked': False}), nw.add_vnic(vm),
            nw.add_vnic(vm, {'network': 'b', 'plugged': False})]


def on_its_way(nw, vm, path):
    """Nothing of it is changed."""
    lab.wait_until(lambda: vm in str(nw.client.objects()) and nw.vm(vm)['State'] == 'migrating', 10)
    assert 'migrating' in expect('Busy', nw.set_linked, path, False)
    assert 'migrating' in expect('Busy', nw.quarantine, vm)


def wait_state(nw, vm, state):
    lab.wait_until(lambda: nw.vm(vm)['State'] == state, 10, f'{vm} to be {state}')
    life.wait(nw, vm)


def test_there_and_back(nw, networks, guest, other, peer):
    web = guest('web', net(bridge='a', ip='10.0.0.1/24')).wait()
    paths = add_cards(nw, 'web', networks)
    before = [nw.card(path) for path in paths]
    with Migration('web', HERE, peer.uri):
        on_its_way(nw, 'web', paths[0])
    wait_state(nw, 'web', 'shutoff')
    assert [nw.card(path)['State'] for path in paths] == ['inactive'] * 4 + ['unplugged']
    assert [(nw.card(path)['Id'], nw.card(path)['Name']) for path in paths] == [(card['Id'], card['Name']) for card in before]
    assert not lab.mirrors('b')
    with Migration('web', peer.uri, HERE):
        on_its_way(nw, 'web', paths[0])
    wait_state(nw, 'web', 'running')
    assert nw.vm('web')['Vnics'] == paths
    assert [{**nw.card(path), 'HostDevice': ''} for path in paths] == [{**card, 'HostDevice': ''} for card in before]
    assert lab.mirrors('b') == [nw.card(paths[1])['HostDevice']]
    assert web.pings('10.0.0.2') == 3
    nw.set_network(paths[3], networks['a'])
    assert nw.card(paths[3])['State'] == 'active'


def test_its_definition_goes_with_it(nw, networks, guest, other, peer):
    """What is stored here goes too; cards that we made are known again."""
    guest('nomad', net(bridge='a', ip='10.0.0.3/24')).wait()
    paths = add_cards(nw, 'nomad', networks)
    ids = [nw.card(path)['Id'] for path in paths[:4]]
    with Migration('nomad', HERE, peer.uri, '--persistent', '--undefinesource'):
        on_its_way(nw, 'nomad', paths[0])
    lab.wait_until(lambda: 'nomad' not in str(nw.client.objects()))
    assert not lab.mirrors('b') or lab.mirrors('b') == [nw.card(nw.vnic('web', 1))['HostDevice']]
    with Migration('nomad', peer.uri, HERE, '--persistent', '--undefinesource'):
        on_its_way(nw, 'nomad', paths[0])
    wait_state(nw, 'nomad', 'running')
    assert sorted(nw.vm('nomad')['Vnics']) == sorted(paths[:4])
    assert [nw.card(path)['Id'] for path in paths[:4]] == ids
    assert nw.card(paths[3])['Network'] == EMPTY
