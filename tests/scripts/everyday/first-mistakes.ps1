# expect: drive: /srv/vms/app.qcow2
# expect: size: True
# expect: newest: web1
# expect-err: help: Make one: New-VMSwitch other -NetAdapterName enp1s0f0;
# expect-err: help: There are: 'eno1', 'enp1s0f0', 'enp1s0f1', 'vEthernet (lan)'.
# expect-err: help: There are: 'enp1s0f1'.
# expect-err: help: List what there is with Get-NetAdapter -IncludeHidden.
# expect-err: help: Write Get-VMNetworkAdapter -VMName NAME (or -All or -ManagementOS instead);
# expect-err: help: For an external switch use -NetAdapterName enp1s0f1;
# expect-err: help: $env:COMPUTERNAME is not set on this system: [Environment]::MachineName
# expect-err: help: $typo holds nothing here
# expect-err: help: Set-VMFirmware is for that
# expect-err: help: Set-VMNetworkAdapterVlan is for that
# expect-err: help: '=' compares nothing here
# expect-err: -DhcpGuard and
# expect-err: Invoke-Command -VMName NAME
# expect-err: help: Start it first: Start-VM web2.
# expect-not: io10010001
# expect-exit: 0
# What somebody who is new here gets wrong, and the next step that each of it is answered with.

Add-VMNetworkAdapter web1 -SwitchName other
New-VMSwitch lan -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
Connect-VMNetworkAdapter web1 -SwitchName lan
Set-VMNetworkAdapter web1 -IovWeight 100
Start-VM web1
Get-NetAdapter nope
New-VMSwitch other -NetAdapterName nope
Get-NetAdapter -InterfaceIndex 99
Get-VMNetworkAdapter
New-VMSwitch
Get-VM -ComputerName $env:COMPUTERNAME
Get-VM $typo
Set-VM web1 -Firmware UEFI
Set-VMNetworkAdapter web1 -VlanId 5
Get-VM | Where-Object State = Running
Set-VMNetworkAdapter web1 -Nonsensical 5
Enter-PSSession -VMName web1
Restart-VM web2 -Force
New-PSDrive L FileSystem / | Out-Null
"drive: $((New-VHD L:\srv\vms\app.qcow2 -SizeBytes 10GB).Path)"
"size: $((Get-VHD /srv/vms/app.qcow2).FileSize -gt 100KB)"
"newest: $((Update-VMVersion web1 -Force -Passthru -WarningAction SilentlyContinue).Name)"
