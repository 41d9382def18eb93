# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A random walk through the lives of VMs and their cards, by our callers' hands and by others'. After each
step D-Bus says what the model says, and both definitions, the kernel and the store agree."""

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
from netwiring import EMPTY, ERROR, NETWORK, VM, VNIC, NetWiring, settings
from walk_model import Vm

STEPS = int(os.environ.get('NW_LAB_STEPS', '100'))
SEED = int(os.environ.get('NW_LAB_SEED', random.randrange(10**6)))
NETWORKS = ['a', 'b', '']
MOST = 5                # cards of a VM
MOMENT = -3, -0.5       # s after a call, as powers of ten, when netwiringd is killed
GONE = ['org.freedesktop.DBus.Error.' + name for name in ('NoReply', 'NameHasNoOwner')]    # before it answered, or heard
INTERFACE = """<interface type='bridge'><mac address='{}'/><source bridge='{}'/><model type='virtio'/></interface>"""
# Of VMs: whether there is a definition that stays, and whether the guest lets go of its cards.
VMS = {'web': (True, True), 'rock': (True, False), 'flash': (False, False)}
OPTIONS = {'web': [], 'rock': ['--halted'], 'flash': ['--halted', '--transient']}


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
        vms = {path: found[VM]['Name'] for path, found in objects.items() if VM in found}
        pictures = {name: {} for name in vms.values()}
        names[EMPTY] = ''
        for found in objects.values():
            if VNIC in found:
                card = found[VNIC]
                later = {key: names.get(value, value) if key == 'network' else value
                         for key, value in card['NextStart'].items() if key != 'port-isolated'}
                pictures[vms[card['Vm']]][card['MacAddress']] = {
                    'network': names[card['Network']], 'linked': card['Linked'], 'mtu': card['Mtu'],
                    'model': card['Model'], 'plugged': card['Plugged'], 'next': later}
        return pictures

    @staticmethod
    def expected(model):
        return {name: vm.picture() for name, vm in model.items() if vm.persistent or vm.on}

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
            text = '\n'.join([f'NW_LAB_SEED={SEED}', *self.history[-8:], self.disagreement(*models)])
            raise AssertionError(text) from None
        self.model = next(model for model in models if self.picture() == self.expected(model))

    # steps by our callers

    def card(self, name, condition=lambda card: True):
        """A random card of a VM, '' when there is none such."""
        macs = sorted(mac for mac, card in self.model[name].there().items() if condition(card))
        return self.pick.choice(macs) if macs else ''

    def choose(self):
        """A request that can be granted: (what, call, the model afterwards), None where none is."""
        name = self.pick.choice(sorted(name for name, vm in self.model.items() if vm.persistent or vm.on))
        verb = self.pick.choice([self.add, self.plug, self.plug, self.unplug, self.unplug, self.update, self.update,
                                 self.update_hardware, self.remove])
        return verb(name, copy.deepcopy(self.model))

    def call(self, mac, method, *values, signature='(a{sv})', **options):
        path = self.path(mac)
        return lambda: self.nw.start(path, f'{VNIC}.{method}', signature, *values, **options)

    def wiring(self):
        return {key: value for key, value in (('network', self.pick.choice(NETWORKS)),
                                              ('linked', self.pick.random() < 0.5)) if self.pick.random() < 0.6}

    def values(self, changes):
        return settings({**changes, **({'network': changes['network'] or EMPTY} if 'network' in changes else {})})

    def add(self, name, after):
        if len(after[name].cards) >= MOST:
            return None
        mac, plugged, wiring = self.new_mac(), self.pick.random() < 0.6, self.wiring()
        after[name].add(mac, plugged, wiring)
        values = {**self.values(wiring), **settings({'mac-address': mac, 'plugged': plugged})}
        path = self.nw.find_vm(name)
        return (f'add {mac} to {name}: {plugged} {wiring}',
                lambda: self.nw.start(path, VM + '.AddVnic', '(a{sv}a{sv})', values), after)

    def plug(self, name, after):
        mac = self.card(name, lambda card: not (card.asked and card.watched))
        if not mac:
            return None
        after[name].plug(mac)
        return f'plug {mac} of {name}', self.call(mac, 'Plug'), after

    def unplug(self, name, after):
        vm = after[name]
        mac = self.card(name, lambda card: not (vm.on and card.live) or vm.lets_go)
        if not mac:
            return None
        if vm.on and vm.lets_go:
            self.boot()
        vm.unplug(mac)
        return f'unplug {mac} of {name}', self.call(mac, 'Unplug'), after

    def update(self, name, after):
        mac, changes = self.card(name), self.wiring()
        if not mac:
            return None
        after[name].update(mac, changes)
        return (f'update {mac} of {name}: {changes}',
                self.call(mac, 'Update', self.values(changes), signature='(a{sv}a{sv})'), after)

    def update_hardware(self, name, after):
        """A card that is saved keeps its MAC address: it comes back by that."""
        mac = self.card(name, lambda card: not card.live)
        if not mac:
            return None
        vm, changes = after[name], {'mtu': self.pick.choice([0, 1400]), 'model': self.pick.choice(['virtio', 'e1000'])}
        vm.update(mac, changes)
        values = settings(changes)
        if not vm.cards[mac].saved and self.pick.random() < 0.5:
            new = self.new_mac()
            vm.cards[new] = vm.cards.pop(mac)
            values = {**values, **settings({'mac-address': new})}
        return (f'update {mac} of {name}: {values}',
                self.call(mac, 'Update', values, signature='(a{sv}a{sv})'), after)

    def remove(self, name, after):
        mac = self.card(name, lambda card: not card.live)
        if not mac or len(after[name].cards) < 2:
            return None
        after[name].remove(mac)
        return f'remove {mac} of {name}', self.call(mac, 'Remove'), after

    def boot(self):
        if not self.booted:
            self.guests['web'].wait()
        self.booted = True

    def request(self):
        if not (chosen := self.choose()):
            return ''
        what, call, after = chosen
        self.history.append(what)
        call().result()
        self.settle_now(after)
        return what.split()[0]

    def settle_now(self, after):
        """Our own changes are told before their answers."""
        assert self.picture() == self.expected(after), '\n'.join(
            [f'NW_LAB_SEED={SEED}', *self.history[-8:], str(self.picture()), str(self.expected(after))])
        self.settle(after)

    def refused(self):
        """What cannot be changes nothing."""
        name = self.pick.choice(['web', 'rock'])
        mac = self.card(name, lambda card: card.live)
        if not mac:
            return ''
        card = self.model[name].cards[mac]
        what, values = self.pick.choice([('Remove', None), ('Update', {'model': 'rtl8139'}), ('Update', {'mtu': 1300}),
                                         ('Update', {'mac-address': self.new_mac()}),
                                         *([('Plug', None)] if card.asked and card.watched else [])])
        self.history.append(f'{what} {values} {mac} of {name}: refused')
        arguments, signature = ([settings(values)], '(a{sv}a{sv})') if values else ([], '(a{sv})')
        call = self.call(mac, what, *arguments, signature=signature)()
        lab.wait_until(call.done)
        known = [ERROR + name for name in ('ActiveDevice', 'HotUpdateRefused', 'Busy')]
        assert call.error and call.error.name in known, call.error
        self.settle_now(self.model)
        return 'refused'

    def ask_in_vain(self):
        """A guest that lets go of nothing is asked; it does when it is reset."""
        mac = self.card('rock', lambda card: card.live)
        if not mac or not self.model['rock'].on:
            return ''
        self.history.append(f'ask rock for {mac}')
        call = self.call(mac, 'Unplug', timeout=1)()
        lab.wait_until(call.done)
        assert call.error and call.error.name == ERROR + 'Timeout', call.error
        card = self.model['rock'].cards[mac]
        card.asked = card.watched = True
        self.settle(self.model)
        return 'asked'

    # steps by others

    def killed(self):
        """netwiringd ends in the middle of a change: it is whole or undone."""
        if self.model['web'].on:
            self.boot()
        if not (chosen := self.choose()):
            return ''
        what, start, after = chosen
        before = copy.deepcopy(self.model)
        call = start()
        time.sleep(10 ** self.pick.uniform(*MOMENT))
        self.daemon.kill()
        lab.wait_until(call.done)
        answer = call.error.name if call.error else 'done'
        assert answer in ('done', *GONE), answer
        self.history.append(f'killed: {what}: {answer}')
        self.restarted(before, after)
        self.settle(*([after] if answer == 'done' else [after, before, *self.stuck(before, after)]))
        return f'killed, {"whole" if self.model is after else "undone" if self.model is before else "stuck"}'

    @staticmethod
    def stuck(before, after):
        """A card that was plugged into a guest which lets go of nothing: undone up to that."""
        for name, vm in after.items():
            for mac, card in vm.cards.items():
                old = before[name].cards.get(mac)
                if vm.on and not vm.lets_go and card.live and not (old and old.live):
                    model = copy.deepcopy(before)
                    model[name].attach(mac, ['live'], card.live['network'])
                    left = model[name].cards[mac]
                    left.live, left.asked, left.watched, left.undone = dict(card.live), True, True, True
                    yield model

    def restarted(self, *models):
        for model in models:
            for vm in model.values():
                for card in vm.cards.values():
                    card.watched = False
        self.daemon.start()
        self.begin()

    def daemon_restart(self):
        how = self.pick.choice(['stop', 'kill'])
        self.history.append(f'netwiringd: {how}')
        getattr(self.daemon, how)()
        self.restarted(self.model)
        self.settle(self.model)
        return 'netwiringd restarted'

    def libvirtd_restart(self):
        how = self.pick.choice(['restart', 'kill'])
        self.history.append(f'libvirtd: {how}')
        lab.service('libvirtd', how)
        if how == 'kill':
            lab.service('libvirtd', 'start')
        self.settle(self.model)
        return 'libvirtd restarted'

    def power(self):
        """On, off, reset, saved, restored; the one that boots less often, which takes long."""
        name = self.pick.choice(['web', *['rock'] * 4, *['flash'] * 2])
        vm = self.model[name]
        asked = any(card.asked for card in vm.cards.values())
        verbs = ['destroy', 'reset', *(['managedsave'] if vm.persistent and not asked else [])] if vm.on else ['start']
        verb = self.pick.choice(verbs)
        self.history.append(f'{verb} {name}')
        if name == 'web' and verb != 'managedsave' and not vm.is_saved:
            self.booted = False
        {'destroy': vm.off, 'reset': vm.reset, 'managedsave': vm.save, 'start': vm.start}[verb]()
        if verb == 'start' and not vm.persistent:
            self.create(name)
        else:
            lab.virsh(verb, name, *(['--paused'] if verb == 'start' and name == 'rock' else []))
        self.settle(self.model)
        return verb

    def scopes(self, vm, has=lambda scope: True):
        """Some of the definitions that it has."""
        there = [*(['live'] if vm.on and has('live') else []), *(['config'] if vm.persistent and has('config') else [])]
        return self.pick.choice([there, [self.pick.choice(there)]]) if there else []

    def virsh_attach(self):
        name = self.pick.choice(list(VMS))
        vm = self.model[name]
        scopes, mac, network = self.scopes(vm), self.new_mac(), self.pick.choice(['a', 'b'])
        if not scopes or len(vm.cards) >= MOST:
            return ''
        self.history.append(f'virsh attach {mac} to {name}: {scopes}')
        (lab.STATE / 'card.xml').write_text(INTERFACE.format(mac, network))
        lab.virsh('attach-device', name, str(lab.STATE / 'card.xml'), *(f'--{scope}' for scope in scopes))
        vm.attach(mac, scopes, network)
        self.settle(self.model)
        return 'attached'

    def virsh_detach(self):
        name = self.pick.choice(list(VMS))
        vm, mac = self.model[name], self.card(name)
        if not mac or len(vm.cards) < 2:
            return ''
        scopes = self.scopes(vm, lambda scope: getattr(vm.cards[mac], scope) is not None
                             and (scope == 'config' or vm.lets_go))
        if not scopes:
            return ''
        if 'live' in scopes:
            self.boot()
        self.history.append(f'virsh detach {mac} from {name}: {scopes}')
        lab.virsh('detach-interface', name, 'bridge', '--mac', mac, *(f'--{scope}' for scope in scopes))
        vm.detach(mac, scopes)
        self.settle(self.model)
        return 'detached'

    def virsh_setlink(self):
        name = self.pick.choice(list(VMS))
        vm = self.model[name]
        mac = self.card(name)
        scopes = [scope for scope in ('live', 'config') if mac and getattr(vm.cards[mac], scope)
                  and getattr(vm.cards[mac], scope)['network']]
        if not scopes:
            return ''
        scope, linked = self.pick.choice(scopes), self.pick.random() < 0.5
        self.history.append(f'virsh setlink {mac} of {name}: {scope} {linked}')
        lab.virsh('domif-setlink', name, mac, 'up' if linked else 'down',
                  *(['--config'] if scope == 'config' and vm.on else []))
        vm.set_link(mac, [scope], linked)
        self.settle(self.model)
        return 'link set'

    def step(self):
        steps = [*[self.request] * 20, self.refused, self.ask_in_vain, *[self.killed] * 4, self.daemon_restart,
                 self.libvirtd_restart, *[self.power] * 6, *[self.virsh_attach] * 2, *[self.virsh_detach] * 3,
                 *[self.virsh_setlink] * 2]
        return self.pick.choice(steps)()


@pytest.fixture(scope='module')
def walk(guest):
    walk = Walk(guest)
    yield walk
    walk.daemon.stop()


def test_walk(walk):
    walk.settle(walk.model)
    kinds, done = collections.Counter(), 0
    while done < STEPS:
        if kind := walk.step():
            kinds[kind] += 1
            done += 1
    print(f'NW_LAB_SEED={SEED}: {done} steps: {dict(kinds)}')
    assert len(kinds) > 5
