# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What others change of an attachment: its bridge, MTU, profile, addresses and NIC, with ip and
nmcli, and what is told of it."""

import json

import pytest

import bus
import lab
import surface
from guests import Ping, net
from netwiring import ATTACHMENT, EMPTY, MANAGER, NetWiring, expect


@pytest.fixture
def red(nw):
    """An isolated network's attachment; gone after the test."""
    network = nw.create_network('red', {'mtu': 1400})
    yield nw.attach(network)
    if (attachment := nw.network(network)['Attachment']) != EMPTY:
        nw.remove_attachment(attachment)
    nw.delete_network(network)


@pytest.fixture
def nic0(nw):
    """A free NIC."""
    lab.add_nic('nic0', 'far0')
    nw.wait_nics('nic0')
    yield 'nic0'
    lab.remove_link('nic0')


def told(nw, path):
    """{property: (expected, actual)}; as its InSync says."""
    attachment = nw.attachment(path)
    assert attachment['InSync'] == (not attachment['OutOfSync'])
    assert [each['property'] for each in attachment['OutOfSync']] == sorted(
        each['property'] for each in attachment['OutOfSync'])
    return {each['property']: (each['expected'], each['actual']) for each in attachment['OutOfSync']}


def wait_told(nw, path, **differences):
    """Until these are told and no others."""
    wanted = {name.replace('_', '-'): values for name, values in differences.items()}
    lab.wait_until(lambda: told(nw, path) == wanted, what=f'{wanted}, not {told(nw, path)}')


def ip(*words):
    lab.run('ip', *words)


def modify(profile, *words):
    lab.run('nmcli', 'connection', 'modify', profile, *words)


def test_what_others_change_is_told(nw, red):
    """Out of sync: the MTU behind our back, and addresses and the profile as well; each is told with
    what is expected and what is there, by signal, and in sync is told when it is right again."""
    nw.client.listen()
    wait_told(nw, red)
    ip('link', 'set', 'red', 'mtu', '1300')
    wait_told(nw, red, mtu=(1400, 1300))
    ip('link', 'set', 'red', 'mtu', '1400')
    wait_told(nw, red)
    ip('address', 'add', '10.93.0.1/24', 'dev', 'red')
    wait_told(nw, red, addresses=([], ['10.93.0.1/24']))
    ip('address', 'delete', '10.93.0.1/24', 'dev', 'red')
    wait_told(nw, red)
    modify('netwiring-red', '802-3-ethernet.mtu', '1450', 'connection.autoconnect', 'no')
    wait_told(nw, red, profile_mtu=(1400, 1450), autoconnect=(True, False))
    modify('netwiring-red', 'ipv4.method', 'manual', 'ipv4.addresses', '10.93.0.2/24')
    wait_told(nw, red, profile_mtu=(1400, 1450), autoconnect=(True, False), ipv4=('none', 'static'))
    modify('netwiring-red', '802-3-ethernet.mtu', '1400', 'connection.autoconnect', 'yes', 'ipv4.method', 'disabled',
           'ipv4.addresses', '')
    wait_told(nw, red)
    changes = [values[1] for path, _interface, member, values in nw.client.signals
               if path == red and member == 'PropertiesChanged' and values[0] == ATTACHMENT]
    assert [each['InSync'] for each in changes if 'InSync' in each] == [False, True] * 3
    assert all(set(each) <= {'InSync', 'OutOfSync'} for each in changes)


def test_a_nic_that_is_not_wanted_there(nw, red, nic0):
    """A NIC that somebody puts under an isolated network, which is none then."""
    ip('link', 'set', 'nic0', 'master', 'red')
    wait_told(nw, red, nic=('', 'nic0'))
    ip('link', 'set', 'nic0', 'nomaster')
    wait_told(nw, red)


def test_a_tunnel_beneath(nw, red):
    """It leads out of an isolated network as a NIC would; it stays, but not there."""
    ip('link', 'add', 'vx0', 'type', 'vxlan', 'id', '7', 'dstport', '4789')
    wait_told(nw, red)
    ip('link', 'set', 'vx0', 'master', 'red')
    lab.wait_until(lambda: told(nw, red).get('nic') == ('', 'vx0'))
    with surface.unchanged(nw.client):
        assert 'vx0' in expect('NotFound', nw.accept_actual, red, ['nic'])
    nw.sync(red)
    assert told(nw, red) == {} and lab.master('vx0') == ''
    lab.remove_link('vx0')


def test_a_profile_of_others(nw, red):
    """Somebody activates a profile of his on our bridge, with addresses: it is his, until he leaves it."""
    lab.run('nmcli', 'connection', 'add', 'type', 'bridge', 'con-name', 'theirs', 'ifname', 'red', 'bridge.stp', 'no',
            'connection.autoconnect', 'no', '802-3-ethernet.mtu', '1400', 'ipv4.method', 'manual',
            'ipv4.addresses', '10.97.0.1/24', 'ipv6.method', 'disabled')
    wait_told(nw, red)
    lab.run('nmcli', '--wait', '0', 'connection', 'up', 'theirs')
    wait_told(nw, red, profile=('netwiring-red', 'theirs'), addresses=([], ['10.97.0.1/24']))
    with surface.unchanged(nw.client):
        assert 'theirs' in expect('AlreadyExists', nw.sync, red)
    lab.run('nmcli', 'connection', 'delete', 'theirs')
    wait_told(nw, red, profile=('netwiring-red', ''))
    nw.sync(red)
    assert told(nw, red) == {} and nw.attachment(red)['State'] == 'active'


def test_a_nic_beneath(nw, nic0):
    """A NIC's own MTU and profile are its attachment's too."""
    network = nw.create_network('blue', {'mtu': 1400})
    path = nw.attach(network, nic=nw.nic_path(nic0))
    wait_told(nw, path)
    ip('link', 'set', 'nic0', 'mtu', '1300')
    wait_told(nw, path, nic_mtu=(1400, 1300))
    ip('link', 'set', 'nic0', 'mtu', '1400')
    wait_told(nw, path)
    modify('netwiring-nic0', '802-3-ethernet.mtu', '1420')
    wait_told(nw, path, nic_profile_mtu=(1400, 1420))
    modify('netwiring-nic0', '802-3-ethernet.mtu', '1400')
    lab.run('nmcli', 'device', 'disconnect', 'nic0')
    lab.wait_until(lambda: told(nw, path).get('nic') == ('nic0', ''))
    assert 'nic0' in nw.attachment(path)['Problem']
    lab.run('nmcli', 'connection', 'up', 'netwiring-nic0')
    wait_told(nw, path)
    nw.remove_attachment(path)
    nw.delete_network(network)


def test_a_bridge_of_others(nw, bridge):
    """An adopted bridge has no more to agree in than its MTU."""
    bridge('theirs', mtu=1500)
    network = nw.create_network('green')
    path = nw.attach(network, {'existing-bridge': 'theirs'})
    wait_told(nw, path)
    ip('address', 'add', '10.94.0.1/24', 'dev', 'theirs')
    ip('link', 'set', 'theirs', 'mtu', '9000')
    wait_told(nw, path, mtu=(1500, 9000))
    nw.remove_attachment(path)
    nw.delete_network(network)


# --- put right ---

ASK = 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired'


def spoil():
    """All that can be wrong with an isolated bridge while it is there."""
    modify('netwiring-red', '802-3-ethernet.mtu', '1450', 'connection.autoconnect', 'no', 'ipv4.method', 'manual',
           'ipv4.addresses', '10.93.0.2/24', 'bridge.stp', 'yes')
    ip('link', 'set', 'red', 'mtu', '1300')
    ip('address', 'add', '10.93.0.1/24', 'dev', 'red')


def profile_text():
    """The bridge's profile on disk, but for its UUID and when it was last used."""
    lines = open('/etc/NetworkManager/system-connections/netwiring-red.nmconnection', encoding='utf-8').read().split('\n')
    return sorted(line for line in lines if not line.startswith(('uuid=', 'timestamp=')))


def test_sync_makes_it_right(nw, red, nic0, guest):
    """Out of sync, then Sync: in sync, the profile as it was, and a guest on the bridge keeps its port
    and its pings all the while."""
    one, two = guest('one', net(bridge='red', ip='10.91.0.1/24')), guest('two', net(bridge='red', ip='10.91.0.2/24'))
    one.wait()
    two.wait()
    before = profile_text()
    with Ping(one, '10.91.0.2') as ping:
        ping.wait_answers(3)
        spoil()
        ip('link', 'set', 'nic0', 'master', 'red')
        lab.wait_until(lambda: set(told(nw, red)) == {'addresses', 'autoconnect', 'ipv4', 'mtu', 'nic', 'profile-mtu'},
                       what=f'all of it, not {told(nw, red)}')
        with surface.unchanged(nw.client):
            nw.sync(red, dry_run=True)
        nw.sync(red)
        assert told(nw, red) == {}
        ping.wait_answers(3)
    assert profile_text() == before and lab.master('nic0') == ''
    assert '10.93.0' not in lab.run('ip', 'address', 'show', 'dev', 'red')
    assert [lab.master(each.card().tap) for each in (one, two)] == ['red', 'red']
    assert ping.lost == []
    with surface.unchanged(nw.client):
        nw.sync(red)
    for each in (one, two):
        each.remove()


def test_a_bridge_that_somebody_deleted(nw, red, guest):
    """Sync makes it anew, isolated, with the cards that belong on it."""
    one = guest('one', net(bridge='red', ip='10.91.0.1/24'), options=['--halted'])
    lab.run('nmcli', 'connection', 'modify', 'netwiring-red', 'connection.autoconnect', 'no')
    wait_told(nw, red, autoconnect=(True, False))
    ip('link', 'delete', 'red')
    wait_told(nw, red, autoconnect=(True, False), bridge=('red', ''))
    nw.sync(red)
    assert told(nw, red) == {} and lab.master(one.card().tap) == 'red'
    assert nw.attachment(red)['State'] == 'active' and nw.attachment(red)['Problem'] == ''
    assert 'clsact' in lab.run('tc', 'qdisc', 'show', 'dev', 'red')
    one.remove()


def test_out_of_sync_is_not_changed(nw, red, nic0, client):
    """Out of sync: a change without override names all that differs, with it the change is made and
    the rest put right; who may not is refused."""
    ip('link', 'set', 'red', 'mtu', '1300')
    wait_told(nw, red, mtu=(1400, 1300))
    nic = nw.nic_path(nic0)
    with surface.unchanged(nw.client):
        text = expect('NotInSync', nw.update_attachment, red, {'nic': nic})
        assert 'mtu is 1300 instead of 1400' in text and 'NETWORK_NOT_IN_SYNC' in text
        expect('InvalidArgument', nw.update_attachment, red, {'color': 'red'})
        expect('NotFound', nw.update_attachment, red, {'nic': 'nowhere', 'override': True})
        alice = NetWiring(client('alice'))
        for call in (lambda: alice.sync(red), lambda: alice.accept_actual(red, ['mtu']),
                     lambda: alice.update_attachment(red, {'nic': nic, 'override': True})):
            expect(ASK, call)
    nw.update_attachment(red, {'nic': nic, 'override': True})
    attachment = nw.attachment(red)
    assert attachment['InSync'] and attachment['Nic'] == nic and not attachment['Isolated']
    assert lab.master('nic0') == 'red'
    nw.update_attachment(red, {'nic': EMPTY})
    attachment = nw.attachment(red)
    assert attachment['InSync'] and attachment['Nic'] == EMPTY and attachment['Isolated']
    assert lab.master('nic0') == ''
    lab.wait_until(lambda: 'clsact' in lab.run('tc', 'qdisc', 'show', 'dev', 'red'))
    nw.remove_attachment(red)
    expect('org.freedesktop.DBus.Error.UnknownObject', nw.sync, red)


def test_accepted_as_it_is(nw, red):
    """The actual MTU becomes the network's, and NetworkManager keeps it; what cannot be accepted is said."""
    ip('link', 'set', 'red', 'mtu', '1300')
    ip('address', 'add', '10.93.0.1/24', 'dev', 'red')
    wait_told(nw, red, mtu=(1400, 1300), addresses=([], ['10.93.0.1/24']))
    with surface.unchanged(nw.client):
        expect('InvalidArgument', nw.accept_actual, red, [])
        expect('InvalidArgument', nw.accept_actual, red, ['nic'])
        expect('NotSupported', nw.accept_actual, red, ['addresses'])
    nw.accept_actual(red, ['mtu'])
    wait_told(nw, red, addresses=([], ['10.93.0.1/24']))
    assert nw.network(nw.attachment(red)['Network'])['Mtu'] == 1300
    assert 'mtu=1300' in profile_text()
    nw.sync(red)
    assert told(nw, red) == {}


def test_a_nic_comes_back_by_sync(nw, nic0):
    """A NIC that somebody disconnected; with its wrong MTU; and the port keeps its place at a new MTU."""
    network = nw.create_network('blue', {'mtu': 1400})
    path = nw.attach(network, nic=nw.nic_path(nic0))
    lab.run('nmcli', 'device', 'disconnect', 'nic0')
    lab.wait_until(lambda: told(nw, path).get('nic') == ('nic0', ''))
    nw.sync(path)
    assert told(nw, path) == {} and lab.master('nic0') == 'blue'
    ip('link', 'set', 'nic0', 'mtu', '1300')
    modify('netwiring-nic0', '802-3-ethernet.mtu', '1420')
    wait_told(nw, path, nic_mtu=(1400, 1300), nic_profile_mtu=(1400, 1420))
    nw.sync(path)
    assert told(nw, path) == {} and nw.nic('nic0')['Mtu'] == 1400
    nw.update_network(network, {'mtu': 1450})
    assert told(nw, path) == {} and nw.nic('nic0')['Mtu'] == 1450 and lab.master('nic0') == 'blue'
    lab.run('nmcli', 'device', 'disconnect', 'nic0')
    lab.wait_until(lambda: told(nw, path).get('nic') == ('nic0', ''))
    nw.accept_actual(path, ['nic'])
    assert nw.attachment(path)['Isolated'] and told(nw, path) == {}
    nw.remove_attachment(path)
    nw.delete_network(network)


def test_what_sync_does_not_touch(nw, red, bridge):
    """A bridge of others stays as it is, and so does one that somebody made where ours was."""
    bridge('others', mtu=9000)
    network = nw.create_network('green')
    path = nw.attach(network, {'existing-bridge': 'others'})
    wait_told(nw, path, mtu=(1500, 9000))
    with surface.unchanged(nw.client):
        assert 'others' in expect('NotSupported', nw.sync, path)
        expect('NotSupported', nw.update_attachment, path, {'nic': EMPTY, 'override': True})
    nw.accept_actual(path, ['mtu'])
    wait_told(nw, path)
    nw.remove_attachment(path)
    nw.delete_network(network)
    lab.service('NetworkManager', 'kill')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'disconnected')
    expect('HostNetworkUnavailable', nw.sync, red)
    lab.service('NetworkManager', 'start')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected')


def test_on_the_command_line(nw, red):
    def ctl(*words):
        return lab.run('netwiringctl', 'attachment', *words)
    ip('link', 'set', 'red', 'mtu', '1300')
    wait_told(nw, red, mtu=(1400, 1300))
    shown = json.loads(lab.run('netwiringctl', '--json=short', 'attachment', 'show', 'red'))
    assert shown['OutOfSync'] == [{'property': 'mtu', 'expected': 1400, 'actual': 1300}] and shown['InSync'] is False
    assert 'property=mtu, expected=1400, actual=1300' in ctl('show', 'red')
    ctl('sync', 'red')
    assert told(nw, red) == {}
    ip('link', 'set', 'red', 'mtu', '1300')
    wait_told(nw, red, mtu=(1400, 1300))
    ctl('accept', 'red', 'mtu')
    assert told(nw, red) == {} and nw.network(nw.attachment(red)['Network'])['Mtu'] == 1300
    events = [event['event'] for event in nw.client.call(bus.ROOT, MANAGER + '.GetHistory', '(a{sv})', {})]
    assert 'network-update-network-to-vds-interface' in events
