# Gives machines names by a scheme, adapters names by their switches, and VLANs new numbers, with a list of what became of what.
#
# expect-exit: 0
# expect: left alone: legacy1
# expect: web1 -> srv-lx-001
# expect: web2 -> srv-lx-002
# expect: left alone: legacy1
# expect: adapters: srv-lx-001/lan0, srv-lx-002/lan0
# expect: VLAN 10 -> 110 on 2 adapters
# expect: groups follow: srv-lx-001, srv-lx-002
# expect: name taken: Vm.NameInUse
# expect: back again: legacy1, web1, web2

$ErrorActionPreference = 'Stop'
New-VMSwitch -Name lan -SwitchType Private | Out-Null
'web1', 'web2' | ForEach-Object {
    Connect-VMNetworkAdapter -VMName $_ -SwitchName lan
    Set-VMNetworkAdapterVlan -VMName $_ -Access -VlanId 10
}
$null = New-VMGroup -Name shop -GroupType VMCollectionType
Add-VMGroupMember -Name shop -VM (Get-VM web*)

$map = [System.Collections.Generic.Dictionary[string, string]]::new()
$number = 0
switch -Wildcard ((Get-VM | Sort-Object Name).Name) {
    'web*' {
        $number++
        $map[$_] = 'srv-lx-{0:d3}' -f $number
    }
    default { "left alone: $_" }
}
foreach ($pair in $map.GetEnumerator() | Sort-Object Key) {
    Rename-VM -Name $pair.Key -NewName $pair.Value
    "$($pair.Key) -> $($pair.Value)"
}

Get-VMNetworkAdapter -VMName srv-lx-* | Group-Object VMName | ForEach-Object {
    $index = 0
    foreach ($adapter in $_.Group) {
        $adapter | Rename-VMNetworkAdapter -NewName ('{0}{1}' -f $adapter.SwitchName, $index++)
    }
}
"adapters: $((Get-VMNetworkAdapter -VMName srv-lx-* | Sort-Object VMName | ForEach-Object { "$($_.VMName)/$($_.Name)" }) -join ', ')"

$changed = Get-VMNetworkAdapterVlan -VMName srv-lx-* | Where-Object { $_.OperationMode -eq 'Access' -and $_.AccessVlanId -eq 10 } | ForEach-Object {
    $_.ParentAdapter | Set-VMNetworkAdapterVlan -Access -VlanId ($_.AccessVlanId + 100) -Passthru
}
"VLAN 10 -> $(($changed.AccessVlanId | Sort-Object -Unique)) on $(@($changed).Count) adapters"
"groups follow: $(((Get-VMGroup shop).VMMembers.Name | Sort-Object) -join ', ')"

try { Rename-VM -Name srv-lx-001 -NewName srv-lx-002 }
catch { "name taken: $(($_.FullyQualifiedErrorId -split ',')[0])" }

foreach ($pair in $map.GetEnumerator()) { Rename-VM $pair.Value $pair.Key }
"back again: $((Get-VM).Name -join ', ')"
