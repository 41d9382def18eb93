# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Addresses of this host in its networks: its own, those of DHCP, and those that a NIC had. At the
cable's other end is another host, a network namespace."""

import json
import os
import pathlib
import subprocess
import time

import pytest

import bus
import faults
import lab
import surface
from guests import Ping, net
from netwiring import EMPTY, NetWiring, expect
from office import (FAR, addresses, is_office, network, nic0, office, office_profile, reaches,  # noqa: F401
                    routes)

STATIC = {'ipv4': {'method': 'static', 'addresses': ['10.95.0.1/24']}}


def told(nw, path):
    return {each['property']: (each['expected'], each['actual']) for each in nw.attachment(path)['OutOfSync']}


def test_static_addresses(nw, nic0, network, guest):
    """This host is in its network, beside a guest; what others change of that is told, and put right."""
    path = nw.attach(network('red'), STATIC, nic=nic0)
    assert addresses('red') == ['10.95.0.1/24'] and addresses('nic0') == [] and reaches('10.95.0.1')
    assert nw.attachment(path)['IpConfiguration'] == {
        'ipv4': {'method': 'static', 'addresses': ['10.95.0.1/24']}, 'ipv6': {'method': 'none'}}
    assert nw.attachment(path)['InSync'] and nw.attachment(path)['State'] == 'active'
    one = guest('one', net(bridge='red', ip='10.95.0.3/24'))
    one.wait()
    with Ping(one, '10.95.0.1') as ping:
        ping.wait_answers(3)
    assert reaches('10.95.0.3')
    lab.run('ip', 'address', 'delete', '10.95.0.1/24', 'dev', 'red')
    lab.wait_until(lambda: told(nw, path) == {'addresses': (['10.95.0.1/24'], [])})
    nw.sync(path)
    assert told(nw, path) == {} and addresses('red') == ['10.95.0.1/24']
    nw.update_attachment(path, {'ipv4': {'method': 'static', 'addresses': ['10.95.0.9/24'], 'gateway': FAR},
                                'ipv6': {'method': 'static', 'addresses': ['FD00:95::1/64']}})
    assert addresses('red') == ['10.95.0.9/24', 'fd00:95::1/64'] and told(nw, path) == {}
    assert f'default via {FAR} dev red' in lab.run('ip', 'route')
    assert lab.master(one.card().tap) == 'red' and reaches('10.95.0.3')
    with surface.unchanged(nw.client):
        expect('InvalidArgument', nw.update_attachment, path, {'nic': EMPTY})
    nw.update_attachment(path, {'ipv4': {'method': 'none'}, 'ipv6': {'method': 'none'}})
    assert addresses('red') == [] and told(nw, path) == {} and not reaches('10.95.0.9')
    one.remove()


def test_what_cannot_be(nw, nic0, network):
    red, storage = network('red'), network('storage', {'vm_network': False})
    with surface.unchanged(nw.client):
        assert 'isolated' in expect('InvalidArgument', nw.attach, red, STATIC)
        assert 'ERR_BAD_PARAMS, 21' in expect('InvalidArgument', nw.attach, storage)
        for wrong in ({'method': 'static'}, {'method': 'dhcp', 'addresses': ['10.95.0.1/24']}, {'method': 'evil'},
                      {'addresses': ['10.95.0.1/24']}, {'method': 'static', 'addresses': ['10.95.0.1']},
                      {'method': 'static', 'addresses': ['::1/128']}, {'method': 'none', 'colour': 'red'}):
            assert 'ipv4' in expect('InvalidArgument', nw.attach, red, {'ipv4': wrong}, nic=nic0)
        assert 'not configured' in expect('InvalidArgument', nw.attach, red, {'take_addresses': True}, nic=nic0)
        expect('InvalidArgument', nw.attach, red, {'take_addresses': True, **STATIC}, nic=nic0)


def test_a_network_that_is_not_for_vms(nw, nic0, network):
    """It has no bridge: the NIC itself has the addresses, and gets another MTU in place."""
    storage = network('storage', {'vm_network': False, 'mtu': 1400})
    path = nw.attach(storage, STATIC, nic=nic0)
    attachment = nw.attachment(path)
    assert (attachment['Bridge'], attachment['Isolated'], attachment['State']) == ('', False, 'active')
    assert addresses('nic0') == ['10.95.0.1/24'] and 'storage' not in lab.bridges() and reaches('10.95.0.1')
    assert not nw.network(storage)['Movable'] and nw.nic('nic0')['Attachments'] == [path]
    nw.update_network(storage, {'mtu': 1300})
    assert nw.nic('nic0')['Mtu'] == 1300 and told(nw, path) == {} and addresses('nic0') == ['10.95.0.1/24']
    lab.run('ip', 'address', 'add', '10.95.0.8/24', 'dev', 'nic0')
    lab.wait_until(lambda: told(nw, path) == {'addresses': (['10.95.0.1/24'], ['10.95.0.1/24', '10.95.0.8/24'])})
    nw.sync(path)
    assert addresses('nic0') == ['10.95.0.1/24'] and told(nw, path) == {}
    nw.remove_attachment(path)
    assert addresses('nic0') == [] and nw.nic('nic0')['Mtu'] == 1500


def test_dhcp(nw, nic0, network):
    """Activating until a lease is there."""
    path = nw.attach(network('red'), {'ipv4': {'method': 'dhcp'}}, nic=nic0)
    assert nw.attachment(path)['State'] == 'activating' and nw.attachment(path)['InSync']
    command = ['ip', 'netns', 'exec', 'far', 'dnsmasq', '--keep-in-foreground', '--port=0', '--interface=far0',
               '--dhcp-range=10.95.0.50,10.95.0.99', '--dhcp-leasefile=/run/far.leases', '--conf-file=/dev/null']
    with subprocess.Popen(command) as server:
        lab.wait_until(lambda: nw.attachment(path)['State'] == 'active', 30)
        lab.wait_until(lambda: addresses('red'))
        assert addresses('red')[0].startswith('10.95.0.') and reaches(addresses('red')[0].split('/')[0])
        assert told(nw, path) == {}
        server.terminate()


def test_taken_addresses(nw, office, network):
    """The NIC's own addresses move to its network's bridge, with their routes; they come back with its end.
    The profile is never touched."""
    before = office_profile()
    red = network('red')
    with surface.unchanged(nw.client):
        assert 'take-addresses' in expect('NetworkInUse', nw.attach, red, nic=office)
    nw.attach(red, {'take_addresses': True}, nic=office, dry_run=True)
    path = nw.attach(red, {'take_addresses': True}, nic=office)
    assert addresses('red') == ['10.95.0.1/24'] and addresses('nic0') == [] and lab.master('nic0') == 'red'
    assert routes() == [('10.96.0.0/16', 'red')] and reaches('10.95.0.1') and told(nw, path) == {}
    nw.sync(path)
    nw.remove_attachment(path)
    lab.wait_until(is_office)
    assert reaches('10.95.0.1') and office_profile() == before


def mac(name):
    return json.loads(lab.run('ip', '-json', 'link', 'show', 'dev', name))[0]['address']


def test_what_a_nic_is_goes_along(nw, office, network):
    """Others know this host by the MAC that the NIC's profile gives it."""
    cloned = '02:00:00:00:00:07'
    assert mac('nic0') != cloned
    lab.run('nmcli', 'connection', 'modify', 'office', '802-3-ethernet.cloned-mac-address', cloned)
    lab.run('nmcli', 'connection', 'up', 'office')
    lab.wait_until(lambda: is_office() and mac('nic0') == cloned)
    path = nw.attach(network('red'), {'take_addresses': True}, nic=office)
    assert (mac('nic0'), mac('red')) == (cloned, cloned) and reaches('10.95.0.1')
    nw.sync(path)
    assert (mac('nic0'), mac('red')) == (cloned, cloned)
    nw.remove_attachment(path)
    lab.wait_until(is_office)
    assert mac('nic0') == cloned and reaches('10.95.0.1')


def test_what_cannot_go_along(nw, office, network):
    """Without its profile the NIC would not be let in by its switch."""
    lab.run('nmcli', 'connection', 'modify', 'office', '802-1x.eap', 'md5', '802-1x.identity', 'host', '802-1x.password', 'secret')
    red = network('red')

    def refused():
        try:
            nw.attach(red, {'take_addresses': True}, nic=office, dry_run=True)
        except bus.BusError as error:
            return 'whose 802-1x settings' in error.message
        return False
    lab.wait_until(refused)
    expect('NotSupported', nw.attach, red, {'take_addresses': True}, nic=office)
    assert is_office() and 'red' not in lab.bridge_profiles()


def profiles():
    return lab.run('nmcli', '-t', '-f', 'NAME', 'connection', 'show').split()


def test_a_copy_of_a_profile(nw, nic0, network):
    """Whoever copies ours copies its tag: NIC and network stay as they are, and all copies go with ours."""
    path = nw.attach(network('red'), nic=nic0)
    lab.run('nmcli', 'connection', 'clone', 'netwiring-nic0', 'netwiring-nic0-copy')
    for name in ('netwiring-nic0', 'netwiring-nic0-copy'):
        lab.run('nmcli', 'connection', 'up', name)
        lab.wait_until(lambda: told(nw, path) == {} and lab.master('nic0') == 'red')
        nw.sync(path)
        assert told(nw, path) == {} and lab.master('nic0') == 'red'
    nw.remove_attachment(path)
    assert lab.master('nic0') == '' and not any(name.startswith('netwiring-') for name in profiles())


def put_back_by(nw, how, checkpoint, daemon):
    """Whoever ends meanwhile."""
    if how == 'service':
        daemon.kill()
        daemon.start()
        nw = NetWiring(bus.Client())
    if how == 'NetworkManager':
        pid = int(lab.service('NetworkManager', 'pid'))
        os.kill(pid, 9)
        lab.wait_until(lambda: not pathlib.Path('/proc', str(pid)).exists())
        lab.service('NetworkManager', 'start')
        lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected')
    lab.wait_until(lambda: nw.checkpoint(checkpoint)['State'] == 'rolled-back' and '[entry-' not in faults.journal(), 30)


@pytest.mark.parametrize('how', ['nobody', 'service', 'NetworkManager'])
def test_nobody_confirms(nw, office, network, daemon, how):
    """A host that cuts itself off is reached again."""
    before = office_profile()
    network('red')
    checkpoint = nw.set_up({'attachments': [{'network': 'red', 'nic': 'nic0', 'take_addresses': True}]},
                           confirm_timeout=3)['checkpoint']
    assert addresses('red') == ['10.95.0.1/24']
    put_back_by(nw, how, checkpoint, daemon)
    lab.wait_until(is_office, what=f'{addresses("nic0")} {routes()}')
    assert 'red' not in lab.bridges() and 'red' not in lab.bridge_profiles()
    assert reaches('10.95.0.1') and office_profile() == before


def test_networkmanager_killed_in_the_middle(nw, office, network):
    """All or nothing, at whatever moment."""
    red = network('red')
    for step in range(6):
        call = nw.start(bus.ROOT, bus.NAME + '.Manager.AttachNetwork', '(ooa{sv}a{sv})', red, office,
                        {'take-addresses': bus.GLib.Variant('b', True)})
        time.sleep(0.02 * step)         # the moment is the point: no event marks it
        pid = int(lab.service('NetworkManager', 'pid'))
        os.kill(pid, 9)
        lab.wait_until(lambda: not pathlib.Path('/proc', str(pid)).exists())
        lab.wait_until(call.done, 30)
        lab.service('NetworkManager', 'start')
        lab.wait_until(lambda: nw.manager()['HostNetworkState'] == 'connected' and '[entry-' not in faults.journal(), 30)
        if call.reply:
            lab.wait_until(lambda: addresses('red') == ['10.95.0.1/24'] and lab.master('nic0') == 'red', 20)
            nw.remove_attachment(nw.network(red)['Attachment'])
        lab.wait_until(is_office, 20, what=f'{call.error} after {step}: {addresses("nic0")} {routes()}')
        assert 'red' not in lab.bridges()


def spoil():
    """What somebody might do to a bridge of ours, by profile and by hand."""
    lab.run('nmcli', 'connection', 'modify', 'netwiring-red', '802-3-ethernet.mtu', '1450', 'bridge.stp', 'yes',
            'ipv4.method', 'manual', 'ipv4.addresses', '10.97.0.2/24')
    lab.run('ip', 'link', 'set', 'red', 'mtu', '1300')
    lab.run('ip', 'address', 'add', '10.97.0.1/24', 'dev', 'red')


def profile_text():
    text = pathlib.Path('/etc/NetworkManager/system-connections/netwiring-red.nmconnection').read_text(encoding='utf-8')
    return sorted(line for line in text.split('\n') if not line.startswith('timestamp='))


def test_as_it_was_not_as_it_should_be(nw, network):
    """What is put back has what somebody did to it: his profile, his MTU, his addresses."""
    path = nw.attach(network('red', {'mtu': 1400}))
    spoil()
    lab.wait_until(lambda: set(told(nw, path)) == {'addresses', 'ipv4', 'mtu', 'profile-mtu'})
    before = told(nw, path), profile_text(), addresses('red')
    checkpoint = nw.set_up({'removed_attachments': ['red']}, confirm_timeout=600)['checkpoint']
    assert addresses('red') is None
    nw.start(checkpoint, bus.NAME + '.Checkpoint.Rollback', '(a{sv})').result()
    path = nw.network(nw.find_network('red'))['Attachment']
    lab.wait_until(lambda: (told(nw, path), profile_text(), addresses('red')) == before,
                   what=f'{before}, not {told(nw, path)} {profile_text()} {addresses("red")}')
    nw.sync(path)
    assert told(nw, path) == {} and addresses('red') == []


def test_a_nic_of_another_network(nw, nic0, network):
    """Sync of a network that got another one's NIC takes it out, and leaves the other one's profile alone."""
    red, blue = nw.attach(network('red')), nw.attach(network('blue'), nic=nic0)
    lab.service('NetworkManager', 'pause')      # which would put it back by itself
    lab.run('ip', 'link', 'set', 'nic0', 'master', 'red')
    lab.wait_until(lambda: told(nw, red) == {'nic': ('', 'nic0')})
    lab.service('NetworkManager', 'resume')
    if told(nw, red):
        nw.sync(red)
    lab.wait_until(lambda: told(nw, red) == {})
    if told(nw, blue):
        nw.sync(blue)
    lab.wait_until(lambda: told(nw, blue) == {})
    assert lab.master('nic0') == 'blue'
