# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A running guest is put back to a snapshot: how its cards were then is adopted, what only we know of them
holds, and nothing is there twice."""

import pytest

import bus
import faults
import lab
import life
from guests import empty_image, net
from netwiring import EMPTY, NetWiring

SNAPSHOT = 'then'


@pytest.fixture(scope='module')
def guests(networks, guest):
    image = lab.STATE / 'web.qcow2'
    empty_image(image)
    made = [guest('web', net(bridge='a', ip='10.0.0.1/24'), options=['--disk', str(image)]),
            guest('other', net(bridge='a', ip='10.0.0.2/24'))]
    yield [each.wait() for each in made]
    lab.virsh('snapshot-delete', 'web', SNAPSHOT, '--metadata', check=False)


@pytest.fixture(scope='module')
def cards(networks, guests):
    """Cards of all kinds, by what they are, as they were when the snapshot was taken."""
    nw = NetWiring(bus.Client())
    made = {'first': nw.vnic('web'),
            'ear': nw.add_vnic('web', {'network': 'a', 'name': 'ear', 'mirrored-networks': [networks['b']]}),
            'unlinked': nw.add_vnic('web', {'network': 'b', 'linked': False}),
            'unwired': nw.add_vnic('web'),
            'apart': nw.add_vnic('web', {'network': 'a'}),
            'out': nw.add_vnic('web', {'network': 'b', 'plugged': False})}
    nw.set_network(made['apart'], networks['b'], live_only=True)
    assert nw.card(made['apart'])['NextStart'] == {'network': networks['a']}
    life.check(nw, 'web')
    lab.virsh('snapshot-create-as', 'web', SNAPSHOT)
    life.wait(nw, 'web')
    return {kind: (path, nw.card(path)) for kind, path in made.items()}


def change(nw, networks, paths):
    """Everything is other than it was then; the path of a card that was not there."""
    nw.update(paths['first'], {'network': networks['b'], 'linked': False})
    nw.set_network(paths['ear'], EMPTY)
    nw.set_linked(paths['unlinked'], True)
    nw.set_network(paths['apart'], networks['c'])
    nw.plug(paths['out'])
    late = nw.add_vnic('web', {'network': 'c', 'linked': False, 'name': 'late'})
    life.check(nw, 'web')
    return late


@pytest.mark.parametrize('state', ['it runs', 'it is off', 'netwiringd is away'])
def test_put_back_while(nw, daemon, guests, networks, cards, state):
    web, _other = guests
    paths = {kind: path for kind, (path, _card) in cards.items()}
    late = change(nw, networks, paths)
    if state == 'it is off':
        life.power(nw, 'web', 'destroy', 'shutoff')
    elif state == 'netwiringd is away':
        daemon.stop()
    lab.virsh('snapshot-revert', 'web', SNAPSHOT)
    if state == 'netwiringd is away':
        daemon.start()
        faults.wait_back(nw)
    life.wait(nw, 'web')
    came = set(nw.vm('web')['Vnics'])
    if state == 'netwiringd is away':   # and nobody saw those go that the snapshot has not
        assert came == set(paths.values()) - {paths['out']}
    else:
        assert came == {*paths.values(), late}
        assert (nw.card(late)['State'], nw.card(late)['Name'], nw.card(late)['Linked']) == ('unplugged', 'late', False)
        nw.remove_vnic(late)
    for kind, (path, card) in cards.items():
        if path in came:
            assert {**nw.card(path), 'HostDevice': ''} == {**card, 'HostDevice': ''}, kind
    assert lab.mirrors('b') == [nw.card(paths['ear'])['HostDevice']]
    assert web.pings('10.0.0.2') == 3
    nw.set_network(paths['unwired'], networks['a'])
    assert nw.card(paths['unwired'])['State'] == 'active'
    nw.set_network(paths['unwired'], EMPTY)
    life.check(nw, 'web')
