#!/bin/bash
# by hand: it takes two machines some ten minutes
# The node of a role loses its power, the other one takes the role over; the node comes back.
. ./checks.sh
. ./cluster.sh

# A node without power, with the VM on it.
is "it is moved once more" run "Move-ClusterVirtualMachineRole one hv2 -ErrorAction Stop"
is "and is on a VF of hv2" within 20 has_vf hv2
started=$(now)
is "hv2 loses its power" eval 'printf "action=off\n" | fence_lab'
here() { virsh -q list --name | grep -qx one && has_vf hv1; }
is "the cluster starts it on hv1, on a VF" within 120 here
note "it was on hv1 after $(since "$started") s"
is "hv2 was fenced" eval 'stonith_admin --history hv2 --verbose 2>&1 | grep -qi "succeeded\|was able to\|complete"'
is "its guest answers" guest --wait one
is "hv2 is up again" within 120 far true
equal "it has its old definition, off" "shut off" "$(far virsh domstate one | head -n 1)"
refused "which nobody starts by mistake" "cluster" far 'IOVSH_HOST=local iovsh -Command "Start-VM one -ErrorAction Stop"'
is "hv2 joins the cluster" far systemctl start corosync pacemaker
is "both are in it" within 90 online 2
is "its switch is there again" within 60 far test -e /sys/class/net/vs-lan
equal "the VM runs on hv1 alone" hv1 "$(where)"
is "it can be moved there again" run "Move-ClusterVirtualMachineRole one hv2 -ErrorAction Stop"
equal "it runs on hv2 alone" hv2 "$(where)"
isnt "hv1 has no definition of it" virsh -q dominfo one

end_cluster hv2
exit 0
