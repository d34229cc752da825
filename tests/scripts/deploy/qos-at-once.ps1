# host: sim:large
# expect: unchanged: 0
# expect: unknown: CmdletizationQuery_NotFound_Name,Set-NetAdapterQos
# expect: told: The policies 'RoCE 2' and 'RoCE 1' give frames of UDP port 4791 the priorities 4 and 3
# expect: silent: 0
# expect: one refused: Qos.TooMuch, a is 89, b is 10
# expect-exit: 0
# What two policies say of the same frames is told, and of several rules at once one that cannot be leaves the others alone.
$ErrorActionPreference = 'Stop'

Set-NetAdapterQos (Get-NetAdapterQos | Select-Object -First 1).Name
"unchanged: $(@(Get-NetAdapterQos | Where-Object Enabled).Count)"
try { Set-NetAdapterQos nosuch } catch { "unknown: $($_.FullyQualifiedErrorId)" }

New-NetQosPolicy 'RoCE 1' -NetDirectPortMatchCondition 445 -PriorityValue8021Action 3 | Out-Null
New-NetQosPolicy 'RoCE 2' -NetDirectPortMatchCondition 446 -PriorityValue8021Action 4 -WarningVariable told -WarningAction SilentlyContinue | Out-Null
"told: $($told[0])"
Set-NetQosPolicy 'RoCE 2' -PriorityValue8021Action 3 -WarningVariable told
"silent: $($told.Count)"

'a', 'b' | ForEach-Object { New-NetQosTrafficClass $_ -Priority ([int][char]$_ - 96) -BandwidthPercentage 4 -Algorithm ETS } | Out-Null
Set-NetQosTrafficClass b -BandwidthPercentage 10
Set-NetQosTrafficClass a, b -BandwidthPercentage 89 -ErrorAction SilentlyContinue -ErrorVariable wrong
"one refused: $($wrong[0].Exception.Data['IovshErrorId'] ?? $wrong[0].FullyQualifiedErrorId.Split(',')[0]), a is $((Get-NetQosTrafficClass a).BandwidthPercentage), b is $((Get-NetQosTrafficClass b).BandwidthPercentage)"
