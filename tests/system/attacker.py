#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A caller that means harm, in a process of its own: attacker.py HOW COUNT CARD...

hold   calls that ask for a password, sent without waiting
large  calls of 4 MB each, sent without waiting
leave  callers that send a call each and are gone at once, half of them before it has gone out

It begins when it is told to, by a line, and prints how many of its calls had which answer.
"""

import collections
import json
import sys

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

import bus  # noqa: E402
from netwiring import VNIC  # noqa: E402

LARGE = 4 << 20


class Caller:
    """A connection whose answers are counted."""

    def __init__(self):
        self.connection = Gio.DBusConnection.new_for_address_sync(
            bus.ADDRESS, Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
            | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION, None, None)
        self.connection.set_exit_on_close(False)
        self.answers = collections.Counter()

    def send(self, path, options):
        self.connection.call(bus.NAME, path, VNIC, 'SetLinked', GLib.Variant('(ba{sv})', (False, options)), None,
                             Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION, GLib.MAXINT32, None, self._answered)

    def _answered(self, connection, result):
        try:
            connection.call_finish(result)
            self.answers['success'] += 1
        except GLib.Error as error:
            self.answers[(Gio.DBusError.get_remote_error(error) or str(error.domain)).rpartition('.')[2]] += 1

    def watch(self):
        """Print what the answers were, each time that there are more, for ever."""
        while True:
            GLib.MainContext.default().iteration(True)
            print(json.dumps(self.answers), flush=True)


def hold(cards, count):
    caller = Caller()
    for number in range(count):
        caller.send(cards[number % len(cards)], {})
    caller.watch()


def large(cards, count):
    caller = Caller()
    text = GLib.Variant('s', 'x' * LARGE)
    for _ in range(count):
        caller.send(cards[0], {'text': text})
    caller.watch()


def leave(cards, count):
    for number in range(count):
        caller = Caller()
        caller.send(cards[number % len(cards)], {})
        if number % 2:
            caller.connection.flush_sync(None)
        caller.connection.close_sync(None)
    print(json.dumps({'gone': count}), flush=True)


if __name__ == '__main__':
    sys.stdin.readline()
    {'hold': hold, 'large': large, 'leave': leave}[sys.argv[1]](sys.argv[3:], int(sys.argv[2]))
