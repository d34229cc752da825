#!/bin/bash
# by hand: it takes two machines some ten minutes on quiet processors
# Ten moves of a VM with a VF beside ten of one without, in turns, both under a ping every 100 ms and a TCP stream whose bytes are
# checked: what each loses of its pings, and how long it stands still. Runs on hv1; hv2 is beside it. The figures are for
# docs/performance.md.
. ./checks.sh
. ./migrating.sh

MOVES=10
two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
far virsh -q domcapabilities >/dev/null 2>&1
is "a VM that wants none" run "New-VM plain -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop; Start-VM plain -ErrorAction Stop"
is "its guest answers" guest --wait plain
guest_address plain 10.9.0.21
is "it reaches the wire" within 60 guest plain "ping -q -c 2 -W 1 $WIRE_IP"

# streams VM PORT HOST: one connection to the wire, a thousand numbered lines at a time; streamed VM PORT judges them by their checksum.
declare -A listener
guest_of() { at "$2" guest "$1" "$3"; }
streams() {
  ip netns exec wire socat -u "TCP-LISTEN:$2,reuseaddr" "OPEN:/tmp/stream.$1,creat,trunc" &
  listener[$1]=$!
  guest_of "$1" "$3" "(i=1; while seq \$i \$((i + 999)); do i=\$((i + 1000)); sleep 0.1; done) 2>/dev/null | nc $WIRE_IP $2 >/dev/null 2>&1 &"
  is "$1: the connection stands" within 20 test -s "/tmp/stream.$1"
}
lines() { wc -l <"/tmp/stream.$1"; }
in_order() {
  local lines
  lines=$(lines "$1")
  equal "$1: every byte came over one connection, once and in its place" "$(seq 1 "$lines" | md5sum)" "$(head -n "$lines" "/tmp/stream.$1" | md5sum)"
  note "$1: bytes over one connection: $(wc -c <"/tmp/stream.$1")"
}
streamed() {
  guest "$1" 'killall nc'
  listener_ends "${listener[$1]}"
  in_order "$1"
}
# A guest on this emulator now and then starts anew by itself (../README.md, "A machine that stops"). Its connection is judged up to there, it is
# made ready again, and that move does not count. started_anew VM HOST
declare -A boot_id port=([one]=5000 [plain]=5001) address=([one]=10.9.0.20 [plain]=10.9.0.21)
boot_of() { guest_of "$1" "$2" 'cat /proc/sys/kernel/random/boot_id' 2>/dev/null; }
started_anew() {
  local vm=$1 host=$2 now
  now=$(boot_of "$vm" "$host")
  [ "$now" != "${boot_id[$vm]}" ] || return 1
  note "$vm started anew by itself, or hangs; this move does not count"
  echo "$vm started anew" >>/run/guest-stopped
  if [ -z "$now" ]; then
    at "$host" virsh -q reset "$vm"
    at "$host" guest --wait "$vm"
  fi
  within 30 guest_of "$vm" "$host" "ip address add ${address[$vm]}/24 dev eth0 2>/dev/null; ip link set eth0 up; ping -q -c 2 -W 1 $WIRE_IP"
  [ "$vm" != one ] || within 60 on_vf "$host"
  kill "${listener[$vm]}" 2>/dev/null
  in_order "$vm"
  streams "$vm" "${port[$vm]}" "$host"
  boot_id[$vm]=$(boot_of "$vm" "$host")
}
# judged TEXT VM HOST COMMAND...: as `is`, but what a guest that started anew broke off does not count.
judged() {
  local text=$1 vm=$2 host=$3
  shift 3
  if "$@" >$OUT 2>&1; then
    pass "$text"
  elif ! started_anew "$vm" "$host"; then
    fail "$text: $(tail -n 3 $OUT | tr '\n' ' ')"
  fi
}
# ping_lost VM HOST: "SENT LOST LONGEST" of what its guest pings.
ping_lost() { if [ "$2" = hv1 ]; then lost "$1"; else far "cd /root/lab/tests/lab/steps && . ./checks.sh && lost $1"; fi; }

for vm in one plain; do
  streams $vm "${port[$vm]}" hv1
  boot_id[$vm]=$(boot_of $vm hv1)
done
at_now=hv1
declare -A gone sent longest took stood
for ((move = 1; move <= MOVES; move++)); do
  to=$([ $at_now = hv1 ] && echo hv2 || echo hv1)
  for vm in one plain; do
    guest_of $vm $at_now "ping -i 0.1 $WIRE_IP >/tmp/ping.out 2>&1 &"
    before=$(lines $vm)
    id_before=${boot_id[$vm]}
    started=$(now)
    is "$vm, move $move, to $to" run "Move-VM $vm $to -ComputerName $at_now -ErrorAction Stop"
    took[$vm]="${took[$vm]:-} $(since "$started")"
    # The source knows nothing of a domain that is gone.
    stood[$vm]="${stood[$vm]:-} $(at $to virsh -q domjobinfo $vm --completed | sed -n 's/^Total downtime: *\([0-9]*\) *\(.*\)/\1\2/p')"
    # What the link of the VF costs at its start is part of it.
    [ $vm != one ] || is "$vm, move $move: on a VF of $to" within 60 on_vf $to
    grows() { [ "$(lines $vm)" -gt "$before" ]; }
    judged "$vm, move $move: its connection goes on" $vm $to within 60 grows
    sleep 3
    if started_anew $vm $to || [ "${boot_id[$vm]}" != "$id_before" ]; then continue; fi
    read -r all lost_now gap < <(ping_lost $vm $to 2>/dev/null)
    # A guest that is short of time may not have taken the command.
    if ! [[ ${all:-} =~ ^[1-9][0-9]*$ ]]; then
      note "$vm, move $move: its ping did not run; its losses are not known"
      continue
    fi
    note "$vm, move $move: ${took[$vm]##* } s; of its pings (sent, lost, longest gap, ten a second): ${all:-?} ${lost_now:-?} ${gap:-?}"
    sent[$vm]=$((${sent[$vm]:-0} + ${all:-0}))
    gone[$vm]="${gone[$vm]:-} ${lost_now:-?}"
    longest[$vm]="${longest[$vm]:-} ${gap:-?}"
  done
  at_now=$to
done
for vm in one plain; do
  note "$vm: seconds of each Move-VM:${took[$vm]}"
  note "$vm: pings sent, ten a second: ${sent[$vm]}; lost in each move:${gone[$vm]}; longest run in each:${longest[$vm]}"
  note "$vm: how long it stood still, as libvirt at the target counted:${stood[$vm]}"
  streamed $vm
done
is "they are stopped" run "Stop-VM one, plain -TurnOff -Force -ErrorAction Stop"
clean_up_hosts hv1 one plain
exit 0
