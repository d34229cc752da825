# shellcheck shell=bash
# Runs the steps on a lab machine and counts their checks. Sourced by ../lab.

# The iovsh to test: what the caller named, else a debug build of what is here now.
lab_find_iovsh() {
  if [ -n "${IOVSH_BIN:-}" ]; then
    [ -x "$IOVSH_BIN" ] || die "test: IOVSH_BIN=$IOVSH_BIN is no program"
    echo "$IOVSH_BIN"
    return
  fi
  # The one that the tests are built with: a build of its own would compile everything again, with other features.
  (cd "$REPO_DIR" && cargo test --quiet --workspace --test contract --no-run) >&2 || die "test: iovsh does not build"
  echo "${CARGO_TARGET_DIR:-$REPO_DIR/target}/debug/iovsh"
}

# A test of this repository as a program, built and not run. Empty when there is no test of that name.
lab_find_test() {
  [ -e "$REPO_DIR/tests/$1.rs" ] || [ -e "$REPO_DIR/tests/$1/main.rs" ] || return 0
  (cd "$REPO_DIR" && cargo test --quiet --workspace --test "$1" --no-run --message-format=json) |
    sed -n "s/.*\"executable\":\"\([^\"]*\/$1-[^\"]*\)\".*/\1/p" | tail -n 1
}

# A debug build is some 100 MB, most of it line tables that nobody reads over there.
push_stripped() {
  local small
  small=$(mktemp)
  if command -v strip >/dev/null && strip -o "$small" "$1"; then chmod 755 "$small"; else cp -p "$1" "$small"; fi
  lab_push "$small" "$2"
  rm -f "$small"
}

# lab_equip IOVSH CONTRACT HOST: puts what is tested, and the steps, on the machine.
lab_equip() {
  say "test: pushing $1${2:+, $2}${3:+, $3}"
  push_stripped "$1" /usr/local/bin/iovsh
  [ -z "$2" ] || push_stripped "$2" /usr/local/bin/iovsh-contract
  [ -z "$3" ] || push_stripped "$3" /usr/local/bin/iovsh-lab-host
  lab_ssh 'rm -rf /root/lab && mkdir -p /root/lab'
  local -a trees=(tests/lab/steps tests/scripts/deploy packaging)
  [ ! -d "$REPO_DIR/docs/examples" ] || trees+=(docs/examples docs/cluster.md)
  tar -C "$REPO_DIR" -c "${trees[@]}" |
    lab_ssh 'tar -C /root/lab -xf -'
}

# by_hand STEP: why a step is not in the usual run; fails for one that is.
by_hand() { head -n 4 "$LAB_DIR/steps/$1.sh" | sed -n 's/^# by hand: //p' | grep .; }

# one_names WORD STEP...: whether one of these steps names it.
one_names() {
  local word=$1 step
  shift
  for step in "$@"; do
    ! grep -q -- "$word" "$LAB_DIR/steps/$step.sh" || return 0
  done
  return 1
}

lab_test() {
  local iovsh contract host started log step mine=0 passed failed skipped
  local -a steps=("$@") by_hand=()
  iovsh=$(lab_find_iovsh)
  if [ ${#steps[@]} -eq 0 ]; then
    for step in "$LAB_DIR"/steps/[0-9]*.sh; do
      step=${step##*/}
      step=${step%.sh}
      if by_hand "$step" >/dev/null; then by_hand=("${by_hand[@]}" "$step"); else steps+=("$step"); fi
    done
  fi
  for step in "${steps[@]}"; do
    [ -f "$LAB_DIR/steps/$step.sh" ] || die "test: no step $step in $LAB_DIR/steps"
  done

  # Most steps need no program but iovsh.
  contract= host=
  ! one_names 'contract\.sh' "${steps[@]}" || contract=$(lab_find_test contract)
  ! one_names iovsh-lab-host "${steps[@]}" || host=$(lab_find_test lab_host)

  started=$(date +%s.%N)
  if [ -z "${IOVSH_LAB_KEEP:-}" ]; then
    # A machine of its own: tests of two checkouts may run side by side.
    LAB_NAME=${IOVSH_LAB_NAME:-test-$$}
    mine=1
    # shellcheck disable=SC2064
    trap "lab_stop '$LAB_NAME'; lab_stop '$LAB_NAME-2'" EXIT
    trap 'exit 130' INT TERM HUP
  fi
  # Where all steps are for two machines, none is booted alone.
  LAB_LACKS=$(lacks_of "${steps[0]}")
  is_for_two "${steps[0]}" || machine_pid "$LAB_NAME" >/dev/null || lab_boot "$LAB_NAME"

  log=$(mktemp)
  is_for_two "${steps[0]}" || lab_equip "$iovsh" "$contract" "$host"
  say "test: ready after $(seconds_since "$started") s"

  for step in "${steps[@]}"; do
    if [ $SECONDS -ge "${IOVSH_LAB_SECONDS:-86400}" ]; then
      echo "SKIP $step: not begun, the lab's $IOVSH_LAB_SECONDS s are over; by itself: tests/lab/lab test $step" | tee -a "$log"
      continue
    fi
    if is_for_two "$step"; then
      pair_for "$step"
      lab_equip_pair "$iovsh"
    else
      lacks_for "$step" "$iovsh" "$contract" "$host"
    fi
    package_for "$step" "$iovsh"
    if has_power_cuts "$step"; then
      power_step "$step" "$log"
    else
      run_step "$step" "$log" "$iovsh" "$contract" "$host"
    fi
  done

  for step in "${by_hand[@]}"; do
    echo "SKIP $step: $(by_hand "$step"); by itself: tests/lab/lab test $step" | tee -a "$log"
  done
  passed=$(grep -c '^PASS ' "$log" || true)
  failed=$(grep -c '^FAIL ' "$log" || true)
  skipped=$(grep -c '^SKIP ' "$log" || true)
  if [ "$failed" -gt 0 ]; then
    say "test: what failed:"
    grep '^FAIL ' "$log"
  fi
  rm -f "$log"
  # Nobody is to find a machine that lacks something where a whole one is meant.
  [ -z "$LAB_LACKS" ] || lab_stop "$LAB_NAME"
  [ $mine = 0 ] || { lab_stop "$LAB_NAME" && lab_stop "$LAB_NAME-2" && trap - EXIT; }
  say "test: $(seconds_since "$started") s in all"
  say "$passed passed, $failed failed, $skipped skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# Release builds of iovsh and of benches/kernel.rs against the tools that they replace, on a machine of its own.
lab_bench() {
  local bench
  (cd "$REPO_DIR" && cargo build --quiet --release --bin iovsh) || die "bench: iovsh does not build"
  bench=$(cd "$REPO_DIR" && cargo bench --quiet --bench kernel --no-run --message-format=json |
    sed -n 's/.*"executable":"\([^"]*\/kernel-[^"]*\)".*/\1/p' | tail -n 1)
  LAB_NAME=bench-$$
  # shellcheck disable=SC2064
  trap "lab_stop '$LAB_NAME'" EXIT
  trap 'exit 130' INT TERM HUP
  lab_boot "$LAB_NAME"
  lab_push "${CARGO_TARGET_DIR:-$REPO_DIR/target}/release/iovsh" /usr/local/bin/iovsh
  lab_push "$bench" /usr/local/bin/iovsh-bench
  lab_ssh 'ip link set enp1s0 up && echo 7 >/sys/class/net/enp1s0/device/sriov_numvfs && udevadm settle &&
    virsh -q list --all && iovsh-bench enp1s0 7'
  lab_ssh 'modprobe netdevsim && echo "10 1" >/sys/bus/netdevsim/new_device && udevadm settle &&
    echo 1000 >/sys/kernel/debug/netdevsim/netdevsim10/max_vfs
    for count in 256 1000; do
      echo 0 >/sys/bus/netdevsim/devices/netdevsim10/sriov_numvfs
      echo "$count" >/sys/bus/netdevsim/devices/netdevsim10/sriov_numvfs || exit
      iovsh-bench --netdevsim "$(ls /sys/bus/netdevsim/devices/netdevsim10/net | head -n 1)" "$count" || exit
    done'
  lab_stop "$LAB_NAME"
  trap - EXIT
}

# carry_out STEP IOVSH CONTRACT: where it runs, on the lab machine or on this one.
carry_out() {
  if is_outside "$1"; then
    outside_step "$@"
    return
  fi
  # shellcheck disable=SC2029
  lab_ssh "IOVSH_LAB_KILLS=${IOVSH_LAB_KILLS:-} timeout -k 10 ${IOVSH_LAB_STEP_SECONDS:-1700} bash /root/lab/tests/lab/steps/run-step $1"
}

# A step that hangs or fails is a failed check, and so is one that leaves something behind.
#
# One that takes the machine with it is tried again on a new one, twice at the most: the emulator loses an interrupt now
# and then ("A machine that stops" in README.md). What it had said before does not count. One that fails is run once more on
# a new machine: what it said at first is a note, and what it says then counts. Where the emulator had stopped a guest (the
# same page), it may be run a third time.
run_step() {
  local step=$1 log=$2 began attempt status said reason= again=
  shift 2
  said=$(mktemp)
  for attempt in 1 2 3; do
    began=$(date +%s.%N)
    say "step $step"
    : >"$said"
    (carry_out "$step" "$@" </dev/null 2>&1 |
      sed -u "s/^\(PASS\|FAIL\|SKIP\|NOTE\) /\1 $step: /" | tee -a "$said") &
    status=0
    watch_step $! || status=$?
    # A machine that stood still may answer again by now; but the step goes on over there, in the way of the next one.
    if [ $status != 255 ] || { [ -z "$reason" ] && machine_pid "$LAB_NAME" >/dev/null && machine_answers; }; then
      if [ $status = 0 ] && ! grep -q '^FAIL ' "$said"; then break; fi
      grep -q '^NOTE .*: the emulator stopped a guest: ' "$said" || [ -z "$again" ] || break
      [ "$attempt" != 3 ] && [ $SECONDS -lt "${IOVSH_LAB_SECONDS:-86400}" ] || break
      again=1
      sed -n "s/^FAIL \(.*\)/NOTE at first: \1/p" "$said" | tee -a "$log"
      echo "NOTE $step: it failed (status $status), and is run again on a new machine"
      reason=
    else
      reason=${reason:-the machine ended or was started anew}
      echo "NOTE $step: attempt $attempt ended because $reason"
    fi
    tail -n 30 "$LAB_RUN/$LAB_NAME/serial.log" | tr -d '\r' | sed 's/^/     console: /'
    if is_for_two "$step"; then
      pair_stop
      pair_boot
      lab_equip_pair "$1"
    else
      lab_stop "$LAB_NAME"
      lab_boot "$LAB_NAME"
      lab_equip "$@"
    fi
    [ "$attempt" != 3 ] || break
  done
  [ $status = 0 ] || echo "FAIL $step ended with status $status${reason:+: $reason}" | tee -a "$said"
  cat "$said" >>"$log"
  rm -f "$said"
  say "step $step took $(seconds_since "$began") s"
}

# Whether a machine of the step (the second one of a pair has a folder too) has ended or stands still; sets $reason.
has_lost_machine() {
  local name
  for name in "$LAB_NAME" "$LAB_NAME-2"; do
    [ -d "$LAB_RUN/$name" ] || continue
    if ! machine_pid "$name" >/dev/null; then
      reason="machine $name has ended"
      return
    fi
    if LAB_NAME=$name machine_is_stuck; then
      reason="a processor of machine $name has lost an interrupt"
      return
    fi
  done
  reason=
  return 1
}

# Waits for the step that runs as process $1; gives its status, 255 when the machine has stopped. Sets $reason then.
watch_step() {
  local process=$1
  while kill -0 "$process" 2>/dev/null; do
    if has_lost_machine && sleep 3 && has_lost_machine; then
      pkill -P "$process" || true
      kill "$process" 2>/dev/null || true
      wait "$process" || true
      return 255
    fi
    sleep 3
  done
  wait "$process"
}
