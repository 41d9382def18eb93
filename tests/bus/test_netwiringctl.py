# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""netwiringctl against a fake service: what it prints, what it calls, how it fails."""

import json
import os
import pathlib
import re
import subprocess
import time
import unittest

from netwiring_case import CTL, DATA, Case
from netwiring_fake import NAME, ROOT
from netwiring_house import EVIL, NIC, VNIC, WIDE, V, path_of, uuid, vnic


class Reading(Case):
    COMMANDS = {
        'status': ['status'],
        'vm-list': ['vm', 'list'],
        'vm-show': ['vm', 'show', 'web10'],
        'vm-ip': ['vm', 'ip', 'web10'],
        'vnic-list': ['vnic', 'list'],
        'vnic-list-vm': ['vnic', 'list', 'web10'],
        'vnic-show': ['vnic', 'show', 'web2/net0'],
        'vnic-show-unplugged': ['vnic', 'show', 'web10/spare'],
        'network-list': ['network', 'list'],
        'network-show': ['network', 'show', 'red'],
        'attachment-list': ['attachment', 'list'],
        'attachment-show': ['attachment', 'show', 'red'],
        'nic-list': ['nic', 'list'],
        'nic-show': ['nic', 'show', 'bond0'],
        'attachment-stats': ['attachment', 'stats'],
        'nic-stats': ['nic', 'stats'],
        'vnic-stats': ['vnic', 'stats', 'web10/net0'],
        'history': ['history'],
    }

    def test_tables(self):
        for name, words in self.COMMANDS.items():
            with self.subTest(name):
                text = self.ctl(*words)
                self.assert_harmless(text)
                self.assert_golden(name + '.txt', text)

    def test_json(self):
        for name, words in self.COMMANDS.items():
            with self.subTest(name):
                text = self.ctl('--json=pretty', *words)
                self.assert_harmless(text)
                self.assert_golden(name + '.json', text)
                short = self.ctl('-j', *words)
                self.assertEqual(short.count('\n'), 1)
                self.assertEqual(json.loads(short), json.loads(text))

    def test_json_keeps_what_was_said(self):
        names = [entry['Name'] for entry in json.loads(self.ctl('vm', 'list', '-j'))]
        self.assertCountEqual(names, ['web10', 'web2', EVIL, WIDE])

    def test_last_json_counts(self):
        self.assertEqual(self.ctl('--json=pretty', 'vm', 'list', '--json=off'), self.ctl('vm', 'list'))

    def test_no_command_is_status(self):
        self.assertEqual(self.ctl(), self.ctl('status'))

    def test_no_legend(self):
        titled = self.ctl('vm', 'list').splitlines()
        plain = self.ctl('vm', 'list', '--no-legend').splitlines()
        self.assertEqual(len(plain), len(titled) - 1)
        self.assertIn('STATE', titled[0])
        self.assertNotIn('STATE', plain[0])

    def test_one_call_reads_all(self):
        self.ctl('vnic', 'list', 'web10')
        self.assertEqual(self.fake.reads.get_nowait(), 'GetManagedObjects')
        self.assertTrue(self.fake.reads.empty())

    def test_find_vm(self):
        by_name = self.ctl('vm', 'show', 'web10')
        self.assertEqual(self.ctl('vm', 'show', uuid(1, 1).upper()), by_name)

    def test_addresses_of_one_that_has_none(self):
        self.assertEqual(self.ctl('vm', 'ip', 'web2'), '')
        self.assertEqual(self.ctl('vm', 'ip', 'web2', '-j'), '[]\n')
        self.assertEqual(self.fails(10, 'vm', 'ip', 'nosuch'), self.fails(10, 'vm', 'show', 'nosuch'))

    def test_find_vnic(self):
        by_label = self.ctl('vnic', 'show', 'web10/net1')
        for word in (uuid(2, 2), '52:54:00:6E:77:02', 'net1'):
            self.assertEqual(self.ctl('vnic', 'show', word), by_label)

    def test_find_attachment(self):
        by_network = self.ctl('attachment', 'show', 'red')
        for word in (uuid(4, 1), uuid(3, 1), 'nw0'):
            self.assertEqual(self.ctl('attachment', 'show', word), by_network)

    def test_find_nic(self):
        self.assertEqual(self.ctl('nic', 'show', '02:00:00:00:00:03'), self.ctl('nic', 'show', 'bond0'))
        self.fake.objects[f'{ROOT}/nic/eth2'][NIC]['MacAddress'] = V('s', '02:00:00:00:00:03')
        self.assertEqual(self.fails(2, 'nic', 'show', '02:00:00:00:00:03'),
                         'netwiringctl: "02:00:00:00:00:03" may be any of bond0, eth2\n')

    def test_statistics_in_one_call(self):
        self.ctl('vnic', 'stats')
        path, method, (objects, options), _ = self.call()
        self.assertEqual((path, method, len(objects), options), (ROOT, 'GetStatistics', 4, {}))
        self.assertTrue(self.fake.calls.empty())

    def test_statistics_of_many(self):
        for number in range(100, 700):
            path, interfaces = vnic(number, 1, f'many{number}', 1)
            self.fake.objects[path] = interfaces
        self.assertEqual(len(self.ctl('vnic', 'stats', '--no-legend').splitlines()), 604)
        self.assertEqual([len(self.call()[2][0]), len(self.call()[2][0])], [500, 104])

    def test_statistics_fail(self):
        self.fake.answers['GetStatistics'] = (f'{NAME}.Error.NotFound', 'it is gone')
        self.assertIn('it is gone', self.fails(10, 'vnic', 'stats', 'web10/net0'))
        self.fails(10, 'attachment', 'stats', 'nowhere')

    def test_network_made_here_comes_first(self):
        self.assertIn(uuid(3, 7), self.ctl('network', 'show', 'br0'))

    def test_ambiguous(self):
        self.assertEqual(
            self.fails(2, 'network', 'show', 'twin'),
            f'netwiringctl: "twin" may be any of twin ({uuid(3, 4)}), twin ({uuid(3, 5)})\n')
        self.assertEqual(
            self.fails(2, 'vnic', 'link', 'net0', 'up'),
            f'netwiringctl: "net0" may be any of web2/net0 ({uuid(2, 3)}), web10/net0 ({uuid(2, 1)})\n')
        self.assertTrue(self.fake.calls.empty())

    def test_ambiguous_mac(self):
        properties = self.fake.objects[path_of(2, 2)][VNIC]
        properties['MacAddress'] = V('s', '52:54:00:6e:77:01')
        self.assertIn(uuid(2, 2), self.fails(2, 'vnic', 'show', '52:54:00:6e:77:01'))

    def test_not_found(self):
        for kind in ('vm', 'vnic', 'network', 'attachment', 'nic'):
            self.assertEqual(self.fails(10, kind, 'show', 'a\x1bb'),
                             f'netwiringctl: no {kind} "a\\x1bb"\n')
        self.fails(10, 'vnic', 'list', 'nobody')
        self.fails(10, 'vnic', 'wire', 'web10/net0', 'nowhere')

    def test_complete(self):
        self.assertEqual(self.ctl('--complete', 'vnic'), 'web2/net0\nweb10/net0\nweb10/net1\nweb10/spare\n')
        self.assertEqual(self.ctl('--complete', 'vm'), 'web2\nweb10\n')
        self.assertEqual(self.ctl('--complete', 'nic'), 'bond0\neth2\neth10\n')
        self.fails(2, '--complete', 'nothing')

    def test_service_silent(self):
        self.fake.answers['GetManagedObjects'] = None
        self.assertIn('does not answer', self.fails(3, 'vm', 'list', '--timeout=1'))


class Usage(Case):
    def test_wrong(self):
        for words in (['vm'], ['vm', 'fly'], ['fly'], ['vm', 'list', 'x'], ['vm', 'show'], ['status', 'x'],
                      ['vnic', 'link', 'net0'], ['vnic', 'link', 'web10/net0', 'sideways'],
                      ['vnic', 'wire', 'web10/net0'], ['vnic', 'wire', 'web10/net0', 'red', '--none'],
                      ['vnic', 'add'], ['vnic', 'add', 'web10', '--network=red', '--none'], ['vnic', 'plug'],
                      ['vnic', 'unplug', 'web10/net0', 'now'], ['vnic', 'remove'], ['vnic', 'update', 'web10/net0'],
                      ['vnic', 'mirror', 'spare'], ['vnic', 'mirror', 'spare', 'red', '--none'],
                      ['vnic', 'add', 'web10', '--filter-parameter=IP'], ['vnic', 'add', 'web10', '--virtual-port==x'],
                      ['network', 'update', 'red'], ['network', 'create', 'x', '--mtu=-1'],
                      ['network', 'create', 'x', '--mtu=1e3'], ['network', 'create', 'x', '--vlan='],
                      ['recover'], ['vm', 'list', '--json=loud'], ['vm', 'list', '--timeout=soon'],
                      ['vm', 'list', '--fly']):
            self.fails(2, *words)
        self.assertTrue(self.fake.calls.empty())

    def test_option_of_another_command(self):
        self.assertIn('vm list takes no --mtu', self.fails(2, 'vm', 'list', '--mtu=1500'))
        self.assertIn('network delete takes no --foreign', self.fails(2, 'network', 'delete', 'red', '--foreign'))
        self.assertIn('vnic update takes no --pci-address',
                      self.fails(2, 'vnic', 'update', 'web10/net0', '--pci-address=0000:00:04.0'))
        self.assertIn('vnic plug takes no --mtu', self.fails(2, 'vnic', 'plug', 'web10/net0', '--mtu=1500'))
        self.assertIn('vnic link takes no --none', self.fails(2, 'vnic', 'link', 'web10/net0', 'up', '--none'))

    def test_no_utf8(self):
        for words in ([b'vm', b'show', b'\xff'], [b'network', b'create', b'x', b'--description=\xff']):
            done = subprocess.run([CTL.encode(), b'--address=' + self.bus.address.encode(), *words],
                                  check=False, capture_output=True, timeout=30)
            self.assertEqual(done.returncode, 2, words)
            self.assertIn(b'\\xff', done.stderr)

    def test_text_is_utf8_in_any_locale(self):
        for locale in ('C', 'C.UTF-8'):
            done = self.run_ctl('vm', 'show', WIDE, env={**os.environ, 'LC_ALL': locale})
            self.assertIn(WIDE, done.stdout)
            self.run_ctl('network', 'create', 'x', '--description=' + WIDE, env={**os.environ, 'LC_ALL': locale})
            self.assertEqual(self.call()[2][1], {'description': WIDE})

    def test_help(self):
        text = self.ctl('--help')
        for word in ('vnic wire VNIC NETWORK|--none', 'recover previous|empty', '--no-ask-password', 'monitor'):
            self.assertIn(word, text)

    def test_manual_page_has_every_option_and_command(self):
        page = (DATA / 'netwiringctl.rst').read_text(encoding='utf-8')
        text = self.ctl('--help')
        for option in re.findall(r'--[a-z-]+', text):
            self.assertIn('``' + option, page)
        for command in re.findall(r'^  ([a-z]+(?: [a-z]+)?)(?: |$)', text.split('Help Options')[0], re.MULTILINE):
            self.assertIn('**' + command, page)

    def test_version(self):
        self.assertRegex(self.ctl('--version'), r'\Anetwiringctl \d+\.\d+\.\d+\n\Z')

    def test_disk_full(self):
        with open('/dev/full', 'w', encoding='utf-8') as full:
            done = subprocess.run([CTL, '--address=' + self.bus.address, 'vm', 'list'], check=False,
                                  stdout=full, stderr=subprocess.PIPE, encoding='utf-8', timeout=30)
        self.assertEqual(done.returncode, 1)
        self.assertIn('cannot write', done.stderr)


class Changing(Case):
    def does(self, words, path, method, parameters, line):
        self.assertEqual(self.ctl(*words), line + '\n')
        self.assertEqual(self.call(), (path, method, parameters, True))

    def test_link(self):
        self.does(['vnic', 'link', 'web10/net0', 'down'], path_of(2, 1), 'SetLinked', (False, {}),
                  'vnic web10/net0: link down')
        self.does(['vnic', 'link', uuid(2, 1), 'up'], path_of(2, 1), 'SetLinked', (True, {}),
                  'vnic web10/net0: link up')

    def test_wire(self):
        self.does(['vnic', 'wire', 'web10/net0', 'blue'], path_of(2, 1), 'SetNetwork', (path_of(3, 2), {}),
                  'vnic web10/net0: on network blue')
        self.does(['vnic', 'wire', 'web10/net0', '--none'], path_of(2, 1), 'SetNetwork', ('/', {}),
                  'vnic web10/net0: on no network')

    def test_wiring_options(self):
        keys = ('live-only', 'next-start-only', 'foreign', 'bounce-link', 'allow-mtu-mismatch', 'dry-run')
        for key in keys:
            note = ' (dry run: nothing was changed)' if key == 'dry-run' else ''
            self.does(['vnic', 'wire', 'web10/net0', 'red', '--' + key], path_of(2, 1), 'SetNetwork',
                      (path_of(3, 1), {key: True}), 'vnic web10/net0: on network red' + note)
        self.ctl('vnic', 'link', 'web10/net0', 'up', '--timeout=7', *('--' + key for key in keys))
        self.assertEqual(self.call()[2], (True, {'timeout': 7, **{key: True for key in keys}}))

    def test_vnic_add(self):
        self.fake.add(ROOT + '/vnic/new', VNIC, vnic(9, 1, 'net2', 0)[1][VNIC])
        self.does(['vnic', 'add', 'web10'], path_of(1, 1), 'AddVnic', ({}, {}), 'vnic web10/net2: added')
        self.does(['vnic', 'add', 'web10', '--none'], path_of(1, 1), 'AddVnic', ({'network': '/'}, {}),
                  'vnic web10/net2: added')
        self.does(['vnic', 'add', uuid(1, 1), '--network=red', '--name=b\u00e4ck', '--mac=52:54:00:00:00:01',
                   '--mirror=blue', '--mirror=br0', '--model=e1000e', '--mtu=1400', '--isolated', '--filter=clean-traffic', '--filter-parameter=IP=10.0.0.1',
                   '--filter-parameter', 'X=a=b', '--virtual-port=type=openvswitch', '--virtual-port=profileid=',
                   '--pci-address=0000:00:04.0', '--unlinked', '--unplugged', '--next-start-only'],
                  path_of(1, 1), 'AddVnic',
                  ({'network': path_of(3, 1), 'name': 'b\u00e4ck', 'mac-address': '52:54:00:00:00:01', 'model': 'e1000e',
                    'mtu': 1400, 'port-isolated': True, 'filter': 'clean-traffic',
                    'filter-parameters': {'IP': '10.0.0.1', 'X': 'a=b'},
                    'mirrored-networks': [path_of(3, 2), path_of(3, 7)],
                    'virtual-port': {'type': 'openvswitch', 'profileid': ''}, 'address': '0000:00:04.0',
                    'linked': False, 'plugged': False}, {'next-start-only': True}), 'vnic web10/net2: added')
        self.assertEqual(json.loads(self.ctl('-j', 'vnic', 'add', 'web10')),
                         {'Kind': 'vnic', 'Name': 'web10/net2', 'Path': ROOT + '/vnic/new', 'Done': 'added',
                          'DryRun': False})

    def test_vnic_add_dry_run(self):
        self.fake.answers['AddVnic'] = V('(o)', ('/',))
        note = ': added (dry run: nothing was changed)'
        for words, name in (([], '(new)'), (['--name=back'], 'back')):
            self.assertEqual(self.ctl('vnic', 'add', 'web10', '--dry-run', *words), f'vnic web10/{name}{note}\n')
        self.assertEqual(json.loads(self.ctl('-j', 'vnic', 'add', 'web10', '--dry-run'))['Path'], None)

    def test_vnic_added_and_gone_again(self):
        self.assertEqual(self.ctl('vnic', 'add', 'web10', '--name=brief'), 'vnic web10/brief: added\n')

    def test_vnic_update(self):
        self.does(['vnic', 'update', 'web10/spare', '--plugged', '--linked', '--no-isolated', '--filter=', '--name=x',
                   '--filter-parameter=A=1', '--filter-parameter=', '--virtual-port=', '--none', '--mtu=0', '--foreign'],
                  path_of(2, 4), 'Update',
                  ({'plugged': True, 'linked': True, 'port-isolated': False, 'filter': '', 'name': 'x',
                    'filter-parameters': {}, 'virtual-port': {}, 'network': '/', 'mtu': 0}, {'foreign': True}),
                  'vnic web10/spare: updated')
        self.does(['vnic', 'update', 'spare', '--network', 'blue', '--filter-parameter=A=1', '--filter-parameter=A=2'],
                  path_of(2, 4), 'Update', ({'network': path_of(3, 2), 'filter-parameters': {'A': '2'}}, {}),
                  'vnic web10/spare: updated')
        self.does(['vnic', 'update', 'spare', '--mirror=blue', '--mirror='], path_of(2, 4), 'Update',
                  ({'mirrored-networks': []}, {}), 'vnic web10/spare: updated')
        for option in ('--network=twin', '--mirror=twin'):
            self.assertIn('twin', self.fails(2, 'vnic', 'update', 'spare', option))

    def test_vnic_mirror(self):
        self.does(['vnic', 'mirror', 'spare', 'blue', uuid(3, 1)], path_of(2, 4), 'Update',
                  ({'mirrored-networks': [path_of(3, 2), path_of(3, 1)]}, {}), 'vnic web10/spare: mirrors set')
        self.does(['vnic', 'mirror', 'spare', '--none', '--foreign'], path_of(2, 4), 'Update',
                  ({'mirrored-networks': []}, {'foreign': True}), 'vnic web10/spare: mirrors taken away')
        self.fails(10, 'vnic', 'mirror', 'spare', 'blue', 'nowhere')

    def test_vnic_update_has_every_key_of_the_contract(self):
        text = pathlib.Path(os.environ['INTROSPECTION'], VNIC + '.xml').read_text(encoding='utf-8')
        keys = re.search(r'<method name="Update">.*?\.Keys"\s+value="([^"]*)"', text, re.DOTALL)[1].split()
        options = {'b': [], 's': ['red'], 'o': ['red'], 'ao': ['red'], 'u': ['1'], 'a{ss}': ['a=b'], 'a{sv}': ['a=b']}
        names = {'mac-address': 'mac', 'port-isolated': 'isolated', 'filter-parameters': 'filter-parameter',
                 'mirrored-networks': 'mirror'}
        for key, kind in (entry.split(':') for entry in keys):
            self.ctl('vnic', 'update', 'spare', '--' + names.get(key, key), *options[kind])
            self.assertEqual(list(self.call()[2][0]), [key])

    def test_plug_unplug_remove(self):
        for verb, done in (('plug', 'plugged'), ('unplug', 'unplugged'), ('remove', 'removed')):
            self.does(['vnic', verb, '52:54:00:6e:77:04'], path_of(2, 4), verb.title(), ({},), f'vnic web10/spare: {done}')
            self.does(['vnic', verb, 'web10/spare', '--timeout=0', '--dry-run'], path_of(2, 4), verb.title(),
                      ({'timeout': 0, 'dry-run': True},), f'vnic web10/spare: {done} (dry run: nothing was changed)')

    def test_network_create(self):
        self.does(['network', 'create', 'green'], ROOT, 'CreateNetwork', ('green', {}, {}),
                  'network green: created')
        self.does(['network', 'create', 'green', '--mtu', '9000', '--description=a b', '--vlan=7',
                   '--port-isolation', '--no-vm-network', '--bridge-name=br7', '--dry-run'],
                  ROOT, 'CreateNetwork',
                  ('green', {'mtu': 9000, 'description': 'a b', 'vlan': 7, 'port-isolation': True,
                             'vm-network': False, 'bridge-name': 'br7'}, {'dry-run': True}),
                  'network green: created (dry run: nothing was changed)')

    def test_network_update(self):
        self.does(['network', 'update', 'blue', '--description=', '--no-port-isolation'], path_of(3, 2),
                  'Update', ({'description': '', 'port-isolation': False}, {}), 'network blue: updated')

    def test_network_delete(self):
        self.does(['network', 'delete', 'blue'], path_of(3, 2), 'Delete', ({},), 'network blue: deleted')

    def test_attachment_add(self):
        self.does(['attachment', 'add', 'blue'], ROOT, 'AttachNetwork', (path_of(3, 2), '/', {}, {}),
                  'attachment blue: added')
        self.does(['attachment', 'add', 'blue', '--existing-bridge=br9'], ROOT, 'AttachNetwork',
                  (path_of(3, 2), '/', {'existing-bridge': 'br9'}, {}), 'attachment blue: added')
        self.does(['attachment', 'add', 'blue', '--nic=eth2'], ROOT, 'AttachNetwork',
                  (path_of(3, 2), f'{ROOT}/nic/eth2', {}, {}), 'attachment blue: added')
        self.fails(10, 'attachment', 'add', 'blue', '--nic=nowhere')

    def test_attachment_update(self):
        self.does(['attachment', 'update', 'red', '--nic=eth2', '--override', '--dry-run'], path_of(4, 1), 'Update',
                  ({'nic': f'{ROOT}/nic/eth2', 'override': True}, {'dry-run': True}), 'attachment red: changed (dry run: nothing was changed)')
        self.does(['attachment', 'update', 'red', '--nic='], path_of(4, 1), 'Update', ({'nic': '/'}, {}),
                  'attachment red: changed')
        self.does(['attachment', 'update', 'red', '--override'], path_of(4, 1), 'Update', ({'override': True}, {}),
                  'attachment red: changed')
        self.fails(10, 'attachment', 'update', 'red', '--nic=nowhere')
        self.does(['attachment', 'add', 'blue', '--nic=eth2', '--ipv4=10.0.0.1/24', '--ipv4=10.0.0.2/24', '--ipv4-gateway=10.0.0.254',
                   '--ipv6=auto'], ROOT, 'AttachNetwork',
                  (path_of(3, 2), f'{ROOT}/nic/eth2', {'ipv4': {'method': 'static', 'addresses': ['10.0.0.1/24', '10.0.0.2/24'],
                                                       'gateway': '10.0.0.254'}, 'ipv6': {'method': 'auto'}}, {}), 'attachment blue: added')
        self.does(['attachment', 'update', 'red', '--ipv4=none', '--take-addresses'], path_of(4, 1), 'Update',
                  ({'ipv4': {'method': 'none'}, 'take-addresses': True}, {}), 'attachment red: changed')
        self.fails(2, 'attachment', 'add', 'blue', '--ipv4=dhcp', '--ipv4=10.0.0.1/24')
        self.fails(2, 'attachment', 'add', 'blue', '--ipv4-gateway=10.0.0.1')
        self.fails(2, 'attachment', 'sync', 'red', '--ipv4=none')
        self.fails(2, 'attachment', 'add', 'blue', '--override')

    def test_attachment_sync(self):
        self.does(['attachment', 'sync', 'red'], path_of(4, 1), 'Sync', ({},), 'attachment red: in sync')
        self.does(['attachment', 'accept', 'red', 'mtu', 'nic'], path_of(4, 1), 'AcceptActual', (['mtu', 'nic'], {}),
                  'attachment red: accepted as it is')
        self.fails(2, 'attachment', 'accept', 'red')

    def test_attachment_remove(self):
        self.does(['attachment', 'remove', 'red'], path_of(4, 1), 'Remove', ({},), 'attachment red: removed')

    def test_labels(self):
        self.does(['label', 'add', 'lab'], ROOT, 'AddLabel', ('lab', '/', {}), 'label lab: added')
        self.does(['label', 'add', 'lab', 'eth2', '--dry-run'], ROOT, 'AddLabel', ('lab', f'{ROOT}/nic/eth2', {'dry-run': True}),
                  'label lab: added (dry run: nothing was changed)')
        self.fails(10, 'label', 'add', 'lab', 'nowhere')
        self.fails(10, 'label', 'remove', 'nowhere')
        self.fake.add(f'{ROOT}/label/lab', f'{NAME}.Label', {
            'Name': V('s', 'lab'), 'Nic': V('o', f'{ROOT}/nic/eth2'), 'Networks': V('ao', [path_of(3, 1)]),
            'Attachments': V('ao', [path_of(4, 1)])})
        self.assert_golden('label-list.txt', self.ctl('label', 'list'))
        self.does(['label', 'remove', 'lab'], f'{ROOT}/label/lab', 'Remove', ({},), 'label lab: removed')
        self.does(['network', 'update', 'blue', '--label=lab'], path_of(3, 2), 'Update', ({'label': 'lab'}, {}),
                  'network blue: updated')

    def test_nic_managed(self):
        self.does(['nic', 'manage', 'bond0'], f'{ROOT}/nic/bond0', 'SetManaged', (True, {}),
                  'nic bond0: managed by NetworkManager')
        self.does(['nic', 'unmanage', 'eth2', '--dry-run'], f'{ROOT}/nic/eth2', 'SetManaged',
                  (False, {'dry-run': True}),
                  'nic eth2: left alone by NetworkManager (dry run: nothing was changed)')

    def test_recover(self):
        self.does(['recover', 'previous'], ROOT, 'Recover', ('previous', {}),
                  'service netwiringd: recovered (previous)')

    def test_quiet(self):
        self.assertEqual(self.ctl('-q', 'network', 'delete', 'blue'), '')

    def test_json(self):
        self.assertEqual(json.loads(self.ctl('-j', 'network', 'create', 'green')),
                         {'Kind': 'network', 'Name': 'green', 'Path': ROOT + '/network/new',
                          'Done': 'created', 'DryRun': False})
        self.fake.answers['CreateNetwork'] = V('(o)', ('/',))
        self.assertEqual(json.loads(self.ctl('-j', 'network', 'create', 'green', '--dry-run'))['Path'], None)

    def test_no_ask_password(self):
        self.ctl('--no-ask-password', 'vnic', 'link', 'web10/net0', 'up')
        self.assertIs(self.call()[3], False)

    def test_no_answer(self):
        self.fake.answers['SetLinked'] = None
        self.fails(3, 'vnic', 'link', 'web10/net0', 'up', '--timeout=1')


class History(Case):
    def asks(self, words, filters):
        self.ctl('history', *words)
        self.assertEqual(self.call(), (ROOT, 'GetHistory', (filters,), True))

    def test_filter(self):
        self.asks([], {})
        self.asks(['--max=5', '--event=network-update-vm-interface'],
                  {'max': 5, 'event': 'network-update-vm-interface'})
        self.asks(['--since=2026-11-21T17:04:05Z'], {'since': 1795280645000000})
        for word, path in (('web10', path_of(1, 1)), ('web10/net0', path_of(2, 1)), ('red', path_of(3, 1)),
                           (path_of(2, 77), path_of(2, 77))):
            self.asks(['--object=' + word], {'object': path})

    def test_ago(self):
        before = time.time()
        self.ctl('history', '--since=2h')
        since = self.call()[2][0]['since'] / 1e6
        self.assertTrue(before - 7200 <= since <= time.time() - 7200)

    def test_wrong(self):
        for words in (['--since=yesterday'], ['--since=5'], ['--since=-5s'], ['--since='], ['--max=all'],
                      ['--object=twin'], ['--mtu=5'], ['5']):
            self.fails(2, 'history', *words)
        self.fails(10, 'history', '--object=nosuch')
        self.assertTrue(self.fake.calls.empty())
        self.fake.answers['GetHistory'] = (f'{NAME}.Error.NotAuthorized', 'no')
        self.fails(6, 'history')

    def test_empty(self):
        self.fake.answers['GetHistory'] = V('(aa{sv})', ([],))
        self.assertEqual(self.ctl('history', '--no-legend'), '')
        self.assertEqual(self.ctl('history', '-j'), '[]\n')


class Failing(Case):
    OURS = {
        'InvalidArgument': 2, 'NotFound': 10, 'AlreadyExists': 5, 'NotAuthorized': 6, 'AuthorizationCanceled': 6,
        'NotSupported': 1, 'Busy': 5, 'LimitExceeded': 5, 'Timeout': 3, 'ManagedElsewhere': 5,
        'HotUpdateRefused': 5, 'NetworkNotOnHost': 5, 'NetworkInUse': 5, 'LabelInUse': 5, 'NotInSync': 5, 'UpdateFailed': 4, 'SetupFailed': 4,
        'ActiveDevice': 5, 'MacInUse': 5, 'NoFreeSlot': 5, 'PlugFailed': 4, 'UnplugFailed': 4,
        'HypervisorUnavailable': 8, 'HostNetworkUnavailable': 8, 'StorageFailed': 4, 'Degraded': 5, 'Failed': 1,
        'SomethingNew': 1,
    }
    BUS = {'InteractiveAuthorizationRequired': 6, 'AccessDenied': 6, 'UnknownObject': 10, 'UnknownMethod': 1,
           'NoReply': 8, 'ServiceUnknown': 8, 'Spawn.ChildExited': 8, 'LimitsExceeded': 5, 'InvalidArgs': 2}

    def test_exit_codes(self):
        for prefix, codes in ((f'{NAME}.Error.', self.OURS), ('org.freedesktop.DBus.Error.', self.BUS)):
            for word, code in codes.items():
                with self.subTest(word):
                    self.fake.answers['SetLinked'] = (prefix + word, f'cannot link net0: {EVIL}')
                    line = self.fails(code, 'vnic', 'link', 'web10/net0', 'down')
                    self.assertIn('cannot link net0: evil\\x1b[?1047h\\n\\u202egnp.', line)
                    self.assertNotIn('GDBus', line)

    def test_every_name_of_the_contract_has_a_code(self):
        reference = pathlib.Path(os.environ['INTROSPECTION'], 'org.ovirt.NetWiring.rst').read_text(encoding='utf-8')
        errors = reference.split('Errors\n------\n')[1].split('.. include::')[0]
        names = {word.strip('`') for line in errors.splitlines() if line.startswith('``')
                 for word in line.split(', ')}
        self.assertEqual(names, set(self.OURS) - {'SomethingNew'})

    def test_no_service(self):
        self.fake.close()
        self.assertIn('netwiringd does not run', self.fails(8, 'vm', 'list'))

    def test_no_bus(self):
        done = subprocess.run([CTL, '--address=unix:path=/nowhere/at/all', 'vm', 'list'], check=False,
                              capture_output=True, encoding='utf-8', timeout=30)
        self.assertEqual(done.returncode, 8)
        self.assertIn('cannot reach the bus', done.stderr)

    def test_service_ends_in_the_middle(self):
        self.fake.answers['SetLinked'] = None
        with subprocess.Popen([CTL, '--address=' + self.bus.address, 'vnic', 'link', 'web10/net0', 'up'],
                              stderr=subprocess.PIPE, stdin=subprocess.DEVNULL) as client:
            self.call()
            self.fake.close()
            self.assertEqual(client.wait(timeout=10), 8)


if __name__ == '__main__':
    unittest.main()
