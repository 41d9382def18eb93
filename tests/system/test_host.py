# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Networks and their bridges on the host, and what others have there, which stays as it is."""

import hashlib
import json
import pathlib

import pytest

import bus
import lab
from guests import Ping, net
from netwiring import EMPTY, NetWiring, expect

MANAGED = '<metadata><vm xmlns="http://ovirt.org/vm/1.0"/></metadata>'
LONG = 'a-name-that-is-longer-than-any-interface'


def hashed(name):
    return 'nw' + hashlib.sha256(name.encode()).hexdigest()[:11]


def link(name):
    """What the kernel has of a link; None when there is none."""
    done = lab.run('ip', '-json', '-details', 'address', 'show', 'dev', name, check=False)
    return json.loads(done.stdout)[0] if done.returncode == 0 else None


def ports(name):
    return sorted(path.name for path in pathlib.Path('/sys/class/net', name, 'brif').iterdir())


@pytest.fixture(scope='module')
def foreign(bridge):
    """A bridge and a profile that are somebody's: unchanged by all that happens here."""
    bridge('foreign0', address='10.72.0.1/24', mtu=1450)
    lab.run('nmcli', 'connection', 'add', 'type', 'bridge', 'con-name', 'mine', 'ifname', 'mine0', 'autoconnect', 'no',
            'ipv4.method', 'manual', 'ipv4.addresses', '10.73.0.1/24')
    profile, = [path for folder in lab.PROFILES if folder.exists() for path in folder.glob('mine*')]

    def state():
        return lab.snapshot('foreign0')['links'], profile.read_bytes()
    before = state()
    yield state
    assert state() == before


@pytest.fixture(scope='module')
def daemon(foreign):
    daemon = lab.Daemon().start()
    yield daemon
    daemon.stop()


@pytest.fixture(scope='module')
def pair(daemon, guest):
    """Two guests on network home."""
    nw = NetWiring(bus.Client())
    home = nw.isolated('home')
    guests = [guest('one', net(bridge='home', ip='10.0.0.1/24')), guest('two', net(bridge='home', ip='10.0.0.2/24'))]
    for each in guests:
        each.wait()
    return home, guests


@pytest.fixture
def made(nw):
    """made(NAME, SETTINGS, attach=...): a network that is gone after the test."""
    paths = []

    def make(name, values=None, attach=None):
        paths.append(nw.create_network(name, values))
        if attach is not None:
            nw.attach(paths[-1], attach)
        return paths[-1]
    yield make
    for path in paths:
        if path in nw.client.objects():
            if (attachment := nw.network(path)['Attachment']) != EMPTY:
                nw.remove_attachment(attachment)
            nw.delete_network(path)


@pytest.mark.parametrize('name, bridge_name', [
    ('plain', 'plain'), ('with.dot_and-dash', hashed('with.dot_and-dash')), ('fifteen-letters', 'fifteen-letters'),
    ('sixteen--letters', hashed('sixteen--letters')), (LONG, hashed(LONG)), ('all', hashed('all')),
    ('foreign0', hashed('foreign0'))])
def test_names_of_bridges(nw, made, name, bridge_name):
    path = made(name, attach={})
    assert nw.network(path)['Bridge'] == bridge_name
    assert link(bridge_name)['linkinfo']['info_kind'] == 'bridge'


def test_an_isolated_network(nw, made):
    path = made('red', {'mtu': 1400, 'vlan': 7, 'description': 'The red one'}, attach={})
    network = nw.network(path)
    attachment = nw.attachment(network['Attachment'])
    assert (network['Origin'], network['Movable'], network['Mtu'], network['Vnics']) == ('netwiring', True, 1400, [])
    assert (attachment['Isolated'], attachment['Adopted'], attachment['State']) == (True, False, 'active')
    assert (attachment['Nic'], attachment['Network'], attachment['Ignored']) == (EMPTY, path, ['vlan'])
    there = link('red')
    assert there['mtu'] == 1400 and there['addr_info'] == [] and 'UP' in there['flags']
    text = pathlib.Path('/etc/NetworkManager/system-connections').glob('*red*')
    assert any('org.ovirt.NetWiring' in profile.read_text() for profile in text)
    assert 'attached' in expect('NetworkInUse', nw.delete_network, path)
    assert 'bridge-name' in expect('NetworkInUse', nw.update_network, path, {'bridge-name': 'other'})
    nw.remove_attachment(network['Attachment'])
    assert link('red') is None and nw.network(path)['Attachment'] == EMPTY
    assert not list(pathlib.Path('/etc/NetworkManager/system-connections').glob('*red*'))
    nw.update_network(path, {'bridge-name': 'crimson'})
    nw.attach(path)
    assert link('crimson') and nw.network(path)['Bridge'] == 'crimson'


def test_what_is_there_is_not_taken(nw, made, foreign):
    before = foreign()
    assert 'foreign0' in expect('AlreadyExists', nw.create_network, 'other', {'bridge-name': 'foreign0'})
    path = made('late')
    lab.add_bridge('late', address='10.74.0.1/24')
    lab.wait_until(lambda: any(each.get(bus.NAME + '.Network', {}).get('Origin') == 'host' and 'late' in str(each)
                               for each in nw.client.objects().values()), what='bridge late to be found')
    late = lab.snapshot('late')
    assert 'late' in expect('AlreadyExists', nw.attach, path)
    assert lab.snapshot('late') == late
    lab.remove_link('late')
    path = made('mine0')
    assert 'mine0' in expect('AlreadyExists', nw.attach, path)
    assert link('mine0') is None
    assert foreign() == before


def test_a_bridge_that_is_adopted(nw, made, foreign):
    before, found = foreign(), nw.find_network('foreign0')
    assert nw.network(found)['Origin'] == 'host' and nw.network(found)['Mtu'] == 1450
    path = made('adopted', attach={'existing-bridge': 'foreign0'})
    attachment = nw.network(path)['Attachment']
    assert nw.attachment(attachment)['Adopted'] and nw.attachment(attachment)['Bridge'] == 'foreign0'
    assert nw.network(path)['Bridge'] == 'foreign0' and found not in nw.client.objects()
    nw.update_network(path, {'mtu': 1300, 'description': 'still theirs'})
    assert foreign() == before
    other = made('second')
    assert 'foreign0' in expect('AlreadyExists', nw.attach, other, {'existing-bridge': 'foreign0'})
    nw.remove_attachment(attachment)
    nw.delete_network(path)
    assert foreign() == before and nw.network(found)['Origin'] == 'host'


def test_a_network_in_use(nw, made, guest):
    path = made('busy', attach={})
    for name in ('web1', 'web2'):
        guest(name, net(bridge='busy'), options=['--halted'])
    lab.wait_until(lambda: len(nw.network(path)['Vnics']) == 2)
    text = expect('NetworkInUse', nw.remove_attachment, nw.network(path)['Attachment'])
    assert 'web1' in text and 'web2' in text and 'busy' in text
    lab.virsh('destroy', 'web1')
    lab.virsh('destroy', 'web2')
    lab.wait_until(lambda: nw.vm('web1')['State'] == nw.vm('web2')['State'] == 'shutoff')
    nw.remove_attachment(nw.network(path)['Attachment'])
    assert link('busy') is None
    assert 'busy' in expect('NetworkInUse', nw.delete_network, path)
    idle = made('idle', attach={})
    guest('web3', net(bridge='idle'), options=['--halted'])
    lab.wait_until(lambda: nw.network(idle)['Vnics'])
    assert 'busy' in expect('NetworkNotOnHost', nw.set_network, nw.vnic('web3'), path)
    lab.virsh('destroy', 'web3')
    lab.virsh('undefine', 'web3')
    lab.wait_until(lambda: not nw.network(idle)['Vnics'])
    for name in ('web1', 'web2'):
        lab.virsh('undefine', name)
    lab.wait_until(lambda: not nw.network(path)['Vnics'])


def has_vm(nw, name):
    return name in str(nw.client.objects())


def test_found_networks_come_and_go(nw):
    nw.client.listen()
    lab.add_bridge('visitor')
    lab.wait_until(lambda: any(member == 'InterfacesAdded' and 'visitor' in str(values)
                               for _p, _i, member, values in nw.client.signals))
    path = nw.find_network('visitor')
    expect('NotSupported', nw.delete_network, path)
    expect('NotSupported', nw.update_network, path, {'mtu': 1400})
    lab.remove_link('visitor')
    lab.wait_until(lambda: any(member == 'InterfacesRemoved' and values[0] == path
                               for _p, _i, member, values in nw.client.signals))
    expect('NotFound', nw.find_network, 'visitor')


def test_mtu_under_a_running_guest(nw, pair):
    home, (one, _two) = pair
    before, index = ports('home'), link('home')['ifindex']
    with Ping(one, '10.0.0.2') as ping:
        for mtu in (1400, 9000, 1500):
            nw.update_network(home, {'mtu': mtu})
            assert link('home')['mtu'] == mtu and nw.network(home)['Mtu'] == mtu
            assert nw.card(nw.vnic('one'))['NextStart'] == ({} if mtu == 1500 else {'mtu': mtu})
            ping.wait_answers(5)
    assert ping.lost == [] and ports('home') == before and link('home')['ifindex'] == index
    assert nw.card(nw.vnic('one'))['NextStart'] == {}


def test_a_network_of_smaller_mtu(nw, pair, made):
    home, (one, _two) = pair
    small, path = made('small', {'mtu': 1400}, attach={}), nw.vnic('one')
    text = expect('HotUpdateRefused', nw.set_network, path, small)
    assert 'allow-mtu-mismatch' in text and 'small' in text and '1400' in text
    assert nw.check_agrees(path, one)['Network'] == home
    nw.set_network(path, small, allow_mtu_mismatch=True)
    assert nw.check_agrees(path, one)['Network'] == small
    nw.set_network(path, home)


def isolated(tap):
    return pathlib.Path('/sys/class/net', tap, 'brport/isolated').read_text().strip() == '1'


def test_isolated_ports(nw, pair, made):
    home, (one, two) = pair
    apart = made('apart', {'port-isolation': True}, attach={})
    cards = [nw.vnic('one'), nw.vnic('two')]
    assert one.pings('10.0.0.2') == 3
    for card in cards:
        nw.set_network(card, apart)
    for card, guest in zip(cards, (one, two)):
        assert nw.check_agrees(card, guest)['PortIsolated'] and guest.card().isolated and isolated(guest.card().tap)
    assert one.pings('10.0.0.2') == 0
    assert 'port-isolation' in expect('NetworkInUse', nw.update_network, apart, {'port-isolation': False})
    for card in cards:
        nw.set_network(card, home)
    for card, guest in zip(cards, (one, two)):
        assert not nw.check_agrees(card, guest)['PortIsolated'] and not isolated(guest.card().tap)
    assert one.pings('10.0.0.2') == 3


def test_a_link_that_bounces(nw, pair, made):
    home, (one, _two) = pair
    other, path, changes = made('other', attach={}), nw.vnic('one'), one.carrier_changes()
    nw.set_network(path, other)
    assert one.carrier_changes() == changes
    nw.set_network(path, home, bounce_link=True)
    lab.wait_until(lambda: one.carrier_changes() == changes + 2, 5)
    assert one.carrier() and nw.check_agrees(path, one)['LinkState'] == 'up'


def test_a_vm_of_somebody_else(nw, pair, made):
    other = made('elsewhere', attach={})
    text = lab.run(lab.LAB, 'guest', 'managed', '--halted', '--net', 'bridge=home', '--print')
    file = lab.STATE / 'managed.xml'
    file.write_text(text.replace('<memory', MANAGED + '<memory', 1))
    lab.virsh('create', str(file), '--paused')
    lab.wait_until(lambda: has_vm(nw, 'managed'))
    path = nw.vnic('managed')
    assert nw.vm('managed')['ManagedBy'] == 'ovirt'
    for call, value in ((nw.set_network, other), (nw.set_linked, False)):
        text = expect('ManagedElsewhere', call, path, value)
        assert 'ovirt' in text and 'foreign' in text
        call(path, value, foreign=True)
    card = nw.card(path)
    assert (card['Network'], card['Linked']) == (other, False)
    lab.virsh('destroy', 'managed')
    lab.wait_until(lambda: not has_vm(nw, 'managed'))


def test_bridges_outlive_network_manager(nw, pair):
    home, (one, _two) = pair
    before, index = ports('home'), link('home')['ifindex']
    attachment = nw.network(home)['Attachment']
    with Ping(one, '10.0.0.2') as ping:
        lab.service('NetworkManager', 'restart')
        lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected', 20)
        lab.wait_until(lambda: nw.attachment(attachment)['State'] == 'active', 20)
        ping.wait_answers(5)
    assert ping.lost == [] and ports('home') == before and link('home')['ifindex'] == index
    path = nw.isolated('after')
    assert link('after')
    nw.remove_attachment(nw.network(path)['Attachment'])
    nw.delete_network(path)


def test_a_killed_network_manager_is_an_error_and_no_more(nw, pair):
    home, (one, _two) = pair
    path = nw.create_network('lost')
    lab.service('NetworkManager', 'kill')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'disconnected')
    assert 'NetworkManager' in expect('HostNetworkUnavailable', nw.attach, path)
    expect('HostNetworkUnavailable', nw.update_network, home, {'mtu': 1400})
    nw.set_linked(nw.vnic('one'), False)
    nw.set_linked(nw.vnic('one'), True)
    assert nw.network(home)['Mtu'] == 1500 and link('lost') is None
    lab.service('NetworkManager', 'start')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected', 20)
    nw.delete_network(path)
    lab.wait_until(lambda: one.pings('10.0.0.2', 1), 5)
