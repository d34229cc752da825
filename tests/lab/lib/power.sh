# shellcheck shell=bash
# Steps in which the machine loses its power, or is started anew: each of their parts is a call of its own. Sourced by ../lab.

# How often the power goes. Each time costs the start of the machine, some 40 s, so the usual run does it once.
POWER_CUTS=${IOVSH_LAB_POWER_CUTS:-1}

has_power_cuts() { head -n 3 "$LAB_DIR/steps/$1.sh" | grep -q '^# power cuts: '; }

# power_step NAME LOG
power_step() {
  local step=$1 log=$2 round
  POWER_SEEN=$(grep -ac LAB-READY "$LAB_RUN/$LAB_NAME/serial.log")
  lab_qmp set-action '{"reboot":"reset"}' >/dev/null
  power_part "$step" "$log" prepare
  for ((round = 1; round <= POWER_CUTS; round++)); do
    power_part "$step" "$log" cut "$round"
    if ! wait_for_power; then
      echo "FAIL $step: round $round: the machine does not come back" | tee -a "$log"
      break
    fi
    power_part "$step" "$log" check "$round"
  done
  power_part "$step" "$log" finish
  lab_qmp set-action '{"reboot":"shutdown"}' >/dev/null
}

power_part() {
  local step=$1 log=$2
  shift 2
  # shellcheck disable=SC2029
  lab_ssh "cd /root/lab/tests/lab/steps && timeout -k 10 300 bash ./$step.sh $*" </dev/null 2>&1 |
    sed -u "s/^\(PASS\|FAIL\|SKIP\|NOTE\) /\1 $step: /" | tee -a "$log" || true
}

# The connection that all commands share died with the machine.
wait_for_power() {
  local run=$LAB_RUN/$LAB_NAME waited
  for ((waited = 0; waited < 360; waited++)); do
    ssh -q -o "ControlPath=$run/ssh" -O exit root@127.0.0.1 2>/dev/null || true
    rm -f "$run/ssh"
    if [ "$(grep -ac LAB-READY "$run/serial.log")" -gt "$POWER_SEEN" ]; then
      POWER_SEEN=$(grep -ac LAB-READY "$run/serial.log")
      machine_answers && return
    fi
    machine_pid "$LAB_NAME" >/dev/null || return 1
    sleep 0.5
  done
  return 1
}
