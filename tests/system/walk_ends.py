# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Steps of a walk by which services end, in the middle of a change or of nothing."""

import copy
import time

import faults
import lab
from walk_requests import Requests

MOMENT = -3, -0.5       # s after a call, as powers of ten, when netwiringd is killed
GONE = ['org.freedesktop.DBus.Error.' + name for name in ('NoReply', 'NameHasNoOwner')]    # before it answered, or heard


class Ends(Requests):
    """Of netwiringd and of libvirtd."""

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
        self.history.append(f'killed: {what}: {answer}')
        assert answer in ('done', *GONE), answer
        self.restarted()
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
                    left.live, left.asked, left.undone = dict(card.live), True, True
                    yield model

    def restarted(self):
        self.daemon.start()
        self.begin()

    def daemon_restart(self):
        how = self.pick.choice(['stop', 'kill'])
        self.history.append(f'netwiringd: {how}')
        getattr(self.daemon, how)()
        self.restarted()
        self.settle(self.model)
        return 'netwiringd restarted'

    def libvirtd_restart(self):
        how = self.pick.choice(['restart', 'kill'])
        self.history.append(f'libvirtd: {how}')
        lab.service('libvirtd', how)
        if how == 'kill':
            lab.service('libvirtd', 'start')
        faults.wait_back(self.nw)
        self.settle(self.model)
        return 'libvirtd restarted'
