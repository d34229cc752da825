#!/bin/bash
# by hand: it boots a machine of its own, which takes a minute
# lacks: intremap
# An IOMMU that remaps no interrupts: it is named first, and the risk can be accepted and taken back.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
found() { iovsh -c "(Test-VMHostIov)[0].$1"; }
parameter=/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts
file=/etc/modprobe.d/iovsh-iov-override.conf

isnt "the kernel has an IOMMU" test -z "$(ls /sys/class/iommu)"
isnt "no interrupt is remapped" grep -q IR- /proc/interrupts
equal "it is named first" Platform.NoInterruptRemapping "$(found Code)"
modprobe vfio_iommu_type1
equal "nobody accepted the risk" N "$(cat $parameter)"
is "what it would do is shown" iovsh -c 'Enable-VMHostIovOverride -WhatIf'
equal "and not done" N "$(cat $parameter)"
is "the risk is accepted" iovsh -c 'Enable-VMHostIovOverride -Force'
equal "VFIO takes it at once" Y "$(cat $parameter)"
is "modprobe has it for the next start" grep -qx 'options vfio_iommu_type1 allow_unsafe_interrupts=1' $file
equal "it is a warning now" Platform.UnsafeInterrupts "$(found Code)"
is "it is taken back" iovsh -c 'Disable-VMHostIovOverride'
equal "VFIO demands remapping again" N "$(cat $parameter)"
is "the file is gone" test ! -e $file
equal "and it is named first again" Platform.NoInterruptRemapping "$(found Code)"
