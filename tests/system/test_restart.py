# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""libvirtd and NetworkManager ended in the middle of changes, and changes while they are away."""

import collections
import os
import pathlib
import random
import signal
import time

import pytest

import bus
import faults
import lab
import life
from guests import Ping, net
from netwiring import ATTACHMENT, EMPTY, ERROR, MANAGER, VNIC, NetWiring, expect, settings

ROUNDS = int(os.environ.get('NW_ROUNDS', 10))
SEED = int(os.environ.get('NW_LAB_SEED', random.randrange(10**6)))
ANSWER = 5  # s, the latest an answer may come
PROFILES = pathlib.Path('/etc/NetworkManager/system-connections')


@pytest.fixture(scope='module')
def two(daemon, guest):
    """Networks a and b, one network by two bridges, and two guests on a."""
    nw = NetWiring(bus.Client())
    networks = [nw.isolated('a'), nw.isolated('b')]
    lab.join_bridges('a', 'b')
    guests = [guest('one', net(bridge='a', ip='10.0.0.1/24')), guest('two', net(bridge='a', ip='10.0.0.2/24'))]
    for each in guests:
        each.wait()
    return networks, guests


def kill_after(name, seconds):
    """End a daemon without a warning, so long after the change that was just begun."""
    pid = int(lab.service(name, 'pid'))

    def kill():
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        lab.wait_until(lambda: not pathlib.Path(f'/proc/{pid}').exists(), 10, f'{name} to be gone')
    return kill


def answer(call):
    """Wait for the answer of a call during which a backend went away: the error, '' for success."""
    lab.wait_until(call.done, ANSWER)
    return call.error.name.replace(ERROR, '') if call.error else ''


def test_without_network_manager(daemon, two, client):
    nw = NetWiring(client())
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    nw.set_network(path, a)
    lab.service('NetworkManager', 'stop')
    lab.wait_until(lambda: nw.manager()['HostNetworkState'] != 'connected', 5)
    nw.set_linked(path, False)
    nw.set_linked(path, True)
    nw.set_network(path, b)
    nw.set_network(path, a)
    assert nw.check_agrees(path, one)['LinkState'] == 'up'
    expect('HostNetworkUnavailable', nw.attach, nw.create_network('later'))
    assert 'nw-unwired' not in lab.bridges()
    nw.set_network(path, EMPTY)
    card, xml = nw.card(path), one.card()
    assert (card['Network'], card['State'], card['LinkState']) == (EMPTY, 'unwired', 'down')
    assert (xml.bridge, xml.linked, lab.master(xml.tap)) == ('a', False, 'a')
    expect('NetworkInUse', nw.remove_attachment, nw.network(a)['Attachment'])
    nw.set_network(path, a)
    assert nw.check_agrees(path, one)['LinkState'] == 'up'
    nw.set_network(path, EMPTY)
    lab.service('NetworkManager', 'start')
    faults.wait_back(nw)
    nw.attach(nw.find_network('later'))
    nw.set_network(path, a)
    assert nw.check_agrees(path, one)['LinkState'] == 'up'


def kill_libvirtd(nw, one, other, chance, targets, outcomes):
    """Move a card to one of targets, and kill libvirtd meanwhile."""
    path = nw.vnic('one')
    before, target = nw.card(path)['Network'], chance.choice(targets)
    kill = kill_after('libvirtd', chance.random() * 0.012)
    call = nw.start(path, VNIC + '.SetNetwork', '(oa{sv})', target)
    kill()
    what = answer(call)
    outcomes[what] = outcomes.get(what, 0) + 1
    assert what in ('', 'HypervisorUnavailable'), (what, call.error)
    assert nw.vm('one')['Vnics'] == [path] and nw.card(path)['MacAddress']
    lab.service('libvirtd', 'start')
    faults.wait_back(nw)
    card = nw.check_agrees(path, one)
    assert card['Network'] in ((before, target) if what else (target,)), f'NW_LAB_SEED={SEED}'
    assert card['NextStart'] == {} and card['Linked']
    one.wait()
    other.wait()
    lab.wait_until(lambda: one.carrier() == (card['LinkState'] == 'up'), 2, f'the guest to agree, NW_LAB_SEED={SEED}')


def test_libvirtd_killed_in_the_middle_of_moves(nw, two):
    (a, b), (one, other) = two
    chance, outcomes = random.Random(SEED), {}
    with Ping(other, '10.0.0.1') as ping:
        for _ in range(ROUNDS):
            kill_libvirtd(nw, one, other, chance, [a, b], outcomes)
    print(f'NW_LAB_SEED={SEED}: {outcomes}; {len(ping.lost)} of {ping.sent} pings lost')
    # Where libvirtd died between moving the tap and knowing it, the bridges learn the card's new
    # place from its next word only: nobody is there to announce it.
    assert len(ping.lost) <= 2 * ROUNDS + 100 * outcomes.get('HypervisorUnavailable', 0), ping.lost
    for _ in range(ROUNDS // 2):
        kill_libvirtd(nw, one, other, chance, [a, EMPTY], outcomes)
    print(outcomes)
    nw.set_network(nw.vnic('one'), a)
    assert one.pings('10.0.0.2') == 3


class Lives:
    """Random changes of a card that comes and goes and of another VM's: next() gives (call, what is to be seen
    when it is done)."""

    def __init__(self, nw, networks, chance):
        self.nw, self.networks, self.chance = nw, networks, chance
        self.paths = nw.add_vnic('one', {'network': networks[0]}), nw.vnic('two')

    def look(self):
        cards = map(self.nw.card, self.paths)
        return [{key: card[key] for key in ('Plugged', 'Network', 'MirroredNetworks')} for card in cards]

    def next(self):
        return self.chance.choice([self.plug, self.plug, self.batch, self.mirror])(self.look())

    def plug(self, cards):
        verb = 'Unplug' if cards[0]['Plugged'] else 'Plug'
        cards[0]['Plugged'] = verb == 'Plug'
        return self.nw.start(self.paths[0], f'{VNIC}.{verb}', '(a{sv})'), cards

    def batch(self, cards):
        for card in cards:
            card['Network'] = self.chance.choice(self.networks)
        changes = [(path, {'network': card['Network']}) for path, card in zip(self.paths, cards)]
        return self.nw.start_apply(changes), cards

    def mirror(self, cards):
        mirrors = cards[0]['MirroredNetworks'] = self.chance.choice([[], [self.networks[1]]])
        changes = settings({'mirrored-networks': mirrors})
        return self.nw.start(self.paths[0], VNIC + '.Update', '(a{sv}a{sv})', changes), cards


def restart(nw, guest):
    """End a VM's qemu, with all that only qemu knows of, and boot the VM again."""
    life.power(nw, guest.name, 'destroy', 'shutoff')
    life.power(nw, guest.name, 'start', 'running')
    guest.wait()


def test_libvirtd_killed_in_the_middle_of_lives(nw, two):
    networks, (one, _other) = two
    chance, outcomes = random.Random(SEED), collections.Counter()
    lives = Lives(nw, networks, chance)
    for _ in range(ROUNDS):
        before = lives.look()
        kill = kill_after('libvirtd', 10 ** chance.uniform(-3, -0.5))
        call, after = lives.next()
        kill()
        lab.service('libvirtd', 'start')
        what = answer(call)     # an unplug waits for the guest, of which libvirtd tells
        spoiled = what == 'PlugFailed' and 'Duplicate ID' in call.error.message
        assert spoiled or what in ('', 'HypervisorUnavailable'), (what, call.error)
        faults.wait_back(nw)
        life.wait(nw, 'one', 'two')
        now = lives.look()
        assert now == after or (what and now == before), f'NW_LAB_SEED={SEED}: {what}, {before}, {after}, {now}'
        outcomes[f'{"whole" if now == after else "undone"} {what}'] += 1
        if spoiled:     # libvirtd died while it plugged: qemu keeps the card, or half of it, and its slot until it ends
            nw.remove_vnic(lives.paths[0])
            restart(nw, one)
            lives = Lives(nw, networks, chance)
    print(f'NW_LAB_SEED={SEED}: {dict(outcomes)}')
    nw.unplug(lives.paths[0])
    nw.remove_vnic(lives.paths[0])


def test_what_was_changed_while_libvirtd_or_we_were_away_is_adopted(nw, two, daemon):
    (a, b), (one, _other) = two
    path = nw.vnic('one')
    nw.set_network(path, a)
    mac = nw.card(path)['MacAddress']
    daemon.stop()
    lab.virsh('domif-setlink', 'one', mac, 'down')
    daemon.start()
    nw.client.close()
    nw = NetWiring(bus.Client())
    faults.wait_back(nw)
    assert nw.check_agrees(path, one)['LinkState'] == 'down'
    lab.service('libvirtd', 'stop')
    lab.wait_until(lambda: nw.manager()['HypervisorState'] != 'connected', 5)
    assert nw.card(path)['LinkState'] == 'down' and nw.vm('one')['State'] == 'running'
    expect('HypervisorUnavailable', nw.set_network, path, b)
    nw.attach(nw.create_network('alone'))
    assert 'alone' in lab.bridges()
    lab.service('libvirtd', 'start')
    lab.virsh('domif-setlink', 'one', mac, 'up')
    faults.wait_back(nw)
    lab.wait_until(lambda: nw.card(path)['LinkState'] == 'up', 2)
    nw.check_agrees(path, one)
    nw.set_linked(path, True)
    nw.client.close()


def test_network_manager_killed_in_the_middle_of_attaching(daemon, two, client):
    nw = NetWiring(client())
    network = nw.create_network('c')
    chance = random.Random(SEED)
    outcomes = {}
    for _ in range(ROUNDS):
        kill = kill_after('NetworkManager', chance.random() * 0.05)
        attached = nw.network(network)['Attachment']
        if attached == EMPTY:
            call = nw.start(bus.ROOT, MANAGER + '.AttachNetwork', '(ooa{sv}a{sv})', network, EMPTY, {})
        else:
            call = nw.start(attached, ATTACHMENT + '.Remove', '(a{sv})')
        kill()
        what = answer(call)
        outcomes[what] = outcomes.get(what, 0) + 1
        assert what in ('', 'HostNetworkUnavailable'), (what, call.error)
        lab.service('NetworkManager', 'start')
        faults.wait_back(nw)
        now = nw.network(network)['Attachment']
        assert (now == EMPTY) == ('c' not in lab.bridges()), f'NW_LAB_SEED={SEED}: {what} {now} {lab.bridges()}'
        assert now == EMPTY or nw.attachment(now)['State'] == 'active'
        if not what:
            assert (now == EMPTY) != (attached == EMPTY), f'NW_LAB_SEED={SEED}'
        lab.wait_until(lambda: ('c' in lab.bridge_profiles()) == (now != EMPTY), 5,
                       f'the profiles to agree, NW_LAB_SEED={SEED}: {call.error}, {now}')
    print(f'NW_LAB_SEED={SEED}: {outcomes}')


def kill_while_it_deletes(nw, network, moment):
    """Detach a network, and end NetworkManager at that moment of it: whether it was met, and the answer."""
    profile = PROFILES / 'netwiring-d.nmconnection'
    pid = int(lab.service('NetworkManager', 'pid'))
    if moment == 'asked':
        os.kill(pid, signal.SIGSTOP)
    call = nw.start(nw.network(network)['Attachment'], ATTACHMENT + '.Remove', '(a{sv})')
    if moment == 'asked':   # it has the request, and does nothing of it
        lab.wait_until(lambda: '[entry-' in faults.journal())
    deadline = time.monotonic() + ANSWER
    while moment == 'deleted' and profile.exists() and time.monotonic() < deadline:
        pass                # the bridge is the next to go
    os.kill(pid, signal.SIGKILL)
    lab.wait_until(lambda: not pathlib.Path(f'/proc/{pid}').exists())
    met = 'd' in lab.bridges() and profile.exists() == (moment == 'asked')
    return met, answer(call)


@pytest.mark.parametrize('moment', ['asked', 'deleted'])
def test_network_manager_killed_while_it_deletes(daemon, two, client, moment):
    """What was begun of it is taken back: the bridge is there, by its profile."""
    nw = NetWiring(client())
    network = nw.create_network('d')
    for _ in range(10):
        attachment = nw.attach(network)
        met, what = kill_while_it_deletes(nw, network, moment)
        lab.service('NetworkManager', 'start')
        faults.wait_back(nw)
        if met:
            break
        if nw.network(network)['Attachment'] != EMPTY:
            nw.remove_attachment(nw.network(network)['Attachment'])
    assert met and what == 'HostNetworkUnavailable'
    assert nw.network(network)['Attachment'] == attachment
    lab.wait_until(lambda: nw.attachment(attachment)['InSync'] and nw.attachment(attachment)['State'] == 'active')
    assert 'd' in lab.bridges() and 'd' in lab.bridge_profiles()
    nw.remove_attachment(attachment)
    assert 'd' not in lab.bridges()
    nw.delete_network(network)
