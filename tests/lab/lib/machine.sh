# shellcheck shell=bash
# Boots, reaches and ends lab machines. Sourced by ../lab.
#
# State of machine NAME in $LAB_RUN/NAME: pid, port (of ssh), serial.log, qmp (socket), ssh (socket).

machine_pid() {
  local pid
  pid=$(cat "$LAB_RUN/$1/pid" 2>/dev/null) && kill -0 "$pid" 2>/dev/null && echo "$pid"
}

port_is_free() { ! (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

lab_boot() {
  local name=$1 image run port started pid
  lab_build
  image=$(image_dir)
  run=$LAB_RUN/$name
  pid=$(machine_pid "$name") && die "boot: machine $name is up already (pid $pid)"
  mkdir -p "$run"
  chmod 700 "$LAB_RUN"
  rm -f "$run"/{pid,port,qmp,power,ssh,serial.log}
  cp "$image/id" "$run/id" # the image may be rebuilt while the machine is up
  started=$(date +%s.%N)

  # One of a pair has a name, addresses and an identity of its own, and a wire to the other's segment.
  local number=${LAB_NUMBER:-0} identity=
  local -a wire=()
  if [ -n "${LAB_WIRE:-}" ]; then
    identity=" systemd.hostname=hv$((number + 1)) systemd.machine_id=0123456789abcdef0123456789abcde$number"
    wire=(-netdev "$LAB_WIRE,id=other" -netdev hubport,id=hub3,hubid=1,netdev=other)
  fi
  # The step about AppArmor loads the profiles that it needs by itself.
  local security="apparmor=0 audit=0"
  [ -z "${LAB_APPARMOR:-}" ] || security="apparmor=1 security=apparmor audit=1"
  # What a machine is to lack, for the steps that ask what is the matter with it.
  local -a iommu=(-device "intel-iommu,intremap=on,caching-mode=on")
  local port_option= kernel_option=
  lacks_check "${LAB_LACKS:-}"
  case ${LAB_LACKS:-} in
    iommu) iommu=() ;;
    intremap) iommu=(-device "intel-iommu,intremap=off,caching-mode=on") ;;
    acs) port_option=,disable-acs=on ;;
    ari) kernel_option=" pci=noari" ;;
  esac
  # Two cables with both ends here, for teams that have to find a partner. Their NICs have a speed, as LACP asks for.
  local -a cables=()
  local cable end slot=20
  for cable in 0 1; do
    for end in a b; do
      cables+=(
        -netdev "hubport,id=cable$cable$end,hubid=$((cable + 2))"
        -device "virtio-net-pci,id=end$cable$end,bus=pcie.0,addr=$(printf %x $slot),netdev=cable$cable$end,mac=52:54:00:c$cable:0$number:0$end,speed=10000,duplex=full,romfile="
      )
      slot=$((slot + 1))
    done
  done
  # The switch of the other's power, for the fencing of a cluster: the other's monitor, at an address that only this machine has.
  local power=",guestfwd=tcp:10.0.2.101:4444-cmd:socat STDIO UNIX-CONNECT:$run/power" # its own: it cuts its cables by that
  [ -z "${LAB_PEER:-}" ] || power+=",guestfwd=tcp:10.0.2.100:4444-cmd:socat STDIO UNIX-CONNECT:$LAB_RUN/$LAB_PEER/power"

  # mem: all BARs must lie below 4 GiB, see "Traps" in README.md.
  local -a machine=(
    -nodefaults -no-user-config -display none -name "lab-$name" -uuid "00000000-0000-4000-8000-00000000000$number"
    -machine q35,hpet=off -accel tcg,thread=multi -cpu EPYC,+svm,+npt -smp 2 -m 2560
    "${iommu[@]}"
    -kernel "$image/vmlinuz" -initrd "$image/initrd.img"
    -append "console=ttyS0 root=/dev/vda rw quiet intel_iommu=on iommu=pt mitigations=off nokaslr no_timer_check $security selinux=0 panic=1 random.trust_cpu=on$kernel_option$identity"
    # snapshot: every boot starts from the same disk, and nothing is kept
    -drive "if=none,id=root,file=$image/root.ext4,format=raw,snapshot=on,cache=unsafe"
    -device virtio-blk-pci,drive=root -device virtio-rng-pci
    # One segment: both PFs and a plain NIC that plays the world outside ("wire")
    -netdev hubport,id=hub0,hubid=1 -netdev hubport,id=hub1,hubid=1 -netdev hubport,id=hub2,hubid=1
    -device "pcie-root-port,id=slot0,chassis=1,slot=1,bus=pcie.0,addr=0x10$port_option"
    -device "pcie-root-port,id=slot1,chassis=2,slot=2,bus=pcie.0,addr=0x11$port_option"
    -device "pcie-root-port,id=slot2,chassis=3,slot=3,bus=pcie.0,addr=0x12$port_option"
    -device igb,id=pf0,bus=slot0,netdev=hub0,mac=52:54:00:a0:0$number:00
    -device igb,id=pf1,bus=slot1,netdev=hub1,mac=52:54:00:a1:0$number:00
    -device virtio-net-pci,id=wire,bus=slot2,netdev=hub2,mac=52:54:00:ee:0$number:00,romfile=
    -device virtio-net-pci,netdev=management,mac=52:54:00:00:00:01,romfile=
    "${wire[@]}" "${cables[@]}"
    -serial "file:$run/serial.log" -qmp "unix:$run/qmp,server=on,wait=off" -qmp "unix:$run/power,server=on,wait=off"
    -pidfile "$run/pid" -no-reboot -daemonize
  )
  # restrict=on: the machine reaches nothing outside; ssh comes in by a port of the loopback.
  for port in $(seq 22220 22299) none; do
    [ "$port" != none ] || { cat "$run/qemu.log" >&2; die "boot: QEMU did not start on any port"; }
    port_is_free "$port" || continue
    nice -n ${IOVSH_LAB_NICE:-10} qemu-system-x86_64 "${machine[@]}" \
      -netdev "user,id=management,restrict=on,hostfwd=tcp:127.0.0.1:$port-:22$power" 2>"$run/qemu.log" && break
    grep -q 'host forwarding' "$run/qemu.log" || { cat "$run/qemu.log" >&2; die "boot: QEMU failed"; }
  done
  echo "$port" >"$run/port"

  local waited=0
  until grep -aq LAB-READY "$run/serial.log" 2>/dev/null; do
    machine_pid "$name" >/dev/null || die "boot: QEMU ended: $(cat "$run/qemu.log")"
    waited=$((waited + 1))
    # The emulator loses an interrupt now and then, and its kernel waits for ever. A new machine has another fate.
    if [ $waited -gt 240 ] && [ "${LAB_BOOTS:-1}" -lt 3 ] && grep -aq 'detected stalls' "$run/serial.log"; then
      say "boot: machine $name lost an interrupt, and is booted anew"
      lab_stop "$name"
      LAB_BOOTS=$((${LAB_BOOTS:-1} + 1)) lab_boot "$name"
      return
    fi
    if [ $waited -gt 600 ]; then
      tail -n 30 "$run/serial.log" >&2
      lab_stop "$name"
      die "boot: no LAB-READY on the console within 5 minutes"
    fi
    sleep 0.5
  done
  # The connection that the later ones share stays in the background: it must not hold our output open.
  LAB_NAME=$name lab_ssh true >/dev/null 2>&1 || die "boot: ssh does not answer"
  say "boot: machine $name is up after $(seconds_since "$started") s (ssh port $port)"
}

# One multiplexed connection: the first command pays for the key exchange (1 s), the others do not.
lab_ssh() {
  local run=$LAB_RUN/$LAB_NAME
  machine_pid "$LAB_NAME" >/dev/null || die "machine $LAB_NAME is not up (run: $0 boot $LAB_NAME)"
  ssh -q -i "$run/id" -p "$(cat "$run/port")" -o IdentitiesOnly=yes -o StrictHostKeyChecking=no \
    -o UserKnownHostsFile=/dev/null -o ConnectTimeout=60 -o KexAlgorithms=curve25519-sha256 \
    -o Ciphers=aes128-gcm@openssh.com -o GSSAPIAuthentication=no -o ServerAliveInterval=30 \
    -o ControlMaster=auto -o "ControlPath=$run/ssh" -o ControlPersist=600 root@127.0.0.1 "$@"
}

lab_push() {
  [ $# -eq 2 ] || die "push FILE DEST"
  local mode
  mode=$(stat -c %a "$1")
  zstd -q -1 -c "$1" | lab_ssh "zstd -q -d -f -o '$2' && chmod $mode '$2'"
}

machine_answers() { IOVSH_LAB_NAME=$LAB_NAME timeout 60 "$LAB_DIR/lab" ssh true >/dev/null 2>&1; }

# Whether a processor sleeps in the middle of an interrupt: halted, although its APIC has one in service. No handler
# does that, so the interrupt was taken and then lost, and no other of its priority or below will ever come.
machine_is_stuck() {
  local cpu
  for cpu in 0 1; do
    lab_monitor "$cpu" "info registers" "info lapic" | tr '\n' ' ' |
      grep -q 'HLT=1.*ISR[^0-9(]*[0-9].*IRR' && return 0
  done
  return 1
}

# lab_monitor CPU COMMAND...: what the machine's monitor answers about a processor.
lab_monitor() {
  local cpu=$1 command
  shift
  {
    printf '%s\n' '{"execute":"qmp_capabilities"}'
    for command in "$@"; do
      printf '%s\n' "{\"execute\":\"human-monitor-command\",\"arguments\":{\"command-line\":\"$command\",\"cpu-index\":$cpu}}"
    done
  } | socat -t 2 - "UNIX-CONNECT:$LAB_RUN/$LAB_NAME/qmp" | tail -n +3 | sed 's/\\r\\n/\n/g'
}

lab_qmp() {
  local run=$LAB_RUN/$LAB_NAME
  printf '%s\n' '{"execute":"qmp_capabilities"}' "{\"execute\":\"$1\"${2:+,\"arguments\":$2}}" |
    socat -t 2 - "UNIX-CONNECT:$run/qmp" | tail -n +3
}

lab_status() {
  local run pid
  for run in "$LAB_RUN"/*/; do
    run=${run%/}
    pid=$(machine_pid "${run##*/}") && echo "${run##*/}: pid $pid, ssh port $(cat "$run/port")"
  done
  return 0
}

lab_stop() {
  local run=$LAB_RUN/$1 pid
  if pid=$(machine_pid "$1"); then
    ssh -q -o "ControlPath=$run/ssh" -O exit root@127.0.0.1 >/dev/null 2>&1 || true
    kill "$pid"
    while kill -0 "$pid" 2>/dev/null; do sleep 0.1; done
    say "stop: machine $1 ended"
  fi
  rm -rf "$run"
}
