# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A card that receives the traffic of networks: what comes to its guest is counted on its tap."""

import collections
import contextlib
import pathlib
import re
import signal
import socket
import struct
import subprocess

import pytest

import faults
import lab
import life
from guests import net
from netwiring import VNIC, expect

PINGS = 1000
ETH_P_ALL, PACKET_OUTGOING, SO_RCVBUFFORCE = 3, 4, 33
IPV4 = b'\x08\x00'
REQUEST, REPLY = 8, 0       # types of ICMP


class Tap:
    """The echo packets between two guests that pass a tap: to and from its guest, each (type, process,
    number) with how often it was seen."""

    def __init__(self, name, ours=('10.0.0.1', '10.0.0.2')):
        self.ours = {socket.inet_aton(address) for address in ours}
        self.received, self.sent = collections.Counter(), collections.Counter()
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.htons(ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)
        self.socket.bind((name, ETH_P_ALL))

    def read(self):
        """Take in what passed since."""
        while True:
            try:
                frame, (_name, _protocol, kind, *_) = self.socket.recvfrom(64)
            except BlockingIOError:
                return self
            if frame[12:14] == IPV4 and frame[23] == socket.IPPROTO_ICMP and {frame[26:30], frame[30:34]} == self.ours:
                seen = self.received if kind == PACKET_OUTGOING else self.sent
                seen[(frame[34], *struct.unpack_from('!HH', frame, 38))] += 1

    def of(self, kind):
        """How often each request, or reply, passed in either direction."""
        both = self.received + self.sent
        return {key: count for key, count in both.items() if key[0] == kind}


@contextlib.contextmanager
def watched(*names, **options):
    """Taps by the names of their links; read at the end."""
    taps = [Tap(name, **options) for name in names]
    yield taps
    for tap in taps:
        tap.read().socket.close()


@pytest.fixture(scope='module')
def three(networks, guest):
    """Two guests on a that speak, and one on c that listens."""
    guests = [guest('one', net(bridge='a', ip='10.0.0.1/24')), guest('two', net(bridge='a', ip='10.0.0.2/24')),
              guest('ear', net(bridge='c', ip='10.0.0.3/24'))]
    return [each.wait() for each in guests]


@pytest.fixture
def mirrored(nw, networks, three):
    """The path of the listening card, on c, which mirrors a."""
    one, two, ear = map(nw.vnic, ('one', 'two', 'ear'))
    nw.set_network(one, networks['a'])
    nw.set_network(two, networks['a'])
    nw.update(ear, {'network': networks['c'], 'mirrored_networks': [networks['a']]})
    assert nw.card(ear)['MirroredNetworks'] == [networks['a']]
    return ear


def tap(nw, name):
    return nw.card(nw.vnic(name))['HostDevice']


def ping(guest, address, count=PINGS):
    guest.exec(f'ping -q -c {count} -i 0.01 -w 60 {address}', 90)


def check_each_once(ear, stable):
    """What the guest that stays on the network has sent and received is what the mirror has, once."""
    for kind in (REQUEST, REPLY):
        assert set(ear.of(kind)) == set(stable.of(kind))
        assert set(ear.of(kind).values()) <= {1}
    assert not ear.sent


def filters():
    """All that mirrors are made of on this host; isolated bridges have a queue with a seal of their own."""
    links = sorted(link.split('@')[0] for link in lab.run('ls', '/sys/class/net').split())
    sides = [('filter', 'show', 'dev', link, side) for link in links for side in ('ingress', 'egress')]
    texts = [lab.run('tc', *words, check=False).stdout for words in sides]
    sealed = {words[3] for words, text in zip(sides, texts) if 'pref 20057 ' in text}
    queues = [line for line in lab.run('tc', 'qdisc', 'show').splitlines()
              if 'clsact' in line and line.split()[4] not in sealed]
    texts = [re.sub(r'\tindex .*', '', text) for text in texts]     # of a filter that was made anew
    return [text for text in texts if 'mirred' in text or '20055' in text] + queues


def test_the_host_can(nw):
    assert 'mirroring' in nw.manager()['Capabilities']


@pytest.mark.parametrize('place', ['c', 'a'])
def test_each_ping_once_per_direction(nw, three, networks, mirrored, place):
    one, _two, guest = three
    nw.set_network(mirrored, networks[place])
    guest.exec('ip link set eth0 promisc on')
    before = int(guest.exec('cat /sys/class/net/eth0/statistics/rx_packets'))
    with watched(tap(nw, 'ear'), tap(nw, 'one')) as (ear, speaker):
        ping(one, '10.0.0.2')
    check_each_once(ear, speaker)
    assert len(ear.of(REQUEST)) == len(ear.of(REPLY)) == PINGS
    came = int(guest.exec('cat /sys/class/net/eth0/statistics/rx_packets')) - before
    assert 2 * PINGS <= came < 2 * PINGS + PINGS // 10      # the rest is ARP and IPv6


def test_none_of_its_own(nw, three, networks, mirrored):
    nw.set_network(mirrored, networks['a'])
    with watched(tap(nw, 'ear'), ours=('10.0.0.1', '10.0.0.3')) as (ear,):
        ping(three[2], '10.0.0.1', 100)
    assert {key[0] for key in ear.received} == {REPLY} and {key[0] for key in ear.sent} == {REQUEST}
    assert len(ear.received) == len(ear.sent) == 100 and set(ear.received.values()) == {1}


def test_none_when_it_is_taken_away(nw, three, mirrored):
    nw.update(mirrored, {'mirrored_networks': []})
    assert nw.card(mirrored)['MirroredNetworks'] == []
    with watched(tap(nw, 'ear')) as (ear,):
        ping(three[0], '10.0.0.2', 100)
    assert not ear.received and not filters()


@pytest.mark.parametrize('mover, stable', [('one', 'two'), ('two', 'one'), ('ear', 'one'), ('ear', 'two')])
def test_right_while_any_of_them_moves(nw, three, networks, mirrored, mover, stable):
    one, path = three[0], nw.vnic(mover)
    with watched(tap(nw, 'ear'), tap(nw, stable)) as (ear, stays):
        pid = one.exec('ping -q -i 0.01 10.0.0.2 >/dev/null 2>&1 & echo $!').strip()
        for place in 'baba':
            seen = len(stays.read().of(REQUEST))
            nw.set_network(path, networks[place])
            if (mover, stable) != ('one', 'two') or place == 'a':
                lab.wait_until(lambda: len(stays.read().of(REQUEST)) > seen + 50, 20)
        one.exec(f'kill -INT {pid}; while [ -d /proc/{pid} ]; do usleep 10000; done')
    check_each_once(ear, stays)
    assert len(ear.of(REQUEST)) > 100


def test_a_partial_change_keeps_the_rest(nw, three, networks, mirrored):
    """The link alone is what was asked for, and what is told."""
    before, index = nw.card(mirrored), pathlib.Path('/sys/class/net', tap(nw, 'ear'), 'ifindex').read_text()
    made = filters()
    nw.client.listen()
    for linked, told in ((False, {'Linked': False, 'LinkState': 'down', 'State': 'unlinked'}),
                         (True, {'Linked': True, 'LinkState': 'up', 'State': 'active'})):
        nw.client.signals.clear()
        nw.update(mirrored, {'linked': linked})
        changed = [values for path, _interface, member, values in nw.client.signals
                   if member == 'PropertiesChanged' and path == mirrored]
        assert changed == [(VNIC, told, [])]
        assert nw.card(mirrored) == {**before, **told}
        nw.check_agrees(mirrored, three[2])
        assert three[2].card().alias == before['Alias'] and filters() == made
        assert pathlib.Path('/sys/class/net', before['HostDevice'], 'ifindex').read_text() == index
    with watched(tap(nw, 'ear'), tap(nw, 'one')) as (ear, speaker):
        ping(three[0], '10.0.0.2', 100)
    check_each_once(ear, speaker)


def test_of_two_mirrors_of_a_network_one_is_taken_away(nw, three, networks, mirrored):
    path = nw.add_vnic('ear', {'network': 'c', 'mirrored-networks': ['a']})
    for names in (['a'], ['b'], []):
        nw.update(path, {'mirrored-networks': names})
        with watched(tap(nw, 'ear'), nw.card(path)['HostDevice'], tap(nw, 'one')) as (ear, other, speaker):
            ping(three[0], '10.0.0.2', 100)
        check_each_once(ear, speaker)
        if 'a' in names:
            check_each_once(other, speaker)
        else:
            assert not other.received
    nw.unplug(path)
    nw.remove_vnic(path)


def test_set_again_at_the_next_start(nw, three, networks, mirrored):
    lab.virsh('destroy', 'ear')
    lab.wait_until(lambda: not filters(), 5)
    lab.virsh('start', 'ear')
    three[2].wait()
    assert nw.card(mirrored)['MirroredNetworks'] == [networks['a']]
    with watched(tap(nw, 'ear'), tap(nw, 'one')) as (ear, speaker):
        ping(three[0], '10.0.0.2', 100)
    check_each_once(ear, speaker)


def test_nothing_doubles_when_the_daemon_restarts(nw, daemon, three, mirrored):
    before = filters()
    with watched(tap(nw, 'ear'), tap(nw, 'one')) as (ear, speaker):
        pid = three[0].exec('ping -q -i 0.01 10.0.0.2 >/dev/null 2>&1 & echo $!').strip()
        daemon.kill()
        daemon.start()
        three[0].exec(f'kill -INT {pid}; while [ -d /proc/{pid} ]; do usleep 10000; done')
    check_each_once(ear, speaker)
    assert filters() == before


def test_survives_what_the_network_manager_does_to_the_bridge(nw, three, networks, mirrored):
    nw.update_network(networks['a'], {'mtu': 1600})
    nw.update_network(networks['a'], {'mtu': 1500})
    with watched(tap(nw, 'ear'), tap(nw, 'one')) as (ear, speaker):
        ping(three[0], '10.0.0.2', 100)
    check_each_once(ear, speaker)


def test_a_failure_takes_everything_back(nw, three, networks, mirrored, theirs):
    before = nw.card(mirrored)
    with faults.no_mirrors('theirs'):
        made = filters()
        text = expect('UpdateFailed', nw.update, mirrored, {'network': networks['a'], 'linked': False,
                                                            'mirrored_networks': [networks['a'], theirs]})
        assert 'ingress' in text and '(56)' in text
        assert nw.card(mirrored) == before
        nw.check_agrees(mirrored, three[2])
        assert filters() == made and nw.card(mirrored)['Problem'] == ''


def test_a_mirror_that_others_keep_away_is_the_cards_problem(daemon, nw, three, mirrored):
    nw.update(mirrored, {'mirrored_networks': ['b']})
    made = filters()
    daemon.process.send_signal(signal.SIGSTOP)      # or it would be quicker
    lab.run('tc', 'qdisc', 'del', 'dev', 'b', 'clsact')
    with faults.no_mirrors('b'):
        daemon.process.send_signal(signal.SIGCONT)
        lab.wait_until(lambda: nw.card(mirrored)['State'] == 'failed')
        problem = nw.card(mirrored)['Problem']
        assert 'bridge b cannot be mirrored' in problem and 'ingress' in problem
    lab.wait_until(lambda: nw.card(mirrored)['State'] == 'active')
    assert nw.card(mirrored)['Problem'] == '' and len(filters()) == len(made)


@contextlib.contextmanager
def watched_filters():
    """A list that in the end has all that was done to queues and filters, as the kernel told it."""
    path, seen = lab.STATE / 'filters.seen', []
    with open(path, 'wb') as output:
        process = subprocess.Popen(['tc', 'monitor'], stdout=output, stdin=subprocess.DEVNULL)
    lab.wait_until(lambda: f' {process.pid} ' in pathlib.Path('/proc/net/netlink').read_text())
    yield seen
    process.terminate()
    process.wait()
    seen += path.read_text().splitlines()


def outside(nw):
    """All that a plug could change for good; libvirt itself drops names of its own that a definition has."""
    definitions = lab.virsh('dumpxml ear; dumpxml --inactive ear')
    return (nw.client.objects(), re.sub(r" *<alias name='net\d'/>\n", '', definitions), filters(),
            lab.run('ip', '-o', 'link'), {path.name: path.read_text() for path in (faults.STORE / 'vm').iterdir()},
            faults.journal())


def plug_stored(nw, values):
    path = nw.add_vnic('ear', {**values, 'plugged': False})
    return lambda: nw.plug(path)


def plug_with(nw, values):
    path = nw.add_vnic('ear', {'plugged': False})
    return lambda: nw.update(path, {**values, 'plugged': True})


def add(nw, values):
    return lambda: nw.add_vnic('ear', values)


@pytest.mark.parametrize('prepare', [plug_stored, plug_with, add])
def test_a_failure_takes_the_card_out_again(nw, three, networks, mirrored, theirs, prepare):
    """The first network can be mirrored, the second cannot."""
    nw.update(mirrored, {'mirrored_networks': []})
    plug = prepare(nw, {'network': networks['c'], 'mirrored-networks': [networks['a'], theirs]})
    before = outside(nw)
    with watched_filters() as seen, faults.no_mirrors('theirs'):
        text = expect('PlugFailed', plug)
        assert 'ingress' in text and '(49)' in text
        life.check(nw, 'ear')
    assert outside(nw) == before and not filters() and nw.vm('ear')['Problem'] == ''
    copies = [line for line in seen if 'filter dev a ' in line]
    assert len(copies) == 4 and [line.startswith('deleted ') for line in copies] == [False, False, True, True], seen
    assert any('clsact' in line and 'dev vnet' in line for line in seen), seen      # the card was in
    plug()
    card, = set(nw.vm('ear')['Vnics']) - {mirrored}
    assert nw.card(card)['State'] == 'active' and len(nw.card(card)['MirroredNetworks']) == 2
    life.check(nw, 'ear')
    nw.unplug(card)
    assert not filters()
    nw.remove_vnic(card)


def test_refusals(nw, three, mirrored):
    expect('NotFound', nw.update, mirrored, {'mirrored_networks': ['nosuch']})
    expect('InvalidArgument', nw.update, mirrored, {'mirrored_networks': ['/']})
    expect('InvalidArgument', nw.update, mirrored, {'mirrored_networks': []}, live_only=True)


def test_a_network_that_goes_ends_its_mirror(nw, three, mirrored):
    gone = nw.isolated('gone')
    nw.update(mirrored, {'mirrored_networks': ['gone']})
    assert nw.card(mirrored)['MirroredNetworks'] == [gone]
    nw.remove_attachment(nw.network(gone)['Attachment'])
    nw.delete_network(gone)
    assert nw.card(mirrored)['MirroredNetworks'] == [] and not filters()
