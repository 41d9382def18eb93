# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A walk through the lives of VMs and their cards: how they are, and the model of them. After each step
D-Bus says what the model says, and both definitions, the kernel and the store agree."""

import collections
import os
import random

import bus
import faults
import lab
import life
from guests import net
from netwiring import EMPTY, NETWORK, VM, VNIC, NetWiring, settings
from walk_model import Vm

SEED = int(os.environ.get('NW_LAB_SEED', random.randrange(10**6)))
NETWORKS = ['a', 'b', '']
MOST = 5                # cards of a VM
# Of VMs: whether there is a definition that stays, and whether the guest lets go of its cards.
VMS = {'web': (True, True), 'rock': (True, False), 'flash': (False, False)}
OPTIONS = {'web': [], 'rock': ['--halted'], 'flash': ['--halted', '--transient']}
Picture = collections.namedtuple('Picture', 'quarantined cards')        # of a VM


class Walk:
    """The VMs as they are, and the model of them."""

    def __init__(self, guest):
        self.daemon = lab.Daemon().start()
        self.pick, self.made = random.Random(SEED), 0
        self.history = []
        self.begin()
        for name in ('a', 'b'):
            self.nw.isolated(name)
        self.guest, self.guests, self.booted = guest, {}, False
        self.model = {name: Vm(*kind) for name, kind in VMS.items()}
        for name in VMS:
            self.create(name)

    def begin(self):
        self.nw = NetWiring(bus.Client())
        lab.wait_until(lambda: self.nw.manager()['HypervisorState'] == 'connected', 10)

    def create(self, name):
        """Define and start it, with one card."""
        self.guests[name] = self.guest(name, net(bridge='a'), options=OPTIONS[name])
        scopes = ['live', 'config'] if self.model[name].persistent else ['live']
        self.model[name].on = True
        self.model[name].attach(life.Domain(name).macs()[0], scopes, 'a')

    def new_mac(self):
        self.made += 1
        return f'52:54:00:77:{self.made >> 8:02x}:{self.made & 255:02x}'

    def path(self, mac):
        path, = self.nw.client.call(bus.ROOT, bus.NAME + '.Manager.FindVnic', '(s)', mac)
        return path

    # what is to be seen

    def picture(self):
        objects = self.nw.client.objects()
        names = {path: found[NETWORK]['Name'] for path, found in objects.items() if NETWORK in found}
        vms = {path: found[VM] for path, found in objects.items() if VM in found}
        pictures = {vm['Name']: Picture(vm['Quarantined'], {}) for vm in vms.values()}
        names[EMPTY] = ''
        for found in objects.values():
            if VNIC in found:
                card = found[VNIC]
                later = {key: names.get(value, value) if key == 'network' else value
                         for key, value in card['NextStart'].items() if key != 'port-isolated'}
                pictures[vms[card['Vm']]['Name']].cards[card['MacAddress']] = {
                    'network': names[card['Network']], 'linked': card['Linked'], 'mtu': card['Mtu'],
                    'model': card['Model'], 'plugged': card['Plugged'],
                    'unplugging': card['State'] == 'unplugging', 'next': later}
        return pictures

    @staticmethod
    def expected(model):
        return {name: Picture(vm.quarantined, vm.picture()) for name, vm in model.items() if vm.persistent or vm.on}

    def disagreement(self, *models):
        """Why it is none of models, or not the same everywhere; '' when it is."""
        if '[entry-' in faults.journal():
            return 'the journal has entries'
        picture = self.picture()
        if all(picture != self.expected(model) for model in models):
            return '\n'.join(f'{name}: {picture.get(name)}\n{" " * len(name)}  {wanted}'
                             for model in models for name, wanted in self.expected(model).items()
                             if picture.get(name) != wanted) or f'VMs: {list(picture)}'
        undone = {mac for model in models for vm in model.values() for mac, card in vm.cards.items() if card.undone}
        return '\n'.join(each for name in picture for each in life.Look(self.nw, name, undone).found)

    def settle(self, *models):
        """Wait until it is one of models; that is the model from now on."""
        try:
            lab.wait_until(lambda: not self.disagreement(*models), 40)
        except AssertionError:
            raise AssertionError(self.disagreement(*models)) from None
        self.model = next(model for model in models if self.picture() == self.expected(model))

    # what to take a step with

    def card(self, name, condition=lambda card: True):
        """A random card of a VM, '' when there is none such."""
        macs = sorted(mac for mac, card in self.model[name].there().items() if condition(card))
        return self.pick.choice(macs) if macs else ''

    def vms(self):
        return sorted(name for name, vm in self.model.items() if vm.persistent or vm.on)

    def wiring(self):
        return {key: value for key, value in (('network', self.pick.choice(NETWORKS)),
                                              ('linked', self.pick.random() < 0.5)) if self.pick.random() < 0.6}

    def values(self, changes):
        return settings({**changes, **({'network': changes['network'] or EMPTY} if 'network' in changes else {})})

    def boot(self):
        """Until the guest lets go of cards."""
        if not self.booted:
            self.guests['web'].wait()
        self.booted = True
