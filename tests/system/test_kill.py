# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""netwiringd killed at every step of a change: after its restart the change is whole or undone.

A change is seen from outside by system calls alone: what netwiringd sends to libvirt,
NetworkManager, the kernel and its callers, and what it does to its files. It is killed at each of
them in turn, until the change is done before the kill.
"""

import os
import pathlib
import random
import subprocess
import sys

import pytest

import bus
import faults
import lab
import life
from guests import net
from netwiring import ATTACHMENT, EMPTY, MANAGER, NETWORK, VM, VNIC, NetWiring, settings

KILLER = str(pathlib.Path(__file__).with_name('killer.py'))
STRIDE = int(os.environ.get('NW_KILL_STRIDE', 3))  # 1: every call; else every so many, from a random one on
SEED = int(os.environ.get('NW_LAB_SEED', random.randrange(10**6)))


class World:
    """A host with networks a and b, a free NIC, the card of a halted guest, a guest that lets go of its
    cards, and a netwiringd to be killed."""

    def __init__(self, guest):
        self.daemon = lab.Daemon()
        lab.add_nic('nic0', 'far0')
        lab.run('ip', 'link', 'set', 'nic0', 'mtu', '1600')
        self.begin()
        self.nw.wait_nics('nic0', 'far0')
        self.nw.isolated('a')
        self.nw.isolated('b')
        self.nw.create_network('c')
        self.guest = guest('vm', net(bridge='a'), options=['--halted'])
        lab.wait_until(lambda: self.nw.vm('vm')['State'] == 'paused', 10)
        guest('web', net(bridge='a')).wait()
        self.change(add('spare', plugged=False))
        self.end()

    def begin(self):
        self.daemon.start()
        self.client = bus.Client()
        self.nw = NetWiring(self.client)
        faults.wait_back(self.nw)
        # One that the journal did not know of yet is given up by NetworkManager itself, in 3 s.
        lab.wait_until(lambda: not lab.nm_checkpoints())

    def end(self):
        self.client.close()
        self.daemon.kill()

    def network(self, name):
        return self.nw.find_network(name)

    def look(self):
        """All that a change can change, after a check that it is the same wherever one looks."""
        nw = self.nw
        assert nw.manager()['State'] == 'ok'
        card = nw.check_agrees(nw.vnic('vm'), self.guest)
        live, config = self.guest.card(), self.guest.card(inactive=True)
        assert (live.bridge, live.linked, live.isolated) == (config.bridge, config.linked, config.isolated)
        assert card['NextStart'] == {}
        networks, attachments = {}, {}
        for path, interfaces in nw.client.objects().items():
            if NETWORK in interfaces and interfaces[NETWORK]['Origin'] == 'netwiring':
                networks[interfaces[NETWORK]['Name']] = interfaces[NETWORK]
            if ATTACHMENT in interfaces:
                attachments[path] = interfaces[ATTACHMENT]
        name = {path: nw.network(path)['Name'] for path in {each['Network'] for each in attachments.values()}}
        bridges = {each['Bridge']: name[each['Network']] for each in attachments.values()}
        assert all(each['State'] == 'active' for each in attachments.values()), attachments
        self.check_store(networks, attachments)
        self.check_bridges(bridges, networks)
        where = '' if card['Network'] == EMPTY else nw.network(card['Network'])['Name']
        life.check(nw, 'web')
        return {'card': (where, card['Linked'], card['State']), 'bridges': bridges, 'web': self.look_at_web(),
                'nic': self.look_at_nic(),
                'networks': {each['Name']: each['Mtu'] for each in networks.values()}}

    def look_at_nic(self):
        nic = self.nw.nic('nic0')
        assert (nic['PortOf'], bool(nic['Attachments'])) == (lab.master('nic0'), lab.master('nic0') != '')
        profiles = pathlib.Path('/etc/NetworkManager/system-connections').glob('netwiring-nic0*')
        assert len(list(profiles)) == (nic['PortOf'] != '')
        return nic['PortOf'], nic['Mtu'], nic['Managed']

    def look_at_web(self):
        cards = {}
        for path in self.nw.vm('web')['Vnics']:
            card = self.nw.card(path)
            cards[card['Name']] = card['State'], self.nw.network(card['Network'])['Name'], card['NextStart']
        return cards

    def check_store(self, networks, attachments):
        """host.ini has what is on the bus, and the guest's file is there when something is in it."""
        text = (faults.STORE / 'host.ini').read_text()
        assert text.count('[network-') == len(networks) and text.count('[attachment-') == len(attachments), text
        for each in [*networks.values(), *attachments.values()]:
            assert each['Id'].replace('-', '') in text.replace('-', '')
        file = faults.STORE / 'vm' / f'{self.nw.vm("vm")["Id"]}.ini'
        assert file.exists() == (self.nw.card(self.nw.vnic('vm'))['Network'] == EMPTY)

    def check_bridges(self, bridges, networks):
        """Bridges, profiles and active connections are those of the attachments, no more, no less."""
        ours = [name for name in lab.bridges() if name != 'nw-unwired']
        assert sorted(ours) == sorted(bridges)
        for bridge, name in bridges.items():
            assert int(pathlib.Path('/sys/class/net', bridge, 'mtu').read_text()) == networks[name]['Mtu']
        assert lab.bridge_profiles() == lab.bridges()

    def change(self, *changes):
        """Make changes without any fault."""
        for arguments in changes:
            self.nw.start(*arguments(self.nw)).result()

    def kill_at(self, number, forward):
        """Begin a change (forward has all its arguments), and kill netwiringd before its call of that
        number. What call that was, '' when the change was done before."""
        arguments = forward(self.nw)
        killer = subprocess.Popen([sys.executable, KILLER, str(self.daemon.process.pid), str(number)],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True)
        try:
            assert killer.stdout.readline() == 'ready\n'
            call = self.nw.start(*arguments)
            lab.wait_until(lambda: call.done() or killer.poll() is not None, 20)
            if call.reply is None:
                return killer.communicate(timeout=10)[0].strip()
            killer.kill()  # or it is at it already: there is more to do after an answer
            return killer.communicate()[0].strip()
        finally:
            killer.kill()
            killer.wait()


def vnic(nw):
    return nw.vnic('vm')


def network(name):
    return lambda nw: nw.find_network(name) if name else EMPTY


def set_network(name):
    return lambda nw: (vnic(nw), VNIC + '.SetNetwork', '(oa{sv})', network(name)(nw))


def update(name, linked):
    return lambda nw: (vnic(nw), VNIC + '.Update', '(a{sv}a{sv})',
                       settings({'network': network(name)(nw), 'linked': linked}))


def set_mtu(mtu):
    return lambda nw: (network('b')(nw), NETWORK + '.Update', '(a{sv}a{sv})', settings({'mtu': mtu}))


def attach(nw):
    return bus.ROOT, MANAGER + '.AttachNetwork', '(ooa{sv}a{sv})', network('c')(nw), EMPTY, {}


def attach_nic(nw):
    return bus.ROOT, MANAGER + '.AttachNetwork', '(ooa{sv}a{sv})', network('c')(nw), nw.nic_path('nic0'), {}


def detach(nw):
    return nw.network(network('c')(nw))['Attachment'], ATTACHMENT + '.Remove', '(a{sv})'


def create(_nw):
    return bus.ROOT, MANAGER + '.CreateNetwork', '(sa{sv}a{sv})', 'd', {}


def delete(nw):
    return network('d')(nw), NETWORK + '.Delete', '(a{sv})'


def add(name, plugged):
    return lambda nw: (nw.find_vm('web'), VM + '.AddVnic', '(a{sv}a{sv})',
                       settings({'name': name, 'plugged': plugged, 'network': network('a')(nw)}))


def verb(name, what):
    def arguments(nw):
        path, = (path for path in nw.vm('web')['Vnics'] if nw.card(path)['Name'] == name)
        return path, f'{VNIC}.{what}', '(a{sv})'
    return arguments


# Of each: the change, then what takes it back again.
CHANGES = {
    'create': [create, delete],
    'move with its link': [update('b', False), update('a', True)],
    'unwire': [set_network(''), set_network('a')],
    'wire again': [set_network('a'), set_network('')],
    'attach': [attach, detach],
    'detach': [detach, attach],
    'attach to a NIC': [attach_nic, detach],
    'detach from a NIC': [detach, attach_nic],
    'change of MTU': [set_mtu(1400), set_mtu(1500)],
    'add': [add('new', True), verb('new', 'Unplug'), verb('new', 'Remove')],
    'plug': [verb('spare', 'Plug'), verb('spare', 'Unplug')],
    'unplug': [verb('spare', 'Unplug'), verb('spare', 'Plug')],
    'add unplugged': [add('other', False), verb('other', 'Remove')],
    'remove': [verb('other', 'Remove'), add('other', False)],
}
AFTER_ITS_OPPOSITE = ['wire again', 'detach', 'detach from a NIC', 'unplug', 'remove']


@pytest.fixture(scope='module')
def world(guest):
    world = World(guest)
    yield world
    if world.daemon.process.poll() is None:
        world.end()


@pytest.mark.parametrize('change', CHANGES)
def test_killed_at_every_step(world, change):
    forward, *backward = CHANGES[change]
    world.begin()
    if change in AFTER_ITS_OPPOSITE:
        world.change(*backward)
    old = world.look()
    world.change(forward)
    new = world.look()
    assert new != old
    world.change(*backward)
    assert world.look() == old
    number = 1 + random.Random(SEED).randrange(STRIDE)
    kept = []
    while call := world.kill_at(number, forward):
        world.end()
        world.begin()
        state = world.look()
        assert state in (old, new), f'killed at {call}, number {number} (NW_LAB_SEED={SEED}): {state}'
        kept.append(f'{call}{"+" if state == new else ""}')
        if state == new:
            world.change(*backward)
            assert world.look() == old
        number += STRIDE
    print(f'{change}: {len(kept)} kills: {" ".join(kept)} (+: done all the same)')
    assert len(kept) * STRIDE > 5
    # As it was before the test.
    if change in AFTER_ITS_OPPOSITE and world.look() == old:
        world.change(forward)
    elif change not in AFTER_ITS_OPPOSITE and world.look() == new:
        world.change(*backward)
    world.end()
