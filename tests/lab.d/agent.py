#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The guest agent of a lab's guest: agent.py wait NAME [SECONDS] | exec NAME COMMAND."""

import base64
import json
import subprocess
import sys
import time


class AgentError(Exception):
    """The agent did not answer, or refused."""


def call(guest, execute, timeout=20, **arguments):
    """One request to the agent of guest; its answer."""
    request = {'execute': execute}
    if arguments:
        request['arguments'] = arguments
    virsh = subprocess.run(
        ['virsh', '-q', 'qemu-agent-command', guest, '--timeout', str(timeout), json.dumps(request)],
        stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if virsh.returncode:
        raise AgentError(f'{guest}: {execute}: {virsh.stderr.strip()}')
    return json.loads(virsh.stdout)['return']


def wait(guest, seconds=60):
    """Wait until the agent answers; libvirt has no call that waits for it."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return call(guest, 'guest-ping', timeout=2)
        except AgentError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def run(guest, command, seconds=60):
    """Run a shell command in guest: its status, output, error output."""
    pid = call(guest, 'guest-exec', path='/bin/sh', arg=['-c', command], **{'capture-output': True})['pid']
    deadline = time.monotonic() + seconds
    while not (state := call(guest, 'guest-exec-status', pid=pid))['exited']:
        if time.monotonic() > deadline:
            raise AgentError(f'{guest}: no end after {seconds} s: {command}')
        time.sleep(0.02)
    out, err = (base64.b64decode(state.get(key, '')).decode(errors='replace')
                for key in ('out-data', 'err-data'))
    return state.get('exitcode', 128 + state.get('signal', 0)), out, err


def main(verb, guest, *rest):
    try:
        if verb == 'wait':
            wait(guest, *map(float, rest))
            return 0
        status, out, err = run(guest, ' '.join(rest))
        sys.stdout.write(out)
        sys.stderr.write(err)
        return status
    except AgentError as error:
        print(f'lab: {error}', file=sys.stderr)
        return 125


if __name__ == '__main__':
    if len(sys.argv) < 3 or (sys.argv[1] == 'exec' and len(sys.argv) < 4):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
