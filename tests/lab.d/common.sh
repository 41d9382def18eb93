# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What every piece of the lab needs; sourced by them.

set -euo pipefail
export PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C.UTF-8

pieces=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
lab=$(dirname "$pieces")/lab
# shellcheck disable=SC2034 # used by those that source this
root=$(readlink -f "$pieces/../..")
# shellcheck disable=SC2034
state=/run/netwiring-lab
# shellcheck disable=SC2034
cache=${NW_LAB_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/netwiring-lab}

say () { echo "lab: $*" >&2; }

die () { say "$*"; exit 1; }

need_root () { ((EUID == 0)) || { say "$1 needs root"; exit 77; }; }

inside_only () { [ -n "${NW_LAB:-}" ] || die "$1 works inside '$lab run' only"; }

# until_true SECONDS COMMAND...: what has no event to wait for is tried every 20 ms.
until_true () {
    local deadline=$((SECONDS + $1 + 1))
    shift
    until "$@" >/dev/null 2>&1; do
        ((SECONDS < deadline)) || return 1
        sleep 0.02
    done
}
