# shellcheck shell=bash
# SPDX-FileCopyrightText: 2026 The NetWiring authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# What "check" and "soak" share: builds and Meson test runs, counted; sourced by them.

passed=0 failed=0

# build FOLDER [MESON OPTION]...; a build that fails counts as one failed test.
build () {
    "$pieces/build" "$@" && return
    failed=$((failed + 1))
    return 1
}

# run_suites FOLDER LOG SUITE...: run these suites in a build; no test at all is a failure as well.
run_suites () {
    local folder=$root/$1 log=$2 suites=() counted
    shift 2
    suites=("${@/#/--suite=}")
    rm -f "$folder/meson-logs/$log.json"
    say "$* in ${folder##*/}"
    meson test -C "$folder" --no-rebuild --print-errorlogs --logbase "$log" "${suites[@]}" >&2 || true
    if counted=$("$pieces/count.py" "$folder/meson-logs/$log.json" "$pieces/skips"); then
        passed=$((passed + ${counted% *})) failed=$((failed + ${counted#* }))
    else
        failed=$((failed + 1))
    fi
}

# The last line of all, and the status that goes with it.
report () {
    echo "$passed passed, $failed failed"
    ((failed == 0))
}
