# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Where a ping was when: what passes the taps of guests and when a tap is a port of no bridge, seen
from the host. A guest's own clock says nothing of the order of things outside of it."""

import bisect
import contextlib
import dataclasses
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
ECHO_REQUEST = 8            # of ICMP


class Requests:
    """The echo requests that come out of a guest by its tap, each with the kernel's time: {sequence number: seconds}."""

    def __init__(self, tap):
        self.seen = {}
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
            if frame[12:14] == IPV4 and frame[23] == socket.IPPROTO_ICMP and frame[34] == ECHO_REQUEST:
                seconds, nanoseconds = struct.unpack_from('qq', stamp)
                self.seen[struct.unpack_from('!H', frame, 40)[0]] = seconds + nanoseconds / 1e9


class Absences:
    """For how long a tap was a port of no bridge, each time: [seconds]. It is heard at once, whatever else runs."""

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
                absences.append(now - left)
                left = None
        return absences


def waited(pid):
    """How long a process has been ready to run and was not given a processor: s, of its main thread."""
    return int(pathlib.Path(f'/proc/{pid}/schedstat').read_text().split()[1]) / 1e9


@dataclasses.dataclass
class Move:
    """What a move did to the pings of another guest."""

    begun: float        # s, since the epoch
    lost: list = dataclasses.field(default_factory=list)    # when after its begin they were sent, s; till the next one's
    unwired: float = 0  # s, that libvirt and the kernel had the card on no bridge
    waited: float = 0   # s, that the service was ready to run and was not given a processor

    def count_lost(self, interval):
        """As many as of pings that far apart, s: a guest that was kept waiting sends the missed ones at once."""
        count, last = 0, -interval
        for sent in sorted(self.lost):
            if sent - last >= interval / 2:
                count, last = count + 1, sent
        return count


class Wire:
    """The way to a guest that moves, while another one pings it.

    with wire.move():
        ...
    again and again, and in the end
    moves = wire.get_moves(ping)
    """

    def __init__(self, pinger_tap, moved_tap, service):
        self.requests, self.absences = Requests(pinger_tap), Absences(moved_tap)
        self.service, self.moves = service, []

    @contextlib.contextmanager
    def move(self):
        """Around each move."""
        before, move = waited(self.service), Move(datetime.datetime.now().timestamp())
        self.moves.append(move)
        yield
        move.waited = waited(self.service) - before
        self.requests.read()

    def get_moves(self, ping):
        """All of them, when the ping is over."""
        self.requests.read()
        absences = self.absences.stop()
        assert len(absences) == len(self.moves), absences
        assert set(ping.received) <= set(self.requests.seen)
        begins = [move.begun for move in self.moves]
        for number in ping.lost:
            sent = self.requests.seen[number]
            move = self.moves[max(0, bisect.bisect(begins, sent) - 1)]
            move.lost.append(sent - move.begun)
        for move, absence in zip(self.moves, absences):
            move.unwired = absence
        return self.moves
