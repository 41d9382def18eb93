# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A service with nothing to do does nothing."""

import contextlib
import os
import pathlib
import time

import pytest

import lab
import reports
from guests import net
from netwiring import NetWiring

# A thread of a pool waits 15 s for other work before it ends.
POOL_IDLE = 15
MINUTE = 60
RARE = 120      # s between two rounds of questions to guests, by default
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


def bursts(pid, seconds):
    """When it woke up, in so many seconds; what follows of that at once, and the ends of threads, are part of it."""
    found, seen, end = [], activity(pid), time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(1)
        now = activity(pid)
        if now != seen and (not found or time.monotonic() - found[-1] > POOL_IDLE + 2):
            found.append(time.monotonic())
        seen = now
    return found


@pytest.fixture(scope='module')
def three(guest, bridge):
    bridge('br0')
    made = [guest(f'g{number}', net(bridge='br0', ip=f'10.0.0.{number}/24')) for number in (1, 2, 3)]
    for each in made:
        each.wait()
    return made


def use(nw):
    """Something that it remembers, and then no more of it."""
    if 'quiet' not in nw.networks():
        nw.isolated('quiet')
    nw.set_linked(nw.vnic('g1'), False)
    nw.set_linked(nw.vnic('g1'), True)


def idle(daemon, nw, seconds):
    pid = daemon.process.pid
    before = activity(pid)
    time.sleep(seconds)
    assert activity(pid) == before
    nw.set_linked(nw.vnic('g1'), False)
    assert activity(pid) != before


def test_guests_are_asked_together_and_rarely(three, client):
    """Once their addresses are known: all of them in one go, each time the clock has come to a multiple of the
    interval, and between two such rounds there is a minute without a wake-up."""
    daemon = lab.Daemon().start()
    try:
        nw = NetWiring(client())
        use(nw)
        settle(daemon.process.pid)
        found = bursts(daemon.process.pid, -time.monotonic() % RARE + 5)
        assert len(found) == 1, found
        times = [nw.vm(each.name)['GuestInfoTime'] for each in three]
        assert max(times) - min(times) < 2e6, times
        settle(daemon.process.pid)
        idle(daemon, nw, MINUTE)
    finally:
        daemon.stop()


def test_an_idle_minute_has_no_wake_up(three, client):
    """Where guests have no agent, or are not asked, not one at all, however long."""
    with reports.service(guest_reports='off') as daemon:
        nw = NetWiring(client())
        use(nw)
        settle(daemon.process.pid)
        idle(daemon, nw, IDLE)
