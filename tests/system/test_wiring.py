# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cards of running guests on their way between networks."""

import os

import pytest

import lab
from guests import Ping, net
from netwiring import EMPTY, NETWORK, VNIC, NetWiring, expect
from wire import Wire

MOVES = int(os.environ.get('NW_LAB_MOVES', '100'))
INTERVAL = 0.01     # s between pings


@pytest.fixture(scope='module')
def two(daemon, guest):
    """Networks a and b, and two guests on a."""
    import bus
    nw = NetWiring(bus.Client())
    networks = [nw.isolated('a'), nw.isolated('b')]
    guests = [guest('one', net(bridge='a', ip='10.0.0.1/24')), guest('two', net(bridge='a', ip='10.0.0.2/24'))]
    for each in guests:
        each.wait()
    return networks, guests


def test_a_move_takes_the_peer_away_and_a_move_of_both_brings_it_back(nw, two):
    (_a, b), (one, other) = two
    assert one.pings('10.0.0.2') == 3
    nw.set_network(nw.vnic('one'), b)
    assert one.pings('10.0.0.2') == 0
    nw.set_network(nw.vnic('two'), b)
    assert one.pings('10.0.0.2') == 3
    for name, each in (('one', one), ('two', other)):
        assert nw.check_agrees(nw.vnic(name), each)['Network'] == b


def test_a_change_is_signalled_once_and_before_its_reply(nw, two):
    (a, _b), (one, _other) = two
    path = nw.vnic('one')
    nw.client.listen()
    nw.client.signals.clear()
    nw.set_network(path, a)
    changed = [(where, *values) for where, _i, member, values in nw.client.signals if member == 'PropertiesChanged']
    changes = [(where, interface, list(values)) for where, interface, values, _gone in changed if where == path]
    assert changes == [(path, VNIC, changes[0][2])] and set(changes[0][2]) == {'Network', 'Source'}
    touched = {where for where, interface, _values, _gone in changed if interface == NETWORK}
    assert len(touched) == 2
    nw.client.signals.clear()
    nw.set_network(path, a)
    assert nw.client.signals == []


def test_link_down_keeps_addresses_and_survives_a_restart(nw, two):
    _networks, (one, _other) = two
    path, before = nw.vnic('one'), one.addresses()
    nw.set_linked(path, False)
    lab.wait_until(lambda: not one.carrier(), 5)
    assert one.addresses() == before
    card = nw.check_agrees(path, one)
    assert (card['Linked'], card['LinkState'], card['State'], card['NextStart']) == (False, 'down', 'unlinked', {})
    lab.virsh('destroy', 'one')
    lab.virsh('start', 'one')
    one.wait()
    assert not one.carrier()
    assert nw.check_agrees(path, one)['State'] == 'unlinked'
    nw.set_linked(path, True)
    lab.wait_until(one.carrier, 5)


def test_the_empty_network_and_back(nw, two):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    nw.set_network(path, a)
    nw.set_network(nw.vnic('two'), a)
    tap = nw.card(path)['HostDevice']
    nw.set_network(path, EMPTY)
    card = nw.check_agrees(path, one)
    assert (card['Network'], card['Linked'], card['LinkState'], card['State']) == (EMPTY, True, 'down', 'unwired')
    assert one.card().isolated and lab.master(tap) == 'nw-unwired'
    assert nw.find_network('a') and card['HostDevice'] == tap
    nw.set_network(path, a)
    card = nw.check_agrees(path, one)
    assert (card['Network'], card['LinkState'], card['State']) == (a, 'up', 'active')
    assert not one.card().isolated
    lab.wait_until(lambda: one.pings('10.0.0.2', 1), 5)


def test_unlinked_before_and_after_the_empty_network(nw, two):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    nw.set_linked(path, False)
    nw.set_network(path, EMPTY)
    assert nw.card(path)['Linked'] is False
    nw.set_network(path, b)
    assert nw.card(path)['LinkState'] == 'down'
    nw.set_network(path, EMPTY)
    nw.set_linked(path, True)
    card = nw.card(path)
    assert (card['Linked'], card['LinkState'], card['State']) == (True, 'down', 'unwired')
    nw.set_network(path, a)
    assert nw.check_agrees(path, one)['LinkState'] == 'up'


def test_both_keys_in_one_call(nw, two):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    nw.update(path, {'network': b, 'linked': False})
    card = nw.check_agrees(path, one)
    assert (card['Network'], card['LinkState']) == (b, 'down')
    nw.update(path, {'network': 'a', 'linked': True})
    card = nw.check_agrees(path, one)
    assert (card['Network'], card['LinkState']) == (a, 'up')


def test_live_only_and_next_start_only(nw, two):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    nw.set_network(path, b, live_only=True)
    assert one.card().bridge == 'b' and one.card(inactive=True).bridge == 'a'
    assert nw.card(path)['NextStart'] == {'network': a}
    nw.set_network(path, a, live_only=True)
    assert nw.card(path)['NextStart'] == {}
    nw.update(path, {'network': b, 'linked': False}, next_start_only=True)
    assert one.card().bridge == 'a' and one.card(inactive=True).bridge == 'b'
    assert nw.card(path)['NextStart'] == {'network': b, 'linked': False}
    nw.update(path, {'network': a, 'linked': True}, next_start_only=True)
    assert nw.card(path)['NextStart'] == {}
    text = expect('InvalidArgument', nw.set_linked, path, False, live_only=True, next_start_only=True)
    assert 'live-only' in text


def test_from_libvirts_network_and_a_foreign_bridge_to_ours_and_back(nw, two, guest, bridge):
    (a, _b), _guests = two
    bridge('foreign0', address='10.7.0.1/24')
    lab.run('sh', '-c', """printf '<network><name>pool</name><bridge name="virpool"/></network>' >/run/pool.xml""")
    lab.virsh('net-define', '/run/pool.xml')
    lab.virsh('net-start', 'pool')
    third = guest('three', net(network='pool', ip='10.0.0.3/24'), net(bridge='foreign0', ip='10.7.0.3/24')).wait()
    pool, foreign = nw.find_network('pool'), nw.find_network('foreign0')
    assert nw.network(pool)['Origin'] == 'libvirt' and nw.network(foreign)['Origin'] == 'host'
    assert nw.network(pool)['Vnics'] == [nw.vnic('three')]
    for number, home in ((0, pool), (1, foreign)):
        path = nw.vnic('three', number)
        assert nw.check_agrees(path, third, number)['Network'] == home
        nw.set_network(path, a)
        assert nw.check_agrees(path, third, number)['Network'] == a
        if number == 0:
            assert third.pings('10.0.0.2') == 3
        nw.set_network(path, home)
        assert nw.check_agrees(path, third, number)['Network'] == home
    assert third.pings('10.7.0.1') == 3
    third.remove()
    lab.virsh('net-destroy', 'pool')
    lab.virsh('net-undefine', 'pool')
    lab.wait_until(lambda: 'virpool' not in str(nw.client.objects()), 5)


def test_what_virsh_does_behind_our_back_is_seen_at_once(nw, two):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    mac = nw.card(path)['MacAddress']
    nw.client.listen()
    nw.client.signals.clear()
    lab.virsh('domif-setlink', 'one', mac, 'down')
    lab.wait_until(lambda: any(where == path and values[1].get('LinkState') == 'down'
                               for where, _i, _m, values in nw.client.signals), 0.1, 'the link')
    lab.virsh('domif-setlink', 'one', mac, 'up')
    lab.wait_until(lambda: nw.card(path)['LinkState'] == 'up', 1)
    xml = lab.virsh('dumpxml', 'one')
    card = xml[xml.index('<interface'):xml.index('</interface>') + len('</interface>')]
    (lab.STATE / 'card.xml').write_text(card.replace("bridge='a'", "bridge='b'"))
    nw.client.signals.clear()
    lab.virsh('update-device', 'one', str(lab.STATE / 'card.xml'), '--live')
    lab.wait_until(lambda: any(where == path and values[1].get('Network') == b
                               for where, _i, _m, values in nw.client.signals), 0.1, 'the network')
    nw.set_network(path, a)


def test_a_tap_that_lost_its_bridge_is_put_back(nw, two):
    (a, _b), (one, other) = two
    path = nw.vnic('one')
    nw.set_network(path, a)
    nw.set_network(nw.vnic('two'), a)
    tap = nw.card(path)['HostDevice']
    lab.run('ip', 'link', 'set', tap, 'nomaster')
    assert other.pings('10.0.0.1') == 0
    nw.set_network(path, a)
    assert lab.master(tap) == 'a'
    lab.wait_until(lambda: other.pings('10.0.0.1', 1), 5)


def test_a_paused_guest_moves_too(nw, two):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    lab.virsh('suspend', 'one')
    lab.wait_until(lambda: nw.vm('one')['State'] == 'paused', 5)
    nw.set_network(path, b)
    nw.set_linked(path, False)
    assert nw.check_agrees(path, one)['Network'] == b
    nw.update(path, {'network': a, 'linked': True})
    lab.virsh('resume', 'one')
    assert nw.check_agrees(path, one)['Network'] == a


def test_managed_save_and_restore_with_a_link_changed_in_between(nw, two):
    _networks, (one, _other) = two
    path = nw.vnic('one')
    lab.virsh('managedsave', 'one')
    lab.wait_until(lambda: nw.vm('one')['State'] == 'shutoff' and nw.vm('one')['ManagedSave'], 10)
    nw.set_linked(path, False)
    assert nw.card(path)['Linked'] is False
    lab.virsh('start', 'one')
    lab.wait_until(lambda: nw.vm('one')['State'] == 'running', 10)
    card = nw.check_agrees(path, one)
    assert (card['Linked'], card['NextStart']) == (True, {'linked': False})
    nw.set_linked(path, True)
    assert nw.card(path)['NextStart'] == {}


def test_moves_lose_next_to_nothing(daemon, nw, guest):
    c, d = nw.isolated('c'), nw.isolated('d')
    lab.join_bridges('c', 'd')
    mover = guest('mover', net(bridge='c', ip='10.1.0.1/24'), options=['--quiet']).wait()
    watcher = guest('watcher', net(bridge='c', ip='10.1.0.2/24')).wait()
    path = nw.vnic('mover')
    nw.set_network(nw.vnic('watcher'), c)
    before = mover.card()
    addresses, changes = mover.addresses(), mover.carrier_changes()
    taps = [nw.card(nw.vnic(name))['HostDevice'] for name in ('watcher', 'mover')]
    sent, moves = 0, []
    lab.come_first()
    for _ in range(MOVES // 100):
        wire = Wire(*taps, daemon.process.pid)
        with Ping(watcher, '10.1.0.1', INTERVAL) as ping:
            for number in range(100):
                target = (d, c)[number % 2]
                with wire.move():
                    nw.set_network(path, target)
                assert nw.check_agrees(path, mover)['Network'] == target
                ping.wait_answers(3)
        sent += ping.sent
        moves += wire.get_moves(ping)
    after = mover.card()
    assert (after.mac, after.address, after.tap) == (before.mac, before.address, before.tap)
    assert mover.addresses() == addresses and mover.carrier_changes() == changes
    lost = [move.count_lost(INTERVAL) for move in moves]
    print(f'{sum(lost)} of {sent} lost in {len(moves)} moves, at most {max(lost)} in one; on no bridge for at most '
          f'{max(move.unwired for move in moves) * 1000:.1f} ms')
    more = [move for move, count in zip(moves, lost) if count > 1]
    print(f'more than one: {more}')
    # Only where the kernel took longer than a ping, or did not let the service run, may it be more: not in the
    # soak, for which the machine is quiet.
    assert all(move.count_lost(INTERVAL) <= 1 + (move.unwired + move.waited) / INTERVAL for move in more), more
    assert not more or MOVES == 100, more
    assert all(sum(lost[start:start + 100]) <= 100 for start in range(0, MOVES, 100)), lost
