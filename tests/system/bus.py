# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""D-Bus clients of a test: each with a connection of its own, as root or as another user."""

import os
import pwd

import gi
gi.require_version('Gio', '2.0')
from gi.repository import Gio, GLib  # noqa: E402

from lab import wait_until  # noqa: E402

NAME = 'org.ovirt.NetWiring'
ROOT = '/org/ovirt/NetWiring'
PROPERTIES = 'org.freedesktop.DBus.Properties'
# What guests say, whenever they say it.
GUESTS = {f'{NAME}.Vm': {'GuestAgent', 'GuestInterfaces', 'GuestIps', 'GuestInfoTime', 'GuestInfoStale'},
          f'{NAME}.Vnic': {'GuestName', 'Ipv4Addresses', 'Ipv6Addresses'}}
ADDRESS = os.environ.get('DBUS_SYSTEM_BUS_ADDRESS', 'unix:path=/run/dbus/system_bus_socket')


def without_guests(interface, values):
    """An object's properties but for what guests say."""
    return {name: value for name, value in values.items() if name not in GUESTS.get(interface, ())}


def of_wiring(interface, changed, invalidated):
    """PropertiesChanged but for what guests say."""
    return interface, without_guests(interface, changed), list(without_guests(interface, dict.fromkeys(invalidated)))


class BusError(Exception):
    """A D-Bus error reply: its name, its text."""

    def __init__(self, error):
        self.name = Gio.DBusError.get_remote_error(error) or error.domain
        self.message = error.message.removeprefix(f'GDBus.Error:{self.name}: ')
        super().__init__(f'{self.name}: {self.message}')


class Call:
    """A method call under way; calls of one client go out in the order they were made."""

    def __init__(self, connection, arguments):
        self.reply = self.error = None
        connection.call(*arguments, None, self._done)

    def _done(self, connection, result):
        try:
            self.reply = connection.call_finish(result).unpack()
        except GLib.Error as error:
            self.error = BusError(error)

    def done(self):
        return self.reply is not None or self.error is not None

    def result(self, seconds=60):
        """The reply: None, the one value, or a tuple of several. Raises BusError."""
        wait_until(self.done, seconds)
        if self.error:
            raise self.error
        return self.reply[0] if len(self.reply) == 1 else self.reply or None


class Client:
    """A connection to the lab's system bus; user is a name, root by default."""

    def __init__(self, user='root'):
        # The bus sees who a peer is when it connects, by the effective user.
        entry = pwd.getpwnam(user)
        os.setegid(entry.pw_gid)
        os.seteuid(entry.pw_uid)
        try:
            self.connection = Gio.DBusConnection.new_for_address_sync(
                ADDRESS,
                Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION,
                None, None)
        finally:
            os.seteuid(0)
            os.setegid(0)
        self.signals = []

    def start(self, path, method, signature='()', *values, destination=NAME, interactive=False, timeout=60):
        """Send a call; method is INTERFACE.NAME, signature that of all arguments: '(sa{sv})'."""
        interface, _, member = method.rpartition('.')
        flags = Gio.DBusCallFlags.NO_AUTO_START
        if interactive:
            flags |= Gio.DBusCallFlags.ALLOW_INTERACTIVE_AUTHORIZATION
        return Call(self.connection, (destination, path, interface, member, GLib.Variant(signature, values),
                                      None, flags, timeout * 1000))

    def call(self, path, method, signature='()', *values, **options):
        """Send a call and wait for its reply."""
        return self.start(path, method, signature, *values, **options).result(options.get('timeout', 60) + 1)

    def get(self, path, interface, name, destination=NAME):
        """One property."""
        return self.call(path, PROPERTIES + '.Get', '(ss)', interface, name, destination=destination)

    def get_all(self, path, interface, destination=NAME):
        """All properties of one interface."""
        return self.call(path, PROPERTIES + '.GetAll', '(s)', interface, destination=destination)

    def objects(self, guests=False):
        """All objects of NetWiring: path -> interface -> properties, without what guests say, which is
        when they like, except where that is what a test is about."""
        found = self.call(ROOT, 'org.freedesktop.DBus.ObjectManager.GetManagedObjects')
        return found if guests else {path: {interface: without_guests(interface, values)
                                            for interface, values in own.items()} for path, own in found.items()}

    def listen(self, sender=NAME, guests=False):
        """From now on keep what sender signals in self.signals: (path, interface, member, values); what
        guests say only where that is what a test is about."""
        def keep(_connection, _sender, path, interface, member, values):
            values = values.unpack()
            if member == 'PropertiesChanged' and not guests:
                values = of_wiring(*values)
                if not values[1] and not values[2]:
                    return
            self.signals.append((path, interface, member, values))
        self.connection.signal_subscribe(sender, None, None, None, None, Gio.DBusSignalFlags.NONE, keep)
        # The match is in force once the bus has answered a later call.
        self.call('/org/freedesktop/DBus', 'org.freedesktop.DBus.GetId', destination='org.freedesktop.DBus')

    def wait_property(self, path, interface, name, value, seconds=10):
        """Wait until a property has value; needs listen(), whose signals wake it up."""
        wait_until(lambda: self.get(path, interface, name) == value, seconds,
                   f'{path} {name} to be {value!r}')

    def close(self):
        """Leave the bus; once more does nothing."""
        if not self.connection.is_closed():
            self.connection.close_sync(None)


def name_owner(client, name=NAME):
    """The unique name of who owns a well-known name, '' when nobody does."""
    try:
        return client.call('/org/freedesktop/DBus', 'org.freedesktop.DBus.GetNameOwner', '(s)', name,
                           destination='org.freedesktop.DBus')
    except BusError:
        return ''
