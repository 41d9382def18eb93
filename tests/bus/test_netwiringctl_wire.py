# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""netwiringctl with many cards at once, and with changes that are to be confirmed."""

import json
import os
import pty
import subprocess
import tempfile
import unittest

from netwiring_case import CTL, Case
from netwiring_fake import NAME, ROOT
from netwiring_house import V, path_of


class Wire(Case):
    CHECKPOINT = ROOT + '/checkpoint/00112233445566778899aabbccddeeff'
    STEP = {'object': V('o', path_of(2, 1)), 'do': V('s', 'update'), 'property': V('s', 'network'),
            'from': V('o', path_of(3, 1)), 'to': V('o', path_of(3, 2)), 'guest-sees': V('s', 'nothing')}

    def answer(self, checkpoint='/'):
        self.fake.answers['ApplyWiring'] = V('(a{sv})', ({
            'checkpoint': V('o', checkpoint), 'steps': V('aa{sv}', [self.STEP]),
            'changed': V('ao', [path_of(2, 1)])},))

    def file(self, content):
        file = tempfile.NamedTemporaryFile('w', encoding='utf-8')
        self.addCleanup(file.close)
        file.write(content if isinstance(content, str) else json.dumps(content))
        file.flush()
        return file.name

    def test_changes_and_steps(self):
        self.answer()
        name = self.file([
            {'vnic': 'web10/net0', 'changes': {'network': 'blue', 'linked': True, 'mtu': 1400}},
            {'vnic': 'web2/net0', 'changes': {'network': None, 'mirrored-networks': ['red'],
                                              'filter-parameters': {'IP': '10.0.0.1'}}}])
        text = self.ctl('wire', name, '--dry-run', '--foreign')
        self.assert_golden('wire.txt', text)
        first, second = (path_of(2, 1), path_of(2, 3))
        self.assertEqual(self.call(), (ROOT, 'ApplyWiring', ([
            (first, {'network': 'blue', 'linked': True, 'mtu': 1400}),
            (second, {'network': '', 'mirrored-networks': ['red'], 'filter-parameters': {'IP': '10.0.0.1'}}),
        ], {'dry-run': True, 'foreign': True}), True))
        self.assertEqual(json.loads(self.ctl('-j', 'wire', name))['changed'][0]['Path'], first)

    def test_bad_files(self):
        for content, text in (
                ('{', 'cannot read'), ({}, 'must be a list'), ([1], 'change 1: must be'), ([{}], 'change 1: must be'),
                ([{'vnic': 'web10/net0', 'changes': {'colour': 1}}], 'change 1: unknown key "colour"'),
                ([{'vnic': 'web10/net0', 'changes': {'linked': 'yes'}}], 'change 1: linked: ')):
            with self.subTest(text):
                self.assertIn(text, self.fails(2, 'wire', self.file(content)))
        self.fails(2, 'wire', '/nowhere/at/all')
        self.fails(10, 'wire', self.file([{'vnic': 'nobody', 'changes': {}}]))
        self.assertTrue(self.fake.calls.empty())

    def test_every_error_has_its_line(self):
        self.fake.answers['ApplyWiring'] = (f'{NAME}.Error.Busy', 'one\ntwo\x1b')
        done = self.run_ctl('wire', self.file([{'vnic': 'web10/net0', 'changes': {'linked': True}}]))
        self.assertEqual((done.returncode, done.stderr), (5, 'netwiringctl: one\nnetwiringctl: two\\x1b\n'))

    def confirm(self, typed):
        """The end of a wire that waits for somebody at a terminal, who types that."""
        self.answer(self.CHECKPOINT)
        self.fake.add(self.CHECKPOINT, f'{NAME}.Checkpoint', {
            'Id': V('s', '00112233445566778899aabbccddeeff'), 'State': V('s', 'pending'),
            'Created': V('t', 1700000000000000), 'Deadline': V('t', 1700000060000000)})
        name = self.file([{'vnic': 'web10/net0', 'changes': {'network': 'blue'}}])
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        with subprocess.Popen([CTL, '--address=' + self.bus.address, 'wire', name, '--confirm-timeout=2'],
                              stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as client:
            os.close(slave)
            self.assertEqual(self.call()[2][1], {'confirm-timeout': 2})
            if typed:
                os.write(master, typed)
            _, text = client.communicate(timeout=20)
            return client.returncode, text.decode()

    def test_confirmed(self):
        code, text = self.confirm(b'\n')
        self.assertEqual(code, 0)
        self.assertIn('Put back in 2 s. Enter keeps it: ', text)
        self.assertEqual(self.call(), (self.CHECKPOINT, 'Commit', ({},), True))

    def test_not_confirmed(self):
        code, text = self.confirm(None)
        self.assertEqual(code, 4)
        self.assertIn('Put back in 1 s.', text)
        self.assertIn('not confirmed: checkpoint 00112233445566778899aabbccddeeff is put back', text)
        self.assertTrue(self.fake.calls.empty())

    REQUEST = {'attachments': [{'network': 'blue', 'nic': 'eth0'}, {'network': 'red', 'existing-bridge': 'br9'}],
               'removed-attachments': ['green']}
    SENT = {'attachments': [{'network': 'blue', 'nic': 'eth0'}, {'network': 'red', 'existing-bridge': 'br9'}],
            'removed-attachments': ['green']}
    BRIDGE = {'object': V('o', path_of(3, 2)), 'do': V('s', 'create-bridge'), 'property': V('s', 'bridge'),
              'from': V('s', ''), 'to': V('s', 'blue'), 'guest-sees': V('s', 'nothing')}

    DETACH = {'object': V('o', path_of(3, 1)), 'do': V('s', 'detach'), 'property': V('s', 'bridge'),
              'from': V('s', 'red'), 'to': V('s', ''), 'guest-sees': V('s', 'nothing'), 'vms': V('as', ['off1'])}

    def answer_setup(self, checkpoint='/', steps=None):
        self.fake.answers['SetupNetworks'] = V('(a{sv})', ({
            'checkpoint': V('o', checkpoint),
            'steps': V('aa{sv}', [self.BRIDGE, self.DETACH] if steps is None else steps),
            'changed': V('ao', [path_of(3, 2)])},))

    def test_setup(self):
        self.answer_setup()
        self.assert_golden('setup.txt', self.ctl('setup', self.file(self.REQUEST), '--dry-run'))
        self.assertEqual(self.call(), (ROOT, 'SetupNetworks', (self.SENT, {'dry-run': True}), True))
        self.ctl('setup', self.file({'removed-attachments': []}), '--confirm-timeout=60')
        self.assertEqual(self.call(), (ROOT, 'SetupNetworks', ({'removed-attachments': []}, {'confirm-timeout': 60}), True))

    def test_setup_of_addresses(self):
        self.answer_setup()
        request = {'attachments': [
            {'network': 'red', 'nic': 'eth0', 'ipv4': {'method': 'static', 'addresses': ['10.0.0.1/24'],
                                                       'gateway': '10.0.0.254'}, 'ipv6': {'method': 'auto'}},
            {'network': 'blue', 'nic': None, 'take-addresses': False, 'override': True}], 'labels': [{'label': 'lab'}]}
        self.ctl('setup', self.file(request), '--no-persist')
        request['attachments'][1]['nic'] = ''
        self.assertEqual(self.call(), (ROOT, 'SetupNetworks', (request, {'persist': False}), True))
        self.ctl('setup', self.file({}), '--persist')
        self.assertEqual(self.call(), (ROOT, 'SetupNetworks', ({}, {'persist': True}), True))

    def test_bad_requests(self):
        for content, text in (
                ('{', 'cannot read'), ([], 'must be a request'), ({'colour': []}, 'unknown key "colour"'),
                ({'attachments': {}}, 'attachments: must be a list'), ({'attachments': ['red']}, 'attachments: must be a list'),
                ({'attachments': [{'network': 'red'}, {'colour': 1}]}, 'attachments 2: unknown key "colour"'),
                ({'attachments': [{'ipv4': 'dhcp'}]}, 'attachments 1: ipv4: must be {'),
                ({'attachments': [{'ipv6': {'colour': 1}}]}, 'attachments 1: ipv6: unknown key "colour"'),
                ({'removed-attachments': 'red'}, 'removed-attachments: ')):
            with self.subTest(text):
                self.assertIn(text, self.fails(2, 'setup', self.file(content)))
        self.fails(2, 'setup', '/nowhere/at/all')
        self.fails(2, 'wire', self.file([]), '--yes')
        self.assertTrue(self.fake.calls.empty())

    def asked(self, typed, *words):
        """What a setup at a terminal does when somebody types that: its end, and what it called."""
        name = self.file(self.REQUEST)
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        os.write(master, typed)
        with subprocess.Popen([CTL, '--address=' + self.bus.address, 'setup', name, *words],
                              stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as client:
            os.close(slave)
            out, err = client.communicate(timeout=20)
        calls = []
        while not self.fake.calls.empty():
            calls.append(self.call()[2][1])
        return client.returncode, out.decode(), err.decode(), calls

    def test_setup_asks(self):
        self.answer_setup()
        code, out, err, calls = self.asked(b'y\n')
        self.assertEqual((code, calls), (0, [{'dry-run': True}, {}]))
        self.assertEqual((out.count('create-bridge'), err), (1, 'Do this? [y/N] '))
        code, out, err, calls = self.asked(b'\n')
        self.assertEqual((code, calls), (4, [{'dry-run': True}]))
        self.assertIn('nothing was changed', err)
        code, out, err, calls = self.asked(b'\n', '--yes')
        self.assertEqual((code, calls, err), (0, [{}], ''))
        self.answer_setup(steps=[])
        code, out, err, calls = self.asked(b'\n')
        self.assertEqual((code, calls, err), (0, [{'dry-run': True}], ''))

    def test_quarantine(self):
        vm, blue = path_of(1, 1), path_of(3, 2)
        for words, method, options, done in (
                (['quarantine', 'web10'], 'Quarantine', {}, 'in quarantine'),
                (['quarantine', 'web10', 'blue', '--foreign'], 'Quarantine', {'network': blue, 'foreign': True},
                 'in quarantine'),
                (['release', 'web10'], 'Release', {}, 'released')):
            self.assertEqual(self.ctl('vm', *words), f'vm web10: {done}\n')
            self.assertEqual(self.call(), (vm, method, (options,), True))
        self.fails(10, 'vm', 'quarantine', 'web10', 'nowhere')
        self.fails(2, 'vm', 'release', 'web10', '--live-only')

    def test_checkpoints(self):
        self.fake.add(self.CHECKPOINT, f'{NAME}.Checkpoint', {
            'Id': V('s', '00112233445566778899aabbccddeeff'), 'State': V('s', 'pending'),
            'Created': V('t', 1700000000000000), 'Deadline': V('t', 1700000060000000)})
        self.assert_golden('checkpoint-list.txt', self.ctl('checkpoint', 'list'))
        for words, method, parameters, done in (
                (['commit'], 'Commit', ({},), 'committed'), (['rollback'], 'Rollback', ({},), 'rolled back'),
                (['extend', '60'], 'Extend', (60, {}), 'extended')):
            self.assertEqual(self.ctl('checkpoint', words[0], '00112233445566778899aabbccddeeff', *words[1:]),
                             f'checkpoint 00112233445566778899aabbccddeeff: {done}\n')
            self.assertEqual(self.call(), (self.CHECKPOINT, method, parameters, True))
        self.fails(2, 'checkpoint', 'extend', '00112233445566778899aabbccddeeff', 'long')


if __name__ == '__main__':
    unittest.main()
