# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Many guests: what changes together is written once, and one that hangs holds up nobody."""

import pathlib
import time

import pytest

import lab
import reports
from guests import net
from reports import changes, refresh, wait, wait_ip

GUESTS = 6
INTERVAL = 15       # s, enough to change something in all of them between two rounds
TIMEOUT = 3         # s that a guest is waited for
CACHE = pathlib.Path('/var/lib/netwiring/guest.ini')


@pytest.fixture(scope='module')
def daemon():
    with reports.service(guest_interval=INTERVAL) as daemon:
        yield daemon


@pytest.fixture(scope='module')
def many(daemon, guest, bridge):
    bridge('br0')
    bridge('br1')
    made = [guest(f'g{i}', net(bridge='br0', ip=f'10.0.0.{i}/24')) for i in range(1, GUESTS + 1)]
    for each in made:
        each.wait(120)
    return made


def wait_calm(nw, many):
    """Until all were asked together, and all of them for the first time in a whole interval: they are settled, and
    nothing is left to be written."""
    for number, each in enumerate(many, 1):
        wait_ip(nw, each.name, f'10.0.0.{number}/24', 60)
    last = 0

    def settled():
        nonlocal last
        times = [nw.vm(each.name)['GuestInfoTime'] / 1e6 for each in many]
        if max(times) - min(times) > 2 or max(times) < last + 2:
            return False
        gap, last = max(times) - last, max(times)
        return INTERVAL / 2 < gap < 2 * INTERVAL
    lab.wait_until(settled, 180, 'two rounds of all of them, an interval between')


def threads(daemon):
    return len(list(pathlib.Path(f'/proc/{daemon.process.pid}/task').iterdir()))


def change_all(nw, daemon, many, net_number):
    """Give each guest an address more, all between two rounds: the writes that come of it; None: not all changed, or
    not all answered, in time."""
    wait_calm(nw, many)
    nw.client.signals.clear()
    with reports.writes(daemon) as counted:
        begun = time.monotonic()
        for number, each in enumerate(many, 1):
            each.exec(f'ip addr add 10.{net_number}.0.{number}/24 dev eth0')
        between = time.monotonic() - begun < INTERVAL / 2
        times = [wait_ip(nw, each.name, f'10.{net_number}.0.{number}/24', 60)['GuestInfoTime'] / 1e6
                 for number, each in enumerate(many, 1)]
        lab.wait_until(lambda: all(f'10.{net_number}.0.{number}/24' in CACHE.read_text() for number in range(1, GUESTS + 1)),
                       10, 'guest.ini')
    return counted if between and max(times) - min(times) < TIMEOUT else None


def test_what_changes_together_is_written_once(nw, daemon, many):
    nw.client.listen(guests=True)
    for net_number in range(1, 6):      # a machine that is busy may need more than one
        counted = change_all(nw, daemon, many, net_number)
        if counted is not None:
            break
    assert counted is not None and len(counted) == 1, counted
    for each in many:
        assert len([names for _, names in changes(nw.client, nw.vnic(each.name)) if 'Ipv4Addresses' in names]) == 1


def test_one_that_hangs_holds_up_nobody(nw, daemon, many):
    nw.client.listen(guests=True)
    hung, *others = many
    path = nw.find_vm(hung.name)
    wait_calm(nw, many)
    hung.exec('(sleep 1; kill -STOP $(pidof qemu-ga)) >/dev/null 2>&1 &')
    lab.wait_until(lambda: not reports.agent_answers(hung), 20, 'the agent to hang')
    call = refresh(nw, hung.name, timeout=15)
    for number, other in enumerate(others, 2):
        before = time.monotonic()
        refresh(nw, other.name).result()
        assert time.monotonic() - before < TIMEOUT / 2, 'it waited for the one that hangs'
    before = time.monotonic()
    nw.set_network(nw.vnic(hung.name), nw.find_network('br1'))
    nw.set_network(nw.vnic(others[0].name), nw.find_network('br1'))
    assert time.monotonic() - before < TIMEOUT / 2
    assert not call.done(), 'it was answered, so nothing hung'
    assert 'Timeout' in str(reports.error_of(call))
    properties = wait(nw, hung.name, lambda now: now['GuestInfoStale'], 'it to be stale')
    assert properties['GuestAgent'] == 'connected' and '10.0.0.1/24' in properties['GuestIps']
    assert not nw.vm(others[0].name)['GuestInfoStale']

    nw.client.signals.clear()
    lab.virsh('destroy', hung.name)
    properties = wait(nw, hung.name, lambda now: now['State'] == 'shutoff', 'it to be off')
    assert not properties['GuestInfoStale'] and properties['GuestIps'] == []
    assert len([names for _, names in changes(nw.client, path) if 'GuestInfoStale' in names]) == 1


def test_all_that_hang_take_few_threads(nw, daemon, many):
    """Whoever else is asked: the threads are four, and one that answers gets through."""
    good, *hung = many[1:]
    for each in hung:
        each.exec('(sleep 1; kill -STOP $(pidof qemu-ga)) >/dev/null 2>&1 &')
    for each in hung:
        lab.wait_until(lambda: not reports.agent_answers(each), 30, 'the agent to hang')
    lab.wait_until(lambda: threads(daemon) <= 8, 60, 'idle threads to end')
    before = threads(daemon)
    calls = [refresh(nw, each.name, timeout=30) for each in hung for _ in range(20)]
    most, since = before, time.monotonic()
    while time.monotonic() - since < 2 * TIMEOUT:
        most = max(most, threads(daemon))
        called = time.monotonic()
        refresh(nw, good.name).result()
        assert time.monotonic() - called < TIMEOUT / 2
    assert most <= before + 4 + 2, (before, most)      # and two that read what libvirt has
    for call in calls:
        assert 'Timeout' in str(reports.error_of(call))
