# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An authentication agent that a script answers for, so that nobody needs a password."""

import os
import pathlib
import pwd

from gi.repository import Gio, GLib

import bus
from lab import wait_until

POLKIT = 'org.freedesktop.PolicyKit1'
AUTHORITY = '/org/freedesktop/PolicyKit1/Authority'
ADMINISTRATOR = ('unix-user', {'uid': GLib.Variant('u', 0)})
PATH = '/agent'
INTERFACE = """<node><interface name="org.freedesktop.PolicyKit1.AuthenticationAgent">
  <method name="BeginAuthentication"><arg type="s"/><arg type="s"/><arg type="s"/><arg type="a{ss}"/>
    <arg type="s"/><arg type="a(sa{sv})"/></method>
  <method name="CancelAuthentication"><arg type="s"/></method>
</interface></node>"""


class Dialog:
    """One question of polkit, until it is answered or taken back."""

    def __init__(self, agent, parameters, invocation):
        self.action, self.message, _icon, self.details, self.cookie, _identities = parameters
        self.agent, self.invocation = agent, invocation

    def allow(self):
        """The right password was given."""
        self.agent.client.call(AUTHORITY, POLKIT + '.Authority.AuthenticationAgentResponse2', '(us(sa{sv}))',
                               0, self.cookie, ADMINISTRATOR, destination=POLKIT)
        self.invocation.return_value(None)

    def dismiss(self):
        self.invocation.return_dbus_error(POLKIT + '.Error.Cancelled', 'dismissed')


class Agent:
    """Answers for user's clients; what polkit asks is in dialogs until the test answers."""

    def __init__(self, user, pid=None):
        uid = pwd.getpwnam(user).pw_uid
        pid = pid or os.getpid()
        self.client = bus.Client()
        self.dialogs = []
        self.cancelled = []
        node = Gio.DBusNodeInfo.new_for_xml(INTERFACE)
        self.client.connection.register_object(PATH, node.interfaces[0], self._called, None, None)
        # polkit takes agents of processes only; the clients of a test are all of its own.
        started = int(pathlib.Path('/proc', str(pid), 'stat').read_text().rpartition(')')[2].split()[19])
        subject = ('unix-process', {'pid': GLib.Variant('u', pid), 'start-time': GLib.Variant('t', started),
                                    'uid': GLib.Variant('i', uid)})
        self.client.call(AUTHORITY, POLKIT + '.Authority.RegisterAuthenticationAgent', '((sa{sv})ss)',
                         subject, 'C', PATH, destination=POLKIT)

    def _called(self, _connection, _sender, _path, _interface, method, parameters, invocation):
        if method == 'BeginAuthentication':
            self.dialogs.append(Dialog(self, parameters.unpack(), invocation))
            return
        self.cancelled.append(parameters.unpack()[0])
        invocation.return_value(None)

    def wait_dialog(self, seconds=10):
        """The next question."""
        wait_until(lambda: self.dialogs, seconds, 'polkit to ask')
        return self.dialogs.pop(0)

    def close(self):
        self.client.close()
