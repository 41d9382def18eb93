# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Isolated means isolated: between the host and the guests of an isolated network nothing passes, and
nothing is routed out of it. The same probes get through on a plain bridge."""

import ipaddress
import pathlib
import re
import subprocess

import pytest

import bus
import lab
from guests import Ping, net
from netwiring import NetWiring
from test_mirror import watched

BUSYBOX = 'busybox'                                     # the host's own ping and arping may be any
HOST = ['10.9.0.1', '10.72.0.1', '10.8.0.1']            # its addresses: on a NIC, on a bridge, on lo
OUTSIDE = '10.9.0.2'                                    # beyond the NIC
ONE, TWO, THREE = '10.1.0.1', '10.1.0.2', '10.2.0.1'
NOBODY = '02:00:00:00:00:99'
# Groups that a bridge by standard does not forward, each with an address of the host on lo.
GROUPS = {f'10.8.0.{10 + number}': f'01:80:c2:00:00:{number:02x}' for number in (0, 2, 3, 14, 15)}
BY_BRIDGE = '10.8.0.9'                                  # one more, for what is sent to the bridge's MAC


def sysctl(name, value):
    pathlib.Path('/proc/sys', name).write_text(str(value))


def mac_of(link):
    return pathlib.Path(f'/sys/class/net/{link}/address').read_text().strip()


def link_local(mac):
    """The address that IPv6 makes of a MAC."""
    high, low = mac[:8].split(':'), mac[9:].split(':')
    high[0] = f'{int(high[0], 16) ^ 2:02x}'
    digits = ''.join([*high, 'ff', 'fe', *low])
    return str(ipaddress.ip_address(f'fe80::{digits[:4]}:{digits[4:8]}:{digits[8:12]}:{digits[12:]}'))


def echoes_heard(text=None):
    """How many echo requests the host's own stack got; a guest's by the text of its counters."""
    text = text or pathlib.Path('/proc/net/snmp').read_text()
    names, values = [line.split() for line in text.splitlines() if line.startswith('Icmp:')]
    return int(values[names.index('InEchos')])


def start(*command):
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope='module')
def host(daemon, bridge):
    """A host that routes, with addresses of all kinds; plain bridges open0 and open1; routes to the guests."""
    lab.run('ip', 'link', 'add', 'out0', 'type', 'veth', 'peer', 'name', 'out1')
    for end in 'out0', 'out1':      # NetworkManager would tidy them up
        command = ['nmcli', 'device', 'set', end, 'managed', 'no']
        lab.wait_until(lambda words=command: lab.run(*words, check=False).returncode == 0)
    for words in ('link set out0 up', 'link set out1 up', f'address add {HOST[0]}/24 dev out0',
                  f'neighbor add {OUTSIDE} lladdr {NOBODY} dev out0',
                  *(f'address add {each}/32 dev lo' for each in (HOST[2], BY_BRIDGE, *GROUPS))):
        lab.run('ip', *words.split())
    bridge('home0', address=f'{HOST[1]}/24')
    bridge('open0')
    bridge('open1')
    sysctl('net/ipv4/ip_forward', 1)
    yield
    sysctl('net/ipv4/ip_forward', 0)
    lab.run('ip', 'address', 'flush', 'dev', 'lo', 'to', '10.8.0.0/16')
    lab.remove_link('out0')


@pytest.fixture(scope='module')
def places(host):
    """Networks by name: red and blue are isolated."""
    nw = NetWiring(bus.Client())
    return {**{name: nw.isolated(name) for name in ('red', 'blue')},
            **{name: nw.find_network(name) for name in ('open0', 'open1')}}


@pytest.fixture(scope='module')
def three(places, guest):
    guests = [guest('one', net(bridge='red', ip=f'{ONE}/24')), guest('two', net(bridge='red', ip=f'{TWO}/24')),
              guest('three', net(bridge='blue', ip=f'{THREE}/24'))]
    return [each.wait() for each in guests]


class Probes:
    """What gets through from and to guest one, on a bridge, and to guest three, on another one; the host
    knows ways to both."""

    def __init__(self, guests, bridge, other):
        self.one, _two, self.three = guests
        self.bridge = bridge
        for network, way in ('10.1.0.0/24', bridge), ('10.2.0.0/24', other):
            lab.run('ip', 'route', 'replace', network, 'dev', way)
        self.one.exec('ip neigh flush dev eth0; ' + '; '.join(
            f'ip route replace {each}/32 dev eth0' for each in (*HOST, OUTSIDE, THREE, BY_BRIDGE, *GROUPS)))

    def asks(self):
        """What the host answers the guest."""
        found = re.search(r'fe80::\S+(?=/)', lab.run('ip', '-6', 'address', 'show', 'dev', self.bridge))
        local = found[0] if found else link_local(mac_of(self.bridge))
        probes = [*(f'ping -c 1 -W 1 {each} >/dev/null && echo ping {each}' for each in HOST),
                  *(f'arping -q -I eth0 -c 1 -w 1 {each} && echo arp {each}' for each in HOST),
                  f'ping -6 -c 1 -W 1 {local}%eth0 >/dev/null && echo ping link-local']
        return set(self.one.exec(' & '.join(f'({each})' for each in probes) + ' & wait').splitlines())

    def is_asked(self):
        """What the guest answers the host."""
        local = link_local(self.one.card().mac) + '%' + self.bridge
        probes = {'host pings': ['ping', '-c', '1', '-W', '1', ONE],
                  'host pings link-local': ['ping', '-6', '-c', '1', '-W', '1', local],
                  'host arps': ['arping', '-q', '-I', self.bridge, '-c', '1', '-w', '1', '-s', HOST[0], ONE]}
        running = {name: start(BUSYBOX, *words) for name, words in probes.items()}
        return {name for name, process in running.items() if process.wait(10) == 0}

    def slips(self):
        """Where something arrives that the guest sends to groups, or to the bridge's own MAC."""
        own = mac_of(self.bridge)
        ways = {**GROUPS, BY_BRIDGE: own, OUTSIDE: own, THREE: own}
        before = echoes_heard(), echoes_heard(self.three.exec('cat /proc/net/snmp'))
        with watched('out1', ours=(ONE, OUTSIDE)) as (outside,):
            self.one.exec('; '.join(f'arp -i eth0 -s {address} {mac}' for address, mac in ways.items()) + '; '
                          + ' & '.join(f'ping -c 1 -W 1 {address} >/dev/null' for address in ways) + ' & wait; '
                          + '; '.join(f'arp -i eth0 -d {address}' for address in ways))
        reached = {f'host {echoes_heard() - before[0]}': echoes_heard() > before[0], 'outside': bool(outside.sent),
                   'other guest': echoes_heard(self.three.exec('cat /proc/net/snmp')) > before[1]}
        return {f'slips to {name}' for name, through in reached.items() if through}

    def all(self):
        return self.asks() | self.is_asked() | self.slips()


EVERYTHING = ({f'{how} {each}' for how in ('ping', 'arp') for each in HOST}
              | {'ping link-local', 'host pings', 'host pings link-local', 'host arps'}
              | {f'slips to host {len(GROUPS) + 1}', 'slips to outside', 'slips to other guest'})


def sealed(bridge):
    """Which sides of a bridge drop everything; and what else of traffic control is on it."""
    sides = [side for side in ('ingress', 'egress')
             if "bytecode '1,6 0 0 2'" in lab.run('tc', 'filter', 'show', 'dev', bridge, side)]
    return sides, lab.run('tc', 'qdisc', 'show', 'dev', bridge)


def check_isolated(guests, bridge='red', other='blue'):
    assert sealed(bridge)[0] == ['ingress', 'egress']
    assert Probes(guests, bridge, other).all() == set()


def restore_ports(nw):
    """What libvirt does not notice."""
    for name, bridge in ('one', 'red'), ('two', 'red'), ('three', 'blue'):
        lab.run('ip', 'link', 'set', nw.card(nw.vnic(name))['HostDevice'], 'master', bridge)


def test_a_plain_bridge_is_not(nw, three, places):
    for name, place in ('one', 'open0'), ('two', 'open0'), ('three', 'open1'):
        nw.set_network(nw.vnic(name), places[place])
    try:
        probes, reached = Probes(three, 'open0', 'open1'), set()
        lab.wait_until(lambda: reached.update(probes.all()) or reached >= EVERYTHING, 30, EVERYTHING)
        assert 'clsact' not in sealed('open0')[1]
    finally:
        for name, place in ('one', 'red'), ('two', 'red'), ('three', 'blue'):
            nw.set_network(nw.vnic(name), places[place])


def test_isolated_means_isolated(nw, three, places):
    assert lab.run('ip', '-6', 'address', 'show', 'dev', 'red') == ''
    attachment = nw.attachment(nw.network(places['red'])['Attachment'])
    assert (attachment['State'], attachment['Problem']) == ('active', '')
    check_isolated(three)


def test_also_with_addresses_that_somebody_gives_it(three):
    sysctl('net/ipv6/conf/red/disable_ipv6', 0)
    for address in '10.1.0.254/24', 'fe80::99/64':
        lab.run('ip', 'address', 'add', address, 'dev', 'red', *(['nodad'] if ':' in address else []))
    try:
        check_isolated(three)
        assert three[0].pings('10.1.0.254', 1) == 0 and start(BUSYBOX, 'ping', '-c', '1', '-W', '1', TWO).wait(10) != 0
    finally:
        lab.run('ip', 'address', 'delete', '10.1.0.254/24', 'dev', 'red')
        sysctl('net/ipv6/conf/red/disable_ipv6', 1)


def test_guests_among_themselves_lose_nothing(three):
    one, two, _three = three
    with Ping(one, TWO) as ping:
        ping.wait_answers(500, 30)
        before = sealed('red')
        lab.run('tc', 'qdisc', 'delete', 'dev', 'red', 'clsact')
        lab.wait_until(lambda: sealed('red') == before)
        ping.wait_answers(100)
    assert ping.lost == [] and ping.sent > 600
    assert one.pings(link_local(two.card().mac) + '%eth0') == 3
    assert one.exec(f'ping -c 3 -s 1472 {TWO}').count('bytes from') == 3


@pytest.mark.parametrize('filters', ['qdisc delete dev red clsact', 'filter delete dev red ingress',
                                     'filter delete dev red egress'])
def test_put_back_when_somebody_takes_it_away(filters):
    before = sealed('red')
    lab.run('tc', *filters.split())
    lab.wait_until(lambda: sealed('red') == before)


def test_survives_an_update_of_the_bridge(nw, three, places):
    before = sealed('red')
    nw.update_network(places['red'], {'mtu': 1600})
    nw.update_network(places['red'], {'mtu': 1500})
    assert sealed('red') == before
    check_isolated(three)


def test_with_a_mirror_and_when_it_is_taken_away(nw, three, places):
    before = sealed('red')
    ear = nw.vnic('three')
    nw.update(ear, {'mirrored_networks': [places['red']]})
    with watched(nw.card(ear)['HostDevice'], ours=(ONE, TWO)) as (tap,):
        three[0].exec(f'ping -q -c 100 -i 0.01 {TWO}')
    assert len(tap.received) == 200 and set(tap.received.values()) == {1}
    check_isolated(three)
    nw.update(ear, {'mirrored_networks': []})
    assert sealed('red') == before
    check_isolated(three)


def test_after_a_kill_of_the_daemon(nw, daemon, three, client):
    before = sealed('red')
    daemon.kill()
    assert sealed('red') == before
    check_isolated(three)
    lab.run('tc', 'qdisc', 'delete', 'dev', 'red', 'clsact')
    lab.run('tc', 'filter', 'delete', 'dev', 'blue', 'egress')
    daemon.start()
    NetWiring(client()).manager()
    assert sealed('red') == before and sealed('blue') == before
    check_isolated(three)


def test_sealed_before_ready(daemon):
    """systemd is told that it is ready when that is so, not before."""
    daemon.kill()
    lab.run('tc', 'qdisc', 'delete', 'dev', 'red', 'clsact')
    daemon.start_as_systemd()
    assert sealed('red')[0] == ['ingress', 'egress']
    lab.wait_until(daemon.ready, 20)


def test_after_a_restart_of_the_network_manager(nw, three):
    before = sealed('red')
    lab.service('NetworkManager', 'restart')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected', 20)
    assert sealed('red') == before
    check_isolated(three)


def test_after_the_bridge_was_made_anew(nw, three):
    index = pathlib.Path('/sys/class/net/red/ifindex').read_text()
    profile, = [line for line in lab.run('nmcli', '-g', 'NAME', 'connection').splitlines() if line.endswith('-red')]
    lab.run('nmcli', 'connection', 'down', profile)
    lab.wait_until(lambda: not pathlib.Path('/sys/class/net/red').exists())
    lab.run('nmcli', 'connection', 'up', profile)
    assert pathlib.Path('/sys/class/net/red/ifindex').read_text() != index
    lab.wait_until(lambda: sealed('red')[0] == ['ingress', 'egress'])
    restore_ports(nw)
    check_isolated(three)


def test_the_empty_network(nw, three, places):
    card = nw.vnic('one')
    nw.set_network(card, '/')
    try:
        assert sealed('nw-unwired')[0] == ['ingress', 'egress']
    finally:
        nw.set_network(card, places['red'])


def test_an_adopted_bridge_stays_as_it_is(nw, three, places, bridge):
    bridge('theirs0')
    lab.run('ip', 'link', 'set', 'theirs0', 'address', '02:00:00:00:00:88')     # else it is that of a port
    before = lab.snapshot('theirs0'), sealed('theirs0')
    path = nw.create_network('theirs')
    nw.attach(path, {'existing_bridge': 'theirs0'})
    attachment = nw.network(path)['Attachment']
    try:
        assert nw.attachment(attachment)['Problem'] == ''
        card = nw.vnic('one')
        tap = nw.card(card)['HostDevice']
        assert int(pathlib.Path(f'/sys/class/net/{tap}/brport/group_fwd_mask').read_text(), 16) == 0xfffd
        nw.set_network(card, path)
        assert int(pathlib.Path(f'/sys/class/net/{tap}/brport/group_fwd_mask').read_text(), 16) == 0
        nw.set_network(card, places['red'])
    finally:
        nw.remove_attachment(attachment)
        nw.delete_network(path)
    assert (lab.snapshot('theirs0'), sealed('theirs0')) == before


def test_says_where_the_host_filters_bridges(nw, places):
    def problem():
        return nw.attachment(nw.network(places['red'])['Attachment'])['Problem']
    module = pathlib.Path('/proc/sys/net/bridge')
    assert problem() == ''
    if not module.exists():     # what a kernel without br_netfilter never does
        return
    lab.run('ip', 'link', 'set', 'red', 'type', 'bridge', 'nf_call_iptables', '1')
    lab.wait_until(lambda: 'packet filter' in problem())
    lab.run('ip', 'link', 'set', 'red', 'type', 'bridge', 'nf_call_iptables', '0')
    lab.wait_until(lambda: problem() == '')
    (module / 'bridge-nf-call-arptables').write_text('1')
    try:
        other = nw.isolated('other')
        assert 'bridge-nf-call-arptables' in nw.attachment(nw.network(other)['Attachment'])['Problem']
        assert 'bridge-nf-call-arptables' in problem()
    finally:
        (module / 'bridge-nf-call-arptables').write_text('0')
    nw.remove_attachment(nw.network(other)['Attachment'])
    nw.delete_network(other)


def test_gone_with_its_network(nw):
    def links():
        return re.findall(r'clsact \S+ dev (\S+)', lab.run('tc', 'qdisc', 'show'))
    before = links()
    path = nw.isolated('brief')
    assert links() == [*before, 'brief'] and sealed('brief')[0] == ['ingress', 'egress']
    nw.remove_attachment(nw.network(path)['Attachment'])
    nw.delete_network(path)
    assert links() == before
