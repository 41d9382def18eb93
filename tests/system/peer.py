# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Another host, as far as libvirt goes: a libvirtd with a host name, folders and VMs of its own, on the same
bridges."""

import re
import subprocess
import uuid

import lab

HERE = 'qemu+unix:///system?socket=/run/libvirt/libvirt-sock'
FOLDER = lab.STATE / 'peer'
START = f'''
hostname peer
for folder in /run/libvirt /var/lib/libvirt /var/cache/libvirt /etc/libvirt; do mount -t tmpfs peer $folder; done
mkdir -p /etc/libvirt/qemu/networks /var/lib/libvirt/qemu /var/lib/libvirt/images /var/lib/libvirt/dnsmasq
cp {FOLDER}/qemu.conf /etc/libvirt
exec libvirtd --config {FOLDER}/libvirtd.conf --pid-file {FOLDER}/pid
'''
DAEMON_CONF = f'''
unix_sock_dir = "{FOLDER}"
auth_unix_rw = "none"
host_uuid = "{uuid.uuid4()}"
'''
QEMU_CONF = '''
user = "root"
group = "root"
security_driver = "none"
dynamic_ownership = 0
remember_owner = 0
cgroup_controllers = []
stdio_handler = "file"
'''


class Peer:
    uri = f'qemu+unix:///system?socket={FOLDER}/libvirt-sock'

    def __init__(self):
        FOLDER.mkdir(exist_ok=True)
        (FOLDER / 'libvirtd.conf').write_text(DAEMON_CONF)
        (FOLDER / 'qemu.conf').write_text(QEMU_CONF)
        with open(lab.LOGS / 'peer.log', 'wb') as log:
            self.process = subprocess.Popen(['unshare', '--mount', '--uts', 'sh', '-ec', START],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        lab.wait_until(lambda: self.virsh('version', check=False).returncode == 0, 20, "the peer's libvirtd")

    def virsh(self, *arguments, **options):
        return lab.virsh('-c', self.uri, *arguments, **options)

    def close(self):
        for name in self.virsh('list', '--name').split():
            self.virsh('destroy', name)
        self.process.terminate()
        self.process.wait()


class Migration:
    """A running guest on its way to another host, slowly; what is done inside happens meanwhile."""

    def __init__(self, name, source, target, *options):
        self.name, self.source = name, source
        self.command = ['virsh', '-q', '-c', source, 'migrate', '--live', '--bandwidth', '1', *options, name, target,
                        'tcp://127.0.0.1']

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                        stderr=subprocess.STDOUT, text=True)
        # Before that its speed is not ours to set.
        lab.wait_until(lambda: re.search(r'Data processed: +[1-9]', self.virsh('domjobinfo', self.name, check=False).stdout))

    def virsh(self, *arguments, **options):
        return lab.virsh('-c', self.source, *arguments, **options)

    def __exit__(self, *_error):
        self.virsh('migrate-setspeed', self.name, '1000')
        output = self.process.communicate(timeout=60)[0]
        assert self.process.returncode == 0, output
