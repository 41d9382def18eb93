# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""NetWiring as its callers see it: one client's view, in the words of its interfaces."""

from gi.repository import GLib

import bus
import lab

MANAGER = bus.NAME + '.Manager'
VM = bus.NAME + '.Vm'
VNIC = bus.NAME + '.Vnic'
NETWORK = bus.NAME + '.Network'
ATTACHMENT = bus.NAME + '.Attachment'
NIC = bus.NAME + '.HostNic'
LABEL = bus.NAME + '.Label'
CHECKPOINT = bus.NAME + '.Checkpoint'
STATISTICS = bus.NAME + '.Statistics'
ERROR = bus.NAME + '.Error.'
EMPTY = '/'


def variant(value):
    """A value as the contract's settings and options have it."""
    if isinstance(value, GLib.Variant):
        return value
    if isinstance(value, bool):
        return GLib.Variant('b', value)
    if isinstance(value, int):
        return GLib.Variant('u', value)
    if isinstance(value, dict):
        return GLib.Variant('a{sv}', settings(value))
    if isinstance(value, list) and any(isinstance(each, dict) for each in value):
        return GLib.Variant('aa{sv}', [settings(each) for each in value])
    if isinstance(value, list):
        return GLib.Variant('ao' if all(each.startswith('/') for each in value) else 'as', value)
    if isinstance(value, str) and value.startswith('/'):
        return GLib.Variant('o', value)
    return GLib.Variant('s', value)


def settings(values):
    """Keys as Python can spell them to a{sv}."""
    return {key.replace('_', '-'): variant(value) for key, value in values.items()}


class NetWiring:
    """Calls of one client; options are keyword arguments: dry_run=True, timeout=3."""

    def __init__(self, client):
        self.client = client

    # finding

    def find_vm(self, name):
        return self.client.call(bus.ROOT, MANAGER + '.FindVm', '(s)', name)

    def find_network(self, name):
        return self.client.call(bus.ROOT, MANAGER + '.FindNetwork', '(s)', name)

    def vnic(self, vm, number=0):
        """The path of a VM's card, by their order."""
        return self.vm(vm)['Vnics'][number]

    # reading

    def manager(self):
        return self.client.get_all(bus.ROOT, MANAGER)

    def vm(self, name):
        return self.client.get_all(self.find_vm(name), VM)

    def card(self, path):
        """Without what its guest says."""
        return bus.without_guests(VNIC, self.guest_card(path))

    def guest_card(self, path):
        return self.client.get_all(path, VNIC)

    def network(self, path):
        return self.client.get_all(path, NETWORK)

    def networks(self):
        """The names of all networks."""
        managed = self.client.call(bus.ROOT, 'org.freedesktop.DBus.ObjectManager.GetManagedObjects', '()')
        return [own[NETWORK]['Name'] for own in managed.values() if NETWORK in own]

    def attachment(self, path):
        return self.client.get_all(path, ATTACHMENT)

    def attached(self, paths):
        """Which of networks, name → path, are there, by what service, kernel and NetworkManager say; None while they
        differ."""
        there = [[name for name in paths if name in names] for names in (
            [name for name, path in paths.items() if self.network(path)['Attachment'] != EMPTY],
            lab.bridges(), lab.bridge_profiles())]
        return there[0] if there[0] == there[1] == there[2] else None

    def nic(self, name):
        return self.client.get_all(self.nic_path(name), NIC)

    def nic_path(self, name):
        return f'{bus.ROOT}/nic/{name}'

    def wait_nics(self, *names):
        """Until they are there, and NetworkManager manages them."""
        lab.wait_until(lambda: all(self.client.objects().get(self.nic_path(name), {}).get(NIC, {}).get('Managed')
                                   for name in names), what=f'{names} to be managed')

    def checkpoint(self, path):
        return self.client.get_all(path, CHECKPOINT)

    # changing

    def start(self, path, method, signature, *values, call_timeout=60, interactive=False, **options):
        return self.client.start(path, method, signature, *values, settings(options), timeout=call_timeout,
                                 interactive=interactive)

    def set_network(self, path, network, **options):
        return self.start(path, VNIC + '.SetNetwork', '(oa{sv})', network, **options).result()

    def set_linked(self, path, linked, **options):
        return self.start(path, VNIC + '.SetLinked', '(ba{sv})', linked, **options).result()

    def update(self, path, changes, **options):
        return self.start(path, VNIC + '.Update', '(a{sv}a{sv})', settings(changes), **options).result()

    def start_apply(self, changes, **options):
        """[(path of a card, its changes), ...]"""
        return self.start(bus.ROOT, MANAGER + '.ApplyWiring', '(a(oa{sv})a{sv})',
                          [(path, settings(values)) for path, values in changes], **options)

    def apply(self, changes, **options):
        return self.start_apply(changes, **options).result()

    def add_vnic(self, vm, values=None, **options):
        return self.start(self.find_vm(vm), VM + '.AddVnic', '(a{sv}a{sv})', settings(values or {}), **options).result()

    def plug(self, path, **options):
        return self.start(path, VNIC + '.Plug', '(a{sv})', **options).result()

    def unplug(self, path, **options):
        return self.start(path, VNIC + '.Unplug', '(a{sv})', **options).result()

    def remove_vnic(self, path, **options):
        return self.start(path, VNIC + '.Remove', '(a{sv})', **options).result()

    def quarantine(self, vm, **options):
        return self.start(self.find_vm(vm), VM + '.Quarantine', '(a{sv})', **options).result()

    def release(self, vm, **options):
        return self.start(self.find_vm(vm), VM + '.Release', '(a{sv})', **options).result()

    def apply_wiring(self, changes, **options):
        """changes: {path: {key: value}}; its result."""
        return self.start(bus.ROOT, MANAGER + '.ApplyWiring', '(a(oa{sv})a{sv})',
                          [(path, settings(values)) for path, values in changes.items()], **options).result()

    def roll_back_all(self):
        """Whatever was to be confirmed."""
        for path, interfaces in self.client.objects().items():
            if interfaces.get(CHECKPOINT, {}).get('State') == 'pending':
                self.start(path, CHECKPOINT + '.Rollback', '(a{sv})').result()

    def create_network(self, name, values=None, **options):
        return self.start(bus.ROOT, MANAGER + '.CreateNetwork', '(sa{sv}a{sv})', name, settings(values or {}),
                          **options).result()

    def attach(self, network, values=None, nic=EMPTY, **options):
        return self.start(bus.ROOT, MANAGER + '.AttachNetwork', '(ooa{sv}a{sv})', network, nic,
                          settings(values or {}), **options).result()

    def update_network(self, path, changes, **options):
        return self.start(path, NETWORK + '.Update', '(a{sv}a{sv})', settings(changes), **options).result()

    def delete_network(self, path, **options):
        return self.start(path, NETWORK + '.Delete', '(a{sv})', **options).result()

    def update_attachment(self, path, changes, **options):
        return self.start(path, ATTACHMENT + '.Update', '(a{sv}a{sv})', settings(changes), **options).result()

    def sync(self, path, **options):
        return self.start(path, ATTACHMENT + '.Sync', '(a{sv})', **options).result()

    def accept_actual(self, path, properties, **options):
        return self.start(path, ATTACHMENT + '.AcceptActual', '(asa{sv})', properties, **options).result()

    def remove_attachment(self, path, **options):
        return self.start(path, ATTACHMENT + '.Remove', '(a{sv})', **options).result()

    def set_up(self, request, **options):
        """request: {key: [...]}; its result."""
        return self.start(bus.ROOT, MANAGER + '.SetupNetworks', '(a{sv}a{sv})', settings(request), **options).result()

    def add_label(self, name, nic=EMPTY, **options):
        return self.start(bus.ROOT, MANAGER + '.AddLabel', '(soa{sv})', name, nic, **options).result()

    def remove_label(self, path, **options):
        return self.start(path, LABEL + '.Remove', '(a{sv})', **options).result()

    def label(self, path):
        return self.client.get_all(path, LABEL)

    def isolated(self, name, values=None):
        """A network of that name, attached without a NIC."""
        path = self.create_network(name, values)
        self.attach(path)
        return path

    # what must agree

    def check_agrees(self, path, guest, number=0):
        """What the card's properties say is what libvirt's XML and the kernel have."""
        card, xml = self.card(path), guest.card(number)
        assert card['MacAddress'] == xml.mac
        assert card['HostDevice'] == xml.tap
        assert card['LinkState'] == ('up' if xml.linked else 'down')
        assert card['Address'].replace('.', ':') == xml.address
        assert card['Source']['type'] == xml.type
        assert card['Source']['name'] == xml.source
        bridge = 'nw-unwired' if card['Network'] == EMPTY else self.network(card['Network'])['Bridge']
        assert lab.master(xml.tap) == bridge
        return card


def expect(code, call, *arguments, **options):
    """The call is refused with that error; its text."""
    try:
        call(*arguments, **options)
    except bus.BusError as error:
        wanted = code if '.' in code else ERROR + code
        assert error.name == wanted, f'{error.name}: {error.message}'
        return error.message
    raise AssertionError(f'not refused with {code}')
