# An admin's own module: Import-Module by path, what is exported and what is not, state of the module, script blocks that run
# in the caller's scope, Remove-Module.
#
# expect-exit: 0
# expect: exported: Get-IovSummary, Use-IovSwitch
# expect: version 1.2.3, major 1
# expect: inner function visible: False
# expect: module variable visible: False
# expect: Host=SIM Ports=2 Switches=0 VFs=14 Waiting=0
# expect: cache misses: 1, again: 1
# expect: inside: temp1, 7 VFs, outer value seen: blue
# expect: outer value after: blue
# expect: failed inside: The body failed for temp2
# expect: switches left: 0
# expect: caught from the cmdlet: ObjectNotFound
# expect: trap: stopped at RuntimeException
# expect: after the trap
# expect: removed: True

Import-Module "$PSScriptRoot\IovTools.psm1"

$module = Get-Module IovTools
"exported: $(($module.ExportedFunctions.Keys | Sort-Object) -join ', ')"
"version $IovToolsVersion, major $($IovToolsVersion.Major)"
"inner function visible: $([bool](Get-Command Get-Cached -ErrorAction SilentlyContinue))"
"module variable visible: $(Test-Path Variable:Cache)"

$summary = iovsum
'Host', 'Ports', 'Switches', 'VFs', 'Waiting' | ForEach-Object -Begin { $parts = @() } -Process {
    $parts += '{0}={1}' -f $_, $summary.$_
} -End { $parts -join ' ' }
"cache misses: $($summary.Misses), again: $((Get-IovSummary).Misses)"

# The block belongs to this script: it sees this script's variables.
$colour = 'blue'
Use-IovSwitch -Name temp1 -NetAdapterName enp1s0f0 -Body {
    param($switchName)
    $count = (Get-VMSwitch $switchName).IovVirtualFunctionCount
    "inside: $switchName, $count VFs, outer value seen: $colour"
    $colour = 'red'
}
"outer value after: $colour"

# A body that throws: the switch is removed all the same.
try {
    Use-IovSwitch temp2 enp1s0f1 { param($n) throw "The body failed for $n" }
}
catch {
    "failed inside: $_"
}
"switches left: $(@(Get-VMSwitch).Count)"

# An error of a cmdlet goes through the module to the caller.
try {
    Use-IovSwitch -Name temp3 -NetAdapterName enp9s9 -Body { 'not reached' }
    'not reached'
}
catch {
    $id = $_.FullyQualifiedErrorId -replace ',.*$'
    "caught from the cmdlet: $id"
}

function Test-Trap {
    trap {
        "trap: stopped at $($_.Exception.GetType().Name)"
        continue
    }
    throw 'something'
    'after the trap'
}
Test-Trap

# Values by reference, nested functions, recursion, filters: the small parts of the language that admin scripts use.
function Step-Number([ref]$number) { $number.Value++ }
$value = 41
Step-Number ([ref]$value)
filter Get-Even { if ($_ % 2 -eq 0) { $_ } }
function Get-Factorial([int]$n) { if ($n -le 1) { 1 } else { $n * (Get-Factorial ($n - 1)) } }
if ($value -ne 42 -or ((1..10 | Get-Even) -join '') -ne '246810' -or (Get-Factorial 10) -ne 3628800) {
    throw "wrong: $value, $(1..10 | Get-Even), $(Get-Factorial 10)"
}

Remove-Module IovTools
"removed: $(-not (Get-Command iovsum -ErrorAction Ignore) -and -not (Get-Module IovTools))"
