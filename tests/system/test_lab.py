# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The lab itself, from inside: guests, links, services, polkit, users."""

import pathlib

import pytest

import lab
from bus import BusError, name_owner
from guests import Ping, net

ACTION = 'org.freedesktop.NetworkManager.settings.modify.hostname'


@pytest.fixture(scope='module')
def pair(bridge, guest):
    """Two guests on one foreign bridge; the second one is quiet."""
    bridge('lab0')
    one = guest('one', net(bridge='lab0', ip='10.9.0.1/24'))
    two = guest('two', net(bridge='lab0', ip='10.9.0.2/24'), options=['--quiet'])
    return one.wait(), two.wait()


def test_guests_ping_each_other(pair):
    one, two = pair
    assert one.pings('10.9.0.2') == 3
    assert two.pings('10.9.0.1') == 3
    assert one.pings('10.9.0.3') == 0


def test_a_pulled_cable_is_seen_and_counted(pair):
    one, two = pair
    card, changes = two.card(), two.carrier_changes()
    addresses = two.addresses()
    assert two.carrier() and card.linked and lab.master(card.tap) == 'lab0'
    with Ping(one, '10.9.0.2') as ping:
        lab.virsh('domif-setlink', 'two', card.mac, 'down')
        lab.wait_until(lambda: not two.carrier(), what='the carrier to go')
        assert not two.card().linked
        lab.virsh('domif-setlink', 'two', card.mac, 'up')
        lab.wait_until(two.carrier, what='the carrier to come')
        ping.wait_answers(10)
    assert two.carrier_changes() == changes + 2
    assert two.addresses() == addresses == ['10.9.0.2/24']
    assert 0 < len(ping.lost) < ping.sent
    assert ping.lost[0] > 0 and ping.lost == list(range(ping.lost[0], ping.lost[-1] + 1))


def test_an_undisturbed_ping_loses_nothing(pair):
    with Ping(pair[0], '10.9.0.2') as ping:
        ping.wait_answers(100)
    assert ping.sent >= 100 and ping.lost == []


def test_a_quiet_guest_says_nothing(pair):
    two = pair[1]
    assert two.status('ls /proc/sys/net/ipv6')[0] != 0
    read = pathlib.Path('/sys/class/net', two.card().tap, 'statistics/rx_packets').read_text
    before = read()
    two.exec('sleep 2')
    assert read() == before


def test_commands_in_a_guest(pair):
    assert pair[0].status('echo out; echo err >&2; exit 7') == (7, 'out\n', 'err\n')
    done = lab.run(lab.LAB, 'exec', 'one', 'echo out; exit 7', check=False)
    assert (done.returncode, done.stdout) == (7, 'out\n')


def test_cards_are_plugged_in_while_it_runs(pair):
    lab.virsh('attach-interface', 'one', 'bridge', 'lab0', '--model', 'virtio', '--mac', '52:54:00:09:09:09')
    pair[0].exec('until [ "$(cat /sys/class/net/eth1/carrier 2>/dev/null)" = 1 ]; do usleep 10000; done', 10)
    lab.virsh('detach-interface', 'one', 'bridge', '--mac', '52:54:00:09:09:09')


def test_guests_without_a_system(bridge, guest):
    bridge('lab1')
    halted = guest('halted', net(bridge='lab1'), net(bridge='lab1', link='down'), options=['--halted'])
    assert lab.virsh('domstate', 'halted').strip() == 'paused'
    assert [halted.card(n).linked for n in (0, 1)] == [True, False]
    fleeting = guest('fleeting', net(bridge='lab1'), options=['--halted', '--transient'])
    assert fleeting.name not in lab.virsh('list', '--all', '--persistent')
    guest('later', net(bridge='lab1', mac='52:54:00:01:02:03'), options=['--no-start'])
    assert lab.virsh('domstate', 'later').strip() == 'shut off'


def test_polkit_rules_tell_users_apart(client):
    rule = '''polkit.addRule(function(action, subject) {
        if (action.id == "%s" && subject.user == "alice") return polkit.Result.YES; });''' % ACTION

    def may(user):
        settings = '/org/freedesktop/NetworkManager/Settings'
        try:
            client(user).call(settings, 'org.freedesktop.NetworkManager.Settings.SaveHostname', '(s)', 'lab-host',
                              destination='org.freedesktop.NetworkManager')
        except BusError as error:
            assert error.name == 'org.freedesktop.NetworkManager.Settings.PermissionDenied', error
            return False
        return True

    assert not may('alice') and not may('bob')
    with lab.polkit_rule(rule):
        assert may('alice') and not may('bob')
    assert not may('alice')


def test_users_are_who_they_are(client):
    alice = client('alice')
    uid = alice.call('/org/freedesktop/DBus', 'org.freedesktop.DBus.GetConnectionUnixUser', '(s)',
                     alice.connection.get_unique_name(), destination='org.freedesktop.DBus')
    assert uid == int(lab.run(lab.LAB, 'as', 'alice', 'id', '-u'))
    assert lab.run(lab.LAB, 'as', 'bob', 'id', '-un').strip() == 'bob'


def test_services_can_be_restarted_and_paused(pair, client):
    bus = client()
    before = lab.snapshot('lab0')
    lab.service('libvirtd', 'restart')
    assert 'running' in lab.virsh('list')
    lab.service('NetworkManager', 'kill')
    assert name_owner(bus, 'org.freedesktop.NetworkManager') == ''
    lab.service('NetworkManager', 'start')
    assert name_owner(bus, 'org.freedesktop.NetworkManager')
    lab.service('NetworkManager', 'pause')
    stat = pathlib.Path('/proc', lab.service('NetworkManager', 'pid'), 'stat').read_text()
    assert stat.split()[2] == 'T'
    lab.service('NetworkManager', 'resume')
    assert lab.snapshot('lab0') == before
    assert pair[0].pings('10.9.0.2') == 3


def test_no_name_service(pair):
    assert pathlib.Path('/etc/resolv.conf').read_text().startswith('#')
