# shellcheck shell=bash
# The contract suite against this host: the same scenarios that run on the simulated host. Sourced by the steps that run a
# part of it each, so that what has to be repeated when the machine stops is little.
. ./checks.sh

# Guests are slow on the emulator. What another step does with the same acts, and under traffic, is not done twice.
covered() {
  case $1 in
    life_of_a_vf | a_vm_is_paused_saved_and_reset) echo "56-live-changes does the same under traffic" ;;
    a_team_has_one_vf_of_a_nic | vfs_come_from_all_members | the_heavier_takes_with_consent) echo "who gets a VF is worked out in the same way on every host" ;;
    two_vms_and_one_vf) echo "50-workflow does the same under traffic" ;;
    a_weight_is_kept* | queue_pairs_and* | a_trunk_is_kept | switches_of_an_adapter* | bandwidth_is_kept | a_part_in_mirroring*)
      echo "port_acls_come_and_go keeps settings in the same way"
      ;;
    weights_outside_their_range* | vlans_that_cannot_be* | wrong_* | what_a_linux_host_has_not* | a_vm_has_any_name* | \
      an_adapter_is_set_by_any_road | notes_of_a_switch* | a_nic_that_is_not_there_is_said | guards_and_spoofing* | \
      the_bandwidth_of_an_adapter* | consent_to_taking* | names_that_begin_alike*)
      echo "iovsh refuses or keeps it in the same way on every host"
      ;;
    ssh::*) echo "what runs behind far:: runs behind ssh too, and tests/sshd.rs has ssh itself" ;;
    a_vm_that_was_stopped_by_others) echo "55-agent does the same by virsh" ;;
    *) return 1 ;;
  esac
}

# contract_runs HOST PROGRAM NAME...: these scenarios, without those that another step covers.
contract_runs() {
  local host=$1 program=$2 name why said
  local -a mine=()
  shift 2
  for name in "$@"; do
    if why=$(covered "$name"); then skip "contract: $name: $why"; else mine+=("$name"); fi
  done
  said=$(mktemp)
  IOVSH_CONTRACT_HOST=$host RUST_BACKTRACE=0 "$program" --test-threads=1 --exact "${mine[@]}" >"$said" 2>&1
  while read -r _ name _ verdict reason; do
    case $verdict in
      ok) pass "contract: $name" ;;
      ignored*) skip "contract: $name ${reason}" ;;
      *) fail "contract: $name" ;;
    esac
  done < <(grep -E '^test .* \.\.\. ' "$said")
  if grep -q '^test result: FAILED' "$said"; then
    sed -n '/^failures:/,$p' "$said" | head -n 120 | sed 's/^/     /'
  fi
  is "the part ran" grep -q "^test result: .* ${#mine[@]} passed\|^test result: FAILED" "$said"
  rm -f "$said"
}

# contract_part K N: every Nth scenario, from the Kth.
contract_part() {
  local -a names
  if ! command -v iovsh-contract >/dev/null; then
    skip "the contract suite: it was not pushed"
    return 0
  fi
  mapfile -t names < <(IOVSH_CONTRACT_HOST=local iovsh-contract --list 2>/dev/null | sed -n 's/: test$//p' | awk -v k="$1" -v n="$2" 'NR % n == k')
  rm -rf /var/lib/iovsh # what earlier steps asked for is over
  host_snapshot >/tmp/before
  contract_runs local iovsh-contract "${names[@]}"
  same_host "the host is as it was before" /tmp/before
}
