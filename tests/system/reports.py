# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What guests say of their addresses: looked at, waited for, and guests that say what they are told to."""

import base64
import contextlib
import json
import pathlib
import re
import subprocess
import time

import agent
import lab
from netwiring import VM, VNIC

CONFIG = pathlib.Path('/etc/netwiring/netwiring.conf')
INTERVAL = 5
SOON = 40       # s: a booting guest shares two processors with others


@contextlib.contextmanager
def service(**keys):
    """netwiringd with this configuration; a question every few seconds, unless told otherwise."""
    keys = {'guest_interval': INTERVAL, **keys}
    CONFIG.parent.mkdir(parents=True, exist_ok=True)
    CONFIG.write_text('[netwiringd]\n' + ''.join(f'{key.replace("_", "-")}={value}\n' for key, value in keys.items()))
    daemon = lab.Daemon()
    try:
        yield daemon.start()
        daemon.stop()
    finally:
        if daemon.process.poll() is None:
            daemon.kill()
        CONFIG.unlink()


def wait(nw, vm, condition, what, seconds=SOON):
    """Until the VM's properties are so; they are returned."""
    def now():
        properties = nw.vm(vm)
        return properties if condition(properties) else None
    return lab.wait_until(now, seconds, what)


def wait_ip(nw, vm, address, seconds=SOON):
    return wait(nw, vm, lambda properties: address in properties['GuestIps'], f'{address} of {vm}', seconds)


def wait_rounds(nw, vm, rounds):
    """Until the guest was asked so often more."""
    for _ in range(rounds):
        before = nw.vm(vm)['GuestInfoTime']
        wait(nw, vm, lambda properties: properties['GuestInfoTime'] > before, f'{vm} to be asked again')


def wait_quiet(nw, vm):
    """Until it is asked no more, where that happens rarely: it is asked every 3 s before."""
    last, since = nw.vm(vm)['GuestInfoTime'], time.monotonic()

    def quiet():
        nonlocal last, since
        if (now := nw.vm(vm)['GuestInfoTime']) != last:
            last, since = now, time.monotonic()
        return time.monotonic() - since > 5
    lab.wait_until(quiet, 60, f'{vm} to be asked no more')


def agent_timeout(vm):
    """How long libvirt waits for a VM's agent, whoever asks."""
    return int(re.search(r'<agentTimeout>(.*)</agentTimeout>', pathlib.Path(f'/run/libvirt/qemu/{vm}.xml').read_text())[1])


def interface(properties, name):
    found, = [each for each in properties['GuestInterfaces'] if each['name'] == name]
    return found


def changes(client, *paths):
    """The signals about these objects so far, of what they are: (path, names of properties)."""
    return [(path, sorted(values[1])) for path, _, member, values in client.signals
            if member == 'PropertiesChanged' and path in paths and values[0] in (VM, VNIC)]


def refresh(nw, vm, **options):
    return nw.start(nw.find_vm(vm), VM + '.RefreshGuestInfo', '(a{sv})', **options)


# In place of the guest's agent: says what it is told to, and knows nothing else. It starts no process:
# on a busy machine that may take as long as libvirt waits.
AGENT = '''#!/bin/sh
exec 3<>"$4"
read -r one </run/said.0
read -r other </run/said.1
read -r last </run/said.2
asked=0
while read -r line <&3; do
    case $line in
    *guest-sync*) id=${line##*'"id":'}; id=${id# }; answer='{"return": '${id%%%%[!0-9]*}'}' ;;
    *guest-network-get-interfaces*)
        if [ $asked -ge %(times)d ]; then answer=$last; elif [ $((asked %% 2)) = 0 ]; then answer=$one; else answer=$other; fi
        asked=$((asked + 1)) ;;
    *) answer='{"error": {"class": "CommandNotFound", "desc": "no"}}' ;;
    esac
    printf '%%s\\n' "$answer" >&3
done
'''


def put(guest, path, text):
    """A file in a guest, however long."""
    data = base64.b64encode(text.encode()).decode()
    for start in range(0, len(data), 60000):
        guest.exec(f'echo -n {data[start:start + 60000]} {">>" if start else ">"}{path}.base64')
    guest.exec(f'base64 -d {path}.base64 >{path}')


def said(name, mac, *addresses):
    """An interface as an agent says it."""
    result = {'name': name, 'hardware-address': mac, 'ip-addresses': [
        {'ip-address': address, 'prefix': prefix, 'ip-address-type': 'ipv6' if ':' in address else 'ipv4'}
        for address, prefix in (each.rsplit('/', 1) for each in addresses)]}
    for each in result['ip-addresses']:
        each['prefix'] = int(each['prefix'])
    return {key: value for key, value in result.items() if value is not None}


def let_say(guest, one, other, last, times):
    """From now on the guest's agent says the one and the other by turns, so many times, and then the last for ever.
    Nothing else can be had from the guest any more."""
    for number, answer in enumerate((one, other, last)):
        put(guest, f'/run/said.{number}', json.dumps({'return': answer}) + '\n')
    put(guest, '/run/agent', AGENT % {'times': times})
    guest.exec('chmod +x /run/agent; mount --bind /run/agent $(command -v qemu-ga); '
               '(sleep 1; kill $(pidof qemu-ga)) >/dev/null 2>&1 &')


@contextlib.contextmanager
def writes(daemon):
    """[number of writes of guest.ini] by the daemon, counted when the block ends."""
    log = lab.STATE / 'strace.guests'
    tracer = subprocess.Popen(['strace', '-f', '-qq', '-p', str(daemon.process.pid), '-o', str(log), '-e',
                               'trace=rename,renameat,renameat2,unlink,unlinkat'], stdin=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    def attached():
        status = pathlib.Path(f'/proc/{daemon.process.pid}/status').read_text()
        return f'TracerPid:\t{tracer.pid}' in status
    lab.wait_until(attached, what='strace to attach')
    counted = []
    try:
        yield counted
    finally:
        tracer.terminate()
        tracer.wait()
        counted += [line for line in log.read_text().splitlines() if 'guest.ini' in line]


def agent_answers(guest):
    try:
        agent.call(guest.name, 'guest-ping', timeout=2)
        return True
    except agent.AgentError:
        return False


def error_of(call):
    """What a call was refused with."""
    lab.wait_until(call.done, 60, 'an answer')
    return call.error
