# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A service org.ovirt.NetWiring for the tests of clients: objects as told, every call remembered.

The interfaces are those of introspection/, so GDBus itself refuses calls that do not fit them.
"""

import pathlib
import queue
import subprocess
import tempfile
import threading

from gi.repository import Gio, GLib

NAME = 'org.ovirt.NetWiring'
ROOT = '/org/ovirt/NetWiring'
PROPERTIES = 'org.freedesktop.DBus.Properties'
MANAGER = 'org.freedesktop.DBus.ObjectManager'

BUS_CONFIG = '''<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
  </policy>
</busconfig>
'''


class Bus:
    """A dbus-daemon of our own, which any user may connect to."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        path = pathlib.Path(self.folder.name)
        path.chmod(0o755)
        (path / 'bus.conf').write_text(BUS_CONFIG.format(socket=path / 'socket'), encoding='utf-8')
        self.process = subprocess.Popen(
            ['dbus-daemon', f'--config-file={path}/bus.conf', '--nofork', '--print-address'],
            stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().strip()

    def connect(self):
        flags = (Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT
                 | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION)
        return Gio.DBusConnection.new_for_address_sync(self.address, flags, None, None)

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()


class Loop:
    """A main loop in a thread, so that the test can wait for the client."""

    def __init__(self):
        self.loop = GLib.MainLoop()
        self.thread = threading.Thread(target=self.loop.run)
        self.thread.start()

    def run(self, function):
        """What the function returns when called in the loop."""
        answers = queue.Queue()

        def call():
            answers.put(function())
            return GLib.SOURCE_REMOVE
        GLib.idle_add(call)
        return answers.get(timeout=10)

    def close(self):
        self.loop.quit()
        self.thread.join()


class Fake:
    """objects: {path: {interface: {property: Variant}}}, the root's Manager among them."""

    def __init__(self, bus, loop, folder, objects):
        self.loop = loop
        self.objects = objects
        self.calls = queue.Queue()  # (path, method, parameters unpacked, interactive)
        self.reads = queue.Queue()  # the names of reading methods
        self.answers = {}           # method: Variant, (error name, text), or None: not answered, but pending
        self.pending = None         # the last call that was not
        self.infos = {}
        self.history = []
        self.statistics = {}        # path: {key: Variant}, of what has some
        for xml in sorted(pathlib.Path(folder).glob('*.xml')):
            for info in Gio.DBusNodeInfo.new_for_xml(xml.read_text(encoding='utf-8')).interfaces:
                self.infos[info.name] = info
        self.bus = bus.connect()
        loop.run(self.publish)

    def publish(self):
        self.register(ROOT, MANAGER)
        for path, interfaces in self.objects.items():
            for interface in interfaces:
                self.register(path, interface)
        self.bus.call_sync('org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus',
                           'RequestName', GLib.Variant('(su)', (NAME, 0)), None, 0, -1, None)

    def register(self, path, interface):
        self.bus.register_object(path, self.infos[interface], self.on_call, self.on_get, None)

    def on_get(self, _bus, _sender, path, interface, name):
        if path == ROOT and interface.endswith('.Manager') and name == 'Version':
            self.reads.put('GetAll')
        return self.objects[path][interface].get(name)

    def on_call(self, _bus, _sender, path, _interface, method, parameters, invocation):
        if method == 'GetManagedObjects':
            self.reads.put(method)
        else:
            flags = invocation.get_message().get_flags()
            interactive = bool(flags & Gio.DBusMessageFlags.ALLOW_INTERACTIVE_AUTHORIZATION)
            self.calls.put((path, method, parameters.unpack(), interactive))
        answer = self.answers.get(method, self.usual_answer(method, parameters))
        if isinstance(answer, tuple):
            invocation.return_dbus_error(*answer)
        elif answer is not None:
            invocation.return_value(answer)
        else:
            self.pending = invocation

    def usual_answer(self, method, parameters):
        if method == 'GetManagedObjects':
            managed = {path: interfaces for path, interfaces in self.objects.items() if path != ROOT}
            return GLib.Variant('(a{oa{sa{sv}}})', (managed,))
        if method == 'GetStatistics':
            return GLib.Variant('(a{oa{sv}})', ({path: self.statistics.get(path, {}) for path in parameters.unpack()[0]},))
        return {'GetHistory': GLib.Variant('(aa{sv})', (self.history,)),
                'AddVnic': GLib.Variant('(o)', (ROOT + '/vnic/new',)),
                'CreateNetwork': GLib.Variant('(o)', (ROOT + '/network/new',)),
                'AddLabel': GLib.Variant('(o)', (ROOT + '/label/new',)),
                'AttachNetwork': GLib.Variant('(o)', (ROOT + '/attachment/new',))}.get(
                    method, GLib.Variant('()', ()))

    def emit(self, path, interface, signal, parameters):
        self.bus.emit_signal(None, path, interface, signal, parameters)

    # Objects and signals change in the loop, where calls are answered: none sees half of it.

    def change(self, path, interface, changed, invalidated=()):
        def work():
            self.objects[path][interface].update(changed)
            self.emit(path, PROPERTIES, 'PropertiesChanged',
                      GLib.Variant('(sa{sv}as)', (interface, changed, invalidated)))
        self.loop.run(work)

    def add(self, path, interface, properties):
        def work():
            self.objects[path] = {interface: properties}
            self.register(path, interface)
            self.emit(ROOT, MANAGER, 'InterfacesAdded',
                      GLib.Variant('(oa{sa{sv}})', (path, self.objects[path])))
        self.loop.run(work)

    def remove(self, path):
        def work():
            interfaces = list(self.objects.pop(path))
            self.emit(ROOT, MANAGER, 'InterfacesRemoved', GLib.Variant('(oas)', (path, interfaces)))
        self.loop.run(work)

    def close(self):
        self.bus.close_sync(None)
