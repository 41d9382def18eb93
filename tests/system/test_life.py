# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The whole life of a card, on real guests: in each state of its VM and of itself, what a request does.
After each, D-Bus, both of libvirt's definitions, the kernel and the store have to agree. What is refused is
refused in a dry run as well, in oVirt's words where it has some."""

import collections
import contextlib
import itertools

import pytest

import bus
import faults
import lab
import life
from gi.repository import GLib
from guests import net
from netwiring import EMPTY, VNIC, NetWiring, expect
from peer import HERE, Migration

SOME = object()     # any value but an empty one
MAC = '52:54:00:11:22:33'
TAKEN = '52:54:00:aa:aa:aa'     # of a plugged card of another VM
FILTER = 'clean-traffic'
RUNNING = ['up', 'paused']      # the one lets go of its cards, the other has no operating system
DOWN = 'down'

Row = collections.namedtuple('Row', 'vm given request effect')
Refused = collections.namedtuple('Refused', 'code key')      # the error, and what is in its text

# How a card begins.
PLUGGED = {'network': 'a'}
UNLINKED = {'network': 'a', 'linked': False}
SLOT = '0000:00:1d.0'
IN_THAT_SLOT = {**PLUGGED, 'address': SLOT}
UNWIRED = {}
UNWIRED_UNLINKED = {'linked': False}
UNPLUGGED = {'network': 'a', 'plugged': False}
UNPLUGGED_UNLINKED = {'network': 'a', 'linked': False, 'plugged': False}
UNPLUGGED_UNWIRED = {'plugged': False}
MIRRORING = {**PLUGGED, 'mirrored-networks': ['b']}
UNPLUGGED_MIRRORING = {**UNPLUGGED, 'mirrored-networks': ['b']}

# What becomes of it; what is not named stays as it was.
INTO_SLOT = {'Plugged': True, 'Address': SOME, 'HostDevice': SOME}
ACTIVE = {**INTO_SLOT, 'State': 'active', 'LinkState': 'up'}
OUT_OF_SLOT = {'Plugged': False, 'State': 'unplugged', 'LinkState': 'unknown', 'Address': '', 'HostDevice': ''}
LINK_DOWN = {'Linked': False, 'State': 'unlinked', 'LinkState': 'down'}
LINK_UP = {'Linked': True, 'State': 'active', 'LinkState': 'up'}
NO_NETWORK = {'Network': EMPTY, 'State': 'unwired', 'LinkState': 'down', 'PortIsolated': True}
ON_B = {'Network': 'b'}
MIRRORS_NONE, MIRRORS_A, MIRRORS_BOTH = ({'MirroredNetworks': names} for names in ([], ['a'], ['a', 'b']))
GONE = 'gone'
NO_START = 'does not start'

# How it is refused.
NAME_TAKEN = Refused('AlreadyExists', 'NETWORK_INTERFACE_NAME_ALREADY_IN_USE')
MAC_TAKEN = Refused('MacInUse', 'NETWORK_MAC_ADDRESS_IN_USE, 5013')
NOT_ON_HOST = Refused('NetworkNotOnHost', 'ACTIVATE_DEACTIVATE_NETWORK_NOT_IN_VDS')
NO_NETWORK_OF_THAT_NAME = Refused('NotFound', 'nosuch')
NO_FILTER = Refused('InvalidArgument', 'filter: there is no network filter “nosuch”')
TOO_HOT = Refused('HotUpdateRefused', 'CANNOT_PERFORM_HOT_UPDATE')
STILL_PLUGGED = Refused('ActiveDevice', 'ACTION_TYPE_FAILED_CANNOT_REMOVE_ACTIVE_DEVICE')
NOT_LET_GO = Refused('Timeout', '(50)')


def update(**changes):
    return 'update', {key.replace('_', '-'): value for key, value in changes.items()}


def another(**values):
    """Another card for the VM."""
    return 'add', update(**values)[1]


PLUG, UNPLUG, REMOVE, START, VANISH = (
    ('plug', {}), ('unplug', {}), ('remove', {}), ('start', {}), ('vanish', {}))
PARAMETERS = {'IP': '10.0.0.7'}
FILTERED = update(filter=FILTER, filter_parameters=GLib.Variant('a{ss}', PARAMETERS))
FILTERED_EFFECT = {'Filter': FILTER, 'FilterParameters': PARAMETERS}
VIRTUAL_PORT = {'type': 'openvswitch', 'interfaceid': '6d6e9f7e-7e3a-4b53-8a8e-0f6d1f7c2a11'}
SWITCHED = update(virtual_port=GLib.Variant('a{sv}', {key: GLib.Variant('s', value) for key, value in VIRTUAL_PORT.items()}))
HARDWARE = update(mac_address=MAC, model='e1000', mtu=1400)
HARDWARE_EFFECT = {'MacAddress': MAC, 'Model': 'e1000', 'Mtu': 1400}
ALL = update(mac_address=MAC, model='e1000', mtu=1400, name='all', network='b', linked=False, port_isolated=True)
ALL_EFFECT = {**HARDWARE_EFFECT, **ON_B, 'Name': 'all', 'Linked': False, 'PortIsolated': True}

TABLE = [
    # The VM is off: what is asked for is written down, in its definition or in our store.
    Row(DOWN, PLUGGED, update(linked=False), {'Linked': False}),
    Row(DOWN, UNLINKED, update(linked=True), {'Linked': True}),
    Row(DOWN, PLUGGED, update(network='b'), ON_B),
    Row(DOWN, PLUGGED, update(network=EMPTY), {'Network': EMPTY, 'PortIsolated': True}),
    Row(DOWN, UNWIRED, update(network='b'), {**ON_B, 'PortIsolated': False}),
    Row(DOWN, UNWIRED_UNLINKED, update(network='b'), {**ON_B, 'PortIsolated': False}),
    Row(DOWN, PLUGGED, HARDWARE, HARDWARE_EFFECT),
    Row(DOWN, PLUGGED, FILTERED, FILTERED_EFFECT),
    Row(DOWN, PLUGGED, ALL, ALL_EFFECT),
    Row(DOWN, PLUGGED, SWITCHED, {'VirtualPort': VIRTUAL_PORT}),
    Row(DOWN, UNPLUGGED, SWITCHED, {'VirtualPort': VIRTUAL_PORT}),
    Row(DOWN, PLUGGED, update(name='other'), {'Name': 'other'}),
    Row(DOWN, PLUGGED, update(name='base'), NAME_TAKEN),
    Row(DOWN, PLUGGED, update(mac_address=TAKEN), MAC_TAKEN),
    Row(DOWN, PLUGGED, update(network='nosuch'), NO_NETWORK_OF_THAT_NAME),
    Row(DOWN, PLUGGED, update(filter='nosuch'), NO_FILTER),
    Row(DOWN, PLUGGED, update(mirrored_networks=['a', 'b']), MIRRORS_BOTH),
    Row(DOWN, MIRRORING, update(mirrored_networks=[]), MIRRORS_NONE),
    Row(DOWN, PLUGGED, UNPLUG, {'Plugged': False, 'State': 'unplugged', 'Address': ''}),
    Row(DOWN, UNPLUGGED, PLUG, {'Plugged': True, 'State': 'inactive', 'Address': SOME}),
    Row(DOWN, PLUGGED, update(plugged=False, network='b', mac_address=MAC),
        {**ON_B, 'Plugged': False, 'State': 'unplugged', 'Address': '', 'MacAddress': MAC}),
    Row(DOWN, UNPLUGGED, update(plugged=True, network='b', linked=False),
        {**ON_B, 'Plugged': True, 'State': 'inactive', 'Address': SOME, 'Linked': False}),
    Row(DOWN, UNPLUGGED, ALL, ALL_EFFECT),
    Row(DOWN, UNPLUGGED, update(network=EMPTY), {'Network': EMPTY}),
    Row(DOWN, UNPLUGGED, update(filter='nosuch'), NO_FILTER),
    Row(DOWN, UNPLUGGED_MIRRORING, update(plugged=True, mirrored_networks=['a']),
        {**MIRRORS_A, 'Plugged': True, 'State': 'inactive', 'Address': SOME}),
    Row(DOWN, PLUGGED, another(name='card'), NAME_TAKEN),
    Row(DOWN, PLUGGED, another(mac_address=TAKEN), MAC_TAKEN),
    Row(DOWN, PLUGGED, another(filter='nosuch'), NO_FILTER),
    Row(DOWN, PLUGGED, another(filter='nosuch', plugged=False), NO_FILTER),
    Row(DOWN, PLUGGED, VANISH, {'Plugged': False, 'State': 'unplugged', 'Address': ''}),
    Row(DOWN, PLUGGED, REMOVE, GONE),
    Row(DOWN, UNPLUGGED, REMOVE, GONE),
    # It starts.
    Row(DOWN, PLUGGED, START, ACTIVE),
    Row(DOWN, IN_THAT_SLOT, START, {**ACTIVE, 'Address': SLOT}),
    Row(DOWN, UNLINKED, START, {**INTO_SLOT, **LINK_DOWN}),
    Row(DOWN, UNWIRED, START, {**INTO_SLOT, **NO_NETWORK}),
    Row(DOWN, MIRRORING, START, ACTIVE),
    Row(DOWN, UNPLUGGED, START, {}),
    Row(DOWN, UNPLUGGED_MIRRORING, START, {}),
    Row(DOWN, {'network': 'absent'}, START, NO_START),
    Row(DOWN, {'network': 'absent', 'linked': False}, START, NO_START),
    # It is paused, and its guest lets go of nothing.
    Row('paused', PLUGGED, ('unplug', {'timeout': 1}), NOT_LET_GO),
]

TABLE += [Row(vm, *rest) for vm in RUNNING for rest in [
    # What is unplugged is ours alone.
    (UNPLUGGED, ALL, ALL_EFFECT),
    (UNPLUGGED, FILTERED, FILTERED_EFFECT),
    (UNPLUGGED, update(network=EMPTY), {'Network': EMPTY}),
    (UNPLUGGED, update(network='absent'), {'Network': 'absent'}),
    (UNPLUGGED, update(filter='nosuch'), NO_FILTER),
    (UNPLUGGED, update(mirrored_networks=['a', 'absent']), {'MirroredNetworks': ['a', 'absent']}),
    (UNPLUGGED, REMOVE, GONE),
    (UNPLUGGED_MIRRORING, REMOVE, GONE),
    # It is plugged.
    (UNPLUGGED, PLUG, ACTIVE),
    (UNPLUGGED_UNLINKED, PLUG, {**INTO_SLOT, **LINK_DOWN}),
    (UNPLUGGED_UNWIRED, PLUG, {**INTO_SLOT, **NO_NETWORK}),
    (UNPLUGGED, update(plugged=True, network='b', linked=False), {**INTO_SLOT, **LINK_DOWN, **ON_B}),
    (UNPLUGGED, update(plugged=True, mac_address=MAC, model='e1000', mtu=1400, filter=FILTER),
     {**ACTIVE, **HARDWARE_EFFECT, 'Filter': FILTER}),
    (UNPLUGGED_MIRRORING, PLUG, ACTIVE),
    (UNPLUGGED, update(plugged=True, network='b', mirrored_networks=['a', 'b']), {**ACTIVE, **ON_B, **MIRRORS_BOTH}),
    (UNPLUGGED, update(plugged=True, mirrored_networks=['absent']), NOT_ON_HOST),
    (UNPLUGGED, update(plugged=True, network='absent'), NOT_ON_HOST),
    (UNPLUGGED, update(plugged=True, network='small', mtu=1500), TOO_HOT),
    (UNPLUGGED, update(plugged=True, mac_address=TAKEN), MAC_TAKEN),
    # What is plugged is changed where it is, and keeps its slot, its tap and its alias.
    (PLUGGED, PLUG, {}),
    (PLUGGED, update(linked=False), LINK_DOWN),
    (UNLINKED, update(linked=True), LINK_UP),
    (PLUGGED, update(network='b'), ON_B),
    (UNLINKED, update(network='b'), ON_B),
    (PLUGGED, update(network='b', linked=False), {**ON_B, **LINK_DOWN}),
    (PLUGGED, update(network=EMPTY), NO_NETWORK),
    (UNWIRED, update(network='b'), {**ON_B, **LINK_UP, 'PortIsolated': False}),
    (UNWIRED_UNLINKED, update(network='b'), {**ON_B, **LINK_DOWN, 'PortIsolated': False}),
    (UNWIRED, update(linked=False), {'Linked': False}),
    (PLUGGED, FILTERED, FILTERED_EFFECT),
    ({**PLUGGED, 'filter': FILTER}, update(filter=''), {'Filter': ''}),
    (PLUGGED, update(filter='nosuch'), NO_FILTER),
    (PLUGGED, update(mirrored_networks=['a', 'b']), MIRRORS_BOTH),
    (MIRRORING, update(mirrored_networks=['a']), MIRRORS_A),
    (MIRRORING, update(mirrored_networks=[]), MIRRORS_NONE),
    (MIRRORING, update(linked=False), LINK_DOWN),
    (MIRRORING, update(network='b', linked=False, mirrored_networks=['a']), {**ON_B, **LINK_DOWN, **MIRRORS_A}),
    (MIRRORING, update(network=EMPTY), NO_NETWORK),
    (PLUGGED, update(mirrored_networks=['a', 'absent']), NOT_ON_HOST),
    (PLUGGED, update(mirrored_networks=['nosuch']), NO_NETWORK_OF_THAT_NAME),
    (PLUGGED, update(port_isolated=True), {'PortIsolated': True}),
    (PLUGGED, update(name='other'), {'Name': 'other'}),
    (PLUGGED, update(name='base'), NAME_TAKEN),
    (PLUGGED, update(mac_address=MAC), TOO_HOT),
    (PLUGGED, update(model='e1000'), TOO_HOT),
    (PLUGGED, update(mtu=1400), TOO_HOT),
    (PLUGGED, SWITCHED, TOO_HOT),
    (UNPLUGGED, SWITCHED, {'VirtualPort': VIRTUAL_PORT}),
    (IN_THAT_SLOT, update(linked=False), {**LINK_DOWN, 'Address': SLOT}),
    (PLUGGED, update(network='nosuch'), NO_NETWORK_OF_THAT_NAME),
    (PLUGGED, update(network='absent'), NOT_ON_HOST),
    (PLUGGED, update(network='small'), TOO_HOT),
    (PLUGGED, REMOVE, STILL_PLUGGED),
    (PLUGGED, another(name='card'), NAME_TAKEN),
    (PLUGGED, another(mac_address=TAKEN), MAC_TAKEN),
    (PLUGGED, another(network='absent'), NOT_ON_HOST),
    (PLUGGED, another(filter='nosuch'), NO_FILTER),
    (PLUGGED, another(filter='nosuch', plugged=False), NO_FILTER),
]]

TABLE += [Row('up', *rest) for rest in [
    (PLUGGED, UNPLUG, OUT_OF_SLOT),
    (UNLINKED, UNPLUG, OUT_OF_SLOT),
    (UNWIRED, UNPLUG, {**OUT_OF_SLOT, 'PortIsolated': False}),
    (MIRRORING, UNPLUG, OUT_OF_SLOT),
    (UNPLUGGED, UNPLUG, {}),
    (PLUGGED, VANISH, {**OUT_OF_SLOT, 'NextStart': {'plugged': True}}),
    (MIRRORING, VANISH, {**OUT_OF_SLOT, 'NextStart': {'plugged': True}}),
    (PLUGGED, update(plugged=False, network='b', linked=False), {**OUT_OF_SLOT, **ON_B, 'Linked': False}),
    (PLUGGED, update(plugged=False, mac_address=MAC, model='e1000', mtu=1400), {**OUT_OF_SLOT, **HARDWARE_EFFECT}),
]]


# While it is on its way, or being saved: nothing is changed.
ILLEGAL = Refused('Busy', 'ACTION_TYPE_FAILED_VM_STATUS_ILLEGAL')
NOT_UP_OR_DOWN = Refused('Busy', 'NETWORK_CANNOT_ADD_INTERFACE_WHEN_VM_STATUS_NOT_UP_DOWN_LOCKED')
BUSY = [Row('up', *rest) for rest in [
    (PLUGGED, UNPLUG, ILLEGAL),
    (UNPLUGGED, PLUG, ILLEGAL),
    (UNPLUGGED, REMOVE, ILLEGAL),
    (PLUGGED, update(linked=False), NOT_UP_OR_DOWN),
    (PLUGGED, update(network='b'), NOT_UP_OR_DOWN),
    (PLUGGED, update(mirrored_networks=['b']), NOT_UP_OR_DOWN),
    (UNPLUGGED, update(network='b', mac_address=MAC), NOT_UP_OR_DOWN),
    (UNPLUGGED, another(network='a'), NOT_UP_OR_DOWN),
]]


def name_of(row):
    number = itertools.count()
    given = '+'.join(f'{value}' if key == 'network' else f'{key}={value}' for key, value in row.given.items())
    wanted = ','.join(f'{key}={value if isinstance(value, (str, bool, int)) else next(number)}'
                      for key, value in row.request[1].items())
    return f'{row.vm}: {given or "unwired"}: {row.request[0]} {wanted}'.strip()


@pytest.fixture(scope='module')
def house(daemon, guest):
    """Networks a, b, small (of a small MTU) and absent (not attached); a guest in every state, one more
    with the MAC address that is taken. Each has one card, and gets another for each row."""
    nw = NetWiring(bus.Client())
    networks = {name: nw.isolated(name) for name in ('a', 'b')}
    networks['small'] = nw.isolated('small', {'mtu': 1400})
    networks['absent'] = nw.create_network('absent')
    networks[EMPTY] = EMPTY
    guests = {'up': guest('up', net(bridge='a')),
              'paused': guest('paused', net(bridge='a'), options=['--halted']),
              DOWN: guest(DOWN, net(bridge='a'), options=['--halted', '--no-start'])}
    guest('taken', net(bridge='a', mac=TAKEN), options=['--halted'])
    guests['up'].wait()
    for name in guests:
        lab.wait_until(lambda name=name: nw.client.objects() and nw.vm(name)['Vnics'])
        nw.update(nw.vnic(name), {'name': 'base'})
    return networks


def vnics_of(nw, vm):
    return set(nw.vm(vm)['Vnics'])


def wait_state(nw, vm, state):
    lab.wait_until(lambda: nw.vm(vm)['State'] == state, 10, f'{vm} to be {state}')


def power_off(nw, vm):
    lab.virsh('destroy', vm)
    wait_state(nw, vm, 'shutoff')


def start(nw, vm):
    lab.virsh('start', vm, '--paused')
    wait_state(nw, vm, 'paused')


@pytest.fixture
def card(nw, house):
    """card(VM, GIVEN): another card of that VM; afterwards the VM is as it was."""
    made = []

    def make(vm, given):
        made.append((vm, nw.add_vnic(vm, {'name': 'card', **given})))
        return made[-1][1]
    yield make
    for vm, path in made:
        restore(nw, vm, path)


def restore(nw, vm, path):
    paused = nw.vm(vm)['State'] == 'paused'
    if paused:
        power_off(nw, vm)
    if path in nw.vm(vm)['Vnics']:
        if nw.card(path)['Plugged'] and vm == 'up':
            nw.unplug(path)
        nw.remove_vnic(path)
    if paused and vm != DOWN:
        start(nw, vm)
    life.wait(nw, vm)


def vanish(nw, vm, path):
    """Others take it out of what the VM runs with, or if it does not run, out of its definition."""
    scope = '--config' if nw.vm(vm)['State'] == 'shutoff' else '--live'
    lab.virsh('detach-interface', vm, 'bridge', '--mac', nw.card(path)['MacAddress'], scope)
    lab.wait_until(lambda: not nw.card(path)['Plugged'])
    life.wait(nw, vm)


def request(nw, vm, path, what, values, **options):
    """Ask for it; the error is raised."""
    if what == 'update':
        nw.update(path, values, **options)
    elif what == 'add':
        nw.add_vnic(vm, values, **options)
    elif what == 'start':
        start(nw, vm)
    elif what == 'vanish':
        vanish(nw, vm, path)
    else:
        {'plug': nw.plug, 'unplug': nw.unplug, 'remove': nw.remove_vnic}[what](path, **values, **options)


def assert_effect(before, after, effect, networks):
    wanted = {**before, **effect}
    wanted['Network'] = networks.get(wanted['Network'], wanted['Network'])
    wanted['MirroredNetworks'] = [networks.get(name, name) for name in wanted['MirroredNetworks']]
    for key, value in wanted.items():
        if value is SOME:
            assert after[key], key
        elif key == 'MirroredNetworks':
            assert sorted(after[key]) == sorted(value)
        elif key != 'Source':       # told by Network, and compared with the definition's
            assert after[key] == value, key


def definitions_of(vm):
    return lab.virsh(f'dumpxml {vm}; dumpxml --inactive {vm}')


def assert_refused(nw, path, row):
    """Nothing changed, but that a guest may have been asked to let go; and that could be known before."""
    (code, key), (what, values) = row.effect, row.request
    before, definitions, vnics = nw.card(path), definitions_of(row.vm), vnics_of(nw, row.vm)
    text = expect(code, request, nw, row.vm, path, what, values)
    assert key in text and (code == 'NotFound' or f'VM {row.vm}' in text), text
    if row.effect != NOT_LET_GO:
        assert expect(code, request, nw, row.vm, path, what, values, dry_run=True) == text
    state = 'unplugging' if row.effect == NOT_LET_GO else before['State']
    assert nw.card(path) == {**before, 'State': state} and vnics_of(nw, row.vm) == vnics
    assert definitions_of(row.vm) == definitions


def check_mirrors(nw):
    """The kernel has those that D-Bus tells, and no others."""
    cards = [found[VNIC] for found in nw.client.objects().values() if VNIC in found]
    for name in ('a', 'b'):
        path = nw.find_network(name)
        assert lab.mirrors(name) == sorted(card['HostDevice'] for card in cards
                                           if card['HostDevice'] and path in card['MirroredNetworks'])


@pytest.mark.parametrize('row', TABLE, ids=name_of)
def test_what_a_request_does(nw, house, card, row):
    path = card(row.vm, row.given)
    life.check(nw, row.vm)
    before = nw.card(path)
    if row.effect == NO_START:
        assert 'No such device' in lab.virsh('start', row.vm, '--paused', check=False).stderr
        assert nw.card(path) == before
    elif row.effect == GONE:
        request(nw, row.vm, path, *row.request)
        assert path not in vnics_of(nw, row.vm) and path not in nw.client.objects()
    elif isinstance(row.effect, Refused):
        assert_refused(nw, path, row)
    else:
        request(nw, row.vm, path, *row.request)
        if row.request == START:
            life.wait(nw, row.vm)
        assert_effect(before, nw.card(path), row.effect, house)
    life.check(nw, row.vm)
    check_mirrors(nw)


@contextlib.contextmanager
def migrating(nw, peer):
    with Migration('up', HERE, peer.uri):
        wait_state(nw, 'up', 'migrating')
        yield
    with Migration('up', peer.uri, HERE):
        pass


@contextlib.contextmanager
def saving(nw, _peer):
    with faults.being_saved('up'):
        wait_state(nw, 'up', 'paused')
        yield
    wait_state(nw, 'up', 'shutoff')
    lab.virsh('start', 'up')


@pytest.mark.parametrize('way', [saving, migrating])
def test_nothing_is_changed_on_its_way(nw, house, card, peer, way):
    cards = {name_of(row): card('up', {**row.given, 'name': f'card{number}'}) for number, row in enumerate(BUSY)}
    before = {path: nw.card(path) for path in cards.values()}
    with way(nw, peer):
        for row in BUSY:
            assert_refused(nw, cards[name_of(row)], row)
    wait_state(nw, 'up', 'running')
    life.wait(nw, 'up')
    assert {path: {**nw.card(path), 'HostDevice': ''} for path in before} \
        == {path: {**card, 'HostDevice': ''} for path, card in before.items()}


def test_two_cards_swap_their_mac_addresses(nw, house, card):
    """While their VM is off; plugged or not."""
    for given in (PLUGGED, UNPLUGGED):
        one, two = card(DOWN, {'name': 'one', 'network': 'a'}), card(DOWN, {**given, 'name': 'two', 'network': 'b'})
        before = [nw.card(path) for path in (one, two)]
        macs = [each['MacAddress'] for each in before]
        if given is PLUGGED:
            expect('MacInUse', nw.update, one, {'mac-address': macs[1]})
        nw.apply([(one, {'mac-address': macs[1]}), (two, {'mac-address': macs[0]})])
        life.check(nw, DOWN)
        after = [nw.card(path) for path in (one, two)]
        assert [each['MacAddress'] for each in after] == macs[::-1]
        assert [(each['Id'], each['Name'], each['Network']) for each in after] \
            == [(each['Id'], each['Name'], each['Network']) for each in before]
        start(nw, DOWN)
        life.wait(nw, DOWN)
        nw.update(two, {'plugged': True})
        assert [(nw.card(path)['State'], nw.card(path)['MacAddress']) for path in (one, two)] \
            == [('active', mac) for mac in macs[::-1]]
        text = expect('HotUpdateRefused', nw.apply, [(one, {'mac-address': macs[0]}), (two, {'mac-address': macs[1]})])
        assert len(text.splitlines()) == text.count('CANNOT_PERFORM_HOT_UPDATE') == 2
        power_off(nw, DOWN)
        nw.remove_vnic(one)
        nw.remove_vnic(two)
