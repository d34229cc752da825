#!/bin/bash
# by hand: it boots a machine of its own, which takes a minute
# lacks: ari
# A port that could forward requests to functions beyond the eighth, and was not told to.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
found() { iovsh -c "(Test-VMHostIov)[0].$1"; }

equal "the kernel left it off" 0 "$(cat "/sys/bus/pci/devices/$PF0_PCI/ari_enabled")"
equal "it is named first" Nic.NoAri "$(found Code)"
is "what shows it is a register of the port" grep -q 'Device Control 2' <<<"$(found Evidence)"
is "what to do names the kernel's argument" grep -q 'pci=noari' <<<"$(found NextStep)"
