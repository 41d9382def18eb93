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
import life
from guests import net
from netwiring import ATTACHMENT, EMPTY, MANAGER, NETWORK, VM, VNIC, NetWiring, settings

SEED = int(os.environ.get('NW_LAB_SEED', '3'))
KILLS = int(os.environ.get('NW_LAB_KILLS', '20'))
UNWIRED = 'nw-unwired'
OFF = 'off'
VMS = ['db', OFF, 'web']
NETWORKS = ['a', 'b', 'c', 'd']
MIRRORED = ['m', 'n']
MOST = 5        # cards of a VM
TAG = 'org.ovirt.NetWiring.attachment'
NO_REPLY = 'org.freedesktop.DBus.Error.NoReply'
# From 0.3 ms to 0.1 s after the call, as powers of ten: what only the store has is quick, bridges and guests slow.
MOMENT = -3.5, -1

# Each (network's name, linked), None where it is not plugged: now, at the next start, and when it is plugged.
Vnic = collections.namedtuple('Vnic', 'vm now next spare mirrors')
Network = collections.namedtuple('Network', 'mtu attached')


class Picture:
    """What D-Bus says: cards by MAC address, our networks by name, VMs that are cut off; equal when they are."""

    def __init__(self, objects):
        def of(interface):
            return {path: found[interface] for path, found in objects.items() if interface in found}
        self.paths, vms, self.names = {}, of(VM), {EMPTY: EMPTY}
        self.bridges, self.cards, self.networks, self.attachments = {}, {}, {}, set()
        self.quarantined = {vm['Name'] for vm in vms.values() if vm['Quarantined']}
        self.paths.update({f'vm {vm["Name"]}': path for path, vm in vms.items()})
        for path, network in of(NETWORK).items():
            self.add_network(path, network)
        for path, card in of(VNIC).items():
            self.paths[card['MacAddress']] = path
            self.cards[card['MacAddress']] = self.vnic(vms[card['Vm']]['Name'], card)
        for attachment in of(ATTACHMENT).values():
            assert attachment['State'] == 'active', attachment
            self.attachments.add((attachment['Id'], attachment['Bridge']))

    def add_network(self, path, network):
        name = self.names[path] = network['Name']
        self.paths[name], self.bridges[name] = path, network['Bridge']
        if network['Origin'] == 'netwiring':
            self.networks[name] = Network(network['Mtu'], network['Attachment'] != EMPTY)
            self.paths[name + '/attachment'] = network['Attachment']

    def vnic(self, vm, card):
        now, later = (self.names[card['Network']], card['Linked']), card['NextStart']
        after = (self.names[later.get('network', card['Network'])], later.get('linked', card['Linked']))
        assert 'plugged' not in later, card
        mirrors = frozenset(self.names[path] for path in card['MirroredNetworks'])
        return Vnic(vm, now, after, None, mirrors) if card['Plugged'] else Vnic(vm, None, None, now, mirrors)

    def __eq__(self, other):
        return ((self.cards, self.networks, self.quarantined) == (other.cards, other.networks, other.quarantined))

    def __repr__(self):
        return f'{self.cards} {self.networks} {self.quarantined}'

    def of(self, *vms):
        """The MAC addresses of VMs' cards, sorted; of VMs that are cut off none."""
        return sorted(mac for mac, card in self.cards.items() if card.vm in vms and card.vm not in self.quarantined)


def rewired(old, wanted, live_only=False, next_start_only=False):
    """The card, with another network, link, or both."""
    def changed(state):
        return state and (wanted.get('network', state[0]), wanted.get('linked', state[1]))
    later = next_start_only and old.vm != OFF      # what is now is what will be, for a VM that is off
    now = old.now if later else changed(old.now)
    then = old.next if live_only else changed(old.next)
    if now and now[0] == then[0] == EMPTY:      # what the empty network covers is remembered once for a card
        now = then = then if later else now
    return old._replace(now=now, next=then, spare=changed(old.spare))


class Changes:
    """Random changes: what() gives (what it is, its call, the picture when it is done), None where chance
    has chosen what cannot be."""

    def __init__(self, nw, seed):
        self.nw, self.pick, self.made, self.held = nw, random.Random(seed), 0, {}

    def what(self, picture):
        verbs = [self.card, self.network, self.plug, self.batch] * 3
        verbs += [self.add, self.remove, self.mirror, self.cut_off] * 2
        while not (found := self.pick.choice(verbs)(picture)):
            pass
        return found

    def choose(self, picture, *vms):
        macs = picture.of(*vms)
        return self.pick.choice(macs) if macs else None

    def wanted(self):
        return {key: value for key, value in (
            ('linked', self.pick.random() < 0.5),
            ('network', self.pick.choice([EMPTY, EMPTY, 'a', 'b', 'foreign0']))) if self.pick.random() < 0.6}

    def card(self, picture):
        """Link, network, or both; at once, at the next start, or both."""
        mac, wanted = self.choose(picture, *VMS), self.wanted()
        if not mac:
            return None
        after, old = copy.deepcopy(picture), picture.cards[mac]
        options = {self.pick.choice(['live_only', 'next_start_only']): True} \
            if old.now and self.pick.random() < 0.2 else {}
        after.cards[mac] = rewired(old, wanted, **options)
        return (f'{old.vm} {wanted} {options}',
                lambda: self.nw.start(picture.paths[mac], VNIC + '.Update', '(a{sv}a{sv})', settings(wanted), **options),
                after)

    def batch(self, picture):
        """A card of each of two VMs."""
        macs = [self.choose(picture, vm) for vm in self.pick.sample(VMS, 2)]
        if not all(macs):
            return None
        wanted = {mac: self.wanted() for mac in macs}
        after = copy.deepcopy(picture)
        for mac in macs:
            after.cards[mac] = rewired(picture.cards[mac], wanted[mac])
        return (f'batch {wanted}',
                lambda: self.nw.start_apply([(picture.paths[mac], wanted[mac]) for mac in macs]), after)

    def plug(self, picture):
        """Plug, or unplug, where the guest lets go of it."""
        mac = self.choose(picture, 'web', OFF)
        if not mac:
            return None
        after, old = copy.deepcopy(picture), picture.cards[mac]
        verb = 'Unplug' if old.now else 'Plug'
        after.cards[mac] = old._replace(now=old.spare, next=old.spare, spare=old.now)
        return f'{verb} {old}', lambda: self.nw.start(picture.paths[mac], f'{VNIC}.{verb}', '(a{sv})'), after

    def add(self, picture):
        vm, plugged, wanted = self.pick.choice(['web', OFF]), self.pick.random() < 0.5, {'linked': True, **self.wanted()}
        if vm in picture.quarantined or len(picture.of(vm)) >= MOST:
            return None
        self.made += 1
        mac, after = f'52:54:00:88:00:{self.made & 255:02x}', copy.deepcopy(picture)
        state = wanted.get('network', EMPTY), wanted['linked']
        after.cards[mac] = Vnic(vm, state, state, None, frozenset()) if plugged \
            else Vnic(vm, None, None, state, frozenset())
        values = settings({**wanted, 'mac-address': mac, 'plugged': plugged})
        return (f'add {after.cards[mac]}',
                lambda: self.nw.start(picture.paths[f'vm {vm}'], VM + '.AddVnic', '(a{sv}a{sv})', values), after)

    def remove(self, picture):
        mac = self.choose(picture, 'web', OFF)
        if not mac or len(picture.of(picture.cards[mac].vm)) < 2:
            return None
        after, old = copy.deepcopy(picture), picture.cards[mac]
        if old.now and old.vm == 'web':
            return None
        del after.cards[mac]
        return f'remove {old}', lambda: self.nw.start(picture.paths[mac], VNIC + '.Remove', '(a{sv})'), after

    def mirror(self, picture):
        mac, mirrors = self.choose(picture, *VMS), [name for name in MIRRORED if self.pick.random() < 0.5]
        if not mac:
            return None
        after = copy.deepcopy(picture)
        after.cards[mac] = picture.cards[mac]._replace(mirrors=frozenset(mirrors))
        values = settings({'mirrored-networks': [picture.paths[name] for name in mirrors]})
        return (f'mirror {mirrors} {picture.cards[mac]}',
                lambda: self.nw.start(picture.paths[mac], VNIC + '.Update', '(a{sv}a{sv})', values), after)

    def cut_off(self, picture):
        """A VM that is cut off is let go before anything else of it changes."""
        vm, after = self.pick.choice(sorted(picture.quarantined) or VMS), copy.deepcopy(picture)
        verb = 'Release' if vm in picture.quarantined else 'Quarantine'
        if verb == 'Release':
            after.quarantined.remove(vm)
            after.cards.update(self.held[vm])
        else:
            self.held[vm] = {mac: picture.cards[mac] for mac in picture.of(vm)}
            after.quarantined.add(vm)
            after.cards.update({mac: rewired(card, {'network': EMPTY}) for mac, card in self.held[vm].items()})
        return f'{verb} {vm}', lambda: self.nw.start(picture.paths[f'vm {vm}'], f'{VM}.{verb}', '(a{sv})'), after

    def network(self, picture):
        """The next thing that can be done to a network, or a refused one; but those to be released need theirs."""
        name = self.pick.choice(NETWORKS[2:] if picture.quarantined else NETWORKS)
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
    """Networks a and b, two that are mirrored and a foreign bridge; two guests that run, of which web lets go
    of its cards, and one that is off."""

    def __init__(self, guest):
        self.daemon = lab.Daemon().start()
        self.nw = NetWiring(bus.Client())
        for name in ('a', 'b', *MIRRORED):
            self.nw.isolated(name)
        web = guest('web', net(bridge='a'), net(bridge='foreign0'))
        guest('db', net(bridge='a'), options=['--halted'])
        guest(OFF, net(bridge='b'), options=['--halted', '--no-start'])
        web.wait()
        lab.wait_until(lambda: len(self.picture().cards) == 4)

    def picture(self):
        return Picture(self.nw.client.objects())

    def disagreement(self):
        """What is not as D-Bus says, '' when all is."""
        if '[entry-' in faults.journal():
            return 'the journal has entries'
        picture = self.picture()
        cards = [each for name in VMS for each in life.Look(self.nw, name).found]
        return '\n'.join(cards) or self.networks_disagree(picture) or self.mirrors_disagree(picture)

    def mirrors_disagree(self, picture):
        taps = {mac: self.nw.card(picture.paths[mac])['HostDevice'] for mac in picture.cards}
        for name in MIRRORED:
            wanted = sorted(taps[mac] for mac, card in picture.cards.items() if taps[mac] and name in card.mirrors)
            found = lab.mirrors(picture.bridges[name])
            if found != wanted:
                return f'{name} is mirrored to {found}, not to {wanted}'
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
