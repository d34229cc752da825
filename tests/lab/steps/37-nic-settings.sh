#!/bin/bash
# by hand: the emulated NIC keeps the size of its rings when it is put back, and what is right there is not known yet
# Settings of a driver over netlink: what ethtool says afterwards, and what the host remembers.
. ./checks.sh

export IOVSH_HOST=local NO_COLOR=1
feature() { ethtool -k "$PF1" 2>/dev/null | sed -n "s/^[[:space:]]*$1: \([a-z]*\).*/\1/p"; }
have=$(command -v ethtool || true)
kept() { iovsh -c "(Get-NetAdapterAdvancedProperty $PF1 -RegistryKeyword $1).RegistryValue[0]"; }

lso=$(kept '*LsoV2IPv4') rings=$(kept '*ReceiveBuffers')
is "segmentation is switched off" iovsh -c "Disable-NetAdapterLso $PF1"
equal "iovsh reads it back" 0 "$(kept '*LsoV2IPv4')"
if [ -n "$have" ]; then
  equal "ethtool says so too" off "$(feature tx-tcp-segmentation)"
else
  skip "ethtool's word about it: it is not installed"
fi
is "rings are set" iovsh -c "Set-NetAdapterAdvancedProperty $PF1 -RegistryKeyword *ReceiveBuffers -RegistryValue 512 -WarningAction SilentlyContinue"
equal "they are read back" 512 "$(kept '*ReceiveBuffers')"
refused "a ring larger than the hardware's" "takes 1 to" \
  iovsh -c "Set-NetAdapterAdvancedProperty $PF1 -RegistryKeyword *ReceiveBuffers -RegistryValue 1000000 -ErrorAction Stop"
is "queues are set" iovsh -c "Set-NetAdapterRss $PF1 -NumberOfReceiveQueues 1 -WarningAction SilentlyContinue"
equal "one is left" 1 "$(iovsh -c "(Get-NetAdapterRss $PF1).NumberOfReceiveQueues")"
is "IPv6 is switched off" iovsh -c "Disable-NetAdapterBinding $PF1 -ComponentID ms_tcpip6"
equal "the kernel says so" 1 "$(cat /proc/sys/net/ipv6/conf/$PF1/disable_ipv6)"
is "an adapter without RDMA is no error" iovsh -c "Enable-NetAdapterRdma $PF1 -ErrorAction Stop"

# Somebody else switches it on again; the restore at boot puts back what was asked for.
if [ -n "$have" ]; then
  ethtool -K "$PF1" tso on
  is "what was asked for is restored" iovsh --restore
  equal "segmentation is off again" off "$(feature tx-tcp-segmentation)"
fi

for name in 'Large Send Offload V2 (IPv4)' 'Large Send Offload V2 (IPv6)' 'Receive Buffers' 'Maximum Number of RSS Queues'; do
  is "$name is put back" iovsh -c "Reset-NetAdapterAdvancedProperty $PF1 -DisplayName '$name' -WarningAction SilentlyContinue"
done
is "IPv6 is switched on" iovsh -c "Enable-NetAdapterBinding $PF1 -ComponentID ms_tcpip6"
equal "segmentation is as it was" "$lso" "$(kept '*LsoV2IPv4')"
equal "rings are as they were" "$rings" "$(kept '*ReceiveBuffers')"
is "figures are written" sh -c 'iovsh --metrics | grep -q "^iovsh_nic_up{nic="'
