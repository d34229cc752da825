# Tunes the ports of a host before switches are made on them: advanced properties by keyword and by name for people, offloads, queues, RDMA where
# there is any. Written with splatting, a table of settings, and a report of what has changed.
#
# args: -Pattern enp1s0f*
# expect-exit: 0
# expect: enp1s0f0: *JumboPacket 1514 -> 9014
# expect: enp1s0f0: *FlowControl 4 -> 3
# expect: enp1s0f0: *ReceiveBuffers 256 -> 4096
# expect: enp1s0f0: *LsoV2IPv4 1 -> 0
# expect: enp1s0f1: *JumboPacket 1514 -> 9014
# expect: queues of enp1s0f1: 4
# expect: checksums of enp1s0f1: RxTxEnabled
# expect: RDMA: 0 of 2
# expect: VMQ: False
# expect: no such setting: CmdletizationQuery_NotFound_RegistryKeyword
# expect: again as found: 4 256 1
# expect-err: stays without RDMA
# expect-not: Exception

[CmdletBinding()]
param([string]$Pattern = '*')

$wanted = [ordered]@{
    '*JumboPacket'    = 9014
    '*FlowControl'    = 3
    '*ReceiveBuffers' = 4096
    '*LsoV2IPv4'      = 0
}
$ports = Get-NetAdapter -Physical | Where-Object Name -like $Pattern | Sort-Object Name
foreach ($port in $ports) {
    foreach ($keyword in $wanted.Keys) {
        $which = @{ Name = $port.Name; RegistryKeyword = $keyword }
        $before = (Get-NetAdapterAdvancedProperty @which).RegistryValue[0]
        Set-NetAdapterAdvancedProperty @which -RegistryValue $wanted[$keyword] -WarningAction SilentlyContinue
        $after = (Get-NetAdapterAdvancedProperty @which).RegistryValue[0]
        '{0}: {1} {2} -> {3}' -f $port.Name, $keyword, $before, $after
    }
    Set-NetAdapterRss -Name $port.Name -NumberOfReceiveQueues 4 -WarningAction SilentlyContinue
    Enable-NetAdapterChecksumOffload -Name $port.Name -TcpIPv4 -UdpIPv4 -WarningAction SilentlyContinue
}
$last = $ports[-1].Name
"queues of ${last}: " + (Get-NetAdapterRss -Name $last).NumberOfReceiveQueues
"checksums of ${last}: " + (Get-NetAdapterChecksumOffload -Name $last).TcpIPv4Enabled

$ports | Enable-NetAdapterRdma
"RDMA: $(@(Get-NetAdapterRdma).Count) of $(@($ports).Count)"

Disable-NetAdapterVmq -Name $last -WarningAction SilentlyContinue
"VMQ: $((Get-NetAdapterVmq -Name $last).Enabled)"

Set-NetAdapterAdvancedProperty -Name $last -RegistryKeyword '*NoSuchThing' -RegistryValue 1 -ErrorAction SilentlyContinue -ErrorVariable refused
'no such setting: ' + ($refused[0].FullyQualifiedErrorId -split ',')[0]

Reset-NetAdapterAdvancedProperty -Name $last -DisplayName 'Flow Control', 'Receive Buffers', 'Large Send Offload V2 (IPv4)' -WarningAction SilentlyContinue
$found = '*FlowControl', '*ReceiveBuffers', '*LsoV2IPv4' | ForEach-Object { (Get-NetAdapterAdvancedProperty $last -RegistryKeyword $_).RegistryValue[0] }
"again as found: $found"
