# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Steps of a walk by other hands, which start and stop VMs, and change their cards by virsh."""

import lab
from walk import MOST, VMS, Walk

INTERFACE = """<interface type='bridge'><mac address='{}'/><source bridge='{}'/><model type='virtio'/></interface>"""


class Hands(Walk):
    """Other hands."""

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
        if not scopes or len(vm.cards) >= MOST or vm.quarantined:
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
