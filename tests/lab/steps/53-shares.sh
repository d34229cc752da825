#!/bin/bash
# by hand: it has not been run to its end yet
# Settings of an adapter that divide the uplink or belong to its device, on a real kernel with a real guest: shares of the NIC, a limit
# of broadcasts, queue pairs, the number in the guest's firmware, MTU. Judged by tc, ip, virsh and the guest.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "\$ErrorActionPreference = 'Stop'; $1"; }
tap() { virsh -q domiflist one | awk 'NR == 1 { print $1 }'; }
classes() { tc -j class show dev "$PF0" | jq -c '[.[] | select(.handle | startswith("105:")) | .handle] | sort'; }
# sent CLASS: packets that went out by this class.
sent() { tc -s -j class show dev "$PF0" | jq -r ".[] | select(.handle == \"$1\") | .stats.packets // .packets"; }
drops() { tc -s -j filter show dev "$(tap)" ingress | jq '[.[].options.actions[]? | select(.kind == "police") | .stats.drops] | add // 0'; }

host_snapshot >/tmp/before
mtu=$(cat "/sys/class/net/$PF0/mtu")
wire_up
is "a switch that divides by weight, with an MTU of its own" run "New-VMSwitch lan -NetAdapterName $PF0 -MinimumBandwidthMode Weight -Mtu 1400"
equal "the NIC has it" 1400 "$(cat "/sys/class/net/$PF0/mtu")"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot"
is "queue pairs, a number, an MTU" run "Set-VMNetworkAdapter one -VrssMaxQueuePairs 2 -DeviceNaming On -Mtu 1400"
is "they stand in its definition" eval "virsh dumpxml --inactive one | grep -q \"queues='2'\" && virsh dumpxml --inactive one | grep -q \"<acpi index='1'/>\" && virsh dumpxml --inactive one | grep -q \"<mtu size='1400'/>\""
is "it starts" run "Start-VM one"
is "its guest answers" guest --wait one
guest_address one 10.9.0.20
equal "the guest was told the MTU" 1400 "$(guest one 'cat /sys/class/net/eth0/mtu' | tr -d '\r')"
is "the guest has two queues" guest one 'ls -d /sys/class/net/*/queues/rx-1'
is "the guest's firmware has the number" guest one 'grep -x 1 /sys/bus/pci/devices/*/acpi_index'
equal "nothing divides the NIC" "[]" "$(classes)"

is "a share of the uplink" run "Set-VMNetworkAdapter one -MinimumBandwidthWeight 30"
is "the NIC is divided in two, below one class" eval "[ \"\$(tc -j class show dev $PF0 | jq length)\" = 3 ]"
share=$(tc -j class show dev "$PF0" | jq -r '.[] | .handle' | grep -v -e '^105:1$' -e '^105:fffe$')
before=$(sent "$share")
is "the guest reaches the wire" within 30 guest one "ping -q -c 5 -i 0.2 $WIRE_IP"
is "by its share" test "$(sent "$share")" -ge $((before + 5))
isnt "a rate is of another mode" run "Set-VMNetworkAdapter one -MinimumBandwidthAbsolute 1000000"
tc qdisc del dev "$PF0" root
iovsh --agent >/tmp/agent.out 2>&1 &
agent=$!
is "the agent divides it again when another tool has ended that" within 20 eval "tc class show dev $PF0 | grep -q 105:fffe"
kill -TERM $agent
wait $agent
is "no share" run "Set-VMNetworkAdapter one -MinimumBandwidthWeight 0"
equal "nothing divides the NIC any more" "[]" "$(classes)"

is "twenty broadcasts a second" run "Set-VMNetworkAdapter one -StormLimit 20"
guest one "ping -q -b -c 200 -i 0.005 10.9.0.255 >/dev/null 2>&1"
is "more are dropped" test "$(drops)" -gt 0
is "and the guest reaches the wire" within 10 guest one "ping -q -c 2 -W 1 $WIRE_IP"

is "the VM is turned off" run "Stop-VM one -TurnOff -Force"
is "and removed" run "Remove-VM one -Force"
is "the switch is removed" run "Remove-VMSwitch lan -Force"
equal "the NIC has its own MTU again" "$mtu" "$(cat "/sys/class/net/$PF0/mtu")"
wire_down
same_host "the host is as it was before" /tmp/before
