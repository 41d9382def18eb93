# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where a ping was when: what passes the taps of guests and when a tap is a port of no bridge, seen
from the host. A guest's own clock says nothing of the order of things outside of it."""

import bisect
import contextlib
import datetime
import pathlib
import re
import signal
import socket
import struct
import subprocess

from lab import STATE, wait_until

ETH_P_ALL = 3               # who asks for one protocol is asked after the bridge, and sees nothing
SO_RCVBUFFORCE, SO_TIMESTAMPNS = 33, 35
IPV4 = b'\x08\x00'
REPLY, REQUEST = 0, 8       # types of ICMP
CLOCKS = 0.0002             # s, between the kernel's note of a packet and that of a link


class Echoes:
    """The echo packets that pass a tap, each with the kernel's time: {sequence number: seconds}."""

    def __init__(self, tap, kind):
        self.kind, self.seen = kind, {}
        self.socket = socket.socket(socket.AF_PACKET, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.htons(ETH_P_ALL))
        self.socket.bind((tap, ETH_P_ALL))
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, 16 << 20)

    def read(self):
        """Take in what passed since; often enough, and nothing is dropped."""
        while True:
            try:
                frame, ((_level, _type, stamp), *_), _flags, _address = self.socket.recvmsg(64, 64)
            except BlockingIOError:
                return
            if frame[12:14] == IPV4 and frame[23] == socket.IPPROTO_ICMP and frame[34] == self.kind:
                seconds, nanoseconds = struct.unpack_from('qq', stamp)
                self.seen[struct.unpack_from('!H', frame, 40)[0]] = seconds + nanoseconds / 1e9


class Absences:
    """When a tap was a port of no bridge: [(from, to)], seconds. It is heard at once, whatever else runs."""

    def __init__(self, tap):
        self.path = pathlib.Path(STATE, f'{tap}.links')
        with open(self.path, 'wb') as output:
            self.process = subprocess.Popen(['chrt', '-f', '1', 'ip', '-tshort', '-oneline', 'monitor', 'link',
                                             'dev', tap], stdout=output, stdin=subprocess.DEVNULL)
        wait_until(lambda: f' {self.process.pid} ' in pathlib.Path('/proc/net/netlink').read_text())

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()
        absences, left = [], None
        for stamp, gone, rest in re.findall(r'^\[(.*?)\] (Deleted )?(.*)$', self.path.read_text(), re.M):
            now = datetime.datetime.fromisoformat(stamp).timestamp()
            if gone:
                left = left or now
            elif left and ' master ' in rest:
                absences.append((left - CLOCKS, now + CLOCKS))
                left = None
        return absences


def waited(pid):
    """How long a process has been ready to run and was not given a processor: s, of its main thread."""
    return int(pathlib.Path(f'/proc/{pid}/schedstat').read_text().split()[1]) / 1e9


class Wire:
    """The way from one guest to another that moves, while the first pings the other.

    with wire.move():
        ...
    again and again, and in the end
    alone, others = wire.attribute(ping)
    """

    def __init__(self, pinger_tap, moved_tap, service):
        self.requests, self.replies = Echoes(pinger_tap, REQUEST), Echoes(moved_tap, REPLY)
        self.absences, self.service = Absences(moved_tap), service
        self.starts, self.waited = [], []       # of each move, s

    @contextlib.contextmanager
    def move(self):
        """Around each move."""
        before = waited(self.service)
        self.starts.append(datetime.datetime.now().timestamp())
        yield
        self.waited.append(waited(self.service) - before)
        self.read()

    def read(self):
        self.requests.read()
        self.replies.read()

    def attribute(self, ping):
        """The lost pings, as lists of one number for each move: those under way while the moved card was
        on no bridge at all, which is libvirt's doing, and all others."""
        self.read()
        absences = self.absences.stop()
        assert len(absences) == len(self.starts), absences
        assert set(ping.received) <= set(self.requests.seen)
        alone, others = [0] * len(self.starts), [0] * len(self.starts)
        for number in ping.lost:
            lost_at = self.replies.seen.get(number, self.requests.seen[number])
            move = max(0, bisect.bisect(self.starts, lost_at) - 1)
            unwired = any(start <= lost_at <= end for start, end in absences)
            (alone if unwired else others)[move] += 1
        return alone, others
