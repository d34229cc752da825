# A module of an admin: two functions, an alias and a variable are exported, the rest stays inside.

$script:Cache = @{}
$IovToolsVersion = [version]'1.2.3'

function Get-Cached {
    param([string]$Key, [scriptblock]$Make)
    if (-not $script:Cache.ContainsKey($Key)) {
        $script:Cache[$Key] = & $Make
        $script:Cache.Misses += 1
    }
    $script:Cache[$Key]
}

function Get-IovSummary {
    <#
    .SYNOPSIS
        One object that says how a host stands with SR-IOV.
    #>
    [CmdletBinding()]
    param()
    $ports = @(Get-NetAdapterSriov)
    $switches = @(Get-VMSwitch | Where-Object IovEnabled)
    New-Object PSObject -Property @{
        Host     = (Get-Cached 'host' { Get-VMHost }).Name
        Ports    = $ports.Count
        Switches = $switches.Count
        VFs      = ($ports | Measure-Object NumVFs -Sum).Sum
        Waiting  = @(Get-VMNetworkAdapter -VMName * | Where-Object { $_.IovWeight -gt 0 -and -not $_.VFDataPathActive }).Count
        Misses   = $script:Cache.Misses
    }
}

function Use-IovSwitch {
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory)][string]$Name,
        [Parameter(Mandatory)][string]$NetAdapterName,
        [Parameter(Mandatory)][scriptblock]$Body
    )
    $made = $false
    try {
        if (-not (Get-VMSwitch -Name $Name -ErrorAction SilentlyContinue)) {
            $null = New-VMSwitch -Name $Name -NetAdapterName $NetAdapterName -EnableIov $true -ErrorAction Stop
            $made = $true
        }
        & $Body $Name
    }
    finally {
        if ($made) { Remove-VMSwitch -Name $Name -Force }
    }
}

Set-Alias -Name iovsum -Value Get-IovSummary

Export-ModuleMember -Function Get-IovSummary, Use-IovSwitch -Alias iovsum -Variable IovToolsVersion
