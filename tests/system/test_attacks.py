# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Callers that mean harm: what they get, what root still gets, what it costs."""

import contextlib
import json
import pathlib
import pwd
import shutil
import statistics
import subprocess
import sys
import time

import pytest
from gi.repository import Gio, GLib

import bus
import lab
import surface
from guests import net
from netwiring import VNIC, NetWiring, expect
from polkit_agent import Agent

HERE = pathlib.Path(__file__).parent
PER_UID, IN_ALL, WAITING_PER_UID = 8, 64, 64
UNKNOWN = 'org.freedesktop.DBus.Error.UnknownMethod'
READ_ONLY = 'org.freedesktop.DBus.Error.PropertyReadOnly'
DENIED = 'org.freedesktop.DBus.Error.AccessDenied'
VMS = [f'vm{number}' for number in range(PER_UID + 2)]


@pytest.fixture(scope='module')
def daemon(guest, bridge):
    """netwiringd with ten VMs that are off."""
    bridge('br0')
    for name in VMS:
        guest(name, net(bridge='br0'), options=['--halted', '--no-start'])
    daemon = lab.Daemon().start()
    yield daemon
    daemon.stop()


@pytest.fixture
def cards(nw):
    return [nw.vnic(name) for name in VMS]


class Attack:
    """A process of a user that runs attacker.py, with an agent of its own that never answers."""

    def __init__(self, user, script, how, count, cards):
        entry = pwd.getpwnam(user)
        self.output = lab.STATE / f'attack.{time.monotonic_ns()}'
        with open(self.output, 'wb') as output:
            self.process = subprocess.Popen(
                [sys.executable, script, how, str(count), *cards], stdin=subprocess.PIPE, stdout=output,
                user=entry.pw_uid, group=entry.pw_gid, extra_groups=[], text=True)
        self.agent = Agent(user, self.process.pid)

    def begin(self):
        self.process.stdin.write('\n')
        self.process.stdin.flush()
        return self

    def answers(self):
        """How many of its calls had which answer so far."""
        *_older, last, _rest = ['{}', *self.output.read_text().split('\n')]
        return json.loads(last)

    def end(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.agent.close()


@pytest.fixture(scope='module')
def attacks():
    """attacks((HOW, COUNT, CARDS)...): processes of alice that attack; gone at the end."""
    folder = lab.STATE / 'attacker'     # a copy, since not every user may read the source tree
    folder.mkdir()
    for path in HERE.glob('*.py'):
        shutil.copyfile(path, folder / path.name)

    @contextlib.contextmanager
    def run(*each):
        made = [Attack('alice', folder / 'attacker.py', *arguments) for arguments in each]
        try:
            yield [attack.begin() for attack in made]
        finally:
            for attack in made:
                attack.end()
    return run


def total(running, *names):
    return sum(number for attack in running for name, number in attack.answers().items()
               if not names or name in names)


def dialogs(running):
    return sum(len(attack.agent.dialogs) for attack in running)


def times_of(call, count=50):
    """Median and worst time of a call, in ms."""
    times = []
    for _ in range(count):
        began = time.monotonic()
        call()
        times.append((time.monotonic() - began) * 1000)
    return statistics.median(times), max(times)


def test_dialogs_held_by_one_user(daemon, nw, cards, client, attacks):
    """5 processes, 1,000 calls each, none of which is ever answered by a password."""
    path, mine = cards[-1], cards[:-1]
    with surface.unchanged(nw.client):
        # The first two would be enough to fill every place there is, were there no limit for a user.
        shares = [mine[:4], mine[4:8], mine, mine, mine]
        with attacks(*[('hold', 1000, share) for share in shares]) as running:
            lab.wait_until(lambda: dialogs(running) == PER_UID and total(running) >= 5000 - WAITING_PER_UID, 60)
            flip = times_of(lambda: nw.set_linked(path, True))
            read = times_of(lambda: nw.card(path))
            together = [nw.client.start(path, bus.PROPERTIES + '.GetAll', '(s)', VNIC) for _ in range(50)]
            assert all(call.result()['Name'] == 'net0' for call in together)
            bob = NetWiring(client('bob'))
            with lab.polkit_rule('polkit.addRule(function (action, subject) {'
                                 ' if (subject.user == "bob") return polkit.Result.YES; });'):
                bob.set_linked(path, True)
            assert dialogs(running) == PER_UID
            answers = total(running)
            assert PER_UID <= 5000 - answers <= WAITING_PER_UID
            assert total(running, 'LimitExceeded') == answers
        print(f'{dialogs(running)} asked, {answers} refused, {5000 - answers} wait; root: a change {flip[0]:.1f} ms '
              f'(worst {flip[1]:.0f}), a read {read[0]:.1f} ms (worst {read[1]:.0f})')
        assert flip[0] < 100 and read[0] < 100
    check_nothing_waits(client, cards)


def check_nothing_waits(client, cards):
    """alice may be asked as often as ever."""
    agent = Agent('alice')
    caller = client('alice')
    calls = [caller.start(card, VNIC + '.SetLinked', '(ba{sv})', False, {}, interactive=True)
             for card in cards[:PER_UID]]
    lab.wait_until(lambda: len(agent.dialogs) == PER_UID)
    for dialog in agent.dialogs:
        dialog.dismiss()
    for call in calls:
        expect('AuthorizationCanceled', call.result)
    agent.close()


@pytest.fixture
def crowd():
    """Nine users."""
    passwd = pathlib.Path('/etc/passwd')
    before, names = passwd.read_text(), [f'crowd{number}' for number in range(IN_ALL // PER_UID + 1)]
    passwd.write_text(before + ''.join(f'{name}:x:{61100 + number}:100::/:/bin/sh\n'
                                       for number, name in enumerate(names)))
    yield names
    passwd.write_text(before)


def test_dialogs_held_by_many_users(nw, cards, client, crowd):
    agent = Agent('alice')
    with surface.unchanged(nw.client):
        callers = [client(name) for name in crowd]
        calls = [caller.start(card, VNIC + '.SetLinked', '(ba{sv})', False, {}, interactive=True)
                 for caller in callers for card in cards[:PER_UID]]
        lab.wait_until(lambda: len(agent.dialogs) == IN_ALL and len(done(calls)) == len(calls) - IN_ALL)
        for call in done(calls):
            expect('LimitExceeded', call.result)
        nw.set_linked(cards[0], True)
        for caller in callers:
            caller.close()
        lab.wait_until(lambda: len(set(agent.cancelled)) == IN_ALL)
    agent.close()
    check_nothing_waits(client, cards)


def done(calls):
    return [call for call in calls if call.done()]


def test_large_calls(daemon, nw, cards, attacks):
    pid = daemon.process.pid
    surface.reset_peak(pid)
    before = surface.rss(pid)
    with surface.unchanged(nw.client), attacks(('large', 200, cards)) as running:
        lab.wait_until(lambda: total(running) > 0, 60)
        read = times_of(lambda: nw.card(cards[0]), 20)
        lab.wait_until(lambda: total(running) == 200, 60)
        assert total(running, 'LimitExceeded') == 200
    peak = surface.rss(pid, 'VmHWM')
    print(f'200 calls of 4 MB: {before:.0f} MB before, {peak:.0f} MB at most; root: a read {read[0]:.1f} ms '
          f'(worst {read[1]:.0f})')
    assert peak < surface.allowed_rss(pid, 64)


def test_callers_that_leave_at_once(nw, cards, client, attacks):
    with surface.unchanged(nw.client):
        with attacks(('leave', 1000, cards)) as running:
            lab.wait_until(lambda: running[0].answers() == {'gone': 1000}, 60)
            agent = running[0].agent
            lab.wait_until(lambda: {dialog.cookie for dialog in agent.dialogs} <= set(agent.cancelled))
        print(f'1000 callers left, {len(agent.dialogs)} of them were to be asked')
    check_nothing_waits(client, cards)


def test_nobody_else_has_the_name(nw, client):
    text = expect(DENIED, client('alice').call, '/org/freedesktop/DBus', 'org.freedesktop.DBus.RequestName', '(su)',
                  bus.NAME, 7, destination='org.freedesktop.DBus')
    assert bus.NAME in text
    taken = client().call('/org/freedesktop/DBus', 'org.freedesktop.DBus.RequestName', '(su)', bus.NAME, 7,
                          destination='org.freedesktop.DBus')
    assert taken == 3  # DBUS_REQUEST_NAME_REPLY_EXISTS
    second = lab.Daemon()
    second.log_path = lab.LOGS / 'second.log'
    second.start(wait=False)
    assert second.process.wait(20) == 1 and second.log()
    assert nw.manager()['State'] == 'ok'


def paths(nw, interface):
    if interface in (bus.NAME + '.Manager', 'org.freedesktop.DBus.ObjectManager'):
        return [bus.ROOT]
    return [path for path, interfaces in nw.client.objects().items() if interface in interfaces]


@pytest.mark.parametrize('user', ['root', 'nobody'])
def test_what_is_no_method(nw, cards, client, user):
    caller = client(user)
    interfaces = {method.interface for method in surface.members('method')}
    with surface.unchanged(nw.client):
        for interface in interfaces:
            for path in paths(nw, interface)[:1]:
                for name in ('Destroy', 'setLinked', '_', 'Set' + 'x' * 200):
                    expect(UNKNOWN, caller.call, path, f'{interface}.{name}')
        expect(UNKNOWN, caller.call, cards[0], bus.NAME + '.Nothing.SetLinked', '(ba{sv})', False, {})
        expect(UNKNOWN, caller.call, bus.ROOT, VNIC + '.SetLinked', '(ba{sv})', False, {})
        expect(UNKNOWN, caller.call, cards[0], bus.NAME + '.Manager.Recover', '(sa{sv})', 'empty', {})
        expect('org.freedesktop.DBus.Error.UnknownMethod', call_without_interface, caller, cards[0])


def call_without_interface(caller, path):
    message = Gio.DBusMessage.new_method_call(bus.NAME, path, None, 'SetLinked')
    message.set_body(GLib.Variant('(ba{sv})', (False, {})))
    reply, _serial = caller.connection.send_message_with_reply_sync(
        message, Gio.DBusSendMessageFlags.NONE, 10000, None)
    try:
        reply.to_gerror()
    except GLib.Error as error:
        raise bus.BusError(error) from error


@pytest.mark.parametrize('user', ['root', 'nobody'])
def test_no_property_is_set(nw, client, user):
    caller, root = client(user), nw.client
    with surface.unchanged(root):
        for prop in surface.members('property'):
            for path in paths(nw, prop.interface)[:1]:
                value = GLib.Variant(prop.element.get('type'), root.get(path, prop.interface, prop.name)) \
                    if not prop.element.get('type').endswith('{sv}') else GLib.Variant('a{sv}', {})
                expect(READ_ONLY, caller.call, path, bus.PROPERTIES + '.Set', '(ssv)', prop.interface, prop.name, value)
