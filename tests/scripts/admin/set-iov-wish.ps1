<#
.SYNOPSIS
    An advanced function for the wish for a virtual function: parameter sets, validation, pipeline input of both kinds.
#>
# expect-exit: 0
# expect: Set: ByName  web1 -> 100
# expect: Set: ByObject  web2 -> 20
# expect: by property name: web1=1 web2=2
# expect: WhatIf kept: 1
# expect: error: ParameterArgumentValidationError,Set-IovWish
# expect: error: AmbiguousParameterSet,Set-IovWish
# expect: error: MissingMandatoryParameter,Set-IovWish
# expect: error: NoSuchLevel,Set-IovWish
# expect: error: ObjectNotFound
# expect: alias and abbreviation: 33
# expect: bound: Level, VMName
# expect: help: An admin's way to say how much
# expect: syntax has 2 sets
# expect: after all: web1=0 web2=0

function Set-IovWish {
    <#
    .SYNOPSIS
        An admin's way to say how much a machine wants a virtual function.
    .PARAMETER Level
        Off, Low, Normal or High.
    .EXAMPLE
        Get-VM web* | Set-IovWish -Level High
    #>
    [CmdletBinding(DefaultParameterSetName = 'ByName', SupportsShouldProcess)]
    [OutputType([string])]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ByName', ValueFromPipelineByPropertyName)]
        [Alias('Machine', 'Name')]
        [ValidateNotNullOrEmpty()]
        [string[]]$VMName,

        [Parameter(Mandatory, ParameterSetName = 'ByObject', ValueFromPipeline)]
        [Microsoft.HyperV.PowerShell.VirtualMachine]$InputObject,

        [ValidateRange(0, 100)]
        [Nullable[int]]$Weight,

        [ValidateSet('Off', 'Low', 'Normal', 'High', 'Extreme')]
        [string]$Level,

        [Parameter(ValueFromPipelineByPropertyName)]
        [int]$IovWeight = -1,

        [switch]$Quiet
    )

    begin {
        $levels = @{ Off = 0; Low = 20; Normal = 50; High = 100 }
    }

    process {
        $names = if ($PSCmdlet.ParameterSetName -eq 'ByObject') { $InputObject.Name } else { $VMName }
        if ($Level) {
            if (-not $levels.Contains($Level)) {
                $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new(
                    [System.ArgumentException]::new("There is no level '$Level'."),
                    'NoSuchLevel',
                    [System.Management.Automation.ErrorCategory]::InvalidArgument,
                    $Level))
                return
            }
            $value = $levels[$Level]
        }
        elseif ($null -ne $Weight) { $value = $Weight }
        else { $value = $IovWeight }

        foreach ($name in $names) {
            if ($PSCmdlet.ShouldProcess($name, "Set IovWeight to $value")) {
                Set-VMNetworkAdapter -VMName $name -IovWeight $value
                if (-not $Quiet) { "Set: $($PSCmdlet.ParameterSetName)  $name -> $value" }
            }
        }
    }
}

function Get-Weight([string]$name) { (Get-VMNetworkAdapter -VMName $name).IovWeight }

# By name and by object.
Set-IovWish web1 -Level High
Get-VM web2 | Set-IovWish -Level Low

# By property name, from records as a CSV file gives them.
@'
Machine,IovWeight
web1,1
web2,2
'@ | ConvertFrom-Csv | Set-IovWish -Quiet
"by property name: web1=$(Get-Weight web1) web2=$(Get-Weight web2)"

# -WhatIf changes nothing.
Set-IovWish -VMName web1 -Weight 77 -WhatIf
"WhatIf kept: $(Get-Weight web1)"

# What is wrong is refused by the binder, or by the function.
$attempts = @(
    { Set-IovWish web1 -Weight 101 }
    { Set-IovWish -VMName web1 -InputObject (Get-VM web1) }
    { Set-IovWish -Quiet -Confirm:$false }
    { Set-IovWish web1 -Level Extreme -ErrorAction Stop }
    { Set-IovWish wbe1 -Level High -ErrorAction Stop }
)
foreach ($attempt in $attempts) {
    try {
        & $attempt
        'nothing failed'
    }
    catch {
        "error: $($_.FullyQualifiedErrorId)"
    }
}

# An alias of a parameter, and an abbreviation.
Set-IovWish -Machine web1 -Wei 33 -Q
"alias and abbreviation: $(Get-Weight web1)"

function Show-Bound {
    param([string]$VMName, [string]$Level, [int]$Unused = 5)
    ($PSBoundParameters.Keys | Sort-Object) -join ', '
}
"bound: $(Show-Bound web1 -Level Low)"

"help: $((Get-Help Set-IovWish).Synopsis.Substring(0, 30))"
"syntax has $((Get-Command Set-IovWish).ParameterSets.Count) sets"

Get-VM web1, web2 | Set-IovWish -Level Off -Quiet
"after all: web1=$(Get-Weight web1) web2=$(Get-Weight web2)"
