# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The store of the running service: it cannot be written, or what is there cannot be read."""

import contextlib
import re
import subprocess

import pytest

import bus
import faults
import lab
from guests import net
from netwiring import EMPTY, ERROR, MANAGER, VM, NetWiring, expect

HOST, JOURNAL, PREVIOUS = (faults.STORE / name for name in ('host.ini', 'journal.ini', 'host.ini.previous'))
# Calls that only the store makes; what write() meets on a full disk has a test of its own.
WRITING = ['mkdir', 'openat', 'fsync', 'rename', 'unlink']
BAD = {
    'empty': lambda text: '',
    'zeros': lambda text: '\0' * len(text),
    'cut off': lambda text: text[:len(text) // 2],
    'garbage': lambda text: 'netwiring\x01\x02[[',
    'newer': lambda text: re.sub(r'(?m)^format=\d+$', 'format=99', text),
}


class Host:
    """Networks a and b, a halted guest on a, and a netwiringd that is started and ended."""

    def __init__(self, guest):
        self.daemon = lab.Daemon()
        self.start()
        self.nw.isolated('a')
        self.nw.isolated('b')
        self.guest = guest('vm', net(bridge='a'), options=['--halted'])
        lab.wait_until(lambda: 'vm' in str(self.nw.client.objects()), 10)
        self.vm_id = self.nw.vm('vm')['Id']

    def start(self):
        self.daemon.start()
        self.nw = NetWiring(bus.Client())
        lab.wait_until(lambda: self.nw.manager()['HypervisorState'] == 'connected'
                       and self.nw.manager()['HostNetworkState'] == 'connected', 10)

    def stop(self):
        self.nw.client.close()
        self.daemon.stop()

    def outside(self):
        """What a service that must not change anything must not have changed."""
        cards = [self.guest.card(inactive=each) for each in (False, True)]
        return ([(card.bridge, card.linked, card.isolated) for card in cards],
                lab.master(cards[0].tap), lab.bridges(), lab.bridge_profiles())


@pytest.fixture(scope='module')
def host(guest):
    host = Host(guest)
    yield host
    host.stop()


@contextlib.contextmanager
def injected(daemon, call, error, when):
    """Each thread of the daemon fails in its call number when; yields what tells whether one did."""
    log = lab.STATE / 'strace.log'
    log.write_text('')
    tracer = subprocess.Popen(['strace', '-f', '-p', str(daemon.process.pid), '-o', str(log), '-e', f'trace={call}',
                               '-e', f'inject={call}:error={error}:when={when}'],
                              stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    try:
        assert 'attached' in tracer.stderr.readline()
        yield lambda: 'INJECTED' in log.read_text()
    finally:
        tracer.terminate()
        tracer.communicate()


def outcome(call, *arguments):
    try:
        call(*arguments)
    except bus.BusError as error:
        return error.name.replace(ERROR, '')
    return ''


def each_fault(host, change, check, errors):
    """Make a change with a fault in each call of the store's writer; check(what) after each."""
    found = []
    for call in WRITING:
        for error in errors:
            when, hit = 1, True
            while hit:
                with injected(host.daemon, call, error, when) as was_hit:
                    what = outcome(*change)
                    hit = was_hit()
                assert what in (('', 'StorageFailed') if hit else ('',)), (call, error, when, what)
                check(what)
                if what:
                    found.append(f'{call}:{when}:{error}')
                when += 1
    print(f'{len(found)} refused: {" ".join(found)}')
    assert {each.split(':')[0] for each in found} >= {'mkdir', 'openat', 'fsync', 'rename'}


def wait_journal():
    lab.wait_until(lambda: '[entry-' not in faults.journal(), 5, 'the journal to be empty')


def test_a_network_is_stored_or_refused(host):
    nw = host.nw

    def check(what):
        assert (what == '') == ('name=new' in HOST.read_text())
        if what:
            expect('NotFound', nw.find_network, 'new')
        else:
            nw.delete_network(nw.find_network('new'))
    each_fault(host, (nw.create_network, 'new'), check, ['ENOSPC', 'EIO'])


def test_a_card_is_unwired_as_a_whole_or_not_at_all(host):
    nw, path = host.nw, host.nw.vnic('vm')
    a = nw.find_network('a')

    def check(what):
        wait_journal()
        card = nw.check_agrees(path, host.guest)
        assert card['Network'] == (a if what else EMPTY) and card['NextStart'] == {}
        assert (faults.STORE / 'vm' / f'{host.vm_id}.ini').exists() == (what == '')
        if not what:
            nw.set_network(path, a)
    each_fault(host, (nw.set_network, path, EMPTY), check, ['EIO'])


def test_a_full_disk(host):
    nw = host.nw
    host.stop()
    lab.run('mount', '-t', 'tmpfs', '-o', 'size=40k,mode=0700', 'tmpfs', str(faults.STORE))
    try:
        host.start()
        nw = host.nw
        nw.create_network('small')
        before, outside = HOST.read_text(), host.outside()
        with contextlib.suppress(OSError), open(faults.STORE / 'filler', 'wb', buffering=0) as file:
            while file.write(b'x' * 4096):
                pass
        assert 'No space left' in expect('StorageFailed', nw.create_network, 'more')
        assert 'No space left' in expect('StorageFailed', nw.set_network, nw.vnic('vm'), EMPTY)
        assert HOST.read_text() == before and host.outside() == outside
        (faults.STORE / 'filler').unlink()
        nw.create_network('more')
        host.stop()
    finally:
        lab.run('umount', str(faults.STORE))
        host.start()


def changing_calls(host):
    """Every changing method of what there is."""
    nw, path = host.nw, host.nw.vnic('vm')
    calls = [(nw.create_network, 'new'), (nw.set_linked, path, False), (nw.set_network, path, EMPTY),
             (nw.update, path, {'linked': False})]
    for where, interfaces in nw.client.objects().items():
        if where.startswith(bus.ROOT + '/network/'):
            calls += [(nw.update_network, where, {'mtu': 1400}), (nw.delete_network, where), (nw.attach, where)]
        if where.startswith(bus.ROOT + '/attachment/'):
            calls += [(nw.remove_attachment, where)]
    return calls


def check_degraded(host, file, text):
    """Nothing is changed, outside and in the file, and it is said why."""
    manager = host.nw.manager()
    assert manager['State'] == 'degraded' and file.name in manager['DegradedReason'], manager
    outside = host.outside()
    for call in changing_calls(host):
        expect('Degraded', *call)
    assert host.outside() == outside and file.read_text() == text


def check_program(host, file, good):
    done = lab.run(host.daemon.command[0], '--check', check=False)
    line, = [each for each in done.stdout.splitlines() if each.startswith(f'{file.name}:')]
    assert (done.returncode == 0) == line.endswith('good') == good, done.stdout


@pytest.mark.parametrize('file', [HOST, JOURNAL], ids=['host', 'journal'])
@pytest.mark.parametrize('how', BAD)
def test_a_file_that_cannot_be_read(host, file, how):
    host.nw.set_network(host.nw.vnic('vm'), EMPTY)  # there is a journal then
    host.nw.set_network(host.nw.vnic('vm'), host.nw.find_network('a'))
    wait_journal()
    host.stop()
    good, outside = file.read_text(), None
    check_program(host, file, True)
    text = BAD[how](good)
    assert text != good
    file.write_text(text)
    check_program(host, file, False)
    try:
        host.start()
        outside = host.outside()
        check_degraded(host, file, text)
        host.stop()
    finally:
        file.write_text(good)
        host.start()
    assert host.nw.manager()['State'] == 'ok' and host.outside() == outside


def test_the_way_out(host):
    nw = host.nw
    names = sorted(nw.network(path)['Name'] for path, interfaces in nw.client.objects().items()
                   if '/network/' in path and interfaces[bus.NAME + '.Network']['Origin'] == 'netwiring')
    host.stop()
    outside = host.outside()
    good = HOST.read_text()
    HOST.write_text(good[:99])
    host.start()
    for mode in ('previous', 'empty'):
        host.nw.start(bus.ROOT, MANAGER + '.Recover', '(sa{sv})', mode).result()
        assert host.nw.manager()['State'] == 'ok'
        aside = sorted(path.name for path in faults.STORE.glob('host.ini.corrupt-*'))
        assert len(aside) == (1 if mode == 'previous' else 2), aside
        known = sorted(nw_network['Name'] for nw_network in (
            interfaces[bus.NAME + '.Network'] for path, interfaces in host.nw.client.objects().items()
            if '/network/' in path) if nw_network['Origin'] == 'netwiring')
        assert known == (names if mode == 'previous' else [])
        assert host.outside() == outside
        expect('InvalidArgument', host.nw.start(bus.ROOT, MANAGER + '.Recover', '(sa{sv})', mode).result)
        host.stop()
        if mode == 'previous':
            HOST.write_text(good[:99])
        else:
            HOST.write_text(good)
        host.start()


def test_a_bad_file_of_one_vm_is_its_problem_alone(host):
    nw = host.nw
    file = faults.STORE / 'vm' / f'{host.vm_id}.ini'
    nw.set_network(nw.vnic('vm'), EMPTY)
    host.stop()
    good = file.read_text()
    file.write_text('[')
    host.start()
    assert host.nw.manager()['State'] == 'ok'
    assert file.name in host.nw.vm('vm')['Problem'], host.nw.client.get_all(host.nw.find_vm('vm'), VM)
    assert file.read_text() == '['
    host.nw.delete_network(host.nw.create_network('new'))
    host.stop()
    file.write_text(good)
    host.start()
    assert host.nw.vm('vm')['Problem'] == ''
    host.nw.set_network(host.nw.vnic('vm'), host.nw.find_network('a'))


def test_the_store_is_private_and_has_one_owner(host):
    assert faults.STORE.stat().st_mode & 0o777 == 0o700
    for path in faults.STORE.rglob('*'):
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path
    second = lab.run(host.daemon.command[0], check=False, timeout=10)
    assert second.returncode == 1 and str(faults.STORE) in second.stderr, second
