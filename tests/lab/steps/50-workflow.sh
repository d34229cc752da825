#!/bin/bash
# The whole workflow by iovsh on a real kernel: an IOV switch, a VM on a VF, the path switched under a running
# ping, a second VM when no VF is left, and the host as it was when everything is removed.
# The witnesses share no code with iovsh: sysfs, ip, bridge, virsh, and the guest itself.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
run() { iovsh -Command "$1"; }
# ask EXPRESSION: what one expression gives, as text.
ask() { iovsh -Command "$1" 2>&1 | tr -d '\r'; }
is_now() { [ "$(ask "$1")" = "$2" ]; }

host_snapshot >/tmp/before
wire_up
host_snapshot >/tmp/before.wire

equal "the platform can do SR-IOV" True "$(ask '(Get-VMHost).IovSupport')"
equal "the NIC can" Supported "$(ask "(Get-NetAdapterSriov $PF0).SriovSupport")"
refused "more VFs than the hardware has" "Iov" run "Set-NetAdapterSriov $PF0 -NumVFs 8 -ErrorAction Stop"
equal "nothing was changed by that" 0 "$(vf_count $PF0)"

# One VF only, so that the second VM finds none.
is "one VF is asked for" run "Set-NetAdapterSriov $PF0 -NumVFs 1 -ErrorAction Stop"
is "a switch in IOV mode" run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ErrorAction Stop"
equal "one VF is there" 1 "$(vf_count $PF0)"
vf=$(vf_pci $PF0 0)
equal "no host driver grabbed it" none "$(driver_of "$vf")"
bridge=$(ip -j link show dev $PF0 | jq -r '.[0].master')
is "the NIC is in the switch's bridge" test -d "/sys/class/net/$bridge/bridge"
equal "the switch says so" "True True 1" "$(ask '$s = Get-VMSwitch lan; "$($s.IovEnabled) $($s.IovSupport) $($s.IovVirtualFunctionCount)"')"
is "the same switch again is refused" eval '! run "New-VMSwitch lan -NetAdapterName $PF0 -EnableIov \$true -ErrorAction Stop"'

boot="-Kernel /srv/guest/vmlinuz -InitialRamdisk /srv/guest/initrd.img -KernelCommandLine '$(cat /srv/guest/cmdline)'"
for vm in one two; do
  is "VM $vm is defined" run "New-VM $vm -MemoryStartupBytes 192MB -SwitchName lan $boot -ErrorAction Stop"
done
is "VM one wishes for a VF" run "Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
is "VM two too" run "Set-VMNetworkAdapter two -IovWeight 50 -ErrorAction Stop"

started=$(now)
is "VM one starts" run "Start-VM one -ErrorAction Stop"
note "Start-VM took $(since "$started") s"
equal "its VF is bound to vfio-pci" vfio-pci "$(driver_of "$vf")"
mac=$(ask '(Get-VMNetworkAdapter one).MacAddress' | sed 's/../&:/g; s/:$//' | tr 'A-F' 'a-f')
equal "the VF has the adapter's MAC" "$mac" "$(vf_json $PF0 0 | jq -r .address)"
is "libvirt has the VF in the running domain" eval "virsh dumpxml one | grep -q '<hostdev '"
is "and not in the definition" eval "! virsh dumpxml --inactive one | grep -q '<hostdev '"
is "its guest answers" guest --wait one
is "IovUsage says that a VF is allocated" eval '[ "$(ask "(Get-VMNetworkAdapter one).IovUsage")" -gt 0 ]'
guest_address one 10.9.0.20
lower_of() { guest one "for l in /sys/class/net/eth0/lower_*; do l=\${l##*lower_}; readlink /sys/class/net/\$l/device/driver | grep -q $1\$ && echo \$l; done"; }
carrier() { local l; l=$(lower_of igbvf); [ -n "$l" ] && guest one "grep -q 1 /sys/class/net/$l/carrier"; }
is "the guest's failover has the VF with its link" within 60 carrier
is "VFDataPathActive is true" within 20 is_now '(Get-VMNetworkAdapter one).VFDataPathActive' True
is "the guest reaches the wire" within 20 guest one "ping -q -c 2 -W 1 $WIRE_IP"
standby=$(lower_of virtio_net)
sent_on() { guest one "cat /sys/class/net/$1/statistics/tx_packets"; }
primary=$(lower_of igbvf)
primary_before=$(sent_on "$primary") standby_before=$(sent_on "$standby")
is "ten pings" guest one "ping -q -c 10 -i 0.2 $WIRE_IP"
is "went by the VF" test $(($(sent_on "$primary") - primary_before)) -ge 10
is "and not by virtio" test $(($(sent_on "$standby") - standby_before)) -lt 5

# The path is switched while the guest pings.
pings one $WIRE_IP
sleep 2
started=$(now)
is "IovWeight 0 on the running VM" run "Set-VMNetworkAdapter one -IovWeight 0 -ErrorAction Stop"
note "leaving the VF took $(since "$started") s"
equal "no VF is in use" "0 False" "$(ask '$a = Get-VMNetworkAdapter one; "$($a.IovUsage) $($a.VFDataPathActive)"')"
equal "the VF has no driver again" none "$(driver_of "$vf")"
is "the domain has no VF" eval "! virsh dumpxml one | grep -q '<hostdev '"
sleep 3
started=$(now)
is "IovWeight 100 again" run "Set-VMNetworkAdapter one -IovWeight 100 -ErrorAction Stop"
note "coming back took $(since "$started") s"
is "the guest has the VF again" within 60 carrier
is "VFDataPathActive is true again" within 20 is_now '(Get-VMNetworkAdapter one).VFDataPathActive' True
sleep 2
read -r sent gone longest < <(lost one)
note "$sent pings, $gone lost, longest gap $longest (5 a second)"
is "the connection lived: no gap of 10 s" test "${longest:-999}" -lt 50

# No VF left: the VM starts all the same, and says why.
is "VM two starts although no VF is left" run "Start-VM two -ErrorAction Stop"
equal "its state is Running" Running "$(ask '(Get-VM two).State.ToString()')"
equal "the reason has Hyper-V's code" IovNoAvailResources "$(ask '(Get-VMNetworkAdapter two).IovReason.ToString()')"
equal "and no VF is in use by it" 0 "$(ask '(Get-VMNetworkAdapter two).IovUsage')"
is "its guest answers" guest --wait two
guest_address two 10.9.0.21
is "VM two reaches the wire" within 20 guest two "ping -q -c 2 -W 1 $WIRE_IP"
is "and VM one, which is on its VF" within 20 guest two "ping -q -c 2 -W 1 10.9.0.20"
is "the PF's filter has its address" eval "bridge fdb show dev $PF0 | grep self | grep -qi $(iovsh -Command '(Get-VMNetworkAdapter two).MacAddress' | sed 's/../&:/g; s/:$//')"
is "VFs in use cannot be taken away without -Force" eval '! run "Set-NetAdapterSriov $PF0 -NumVFs 3 -ErrorAction Stop"'

started=$(now)
is "both VMs are stopped" run "Stop-VM one, two -TurnOff -Force -ErrorAction Stop"
note "Stop-VM took $(since "$started") s"
equal "the VF has no driver again" none "$(driver_of "$vf")"
is "both VMs are removed" run "Remove-VM one, two -Force -ErrorAction Stop"
is "the switch is removed" run "Remove-VMSwitch lan -Force -ErrorAction Stop"
is "the NIC's VFs are given back" run "Set-NetAdapterSriov $PF0 -NumVFs 0 -ErrorAction Stop"
same_host "the host is as it was before" /tmp/before.wire
wire_down
