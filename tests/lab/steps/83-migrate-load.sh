#!/bin/bash
# by hand: it has not been run to its end yet
# Ten moves of a VM with a VF under load, and ten of one without: what each loses of its pings, and one TCP connection of the first
# throughout. Runs on hv1; hv2 is beside it. The figures are for docs/performance.md.
. ./checks.sh
. ./migrating.sh

MOVES=10
two_hosts
is "on both it is allowed" run "Enable-VMMigration -ComputerName hv1, hv2 -ErrorAction Stop"
far virsh -q domcapabilities >/dev/null 2>&1
is "a VM that wants none" run "New-VM plain -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop; Start-VM plain -ErrorAction Stop"
is "its guest answers" guest --wait plain
guest_address plain 10.9.0.21

# Numbered lines without a pause, whose order and number tell whether any byte was lost.
ip netns exec wire busybox nc -l -p 5000 >/tmp/stream &
listener=$!
guest one "seq 1 100000000 | nc $WIRE_IP 5000 >/dev/null 2>&1 &"
is "the connection stands" within 20 eval '[ -s /tmp/stream ]'
guest one "ping -i 0.1 $WIRE_IP >/tmp/ping.out 2>&1 &"
guest plain "ping -i 0.1 $WIRE_IP >/tmp/ping.out 2>&1 &"
for vm in one plain; do
  at=hv1
  started=$(now)
  for ((move = 1; move <= MOVES; move++)); do
    to=$([ $at = hv1 ] && echo hv2 || echo hv1)
    is "$vm, move $move, to $to" run "Move-VM $vm $to -ComputerName $at -ErrorAction Stop"
    at=$to
  done
  note "$vm: $MOVES moves took $(since "$started") s; downtime as libvirt counted it, in ms: $(ask "(Get-WinEvent -ComputerName hv1, hv2 | Where-Object { \$_.VMName -eq '$vm' -and \$_.Id -in 126, 20417 }).Message" | grep -o '[0-9]* ms' | tr '\n' ' ')"
  note "$vm: of the pings (sent, lost, longest gap, ten a second): $(lost $vm)"
done
guest one 'killall nc seq'
wait $listener 2>/dev/null
lines=$(($(wc -l </tmp/stream) - 1))
equal "every line came, once and in its place" "$(seq 1 $lines | md5sum)" "$(head -n $lines /tmp/stream | md5sum)"
note "bytes over one connection: $(wc -c </tmp/stream)"
is "they are stopped" run "Stop-VM one, plain -TurnOff -Force -ErrorAction Stop"
clean_up_hosts hv1 one plain
exit 0
