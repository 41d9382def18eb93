# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What is counted of cards and networks is what their guests count, whatever becomes of taps and daemon."""

import json
import time

import pytest

import bus
import lab
from guests import net
from netwiring import MANAGER, STATISTICS, NetWiring, expect, settings

PINGS = 100
# The host's IPv6 says a few words of its own on each new tap, which QEMU keeps from a guest that did not ask for them,
# and on each macvtap.
HOSTS_OWN = 5
ALONE = '10.0.0.99'     # nobody has that address, but who asks need not ask


def quiet(guest, *names, **cards):
    """Guests on a network that say nothing unasked."""
    return [guest(name, net(bridge='a', ip=f'10.0.0.{number}/24', **cards), options=['--quiet']).wait()
            for number, name in enumerate(names, 1)]


@pytest.fixture(scope='module')
def networks(daemon):
    nw = NetWiring(bus.Client())
    return {name: nw.isolated(name) for name in 'ab'}


@pytest.fixture(scope='module')
def two(networks, guest):
    return quiet(guest, 'one', 'two')


def read(nw, *paths):
    """What is told of each of these objects, as (received, sent) packets, counted now."""
    since = time.time_ns() // 1000

    def now():
        told = nw.client.call(bus.ROOT, MANAGER + '.GetStatistics', '(aoa{sv})', list(paths), {})
        return told if all(each['sample-time'] >= since for each in told.values()) else None
    told = lab.wait_until(now, 5, 'counters to be read anew')
    return [(told[path]['rx-packets'], told[path]['tx-packets']) for path in paths]


def seen(guest, link='eth0'):
    """What the guest itself has counted."""
    out = guest.exec(f'cd /sys/class/net/{link}/statistics && cat rx_packets tx_packets')
    return tuple(map(int, out.split()))


def grown(before, after):
    return tuple(now - then for then, now in zip(before, after))


class Counted:
    """What a guest's card counted from here on, by the guest and by us: the same. Something may be sent at any
    time, so the guest looks before and after us, each time."""

    def __init__(self, nw, path, guest):
        self.nw, self.path, self.guest = nw, path, guest
        self.before = seen(guest)
        self.start, = read(nw, path)
        self.after = seen(guest)

    def check(self):
        least = grown(self.after, seen(self.guest))
        (ours,) = read(self.nw, self.path)
        ours = grown(self.start, ours)
        most = grown(self.before, seen(self.guest))
        assert all(low <= number <= high + HOSTS_OWN for low, number, high in zip(least, ours, most)), (least, ours, most)
        return ours


def ping(guest, address, count=PINGS):
    guest.exec(f'ping -q -c {count} -i 0.01 -w 30 {address}', 60)


def shout(guest, link='eth0', count=PINGS):
    """So many packets that nobody answers."""
    guest.exec(f'arp -i {link} -s {ALONE} 02:00:00:00:00:99')
    guest.status(f'ping -q -c {count} -i 0.01 -w 3 -W 1 {ALONE}', 30)


def test_pings_are_counted_both_ways(nw, two):
    one, two = two
    first, second = (Counted(nw, nw.vnic(each.name), each) for each in (one, two))
    ping(one, '10.0.0.2')
    rx, tx = first.check()
    assert PINGS <= rx < PINGS + 10 and PINGS <= tx < PINGS + 10      # the rest is ARP
    assert all(abs(number - other) <= HOSTS_OWN for number, other in zip(second.check(), (tx, rx)))


def test_what_a_guest_sends_is_sent(nw, two):
    """Not received, which its tap does: other hosts tell it the wrong way round."""
    one = Counted(nw, nw.vnic('one'), two[0])
    before, = read(nw, nw.vnic('two'))
    shout(two[0])
    rx, tx = one.check()
    assert rx < 10 and PINGS <= tx < PINGS + 10
    rx, tx = grown(before, *read(nw, nw.vnic('two')))     # flooded: nobody knows where the address is
    assert PINGS <= rx < PINGS + 10 and tx < 10


def test_a_network_is_the_sum_of_its_ports(nw, two, networks):
    attachment = nw.network(networks['a'])['Attachment']
    paths = [attachment, nw.vnic('one'), nw.vnic('two')]
    before = read(nw, *paths)
    ping(two[0], '10.0.0.2')
    shout(two[0])
    network, one, other = map(grown, before, read(nw, *paths))
    assert network == (one[1] + other[1], one[0] + other[0])
    assert network[0] >= 3 * PINGS


def test_rates_are_since_the_last_reading(nw, two):
    path = nw.vnic('one')
    read(nw, path)
    ping(two[0], '10.0.0.2', 50)
    read(nw, path)
    told = nw.client.call(path, STATISTICS + '.GetStatistics', '(a{sv})', {})
    assert 0 < told['rx-rate'] < 1e6 and 0 < told['tx-rate'] < 1e6


def test_counts_of_an_unplugged_card_stay(nw, two):
    one, path = two[0], nw.vnic('one')
    counted = Counted(nw, path, one)
    ping(one, '10.0.0.2')
    before = grown(counted.after, seen(one))
    nw.unplug(path)
    gone, = read(nw, path)
    assert all(low <= number <= low + HOSTS_OWN for low, number in zip(before, grown(counted.start, gone)))
    nw.plug(path)
    lab.wait_until(lambda: one.status('ping -c 1 -W 1 10.0.0.2')[0] == 0, 20)
    plugged, = read(nw, path)
    assert all(now > then for then, now in zip(gone, plugged))
    again = Counted(nw, path, one)
    ping(one, '10.0.0.2')
    assert again.check()[0] >= PINGS


def test_counts_go_on_when_a_vm_starts_again(nw, two):
    one, path = two[0], nw.vnic('one')
    ping(one, '10.0.0.2')
    before, = read(nw, path)
    tap = nw.card(path)['HostDevice']
    ping(one, '10.0.0.2')       # nobody reads these before the tap is gone
    lab.virsh('destroy', 'one')
    lab.wait_until(lambda: nw.vm('one')['State'] == 'shutoff')
    off, = read(nw, path)
    assert all(PINGS <= number < PINGS + 10 for number in grown(before, off))
    lab.virsh('start', 'one')
    one.wait()
    assert nw.card(path)['HostDevice'] != tap
    counted = Counted(nw, path, one)
    assert all(now >= then for then, now in zip(off, counted.start))
    ping(one, '10.0.0.2')
    assert counted.check()[0] >= PINGS


@pytest.mark.parametrize('end', ['stop', 'kill'])
def test_counts_go_on_when_the_daemon_starts_again(nw, client, daemon, two, networks, end):
    one, path = two[0], nw.vnic('one')
    attachment = nw.network(networks['a'])['Attachment']
    counted = Counted(nw, path, one)
    before, = read(nw, attachment)
    ping(one, '10.0.0.2')
    getattr(daemon, end)()
    ping(one, '10.0.0.2')
    daemon.start()
    counted.nw = fresh = NetWiring(client())
    lab.wait_until(lambda: fresh.manager()['HypervisorState'] == 'connected')
    rx, tx = counted.check()
    assert 2 * PINGS <= rx <= 2 * PINGS + 10
    after, = read(fresh, attachment)
    assert grown(before, after)[0] >= 4 * PINGS
    # What was unplugged before stays, too, and nothing is counted twice.
    daemon.kill()
    daemon.start()
    counted.nw = NetWiring(client())
    lab.wait_until(lambda: counted.nw.manager()['HypervisorState'] == 'connected')
    assert all(0 <= now - then <= HOSTS_OWN for then, now in zip((rx, tx), counted.check()))


def test_a_tap_that_goes_while_no_daemon_runs(nw, client, daemon, two):
    one, path = two[0], nw.vnic('one')
    counted = Counted(nw, path, one)
    ping(one, '10.0.0.2')
    daemon.stop()
    lab.virsh('destroy', 'one')
    lab.virsh('start', 'one')
    one.wait()
    daemon.start()
    fresh = NetWiring(client())
    lab.wait_until(lambda: fresh.manager()['HypervisorState'] == 'connected')
    now, = read(fresh, path)
    assert all(number >= PINGS for number in grown(counted.start, now))


def test_a_port_that_leaves_leaves_its_counts(nw, two, networks):
    one, path = two[0], nw.vnic('one')
    a, b = (nw.network(networks[name])['Attachment'] for name in 'ab')
    ping(one, '10.0.0.2')
    before = read(nw, a, b)
    ping(one, '10.0.0.2')
    nw.set_network(path, networks['b'])
    left = read(nw, a, b)
    assert 2 * PINGS <= grown(before[0], left[0])[0] < 2 * PINGS + 10
    assert grown(before[1], left[1])[0] < 10
    shout(one)
    alone = read(nw, a, b)
    assert grown(left[0], alone[0])[0] < 10 and PINGS <= grown(left[1], alone[1])[0] < PINGS + 10
    nw.set_network(path, networks['a'])
    ping(one, '10.0.0.2')
    back = read(nw, a, b)
    assert 2 * PINGS <= grown(alone[0], back[0])[0] < 2 * PINGS + 10


def test_a_macvtap_is_the_guests_own_end(nw, guest, tmp_path):
    (tmp_path / 'card.xml').write_text(
        "<interface type='direct'><mac address='52:54:00:6e:77:99'/><source dev='up0' mode='bridge'/>"
        "<model type='virtio'/></interface>")
    lab.run('ip', 'link', 'add', 'up0', 'type', 'veth', 'peer', 'name', 'up1')
    try:
        for name in ('up0', 'up1'):
            lab.run('ip', 'link', 'set', name, 'up')
        vm = guest('vtap', options=['--quiet']).wait()
        lab.virsh('attach-device', 'vtap', str(tmp_path / 'card.xml'), '--live')
        lab.wait_until(lambda: nw.vm('vtap')['Vnics'] and nw.card(nw.vnic('vtap'))['HostDevice'], 10)
        lab.wait_until(lambda: 'eth0' in vm.exec('ls /sys/class/net'), 10)
        assert nw.card(nw.vnic('vtap'))['HostDevice'].startswith('macvtap')
        vm.exec('ip link set eth0 up; ip address add 10.0.0.3/24 dev eth0')
        counted = Counted(nw, nw.vnic('vtap'), vm)
        shout(vm)
        rx, tx = counted.check()
        assert rx < 10 and PINGS <= tx < PINGS + 10
    finally:
        lab.remove_link('up0')


def test_what_is_not_there(nw, two):
    path = nw.add_vnic('one', {'plugged': False})
    told = nw.client.call(path, STATISTICS + '.GetStatistics', '(a{sv})', {})
    assert set(told) == {'sample-time'}
    nw.remove_vnic(path)
    text = expect('NotFound', nw.client.call, bus.ROOT, MANAGER + '.GetStatistics', '(aoa{sv})',
                  [nw.vnic('one'), path], {})
    assert path in text
    expect('InvalidArgument', nw.client.call, bus.ROOT, MANAGER + '.GetStatistics', '(aoa{sv})', [], settings({'x': 1}))


def test_everybody_reads_and_the_command_line_shows(nw, client, two, networks):
    path = nw.vnic('one')
    told = client('nobody').call(path, STATISTICS + '.GetStatistics', '(a{sv})', {})
    assert told['rx-packets'] > 0
    shown, = json.loads(lab.run('netwiringctl', '-j', 'vnic', 'stats', nw.card(path)['Id']))
    assert shown['Path'] == path and shown['rx-packets'] >= told['rx-packets']
    names = [each['Name'] for each in json.loads(lab.run('netwiringctl', '-j', 'attachment', 'stats'))]
    assert sorted(names) == ['a', 'b']
