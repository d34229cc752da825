# A change that fails half way: the functions below undo what they did, the error leaves the script, and the exit code is 1.
#
# expect-exit: 1
# expect: before: 0 switches, 3 machines
# expect: log 1: INFO  begin
# expect: log 2: INFO  switch guarded made
# expect: log 3: INFO  machine guarded1 made
# expect: log 4: ERROR The adapter 'second' is refused: MAC address 00155D00AA01 is in use
# expect: log 5: INFO  undone: guarded1
# expect: log 6: INFO  undone: guarded
# expect: after: 0 switches, 3 machines
# expect: inner id: Adapter.MacInUse
# expect: position: line
# expect: nested: inner finally, outer catch (rethrown), outer finally
# expect: -ErrorAction table: Stop=thrown Continue=written SilentlyContinue=silent Ignore=silent
# expect: $? after success True, after failure False
# expect-err: The change failed; everything was undone.
# expect-err: ChangeFailed
# expect-not: not reached
#Requires -Version 5.0
[CmdletBinding()]
param(
    [ValidatePattern('^[a-z][a-z0-9]*$')]
    [string]$Prefix = 'guarded'
)

$log = [System.Collections.ArrayList]@()

function Write-Log {
    param(
        [Parameter(Mandatory, Position = 0)][string]$Message,
        [ValidateSet('INFO', 'WARN', 'ERROR')][string]$Level = 'INFO'
    )
    $null = $log.Add(('{0,-5} {1}' -f $Level, $Message))
}

function Measure-Host {
    "$(@(Get-VMSwitch).Count) switches, $(@(Get-VM).Count) machines"
}

function Invoke-GuardedChange {
    [CmdletBinding()]
    param([string]$Name)

    $undo = @()
    try {
        Write-Log 'begin'
        New-VMSwitch -Name $Name -SwitchType Private -ErrorAction Stop | Out-Null
        $undo = , @{ Kind = 'switch'; Name = $Name } + $undo
        Write-Log "switch $Name made"

        New-VM -Name "${Name}1" -SwitchName $Name -ErrorAction Stop | Out-Null
        $undo = , @{ Kind = 'vm'; Name = "${Name}1" } + $undo
        Write-Log "machine ${Name}1 made"

        $mac = '00-15-5D-00-AA-01'
        Set-VMNetworkAdapter -VMName "${Name}1" -StaticMacAddress $mac -ErrorAction Stop
        # The same address again: this is what fails.
        Add-VMNetworkAdapter -VMName "${Name}1" -Name second -StaticMacAddress $mac -ErrorAction Stop
        Write-Log 'not reached'
    }
    catch {
        $inner = $_
        Write-Log -Level ERROR "The adapter 'second' is refused: MAC address $($mac -replace '-') is in use"
        foreach ($step in $undo) {
            switch ($step.Kind) {
                'vm'     { Remove-VM -Name $step.Name -Force; break }
                'switch' { Remove-VMSwitch -Name $step.Name -Force; break }
            }
            Write-Log "undone: $($step.Name)"
        }
        $script:innerRecord = $inner
        $script:failed = $true
    }
}

"before: $(Measure-Host)"
Invoke-GuardedChange -Name $Prefix
$number = 0
foreach ($line in $log) {
    $number++
    "log ${number}: $line"
}
"after: $(Measure-Host)"
"inner id: $(($innerRecord.FullyQualifiedErrorId -split ',')[0])"
"position: line $($innerRecord.InvocationInfo.ScriptLineNumber)"

# Nested try: the order in which the blocks run.
$order = @()
try {
    try {
        throw [System.InvalidOperationException]::new('inside')
    }
    catch [System.ArgumentException] {
        $order += 'not reached'
    }
    finally {
        $order += 'inner finally'
    }
}
catch {
    $order += "outer catch ($(try { throw } catch { if ($_.Exception.Message -eq 'inside') { 'rethrown' } else { "other: $_" } }))"
}
finally {
    $order += 'outer finally'
}
"nested: $($order -join ', ')"

# What -ErrorAction does with an error that a cmdlet writes.
$table = [ordered]@{}
foreach ($action in 'Stop', 'Continue', 'SilentlyContinue', 'Ignore') {
    $Error.Clear()
    $seen = $null
    try {
        $seen = Get-VM -Name 'does-not-exist' -ErrorAction $action 2>&1
        $table[$action] = if ($seen -is [System.Management.Automation.ErrorRecord]) { 'written' } else { 'silent' }
    }
    catch {
        $table[$action] = 'thrown'
    }
    if ($action -eq 'Ignore' -and $Error.Count -ne 0) { $table[$action] = 'not reached: in $Error' }
}
"-ErrorAction table: $(($table.Keys | ForEach-Object { "$_=$($table.$_)" }) -join ' ')"

$null = Get-VM -Name web1
$good = $?
$null = Get-VM -Name 'does-not-exist' -ErrorAction SilentlyContinue
$bad = $?
'$? after success ' + $good + ', after failure ' + $bad

if ($failed) {
    $exception = [System.Exception]::new('The change failed; everything was undone.', $innerRecord.Exception)
    $record = [System.Management.Automation.ErrorRecord]::new($exception, 'ChangeFailed', 'OperationStopped', $Prefix)
    throw $record
}
'not reached'
