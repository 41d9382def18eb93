# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The libvirt adapter by itself, against a real libvirtd: nwd-libvirt-probe prints what it tells."""

import os
import pathlib
import re
import signal
import time

import pytest

from libvirt_probe import Probe, Vm, run, virsh

LAB = str(pathlib.Path(__file__).resolve().parents[1] / 'lab')
AT_ONCE = 0.1

NETWORK = "<network><name>lvanet</name><bridge name='lvanet0'/></network>"


def master(tap):
    return pathlib.Path('/sys/class/net', tap, 'master').resolve().name


@pytest.fixture(scope='module')
def vms():
    """One is running and persistent, one running and transient, one only defined."""
    made = [Vm(number) for number in (1, 2, 3)]
    for bridge in ('lva0', 'lva1'):
        run('ip', 'link', 'add', bridge, 'type', 'bridge')
        run('ip', 'link', 'set', bridge, 'up')
    virsh('net-define', '/dev/stdin', text=NETWORK)
    virsh('net-start', 'lvanet')
    virsh('define', '/dev/stdin', text=made[0].xml)
    virsh('start', made[0].name, '--paused')
    virsh('create', '/dev/stdin', '--paused', text=made[1].xml)
    virsh('define', '/dev/stdin', text=made[2].xml)
    yield made
    for vm in made[:2]:
        virsh('destroy', vm.name)
    for vm in made[::2]:
        virsh('undefine', vm.name)
    virsh('net-destroy', 'lvanet')
    virsh('net-undefine', 'lvanet')
    for bridge in ('lva0', 'lva1'):
        run('ip', 'link', 'delete', bridge)


@pytest.fixture
def probe(vms):
    made = Probe()
    made.inventory = made.begin()
    yield made
    made.close()


def test_inventory(probe, vms):
    found = {line.split()[1]: line for line in probe.inventory}
    running, transient, defined = (found[vm.name] for vm in vms)
    assert re.search(r'paused persistent live=\S+,linked,bridge:lva0,lva0,vnet\d+,0000:00:\S+,open '
                     r'config=\S+,linked,bridge:lva0,,,0000:00:\S+,open$', running)
    assert re.search(r'paused live=\S+$', transient)
    assert re.search(r'shutoff persistent config=\S+$', defined)
    assert 'network lvanet active lvanet0 0' in probe.inventory
    assert probe.inventory[-1] == 'inventory 3'


@pytest.mark.parametrize('words, expected', [
    (['domif-setlink', '{name}', '{mac}', 'down'], r'live=\S+,unlinked.* config=\S+,linked'),
    (['domif-setlink', '{name}', '{mac}', 'up'], r'live=\S+,linked.* config=\S+,linked'),
    (['domif-setlink', '{name}', '{mac}', 'down', '--config'], r'live=\S+,linked.* config=\S+,unlinked'),
    (['domif-setlink', '{name}', '{mac}', 'up', '--config'], r'live=\S+,linked.* config=\S+,linked'),
    (['resume', '{name}'], ' running '),
    (['suspend', '{name}'], ' paused '),
    (['managedsave', '{name}'], ' shutoff persistent saved config'),
    (['managedsave-remove', '{name}'], ' shutoff persistent config'),
    (['domrename', '{name}', 'other'], 'other .* shutoff'),
    (['domrename', 'other', '{name}'], '{name} .* shutoff'),
    (['start', '{name}', '--paused'], ' paused persistent live'),
])
def test_what_others_do_is_told_at_once(probe, vms, words, expected):
    vm = vars(vms[0])
    virsh(*(word.format(**vm) for word in words))
    assert vm['uuid'] in probe.expect('^changed .*' + expected.format(**vm), AT_ONCE)


def test_vms_and_networks_come_and_go(probe):
    vm = Vm(9)
    virsh('define', '/dev/stdin', text=vm.xml)
    probe.expect(f'^changed {vm.name} {vm.uuid} shutoff', AT_ONCE)
    virsh('undefine', vm.name)
    probe.expect(f'^gone {vm.uuid}', AT_ONCE)
    virsh('create', '/dev/stdin', '--paused', text=vm.xml)
    probe.expect(f'^changed {vm.name} {vm.uuid} paused live', AT_ONCE)
    virsh('destroy', vm.name)
    probe.expect(f'^gone {vm.uuid}', AT_ONCE)
    virsh('net-destroy', 'lvanet')
    probe.expect('^network lvanet inactive', AT_ONCE)
    virsh('net-start', 'lvanet')
    probe.expect('^network lvanet active', AT_ONCE)


def test_changes(probe, vms):
    vm = vms[0]
    done = probe.change(vm, 'both', 'linked=no')
    assert re.search(r'^done .*live=\S+,unlinked,bridge:lva0.* config=\S+,unlinked', done)
    tap = re.search(r'vnet\d+', done)[0]
    assert virsh('dumpxml', vm.name).count("link state='down'") == 1
    assert virsh('dumpxml', '--inactive', vm.name).count("link state='down'") == 1

    done = probe.change(vm, 'both', 'linked=yes', 'bridge=lva1')
    assert re.search(r'live=\S+,linked,bridge:lva1,lva1.* config=\S+,linked,bridge:lva1', done)
    assert master(tap) == 'lva1'

    done = probe.change(vm, 'live', 'network=lvanet', 'isolated=yes')
    assert re.search(r'live=\S+,network:lvanet,lvanet0,\S+,isolated config=\S+,bridge:lva1\S+,open', done)
    assert master(tap) == 'lvanet0'
    done = probe.change(vm, 'live', 'linked=no')
    assert re.search(r'live=\S+,unlinked,network:lvanet,lvanet0,', done)
    assert probe.change(vm, 'both', 'linked=yes').startswith('error NotSupported card ')

    done = probe.change(vm, 'both', 'linked=yes', 'isolated=no', 'bridge=lva0')
    assert re.search(r'live=\S+,linked,bridge:lva0\S+,open config=\S+,linked,bridge:lva0\S+,open', done)
    assert master(tap) == 'lva0'

    done = probe.change(vms[2], 'config', 'linked=no')
    assert re.search(r' shutoff persistent config=\S+,unlinked', done)
    assert re.search(r',linked', probe.change(vms[2], 'config', 'linked=yes'))


@pytest.mark.parametrize('scope, fields, expected', [
    ('live', ['bridge=nosuch'], "UpdateFailed .*adapter1: .*bridge nosuch doesn't exist"),
    ('live', ['network=nosuch'], 'NetworkNotOnHost .*adapter1: .*no network with matching name'),
    ('live', ['direct=lva0'], 'NotSupported .*adapter1: .*unable to change config'),
    ('live', ['ethernet='], 'NotSupported '),
])
def test_refusals_change_nothing(probe, vms, scope, fields, expected):
    before = virsh('dumpxml', vms[0].name)
    assert re.search('^error ' + expected, probe.change(vms[0], scope, *fields))
    assert virsh('dumpxml', vms[0].name) == before


def test_what_is_not_there(probe, vms):
    gone, cardless = Vm(8), Vm(1)
    cardless.mac = '52:54:00:00:0a:99'
    assert probe.change(gone, 'live', 'linked=no').startswith('error NotFound ')
    assert probe.change(cardless, 'live', 'linked=no').startswith('error NotFound ')
    assert probe.change(vms[1], 'config', 'linked=no').startswith('error UpdateFailed ')
    assert probe.change(vms[2], 'live', 'linked=no').startswith('error UpdateFailed ')


def test_flips_are_told_once(probe, vms):
    """The signs of our own changes are no news: what was read back is from after them."""
    probe.drain()
    probe.say('flip', vms[0].uuid, vms[0].mac, 100)
    lines = []
    while not lines or not lines[-1].startswith('flips'):
        lines.append(probe.line(30))
    assert lines[-1].startswith('flips 100 ')
    assert not [line for line in lines if line.startswith('error')]
    assert len([line for line in lines if line.startswith('changed')]) < 10


def test_a_stopped_vm_delays_no_other(probe, vms):
    stopped, other = vms[:2]
    pid = int(pathlib.Path('/run/libvirt/qemu', stopped.name + '.pid').read_text())
    os.kill(pid, signal.SIGSTOP)
    try:
        probe.say('change', stopped.uuid, stopped.mac, 0, 'live', 'linked=no')
        begun = time.monotonic()
        for linked in ('no', 'yes') * 5:
            assert f'done {other.name} ' in probe.change(other, 'live', f'linked={linked}')
        probe.say('read', stopped.uuid)
        assert f'done {stopped.name} ' in probe.expect('^done')
        virsh('domif-setlink', other.name, other.mac, 'down')
        probe.expect(f'^changed {other.name} .*unlinked', AT_ONCE)
        virsh('domif-setlink', other.name, other.mac, 'up')
        assert time.monotonic() - begun < 5
    finally:
        os.kill(pid, signal.SIGCONT)
    assert re.search(f'done {stopped.name} .*live=\\S+,unlinked', probe.expect('^done'))
    assert ',linked' in probe.change(stopped, 'live', 'linked=yes')


@pytest.mark.parametrize('verb', ['kill', 'stop'])
def test_libvirtd_goes_and_comes(probe, vms, verb):
    run(LAB, 'service', 'libvirtd', verb)
    probe.expect('^state disconnected$')
    assert probe.change(vms[0], 'live', 'linked=no').startswith('error HypervisorUnavailable ')
    run(LAB, 'service', 'libvirtd', 'start')
    probe.expect('^state connected instant$')
    probe.expect('^inventory 3$')
    virsh('domif-setlink', vms[0].name, vms[0].mac, 'down')
    probe.expect(f'^changed {vms[0].name} .*live=\\S+,unlinked', AT_ONCE)
    assert ',linked' in probe.change(vms[0], 'live', 'linked=yes')


def test_a_folder_that_goes_is_told(probe, vms):
    """What cannot be watched is compared every 10 s; once it is back, it is watched again."""
    saves = pathlib.Path('/var/lib/libvirt/qemu/save')
    saves.rmdir()
    try:
        probe.expect('^state connected$')
        probe.expect('^inventory 3$')
    finally:
        saves.mkdir()
    probe.expect('^state connected instant$', 15)
    probe.expect('^inventory 3$')
    virsh('domif-setlink', vms[0].name, vms[0].mac, 'down')
    probe.expect(f'^changed {vms[0].name} .*live=\\S+,unlinked', AT_ONCE)
    virsh('domif-setlink', vms[0].name, vms[0].mac, 'up')


def test_idle(probe):
    """No wake-up in more than twice the time in which libvirtd asks other clients for a sign of life."""
    assert probe.line(20) is None
    before = probe.switches()
    assert probe.line(12) is None
    assert probe.switches() == before
