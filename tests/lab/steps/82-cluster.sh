#!/bin/bash
# by hand: it takes two machines some ten minutes
# A role of a cluster is moved, its node is drained, its QEMU dies; the agent is tried by the cluster's own tester.
. ./checks.sh
. ./cluster.sh

is "it reaches the wire" within 60 guest one "ping -q -c 2 -W 1 $WIRE_IP"
pings one $WIRE_IP
started=$(now)
is "it is moved" run "Move-ClusterVirtualMachineRole one hv2 -ErrorAction Stop"
note "Move-ClusterVirtualMachineRole took $(since "$started") s"
equal "it runs on hv2 alone" hv2 "$(where)"
is "on a VF of hv2" within 20 has_vf hv2
note "of the pings (sent, lost, longest gap, five a second): $(lost_at hv2)"

started=$(now)
is "its node is drained" run "Suspend-ClusterNode hv2 -Drain -Wait -ErrorAction Stop"
note "the drain took $(since "$started") s"
equal "it runs on hv1 alone" hv1 "$(where)"
is "on a VF" within 20 has_vf hv1
is "the node comes back" run "Resume-ClusterNode hv2 -ErrorAction Stop"
equal "and takes roles" Up "$(ask '(Get-ClusterNode hv2).State')"
equal "nothing moves by itself" hv1 "$(where)"

is "its QEMU is killed" pkill -9 -f 'guest=one,'
again() { [ -n "$(pgrep -f 'guest=one,')" ] && has_vf hv1; }
is "the cluster starts it again, on a VF" within 90 again
is "its guest answers" guest --wait one
is "on the same node" is_on hv1

# The cluster's own tester of agents, with a VM that is no role.
is "another VM" run "New-VM two -MemoryStartupBytes 192MB $boot -ErrorAction Stop"
is "the agent passes the cluster's tester" timeout 600 ocf-tester -n two -o vm=two /usr/lib/ocf/resource.d/iovsh/VM
is "the other VM goes" run "Remove-VM two -Force -ErrorAction Stop"

end_cluster hv1
exit 0
