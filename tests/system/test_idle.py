# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A service with nothing to do does nothing."""

import contextlib
import pathlib
import time

import lab
from guests import net
from netwiring import NetWiring

# A thread of a pool waits 15 s for other work before it ends.
POOL_IDLE = 15
MINUTE = 60


def activity(pid):
    """What every thread did so far. A wake-up adds to its context switches, and so would a call to
    libvirt, which waits for an answer."""
    done = {}
    for task in pathlib.Path(f'/proc/{pid}/task').iterdir():
        with contextlib.suppress(FileNotFoundError):    # it has just ended
            lines = (task / 'status').read_text().splitlines()
            done[task.name] = [line for line in lines if 'ctxt_switches' in line]
    return done


def settle(pid):
    """Wait until what was asked for is over, the threads it needed too."""
    since, seen = time.monotonic(), activity(pid)

    def settled():
        nonlocal since, seen
        if (now := activity(pid)) != seen:
            since, seen = time.monotonic(), now
        return time.monotonic() - since > POOL_IDLE + 2
    lab.wait_until(settled, 2 * MINUTE, 'netwiringd to have nothing to do')


def test_an_idle_minute_has_no_wake_up(guest, bridge, client):
    bridge('br0')
    guest('one', net(bridge='br0'), options=['--halted'])
    daemon = lab.Daemon().start()
    try:
        nw = NetWiring(client())
        nw.set_linked(nw.vnic('one'), False)
        nw.set_linked(nw.vnic('one'), True)
        settle(daemon.process.pid)
        before = activity(daemon.process.pid)
        time.sleep(MINUTE)
        assert activity(daemon.process.pid) == before
        nw.set_linked(nw.vnic('one'), False)
        assert activity(daemon.process.pid) != before
    finally:
        daemon.stop()
