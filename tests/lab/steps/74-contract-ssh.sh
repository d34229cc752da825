#!/bin/bash
# outside: the scenarios at the prompt, from this machine, by ssh, at the lab machine.
#
# Each is tried on the lab machine itself by another step: here a part of them is enough, to see that the way between changes nothing.
# IOVSH_LAB_OUTSIDE=1 runs all of them.
. ./contract.sh
OUT=$(mktemp)
trap 'rm -f "$OUT"' EXIT

every=${IOVSH_LAB_OUTSIDE:-4}
mapfile -t names < <("$IOVSH_CONTRACT" --list 2>/dev/null | sed -n 's/^far::\(.*\): test$/\1/p' | awk -v n="$every" 'NR % n == 0')
contract_runs ssh://lab "$IOVSH_CONTRACT" "${names[@]}"
