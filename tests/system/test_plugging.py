# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Cards plugged into guests and taken out of them again: what the guest sees, what it refuses, what is
taken back when it cannot be."""

import pytest

import bus
import faults
import lab
import life
from guests import net
from netwiring import ERROR, MANAGER, VNIC, expect

ROUNDS = 10
MAC, OTHER_MAC = '52:54:00:11:22:33', '52:54:00:11:22:44'

pytestmark = pytest.mark.usefixtures('house')


def power_cycle(nw, vm):
    """Off, every card but the first out, and on again."""
    life.power(nw, vm, 'destroy', 'shutoff')
    for path in nw.vm(vm)['Vnics'][1:]:
        nw.update(path, {'plugged': False})
    life.power(nw, vm, 'start', 'paused', '--paused')


def addresses_in(guest):
    """MAC address -> PCI address of the guest's cards, as the guest has them."""
    out = guest.exec('cd /sys/class/net; for i in eth*; do echo $(cat $i/address) $(readlink -f $i/device); done')
    return {line.split()[0]: line.split('/') for line in out.splitlines() if '/' in line}


def wait_in_guest(guest, present, *absent):
    lab.wait_until(lambda: present <= set(addresses_in(guest)) and not set(absent) & set(addresses_in(guest)), 10,
                   f'the guest to see {present} and not {absent}')


def isolation(nw, path):
    return life.port_is_isolated(nw.card(path)['HostDevice'])


def test_hardware_changes_while_it_is_out(nw, house, card):
    _networks, guests = house
    web, path = guests['web'], card('web')
    before = nw.card(path)
    wait_in_guest(web, {before['MacAddress']})
    assert before['Address'] in addresses_in(web)[before['MacAddress']]
    for changes in ({'mac-address': MAC}, {'model': 'e1000'}, {'mac-address': MAC, 'linked': False}):
        assert 'CANNOT_PERFORM_HOT_UPDATE' in expect('HotUpdateRefused', nw.update, path, changes)
        assert nw.card(path) == before
    nw.unplug(path)
    wait_in_guest(web, set(), before['MacAddress'])
    nw.update(path, {'mac-address': MAC})
    assert MAC not in lab.virsh('dumpxml', 'web')
    nw.plug(path)
    wait_in_guest(web, {MAC}, before['MacAddress'])
    life.check(nw, 'web')
    after = nw.card(path)
    assert (after['Id'], after['Name'], after['Alias']) == (before['Id'], before['Name'], before['Alias'])
    assert after['Address'] in addresses_in(web)[MAC]


def test_isolation_of_its_port(nw, house, card):
    path = card('web')
    assert not isolation(nw, path)
    for changes, isolated in (({'port-isolated': True}, True), ({'port-isolated': True}, True), ({'linked': False}, True),
                              ({'port-isolated': False}, False), ({'linked': True}, False),
                              ({'port-isolated': True, 'network': 'b'}, True), ({'network': 'a'}, True),
                              ({'network': 'a', 'port-isolated': False}, False)):
        nw.update(path, changes)
        assert isolation(nw, path) == isolated, changes
        life.check(nw, 'web')
    nw.update(path, {'port-isolated': True})
    nw.unplug(path)
    nw.plug(path)
    assert isolation(nw, path)


def test_an_equal_mtu_is_no_change(nw, card):
    for given, other in ((1400, 1500), (0, 1400)):
        path = card('rock', {'mtu': given})
        nw.update(path, {'mtu': given})
        before = lab.virsh('dumpxml', 'rock')
        assert 'MTU' in expect('HotUpdateRefused', nw.update, path, {'mtu': other})
        assert lab.virsh('dumpxml', 'rock') == before
        nw.update(path, {'mtu': other}, next_start_only=True)
        life.check(nw, 'rock')
        assert nw.card(path)['NextStart'] == {'mtu': other}
        power_cycle(nw, 'rock')


def test_a_plugged_card_stays(nw, card):
    """Until its VM is off; then its MAC address is free."""
    path = card('rock', {'mac-address': MAC})
    assert 'ACTION_TYPE_FAILED_CANNOT_REMOVE_ACTIVE_DEVICE' in expect('ActiveDevice', nw.remove_vnic, path)
    expect('MacInUse', nw.add_vnic, 'web', {'network': 'a', 'mac-address': MAC})
    life.power(nw, 'rock', 'destroy', 'shutoff')
    nw.remove_vnic(path)
    assert nw.client.call(bus.ROOT, MANAGER + '.FindVnic', '(s)', MAC) == []
    other = card('web', {'mac-address': MAC})
    assert nw.client.call(bus.ROOT, MANAGER + '.FindVnic', '(s)', MAC) == [other]
    life.power(nw, 'rock', 'start', 'paused', '--paused')


def test_one_mac_address_for_two(nw, card):
    first = card('web', {'mac-address': MAC})
    nw.unplug(first)
    second = card('rock', {'mac-address': MAC})
    before = nw.card(first)
    assert 'NETWORK_MAC_ADDRESS_IN_USE' in expect('MacInUse', nw.plug, first)
    assert nw.card(first) == before
    life.check(nw, 'web', 'rock')
    nw.update(first, {'plugged': True, 'mac-address': OTHER_MAC})
    assert nw.card(second)['MacAddress'] == MAC
    life.check(nw, 'web', 'rock')


def test_a_failed_change_frees_the_new_mac_and_keeps_the_old(nw, card):
    path = card('rock', {'mac-address': MAC, 'plugged': False})
    before = nw.card(path)
    text = expect('PlugFailed', nw.update, path, {'plugged': True, 'mac-address': OTHER_MAC, 'model': 'nosuch'})
    assert 'nosuch' in text and '(49)' in text
    assert nw.card(path) == before
    life.check(nw, 'rock')
    other = card('rock', {'mac-address': OTHER_MAC})
    power_cycle(nw, 'rock')
    nw.plug(path)
    expect('MacInUse', nw.update, other, {'mac-address': MAC})
    nw.update(path, {'plugged': False}, next_start_only=True)
    expect('MacInUse', nw.update, other, {'mac-address': MAC})
    power_cycle(nw, 'rock')
    nw.update(path, {'mac-address': '52:54:00:11:22:55'})
    nw.update(other, {'mac-address': MAC})
    nw.update(path, {'plugged': True})
    nw.update(other, {'plugged': True})
    life.check(nw, 'rock')


def test_a_failed_plug_takes_back_all_it_made(nw, house):
    links, before = lab.run('ip', '-o', 'link'), nw.client.objects()
    definitions = lab.virsh('dumpxml rock; dumpxml --inactive rock')
    expect('PlugFailed', nw.add_vnic, 'rock', {'network': 'a', 'model': 'nosuch'})
    assert nw.client.objects() == before and lab.virsh('dumpxml rock; dumpxml --inactive rock') == definitions
    assert lab.run('ip', '-o', 'link') == links
    life.check(nw, 'rock')
    assert '[entry-' not in faults.journal()


def test_a_failed_plug_that_the_guest_holds(nw, house, theirs):
    """It has the card until it is reset, but none of the traffic; and nobody has a vNIC of it then."""
    networks, _guests = house
    before = nw.vm('rock')['Vnics']
    with faults.no_mirrors('theirs'):
        text = expect('PlugFailed', nw.add_vnic, 'rock', {'mirrored-networks': [networks['a'], theirs]})
    assert 'ingress' in text and 'does not let go' in text
    assert 'does not let go' in nw.vm('rock')['Problem'] and lab.mirrors('a') == []
    life.check(nw, 'rock')
    lab.virsh('reset', 'rock')
    lab.wait_until(lambda: nw.vm('rock')['Vnics'] == before)
    life.wait(nw, 'rock')


def test_no_slot_is_found_out_before(nw, house, guest):
    guest('full', net(bridge='a'), options=['--halted', '--machine', 'q35'])
    lab.wait_until(lambda: nw.vm('full')['Vnics'])
    for _ in range(9):
        before = lab.virsh('dumpxml full; dumpxml --inactive full')
        call = nw.start(nw.find_vm('full'), 'org.ovirt.NetWiring.Vm.AddVnic', '(a{sv}a{sv})', {})
        lab.wait_until(call.done)
        if call.error:
            break
        life.check(nw, 'full')
    assert call.error and call.error.name == ERROR + 'NoFreeSlot', call.error
    assert lab.virsh('dumpxml full; dumpxml --inactive full') == before
    spare = nw.add_vnic('full', {'plugged': False})
    expect('NoFreeSlot', nw.plug, spare)
    life.check(nw, 'full')


def holds(nw, path):
    """The guest was asked, and has it still."""
    text = expect('Timeout', nw.unplug, path, timeout=1)
    assert 'has not let go' in text
    card = nw.card(path)
    assert (card['State'], card['Plugged']) == ('unplugging', True) and card['Address'] and card['HostDevice']
    return card


def assert_let_go(nw, path, before):
    nw.client.wait_property(path, VNIC, 'Plugged', False)
    card = nw.card(path)
    assert (card['State'], card['Address'], card['HostDevice'], card['LinkState']) == ('unplugged', '', '', 'unknown')
    assert (card['Id'], card['MacAddress'], card['Name']) == (before['Id'], before['MacAddress'], before['Name'])


def test_a_guest_that_lets_go_late(nw, house, card):
    """A guest without an operating system lets go when it is reset."""
    path = card('rock')
    nw.client.listen()
    before = holds(nw, path)
    life.check(nw, 'rock')
    nw.set_linked(path, False)
    life.check(nw, 'rock')
    assert nw.card(path)['State'] == 'unplugging'
    assert '(50)' in expect('Timeout', nw.unplug, path, timeout=1)
    lab.virsh('reset', 'rock')
    assert_let_go(nw, path, before)
    life.check(nw, 'rock')
    assert nw.card(path)['NextStart'] == {'plugged': True}
    nw.plug(path)
    life.check(nw, 'rock')
    assert nw.card(path)['NextStart'] == {} and nw.card(path)['Id'] == before['Id']


def test_a_paused_guest_lets_go_when_it_runs(nw, house, card):
    path = card('web')
    nw.client.listen()
    lab.virsh('suspend', 'web')
    before = holds(nw, path)
    lab.virsh('resume', 'web')
    assert_let_go(nw, path, before)
    life.wait(nw, 'web')
    nw.unplug(path)
    life.check(nw, 'web')
    assert nw.card(path)['NextStart'] == {}


def test_quick_rounds_of_three(nw, house, card):
    _networks, guests = house
    paths = [card('web') for _ in range(3)]
    macs = {nw.card(path)['MacAddress'] for path in paths}
    ids = [nw.card(path)['Id'] for path in paths]
    wait_in_guest(guests['web'], macs)
    for _ in range(ROUNDS):
        for verb in ('Unplug', 'Plug'):
            calls = [nw.start(path, f'{VNIC}.{verb}', '(a{sv})', timeout=60) for path in paths]
            for call in calls:
                call.result()
        life.check(nw, 'web')
    assert [nw.card(path)['Id'] for path in paths] == ids
    wait_in_guest(guests['web'], macs)
