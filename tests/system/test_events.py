# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What happened: signalled to everybody, kept for whom may read it, and in the journal."""

import json
import pathlib
import pwd
import queue
import re
import socket
import subprocess
import threading
import time

import pytest

import bus
import lab
from guests import net
from netwiring import EMPTY, MANAGER, NetWiring, expect, settings

JOURNAL = pathlib.Path('/run/systemd/journal/socket')
ROOM = pathlib.Path('/proc/sys/net/unix/max_dgram_qlen')
CATALOG = pathlib.Path(__file__).resolve().parents[2] / 'data/netwiring.catalog'
ASK = 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired'
RULE = ('polkit.addRule(function (action, subject) { if (subject.user == "alice" && '
        'action.id == "org.ovirt.netwiring.%s") return polkit.Result.YES; });')


class Journal:
    """A journald of ours, as far as the socket goes. It reads what everybody of this host writes, or
    they would wait. room: for how many records that are not read; systemd sets 512."""

    def __init__(self, room=512):
        ROOM.write_text(str(room))
        JOURNAL.parent.mkdir(parents=True, exist_ok=True)
        JOURNAL.unlink(missing_ok=True)
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.bind(str(JOURNAL))
        self.records = queue.Queue()
        self.reading = threading.Event()
        self.reading.set()
        threading.Thread(target=self.read, daemon=True).start()

    def read(self):
        while self.reading.wait() and (data := self.socket.recv(1 << 16)):
            if b'SYSLOG_IDENTIFIER=netwiringd\n' in data:
                self.records.put(dict(line.split('=', 1) for line in data.decode().splitlines()))

    def next(self):
        """The next record of netwiringd's: field -> text."""
        return self.records.get(timeout=10)

    def close(self):
        JOURNAL.unlink()
        self.socket.shutdown(socket.SHUT_RD)


@pytest.fixture(scope='module')
def house(guest):
    """Networks red and blue, VM web on red, paused."""
    daemon = lab.Daemon().start()
    root = NetWiring(bus.Client())
    networks = {name: root.isolated(name) for name in ('red', 'blue')}
    guest('web', net(bridge='red'), options=['--halted'])
    lab.wait_until(lambda: len(root.network(networks['red'])['Vnics']) == 1)
    yield networks
    root.set_network(root.vnic('web'), EMPTY)
    for path in networks.values():
        root.remove_attachment(root.network(path)['Attachment'])
        root.delete_network(path)
    daemon.stop()


@pytest.fixture
def nw(house, client):
    """As it was made, and nothing told of that is still to come."""
    nw = NetWiring(client())
    nw.update(nw.vnic('web'), {'network': house['red'], 'linked': True})
    nw.client.listen()
    nw.client.signals.clear()
    return nw


@pytest.fixture
def journal(nw):
    """What is written from now on."""
    journal = Journal()
    yield journal
    journal.close()


def history(nw, **filters):
    return nw.client.call(bus.ROOT, MANAGER + '.GetHistory', '(a{sv})', settings(filters))


def events(nw):
    return [values for _path, interface, member, values in nw.client.signals
            if (interface, member) == (MANAGER, 'Event')]


def test_a_change_is_told_after_the_properties_and_before_the_reply(nw, house):
    path, began = nw.vnic('web'), time.time()
    nw.client.signals.clear()
    nw.set_network(path, house['blue'])
    members = [member for _path, _interface, member, _values in nw.client.signals]
    assert members[-1] == 'Event' and members.count('Event') == 1 and 'PropertiesChanged' in members
    (when, event, severity, where, message), = events(nw)
    assert (event, severity, where) == ('network-update-vm-interface', 'info', path)
    assert message == 'vNIC net0 of VM web was changed: network red to blue'
    assert began <= when / 1e6 <= time.time()


def test_who_asked_is_in_the_history_and_in_the_journal_alone(nw, house, client, journal):
    path, uid = nw.vnic('web'), pwd.getpwnam('alice').pw_uid
    with lab.polkit_rule(RULE % 'link'):
        NetWiring(client('alice')).set_linked(path, False)
    lab.wait_until(lambda: events(nw))
    assert str(uid) not in repr(nw.client.signals)
    entry = history(nw, max=1)[0]
    card, vm = nw.card(path), nw.vm('web')
    assert (entry['uid'], entry['action'], entry['object']) == (uid, 'SetLinked', path)
    assert entry['details'] == {'vm': 'web', 'vm-uuid': vm['Id'], 'vnic': 'net0', 'mac-address': card['MacAddress'],
                                'network': 'red', 'before': 'linked yes', 'after': 'linked no'}
    record = journal.next()
    assert record['NETWIRING_UID'] == str(uid) and record['PRIORITY'] == '6'
    assert record['NETWIRING_EVENT'] == entry['event'] and record['MESSAGE'] == entry['message']
    assert record['NETWIRING_OBJECT'] == path and record['NETWIRING_ACTION'] == 'SetLinked'
    assert (record['NETWIRING_VM'], record['NETWIRING_VNIC']) == ('web', 'net0')
    assert (record['NETWIRING_BEFORE'], record['NETWIRING_AFTER']) == ('linked yes', 'linked no')
    assert f'-- {record["MESSAGE_ID"]}\n' in CATALOG.read_text(encoding='utf-8')


def test_the_history_is_for_whom_may_read_it(nw, house, client):
    nw.set_linked(nw.vnic('web'), False)
    alice = NetWiring(client('alice'))
    expect(ASK, history, alice)
    with lab.polkit_rule(RULE % 'read-history'):
        assert history(alice, max=1)[0]['uid'] == 0
    assert [entry['event'] for entry in history(nw, object='web', max=1)] == ['network-update-vm-interface']
    assert history(nw, object=house['blue'])[-1]['event'] == 'network-add-network'
    assert history(nw, event='nothing-of-that-kind') == []


def test_a_change_that_fails(nw, house, journal):
    path = nw.create_network('spare')
    assert journal.next()['NETWIRING_ACTION'] == 'CreateNetwork'
    nw.client.signals.clear()
    text = expect('NetworkNotOnHost', nw.set_network, nw.vnic('web'), path)
    (_when, event, severity, where, message), = events(nw)
    assert (event, severity, where) == ('network-update-vm-interface-failed', 'error', nw.vnic('web'))
    assert message == text
    record = journal.next()
    assert (record['PRIORITY'], record['NETWIRING_ERROR']) == ('3', 'NetworkNotOnHost')
    nw.delete_network(path)


def test_what_polkit_refuses_is_no_event(nw, house, client):
    before = history(nw)
    expect(ASK, NetWiring(client('alice')).set_linked, nw.vnic('web'), False)
    assert history(nw) == before and events(nw) == []


def test_what_others_do(nw, house, journal):
    xml = lab.virsh('domiflist', 'web').split()
    mac = next(word for word in xml if re.fullmatch('([0-9a-f]{2}:){5}[0-9a-f]{2}', word))
    lab.virsh('domif-setlink', 'web', mac, 'down')
    lab.wait_until(lambda: events(nw))
    (_when, event, severity, where, message), = events(nw)
    assert (event, severity, where) == ('vm-interface-changed-outside', 'warning', nw.vnic('web'))
    assert message == 'vNIC net0 of VM web was changed by others: link down'
    assert 'uid' not in history(nw, max=1)[0] and history(nw, max=1)[0]['action'] == ''
    record = journal.next()
    assert 'NETWIRING_UID' not in record and record['NETWIRING_VM'] == 'web'


def test_a_vm_that_stops_and_starts_is_no_news(nw, house):
    lab.virsh('destroy', 'web')
    lab.wait_until(lambda: nw.vm('web')['State'] == 'shutoff')
    lab.virsh('start', '--paused', 'web')
    lab.wait_until(lambda: nw.vm('web')['State'] == 'paused' and nw.card(nw.vnic('web'))['HostDevice'])
    assert events(nw) == []


def test_a_bridge_that_goes(nw, house):
    attachment = nw.network(house['blue'])['Attachment']
    lab.run('ip', 'link', 'delete', 'blue')
    lab.wait_until(lambda: [e for e in events(nw) if e[1] == 'host-interface-state-down'])
    told = [e for e in events(nw) if e[1] == 'host-interface-state-down'][0]
    assert told[3] == attachment and 'blue' in told[4]


def test_nobody_waits_for_a_journal_that_does_not_read(nw, house):
    path = nw.vnic('web')
    journal = Journal(room=10)
    journal.reading.clear()
    try:
        for number in range(40):
            nw.set_linked(path, bool(number % 2), timeout=5)
    finally:
        journal.reading.set()
    assert len(history(nw, max=40, event='network-update-vm-interface')) == 40
    lab.wait_until(lambda: journal.records.qsize() > 2)
    nw.set_linked(path, False)
    records = iter(journal.next, None)
    lost = next(record for record in records if 'events were lost' in record['MESSAGE'])
    assert int(lost['MESSAGE'].split()[0]) > 0
    journal.close()


def test_netwiringctl(nw, house):
    nw.set_linked(nw.vnic('web'), False)
    text = lab.run('netwiringctl', 'history', '--object=web', '--max=1')
    assert re.search(r'info +0 +network-update-vm-interface +vNIC net0 of VM web was changed', text)
    entry, = json.loads(lab.run('netwiringctl', '-j', 'history', '--since=1h', '--max=1'))
    assert entry['object']['Name'] == 'web/net0' and entry['details']['after'] == 'linked no'
    entry = pwd.getpwnam('nobody')
    done = subprocess.run(['netwiringctl', '--no-ask-password', 'history'], check=False, capture_output=True,
                          user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], stdin=subprocess.DEVNULL)
    assert done.returncode == 6
