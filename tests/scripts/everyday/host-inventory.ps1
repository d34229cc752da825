# What a host is and has, by CIM classes and the host's own cmdlets, as objects, CSV, JSON and a page.
#
# args: -OutputFolder $TEMP/inventory
# expect-exit: 0
# expect: sections: System, Adapters, Switches, Machines
# expect: a version: True; processors at least 1: True
# expect: adapters with SR-IOV: enp1s0f0, enp1s0f1
# expect: CSV: "Name","Status","Speed","SriovSupport"
# expect: back from JSON: 3 machines, first legacy1
# expect: page has 4 tables: True
# expect: files: adapters.csv, inventory.html, inventory.json
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $OutputFolder,
    [ValidateSet('Quiet', 'Normal')] [string] $Level = 'Normal'
)

$ErrorActionPreference = 'Stop'
Set-StrictMode -Version Latest

function Get-Section {
    param([string] $Name, [scriptblock] $Body)
    Write-Progress -Activity 'Inventory' -Status $Name
    [pscustomobject]@{ Name = $Name; Rows = @(& $Body) }
}

if (-not (Test-Path -Path $OutputFolder -PathType Container)) {
    New-Item -Path $OutputFolder -ItemType Directory | Out-Null
}

$os = Get-CimInstance -ClassName Win32_OperatingSystem
$processors = @(Get-CimInstance -ClassName Win32_Processor)
New-VMSwitch -Name survey -NetAdapterName enp1s0f1 -EnableIov $true | Out-Null

$sections = @(
    Get-Section System {
        [pscustomobject]@{
            Caption    = $os.Caption
            Version    = [version] $os.Version
            Processors = ($processors | Measure-Object -Property NumberOfLogicalProcessors -Sum).Sum
            MemoryGB   = [math]::Round($os.TotalVisibleMemorySize / 1MB, 1)
            Uptime     = (Get-Date) - $os.LastBootUpTime
        }
    }
    Get-Section Adapters {
        foreach ($adapter in Get-NetAdapter | Sort-Object Name) {
            $sriov = Get-NetAdapterSriov -Name $adapter.Name -ErrorAction SilentlyContinue
            [pscustomobject]@{
                Name         = $adapter.Name
                Status       = $adapter.Status
                Speed        = $adapter.LinkSpeed
                SriovSupport = if ($sriov) { "$($sriov.SriovSupport)" } else { 'None' }
            }
        }
    }
    Get-Section Switches { Get-VMSwitch | Select-Object Name, SwitchType, IovEnabled, @{ n = 'Uplink'; e = { $_.NetAdapterInterfaceDescription } } }
    Get-Section Machines { Get-VM | Sort-Object Name | Select-Object Name, @{ n = 'State'; e = { "$($_.State)" } }, ProcessorCount }
)
"sections: $($sections.Name -join ', ')"

$system = $sections.Where({ $_.Name -eq 'System' })[0].Rows[0]
"a version: $($system.Version -is [version]); processors at least 1: $($system.Processors -ge 1)"
$adapters = ($sections | Where-Object Name -eq Adapters).Rows
"adapters with SR-IOV: $(($adapters | Where-Object SriovSupport -eq Supported).Name -join ', ')"

$csv = Join-Path $OutputFolder adapters.csv
$adapters | Export-Csv -Path $csv -NoTypeInformation
"CSV: $(Get-Content $csv -TotalCount 1)"

$json = Join-Path -Path $OutputFolder -ChildPath inventory.json
$sections | ConvertTo-Json -Depth 4 | Out-File -FilePath $json -Encoding utf8
$back = Get-Content -Raw $json | ConvertFrom-Json
$machines = ($back | Where-Object { $_.Name -eq 'Machines' }).Rows
"back from JSON: $($machines.Count) machines, first $($machines[0].Name)"

$fragments = foreach ($section in $sections) {
    $section.Rows | ConvertTo-Html -Fragment -PreContent "<h2>$($section.Name)</h2>"
}
ConvertTo-Html -Title 'Inventory' -Body ($fragments -join "`n") | Set-Content (Join-Path $OutputFolder inventory.html)
$page = [System.IO.File]::ReadAllText((Join-Path $OutputFolder inventory.html))
"page has 4 tables: $([regex]::Matches($page, '<h2>').Count -eq 4)"
"files: $((Get-ChildItem $OutputFolder | Sort-Object Name | Select-Object -ExpandProperty Name) -join ', ')"
Remove-VMSwitch survey -Force
