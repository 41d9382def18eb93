# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A service with nothing to do does nothing."""

import contextlib
import os
import pathlib
import time

import lab
from guests import net
from netwiring import NetWiring

# A thread of a pool waits 15 s for other work before it ends.
POOL_IDLE = 15
MINUTE = 60
IDLE = int(os.environ.get('NW_LAB_IDLE', MINUTE))


def activity(pid):
    """What every thread did so far. All of them wait: who makes a system call has woken up before,
    and that is a context switch."""
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
    guests = [guest(f'g{number}', net(bridge='br0', ip=f'10.0.0.{number}/24')) for number in (1, 2, 3)]
    for each in guests:
        each.wait()
    daemon = lab.Daemon().start()
    try:
        nw = NetWiring(client())
        nw.isolated('quiet')
        nw.set_linked(nw.vnic('g1'), False)
        nw.set_linked(nw.vnic('g1'), True)
        settle(daemon.process.pid)
        before = activity(daemon.process.pid)
        time.sleep(IDLE)
        assert activity(daemon.process.pid) == before
        nw.set_linked(nw.vnic('g1'), False)
        assert activity(daemon.process.pid) != before
    finally:
        daemon.stop()
