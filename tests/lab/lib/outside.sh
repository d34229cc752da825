# shellcheck shell=bash
# Steps that run on this machine and reach the lab machine by ssh, as an admin's own computer does. Sourced by ../lab.

is_outside() { head -n 3 "$LAB_DIR/steps/$1.sh" | grep -q '^# outside: '; }

# outside_step NAME IOVSH CONTRACT: runs it. By IOVSH_SSH it reaches the lab machine, under the name `lab`; IOVSH_BIN is the program that is tested.
outside_step() {
  local run=$LAB_RUN/$LAB_NAME iovsh
  iovsh=$(realpath "$2")
  cat >"$run/outside-config" <<C
Host lab
 HostName 127.0.0.1
 Port $(cat "$run/port")
 User root
 IdentityFile $run/id
 IdentitiesOnly yes
 StrictHostKeyChecking no
 UserKnownHostsFile /dev/null
 LogLevel ERROR
 ConnectTimeout 60
 ControlMaster auto
 ControlPath $run/outside
 ControlPersist 60
C
  printf '#!/bin/sh\nexec ssh -F "%s" "$@"\n' "$run/outside-config" >"$run/outside-ssh"
  chmod 755 "$run/outside-ssh"
  (cd "$LAB_DIR/steps" && IOVSH_BIN=$iovsh IOVSH_SSH=$run/outside-ssh IOVSH_CONTRACT=$3 \
    timeout -k 10 "${IOVSH_LAB_STEP_SECONDS:-1700}" bash "./$1.sh")
}
