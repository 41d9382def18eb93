#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""killer.py PID N: ends a process with SIGKILL before its Nth system call that others could see.

Counted over all its threads, in the order in which the calls are made (strace counts for each
thread alone): what is sent, and what is done to files. Says "ready" when it watches, and what the
call was when it has killed. x86-64 only.
"""

import ctypes
import os
import signal
import sys

SEIZE, INTERRUPT, SYSCALL, SYSCALL_INFO = 0x4206, 0x4207, 24, 0x420e
TRACE_SYSGOOD, TRACE_CLONE = 1, 8
WALL = 0x40000000
O_CREAT = 0o100
CALLS = {1: 'write', 20: 'writev', 44: 'sendto', 46: 'sendmsg', 74: 'fsync', 75: 'fdatasync', 77: 'ftruncate',
         82: 'rename', 83: 'mkdir', 87: 'unlink', 91: 'fchmod', 257: 'openat', 263: 'unlinkat', 264: 'renameat',
         285: 'fallocate', 307: 'sendmmsg', 316: 'renameat2'}


class SyscallInfo(ctypes.Structure):
    _fields_ = [('op', ctypes.c_uint8), ('pad', ctypes.c_uint8 * 3), ('arch', ctypes.c_uint32),
                ('ip', ctypes.c_uint64), ('sp', ctypes.c_uint64), ('number', ctypes.c_uint64),
                ('arguments', ctypes.c_uint64 * 6), ('more', ctypes.c_uint64 * 4)]


libc = ctypes.CDLL(None, use_errno=True)
libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p]


def ptrace(request, thread, address=0, data=0):
    return libc.ptrace(request, thread, address, data) >= 0


def threads(pid):
    return {int(name) for name in os.listdir(f'/proc/{pid}/task')}


def seize(pid):
    """Watch all threads; new ones may come up while we do."""
    seen = set()
    while new := threads(pid) - seen:
        for thread in new:
            if ptrace(SEIZE, thread, 0, TRACE_SYSGOOD | TRACE_CLONE):
                ptrace(INTERRUPT, thread)
        seen |= new


def is_seen(pid, info):
    """Whether the call that is to begin can be seen outside; wake-ups and the log cannot."""
    call = CALLS.get(info.number)
    if call == 'openat':
        return bool(info.arguments[2] & O_CREAT)
    if call == 'write':
        file = info.arguments[0]
        return file > 2 and 'eventfd' not in os.readlink(f'/proc/{pid}/fd/{file}')
    return call is not None


def run(pid, number):
    info = SyscallInfo()
    seize(pid)
    print('ready', flush=True)
    while True:
        thread, status = os.waitpid(-1, WALL)
        if not os.WIFSTOPPED(status):
            if thread == pid:
                return
            continue
        sign = os.WSTOPSIG(status)
        if sign == signal.SIGTRAP | 0x80:
            ptrace(SYSCALL_INFO, thread, ctypes.sizeof(info), ctypes.addressof(info))
            if info.op == 1 and is_seen(pid, info):
                number -= 1
                if number == 0:
                    print(CALLS[info.number], flush=True)
                    os.kill(pid, signal.SIGKILL)
                    return
        stopped_by_us = status >> 16 or sign & 0x80 or sign == signal.SIGTRAP
        ptrace(SYSCALL, thread, 0, 0 if stopped_by_us else sign)


run(int(sys.argv[1]), int(sys.argv[2]))
