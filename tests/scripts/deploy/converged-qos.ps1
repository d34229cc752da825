# host: sim:large
# expect: enabled: ens3f0np0 ens3f1np1
# expect: 1 ETS    50%       3
# expect: Priority 3 Enabled
# expect: TCP       445       3
# expect: UDP       4791      3
# expect: other end: False
# expect: class 3 taken: Qos.PriorityTaken
# expect: too much: Qos.TooMuch
# expect: again: ETS    60%
# expect: lossless again: All Priorities Disabled
# expect: freed: All Priorities Disabled / False
# expect: nothing left: 0 0
# expect-exit: 0
# Lossless RDMA on two adapters, as hosts with converged networks have it.
[CmdletBinding()]
param(
    [int] $Priority = 3,
    [int] $Percent = 50
)
$ErrorActionPreference = 'Stop'

$adapters = (Get-NetAdapterRdma | Select-Object -First 2).Name

New-NetQosPolicy "SMB Direct" -NetDirectPortMatchCondition 445 -PriorityValue8021Action $Priority | Out-Null
New-NetQosPolicy "DEFAULT" -Default -PriorityValue8021Action 0 | Out-Null
Enable-NetQosFlowControl -Priority $Priority
Disable-NetQosFlowControl -Priority (0..7 | Where-Object { $_ -ne $Priority })
Enable-NetAdapterQos -InterfaceAlias $adapters
New-NetQosTrafficClass "SMB Direct" -Priority $Priority -BandwidthPercentage $Percent -Algorithm ETS | Out-Null
Set-NetQosDcbxSetting -Willing $false -Confirm:$false

"enabled: $((Get-NetAdapterQos | Where-Object Enabled).Name)"
Get-NetAdapterQos $adapters[0] | Out-String -Width 120
"other end: $((Get-NetAdapterQos $adapters[0]).Willing)"

# What cannot be is refused, and changes nothing.
foreach ($wrong in @(
        @{ Title = 'class 3 taken'; Name = 'other'; Priority = $Priority; BandwidthPercentage = 10 },
        @{ Title = 'too much'; Name = 'other'; Priority = 4; BandwidthPercentage = 50 })) {
    $title = $wrong.Title
    $wrong.Remove('Title')
    try { New-NetQosTrafficClass @wrong -Algorithm ETS }
    catch { "$($title): $($_.FullyQualifiedErrorId.Split(',')[0])" }
}

# An adapter that keeps the rules follows them.
Set-NetQosTrafficClass "SMB Direct" -BandwidthPercentage 60
"again: $((Get-NetAdapterQos $adapters[1]).OperationalTrafficClasses -split "`n" | Where-Object { $_ -like '*60%*' } | ForEach-Object { $_.Substring(3) })"
Disable-NetQosFlowControl $Priority
"lossless again: $((Get-NetAdapterQos $adapters[1]).OperationalFlowControl)"

Disable-NetAdapterQos $adapters
$freed = Get-NetAdapterQos $adapters[0]
"freed: $($freed.OperationalFlowControl) / $($freed.Enabled)"
Get-NetQosPolicy | Remove-NetQosPolicy -Confirm:$false
Get-NetQosTrafficClass | Remove-NetQosTrafficClass -Confirm:$false
"nothing left: $(@(Get-NetQosPolicy).Count) $(@(Get-NetQosTrafficClass | Where-Object Name -ne '[Default]').Count)"
