# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A random walk through the lives of VMs and their cards, by our callers' hands and by others'."""

import collections
import os

import pytest

from walk import SEED
from walk_ends import Ends
from walk_hands import Hands

STEPS = int(os.environ.get('NW_LAB_STEPS', '100'))


class Steps(Ends, Hands):
    """All that may happen."""

    def step(self):
        steps = [*[self.request] * 20, self.refused, self.ask_in_vain, *[self.killed] * 4, self.daemon_restart,
                 self.libvirtd_restart, *[self.power] * 6, *[self.virsh_attach] * 2, *[self.virsh_detach] * 3,
                 *[self.virsh_setlink] * 2]
        return self.pick.choice(steps)()


@pytest.fixture(scope='module')
def walk(guest):
    walk = Steps(guest)
    yield walk
    walk.daemon.stop()


def take(walk):
    """Walk; how often which kind of step was taken."""
    walk.settle(walk.model)
    kinds = collections.Counter()
    while kinds.total() < STEPS:
        if kind := walk.step():
            kinds[kind] += 1
    return kinds


def test_walk(walk):
    try:
        kinds = take(walk)
    except BaseException:
        print(*walk.history[-60:], sep='\n')
        raise
    finally:
        print(f'NW_LAB_SEED={SEED}')
    print(f'{STEPS} steps: {dict(kinds)}')
    assert len(kinds) > 5
