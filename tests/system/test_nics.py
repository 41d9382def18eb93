# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The host's NICs, as the kernel has them, and who manages them. The NICs are ends of veth pairs:
nic0 and its like, whose other ends far0 and so on are the cable's."""

import contextlib
import json
import pathlib
import subprocess

import pytest

import bus
import lab
from guests import net
from netwiring import NIC, NetWiring, expect

ASK = 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired'
CONF = pathlib.Path('/etc/NetworkManager/conf.d/10-nics.conf')


def path_of(name):
    return f'{bus.ROOT}/nic/{name}'


def ip(*words):
    lab.run('ip', 'link', *words)


@contextlib.contextmanager
def pair(nic, far):
    """A NIC with a cable in it, and carrier."""
    lab.add_nic(nic, far)
    yield
    with contextlib.suppress(AssertionError):       # the test may have renamed or removed it
        lab.run('ip', 'link', 'delete', far)


def nmcli_manages(name):
    """What NetworkManager's own client says."""
    return lab.run('nmcli', '-g', 'GENERAL.STATE', 'device', 'show', name).strip() != '10 (unmanaged)'


class Nics:
    """One client's view of NICs."""

    def __init__(self, client):
        self.client = client
        self.nw = NetWiring(client)
        client.listen()

    def has(self, name):
        return path_of(name) in self.client.objects()

    def get(self, name):
        return self.nw.nic(name)

    def wait(self, name, **properties):
        for each, value in properties.items():
            self.client.wait_property(path_of(name), NIC, each, value)

    def set_managed(self, name, managed, **options):
        return self.nw.start(path_of(name), NIC + '.SetManaged', '(ba{sv})', managed, **options).result()

    def told(self, name):
        """What was signalled of its properties since the last time, a dictionary for each signal."""
        changes = [values[1] for path, _interface, member, values in self.client.signals
                   if path == path_of(name) and member == 'PropertiesChanged']
        self.client.signals.clear()
        return changes


@pytest.fixture
def nics(daemon, client):
    return Nics(client())


@pytest.fixture
def nic0(nics):
    """A NIC that NetworkManager manages."""
    with pair('nic0', 'far0'):
        lab.wait_until(lambda: nics.has('nic0') and nics.has('far0'))
        nics.wait('nic0', Managed=True, Carrier=True)
        nics.told('nic0')
        yield 'nic0'
    lab.wait_until(lambda: not nics.has('far0'))


def test_which_links_are_nics(nics, guest, nic0):
    guest('one', net(bridge=lab_bridge('br7')), options=['--halted'])
    lab.run('ip', 'link', 'add', 'vnet77', 'type', 'veth', 'peer', 'name', 'guest77')
    lab.wait_until(lambda: nics.has('guest77'))
    found = {path.rpartition('/')[2] for path, own in nics.client.objects().items() if NIC in own}
    assert {'nic0', 'far0', 'guest77'} <= found
    assert not found & {'lo', 'br7', 'vnet0', 'vnet77'}
    ip('delete', 'vnet77')
    lab.virsh('destroy', 'one')
    lab.virsh('undefine', 'one')
    ip('delete', 'br7')


def lab_bridge(name):
    lab.add_bridge(name)
    return name


def test_what_a_nic_is(nics, nic0):
    there, = json.loads(lab.run('ip', '-json', 'link', 'show', 'dev', 'nic0'))
    assert nics.get('nic0') == {
        'Name': 'nic0', 'MacAddress': there['address'], 'Mtu': there['mtu'], 'Speed': 10000, 'Carrier': True,
        'Managed': True, 'Kind': 'veth', 'PortOf': '', 'Labels': [], 'Attachments': []}


def test_what_others_do_is_told(nics, nic0):
    for words, changed in ((('set', 'far0', 'down'), {'Carrier': False}), (('set', 'far0', 'up'), {'Carrier': True}),
                           (('set', 'nic0', 'mtu', '1400'), {'Mtu': 1400}),
                           (('set', 'nic0', 'address', '02:00:00:00:0a:01'), {'MacAddress': '02:00:00:00:0a:01'})):
        ip(*words)
        nics.wait('nic0', **changed)
        assert nics.told('nic0') == [changed]
    lab.run('nmcli', 'device', 'set', 'nic0', 'managed', 'no')
    nics.wait('nic0', Managed=False)
    assert {'Managed': False} in nics.told('nic0')


def test_a_nic_comes_is_renamed_and_goes(nics):
    with pair('nic.1', 'far1'):
        lab.wait_until(lambda: nics.has('nic_2e1'))
        nics.wait('nic_2e1', Managed=True)
        assert nics.get('nic_2e1')['Name'] == 'nic.1'
        ip('set', 'nic.1', 'name', 'nic2')
        lab.wait_until(lambda: nics.has('nic2') and not nics.has('nic_2e1'))
        nics.wait('nic2', Managed=True)
        added = [values[0] for _p, _i, member, values in nics.client.signals if member == 'InterfacesAdded']
        assert path_of('nic_2e1') in added and path_of('nic2') in added
    lab.wait_until(lambda: not nics.has('nic2'))
    removed = [values for _p, _i, member, values in nics.client.signals if member == 'InterfacesRemoved']
    assert any(path == path_of('nic2') and NIC in interfaces for path, interfaces in removed)


def test_managed_and_not(nics, nic0):
    lab.run('nmcli', 'connection', 'add', 'type', 'ethernet', 'con-name', 'mine', 'ifname', 'nic0',
            'ipv4.method', 'manual', 'ipv4.addresses', '10.81.0.1/24', 'ipv6.method', 'disabled')
    lab.wait_until(lambda: '10.81.0.1' in lab.run('ip', 'address', 'show', 'dev', 'nic0'))
    nics.told('nic0')
    nics.set_managed('nic0', False, dry_run=True)
    nics.set_managed('nic0', True)
    assert nmcli_manages('nic0') and nics.told('nic0') == []
    assert '10.81.0.1' in lab.run('ip', 'address', 'show', 'dev', 'nic0')
    nics.set_managed('nic0', False)
    assert not nmcli_manages('nic0') and {'Managed': False} in nics.told('nic0')
    assert nics.get('nic0')['Managed'] is False
    nics.set_managed('nic0', False)
    assert nics.told('nic0') == []
    nics.set_managed('nic0', True)
    assert nmcli_manages('nic0') and nics.get('nic0')['Managed'] is True
    lab.wait_until(lambda: '10.81.0.1' in lab.run('ip', 'address', 'show', 'dev', 'nic0'))
    lab.run('nmcli', 'connection', 'delete', 'mine')


def test_who_did_it_is_told(nics, nic0):
    nics.client.signals.clear()
    nics.set_managed('nic0', False)
    events = [values for _p, _i, member, values in nics.client.signals if member == 'Event']
    assert [(event[1:4], event[4]) for event in events] == [
        (('host-interface-update', 'info', path_of('nic0')), 'NIC nic0 was changed: managed yes to no')]


def test_netwiringctl(nics, nic0):
    def ctl(*words):
        return json.loads(lab.run('netwiringctl', '--json=short', 'nic', *words))
    assert nics.get('nic0')['MacAddress'] in str(ctl('list'))
    ctl('unmanage', 'nic0')
    assert ctl('show', 'nic0')['Managed'] is False and not nmcli_manages('nic0')
    ctl('manage', 'nic0')
    assert ctl('show', 'nic0')['Managed'] is True and nmcli_manages('nic0')


def test_networkmanager_goes_and_comes_back(nics, nic0):
    with pair('nic3', 'far3'):
        lab.wait_until(lambda: nics.has('nic3'))
        nics.wait('nic3', Managed=True)
        nics.set_managed('nic3', False)
        lab.service('NetworkManager', 'kill')
        lab.wait_until(lambda: nics.nw.manager()['HostNetworkState'] == 'disconnected')
        assert (nics.get('nic0')['Managed'], nics.get('nic3')['Managed']) == (True, False)
        assert 'nic0' in expect('HostNetworkUnavailable', nics.set_managed, 'nic0', False)
        assert 'nic0' in expect('HostNetworkUnavailable', nics.set_managed, 'nic0', True)
        ip('set', 'far0', 'down')
        nics.wait('nic0', Carrier=False)
        ip('set', 'far0', 'up')
        with pair('nic4', 'far4'):
            lab.wait_until(lambda: nics.has('nic4'))
            assert nics.get('nic4')['Managed'] is False
            lab.service('NetworkManager', 'start')
            lab.wait_until(lambda: nics.nw.manager()['HostNetworkState'] == 'connected')
            nics.wait('nic4', Managed=True)
            nics.wait('nic0', Managed=True)
            nics.wait('nic3', Managed=nmcli_manages('nic3'))
            assert nics.get('nic3')['Managed'] is False


def test_what_networks_and_vms_need_stays(nics, nic0, guest):
    ip('add', 'br0', 'type', 'bridge')
    ip('set', 'br0', 'up')
    ip('set', 'nic0', 'master', 'br0')
    nics.wait('nic0', PortOf='br0')
    network = nics.nw.create_network('green')
    attachment = nics.nw.attach(network, {'existing-bridge': 'br0'})
    assert nics.get('nic0')['Attachments'] == [attachment]
    assert nics.nw.attachment(attachment)['Nic'] == path_of('nic0')
    managed = nics.get('nic0')['Managed']
    assert 'green' in expect('NetworkInUse', nics.set_managed, 'nic0', not managed)
    assert lab.master('nic0') == 'br0' and nics.get('nic0')['Managed'] is managed is nmcli_manages('nic0')
    nics.nw.remove_attachment(attachment)
    assert nics.get('nic0')['Attachments'] == []
    guest('two', net(bridge='br0'), options=['--halted'])
    lab.wait_until(lambda: nics.nw.network(nics.nw.find_network('br0'))['Vnics'])
    assert 'two' in expect('NetworkInUse', nics.set_managed, 'nic0', not managed)
    lab.virsh('destroy', 'two')
    lab.wait_until(lambda: nics.nw.vm('two')['State'] == 'shutoff')
    nics.set_managed('nic0', not managed)
    assert nics.get('nic0')['Managed'] is not managed is not nmcli_manages('nic0')
    lab.virsh('undefine', 'two')
    nics.nw.delete_network(network)
    ip('delete', 'br0')


def test_configuration_is_stronger(nics, nic0):
    CONF.write_text('[keyfile]\nunmanaged-devices=interface-name:nic0,interface-name:vnet*\n', encoding='ascii')
    lab.run('nmcli', 'general', 'reload', 'conf')
    try:
        nics.wait('nic0', Managed=False)
        assert 'nic0' in expect('SetupFailed', nics.set_managed, 'nic0', True)
        assert nics.get('nic0')['Managed'] is False
    finally:
        CONF.unlink()
        lab.run('nmcli', 'general', 'reload', 'conf')
    nics.wait('nic0', Managed=True)


def test_who_may(nics, nic0, client):
    alice = Nics(client('alice'))
    rule = ('polkit.addRule(function (action, subject) { if (action.id == "org.ovirt.netwiring.manage-host" && '
            'subject.user == "alice" && action.lookup("nic") == "nic0") return polkit.Result.YES; });')
    expect(ASK, alice.set_managed, 'nic0', False)
    with lab.polkit_rule(rule):
        alice.set_managed('nic0', False)
        expect(ASK, alice.set_managed, 'far0', False)
    assert nics.get('nic0')['Managed'] is False and nics.get('far0')['Managed'] is True


def test_a_nic_among_many_taps(nics, nic0):
    batch = ''.join(f'tuntap add t{n} mode tap\n' for n in range(100))
    subprocess.run(['ip', '-batch', '-'], input=batch, text=True, check=True)
    ip('set', 'far0', 'down')
    nics.wait('nic0', Carrier=False)
    assert not [path for path in nics.client.objects() if path.startswith(path_of('t'))]
    subprocess.run(['ip', '-batch', '-'], input=batch.replace('add', 'delete'),
                   text=True, check=True)
