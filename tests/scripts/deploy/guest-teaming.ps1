# Guest teaming over two ports: one switch in IOV mode for each port, two adapters, AllowTeaming on both. The adapters of a
# team never share a port. Written with jobs of functions that return objects, string building and a rollback stack.
#
# args: -Machines web1,web2 -Weight 60
# expect-exit: 0
# expect: + New-VMSwitch teamA on enp1s0f0
# expect: + New-VMSwitch teamB on enp1s0f1
# expect: web1     Network Adapter  teamA             On  60
# expect: web1     uplink2          teamB             On  60
# expect: web2     Network Adapter  teamA             On  60
# expect: web2     uplink2          teamB             On  60
# expect: web1: ports enp1s0f0+enp1s0f1, different: True
# expect: web2: ports enp1s0f0+enp1s0f1, different: True
# expect: MAC address written in both ways: True
# expect: undo: Stop-VM web2
# expect: undo: Stop-VM web1
# expect: undo: Remove-VMSwitch teamA
# expect: switches left: 0
# expect: rollback stack is empty: True

[CmdletBinding()]
param(
    [Parameter(Mandatory = $true)]
    [ValidateNotNullOrEmpty()]
    [string[]]$Machines,

    [ValidateRange(1, 100)]
    [int]$Weight = 100,

    [string]$AdapterName = 'uplink2'
)

# Arguments of a script file are text: one word with commas is a list only when the script splits it.
$Machines = $Machines -split ','

$rollback = New-Object System.Collections.Stack

function Push-Undo([string]$Text, [scriptblock]$Action) {
    $rollback.Push([pscustomobject]@{ Text = $Text; Action = $Action })
}

function Invoke-Undo {
    while ($rollback.Count -gt 0) {
        $step = $rollback.Pop()
        "undo: $($step.Text)"
        & $step.Action
    }
}

# Two ports on which SR-IOV works and that nobody uses.
$ports = @(Get-NetAdapterSriov | where { $_.SriovSupport -eq 'Supported' -and $_.SwitchName -eq $null } | select -First 2)
if ($ports.Count -lt 2) { throw "Guest teaming needs two ports; this host has $($ports.Count)." }

$letters = 'A', 'B'
for ($i = 0; $i -lt 2; $i++) {
    $name = 'team' + $letters[$i]
    "+ New-VMSwitch $name on $($ports[$i].Name)"
    New-VMSwitch -Name $name -NetAdapterName $ports[$i].Name -EnableIov $true -AllowManagementOS $false | Out-Null
    # The block must keep today's value of $name.
    Push-Undo "Remove-VMSwitch $name" { Remove-VMSwitch -Name $name -Force }.GetNewClosure()
}

foreach ($machine in $Machines) {
    Connect-VMNetworkAdapter -VMName $machine -Name 'Network Adapter' -SwitchName teamA
    Add-VMNetworkAdapter -VMName $machine -Name $AdapterName -SwitchName teamB
    Push-Undo "Remove-VMNetworkAdapter $machine" {
        Remove-VMNetworkAdapter -VMName $machine -Name $AdapterName
        Disconnect-VMNetworkAdapter -VMName $machine
    }.GetNewClosure()

    Get-VMNetworkAdapter -VMName $machine | Set-VMNetworkAdapter -AllowTeaming On -IovWeight $Weight
    Start-VM -Name $machine
    Push-Undo "Stop-VM $machine" { Stop-VM -Name $machine -TurnOff -Force }.GetNewClosure()
}

Get-VMNetworkAdapter -VMName $Machines |
    Sort-Object VMName, Name |
    Format-Table @{ n = 'VM'; e = 'VMName'; w = 8 },
                 @{ n = 'Adapter'; e = 'Name'; w = 16 },
                 @{ n = 'Switch'; e = { $_.SwitchName }; w = 7 },
                 @{ n = 'AllowTeaming'; e = { $_.AllowTeaming }; w = 12 },
                 @{ n = 'W'; e = { $_.IovWeight }; align = 'right'; w = 3 }

# Members of a team on one port would fail together.
$vfs = Get-NetAdapterSriovVf | Where-Object VmFriendlyName
foreach ($machine in $Machines) {
    $mine = @($vfs | Where-Object { $_.VmFriendlyName -eq $machine } | ForEach-Object { $_.Name } | Sort-Object)
    "${machine}: ports $($mine -join '+'), different: $($mine[0] -ne $mine[1])"
}

# The MAC addresses, with hyphens, by a regular expression and by a StringBuilder: both give the same.
$adapter = (Get-VMNetworkAdapter -VMName $Machines[0])[0]
$byRegex = $adapter.MacAddress -replace '(..)(?!$)', '$1-'
$builder = New-Object -TypeName System.Text.StringBuilder
foreach ($index in 0..5) {
    if ($index -gt 0) { [void]$builder.Append('-') }
    [void]$builder.Append($adapter.MacAddress.Substring($index * 2, 2))
}
"MAC address written in both ways: $($byRegex.Length -eq 17 -and $byRegex -ceq $builder.ToString())"

Invoke-Undo
"switches left: $(@(Get-VMSwitch).Count)"
"rollback stack is empty: $($rollback.Count -eq 0)"
