# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Networks on NICs: a bridge over the NIC, untagged. The NIC is an end of a veth pair; at the cable's
other end is another host, a network namespace."""

import json
import pathlib
import time

import pytest

import bus
import faults
import lab
import surface
from guests import Ping, net
from netwiring import ATTACHMENT, EMPTY, MANAGER, NetWiring, expect

CONNECTIONS = pathlib.Path('/etc/NetworkManager/system-connections')
SCRIPT = 'ip link set lo up; ip address add 10.91.0.2/24 dev far0; ip link set far0 up'


def link(name):
    """What the kernel has of a link; None when there is none."""
    done = lab.run('ip', '-json', '-details', 'address', 'show', 'dev', name, check=False)
    # One that goes meanwhile is [{}], or nothing at all.
    found = next(iter(json.loads(done.stdout or '[]')), None)
    return found if done.returncode == 0 and found else None


def profiles():
    return sorted(path.name for path in CONNECTIONS.glob('netwiring-*'))


@pytest.fixture
def nic0(nw):
    """A free NIC with the other host at its end."""
    lab.run('ip', 'netns', 'add', 'far')
    lab.add_nic('nic0', 'far0')
    lab.run('ip', 'link', 'set', 'far0', 'netns', 'far')
    lab.run('ip', 'netns', 'exec', 'far', 'sh', '-c', SCRIPT)
    nw.wait_nics('nic0')
    lab.wait_until(lambda: nw.nic('nic0')['Carrier'])
    yield 'nic0'
    lab.run('ip', 'netns', 'delete', 'far')
    lab.wait_until(lambda: link('nic0') is None)


@pytest.fixture
def red(nw):
    """A network that is not attached; gone after the test."""
    path = nw.create_network('red', {'mtu': 1400})
    yield path
    if (attachment := nw.network(path)['Attachment']) != EMPTY:
        nw.remove_attachment(attachment)
    nw.delete_network(path)


def attach(nw, network, **options):
    return nw.attach(network, nic=nw.nic_path('nic0'), **options)


def test_a_network_on_a_nic(nw, nic0, red, guest):
    before = link('nic0')
    assert attach(nw, red, dry_run=True) == EMPTY and link('red') is None
    attachment = nw.attachment(attach(nw, red))
    assert (attachment['Nic'], attachment['Isolated'], attachment['State']) == (nw.nic_path('nic0'), False, 'active')
    assert lab.master('nic0') == 'red' and link('nic0')['mtu'] == link('red')['mtu'] == 1400
    assert link('red')['addr_info'] == [] and nw.nic('nic0')['PortOf'] == 'red'
    assert nw.nic('nic0')['Attachments'] == [nw.network(red)['Attachment']]
    one = guest('one', net(bridge='red', ip='10.91.0.1/24'))
    one.wait()
    lab.wait_until(lambda: nw.network(red)['Vnics'])
    with Ping(one, '10.91.0.2') as ping:
        ping.wait_answers(5)
    assert 'one' in expect('NetworkInUse', nw.remove_attachment, nw.network(red)['Attachment'])
    nw.update_network(red, {'mtu': 1450})
    assert link('nic0')['mtu'] == link('red')['mtu'] == 1450 and lab.master('nic0') == 'red'
    assert nw.attachment(nw.network(red)['Attachment'])['InSync'] and lab.master(one.card().tap) == 'red'
    with Ping(one, '10.91.0.2') as ping:
        ping.wait_answers(5)
    with surface.unchanged(nw.client):
        assert '8021q' in expect('NotSupported', nw.update_network, red, {'vlan': 7})
    one.remove()
    lab.wait_until(lambda: not nw.network(red)['Vnics'])
    nw.remove_attachment(nw.network(red)['Attachment'])
    assert link('red') is None and lab.master('nic0') == '' and profiles() == []
    assert link('nic0')['mtu'] == before['mtu'] and link('nic0')['ifindex'] == before['ifindex']


def is_free(nw, network):
    """NetworkManager lets go of it in its own time."""
    try:
        return attach(nw, network, dry_run=True)
    except bus.BusError:
        return None


def test_what_is_not_free(nw, nic0, red):
    with surface.unchanged(nw.client):
        expect('InvalidArgument', attach, nw, red, values={'existing-bridge': 'nowhere'})
        expect('NotFound', nw.attach, red, nic=nw.nic_path('nowhere'))
        expect('InvalidArgument', nw.attach, red, nic=bus.ROOT + '/vm/x')
    lab.run('nmcli', 'connection', 'add', 'type', 'ethernet', 'con-name', 'office', 'ifname', 'nic0',
            'ipv4.method', 'manual', 'ipv4.addresses', '10.92.0.1/24', 'ipv6.method', 'disabled')
    lab.wait_until(lambda: '10.92.0.1' in str(link('nic0')))
    with surface.unchanged(nw.client):
        assert 'office' in expect('NetworkInUse', attach, nw, red)
    lab.run('nmcli', 'connection', 'delete', 'office')
    lab.wait_until(lambda: is_free(nw, red))
    attach(nw, red)
    blue = nw.create_network('blue')
    with surface.unchanged(nw.client):
        assert 'red' in expect('AlreadyExists', attach, nw, blue)
        expect('NetworkInUse', nw.start(nw.nic_path('nic0'), bus.NAME + '.HostNic.SetManaged', '(ba{sv})', False).result)
    nw.delete_network(blue)


def test_it_stays(nw, nic0, red, daemon):
    path = attach(nw, red)
    daemon.kill()
    daemon.start()
    nw = NetWiring(bus.Client())
    assert nw.attachment(path)['State'] == 'active' and nw.attachment(path)['Nic'] == nw.nic_path('nic0')
    lab.service('NetworkManager', 'kill')
    lab.service('NetworkManager', 'start')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected')
    assert lab.master('nic0') == 'red' and nw.attachment(path)['State'] == 'active'
    nw.client.close()


def problems(nw, path):
    """What was signalled of an attachment's Problem since listen()."""
    return [values[1]['Problem'] for where, _interface, member, values in nw.client.signals
            if where == path and member == 'PropertiesChanged' and 'Problem' in values[1]]


def test_a_nic_that_is_taken_away(nw, nic0, red):
    """NetworkManager puts it back within milliseconds: what was wrong shows in the signals alone."""
    path = attach(nw, red)
    nw.client.listen()
    lab.run('ip', 'link', 'set', 'nic0', 'nomaster')
    lab.wait_until(lambda: len(problems(nw, path)) == 2)
    assert problems(nw, path) == ['NIC nic0 is not a port of bridge red', '']
    assert lab.master('nic0') == 'red' and nw.attachment(path)['State'] == 'active'


def test_a_nic_that_is_missing(nw, nic0, red):
    path = attach(nw, red)
    lab.run('ip', 'link', 'delete', 'nic0')
    lab.wait_until(lambda: 'nic0 is not there' in nw.attachment(path)['Problem'])
    assert nw.attachment(path)['State'] == 'failed'
    lab.add_nic('nic0', 'far1')
    lab.wait_until(lambda: nw.attachment(path)['State'] == 'active', 20)
    assert lab.master('nic0') == 'red' and nw.attachment(path)['Problem'] == ''
    nw.remove_attachment(path)
    lab.remove_link('nic0')


def test_started_without_its_nic(nw, nic0, red, daemon, client):
    """It is reported, the rest goes on, and nobody waits for it."""
    path, blue = attach(nw, red), nw.isolated('blue')
    daemon.stop()
    lab.run('ip', 'link', 'delete', 'nic0')
    assert daemon.start_as_systemd() < 5
    lab.wait_until(daemon.ready, 20)
    nw = NetWiring(client())
    lab.wait_until(lambda: nw.attachment(path)['State'] == 'failed')
    assert 'NIC nic0 is not there' in nw.attachment(path)['Problem']
    assert nw.attachment(nw.network(blue)['Attachment'])['State'] == 'active'
    nw.remove_attachment(nw.network(blue)['Attachment'])
    nw.delete_network(blue)


def look(nw, network):
    """What attaching and detaching change."""
    return (lab.master('nic0'), link('nic0')['mtu'], profiles(), link('red') is not None,
            nw.network(network)['Attachment'] != EMPTY, nw.nic('nic0')['PortOf'], len(nw.nic('nic0')['Attachments']))


def kill_networkmanager_during(nw, call, delay):
    time.sleep(delay)               # the moment is the point: no event marks it
    faults.kill_networkmanager(nw, call)
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected' and '[entry-' not in faults.journal(), 30)


def test_networkmanager_killed_in_the_middle(nw, nic0, red):
    free = look(nw, red)
    path = attach(nw, red)
    attached = look(nw, red)
    nw.remove_attachment(path)
    assert look(nw, red) == free != attached
    for step in range(8):
        call = nw.start(bus.ROOT, MANAGER + '.AttachNetwork', '(ooa{sv}a{sv})', red, nw.nic_path('nic0'), {})
        kill_networkmanager_during(nw, call, 0.015 * step)
        lab.wait_until(lambda: look(nw, red) == (attached if call.reply else free), what=f'{call.error} after {step}')
        if not call.reply:
            attach(nw, red)
        call = nw.start(nw.network(red)['Attachment'], ATTACHMENT + '.Remove', '(a{sv})')
        kill_networkmanager_during(nw, call, 0.015 * step)
        lab.wait_until(lambda: look(nw, red) == (attached if call.error else free), what=f'{call.error} after {step}')
        if call.error:
            nw.remove_attachment(nw.network(red)['Attachment'])
        assert look(nw, red) == free


def test_put_back_without_its_nic(nw, nic0, red, daemon):
    """A NIC that somebody pulled out meanwhile: its profile waits for it again."""
    path = attach(nw, red)
    checkpoint = nw.set_up({'removed_attachments': [path]}, confirm_timeout=60)['checkpoint']
    lab.remove_link('nic0')
    lab.wait_until(lambda: nw.nic_path('nic0') not in nw.client.objects())
    nw.start(checkpoint, bus.NAME + '.Checkpoint.Rollback', '(a{sv})').result()
    assert 'netwiring-nic0.nmconnection' in profiles() and 'could not be put back' not in daemon.log()
    assert nw.attachment(nw.network(red)['Attachment'])['Problem'] == 'NIC nic0 is not there'
    lab.add_nic('nic0', 'far0')
    lab.run('ip', 'link', 'set', 'far0', 'netns', 'far', 'up')
    lab.wait_until(lambda: lab.master('nic0') == 'red')
    lab.wait_until(lambda: nw.attachment(nw.network(red)['Attachment'])['InSync'])
