# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""netwiringctl while it runs: completion, the progress of an unplug, the monitor, the agent for passwords."""

import json
import os
import pathlib
import pty
import signal
import stat
import subprocess
import tempfile
import threading
import unittest

from netwiring_case import CTL, DATA, Case
from netwiring_fake import ROOT
from netwiring_house import EVIL, NETWORK, SERVICE, VM, VNIC, V, house, network, path_of, vnic


class Progress(Case):
    """Standard error is a terminal; the guest lets go of the card when it has been waited for."""

    def unplug(self, *options):
        """The client, asked to unplug, and the terminal's other end."""
        self.fake.answers['Unplug'] = None
        master, slave = pty.openpty()
        self.addCleanup(os.close, master)
        client = subprocess.Popen([CTL, '--address=' + self.bus.address, 'vnic', 'unplug', 'web10/net0', *options],
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=slave)
        os.close(slave)
        self.addCleanup(client.stdout.close)
        self.addCleanup(lambda: (client.kill(), client.wait()))
        self.call()
        self.fake.change(path_of(2, 1), VNIC, {'State': V('s', 'unplugging')})
        return client, master

    def answer(self, client):
        self.fake.change(path_of(2, 1), VNIC, {'State': V('s', 'unplugged')})
        self.fake.loop.run(lambda: self.fake.pending.return_value(V('()', ())))
        return client.communicate(timeout=10)[0].decode()

    def read_until(self, terminal, text):
        seen = ''
        while text not in seen:
            seen += os.read(terminal, 1000).decode()
        return seen

    def test_seconds_are_counted(self):
        client, terminal = self.unplug()
        self.assertIn('waiting for the guest to let go of the card: 0 s', self.read_until(terminal, ' 1 s'))
        self.assertEqual(self.answer(client), 'vnic web10/net0: unplugged\n')
        self.assertEqual(self.rest(terminal), '\r\x1b[K')

    def test_of_the_card_in_question_alone(self):
        client, terminal = self.unplug()
        self.fake.change(path_of(2, 2), VNIC, {'State': V('s', 'unplugged')})
        self.read_until(terminal, ' 1 s')
        self.answer(client)

    def test_nothing_for_programs(self):
        for options in (['--json=short'], ['-q']):
            client, terminal = self.unplug(*options)
            self.answer(client)
            self.assertEqual(self.rest(terminal), '')

    def rest(self, terminal):
        """What is left when the client has ended; the end of a pty is an error."""
        seen = ''
        try:
            while True:
                seen += os.read(terminal, 1000).decode()
        except OSError:
            return seen


class Completion(Case):
    SCRIPT = '''
      source "$1"; ctl=$2; address=$3; shift 3
      netwiringctl () { "$ctl" "--address=$address" "$@"; }
      COMP_WORDS=(netwiringctl "$@"); COMP_CWORD=$#
      _netwiringctl; echo "${COMPREPLY[*]}"
    '''

    def complete(self, *words):
        done = subprocess.run(['bash', '-c', self.SCRIPT, 'bash', DATA / 'netwiringctl.bash', CTL, self.bus.address,
                               *words], check=True, capture_output=True, encoding='utf-8', timeout=30)
        self.assertEqual(done.stderr, '')
        return done.stdout.strip()

    def test_words(self):
        for words, answer in ((['vn'], 'vnic'), (['network', 'd'], 'delete'), (['recover', ''], 'previous empty'),
                              (['vnic', 'wire', 'web10/net0', 're'], 'red'),
                              (['vnic', '--live-only', 'link', 'web2'], 'web2/net0'),
                              (['vnic', 'link', 'web2/net0', ''], 'up down'), (['vnic', 'add', 'web2'], 'web2'),
                              (['vnic', 'un'], 'unplug'), (['vnic', 'plug', 'web10/s'], 'web10/spare'),
                              (['vnic', 'remove', 'web10/s'], 'web10/spare'),
                              (['vnic', 'mirror', 'web10/net0', 'red', 'bl'], 'blue'),
                              (['vnic', 'update', 'web10/s', '--live-only', ''], ''), (['--unpl'], '--unplugged'),
                              (['vnic', 'link', 'web2/net0', 'up', ''], ''), (['--no-a'], '--no-ask-password')):
            self.assertEqual(self.complete(*words), answer, words)

    def test_every_command(self):
        """Each one of the help, whose arguments are in capitals or a choice."""
        text = subprocess.run([CTL, '--help'], check=True, capture_output=True, encoding='utf-8').stdout
        commands = [[word for word in line.split()[:2] if word.islower() and '|' not in word]
                    for line in text.partition('Commands:\n')[2].partition('\n\n')[0].splitlines()]
        self.assertIn(['vm', 'list'], commands)
        for *before, last in commands:
            self.assertIn(last, self.complete(*before, last).split())

    def test_names_never_reach_the_shell(self):
        with tempfile.TemporaryDirectory() as folder:
            canary = pathlib.Path(folder, 'canary')
            self.fake.objects[path_of(1, 1)][VM]['Name'] = V('s', f'$(touch${{IFS}}{canary})')
            self.assertEqual(self.complete('vm', 'show', ''), 'web2')
            self.assertFalse(canary.exists())

    def test_no_service(self):
        self.fake.close()
        self.assertEqual(self.complete('vm', 'show', ''), '')


class Monitor(Case):
    def start(self, *options):
        client = subprocess.Popen([CTL, '--address=' + self.bus.address, 'monitor', *options],
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding='utf-8')
        self.addCleanup(self.stop, client)
        # Who waits for a line that does not come reads the end of the file then.
        patience = threading.Timer(10, client.kill)
        patience.start()
        self.addCleanup(patience.cancel)
        # Once before and once after it has begun to watch the name.
        self.wait_for_reads(4)
        return client

    def wait_for_reads(self, count):
        for _ in range(count):
            self.fake.reads.get(timeout=5)

    def stop(self, client):
        if client.poll() is None:
            client.kill()
        client.wait()
        client.stdout.close()
        client.stderr.close()

    def change_much(self):
        blue = V('o', path_of(3, 2))
        self.fake.change(path_of(2, 1), VNIC, {'Network': blue, 'LinkState': V('s', 'down')})
        self.fake.change(path_of(3, 2), NETWORK, {}, ['Vnics'])
        self.fake.change(path_of(2, 1), VNIC, {'Network': blue})
        self.fake.add(path_of(2, 9), VNIC, vnic(9, 2, 'net9\x1b', 1)[1][VNIC])
        self.fake.change(path_of(2, 9), VNIC, {'Source': V('a{sv}', {}), 'Filter': V('s', EVIL)})
        self.fake.remove(path_of(2, 9))
        self.fake.change(ROOT, SERVICE, {'HypervisorState': V('s', 'disconnected')})
        self.fake.loop.run(lambda: self.fake.emit(ROOT, SERVICE, 'Event', V('(tssos)', (
            1795280645000000, 'network-update-vm-interface', 'info', path_of(2, 1), 'vNIC ' + EVIL))))

    LINES = 7

    def test_lines(self):
        client = self.start()
        self.change_much()
        text = ''.join(client.stdout.readline() for _ in range(self.LINES))
        self.assert_harmless(text)
        self.assert_golden('monitor.txt', text)
        client.send_signal(signal.SIGINT)
        self.assertEqual(client.wait(timeout=10), 0)
        self.assertEqual((client.stdout.read(), client.stderr.read()), ('', ''))

    def test_json_lines(self):
        client = self.start('--json=pretty')
        self.change_much()
        lines = [client.stdout.readline() for _ in range(self.LINES)]
        for line in lines:
            json.loads(line)
        self.assert_harmless(''.join(lines))
        self.assert_golden('monitor.json', ''.join(lines))
        client.send_signal(signal.SIGTERM)
        self.assertEqual(client.wait(timeout=10), 0)

    def test_restart_of_the_service(self):
        client = self.start()
        self.fake.remove(path_of(4, 2))
        self.assertEqual(client.stdout.readline(), 'attachment br0: removed\n')
        self.fake.close()
        self.assertEqual(client.stdout.readline(), 'service: gone\n')
        objects = house()
        del objects[path_of(2, 2)], objects[path_of(4, 2)]
        objects.update([network(8, 'green')])
        objects[path_of(2, 1)][VNIC]['Network'] = V('o', path_of(3, 8))
        objects[ROOT][SERVICE]['State'] = V('s', 'ok')
        self.fake = self.start_fake(objects)
        lines = [client.stdout.readline() for _ in range(5)]
        self.assertEqual(lines, ['service: back\n',
                                 'service node1: State degraded -> ok\n',
                                 'vnic web10/net1: removed\n',
                                 'vnic web10/net0: Network red -> green\n',
                                 'network green: added\n'])
        self.fake.change(path_of(2, 1), VNIC, {'Linked': V('b', False)})
        self.assertEqual(client.stdout.readline(), 'vnic web10/net0: Linked yes -> no\n')

    def test_no_service(self):
        self.fake.close()
        self.fails(8, 'monitor')


AGENT = '''#!/bin/sh
echo "$@" > {folder}/started
echo $$ > {folder}/pid
exec 3>&-
exec cat
'''


class Agent(Case):
    """A pkttyagent of ours, on a terminal, and as a user who is not root."""

    def run_on_terminal(self, *options):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o777)
        agent = pathlib.Path(folder.name, 'pkttyagent')
        agent.write_text(AGENT.format(folder=folder.name), encoding='utf-8')
        agent.chmod(agent.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
        master, slave = pty.openpty()
        user = {'user': 65534, 'group': 65534, 'extra_groups': []} if os.geteuid() == 0 else {}
        with open(CTL, 'rb') as program, open(pathlib.Path(folder.name, 'ctl'), 'wb') as copy:
            copy.write(program.read())
        os.chmod(copy.name, 0o755)
        client = subprocess.Popen([copy.name, '--address=' + self.bus.address, 'vnic', 'link', 'web10/net0', 'up',
                                   *options], stdin=slave, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                  env={**os.environ, 'PATH': f'{folder.name}:/usr/bin:/bin'}, **user)
        text = client.communicate(timeout=30)[0]
        os.close(slave)
        os.close(master)
        self.assertEqual((client.returncode, text), (0, b'vnic web10/net0: link up\n'))
        return client.pid, pathlib.Path(folder.name)

    def test_asked_for(self):
        pid, folder = self.run_on_terminal()
        self.assertEqual((folder / 'started').read_text(encoding='utf-8'),
                         f'--process {pid} --notify-fd 3 --fallback\n')
        self.assertIs(self.call()[3], True)
        agent = int((folder / 'pid').read_text(encoding='utf-8'))
        self.assertRaises(ProcessLookupError, os.kill, agent, 0)

    def test_not_asked_for(self):
        _, folder = self.run_on_terminal('--no-ask-password')
        self.assertFalse((folder / 'started').exists())
        self.assertIs(self.call()[3], False)


if __name__ == '__main__':
    unittest.main()
