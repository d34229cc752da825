<#
.SYNOPSIS
    Makes virtual machines from a JSON description, with validation, -WhatIf and a report.
.DESCRIPTION
    The description is a here-string here; with -Path it is read from a file. A machine that is described wrongly is refused
    with its reason, and the others are made.
.PARAMETER Path
    A JSON file.
.EXAMPLE
    .\new-vm-from-json.ps1 -WhatIf
#>
# expect-exit: 0
# expect: would make: app1
# expect: machines after -WhatIf: 0
# expect: refused: bad-memory: InvalidMemory
# expect: refused: bad-mac: InvalidParameter
# expect: refused: app1: AlreadyThere
# expect: app1: front weight 100, back weight 0
# expect: "name": "app1"
# expect: "weights": [
# expect: made 1, refused 3
# expect: finally ran 4 times
# expect: Verbose lines: 2
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'Low')]
param(
    [Parameter(Position = 0)]
    [ValidateScript({ Test-Path -Path $_ -PathType Leaf })]
    [string]$Path
)

Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$script:cleanups = 0

$json = @'
{
    "switch": { "name": "json-lan", "type": "Private" },
    "machines": [
        { "name": "app1", "memoryMB": 768, "adapters": [
            { "name": "front", "iovWeight": 100 },
            { "name": "back" }
        ] },
        { "name": "bad-memory", "memoryMB": 8, "adapters": [] },
        { "name": "bad-mac", "memoryMB": 512, "adapters": [ { "name": "x", "mac": "00-15-5D" } ] },
        { "name": "app1", "memoryMB": 512, "adapters": [] }
    ]
}
'@
if ($PSBoundParameters.ContainsKey('Path')) {
    $json = Get-Content -Path $Path -Raw
}
$description = $json | ConvertFrom-Json

function Get-Setting {
    # A property that may be missing, under strict mode.
    param($Object, [string]$Name, $Default)
    if ($Object.PSObject.Properties.Name -contains $Name) { return $Object.$Name }
    return $Default
}

function Assert-Memory {
    [CmdletBinding()]
    param([string]$Name, [int64]$Bytes)
    if ($Bytes -lt 32MB) {
        $exception = New-Object System.ArgumentException "Machine '$Name' needs at least 32 MB."
        $record = New-Object System.Management.Automation.ErrorRecord $exception, 'InvalidMemory', 'InvalidArgument', $Name
        $PSCmdlet.ThrowTerminatingError($record)
    }
}

function New-DescribedVM {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, ValueFromPipeline)]
        [psobject]$Machine,

        [Parameter(Mandatory)]
        [string]$SwitchName
    )
    begin { $made = @() }
    process {
        $name = $Machine.name
        $started = $false
        try {
            $memory = [int64]$Machine.memoryMB * 1MB
            Assert-Memory -Name $name -Bytes $memory
            if (Get-VM -Name $name -ErrorAction SilentlyContinue) {
                throw [System.InvalidOperationException]"AlreadyThere"
            }
            if (-not $PSCmdlet.ShouldProcess($name, 'Make a virtual machine')) {
                if ($WhatIfPreference) { Write-Host "would make: $name" }
                return
            }
            Write-Verbose "making $name with $($memory / 1MB) MB"
            $vm = New-VM -Name $name -MemoryStartupBytes $memory
            $started = $true
            Remove-VMNetworkAdapter -VMName $name -Name 'Network Adapter'
            foreach ($adapter in $Machine.adapters) {
                $new = @{ VMName = $name; Name = $adapter.name; SwitchName = $SwitchName }
                $mac = Get-Setting $adapter 'mac'
                if ($mac) { $new['StaticMacAddress'] = $mac }
                Add-VMNetworkAdapter @new
                $weight = Get-Setting -Object $adapter -Name iovWeight -Default 0
                Set-VMNetworkAdapter -VMName $name -Name $adapter.name -IovWeight $weight
            }
            $made += $name
        }
        catch [System.InvalidOperationException] {
            Write-Host "refused: ${name}: $($_.Exception.Message)"
        }
        catch {
            $id = $_.FullyQualifiedErrorId.Split(',')[0]
            Write-Host "refused: ${name}: $id"
            # What was begun is taken back.
            if ($started) { Remove-VM -Name $name -Force -Confirm:$false }
        }
        finally {
            $script:cleanups++
        }
    }
    end { $made }
}

$switch = New-VMSwitch -Name $description.switch.name -SwitchType $description.switch.type -Confirm:$false

# First only look.
$none = $description.machines | Select-Object -First 1 | New-DescribedVM -SwitchName $switch.Name -WhatIf
"machines after -WhatIf: $(@(Get-VM -Name 'app*').Count)"

$script:cleanups = 0
$verbose = $null
$lines = $description.machines | New-DescribedVM -SwitchName $switch.Name -Verbose 4>&1
$verbose = @($lines | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] -and $_.Message -like 'making*' })
$names = @($lines | Where-Object { $_ -is [string] })

foreach ($name in $names) {
    $texts = Get-VMNetworkAdapter -VMName $name | ForEach-Object { "$($_.Name) weight $($_.IovWeight)" }
    "${name}: $($texts -join ', ')"
}

$result = foreach ($name in $names) {
    [ordered]@{
        name    = $name
        weights = @((Get-VMNetworkAdapter -VMName $name).IovWeight)
    }
}
$result | ConvertTo-Json -Depth 3

"made $($names.Count), refused $($description.machines.Count - $names.Count)"
"finally ran $script:cleanups times"
"Verbose lines: $($verbose.Count)"

$names | ForEach-Object { Remove-VM -Name $_ -Force }
Remove-VMSwitch -Name $switch.Name -Force
