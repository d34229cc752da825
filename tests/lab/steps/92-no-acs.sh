#!/bin/bash
# by hand: it boots a machine of its own, which takes a minute
# lacks: acs
# Root ports without Access Control Services: the kernel puts card and port into one group, and iovsh names it first.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
found() { iovsh -c "(Test-VMHostIov)[0].$1"; }
members() { ls "/sys/bus/pci/devices/$PF0_PCI/iommu_group/devices" | wc -l; }

is "the group of the card has its port too" test "$(members)" -gt 1
equal "the ports are named first" Platform.NoAcsAtRootPort "$(found Code)"
is "what shows it is a file" grep -q 0x0d <<<"$(found Evidence)"
is "the menu of the firmware has a name" grep -q ACS <<<"$(found FirmwareMenu)"
