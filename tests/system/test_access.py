# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Who may do what: nobody, users whom a rule allows one thing, users who are asked."""

import contextlib
import pathlib

import pytest
from gi.repository import GLib

import bus
import lab
import surface
from guests import net
from netwiring import CHECKPOINT, EMPTY, NETWORK, VNIC, NetWiring, expect, settings, variant
from polkit_agent import Agent

ASK = 'org.freedesktop.DBus.Error.InteractiveAuthorizationRequired'
FREE_MAC = '52:54:00:6e:77:99'
GONE = 'org.freedesktop.DBus.Error.UnknownObject'
MANAGED = '<metadata><vm xmlns="http://ovirt.org/vm/1.0"/></metadata>'
RULE = 'polkit.addRule(function (action, subject) { if (%s) return polkit.Result.YES; });'


class House:
    """Networks red, blue, green; spare is not attached; VMs web, db, and firewall, all on red."""

    def __init__(self, guest):
        self.root = NetWiring(bus.Client())
        self.root.wait_nics('nic0', 'far0')
        self.networks = {name: self.root.isolated(name) for name in ('red', 'blue', 'green')}
        self.networks['spare'] = self.root.create_network('spare')
        self.old = self.root.add_label('old')
        for name in ('web', 'db', 'firewall'):
            guest(name, net(bridge='red'), options=['--halted'])
        lab.wait_until(lambda: len(self.root.network(self.networks['red'])['Vnics']) == 3)

    def card(self, name):
        return self.root.vnic(name)

    def samples(self):
        """A value for every argument and key of the contract: each would change something."""
        return {'FindVm.name': 'web', 'FindNetwork.name': 'red', 'mac': self.root.card(self.card('web'))['MacAddress'],
                'name': 'fresh', 'nic': EMPTY, 'linked': False, 'managed': False, 'network': self.networks['blue'],
                'AttachNetwork.network': self.networks['spare'], 'mode': 'empty', 'description': 'other', 'mtu': 1400,
                'vlan': 7, 'vm-network': False, 'port-isolation': True, 'bridge-name': 'fresh0',
                'existing-bridge': 'foreign0', 'max': 5, 'since': 1, 'object': self.card('web'),
                'label': 'lab', 'labels': [{'label': variant('lab')}],
                'removed-labels': ['old'],
                'attachments': [{'network': variant(self.networks['spare'])}],
                'removed-attachments': [self.root.network(self.networks['green'])['Attachment']],
                'objects': [self.card('web'), self.card('db')],
                'event': 'network-update-vm-interface', 'plugged': False, 'mac-address': FREE_MAC, 'model': 'e1000e',
                'port-isolated': True, 'filter': 'clean-traffic', 'filter-parameters': {'IP': '10.0.0.1'},
                'virtual-port': {'type': GLib.Variant('s', 'openvswitch')}, 'address': '0000:00:1f.0',
                'mirrored-networks': [self.networks['green']], 'seconds': 60, 'override': True, 'properties': ['mtu'],
                'ipv4': {'method': GLib.Variant('s', 'static'), 'addresses': GLib.Variant('as', ['10.98.0.1/24'])},
                'ipv6': {'method': GLib.Variant('s', 'auto')}, 'take-addresses': True}

    def paths(self, interface):
        """The objects that carry an interface; those made by hand first."""
        if interface in (bus.NAME + '.Manager', 'org.freedesktop.DBus.ObjectManager'):
            return [bus.ROOT]
        if interface == NETWORK:
            return list(self.networks.values())
        return [path for path, interfaces in self.root.client.objects().items() if interface in interfaces]


@pytest.fixture(scope='module')
def house(guest, bridge):
    bridge('foreign0', address='10.70.0.1/24')
    lab.add_nic('nic0', 'far0')
    before = lab.snapshot('foreign0')
    daemon = lab.Daemon().start()
    house = House(guest)
    house.daemon = daemon
    yield house
    for name in ('web', 'db', 'firewall'):
        house.root.set_network(house.card(name), EMPTY)
    house.root.remove_label(house.old)
    for path in house.networks.values():
        if (attachment := house.root.network(path)['Attachment']) != EMPTY:
            house.root.remove_attachment(attachment)
        house.root.delete_network(path)
    daemon.stop()
    lab.remove_link('nic0')
    assert lab.snapshot('foreign0')['links'] == before['links']


def attempts(house, methods):
    """All that can be called of methods: (title, path, method, signature, values)."""
    samples = house.samples()
    return [(method.title, path, f'{method.interface}.{method.name}', signature, values) for method in methods
            for path in house.paths(method.interface) for signature, values in surface.right_arguments(method, samples)]


def test_nobody_reads_everything(house, client):
    nobody, root = client('nobody'), house.root.client
    assert nobody.objects() == root.objects()
    readers = [method for method in surface.members('method') if method not in surface.changing_methods()
               and method.annotation(bus.NAME + '.Action') == 'public']
    for title, path, method, signature, values in attempts(house, readers):
        answers = [caller.call(path, method, signature, *values) for caller in (nobody, root)]
        if method.endswith('.GetStatistics'):   # counters go on
            answers = [sorted(answer) for answer in answers]
        assert answers[0] == answers[1], title
    for prop in surface.members('property'):
        for path in house.paths(prop.interface):
            assert nobody.get(path, prop.interface, prop.name) == root.get(path, prop.interface, prop.name)
            assert prop.name in nobody.get_all(path, prop.interface)
    for path in (bus.ROOT, bus.ROOT + '/vnic', house.card('web')):
        assert '<node' in nobody.call(path, 'org.freedesktop.DBus.Introspectable.Introspect')
        nobody.call(path, 'org.freedesktop.DBus.Peer.Ping')


@pytest.mark.parametrize('interactive', [False, True])
def test_nobody_changes_nothing(house, client, interactive):
    nobody = client('nobody')
    house.root.apply_wiring({house.card('db'): {'linked': False}}, confirm_timeout=600)
    calls = attempts(house, surface.changing_methods())
    assert {title for title, *_ in calls} == {method.title for method in surface.changing_methods()}
    with surface.unchanged(house.root.client):
        for title, path, method, signature, values in calls:
            # polkit is not asked whose a checkpoint is.
            owners = method.startswith(CHECKPOINT)
            text = expect('NotAuthorized' if interactive or owners else ASK, nobody.call, path, method, signature, *values,
                          interactive=interactive)
            assert ('only who made it' if owners else 'org.ovirt.netwiring.') in text, f'{title}: {text}'
    house.root.roll_back_all()
    print(f'{len(calls)} calls of {len(surface.changing_methods())} methods refused')


def test_nobody_changes_nothing_in_a_dry_run_either(house, client):
    nobody = NetWiring(client('nobody'))
    with surface.unchanged(house.root.client):
        expect(ASK, nobody.set_linked, house.card('web'), False, dry_run=True)
        expect(ASK, nobody.create_network, 'fresh', dry_run=True)


@pytest.mark.parametrize('detail', ['vm', 'vm-uuid', 'vnic', 'mac-address'])
def test_link_of_one_card_only(house, client, detail):
    alice, card = NetWiring(client('alice')), house.card('web')
    vm = house.root.vm('web')
    value = {'vm': 'web', 'vm-uuid': vm['Id'], 'vnic': 'net0', 'mac-address': house.root.card(card)['MacAddress']}[detail]
    rule = RULE % (f'action.id == "org.ovirt.netwiring.link" && subject.user == "alice" && '
                   f'action.lookup("{detail}") == "{value}"')
    with lab.polkit_rule(rule):
        for linked in (False, True):
            alice.set_linked(card, linked)
            assert house.root.card(card)['Linked'] is linked
        alice.update(card, {'linked': True})
        with surface.unchanged(house.root.client):
            if detail != 'vnic':
                expect(ASK, alice.set_linked, house.card('db'), False)
            expect(ASK, alice.set_network, card, house.networks['blue'])
            text = expect(ASK, alice.update, card, {'linked': False, 'network': house.networks['blue']})
            assert 'org.ovirt.netwiring.rewire' in text
            expect(ASK, NetWiring(client('bob')).set_linked, card, False)


def test_pulling_only(house, client):
    alice, card = NetWiring(client('alice')), house.card('web')
    rule = RULE % ('action.id == "org.ovirt.netwiring.link" && subject.user == "alice" && '
                   'action.lookup("linked") == "false"')
    with lab.polkit_rule(rule):
        alice.set_linked(card, False)
        expect(ASK, alice.set_linked, card, True)
        assert house.root.card(card)['Linked'] is False
    house.root.set_linked(card, True)


def test_rewire_between_two_networks_only(house, client):
    alice, card, networks = NetWiring(client('alice')), house.card('web'), house.networks
    rule = RULE % ('action.id == "org.ovirt.netwiring.rewire" && subject.user == "alice" && '
                   '["red", "blue"].indexOf(action.lookup("network")) >= 0 && '
                   '["red", "blue"].indexOf(action.lookup("old-network")) >= 0')
    with lab.polkit_rule(rule):
        for name in ('blue', 'red'):
            alice.set_network(card, networks[name])
            assert house.root.card(card)['Network'] == networks[name]
        with surface.unchanged(house.root.client):
            expect(ASK, alice.set_network, card, networks['green'])
            expect(ASK, alice.set_network, card, EMPTY)
            expect(ASK, alice.update, card, {'network': 'green'})
            expect(ASK, alice.set_linked, card, False)
            expect(ASK, alice.update, card, {'network': 'blue', 'linked': True})
        house.root.set_network(card, networks['green'])
        expect(ASK, alice.set_network, card, networks['red'])
        assert house.root.card(card)['Network'] == networks['green']
        house.root.set_network(card, networks['red'])


def test_the_definition_counts_as_what_is_left_too(house, client):
    """A card that runs on red and will start on green: no way for whom only red and blue are allowed."""
    alice, card, networks = NetWiring(client('alice')), house.card('web'), house.networks
    rule = RULE % ('action.id == "org.ovirt.netwiring.rewire" && subject.user == "alice" && '
                   '["red", "blue"].indexOf(action.lookup("network")) >= 0 && '
                   '["red", "blue"].indexOf(action.lookup("old-network")) >= 0')
    house.root.set_network(card, networks['green'], next_start_only=True)
    with lab.polkit_rule(rule):
        with surface.unchanged(house.root.client):
            expect(ASK, alice.set_network, card, networks['blue'], next_start_only=True)
            expect(ASK, alice.set_network, card, networks['blue'])
        alice.set_network(card, networks['blue'], live_only=True)
        assert house.root.card(card)['NextStart'] == {'network': networks['green']}
    house.root.set_network(card, networks['red'])
    assert house.root.card(card)['NextStart'] == {}


@pytest.fixture
def people():
    """carol of group netwiring, and operator, as the example rules have them."""
    files = {'/etc/passwd': 'carol:x:61010:61010::/:/bin/sh\noperator:x:61011:61011::/:/bin/sh\n',
             '/etc/group': 'netwiring:x:61012:carol\n'}
    before = {name: pathlib.Path(name).read_text() for name in files}
    for name, more in files.items():
        # The machine may have people of these names: those here come first.
        pathlib.Path(name).write_text(more + before[name])
    yield
    for name, text in before.items():
        pathlib.Path(name).write_text(text)


def test_the_example_rules_say_what_they_promise(house, client, people, guest):
    example = (surface.SOURCE / 'polkit/50-netwiring.rules.example').read_text()
    plain = lab.run(lab.LAB, 'guest', 'managed', '--halted', '--net', 'bridge=red', '--print')
    file = lab.STATE / 'managed.xml'
    file.write_text(plain.replace('<memory', MANAGED + '<memory', 1))
    lab.virsh('define', str(file))
    lab.wait_until(lambda: len(house.root.network(house.networks['red'])['Vnics']) == 4)
    carol, operator = NetWiring(client('carol')), NetWiring(client('operator'))
    with lab.polkit_rule(example, '50-netwiring.rules'):
        for linked in (False, True):
            carol.set_linked(house.card('web'), linked)
        for name in ('blue', 'red'):
            operator.set_network(house.card('web'), house.networks[name])
        operator.plug(house.card('web'))
        with surface.unchanged(house.root.client):
            expect('NotAuthorized', carol.set_linked, house.card('firewall'), False)
            expect('NotAuthorized', operator.set_network, house.card('firewall'), house.networks['blue'])
            expect(ASK, carol.set_linked, house.card('managed'), False, foreign=True)
            several = {house.card('web'): {'linked': False}, house.card('managed'): {'linked': False}}
            expect(ASK, carol.apply_wiring, several, foreign=True)
            expect('NotAuthorized', carol.apply_wiring, several, foreign=True, interactive=True)
            expect(ASK, carol.set_network, house.card('web'), house.networks['blue'])
            expect(ASK, operator.set_linked, house.card('web'), False)
            expect(ASK, operator.set_network, house.card('web'), house.networks['green'])
            expect(ASK, operator.set_network, house.card('web'), EMPTY)
            expect(ASK, NetWiring(client('alice')).set_linked, house.card('web'), False)
            carol.add_vnic('web', {'network': 'red', 'mac-address': FREE_MAC}, dry_run=True)
            expect('NotAuthorized', carol.add_vnic, 'firewall', {'network': 'red'})
            expect(ASK, carol.add_vnic, 'managed', {'network': 'red'}, foreign=True)
            for values in ({'network': 'blue'}, {}, {'network': 'red', 'name': 'x'}, {'network': 'red', 'plugged': False}):
                expect(ASK, carol.add_vnic, 'web', values)
            expect(ASK, carol.update, house.card('web'), {'mac-address': FREE_MAC})
            expect('NotAuthorized', operator.plug, house.card('firewall'))
            expect(ASK, operator.unplug, house.card('web'))
            expect(ASK, operator.update, house.card('web'), {'plugged': True, 'name': 'x'})
            expect(ASK, operator.remove_vnic, house.card('web'))
        house.root.set_linked(house.card('firewall'), False)
        house.root.set_linked(house.card('firewall'), True)
    lab.virsh('undefine', 'managed')


def test_rules_see_what_is_and_not_what_the_caller_wrote(house, client):
    """By name, by id, by path: always the names that the service knows."""
    alice, card, blue = NetWiring(client('alice')), house.card('web'), house.networks['blue']
    rule = RULE % ('action.id == "org.ovirt.netwiring.rewire" && subject.user == "alice" && '
                   'action.lookup("network") == "blue" && action.lookup("bridge") == "blue"')
    with lab.polkit_rule(rule):
        for name in ('blue', blue, house.root.network(blue)['Id']):
            alice.update(card, {'network': name})
            house.root.set_network(card, house.networks['red'])


def test_without_polkit_only_root_changes(house, client):
    alice, card = NetWiring(client('alice')), house.card('web')
    rule = RULE % 'action.id == "org.ovirt.netwiring.link" && subject.user == "alice"'
    polkit_files = [pathlib.Path('/usr/share/dbus-1/system-services/org.freedesktop.PolicyKit1.service')]
    with lab.polkit_rule(rule):
        alice.set_linked(card, True)
        lab.service('polkitd', 'pause')
        waiting = alice.start(card, VNIC + '.SetLinked', '(ba{sv})', False)
        with surface.unchanged(house.root.client):
            assert house.root.card(card)['Linked'] is True and not waiting.done()
            lab.service('polkitd', 'kill')
            text = expect('NotAuthorized', waiting.result)
            assert 'org.ovirt.netwiring.link' in text
        kept = {path: path.read_text() for path in polkit_files}
        for path in kept:
            path.unlink()
        bus_reload()
        with surface.unchanged(house.root.client):
            expect('NotAuthorized', alice.set_linked, card, False)
            expect('NotAuthorized', alice.set_linked, card, False, interactive=True)
        house.root.set_linked(card, False)
        house.root.set_linked(card, True)
        for path, text in kept.items():
            path.write_text(text)
        bus_reload()
        lab.service('polkitd', 'start')
        alice.set_linked(card, True)


def bus_reload():
    lab.run('busctl', 'call', 'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus', 'ReloadConfig')


@pytest.fixture
def asked(client):
    """alice, and the agent that answers for her."""
    alice = client('alice')
    agent = Agent('alice')
    yield NetWiring(alice), agent
    agent.close()


def pull(alice, card, **options):
    return alice.start(card, VNIC + '.SetLinked', '(ba{sv})', False, interactive=True, **options)


def test_a_dialog_that_is_answered(house, asked):
    (alice, agent), card = asked, house.card('web')
    expect(ASK, alice.set_linked, card, False)
    assert not agent.dialogs
    call = pull(alice, card)
    dialog = agent.wait_dialog()
    assert dialog.action == 'org.ovirt.netwiring.link'
    assert 'net0' in dialog.message and 'web' in dialog.message and '$' not in dialog.message
    assert not call.done() and house.root.card(card)['Linked'] is True
    dialog.allow()
    call.result()
    assert house.root.card(card)['Linked'] is False
    house.root.set_linked(card, True)


def test_two_actions_are_two_dialogs(house, asked):
    (alice, agent), card = asked, house.card('web')
    both = settings({'network': house.networks['blue'], 'linked': False})
    with surface.unchanged(house.root.client):
        call = alice.start(card, VNIC + '.Update', '(a{sv}a{sv})', both, interactive=True)
        first = agent.wait_dialog()
        first.allow()
        second = agent.wait_dialog()
        assert {first.action, second.action} == {'org.ovirt.netwiring.link', 'org.ovirt.netwiring.rewire'}
        second.dismiss()
        expect('AuthorizationCanceled', call.result)
    call = alice.start(card, VNIC + '.Update', '(a{sv}a{sv})', both, interactive=True)
    agent.wait_dialog().allow()
    agent.wait_dialog().allow()
    call.result()
    now = house.root.card(card)
    assert (now['Network'], now['Linked']) == (house.networks['blue'], False)
    house.root.update(card, {'network': 'red', 'linked': True})


def test_a_dialog_that_is_dismissed(house, asked):
    (alice, agent), card = asked, house.card('web')
    with surface.unchanged(house.root.client):
        call = pull(alice, card)
        agent.wait_dialog().dismiss()
        assert 'dismissed' in expect('AuthorizationCanceled', call.result)


def test_a_dialog_whose_agent_goes(house, asked):
    (alice, agent), card = asked, house.card('web')
    with surface.unchanged(house.root.client):
        call = pull(alice, card)
        agent.wait_dialog()
        agent.close()
        expect('NotAuthorized', call.result)


def test_a_dialog_never_answered_holds_nobody_else_up(house, asked, client):
    (alice, agent), card = asked, house.card('web')
    call = pull(alice, card)
    dialog = agent.wait_dialog()
    later = alice.start(card, VNIC + '.SetLinked', '(ba{sv})', True)
    house.root.set_linked(house.card('db'), False)
    house.root.set_linked(house.card('db'), True)
    house.root.set_network(card, house.networks['blue'])
    house.root.set_network(card, house.networks['red'])
    other = alice.start(house.card('db'), VNIC + '.SetLinked', '(ba{sv})', False)
    expect(ASK, other.result)
    assert alice.card(card)['Linked'] is True
    assert not call.done() and not later.done()
    dialog.dismiss()
    expect('AuthorizationCanceled', call.result)
    expect(ASK, later.result)


def test_the_caller_leaves_while_it_is_asked(house, client):
    alice, card = bus.Client('alice'), house.card('web')
    agent = Agent('alice')
    with surface.unchanged(house.root.client):
        pull(NetWiring(alice), card)
        dialog = agent.wait_dialog()
        alice.close()
        lab.wait_until(lambda: dialog.cookie in agent.cancelled)
        with contextlib.suppress(bus.BusError):
            dialog.allow()
        lab.wait_until(lambda: 'the caller has left' in house.daemon.log() or 'not granted' in house.daemon.log())
    agent.close()


def test_the_vm_goes_while_it_is_asked(house, asked, guest):
    alice, agent = asked
    guest('mayfly', net(bridge='red'), options=['--halted', '--no-start'])
    lab.wait_until(lambda: 'mayfly' in str(house.root.client.objects()))
    call = pull(alice, house.card('mayfly'))
    dialog = agent.wait_dialog()
    lab.virsh('undefine', 'mayfly')
    lab.wait_until(lambda: 'mayfly' not in str(house.root.client.objects()))
    with surface.unchanged(house.root.client):
        dialog.allow()
        expect(GONE, call.result)


def test_the_network_goes_while_it_is_asked(house, asked):
    alice, agent = asked
    path = house.root.isolated('fleeting')
    call = alice.start(house.card('web'), VNIC + '.SetNetwork', '(oa{sv})', path, interactive=True)
    dialog = agent.wait_dialog()
    house.root.remove_attachment(house.root.network(path)['Attachment'])
    house.root.delete_network(path)
    with surface.unchanged(house.root.client):
        dialog.allow()
        assert 'network' in expect('NotFound', call.result)


def test_the_card_moves_while_it_is_asked(house, asked):
    """What was allowed is not what would be done: the question comes again."""
    (alice, agent), card = asked, house.card('web')
    call = alice.start(card, VNIC + '.SetNetwork', '(oa{sv})', house.networks['blue'], interactive=True)
    dialog = agent.wait_dialog()
    assert dialog.action == 'org.ovirt.netwiring.rewire'
    house.root.set_network(card, house.networks['green'])
    dialog.allow()
    agent.wait_dialog().allow()
    call.result()
    assert house.root.card(card)['Network'] == house.networks['blue']
    house.root.set_network(card, house.networks['red'])
