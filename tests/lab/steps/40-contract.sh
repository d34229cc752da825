#!/bin/bash
# The contract suite against this host: the same scenarios that run on the simulated host.
. ./checks.sh

if ! command -v iovsh-contract >/dev/null; then
  skip "the contract suite: it was not pushed"
  exit 0
fi
host_snapshot >/tmp/before
IOVSH_CONTRACT_HOST=local RUST_BACKTRACE=0 iovsh-contract --test-threads=1 >/tmp/contract.out 2>&1
while read -r _ name _ verdict reason; do
  case $verdict in
    ok) pass "contract: $name" ;;
    ignored*) skip "contract: $name ${reason}" ;;
    *) fail "contract: $name" ;;
  esac
done < <(grep -E '^test .* \.\.\. ' /tmp/contract.out)
if grep -q '^test result: FAILED' /tmp/contract.out; then
  sed -n '/^failures:/,$p' /tmp/contract.out | head -n 120 | sed 's/^/     /'
fi
is "the suite ran" grep -q '^test result: ' /tmp/contract.out
same_host "the host is as it was before" /tmp/before
