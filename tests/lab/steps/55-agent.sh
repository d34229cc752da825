#!/bin/bash
# The agent and the restore unit under systemd: what virsh and ip do behind iovsh's back is made good, a killed agent comes
# back, an idle one costs nothing, and after a start of the host VFs and bridges are there again.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "$1"; }
agent_pid() { systemctl show -P MainPID iovsh-agent; }
# ticks PID: hundredths of a second of processor time, of all its threads.
ticks() { awk '{ print $14 + $15 }' "/proc/$1/stat"; }
has_vf() { virsh dumpxml one | grep -q '<hostdev '; }
in_bridge() { [ "$(ip -j link show dev $PF0 | jq -r '.[0].master')" = vs-lan ]; }
in_filter() { bridge fdb show dev $PF0 | grep self | grep -qi "$mac"; }

host_snapshot >/tmp/before
for unit in agent restore; do
  sed 's|/usr/bin/iovsh|/usr/local/bin/iovsh|' "/root/lab/packaging/iovsh-$unit.service" >"/etc/systemd/system/iovsh-$unit.service"
  is "systemd finds nothing wrong with iovsh-$unit" systemd-analyze verify --man=no "iovsh-$unit.service"
done
systemctl daemon-reload

is "two VFs are asked for" run "Set-NetAdapterSriov $PF0 -NumVFs 2 -ErrorAction Stop"
is "a switch in IOV mode" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ErrorAction Stop"
boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
is "a VM" run "New-VM one -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop"
is "it wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
mac=$(iovsh -Command '(Get-VMNetworkAdapter one).MacAddress' | sed 's/../&:/g; s/:$//' | tr 'A-F' 'a-f')
vf=$(vf_pci $PF0 0)

is "the agent starts, and says that it is ready" systemctl start iovsh-agent
is "virsh starts the VM" virsh start one
is "the agent gives it a VF" within 60 has_vf
is "its guest answers" guest --wait one
guest one 'ip link set eth0 up'
is "the guest is on the VF: the PF's filter has its address no more" within 90 eval '! in_filter'
is "virsh cuts its power" virsh destroy one
is "the agent takes the VF back" within 60 eval '[ "$(driver_of "$vf")" = none ]'

is "ip deletes the bridge" ip link delete vs-lan
is "the agent builds it again, with the NIC" within 60 in_bridge

killed=$(agent_pid)
is "the agent is killed" kill -9 "$killed"
is "virsh starts the VM meanwhile" virsh start one
is "systemd starts the agent again" within 60 eval 'systemctl is-active -q iovsh-agent && [ "$(agent_pid)" != "$killed" ]'
is "which gives the VM a VF" within 60 has_vf
is "virsh cuts its power again" virsh destroy one
is "and the VF is taken back again" within 60 eval '[ "$(driver_of "$vf")" = none ]'

# What befalls the NIC, and the daemon.
whole() { in_bridge && [ "$(vf_count $PF0)" = 2 ] && [ "$(driver_of "$(vf_pci $PF0 0)")" = none ]; }
same=$(agent_pid)
is "the NIC's driver lets it go" sysfs_write $PF0_PCI /sys/bus/pci/drivers/igb/unbind
is "and takes it again" sysfs_write $PF0_PCI /sys/bus/pci/drivers/igb/bind
is "the agent puts it back, with its VFs" within 60 whole
is "the NIC is pulled" sysfs_write 1 /sys/bus/pci/devices/$PF0_PCI/remove
is "a switch without it says so" within 30 eval 'run "(Get-VMSwitch lan).IovSupportReasons" | grep -q .'
is "and plugged in again" sysfs_write 1 /sys/bus/pci/rescan
is "the agent puts it back, with its VFs, again" within 60 whole
is "libvirt is started anew" systemctl restart libvirtd
is "virsh starts the VM after it" within 30 virsh start one
is "the agent hears of it" within 90 has_vf
is "virsh cuts its power once more" virsh destroy one
is "and the agent hears of that too" within 60 eval '[ "$(driver_of "$vf")" = none ]'
equal "it is still the same agent" "$same" "$(agent_pid)"

# It may follow a guest that it has just lost: an agent at rest is what is measured.
sleep 5
pid=$(agent_pid)
wakes() { awk '/^voluntary/ { n += $2 } END { print n }' /proc/"$pid"/task/*/status; }
woken=$(wakes)
began=$(ticks "$pid")
sleep 10
note "the idle agent took $(($(ticks "$pid") - began)) hundredths of a second of processor time in 10 s, woke $(($(wakes) - woken)) times, and has $(awk '/^VmRSS/ { print $2 }' "/proc/$pid/status") KiB"
# Events of the kernel, as fast as they can be had here: none of them needs anything done.
ip link add ev0 type dummy
began=$(ticks "$pid") started=$SECONDS events=0
while [ $((SECONDS - started)) -lt 10 ]; do
  ip -batch - <<<"$(for mtu in 1400 1500 1400 1500 1400 1500 1400 1500 1400 1500; do echo "link set ev0 mtu $mtu"; done)"
  events=$((events + 10))
  sleep 0.07
done
note "under $((events / 10)) events a second it took $(($(ticks "$pid") - began)) hundredths in 10 s"
ip link delete ev0
is "the agent ends when it is asked to" systemctl stop iovsh-agent
equal "and it ended well" success "$(systemctl show -P Result iovsh-agent)"

# What a start of the host leaves.
ip link delete vs-lan
sysfs_write 0 "/sys/class/net/$PF0/device/sriov_numvfs"
sysfs_write 1 "/sys/class/net/$PF0/device/sriov_drivers_autoprobe"
# It ran when the agent was started, which wants it.
is "the restore unit runs" systemctl restart iovsh-restore
equal "the VFs are there" 2 "$(vf_count $PF0)"
equal "no host driver grabbed one" none "$(driver_of "$(vf_pci $PF0 1)")"
is "the NIC is in the switch's bridge" in_bridge
equal "it ended well" success "$(systemctl show -P Result iovsh-restore)"
equal "a second time there is nothing to do" "Nothing had to be restored: the host is as it is recorded." "$(iovsh --restore 2>&1)"

journalctl -q -u iovsh-agent -u iovsh-restore -o cat | sed 's/^/     /' | tail -n 90
is "the VM is removed" run "Remove-VM one -Force -ErrorAction Stop"
is "the switch is removed" run "Remove-VMSwitch lan -Force -ErrorAction Stop"
is "the NIC's VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0 -ErrorAction Stop"
systemctl stop iovsh-restore
rm -f /etc/systemd/system/iovsh-agent.service /etc/systemd/system/iovsh-restore.service
systemctl daemon-reload
same_host "the host is as it was before" /tmp/before
