# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What others do to a VM and its cards: start, stop, reset, save, restore, virsh attach and detach, with
netwiringd there or not. It is adopted, and nothing is there twice."""


import pytest

import bus
import faults
import lab
import life
from guests import net
from netwiring import EMPTY, VNIC, NetWiring, expect

CARD = "<interface type='bridge'><mac address='{}'/><source bridge='a'/><model type='virtio'/></interface>"
FOREIGN = '52:54:00:66:66:01'
KINDS = {'live': ['--live'], 'config': ['--config'], 'both': ['--live', '--config']}


@pytest.fixture
def nw(house, nw):
    nw.client.listen()
    return nw


def identity(nw, path):
    card = nw.card(path)
    return [card[key] for key in ('Id', 'Name', 'MacAddress', 'Model', 'Linked', 'Network', 'Mtu', 'Filter')]


def restarted(daemon, how):
    """netwiringd ended and started again; a new client."""
    getattr(daemon, how)()
    daemon.start()
    nw = NetWiring(bus.Client())
    nw.client.listen()
    faults.wait_back(nw)
    return nw


def virsh_card(verb, vm, how, mac):
    path = lab.STATE / 'card.xml'
    path.write_text(CARD.format(mac))
    lab.virsh(verb, vm, str(path), *KINDS[how])


def detach(vm, how, mac):
    lab.virsh('detach-interface', vm, 'bridge', '--mac', mac, *KINDS[how])


def find(nw, vm, mac):
    """The path of a VM's card by MAC address, '' when it has none."""
    return next((path for path in nw.vm(vm)['Vnics'] if nw.card(path)['MacAddress'] == mac), '')


def test_a_start_takes_what_is_plugged_and_leaves_what_is_not(nw, house, card):
    networks, _guests = house
    plugged, unlinked = card('rock'), card('rock', {'linked': False, 'network': 'b'})
    unwired, out = card('rock', {'network': EMPTY}), card('rock', {'plugged': False, 'linked': False})
    paths = [plugged, unlinked, unwired, out]
    before = [identity(nw, path) for path in paths]
    for _ in range(2):
        life.power(nw, 'rock', 'destroy', 'shutoff')
        assert [nw.card(path)['State'] for path in paths] == ['inactive', 'inactive', 'inactive', 'unplugged']
        assert [identity(nw, path) for path in paths] == before
        life.power(nw, 'rock', 'start', 'paused', '--paused')
        assert [nw.card(path)['State'] for path in paths] == ['active', 'unlinked', 'unwired', 'unplugged']
        assert [identity(nw, path) for path in paths] == before
    lab.virsh('reset', 'rock')
    life.check(nw, 'rock')
    nw.set_network(unwired, networks['a'])
    assert nw.card(unwired)['State'] == 'active'


@pytest.mark.parametrize('how', KINDS)
def test_a_card_attached_by_others(nw, how):
    virsh_card('attach-device', 'rock', how, FOREIGN)
    lab.wait_until(lambda: find(nw, 'rock', FOREIGN))
    life.wait(nw, 'rock')
    path = find(nw, 'rock', FOREIGN)
    assert nw.card(path)['Plugged'] == (how != 'config')
    assert nw.card(path)['NextStart'] == {'live': {'plugged': False}, 'config': {'plugged': True}, 'both': {}}[how]
    nw.plug(path)
    life.check(nw, 'rock')
    assert nw.card(path)['NextStart'] == {} and nw.card(path)['State'] == 'active'
    life.power(nw, 'rock', 'destroy', 'shutoff')
    nw.remove_vnic(path)
    life.check(nw, 'rock')
    life.power(nw, 'rock', 'start', 'paused', '--paused')
    assert not find(nw, 'rock', FOREIGN)


@pytest.mark.parametrize('how', KINDS)
def test_a_card_detached_by_others(nw, house, card, how):
    _networks, guests = house
    path = card('web', {'linked': False})
    before, mac = identity(nw, path), nw.card(path)['MacAddress']
    lab.wait_until(lambda: mac in guests['web'].exec('cat /sys/class/net/*/address'))
    detach('web', how, mac)
    nw.client.wait_property(path, VNIC, *{'config': ('NextStart', {'plugged': False})}.get(how, ('Plugged', False)))
    life.wait(nw, 'web')
    after = nw.card(path)
    assert identity(nw, path) == before
    assert after['Plugged'] == (how == 'config') and bool(after['Address']) == after['Plugged']
    assert after['NextStart'] == {'live': {'plugged': True}, 'config': {'plugged': False}, 'both': {}}[how]
    nw.plug(path)
    life.check(nw, 'web')
    assert identity(nw, path) == before and nw.card(path)['NextStart'] == {}


@pytest.mark.parametrize('away', ['netwiringd', 'libvirtd'])
@pytest.mark.parametrize('how', KINDS)
def test_a_card_detached_while_nobody_looks(nw, house, daemon, card, how, away):
    """libvirtd has to be there for it: so it comes back just before."""
    path = card('web')
    before, mac = identity(nw, path), nw.card(path)['MacAddress']
    if away == 'netwiringd':
        daemon.stop()
        detach('web', how, mac)
        daemon.start()
        nw = NetWiring(bus.Client())
    else:
        lab.service('libvirtd', 'stop')
        with daemon.asleep():
            lab.service('libvirtd', 'start')
            detach('web', how, mac)
    faults.wait_back(nw)
    life.wait(nw, 'web')
    if how == 'both' and away == 'netwiringd':
        assert not find(nw, 'web', mac)     # nobody is there who saw it
    else:
        assert identity(nw, path) == before and nw.card(path)['Plugged'] == (how == 'config')


@pytest.mark.parametrize('how', ['stop', 'kill'])
def test_a_restart_keeps_who_is_who(nw, house, daemon, card, how):
    paths = [card('rock', {'plugged': False, 'name': 'spare', 'mtu': 1400, 'filter': 'clean-traffic'}),
             card('rock', {'plugged': False, 'network': EMPTY, 'linked': False}),
             card('rock', {'network': EMPTY}), card('rock', {'network': 'b'}), card('web')]
    nw.unplug(paths[-1])
    before = [nw.card(path) for path in paths]
    vnics = nw.vm('rock')['Vnics'], nw.vm('web')['Vnics']
    nw = restarted(daemon, how)
    life.check(nw, 'rock', 'web')
    assert [nw.card(path) for path in paths] == before
    assert (nw.vm('rock')['Vnics'], nw.vm('web')['Vnics']) == vnics
    nw.plug(paths[-1])
    nw.plug(paths[0])
    life.check(nw, 'rock', 'web')
    assert nw.card(paths[0])['Name'] == 'spare' and nw.card(paths[0])['State'] == 'active'
    nw = restarted(daemon, how)
    life.check(nw, 'rock', 'web')
    assert (nw.vm('rock')['Vnics'], nw.vm('web')['Vnics']) != ([], [])
    assert nw.card(paths[0])['Id'] == before[0]['Id'] and nw.card(paths[-1])['Id'] == before[-1]['Id']


@pytest.mark.parametrize('how', ['stop', 'kill'])
@pytest.mark.parametrize('options', [[], ['--transient']])
def test_a_guest_that_lets_go_after_a_restart(nw, house, daemon, guest, how, options):
    """Of a card that it was asked for before. A new run of it was asked for nothing."""
    name = f'slow-{how}{"-".join(options)}'
    guest(name, net(bridge='a'), options=['--halted', *options])
    life.wait(nw, name)
    path = nw.vm(name)['Vnics'][0]
    expect('Timeout', nw.unplug, path, timeout=1)
    before = nw.card(path)
    assert before['State'] == 'unplugging'
    faults.wait_kept_unplugging(before['Id'])
    nw = restarted(daemon, how)
    life.check(nw, name)
    assert nw.card(path) == before
    expect('Busy', nw.plug, path)
    lab.virsh('reset', name)
    nw.client.wait_property(path, VNIC, 'Plugged', False)
    life.wait(nw, name)
    after = nw.card(path)
    assert (after['State'], after['Id'], after['MacAddress']) == ('unplugged', before['Id'], before['MacAddress'])
    nw.plug(path)
    life.check(nw, name)
    assert nw.card(path)['State'] == 'active'
    if options:
        return
    expect('Timeout', nw.unplug, path, timeout=1)
    daemon.stop()
    lab.virsh('destroy', name)
    lab.virsh('start', name, '--paused')
    daemon.start()
    nw = NetWiring(bus.Client())
    faults.wait_back(nw)
    life.wait(nw, name)
    assert nw.card(path)['State'] == 'active'


def test_saved_with_a_card_and_restored_without(nw, house, daemon, card):
    """What is saved comes back as it was saved; what was changed meanwhile holds from the next start on."""
    path, other = card('rock'), card('rock', {'plugged': False})
    before = identity(nw, path)
    life.power(nw, 'rock', 'managedsave', 'shutoff')
    assert nw.vm('rock')['ManagedSave']
    nw.unplug(path)
    nw.plug(other)
    life.check(nw, 'rock')
    assert (nw.card(path)['Plugged'], nw.card(other)['Plugged']) == (False, True)
    life.power(nw, 'rock', 'start', 'paused')
    assert nw.card(path)['State'] == 'active' and nw.card(path)['NextStart'] == {'plugged': False}
    assert nw.card(other)['State'] == 'unplugged' and nw.card(other)['NextStart'] == {'plugged': True}
    assert identity(nw, path) == before
    nw = restarted(daemon, 'kill')
    life.check(nw, 'rock')
    life.power(nw, 'rock', 'destroy', 'shutoff')
    assert (nw.card(path)['State'], nw.card(other)['State']) == ('unplugged', 'inactive')
    assert identity(nw, path) == before
    life.power(nw, 'rock', 'start', 'paused', '--paused')
    assert (nw.card(path)['State'], nw.card(other)['State']) == ('unplugged', 'active')


def test_cut_off_while_it_was_saved(nw, house, card):
    """It does not come back to where it was."""
    networks, _guests = house
    path = card('rock', {'linked': False})
    life.power(nw, 'rock', 'managedsave', 'shutoff')
    nw.quarantine('rock')
    life.check(nw, 'rock')
    lab.virsh('start', 'rock')
    lab.wait_until(lambda: all(nw.card(each)['State'] == 'unwired' for each in nw.vm('rock')['Vnics']))
    life.wait(nw, 'rock')
    nw.release('rock')
    life.check(nw, 'rock')
    assert [nw.card(each)['State'] for each in (nw.vnic('rock'), path)] == ['active', 'unlinked']
    assert nw.card(path)['Network'] == networks['a'] and nw.card(path)['NextStart'] == {}


def test_let_go_while_it_was_saved(nw, house, daemon, card):
    """It does not come back to where it was cut off to, whether somebody looks or not."""
    networks, _guests = house
    unlinked, apart, out = card('rock', {'linked': False}), card('rock'), card('rock', {'network': 'b'})
    nw.set_network(apart, networks['b'], next_start_only=True)
    paths = [nw.vnic('rock'), unlinked, apart, out]
    before = [nw.card(path) for path in paths]

    def cut_off_saved_and_let_go(network):
        nw.quarantine('rock', network=network)
        life.power(nw, 'rock', 'managedsave', 'shutoff')
        nw.release('rock')
        life.check(nw, 'rock')
        assert not nw.vm('rock')['Quarantined']

    def is_back():
        lab.wait_until(lambda: [nw.card(path)['Network'] for path in paths] == [card['Network'] for card in before])
        life.wait(nw, 'rock')
        assert [{**nw.card(path), 'HostDevice': ''} for path in paths] == [{**card, 'HostDevice': ''} for card in before]

    for network in (EMPTY, 'c'):
        cut_off_saved_and_let_go(network)
        lab.virsh('start', 'rock')
        is_back()
    cut_off_saved_and_let_go(EMPTY)
    daemon.stop()
    lab.virsh('start', 'rock')
    daemon.start()
    nw = NetWiring(bus.Client())
    faults.wait_back(nw)
    is_back()
    cut_off_saved_and_let_go(EMPTY)
    nw.unplug(out)      # which is of the next start, like all that is asked for meanwhile
    lab.virsh('start', 'rock')
    lab.wait_until(lambda: nw.card(out)['Network'] == networks['b'] and nw.card(out)['State'] == 'active')
    life.wait(nw, 'rock')
    assert nw.card(out)['NextStart'] == {'plugged': False}


def test_a_card_for_this_run_or_for_the_next(nw, house, daemon, card):
    path = card('rock', {'plugged': False})
    before = identity(nw, path)
    nw.plug(path, live_only=True)
    life.check(nw, 'rock')
    assert nw.card(path)['State'] == 'active' and nw.card(path)['NextStart'] == {'plugged': False}
    nw = restarted(daemon, 'stop')
    life.check(nw, 'rock')
    life.power(nw, 'rock', 'destroy', 'shutoff')
    assert nw.card(path)['State'] == 'unplugged' and identity(nw, path) == before
    life.power(nw, 'rock', 'start', 'paused', '--paused')
    nw.plug(path, next_start_only=True)
    life.check(nw, 'rock')
    assert nw.card(path)['State'] == 'unplugged' and nw.card(path)['NextStart'] == {'plugged': True}
    assert identity(nw, path) == before
    life.power(nw, 'rock', 'destroy', 'shutoff')
    life.power(nw, 'rock', 'start', 'paused', '--paused')
    assert nw.card(path)['State'] == 'active' and identity(nw, path) == before


def test_a_transient_vm(nw, house, daemon, guest):
    flash = guest('flash', net(bridge='a'), options=['--transient']).wait()
    life.wait(nw, 'flash')
    path, spare = nw.add_vnic('flash', {'network': 'b'}), nw.add_vnic('flash', {'plugged': False, 'network': 'a'})
    life.check(nw, 'flash')
    mac = nw.card(path)['MacAddress']
    lab.wait_until(lambda: mac in flash.exec('cat /sys/class/net/*/address'))
    nw.unplug(path)
    nw.plug(spare)
    life.check(nw, 'flash')
    before = [nw.card(each) for each in (path, spare)]
    nw = restarted(daemon, 'stop')
    assert [nw.card(each) for each in (path, spare)] == before
    first, = set(nw.vm('flash')['Vnics']) - {path, spare}
    nw.unplug(first)
    life.check(nw, 'flash')
    nw.plug(first)
    nw.plug(path)
    life.check(nw, 'flash')
    detach('flash', 'live', mac)
    nw.client.wait_property(path, VNIC, 'Plugged', False)
    life.wait(nw, 'flash')
    vm_id = nw.vm('flash')['Id']
    assert (faults.STORE / 'vm' / f'{vm_id}.ini').exists()
    lab.virsh('destroy', 'flash')
    lab.wait_until(lambda: not any('flash' in str(found) for found in nw.client.objects().values()))
    lab.wait_until(lambda: not (faults.STORE / 'vm' / f'{vm_id}.ini').exists())


def test_a_transient_vm_that_is_saved_to_a_file(nw, house, guest):
    """It is gone, and what was stored with it; a card that we made is known again by its alias."""
    guest('film', net(bridge='a'), options=['--halted', '--transient'])
    life.wait(nw, 'film')
    path, file = nw.add_vnic('film', {'network': 'b', 'linked': False}), str(lab.STATE / 'film.save')
    life.check(nw, 'film')
    before = nw.card(path)
    lab.virsh('save', 'film', file)
    lab.wait_until(lambda: not any('film' in str(found) for found in nw.client.objects().values()))
    lab.virsh('restore', file, '--paused')
    lab.wait_until(lambda: 'film' in str(nw.client.objects()))
    life.wait(nw, 'film')
    after = nw.card(path)
    assert {**after, 'Name': '', 'HostDevice': ''} == {**before, 'Name': '', 'HostDevice': ''}


def test_what_is_stored_goes_with_the_definition(nw, guest, house):
    guest('brief', net(bridge='a'), options=['--halted', '--no-start'])
    lab.wait_until(lambda: 'brief' in str(nw.client.objects()))
    nw.add_vnic('brief', {'plugged': False})
    path = faults.STORE / 'vm' / f'{nw.vm("brief")["Id"]}.ini'
    assert path.exists()
    lab.virsh('undefine', 'brief')
    lab.wait_until(lambda: not path.exists())
    assert 'brief' not in str(nw.client.objects())
