# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The service killed at random moments of random changes: each is whole or undone, and D-Bus, store,
domain XML, NetworkManager's profiles and the kernel agree."""

import collections
import copy
import os
import random
import time

import pytest

import bus
import faults
import lab
from guests import net
from netwiring import ATTACHMENT, EMPTY, MANAGER, NETWORK, VM, VNIC, NetWiring, settings

SEED = int(os.environ.get('NW_LAB_SEED', '3'))
KILLS = int(os.environ.get('NW_LAB_KILLS', '20'))
UNWIRED = 'nw-unwired'
OFF = 'off'
NETWORKS = ['a', 'b', 'c', 'd']
TAG = 'org.ovirt.NetWiring.attachment'
NO_REPLY = 'org.freedesktop.DBus.Error.NoReply'
# From 1 ms to 0.2 s after the call, as powers of ten: changes of cards are quick, bridges slow.
MOMENT = -3, -0.7

Vnic = collections.namedtuple('Vnic', 'vm now next')         # each (network's name, linked)
Network = collections.namedtuple('Network', 'mtu attached')


class Picture:
    """What D-Bus says: cards by MAC address, our networks by name; equal when they are."""

    def __init__(self, objects):
        def of(interface):
            return {path: found[interface] for path, found in objects.items() if interface in found}
        self.paths, vms, networks = {}, of(VM), of(NETWORK)
        self.bridges = {EMPTY: UNWIRED, **{each['Name']: each['Bridge'] for each in networks.values()}}
        self.cards, self.networks, self.attachments = {}, {}, set()

        def name(path):
            return EMPTY if path == EMPTY else networks[path]['Name']
        for path, card in of(VNIC).items():
            now, later = (card['Network'], card['Linked']), card['NextStart']
            after = (later.get('network', now[0]), later.get('linked', now[1]))
            self.cards[card['MacAddress']] = Vnic(vms[card['Vm']]['Name'], (name(now[0]), now[1]),
                                                  (name(after[0]), after[1]))
            self.paths[card['MacAddress']] = path
        for path, network in networks.items():
            self.paths[network['Name']] = path
            if network['Origin'] == 'netwiring':
                self.networks[network['Name']] = Network(network['Mtu'], network['Attachment'] != EMPTY)
                self.paths[network['Name'] + '/attachment'] = network['Attachment']
        for attachment in of(ATTACHMENT).values():
            assert attachment['State'] == 'active', attachment
            self.attachments.add((attachment['Id'], attachment['Bridge']))

    def __eq__(self, other):
        return (self.cards, self.networks) == (other.cards, other.networks)

    def __repr__(self):
        return f'{self.cards} {self.networks}'


class Changes:
    """Random changes: what() gives (what it is, its call, the picture when it is done)."""

    def __init__(self, nw, seed):
        self.nw, self.pick = nw, random.Random(seed)

    def what(self, picture):
        return self.pick.choice([self.card, self.card, self.network])(picture)

    def card(self, picture):
        """Link, network, or both; at once, at the next start, or both."""
        mac = self.pick.choice(sorted(picture.cards))
        wanted = {key: value for key, value in (
            ('linked', self.pick.random() < 0.5),
            ('network', self.pick.choice([EMPTY, EMPTY, 'a', 'b', 'foreign0']))) if self.pick.random() < 0.6}
        options = {self.pick.choice(['live_only', 'next_start_only']): True} if self.pick.random() < 0.2 else {}
        after, old = copy.deepcopy(picture), picture.cards[mac]

        def changed(state):
            return wanted.get('network', state[0]), wanted.get('linked', state[1])
        later = 'next_start_only' in options and old.vm != OFF      # what is now is what will be, for a VM that is off
        now = old.now if later else changed(old.now)
        then = old.next if 'live_only' in options else changed(old.next)
        if now[0] == then[0] == EMPTY:      # what the empty network covers is remembered once for a card
            now = then = then if later else now
        after.cards[mac] = old._replace(now=now, next=then)
        return (f'{old.vm} {wanted} {options}',
                lambda: self.nw.start(picture.paths[mac], VNIC + '.Update', '(a{sv}a{sv})', settings(wanted), **options),
                after)

    def network(self, picture):
        """The next thing that can be done to a network, or a refused one."""
        name = self.pick.choice(NETWORKS)
        after, old = copy.deepcopy(picture), picture.networks.get(name)
        if not old:
            after.networks[name] = Network(1500, False)
            return (f'create {name}', lambda: self.nw.start(bus.ROOT, MANAGER + '.CreateNetwork', '(sa{sv}a{sv})', name, {}),
                    after)
        path, attachment = picture.paths[name], picture.paths[name + '/attachment']
        if self.pick.random() < 0.3:
            mtu = self.pick.choice([1300, 1400, 1500])
            after.networks[name] = old._replace(mtu=mtu)
            return (f'MTU {mtu} of {name}, {old}', lambda: self.nw.start(path, NETWORK + '.Update', '(a{sv}a{sv})',
                                                                   settings({'mtu': mtu})), after)
        if old.attached:
            after.networks[name] = old._replace(attached=False)
            return f'detach {name}', lambda: self.nw.start(attachment, ATTACHMENT + '.Remove', '(a{sv})'), after
        if self.pick.random() < 0.5:
            after.networks[name] = old._replace(attached=True)
            return (f'attach {name}', lambda: self.nw.start(bus.ROOT, MANAGER + '.AttachNetwork', '(ooa{sv}a{sv})', path,
                                                            EMPTY, {}), after)
        del after.networks[name]
        return f'delete {name}', lambda: self.nw.start(path, NETWORK + '.Delete', '(a{sv})'), after


class House:
    """Networks a and b, a foreign bridge; two guests that run, one of them with two cards, and one
    that is off."""

    def __init__(self, guest):
        self.daemon = lab.Daemon().start()
        self.nw = NetWiring(bus.Client())
        for name in ('a', 'b'):
            self.nw.isolated(name)
        self.guests = {name: guest(name, *cards, options=['--halted', *more]) for name, cards, more in (
            ('web', [net(bridge='a'), net(bridge='foreign0')], []), ('db', [net(bridge='a')], []),
            (OFF, [net(bridge='b')], ['--no-start']))}
        lab.wait_until(lambda: len(self.picture().cards) == 4)

    def picture(self):
        return Picture(self.nw.client.objects())

    def disagreement(self):
        """What is not as D-Bus says, '' when all is."""
        if '[entry-' in faults.journal():
            return 'the journal has entries'
        picture = self.picture()
        return (self.cards_disagree(picture) or self.networks_disagree(picture))

    def cards_disagree(self, picture):
        for name, guest in self.guests.items():
            cards = [(mac, card) for mac, card in picture.cards.items() if card.vm == name]
            runs, noted = name != OFF, any(EMPTY in (card.now[0], card.next[0]) for _mac, card in cards)
            notes = faults.STORE / 'vm' / f'{self.nw.vm(name)["Id"]}.ini'
            if notes.exists() != noted:
                return f'{name}: notes are there: {notes.exists()}, {cards}'
            for inactive in {True, not runs}:
                for number in range(len(cards)):
                    xml = guest.card(number, inactive)
                    network, linked = picture.cards[xml.mac].next if inactive else picture.cards[xml.mac].now
                    wanted = picture.bridges[network], linked and network != EMPTY, network == EMPTY
                    if (xml.bridge, xml.linked, xml.isolated) != wanted:
                        return f'{name}: {vars(xml)}, inactive: {inactive}, not {wanted}'
                    if not inactive and lab.master(xml.tap) != wanted[0]:
                        return f'{name}: {xml.tap} is on {lab.master(xml.tap)}, not {wanted[0]}'
        return ''

    def networks_disagree(self, picture):
        stored = faults.read_ini(faults.STORE / 'host.ini')
        names = {text['name'] for title, text in stored.items() if title.startswith('network-')}
        if names != set(picture.networks):
            return f'host.ini has {names}, D-Bus {set(picture.networks)}'
        ids = {(text['id'], text['bridge']) for title, text in stored.items() if title.startswith('attachment-')}
        if ids != picture.attachments:
            return f'host.ini has {ids}, D-Bus {picture.attachments}'
        for name, network in picture.networks.items():
            bridge = picture.bridges[name]
            there = os.path.exists(f'/sys/class/net/{bridge}/bridge')
            if there != network.attached:
                return f'bridge {bridge} is there: {there}, attached: {network.attached}'
            if there and int(open(f'/sys/class/net/{bridge}/mtu').read()) != network.mtu:
                return f'{bridge} has another MTU than {network.mtu}'
        bridges = {bridge for _id, bridge in picture.attachments}
        return '' if profiles() - {UNWIRED} == bridges else f'profiles of {profiles()}, attachments of {bridges}'

    def wait_agreed(self, history):
        try:
            lab.wait_until(lambda: not self.disagreement(), 20)
        except AssertionError:
            raise AssertionError('\n'.join([f'seed {SEED}', *history[-5:], self.disagreement()])) from None


def profiles():
    """The interfaces of the profiles that are ours."""
    found = set()
    for folder in lab.PROFILES:
        for path in folder.glob('*.nmconnection'):
            profile = faults.read_ini(path)
            if TAG in profile.get('user', {}):
                found.add(profile['connection']['interface-name'])
    return found


@pytest.fixture(scope='module')
def house(guest, bridge):
    bridge('foreign0', address='10.70.0.1/24')
    house = House(guest)
    yield house
    house.daemon.stop()


def test_killed_at_random(house):
    changes, outcomes = Changes(house.nw, SEED), collections.Counter()
    history, before = [], house.picture()
    for number in range(KILLS):
        what, start, after = changes.what(before)
        call = start()
        time.sleep(10 ** changes.pick.uniform(*MOMENT))
        house.daemon.kill()
        lab.wait_until(call.done)
        house.daemon.start()
        answer = call.error.name if call.error else 'done'
        history.append(f'kill {number}: {what}: {answer}')
        house.wait_agreed(history)
        now = house.picture()
        outcome = ('both' if after == before else 'whole') if now == after else 'undone' if now == before else 'half'
        told = {'done': ('whole', 'both'), NO_REPLY: ('whole', 'both', 'undone')}.get(answer, ('undone', 'both'))
        assert outcome in told, '\n'.join([f'seed {SEED}', *history[-5:], outcome, f'before {before}', f'after  {after}',
                                           f'now    {now}'])
        outcomes[f'{outcome}, {"no answer" if answer == NO_REPLY else answer.rpartition(".")[2]}'] += 1
        before = now
    print(f'seed {SEED}: {KILLS} kills: {dict(outcomes)}')
    assert outcomes['whole, no answer'] + outcomes['undone, no answer'] > KILLS / 10
