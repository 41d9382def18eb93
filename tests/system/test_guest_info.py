# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What guests say of their cards is shown, kept, and no older than it says; whoever hangs or lies harms nobody."""

import pathlib
import socket
import time

import pytest

import bus
import lab
import reports
from guests import net
from netwiring import NetWiring, expect
from reports import changes, interface, refresh, wait, wait_ip, wait_rounds

CACHE = pathlib.Path('/var/lib/netwiring/guest.ini')


@pytest.fixture(scope='module')
def daemon():
    with reports.service() as daemon:
        yield daemon


@pytest.fixture(scope='module')
def web(daemon, guest, bridge):
    bridge('br0', address='10.0.0.254/24')
    return guest('web', net(bridge='br0', ip='10.0.0.1/24')).wait()


@pytest.fixture
def heard(nw):
    """Everything the service signals during the test."""
    nw.client.listen(guests=True)
    return nw.client


def test_addresses_are_there_when_the_guest_is(nw, web):
    properties = wait_ip(nw, 'web', '10.0.0.1/24')
    card = nw.guest_card(properties['Vnics'][0])
    assert 'guest-info' in nw.manager()['Capabilities']
    assert properties['GuestAgent'] == 'connected' and not properties['GuestInfoStale']
    assert abs(properties['GuestInfoTime'] / 1e6 - time.time()) < 60
    assert card['GuestName'] == 'eth0' and card['Ipv4Addresses'] == ['10.0.0.1/24']
    assert interface(properties, 'eth0')['vnic'] == properties['Vnics'][0]
    assert interface(properties, 'lo')['vnic'] == '/'
    assert '127.0.0.1/8' in interface(properties, 'lo')['ipv4']
    assert all(each['source'] == 'agent' for each in properties['GuestInterfaces'])
    assert all(not each.startswith('127.') and each != '::1/128' for each in properties['GuestIps'])


def test_an_address_added_inside_appears_by_itself(nw, web, heard):
    path = nw.vnic('web')
    web.exec('ip addr add 10.0.0.77/24 dev eth0; ip addr add 2001:db8::77/64 dev eth0')
    properties = wait_ip(nw, 'web', '2001:db8::77/64')
    assert properties['GuestIps'][:3] == ['10.0.0.1/24', '10.0.0.77/24', '2001:db8::77/64']
    assert nw.guest_card(path)['Ipv4Addresses'] == ['10.0.0.1/24', '10.0.0.77/24']
    assert nw.guest_card(path)['Ipv6Addresses'][0] == '2001:db8::77/64'
    told = [names for where, names in changes(heard, path) if 'Ipv4Addresses' in names]
    assert told, heard.signals
    web.exec('ip addr del 10.0.0.77/24 dev eth0; ip addr del 2001:db8::77/64 dev eth0')
    wait(nw, 'web', lambda now: '10.0.0.77/24' not in now['GuestIps'], 'an address to go')


def test_what_is_the_same_is_neither_told_nor_written(nw, daemon, web, heard):
    paths = [nw.find_vm('web'), nw.vnic('web')]
    wait_rounds(nw, 'web', 2)
    heard.signals.clear()
    with reports.writes(daemon) as counted:
        wait_rounds(nw, 'web', 3)
        refresh(nw, 'web').result()
    assert counted == [] and changes(heard, *paths) == []


def test_refresh(nw, web):
    before = nw.vm('web')['GuestInfoTime']
    refresh(nw, 'web').result()
    assert nw.vm('web')['GuestInfoTime'] > before
    before = nw.vm('web')['GuestInfoTime']
    refresh(nw, 'web', dry_run=True).result()
    assert nw.vm('web')['GuestInfoTime'] == before
    assert 'nosuch' in expect('InvalidArgument', refresh(nw, 'web', nosuch=True).result)


def test_libvirt_waits_for_agents_as_before(nw, web):
    """How long is one value for everybody: who freezes file systems by the agent may need longer than we do."""
    for value in (-2, 30, 2, -2):
        lab.virsh('guest-agent-timeout', 'web', f'--timeout={value}')
        refresh(nw, 'web').result()
        lab.wait_until(lambda: reports.agent_timeout('web') == value, 5, f'{value} s')
        wait_rounds(nw, 'web', 1)
        lab.wait_until(lambda: reports.agent_timeout('web') == value, 5, f'{value} s')


def test_refresh_is_not_for_everybody(nw, web, client):
    alice = NetWiring(client('alice'))
    with pytest.raises(bus.BusError) as refused:
        refresh(alice, 'web').result()
    assert refused.value.name.endswith(('NotAuthorized', 'InteractiveAuthorizationRequired'))
    with lab.polkit_rule("polkit.addRule(function (action, subject) {"
                         " if (action.id == 'org.ovirt.netwiring.refresh' && action.lookup('vm') == 'web')"
                         " return polkit.Result.YES; });"):
        refresh(alice, 'web').result()


def test_restart(nw, daemon, web, client):
    """What was known is there at once, and said to be old until the guest has answered."""
    wait_ip(nw, 'web', '10.0.0.1/24')
    lab.wait_until(lambda: CACHE.exists() and '10.0.0.1/24' in CACHE.read_text(), 10, 'guest.ini')
    assert CACHE.stat().st_mode & 0o777 == 0o600
    web.exec('(sleep 2; kill -STOP $(pidof qemu-ga); sleep 12; kill -CONT $(pidof qemu-ga)) >/dev/null 2>&1 &')
    lab.wait_until(lambda: not reports.agent_answers(web), 20, 'the agent to stop')
    daemon.stop()
    daemon.start()
    late = NetWiring(client())
    properties = wait(late, 'web', lambda now: now['Vnics'], 'web to be known')
    assert properties['GuestInfoStale'] and '10.0.0.1/24' in properties['GuestIps'], properties
    assert late.guest_card(properties['Vnics'][0])['Ipv4Addresses'] == ['10.0.0.1/24']
    wait(late, 'web', lambda now: not now['GuestInfoStale'], 'the guest to answer', 60)


def test_without_agent_neighbours_tell(nw, web, guest):
    guest('mute', net(bridge='br0', ip='10.0.0.9/24'), options=['--no-agent'])
    talk = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)

    def known():
        talk.sendto(b'anybody?', ('10.0.0.9', 9))      # so that the host has to ask who has it
        return 'lladdr' in lab.run('ip', 'neigh', 'show', 'to', '10.0.0.9')
    lab.wait_until(known, 60, 'the host to know 10.0.0.9')
    refresh(nw, 'mute').result()
    properties = nw.vm('mute')
    assert properties['GuestAgent'] == 'none' and '10.0.0.9/32' in properties['GuestIps'], properties
    entry, = properties['GuestInterfaces']
    assert entry['source'] == 'arp' and entry['vnic'] == properties['Vnics'][0] and entry['name'] == ''
    assert nw.guest_card(properties['Vnics'][0])['Ipv4Addresses'] == ['10.0.0.9/32']


@pytest.fixture
def leased():
    """A libvirt network that leases addresses."""
    path = lab.STATE / 'leased.xml'
    path.write_text("<network><name>leased</name><bridge name='virbr7'/><ip address='10.7.0.1' netmask='255.255.255.0'>"
                    "<dhcp><range start='10.7.0.10' end='10.7.0.20'/></dhcp></ip></network>")
    lab.virsh('net-create', str(path))
    yield 'leased'
    lab.virsh('net-destroy', 'leased')


def test_without_agent_leases_tell(nw, guest, leased):
    """A lease outlasts who asked for it; who comes next with the same MAC address has no agent."""
    card = net(network=leased, mac='52:54:00:07:07:07')
    asker = guest('asker', card).wait()
    asker.exec('udhcpc -i eth0 -n -q -t 20 -T 1 -s /bin/true', 60)
    asker.remove()
    guest('lessee', card, options=['--no-agent'])
    properties = wait(nw, 'lessee', lambda now: now['GuestIps'], 'the lease')
    entry, = properties['GuestInterfaces']
    assert entry['source'] == 'lease' and entry['name'] == '' and entry['mac-address'] == '52:54:00:07:07:07'
    assert entry['ipv4'] == properties['GuestIps'] and entry['ipv4'][0].startswith('10.7.0.')
    assert entry['ipv4'][0].endswith('/24') and entry['vnic'] == properties['Vnics'][0]


def test_it_ends_with_the_run(nw, web, heard):
    paths = nw.find_vm('web'), nw.vnic('web')
    wait_ip(nw, 'web', '10.0.0.1/24')
    heard.signals.clear()
    lab.virsh('destroy', 'web')
    properties = wait(nw, 'web', lambda now: now['State'] == 'shutoff', 'web to be off')
    assert properties['GuestIps'] == [] and properties['GuestInterfaces'] == [] and properties['GuestInfoTime'] == 0
    assert not properties['GuestInfoStale'] and nw.guest_card(paths[1])['Ipv4Addresses'] == []
    told = changes(heard, *paths)
    assert len([names for where, names in told if where == paths[0] and 'GuestIps' in names]) == 1, told
    assert len([names for where, names in told if where == paths[1] and 'Ipv4Addresses' in names]) == 1, told
    lab.wait_until(lambda: not CACHE.exists() or '10.0.0.1/24' not in CACHE.read_text(), 10, 'its rows to go')
    assert 'shutoff' in expect('NotSupported', refresh(nw, 'web').result)
