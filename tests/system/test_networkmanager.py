# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The NetworkManager adapter against the real one, in a lab; NETWORKMANAGER_PROBE is the program that has it."""

import glob
import json
import os
import subprocess
import time
import unittest

from probe import Probe

LAB = os.path.join(os.path.dirname(__file__), '../lab')
ID = '0a8dbe0c-8b52-4c0f-a1d5-35d3c1f28a5e'
PROFILES = '/etc/NetworkManager/system-connections/'


def run(*words):
    return subprocess.run(words, check=True, capture_output=True, text=True).stdout


def link(name):
    """What the kernel says of an interface; None where there is none, or no longer when it is read."""
    found = subprocess.run(['ip', '-j', '-d', 'address', 'show', 'dev', name],
                           capture_output=True, check=False)
    return next(iter(json.loads(found.stdout)), None) if found.returncode == 0 else None


def profile(name):
    """The text of our profile on disk; None where there is none."""
    for path in glob.glob(f'{glob.escape(PROFILES)}netwiring-{name}*'):
        try:
            with open(path, encoding='utf-8') as file:
                return file.read()
        except FileNotFoundError:       # gone since
            pass
    return None


def manager(verb):
    run(LAB, 'service', 'NetworkManager', verb)


def connected(probe):
    """The bridges told when the probe connects, which is right before it says so."""
    probe.expect('state connected')
    return [line for line in probe.seen if line.startswith('bridges')][-1]


class Case(unittest.TestCase):
    def setUp(self):
        self.probe = Probe(os.environ['NETWORKMANAGER_PROBE'])
        self.assertEqual(connected(self.probe), 'bridges')

    def tearDown(self):
        self.assertEqual(self.probe.close(), 0)

    def create(self, name='br7', mtu=1400):
        self.assertEqual(self.probe.call('create', name, ID, str(mtu)), 'done')

    def delete(self, name='br7'):
        self.assertEqual(self.probe.call('delete', name), 'done')
        self.assert_nothing(name)

    def assert_nothing(self, name):
        self.assertIsNone(profile(name))
        self.assertIsNone(link(name))

    def assert_refused(self, answer, error, *parts):
        self.assertTrue(answer.startswith(f'error {error} cannot '), answer)
        for part in parts:
            self.assertIn(part, answer)


class Creation(Case):
    def test_bridge_is_whole_and_told_before_the_answer(self):
        self.create()
        self.assertEqual(self.probe.seen[-2:], [f'bridges br7:{ID}:1400:active', 'done'])
        bridge = link('br7')
        self.assertIn('UP', bridge['flags'])
        self.assertEqual(bridge['mtu'], 1400)
        self.assertEqual(bridge['linkinfo']['info_data']['stp_state'], 0)
        self.assertEqual(bridge['addr_info'], [])
        self.assertIn(f'org.ovirt.NetWiring.attachment={ID}', profile('br7'))
        self.assertNotIn('autoconnect=false', profile('br7'))
        self.delete()

    def test_unwired_bridge(self):
        self.assertEqual(self.probe.call('create', 'nw-unwired', '-', '1500'), 'done')
        self.assertEqual(self.probe.seen[-2], 'bridges nw-unwired::1500:active')
        self.delete('nw-unwired')

    def test_own_bridge_again(self):
        self.create()
        self.assert_refused(self.probe.call('create', 'br7', ID, '1400'), 'AlreadyExists', 'br7')
        self.delete()

    def test_own_profile_without_its_bridge(self):
        self.assertEqual(self.probe.call('create', 'nw-unwired', '-', '1500'), 'done')
        before = profile('nw-unwired')
        run('nmcli', 'connection', 'down', 'netwiring-nw-unwired')
        self.probe.expect('bridges nw-unwired::1500:inactive')
        self.assertIsNone(link('nw-unwired'))
        for words in ((ID, '1500'), ('-', '1400')):
            self.assert_refused(self.probe.call('create', 'nw-unwired', *words), 'AlreadyExists', 'nw-unwired')
        self.assertEqual(self.probe.call('create', 'nw-unwired', '-', '1500'), 'done')
        self.assertEqual(self.probe.seen[-2], 'bridges nw-unwired::1500:active')
        self.assertIn('UP', link('nw-unwired')['flags'])
        self.assertEqual(profile('nw-unwired'), before)
        self.delete('nw-unwired')

    def test_is_loose_between_its_profile_and_its_link(self):
        self.create()
        self.delete()
        self.assertEqual(self.probe.seen[-3:], ['bridges', 'loose', 'done'])

    def test_link_that_is_not_by_our_profile_is_never_loose(self):
        self.create()
        run('nmcli', 'connection', 'down', 'netwiring-br7')
        self.probe.expect(f'bridges br7:{ID}:1400:inactive')
        run('ip', 'link', 'add', 'br7', 'type', 'bridge')
        self.assertEqual(self.probe.call('delete', 'br7'), 'done')
        self.assertNotIn('loose', self.probe.seen)
        self.assertIsNone(profile('br7'))
        self.assertIsNotNone(link('br7'))
        run('ip', 'link', 'delete', 'br7')

    def test_foreign_bridge_keeps_its_address(self):
        run('ip', 'link', 'add', 'corp0', 'type', 'bridge')
        run('ip', 'link', 'set', 'corp0', 'up')
        run('ip', 'address', 'add', '10.77.0.1/24', 'dev', 'corp0')
        before = link('corp0')
        self.assert_refused(self.probe.call('create', 'corp0', ID, '1400'), 'AlreadyExists', 'corp0')
        self.assertEqual(self.probe.call('delete', 'corp0'), 'done')
        self.assertNotIn('loose', self.probe.seen)
        self.assert_refused(self.probe.call('mtu', 'corp0', '1400'), 'NotFound', 'corp0')
        self.assertIsNone(profile('corp0'))
        after = link('corp0')
        for key in 'ifindex', 'mtu', 'flags':
            self.assertEqual(after[key], before[key])
        self.assertEqual([a['local'] for a in after['addr_info'] if a['family'] == 'inet'], ['10.77.0.1'])
        run('ip', 'link', 'delete', 'corp0')

    def test_interface_that_no_manager_knows_yet(self):
        manager('pause')
        self.addCleanup(manager, 'resume')
        run('ip', 'tuntap', 'add', 'early0', 'mode', 'tap')
        answer = self.probe.call('create', 'early0', ID, '1400')
        self.assert_refused(answer, 'AlreadyExists', 'early0')
        self.assertIsNone(profile('early0'))
        run('ip', 'link', 'delete', 'early0')

    def test_foreign_profile_is_named_and_kept(self):
        run('nmcli', 'connection', 'add', 'type', 'ethernet', 'con-name', 'from "accounting"',
            'ifname', 'acc0', 'autoconnect', 'no')
        text = run('nmcli', 'connection', 'show', 'from "accounting"')
        self.assert_refused(self.probe.call('create', 'acc0', ID, '1400'), 'AlreadyExists',
                            'acc0', 'accounting')
        self.assertIsNone(link('acc0'))
        self.assertEqual(run('nmcli', 'connection', 'show', 'from "accounting"'), text)
        run('nmcli', 'connection', 'delete', 'from "accounting"')

    def test_networking_off(self):
        run('nmcli', 'networking', 'off')
        try:
            answer = self.probe.call('create', 'br7', ID, '1400')
        finally:
            run('nmcli', 'networking', 'on')
        self.assert_refused(answer, 'HostNetworkUnavailable', 'br7', 'networking')
        self.assert_nothing('br7')

    def test_unmanaged_by_configuration_leaves_nothing(self):
        with open('/etc/NetworkManager/conf.d/nope.conf', 'w', encoding='utf-8') as file:
            file.write('[keyfile]\nunmanaged-devices=interface-name:nope*,interface-name:vnet*\n')
        run('nmcli', 'general', 'reload', 'conf')
        self.assert_refused(self.probe.call('create', 'nope0', ID, '1400'), 'SetupFailed',
                            'nope0', 'unmanaged')
        self.assert_nothing('nope0')

    def test_mtu_that_no_bridge_can_have(self):
        self.assert_refused(self.probe.call('create', 'br7', ID, '70000'), 'SetupFailed', 'br7')
        self.assert_nothing('br7')
        self.create()
        self.delete()


class Change(Case):
    def setUp(self):
        super().setUp()
        self.create()
        run('ip', 'tuntap', 'add', 'vnet7', 'mode', 'tap')
        run('ip', 'link', 'set', 'vnet7', 'up', 'master', 'br7')

    def tearDown(self):
        run('ip', 'link', 'delete', 'vnet7')
        self.delete()
        super().tearDown()

    def test_ports_stay(self):
        index = link('br7')['ifindex']
        self.assertEqual(self.probe.call('mtu', 'br7', '1300'), 'done')
        self.assertEqual(self.probe.seen[-2], f'bridges br7:{ID}:1300:active')
        self.assertEqual((link('br7')['mtu'], link('br7')['ifindex']), (1300, index))
        self.assertIn('mtu=1300', profile('br7'))
        self.assertEqual(link('vnet7')['master'], 'br7')

    def test_failure_puts_the_profile_back(self):
        self.assert_refused(self.probe.call('mtu', 'br7', '70000'), 'SetupFailed', 'br7')
        self.assertEqual(self.probe.seen[-2], f'bridges br7:{ID}:1400:active')
        self.assertIn('mtu=1400', profile('br7'))
        self.assertEqual(link('br7')['mtu'], 1400)
        self.assertEqual(link('vnet7')['master'], 'br7')


class Port(Case):
    """nic7, a NIC, on bridge br7."""

    def setUp(self):
        super().setUp()
        self.create()
        run('ip', 'link', 'add', 'nic7', 'type', 'veth', 'peer', 'name', 'far7')
        run('ip', 'link', 'set', 'nic7', 'up')
        run('ip', 'link', 'set', 'far7', 'up')
        self.probe.expect('managed far7: nic7:')

    def tearDown(self):
        run('ip', 'link', 'delete', 'nic7')
        self.delete()
        super().tearDown()

    def assert_free(self):
        self.assertIsNone(profile('nic7'))
        self.assertNotIn('master', link('nic7'))
        self.assertEqual(link('nic7')['mtu'], 1500)

    def test_comes_and_goes(self):
        self.assertEqual(self.probe.call('port', 'nic7', 'br7', '1400'), 'done')
        self.assertEqual((link('nic7')['master'], link('nic7')['mtu']), ('br7', 1400))
        self.assertIn('org.ovirt.NetWiring.port=br7', profile('nic7'))
        self.assertEqual(self.probe.call('port', 'nic7', 'br7', '1400'), 'done')
        self.assert_refused(self.probe.call('port', 'nic7', 'br8', '1400'), 'AlreadyExists', 'nic7')
        self.assertEqual(self.probe.call('noport', 'nic7', 'br7'), 'done')
        self.assert_free()
        self.assertEqual(self.probe.call('noport', 'nic7', 'br7'), 'done')

    def test_bridge_that_is_missing(self):
        self.assert_refused(self.probe.call('port', 'nic7', 'nobr', '1400'), 'SetupFailed', 'nic7')
        self.assert_free()

    def test_nic_that_is_missing(self):
        self.assert_refused(self.probe.call('port', 'nonic', 'br7', '1400'), 'SetupFailed', 'nonic')
        self.assertIsNone(profile('nonic'))

    def test_manager_that_hangs(self):
        manager('pause')
        try:
            answer = self.probe.call('port', 'nic7', 'br7', '1400')
        finally:
            manager('resume')
        self.assert_refused(answer, 'SetupFailed', 'nic7', '10 s')
        self.await_free()

    def test_killed_at_any_moment(self):
        for verb in (('port', 'nic7', 'br7', '1400'), ('noport', 'nic7', 'br7')):
            for step in range(15):
                with self.subTest(verb=verb[0], milliseconds=2 * step):
                    self.kill_during(verb, 0.002 * step)

    def kill_during(self, verb, delay):
        if verb[0] == 'noport':
            self.assertEqual(self.probe.call('port', 'nic7', 'br7', '1400'), 'done')
        pid = int(run(LAB, 'service', 'NetworkManager', 'pid'))
        self.probe.send(*verb)
        time.sleep(delay)               # the moment is the point: no event marks it
        os.kill(pid, 9)
        answer = self.probe.expect('done', 'error')
        while os.path.exists(f'/proc/{pid}'):       # until its parent took note
            time.sleep(0.005)
        manager('start')
        connected(self.probe)
        if answer != 'done':
            self.assert_refused(answer, 'HostNetworkUnavailable', 'nic7')
        self.assertEqual(self.probe.call('noport', 'nic7', 'br7'), 'done')
        self.assertIsNone(profile('nic7'))
        # It has forgotten what is to be put back.
        run('ip', 'link', 'set', 'nic7', 'nomaster', 'mtu', '1500')

    def await_free(self, seconds=10):
        """The adapter cleans up by itself once the manager is back; nothing tells when."""
        deadline = time.monotonic() + seconds
        while profile('nic7') or 'master' in link('nic7'):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)


class Deletion(Case):
    def test_what_is_gone_already(self):
        self.delete('br9')

    def test_profile_of_ours_beside_a_foreign_bridge(self):
        self.create()
        run('nmcli', 'connection', 'modify', 'netwiring-br7', 'connection.autoconnect', 'no')
        run('nmcli', 'connection', 'down', 'netwiring-br7')
        self.probe.expect(f'bridges br7:{ID}:1400:inactive')
        run('ip', 'link', 'add', 'br7', 'type', 'bridge')
        run('ip', 'link', 'set', 'br7', 'up')
        self.assertEqual(self.probe.call('delete', 'br7'), 'done')
        self.assertIsNone(profile('br7'))
        self.assertIsNotNone(link('br7'))
        run('ip', 'link', 'delete', 'br7')

    def test_copies_of_the_profile_go_too(self):
        self.create()
        run('nmcli', 'connection', 'clone', 'netwiring-br7', 'netwiring-br7-copy')
        self.delete()

    def test_manager_that_hangs(self):
        self.create()
        manager('pause')
        try:
            answer = self.probe.call('delete', 'br7')
        finally:
            manager('resume')
        self.assert_refused(answer, 'SetupFailed', 'br7', '10 s')
        self.delete()


class Restart(Case):
    def test_bridges_are_told_again(self):
        self.create()
        index = link('br7')['ifindex']
        manager('kill')
        self.probe.expect('state disconnected')
        self.assert_refused(self.probe.call('create', 'br8', ID, '1400'), 'HostNetworkUnavailable', 'br8')
        self.assert_refused(self.probe.call('delete', 'br7'), 'HostNetworkUnavailable', 'br7')
        manager('start')
        self.assertIn(connected(self.probe),
                      (f'bridges br7:{ID}:1400:active', f'bridges br7:{ID}:1400:inactive'))
        self.assertEqual(link('br7')['ifindex'], index)
        self.assertEqual(self.probe.call('mtu', 'br7', '1300'), 'done')
        self.delete()

    def test_absent_at_the_start(self):
        manager('stop')
        probe = Probe(os.environ['NETWORKMANAGER_PROBE'])
        probe.expect('state disconnected')
        manager('start')
        self.assertEqual(connected(probe), 'bridges')
        self.assertEqual(probe.close(), 0)

    def test_killed_with_the_call_in_its_hands(self):
        manager('pause')
        self.probe.send('create', 'br7', ID, '1400')
        manager('kill')
        self.assert_refused(self.probe.expect('error'), 'HostNetworkUnavailable', 'br7')
        manager('start')
        self.assertEqual(connected(self.probe), 'bridges')
        self.assert_nothing('br7')

    def test_killed_at_any_moment_of_a_creation(self):
        for step in range(25):
            with self.subTest(milliseconds=step):
                self.kill_during_creation(0.001 * step)

    def kill_during_creation(self, delay):
        pid = int(run(LAB, 'service', 'NetworkManager', 'pid'))
        self.probe.send('create', 'br7', ID, '1400')
        time.sleep(delay)               # the moment is the point: no event marks it
        os.kill(pid, 9)
        answer = self.probe.expect('done', 'error')
        while os.path.exists(f'/proc/{pid}'):       # until its parent took note
            time.sleep(0.005)
        manager('start')
        told = connected(self.probe)
        if answer == 'done' and told != f'bridges br7:{ID}:1400:active':
            self.probe.expect(f'bridges br7:{ID}:1400:active')
        if answer != 'done':
            self.assert_refused(answer, 'HostNetworkUnavailable', 'br7')
            self.await_nothing('br7')
        self.delete()

    def await_nothing(self, name, seconds=10):
        """The adapter cleans up by itself once the manager is back; nothing tells when."""
        deadline = time.monotonic() + seconds
        while profile(name) or link(name):
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.02)
