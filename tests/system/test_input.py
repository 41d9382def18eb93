# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Bad input: each a clear error that names what is wrong, and nothing changed."""

import functools
import os
import random

import pytest
from gi.repository import GLib

import bus
import evil
import lab
import surface
from guests import net
from netwiring import ATTACHMENT, CHECKPOINT, EMPTY, LABEL, MANAGER, NETWORK, NIC, VM, VNIC, NetWiring, expect, variant

GONE = 'org.freedesktop.DBus.Error.UnknownObject'
UNKNOWN = 'org.freedesktop.DBus.Error.UnknownMethod'
ARGUMENTS = 'org.freedesktop.DBus.Error.InvalidArgs'
OUT_OF_RANGE = {'mtu': [0, 1, 67, 65522, 1 << 31, (1 << 32) - 1], 'vlan': [4095, (1 << 32) - 1],
                'timeout': [86401, (1 << 32) - 1], 'max': [0, 1001, (1 << 32) - 1],
                'confirm-timeout': [601, (1 << 32) - 1]}
FREE_MAC = '52:54:00:6e:77:99'
BAD_TEXTS = {'mac-address': [*evil.NAMES, '52:54:00:6e:77:99\n', '53:54:00:6e:77:99', '00:00:00:00:00:00'],
             'model': [*evil.NAMES, 'virtio\n'], 'name': [*evil.TEXTS, '', 'a/b', '(new)', 'x' * 51],
             'filter': [*evil.TEXTS], 'address': ['4', '0000:00:04', '0000:00:20.0', '0000:00:04.0\n', *evil.NAMES[1:]]}
NOBODY = bus.ROOT + '/network/00000000_0000_4000_8000_000000000000'
SEED = int(os.environ.get('NW_LAB_SEED', '2'))
CALLS = int(os.environ.get('NW_LAB_FUZZ', '2000'))


class House:
    """Networks red and blue, a foreign bridge, a VM that is paused, one that is off and one that is cut off."""

    def __init__(self, guest):
        self.root = NetWiring(bus.Client())
        self.red, self.blue = self.root.isolated('red'), self.root.isolated('blue')
        self.spare = self.root.create_network('spare')
        guest('web', net(bridge='red'), net(bridge='foreign0'), options=['--halted'])
        for name in ('off', 'held'):
            guest(name, net(bridge='red'), options=['--halted', '--no-start'])
        lab.wait_until(lambda: len(self.root.network(self.red)['Vnics']) == 3)
        self.vm, self.card, self.off = self.root.find_vm('web'), self.root.vnic('web'), self.root.vnic('off')
        self.root.wait_nics('nic0', 'far0')
        self.attachment = self.root.network(self.red)['Attachment']
        self.held = self.root.find_vm('held')
        self.old = self.root.add_label('old')
        self.root.quarantine('held')
        self.checkpoint = self.root.apply_wiring({self.root.vnic('web', 1): {'linked': False}},
                                                 confirm_timeout=600)['checkpoint']

    def samples(self):
        """A good value for every argument and key."""
        return {'name': 'fresh', 'nic': EMPTY, 'linked': False, 'managed': False, 'network': self.blue, 'AttachNetwork.network': self.spare,
                'mode': 'empty', 'description': 'other', 'mtu': 1400, 'vlan': 7, 'vm-network': True,
                'port-isolation': True, 'bridge-name': 'fresh0', 'existing-bridge': 'foreign0', 'max': 5,
                'since': 1, 'object': self.card, 'event': 'network-update-vm-interface', 'plugged': True,
                'mac-address': FREE_MAC, 'model': 'e1000e', 'port-isolated': True, 'filter': 'clean-traffic',
                'filter-parameters': {'IP': '10.0.0.1'}, 'virtual-port': {'type': GLib.Variant('s', 'openvswitch')},
                'label': 'lab', 'labels': [{'label': variant('lab')}], 'removed-labels': ['old'],
                'attachments': [{'network': variant(self.spare)}],
                'removed-attachments': [self.root.network(self.blue)['Attachment']], 'address': '0000:00:1f.0', 'mirrored-networks': [self.blue], 'seconds': 60,
                'override': True, 'properties': ['mtu'],
                'ipv4': {'method': GLib.Variant('s', 'static'), 'addresses': GLib.Variant('as', ['10.98.0.1/24'])},
                'ipv6': {'method': GLib.Variant('s', 'auto')}, 'take-addresses': True}

    def path(self, method):
        """An object that has the method, and for which it can be right."""
        own = {VNIC + '.Remove': self.off, VM + '.Release': self.held,
               ATTACHMENT + '.Remove': self.root.network(self.blue)['Attachment']}
        kinds = {MANAGER: bus.ROOT, VM: self.vm, VNIC: self.card, NETWORK: self.spare, CHECKPOINT: self.checkpoint,
                 NIC: self.root.nic_path('nic0'), LABEL: self.old}
        return own.get(method.title) or kinds.get(method.interface, self.attachment)

    def call(self, method, signature, values, client=None):
        return (client or self.root.client).call(self.path(method), f'{method.interface}.{method.name}', signature,
                                                 *values)

    def spoiled(self, method):
        """For each argument of a method that has keys: (its keys, call(dictionary))."""
        signature, good = surface.right_arguments(method, self.samples())[0]

        def call(number, value):
            return self.call(method, signature, [*good[:number], value, *good[number + 1:]])
        for number, argument in enumerate(method.arguments()):
            if argument.get('type') == 'a{sv}':
                yield method.keys(argument), functools.partial(call, number)
            elif argument.get('type') == surface.CHANGES:
                yield method.keys(argument), lambda value, n=number: call(n, [(self.card, value)])


@pytest.fixture(scope='module')
def house(guest, bridge):
    bridge('foreign0', address='10.71.0.1/24')
    lab.add_nic('nic0', 'far0')
    daemon = lab.Daemon().start()
    house = House(guest)
    house.daemon = daemon
    yield house
    house.daemon.stop()
    lab.remove_link('nic0')
    assert 'CRITICAL' not in house.daemon.log()
    link, addresses, _ports = lab.snapshot('foreign0')['links']['foreign0']
    assert link['mtu'] == 1500 and ('10.71.0.1', 24) in addresses


def methods(taking_options=False):
    """Those that are not for everybody; only those that change something, which take options."""
    found = [method for method in surface.changing_methods()
             if not taking_options or method.arguments()[-1].get('name') == 'options']
    return pytest.mark.parametrize('method', found, ids=lambda method: method.title[len(bus.NAME) + 1:])


def clear(text, word):
    """An error text that names word, and is fit for a terminal."""
    assert word in text, text
    assert len(text) < 600 and text.isprintable(), text


@methods()
def test_unknown_keys(house, method):
    with surface.unchanged(house.root.client):
        for _keys, call in house.spoiled(method):
            for key in ('lniked', 'Linked', 'dry_run', 'mac_address', 'x' * 200):
                clear(expect('InvalidArgument', call, {key: GLib.Variant('b', True)}), key[:50])
            for key in evil.NAMES:
                clear(expect('InvalidArgument', call, {key: GLib.Variant('b', True)}), 'unknown key')


@methods()
def test_wrong_types(house, method):
    values = evil.Random(random.Random(SEED), [], [])
    with surface.unchanged(house.root.client):
        for keys, call in house.spoiled(method):
            for key, kind in keys.items():
                for wrong in evil.TYPES:
                    if wrong != kind and (kind, wrong) not in (('o', 's'), ('ao', 'as')):
                        clear(expect('InvalidArgument', call, {key: values.variant(wrong)}), key)


@methods()
def test_values_out_of_range(house, method):
    with surface.unchanged(house.root.client):
        for keys, call in house.spoiled(method):
            for key, numbers in OUT_OF_RANGE.items():
                for number in numbers if key in keys else []:
                    if number == 0 and 'mac-address' in keys:
                        continue  # a card's MTU of 0 is its network's
                    clear(expect('InvalidArgument', call, {key: GLib.Variant('u', number)}), key)


@methods()
def test_texts(house, method):
    """Names of interfaces and descriptions; a text that clears is empty and right."""
    with surface.unchanged(house.root.client):
        for keys, call in house.spoiled(method):
            for key, texts in BAD_TEXTS.items():
                for text in texts if key in keys and 'mac-address' in keys else []:
                    clear(expect('InvalidArgument', call, {key: GLib.Variant('s', text)}), key)
            if 'filter-parameters' in keys:
                for text in (*evil.TEXTS, *evil.NAMES[:8]):
                    for pair in ({text: 'x'}, {'IP': text}):
                        clear(expect('InvalidArgument', call, {'filter': GLib.Variant('s', 'clean-traffic'),
                                                               'filter-parameters': GLib.Variant('a{ss}', pair)}),
                              'filter-parameters')
            if 'virtual-port' in keys:
                ports = [{'type': GLib.Variant('u', 1)}, *({name: GLib.Variant('s', 'x')} for name in evil.NAMES),
                         *({'type': GLib.Variant('s', text)} for text in evil.TEXTS)]
                for port in ports:
                    clear(expect('InvalidArgument', call, {'virtual-port': GLib.Variant('a{sv}', port)}), 'virtual-port')
            for key in {'bridge-name', 'existing-bridge'} & set(keys):
                for text in filter(None, (*evil.NAMES, 'a' * 16, 'all', 'default', 'a:1')):
                    if key == 'existing-bridge' or not text.isascii() or len(text) > 15 or not text.isprintable():
                        clear(refused(call, {key: GLib.Variant('s', text)}), key)
            if 'description' in keys:
                for text in (*evil.TEXTS, 'x' * 129):
                    clear(expect('InvalidArgument', call, {'description': GLib.Variant('s', text)}), 'description')


def refused(call, value):
    """Refused as no name, or as the name of nothing."""
    try:
        call(value)
    except bus.BusError as error:
        assert error.name.rpartition('.')[2] in ('InvalidArgument', 'NotFound'), error
        return error.message
    raise AssertionError(f'{value} was taken')


@methods()
def test_wrong_signatures(house, method):
    with surface.unchanged(house.root.client):
        for signature, values in (('()', ()), ('(i)', (1,)), ('(ssss)', tuple('abcd')), ('(v)', (GLib.Variant('b', True),))):
            expect(ARGUMENTS, house.call, method, signature, values)


HARDWARE = {'mac-address', 'model', 'mtu', 'virtual-port'}


def refusal(method, values):
    """The error of what cannot be right here, however right the rest is; None of all else."""
    if method.title == ATTACHMENT + '.AcceptActual':
        return 'InvalidArgument'        # nothing is out of sync
    batches = [changes for value in values if isinstance(value, list) for _card, changes in value]
    keys = {key for value in [*values, *batches] if isinstance(value, dict) for key in value}
    if method.title == MANAGER + '.Recover':
        return 'InvalidArgument'        # nothing is degraded
    if keys & {'ipv4', 'ipv6', 'take-addresses'}:
        return 'InvalidArgument'        # there is no NIC beneath
    if keys == {'filter-parameters'}:
        return 'InvalidArgument'        # there is no filter that they are for
    if keys & HARDWARE and method.title in (VNIC + '.Update', MANAGER + '.ApplyWiring'):
        return 'HotUpdateRefused'       # the card runs
    return None


@methods(taking_options=True)
def test_dry_runs(house, method):
    """Whatever it answers, it changes nothing; what makes an object answers with no object."""
    with surface.unchanged(house.root.client):
        for signature, values in surface.right_arguments(method, house.samples()):
            call = functools.partial(house.call, method, signature, [*values[:-1], {'dry-run': GLib.Variant('b', True)}])
            if code := refusal(method, values):
                assert len(expect(code, call)) > 20
                continue
            answer = call()
            if [argument.get('type') for argument in method.arguments('out')] == ['a{sv}']:
                answer = answer['checkpoint']
            assert answer == (EMPTY if method.arguments('out') else None)


def test_names_of_networks(house):
    with surface.unchanged(house.root.client):
        for name in (*evil.NAMES, 'x' * 65, '.a', '-a', '_a'):
            clear(expect('InvalidArgument', house.root.create_network, name), 'name')
        clear(expect('AlreadyExists', house.root.create_network, 'red'), 'red')
        for name in filter(None, evil.NAMES):
            for find in (house.root.find_network, house.root.find_vm):
                expect('NotFound', find, name)
            if not name.startswith('/'):
                clear(expect('NotFound', house.root.update, house.card, {'network': GLib.Variant('s', name)}), 'network')
            clear(expect('InvalidArgument', house.root.client.call, bus.ROOT, MANAGER + '.FindVnic', '(s)', name), 'mac')


def test_texts_that_only_look_bad(house):
    """Kept as they are, in the store too."""
    for text in evil.PLAIN:
        house.root.update_network(house.spare, {'description': GLib.Variant('s', text)})
        assert house.root.network(house.spare)['Description'] == text
        before = house.root.client.objects()
        house.daemon.stop()
        house.daemon.start()
        assert house.root.client.objects() == before
    house.root.update_network(house.spare, {'description': ''})


def paths_of_no_network(house):
    vm = house.root.find_vm('web')
    return [vm, house.card, house.attachment, bus.ROOT, bus.ROOT + '/network', '/org/example', bus.ROOT + '/network/x',
            NOBODY + '/x', bus.ROOT + '/network/' + 'x' * 10000]


def test_paths_of_other_kinds(house):
    with surface.unchanged(house.root.client):
        for path in paths_of_no_network(house):
            for call in (lambda p: house.root.set_network(house.card, p), house.root.attach,
                         lambda p: house.root.update(house.card, {'network': GLib.Variant('o', p)}),
                         lambda p: house.root.update(house.card, {'network': GLib.Variant('s', p)})):
                clear(refused(call, path), 'network')
        for call in (lambda p: house.root.set_network(house.card, p), house.root.attach):
            clear(expect('NotFound', call, NOBODY), 'network')
        clear(expect('InvalidArgument', house.root.attach, EMPTY), 'network')
        for path in (house.card, '/eth0'):
            clear(expect('InvalidArgument', house.root.attach, house.spare, nic=path), 'nic')
        clear(expect('NotFound', house.root.attach, house.spare, nic=bus.ROOT + '/nic/eth0'), 'nic')
        clear(expect('NotSupported', house.root.attach, house.root.find_network('foreign0')), 'foreign0')
        clear(expect('AlreadyExists', house.root.attach, house.red), 'red')
        for bridge in ('lo', house.root.card(house.root.vnic('web'))['HostDevice']):
            clear(expect('InvalidArgument', house.root.attach, house.spare, {'existing-bridge': bridge}), bridge)
        clear(expect('NotFound', house.root.attach, house.spare, {'existing-bridge': 'br-none'}), 'br-none')


def test_objects_that_are_not_there(house, guest):
    gone = guest('mayfly', net(bridge='red'), options=['--halted', '--no-start'])
    lab.wait_until(lambda: 'mayfly' in str(house.root.client.objects()))
    card = house.root.vnic('mayfly')
    gone.remove()
    lab.wait_until(lambda: 'mayfly' not in str(house.root.client.objects()))
    network = house.root.isolated('fleeting')
    attachment = house.root.network(network)['Attachment']
    house.root.remove_attachment(attachment)
    house.root.delete_network(network)
    with surface.unchanged(house.root.client):
        for path in (card, bus.ROOT + '/vnic/x', bus.ROOT + '/vnic/' + 'x' * 10000):
            expect(GONE, house.root.set_linked, path, True)
            expect(GONE, house.root.card, path)
        for path in (network, NOBODY):
            expect(GONE, house.root.delete_network, path)
        expect(GONE, house.root.remove_attachment, attachment)
        clear(expect('NotFound', house.root.set_network, house.card, network), 'network')
        expect(UNKNOWN, house.root.set_linked, house.attachment, True)
        expect(UNKNOWN, house.root.delete_network, house.card)


def test_options_that_contradict(house, guest):
    with surface.unchanged(house.root.client):
        for call in (lambda **options: house.root.set_linked(house.card, False, **options),
                     lambda **options: house.root.set_network(house.card, house.blue, **options),
                     lambda **options: house.root.update(house.card, {'linked': False}, **options)):
            text = expect('InvalidArgument', call, live_only=True, next_start_only=True)
            clear(text, 'live-only')
            clear(text, 'next-start-only')
        text = expect('InvalidArgument', house.root.set_linked, house.off, False, live_only=True)
        clear(text, 'live-only')
        clear(text, 'off')
    guest('brief', net(bridge='red'), options=['--halted', '--transient'])
    lab.wait_until(lambda: 'brief' in str(house.root.client.objects()))
    with surface.unchanged(house.root.client):
        text = expect('InvalidArgument', house.root.set_linked, house.root.vnic('brief'), False, next_start_only=True)
        clear(text, 'next-start-only')
        clear(text, 'brief')


class Fuzzer:
    """Random calls of every method, with what fits their types, or nearly."""

    def __init__(self, house, client, seed):
        self.house, self.client = house, client
        self.pick = random.Random(seed)
        self.methods = [method for method in surface.members('method') if method.interface.startswith(bus.NAME)]
        names = [f'n{number}' for number in range(4)]
        self.texts = ['red', 'blue', 'spare', 'web', 'foreign0', 'lo', 'previous', 'empty', *names]
        self.answers = {}

    def argument(self, method, argument, values):
        keys, kind = method.keys(argument), argument.get('type')
        if kind == surface.CHANGES:
            return [(values.value('o'), values.dictionary(keys)) for _ in range(self.pick.randint(0, 3))]
        if kind != 'a{sv}':
            return values.value(kind)
        given = values.dictionary(keys)
        if argument.get('name') == 'options':
            # A guest that never runs lets go of no card: who unplugs one from it is not to wait.
            given['timeout'] = GLib.Variant('u', 1)
        return given

    def call(self):
        objects = self.house.root.client.objects()
        values = evil.Random(self.pick, self.texts, list(objects))
        method = self.pick.choice(self.methods)
        paths = [path for path, interfaces in objects.items() if method.interface in interfaces] or [bus.ROOT]
        signature = '(' + ''.join(argument.get('type') for argument in method.arguments()) + ')'
        given = tuple(self.argument(method, argument, values) for argument in method.arguments())
        try:
            self.client.call(self.pick.choice(paths), f'{method.interface}.{method.name}', signature, *given)
            answer = 'success'
        except bus.BusError as error:
            answer = error.name.rpartition('.')[2]
            # What is wrong with several cards is told a line each.
            assert error.message.replace('\n', '').isprintable() and answer not in ('NoReply', 'ServiceUnknown'), error
        self.answers[answer] = self.answers.get(answer, 0) + 1


def test_random_calls_of_nobody(house, client):
    fuzzer = Fuzzer(house, client('nobody'), SEED)
    with surface.unchanged(house.root.client):
        for _ in range(CALLS // 4):
            fuzzer.call()
    print(f'seed {SEED}: {fuzzer.answers}')
    assert fuzzer.answers['InteractiveAuthorizationRequired'] > CALLS // 40


def test_random_calls_of_root(house):
    """What they do is right or refused: another start of the service sees the same."""
    fuzzer = Fuzzer(house, house.root.client, SEED + 1)
    for _ in range(CALLS - CALLS // 4):
        fuzzer.call()
    print(f'seed {SEED}: {fuzzer.answers}')
    assert fuzzer.answers['success'] > CALLS // 40
    house.root.roll_back_all()
    before, _manager = surface.picture(house.root.client)
    house.daemon.stop()
    house.daemon.start()
    after, _manager = surface.picture(house.root.client)
    # Those that are decided are there for a minute.
    before, after = ({path: values for path, values in each.items() if CHECKPOINT not in values} for each in (before, after))
    assert after == before, '; '.join(surface.differences(before, after))
    assert 'CRITICAL' not in house.daemon.log()
