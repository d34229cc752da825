#!/bin/bash
# by hand: it boots a machine of its own, which takes a minute
# lacks: iommu
# Without an IOMMU: what is named first, with what shows it, and what becomes of a wish for a VF.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
found() { iovsh -c "(Test-VMHostIov)[0].$1"; }

is "the kernel has no IOMMU" test -z "$(ls /sys/class/iommu)"
equal "the firmware is named first" Platform.NotEnabledInFirmware "$(found Code)"
equal "it is an obstacle" Obstacle "$(found Result)"
equal "the machine has to be switched off and on" True "$(found ColdRestart)"
is "the menu of the firmware has a name" grep -q VT-d <<<"$(found FirmwareMenu)"
iovsh -c 'Test-VMHostIov -ExitCode' >/dev/null 2>&1
equal "monitoring is told" 2 $?
refused "an override makes up for no IOMMU" "lacks something else" \
  iovsh -c 'Enable-VMHostIovOverride -Force -ErrorAction Stop'
is "nothing was written for it" test ! -e /etc/modprobe.d/iovsh-iov-override.conf
