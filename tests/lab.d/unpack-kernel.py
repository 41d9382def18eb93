#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""unpack-kernel.py BZIMAGE ELF: take the ELF kernel out of a packed x86 Linux image."""

import bz2
import gzip
import lzma
import subprocess
import sys

def unpack_with(tool):
    def unpack(data):
        return subprocess.run([tool, '-dc'], input=data, capture_output=True).stdout
    return unpack


PACKINGS = {
    b'\xfd7zXZ\x00': lambda data: lzma.LZMADecompressor().decompress(data),
    b'\x1f\x8b\x08': lambda data: gzip.zlib.decompressobj(31).decompress(data),
    b'BZh': lambda data: bz2.BZ2Decompressor().decompress(data),
    b'\x28\xb5\x2f\xfd': unpack_with('zstd'),
    b'\x02\x21\x4c\x18': unpack_with('lz4'),
}


def elf_kernel(image):
    for magic, unpack in PACKINGS.items():
        at = image.find(magic)
        while at >= 0:
            try:
                kernel = unpack(image[at:])
            except (lzma.LZMAError, OSError, gzip.zlib.error):
                kernel = b''
            if kernel.startswith(b'\x7fELF'):
                return kernel
            at = image.find(magic, at + 1)
    return image        # QEMU starts the packed one too, only more slowly


with open(sys.argv[1], 'rb') as packed, open(sys.argv[2], 'wb') as kernel:
    kernel.write(elf_kernel(packed.read()))
