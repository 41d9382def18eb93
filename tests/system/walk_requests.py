# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Steps of a walk by our callers' hands."""

import copy

import faults
import lab
from netwiring import ERROR, VM, VNIC, settings
from walk import MOST, Walk


class Requests(Walk):
    """What callers ask for."""

    def choose(self):
        """A request that can be granted: (what, call, the model afterwards), None where none is."""
        name = self.pick.choice(self.vms())
        verb = self.pick.choice([self.add, self.plug, self.plug, self.unplug, self.unplug, self.update, self.update,
                                 self.update_hardware, self.remove, *[self.batch, self.quarantine] * 2])
        return verb(name, copy.deepcopy(self.model))

    def call(self, mac, method, *values, signature='(a{sv})', **options):
        path = self.path(mac)
        return lambda: self.nw.start(path, f'{VNIC}.{method}', signature, *values, **options)

    def add(self, name, after):
        if len(after[name].cards) >= MOST or after[name].quarantined:
            return None
        mac, plugged, wiring = self.new_mac(), self.pick.random() < 0.6, self.wiring()
        after[name].add(mac, plugged, wiring)
        values = {**self.values(wiring), **settings({'mac-address': mac, 'plugged': plugged})}
        path = self.nw.find_vm(name)
        return (f'add {mac} to {name}: {plugged} {wiring}',
                lambda: self.nw.start(path, VM + '.AddVnic', '(a{sv}a{sv})', values), after)

    def plug(self, name, after):
        mac = self.card(name, lambda card: not card.asked)
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

    def batch(self, name, after):
        """A card of it and one of another VM, at once; as often as not they change places."""
        names = [name, self.pick.choice([each for each in self.vms() if each != name])]
        macs = [self.card(each) for each in names]
        if not all(macs):
            return None
        if self.pick.random() < 0.5:
            changes = [{'network': self.model[vm].cards[mac].values()['network']} for vm, mac in zip(names, macs)][::-1]
        else:
            changes = [self.wiring() for _ in macs]
        for vm, mac, change in zip(names, macs, changes):
            after[vm].update(mac, change)
        request = [(self.path(mac), self.values(change)) for mac, change in zip(macs, changes)]
        return (f'batch {macs} of {names}: {changes}', lambda: self.nw.start_apply(request), after)

    def quarantine(self, name, after):
        """Or let go of it."""
        vm, verb = after[name], 'Release' if after[name].quarantined else 'Quarantine'
        vm.release() if verb == 'Release' else vm.quarantine()
        path = self.nw.find_vm(name)
        return f'{verb.lower()} {name}', lambda: self.nw.start(path, f'{VM}.{verb}', '(a{sv})'), after

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
        picture, wanted = self.picture(), self.expected(after)
        assert picture == wanted, f'{picture}\n{wanted}'
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
                                         *([('Plug', None)] if card.asked else [])])
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
        card.asked, card.undone = True, False   # somebody wants it unplugged by now
        faults.wait_kept_unplugging(self.nw.card(self.path(mac))['Id'])
        self.settle(self.model)
        return 'asked'
