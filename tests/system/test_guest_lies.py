# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A guest may say anything: it is made fit to be shown, matched to its own cards alone, cut, and logged once."""

import pathlib

import pytest

import lab
import reports
from guests import net
from reports import changes, interface, let_say, said, wait, wait_rounds

CACHE = pathlib.Path('/var/lib/netwiring/guest.ini')
MAC, OTHER = '52:54:00:aa:00:01', '52:54:00:aa:00:02'
MANY = 100


@pytest.fixture(scope='module')
def daemon():
    with reports.service() as daemon:
        yield daemon


@pytest.fixture(scope='module')
def liars(daemon, guest, bridge):
    """Guests whose agents can be told what to say; victim has the MAC address that another one will claim."""
    bridge('br0')
    made = {name: guest(name, net(bridge='br0', mac=mac)) for name, mac in (('liar', MAC), ('victim', OTHER))}
    for each in made.values():
        each.wait()
    return made


LO = said('lo', '00:00:00:00:00:00', '127.0.0.1/8', '::1/128')
ETH0 = said('eth0', MAC.upper(), 'fe80::1%eth0/64', '10.0.0.2/24')
BOND0 = said('bond0', MAC, '10.0.0.3/24')
DOCKER0 = said('docker0', '02:42:00:00:00:01', '172.17.0.1/16')
HARMLESS = [LO, ETH0, BOND0, DOCKER0]
REORDERED = [DOCKER0, BOND0, said('eth0', MAC.upper(), '10.0.0.2/24', 'fe80::1%eth0/64'), LO]
LIES = [
    ETH0,
    said('evil\x1b[31m\n\u202egnp', MAC, '10.0.0.66/24', '999.1.1.1/24', 'no address/3', '10.0.0.1/33'),
    said('thief', OTHER, '10.0.0.67/24'),
    said('n' * 500, 'what?' * 100, *(f'10.1.{i // 250}.{i % 250}/16' for i in range(300))),
    *(said(f'veth{i}', f'02:00:00:00:{i // 256:02x}:{i % 256:02x}', f'10.2.0.{i}/16') for i in range(MANY)),
]


def test_scenario_28_and_lies(nw, daemon, liars):
    """Upper case, zone, foreign and several interfaces; then the same in another order; then lies."""
    nw.client.listen(guests=True)
    path, vm = nw.vnic('liar'), nw.find_vm('liar')
    let_say(liars['liar'], HARMLESS, REORDERED, LIES, times=14)
    properties = wait(nw, 'liar', lambda now: '10.0.0.2/24' in now['GuestIps'], 'what it is told to say', 60)
    assert properties['GuestIps'] == ['10.0.0.2/24', '10.0.0.3/24', 'fe80::1/64']
    card = nw.guest_card(path)
    assert card['Ipv4Addresses'] == ['10.0.0.2/24', '10.0.0.3/24'] and card['Ipv6Addresses'] == ['fe80::1/64']
    assert card['GuestName'] in ('eth0', 'bond0')
    assert interface(properties, 'eth0')['vnic'] == interface(properties, 'bond0')['vnic'] == path
    assert interface(properties, 'eth0')['mac-address'] == MAC
    assert interface(properties, 'docker0')['vnic'] == interface(properties, 'lo')['vnic'] == '/'

    wait_rounds(nw, 'liar', 1)
    lab.wait_until(lambda: '10.0.0.3/24' in CACHE.read_text(), 10, 'guest.ini')
    nw.client.signals.clear()
    with reports.writes(daemon) as counted:
        wait_rounds(nw, 'liar', 3)
    assert changes(nw.client, vm, path) == [] and counted == []

    properties = wait(nw, 'liar', lambda now: len(now['GuestInterfaces']) > len(HARMLESS), 'lies', 120)
    entries = properties['GuestInterfaces']
    assert len(entries) == 64 and all(len(each['ipv4']) + len(each['ipv6']) <= 64 for each in entries)
    evil, = [each for each in entries if 'escaped' in each.get('marks', []) and each['name'].startswith('evil')]
    assert evil['name'].isprintable() and evil['vnic'] == path and evil['ipv4'] == ['10.0.0.66/24']
    thief, = [each for each in entries if each['name'] == 'thief']
    assert thief['marks'] == ['foreign-mac'] and thief['vnic'] == '/'
    assert '10.0.0.67/24' not in properties['GuestIps']
    assert nw.guest_card(nw.vnic('victim'))['Ipv4Addresses'] == []
    longest, = [each for each in entries if each['name'].startswith('nnn')]
    assert len(longest['name']) == 50 and longest['mac-address'] == '' and 'bad-mac' in longest['marks']
    assert len(longest['ipv4']) == 64

    wait_rounds(nw, 'liar', 3)
    log = daemon.log()
    assert '\x1b' not in log and log.count("another VM's card") == 1, log[-3000:]
    assert log.count('no plain text') == 1
    shown = lab.run('netwiringctl', 'vm', 'show', 'liar')
    assert '\x1b' not in shown and '10.0.0.66' in shown
    assert lab.run('netwiringctl', 'vm', 'ip', 'liar').splitlines()[:2] == ['10.0.0.2', '10.0.0.66']


def test_what_is_no_answer_is_silence(nw, liars):
    wait(nw, 'victim', lambda now: now['GuestInterfaces'], 'what it says')
    let_say(liars['victim'], *['nonsense'] * 3, times=0)
    wait(nw, 'victim', lambda now: now['GuestInfoStale'], 'it to be stale', 60)
    assert nw.vm('victim')['GuestInterfaces'] != []
