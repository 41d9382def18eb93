# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The whole life of a card, on real guests: in each state of its VM and of itself, what a request does.
After each, D-Bus, both of libvirt's definitions, the kernel and the store have to agree."""

import collections
import itertools

import pytest

import bus
import lab
import life
from gi.repository import GLib
from guests import net
from netwiring import EMPTY, NetWiring, expect

SOME = object()     # any value but an empty one
MAC = '52:54:00:11:22:33'
TAKEN = '52:54:00:aa:aa:aa'     # of a plugged card of another VM
FILTER = 'clean-traffic'
RUNNING = ['up', 'paused']      # the one lets go of its cards, the other has no operating system
DOWN = 'down'

Row = collections.namedtuple('Row', 'vm given request effect')

# How a card begins.
PLUGGED = {'network': 'a'}
UNLINKED = {'network': 'a', 'linked': False}
UNWIRED = {}
UNWIRED_UNLINKED = {'linked': False}
UNPLUGGED = {'network': 'a', 'plugged': False}
UNPLUGGED_UNLINKED = {'network': 'a', 'linked': False, 'plugged': False}
UNPLUGGED_UNWIRED = {'plugged': False}

# What becomes of it; what is not named stays as it was.
INTO_SLOT = {'Plugged': True, 'Address': SOME, 'HostDevice': SOME}
ACTIVE = {**INTO_SLOT, 'State': 'active', 'LinkState': 'up'}
OUT_OF_SLOT = {'Plugged': False, 'State': 'unplugged', 'LinkState': 'unknown', 'Address': '', 'HostDevice': ''}
LINK_DOWN = {'Linked': False, 'State': 'unlinked', 'LinkState': 'down'}
LINK_UP = {'Linked': True, 'State': 'active', 'LinkState': 'up'}
NO_NETWORK = {'Network': EMPTY, 'State': 'unwired', 'LinkState': 'down', 'PortIsolated': True}
ON_B = {'Network': 'b'}
GONE = 'gone'


def update(**changes):
    return 'update', {key.replace('_', '-'): value for key, value in changes.items()}


PLUG, UNPLUG, REMOVE, START = ('plug', {}), ('unplug', {}), ('remove', {}), ('start', {})
PARAMETERS = {'IP': '10.0.0.7'}
FILTERED = update(filter=FILTER, filter_parameters=GLib.Variant('a{ss}', PARAMETERS))
FILTERED_EFFECT = {'Filter': FILTER, 'FilterParameters': PARAMETERS}
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
    Row(DOWN, PLUGGED, update(name='other'), {'Name': 'other'}),
    Row(DOWN, PLUGGED, update(name='base'), 'AlreadyExists'),
    Row(DOWN, PLUGGED, update(mac_address=TAKEN), 'MacInUse'),
    Row(DOWN, PLUGGED, update(network='nosuch'), 'NotFound'),
    Row(DOWN, PLUGGED, UNPLUG, {'Plugged': False, 'State': 'unplugged', 'Address': ''}),
    Row(DOWN, UNPLUGGED, PLUG, {'Plugged': True, 'State': 'inactive', 'Address': SOME}),
    Row(DOWN, PLUGGED, update(plugged=False, network='b', mac_address=MAC),
        {**ON_B, 'Plugged': False, 'State': 'unplugged', 'Address': '', 'MacAddress': MAC}),
    Row(DOWN, UNPLUGGED, update(plugged=True, network='b', linked=False),
        {**ON_B, 'Plugged': True, 'State': 'inactive', 'Address': SOME, 'Linked': False}),
    Row(DOWN, UNPLUGGED, ALL, ALL_EFFECT),
    Row(DOWN, UNPLUGGED, update(network=EMPTY), {'Network': EMPTY}),
    Row(DOWN, PLUGGED, REMOVE, GONE),
    Row(DOWN, UNPLUGGED, REMOVE, GONE),
    # It starts.
    Row(DOWN, PLUGGED, START, ACTIVE),
    Row(DOWN, UNLINKED, START, {**INTO_SLOT, **LINK_DOWN}),
    Row(DOWN, UNWIRED, START, {**INTO_SLOT, **NO_NETWORK}),
    Row(DOWN, UNPLUGGED, START, {}),
    Row(DOWN, {'network': 'absent'}, START, 'does not start'),
    Row(DOWN, {'network': 'absent', 'linked': False}, START, 'does not start'),
    # It is paused, and its guest lets go of nothing.
    Row('paused', PLUGGED, ('unplug', {'timeout': 1}), 'Timeout'),
]

TABLE += [Row(vm, *rest) for vm in RUNNING for rest in [
    # What is unplugged is ours alone.
    (UNPLUGGED, ALL, ALL_EFFECT),
    (UNPLUGGED, FILTERED, FILTERED_EFFECT),
    (UNPLUGGED, update(network=EMPTY), {'Network': EMPTY}),
    (UNPLUGGED, update(network='absent'), {'Network': 'absent'}),
    (UNPLUGGED, REMOVE, GONE),
    # It is plugged.
    (UNPLUGGED, PLUG, ACTIVE),
    (UNPLUGGED_UNLINKED, PLUG, {**INTO_SLOT, **LINK_DOWN}),
    (UNPLUGGED_UNWIRED, PLUG, {**INTO_SLOT, **NO_NETWORK}),
    (UNPLUGGED, update(plugged=True, network='b', linked=False), {**INTO_SLOT, **LINK_DOWN, **ON_B}),
    (UNPLUGGED, update(plugged=True, mac_address=MAC, model='e1000', mtu=1400, filter=FILTER),
     {**ACTIVE, **HARDWARE_EFFECT, 'Filter': FILTER}),
    (UNPLUGGED, update(plugged=True, network='absent'), 'NetworkNotOnHost'),
    (UNPLUGGED, update(plugged=True, network='small', mtu=1500), 'HotUpdateRefused'),
    (UNPLUGGED, update(plugged=True, mac_address=TAKEN), 'MacInUse'),
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
    (PLUGGED, update(filter='nosuch'), 'InvalidArgument'),
    (PLUGGED, update(port_isolated=True), {'PortIsolated': True}),
    (PLUGGED, update(name='other'), {'Name': 'other'}),
    (PLUGGED, update(name='base'), 'AlreadyExists'),
    (PLUGGED, update(mac_address=MAC), 'HotUpdateRefused'),
    (PLUGGED, update(model='e1000'), 'HotUpdateRefused'),
    (PLUGGED, update(mtu=1400), 'HotUpdateRefused'),
    (PLUGGED, update(network='absent'), 'NetworkNotOnHost'),
    (PLUGGED, update(network='small'), 'HotUpdateRefused'),
    (PLUGGED, REMOVE, 'ActiveDevice'),
]]

TABLE += [Row('up', *rest) for rest in [
    (PLUGGED, UNPLUG, OUT_OF_SLOT),
    (UNLINKED, UNPLUG, OUT_OF_SLOT),
    (UNWIRED, UNPLUG, {**OUT_OF_SLOT, 'PortIsolated': False}),
    (UNPLUGGED, UNPLUG, {}),
    (PLUGGED, update(plugged=False, network='b', linked=False), {**OUT_OF_SLOT, **ON_B, 'Linked': False}),
    (PLUGGED, update(plugged=False, mac_address=MAC, model='e1000', mtu=1400), {**OUT_OF_SLOT, **HARDWARE_EFFECT}),
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


def request(nw, vm, path, what, values):
    """Ask for it; the error is raised."""
    if what == 'update':
        nw.update(path, values)
    elif what == 'start':
        start(nw, vm)
    else:
        {'plug': nw.plug, 'unplug': nw.unplug, 'remove': nw.remove_vnic}[what](path, **values)


def assert_effect(before, after, effect, networks):
    wanted = {**before, **effect}
    wanted['Network'] = networks.get(wanted['Network'], wanted['Network'])
    for key, value in wanted.items():
        if value is SOME:
            assert after[key], key
        elif key != 'Source':       # told by Network, and compared with the definition's
            assert after[key] == value, key


def assert_refused(nw, path, row, code):
    """Nothing changed, but that a guest may have been asked to let go."""
    before, definitions = nw.card(path), lab.virsh(f'dumpxml {row.vm}; dumpxml --inactive {row.vm}')
    expect(code, request, nw, row.vm, path, *row.request)
    state = 'unplugging' if code == 'Timeout' else before['State']
    assert nw.card(path) == {**before, 'State': state}
    assert lab.virsh(f'dumpxml {row.vm}; dumpxml --inactive {row.vm}') == definitions


@pytest.mark.parametrize('row', TABLE, ids=name_of)
def test_what_a_request_does(nw, house, card, row):
    path = card(row.vm, row.given)
    life.check(nw, row.vm)
    before = nw.card(path)
    if row.effect == 'does not start':
        assert "No such device" in lab.virsh('start', row.vm, '--paused', check=False).stderr
        assert nw.card(path) == before
    elif row.effect == GONE:
        request(nw, row.vm, path, *row.request)
        assert path not in vnics_of(nw, row.vm) and path not in nw.client.objects()
    elif isinstance(row.effect, str):
        assert_refused(nw, path, row, row.effect)
    else:
        request(nw, row.vm, path, *row.request)
        if row.request == START:
            life.wait(nw, row.vm)
        assert_effect(before, nw.card(path), row.effect, house)
    life.check(nw, row.vm)
