# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The libvirt adapter by itself plugs, unplugs and alters cards: definitions, guests and slots."""

import os
import re
import socket
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree

import pytest

import faults
import guests
import lab
from libvirt_probe import Probe, Vm, run, virsh

MAC = '52:54:00:00:0a:77'
ALIAS = 'ua-0b5e3a0c-94a1-4d1f-8d60-2f1f6c2f7e33'
# Guests are emulated, and there are two processors for all of them.
GUEST = 30
AT_ONCE = 0.1
LINK_GROUP, RTM_DELLINK = 1, 17
BY_HAND = f'''<interface type='bridge'><mac address='{MAC}'/><source bridge='lva0'/><model type='virtio'/>
<driver name='qemu' queues='2'/><rom bar='off'/><link state='down'/><alias name='{ALIAS}'/></interface>'''


@pytest.fixture(scope='module', autouse=True)
def bridges():
    for bridge in ('lva0', 'lva1'):
        run('ip', 'link', 'add', bridge, 'type', 'bridge')
        run('ip', 'link', 'set', bridge, 'up')
    yield
    for bridge in ('lva0', 'lva1'):
        run('ip', 'link', 'delete', bridge)


@pytest.fixture
def probe():
    made = Probe()
    made.begin()
    yield made
    made.close()


@pytest.fixture
def defined():
    """defined(start=, ...): a VM, running or not, that is gone with the test."""
    made = []

    def make(start=True, **options):
        vm = Vm(21 + len(made), **options)
        virsh('define', '/dev/stdin', text=vm.xml)
        made.append(vm)
        if start:
            virsh('start', vm.name, '--paused')
        return vm
    yield make
    for vm in made:
        if virsh('domstate', vm.name).strip() != 'shut off':
            virsh('destroy', vm.name)
        virsh('undefine', vm.name)


@pytest.fixture(scope='module')
def booted():
    """A guest that lets go of its cards."""
    made = guests.Guest('plugged', guests.net(bridge='lva0'))
    yield made.wait()
    made.remove()


def cards(vm, inactive=False):
    """MAC → <interface> of its definition."""
    text = virsh('dumpxml', vm.name, *(['--inactive'] if inactive else []))
    found = ElementTree.fromstring(text).findall('./devices/interface')
    return {card.find('mac').get('address'): card for card in found}


def address(card):
    return {key: value for key, value in card.find('address').attrib.items() if key != 'multifunction'}


def attach(probe, vm, scope, *words, mac=MAC):
    return probe.ask('attach', vm.uuid, mac, 0, scope, *words)


def detach(probe, vm, scope, *words, mac=MAC):
    return probe.ask('detach', vm.uuid, mac, 0, scope, *words)


def test_a_card_is_plugged_in_both_definitions_once(probe, defined):
    vm = defined()
    done = attach(probe, vm, 'both', 'bridge=lva0', f'alias={ALIAS}', 'linked=no', 'mtu=1400', 'isolated=yes')
    assert re.search(rf'live={MAC}/0,unlinked,bridge:lva0,lva0,vnet\d+,\S+,isolated', done)
    assert re.search(rf'config={MAC}/0,unlinked,bridge:lva0,,,\S+,isolated', done)
    live, config = cards(vm)[MAC], cards(vm, inactive=True)[MAC]
    assert address(live) == address(config)
    for card in (live, config):
        assert (card.find('alias').get('name'), card.find('mtu').get('size')) == (ALIAS, '1400')

    assert attach(probe, vm, 'both', 'bridge=lva0', f'alias={ALIAS}').count(MAC) == 2
    assert attach(probe, vm, 'both', 'bridge=lva0').count(MAC) == 2
    done = probe.ask('change', vm.uuid, MAC, 0, 'both', 'linked=yes')
    assert len(re.findall(rf'{MAC}/0,linked', done)) == 2


def test_definitions_that_differ_get_the_card_in_one_place(probe, defined):
    vm = defined()
    assert attach(probe, vm, 'live', 'bridge=lva0', mac='52:54:00:00:0a:70').startswith('done')
    assert attach(probe, vm, 'config', 'bridge=lva0', mac='52:54:00:00:0a:71').startswith('done')
    assert attach(probe, vm, 'both', 'bridge=lva0').startswith('done')
    assert address(cards(vm)[MAC]) == address(cards(vm, inactive=True)[MAC])
    assert probe.ask('change', vm.uuid, MAC, 0, 'both', 'linked=no').count(',unlinked') == 2


def test_a_card_that_one_definition_has_comes_to_the_other(probe, defined):
    vm = defined()
    assert attach(probe, vm, 'live', 'bridge=lva0', mac='52:54:00:00:0a:70').startswith('done')
    assert attach(probe, vm, 'live', 'bridge=lva0').count(MAC) == 1
    assert attach(probe, vm, 'both', 'bridge=lva0').count(MAC) == 2
    assert address(cards(vm)[MAC]) == address(cards(vm, inactive=True)[MAC])


def test_a_card_goes_and_comes_back_as_it_was(probe, defined):
    vm = defined(start=False)
    virsh('attach-device', vm.name, '/dev/stdin', '--config', text=BY_HAND)
    before = cards(vm)[MAC]
    text = probe.ask('card', vm.uuid, MAC, 0)
    assert '<rom bar="off"/>' in text and '<address ' in text
    assert MAC not in detach(probe, vm, 'config', f'alias={ALIAS}')
    assert detach(probe, vm, 'config', f'alias={ALIAS}').startswith('done')
    done = attach(probe, vm, 'config', 'bridge=lva1', 'linked=no', f'alias={ALIAS}', 'address=0000:00:11.0', 'again')
    assert f'config={MAC}/0,unlinked,bridge:lva1,,,0000:00:11.0,open' in done
    after = cards(vm)[MAC]
    for path in ('driver', 'rom', 'model', 'alias', 'link'):
        assert after.find(path).attrib == before.find(path).attrib


def test_what_a_start_fills_in_is_not_kept(probe, defined):
    vm = defined()
    assert attach(probe, vm, 'live', 'bridge=lva0').startswith('done')
    text = probe.ask('card', vm.uuid, MAC, 0)
    assert '<alias' not in text and '<target' not in text and '<address' in text
    assert probe.ask('card', vm.uuid, '52:54:00:00:0a:99', 0).startswith('error NotFound ')


def test_a_guest_lets_go(probe, booted):
    vm = booted
    vm.uuid = virsh('domuuid', vm.name).strip()
    assert attach(probe, vm, 'both', 'bridge=lva0', f'alias={ALIAS}').count(MAC) == 2
    begun = time.monotonic()
    done = detach(probe, vm, 'live', f'alias={ALIAS}')
    answered = time.monotonic()
    if f'live={MAC}' in done:
        told = probe.expect(f'^changed {vm.name} .*config={MAC}', GUEST)
        assert f'live={MAC}' not in told
    print(f'unplug answered after {answered - begun:.3f} s, gone after {time.monotonic() - begun:.3f} s')
    assert answered - begun < 1
    assert MAC not in cards(vm) and MAC in cards(vm, inactive=True)
    assert MAC not in detach(probe, vm, 'both', f'alias={ALIAS}')


def test_a_guest_that_does_not_let_go(probe, booted):
    vm = booted
    vm.uuid = virsh('domuuid', vm.name).strip()
    assert attach(probe, vm, 'live', 'bridge=lva0', f'alias={ALIAS}').startswith('done')
    virsh('suspend', vm.name)
    try:
        for _ in range(3):
            begun = time.monotonic()
            assert f'live={MAC}' in detach(probe, vm, 'live', f'alias={ALIAS}')
            assert time.monotonic() - begun < 1
        probe.drain()
        assert MAC in cards(vm)
    finally:
        virsh('resume', vm.name)
    while f'live={MAC}' in probe.expect(f'^changed {vm.name} ', GUEST):
        pass
    assert MAC not in cards(vm)


def test_a_removal_is_told_at_once(probe, booted):
    """From the moment on at which its tap is taken away."""
    vm = booted
    vm.uuid = virsh('domuuid', vm.name).strip()
    done = attach(probe, vm, 'live', 'bridge=lva0', f'alias={ALIAS}')
    tap = re.search(rf'live={MAC}/0,linked,bridge:lva0,lva0,(vnet\d+)', done)[1]
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as links:
        links.bind((0, LINK_GROUP))
        done = detach(probe, vm, 'live', f'alias={ALIAS}')
        links.settimeout(GUEST)
        while not is_deletion(links.recv(65536), tap):
            pass
        gone = time.monotonic()
    while f'live={MAC}' in done:
        done = probe.expect(f'^changed {vm.name} ', 1)
    print(f'told {1000 * (time.monotonic() - gone):.1f} ms after its tap was gone')
    assert time.monotonic() - gone < AT_ONCE


def is_deletion(message, link):
    kind = int.from_bytes(message[4:6], sys.byteorder)
    return kind == RTM_DELLINK and link.encode() + b'\0' in message


def test_what_tells_a_card_changes_while_the_vm_is_off(probe, defined):
    vm, new = defined(start=False), '52:54:00:00:0a:78'
    virsh('attach-device', vm.name, '/dev/stdin', '--config', text=BY_HAND)
    virsh('autostart', vm.name)
    done = probe.ask('change', vm.uuid, MAC, 0, 'config', f'mac={new}', 'linked=yes', 'model=e1000')
    assert f'config={new}/0,linked' in done and MAC not in done
    card = cards(vm)[new]
    assert card.find('rom').get('bar') == 'off' and card.find('model').get('type') == 'e1000'
    assert 'enable' in virsh('dominfo', vm.name)
    assert probe.ask('change', vm.uuid, new, 0, 'config', 'alias=').startswith('done')
    assert cards(vm)[new].find('alias') is None


def test_secrets_stay_when_a_definition_is_written_anew(probe, defined):
    vm = defined(start=False, more="<graphics type='vnc' passwd='secret'/><video><model type='none'/></video>")
    assert probe.ask('change', vm.uuid, vm.mac, 0, 'config', f'mac={MAC}').startswith('done')
    assert "passwd='secret'" in virsh('dumpxml', '--security-info', vm.name)


def test_what_a_running_vm_refuses(probe, defined):
    vm = defined()
    before = virsh('dumpxml', vm.name), virsh('dumpxml', '--inactive', vm.name)
    for scope in ('live', 'both'):
        for word in (f'mac={MAC}', f'alias={ALIAS}', 'model=e1000', 'mtu=1400'):
            assert probe.ask('change', vm.uuid, vm.mac, 0, scope, word).startswith('error HotUpdateRefused ')
    assert (virsh('dumpxml', vm.name), virsh('dumpxml', '--inactive', vm.name)) == before


@pytest.mark.parametrize('start', [False, True])
def test_the_persistent_definition_takes_everything(probe, defined, start):
    vm = defined(start=start)
    done = probe.ask('change', vm.uuid, vm.mac, 0, 'config', 'model=e1000', 'mtu=1400', 'linked=no',
                     'filter=clean-traffic', 'isolated=yes', 'bridge=lva1')
    assert re.search(r'config=\S+,unlinked,bridge:lva1,,,\S+,isolated', done)
    card = cards(vm, inactive=True)[vm.mac]
    assert [card.find(path).attrib for path in ('model', 'mtu', 'filterref')] \
        == [{'type': 'e1000'}, {'size': '1400'}, {'filter': 'clean-traffic'}]
    assert probe.ask('change', vm.uuid, vm.mac, 0, 'config', 'filter=', 'mtu=0').startswith('done')
    card = cards(vm, inactive=True)[vm.mac]
    assert card.find('mtu') is None and card.find('filterref') is None


def test_the_kind_of_network_changes_for_the_next_start(probe, defined):
    vm = defined()
    for source, port in (('direct=lva0', 'port='), ('network=default', 'port='), ('bridge=lva0', 'port=openvswitch'),
                         ('direct=lva1', 'port='), ('bridge=lva0', 'port=')):
        done = probe.ask('change', vm.uuid, vm.mac, 0, 'config', source, port)
        assert re.search(rf'live=\S+,bridge:lva0,lva0,vnet\S+ config=\S+,{source.replace("=", ":")},', done)
        found = cards(vm, inactive=True)[vm.mac].find('virtualport')
        assert port == 'port=' + ('' if found is None else found.get('type'))


def test_a_card_on_its_way_in_goes_from_both_definitions(probe, defined):
    """Somebody plugs it in and qemu is slow: who takes it out then cannot see it yet."""
    vm, there = defined(), set(os.listdir('/sys/class/net'))
    (lab.STATE / 'card.xml').write_text(BY_HAND.replace("<rom bar='off'/>", ''))
    faults.stop(vm.name)
    plugs = subprocess.Popen(['virsh', '-q', 'attach-device', vm.name, lab.STATE / 'card.xml', '--live', '--config'])
    lab.wait_until(lambda: set(os.listdir('/sys/class/net')) - there)
    probe.say('detach', vm.uuid, MAC, 0, 'both', f'alias={ALIAS}')
    probe.say('read', vm.uuid)
    probe.expect('^done')
    faults.resume(vm.name)
    assert plugs.wait(10) == 0
    assert MAC not in re.search(r'config=.*|$', probe.expect('^(done|error)'))[0]
    assert MAC not in cards(vm, inactive=True)


def test_a_filter_has_to_exist(probe, defined):
    vm = defined()
    before = virsh('dumpxml', vm.name), virsh('dumpxml', '--inactive', vm.name)
    expected = 'error InvalidArgument filter: there is no network filter “nosuch”'
    assert probe.ask('change', vm.uuid, vm.mac, 0, 'both', 'linked=no', 'filter=nosuch') == expected
    assert probe.ask('change', vm.uuid, vm.mac, 0, 'config', 'filter=nosuch', f'mac={MAC}') == expected
    assert attach(probe, vm, 'both', 'bridge=lva0', 'filter=nosuch') == expected
    assert (virsh('dumpxml', vm.name), virsh('dumpxml', '--inactive', vm.name)) == before


def test_a_plug_that_fails_leaves_nothing(probe, defined):
    vm = defined()
    before, links = (virsh('dumpxml', vm.name), virsh('dumpxml', '--inactive', vm.name)), run('ip', '-br', 'link')
    for words, expected in ((['bridge=nosuch'], r'PlugFailed cannot plug card \S+ into VM adapter21: .*nosuch.* \(49\)$'),
                            (['network=nosuch'], 'NetworkNotOnHost .*adapter21'),
                            (['ethernet='], 'NotSupported '),
                            (['bridge=lva0', 'address=0000:00:02.0'], r'PlugFailed .*\(49\)$'),
                            (['bridge=lva0', 'address=there'], 'InvalidArgument .*address: “there” ')):
        assert re.search('^error ' + expected, attach(probe, vm, 'both', *words))
    assert (virsh('dumpxml', vm.name), virsh('dumpxml', '--inactive', vm.name)) == before
    assert run('ip', '-br', 'link') == links


def test_what_is_not_there(probe, defined):
    off, gone = defined(start=False), Vm(29)
    assert attach(probe, gone, 'live', 'bridge=lva0').startswith('error NotFound ')
    assert detach(probe, gone, 'live').startswith('error NotFound ')
    assert attach(probe, off, 'live', 'bridge=lva0').startswith('error PlugFailed ')
    assert ' shutoff ' in detach(probe, off, 'live', mac=off.mac)
    assert off.mac in cards(off)


@pytest.mark.parametrize('machine, more', [
    ('pc', ''),
    ('pc', "<controller type='pci' index='1' model='pci-bridge'/>"),
    ('q35', ''),
    ('q35', "<controller type='pci' index='0' model='pcie-root'/>"
            + ''.join(f"<controller type='pci' index='{n}' model='pcie-root-port'/>" for n in range(1, 9))),
])
def test_free_slots_are_what_can_be_plugged(probe, defined, machine, more):
    vm = defined(machine=machine, more=more)
    free = int(probe.ask('slots', vm.uuid).split()[1])
    assert 0 < free < 64
    for number in range(free):
        done = attach(probe, vm, 'live', 'bridge=lva0', mac=f'52:54:00:00:0b:{number:02x}')
        assert done.startswith('done'), f'card {number} of {free}: {done}'
    assert probe.ask('slots', vm.uuid) == 'slots 0'
    assert attach(probe, vm, 'live', 'bridge=lva0').startswith(f'error NoFreeSlot cannot plug card {MAC}')


def test_a_vm_that_is_off_has_plenty(probe, defined):
    assert probe.ask('slots', defined(start=False).uuid) == f'slots {2 ** 32 - 1}'


def test_a_pc_without_acpi(probe, defined):
    vm = defined(features='')
    for answer in (attach(probe, vm, 'both', 'bridge=lva0'), detach(probe, vm, 'both', mac=vm.mac)):
        assert re.search(f'^error NotSupported cannot .* VM {vm.name}: .*no ACPI$', answer)
    assert attach(probe, vm, 'config', 'bridge=lva0').count(MAC) == 1
