# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A label that many networks carry, with the real NetworkManager: their bridges are made, and deleted, several at the
same time."""

import pathlib
import time

import pytest

import bus
import faults
import lab
from netwiring import EMPTY, LABEL, MANAGER, expect, settings

NAMES = [f'w{number:02}' for number in range(20)]    # more than go at the same time
MOMENTS = [0.02, 0.06, 0.12, 0.2, 0.3, 0.45]         # s after the call


@pytest.fixture
def wide(nw):
    """The networks, with label wide; gone after the test, and all labels."""
    paths = {name: nw.create_network(name, {'label': 'wide'}) for name in NAMES}
    yield paths
    for path in [path for path in nw.client.objects() if '/label/' in path]:
        nw.remove_label(path)
    for path in paths.values():
        nw.delete_network(path)


def is_closed(bridge):
    """Whether something keeps this host from it, on the way in and on the way out."""
    return all("bytecode '1,6 0 0 2'" in lab.run('tc', 'filter', 'show', 'dev', bridge, side) for side in ('ingress', 'egress'))


def test_added_and_removed(nw, wide):
    label = nw.add_label('wide')
    assert nw.attached(wide) == NAMES
    assert [name for name in NAMES if not is_closed(name)] == []
    nw.remove_label(label)
    assert nw.attached(wide) == []
    files = [path for path in pathlib.Path('/etc/NetworkManager/system-connections').iterdir() if '-w' in path.name]
    assert files == []
    time.sleep(2)   # nothing is to happen: no event marks it
    assert nw.attached(wide) == []


@pytest.fixture
def make_theirs():
    """Makes a profile for a bridge that is not there, theirs; gone after the test."""
    yield lambda bridge: lab.run('nmcli', 'connection', 'add', 'type', 'bridge', 'con-name', 'theirs', 'ifname', bridge,
                                 'connection.autoconnect', 'no', 'ipv4.method', 'disabled', 'ipv6.method', 'disabled')
    lab.run('nmcli', 'connection', 'delete', 'theirs')


def test_one_of_them_has_just_become_somebody_elses(nw, wide, daemon, make_theirs):
    with daemon.asleep():   # it is told of the profile, and has yet to read it, when it is asked for the label
        make_theirs('w07')
        call = begin(nw, None)
        nw.client.connection.flush_sync()
    assert 'theirs' in expect('AlreadyExists', call.result)
    assert nw.attached(wide) == []
    assert not any('/label/' in path for path in nw.client.objects())


def begin(nw, label):
    """Adds it, or removes it where it is there."""
    if label:
        return nw.start(label, LABEL + '.Remove', '(a{sv})')
    return nw.start(bus.ROOT, MANAGER + '.AddLabel', '(soa{sv})', 'wide', EMPTY)


def kill_networkmanager(nw, call, daemon):
    faults.kill_networkmanager(nw, call)


def kill_service(nw, call, daemon):
    daemon.kill()
    daemon.start()


@pytest.mark.parametrize('kill', [kill_networkmanager, kill_service])
@pytest.mark.parametrize('removed', [False, True], ids=['added', 'removed'])
def test_killed_in_the_middle(nw, wide, daemon, removed, kill):
    for moment in MOMENTS:
        label = nw.add_label('wide') if removed else None
        call = begin(nw, label)
        time.sleep(moment)  # the moment is the point: no event marks it
        kill(nw, call, daemon)
        faults.wait_back(nw, 30)
        labels = [path for path in nw.client.objects() if '/label/' in path]
        expected = NAMES if labels else []
        lab.wait_until(lambda: nw.attached(wide) == expected, what=f'{call.error} after {moment}')
        if call.reply:
            assert bool(labels) != removed
        for path in labels:
            nw.remove_label(path)
    assert nw.client.call(bus.ROOT, MANAGER + '.GetHistory', '(a{sv})',
                          settings({'event': 'interrupted-change-not-undone'})) == []
