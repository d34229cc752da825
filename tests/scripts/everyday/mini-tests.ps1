# A small test framework as scripts bring along: Describe, Context, It, Should, BeforeEach, mocks by functions, a summary.
#
# expect-exit: 1
# expect: Describing A switch
# expect: [+] is made
# expect: [+] has no SR-IOV when nobody asked
# expect: [-] is called what it is not
# expect: Expected 'other', but got 'lan'.
# expect: Describing Names
# expect: [+] joins a and b
# expect: [+] joins c and d
# expect: [+] throws for nothing
# expect: [!] is not ready
# expect: Passed: 5 Failed: 1 Skipped: 1
$script:results = [System.Collections.ArrayList]@()
$script:setup = $null
$script:depth = 0

function Write-Indented([string] $text) { Write-Host ((' ' * (2 * $script:depth)) + $text) }

function Describe {
    param([Parameter(Mandatory, Position = 0)] [string] $Name, [Parameter(Mandatory, Position = 1)] [scriptblock] $Fixture)
    Write-Indented "Describing $Name"
    $script:depth++
    $script:setup = $null
    try { . $Fixture } finally { $script:depth-- }
}

function BeforeEach([scriptblock] $Body) { $script:setup = $Body }

function It {
    [CmdletBinding(DefaultParameterSetName = 'Run')]
    param(
        [Parameter(Mandatory, Position = 0)] [string] $Name,
        [Parameter(Position = 1)] [scriptblock] $Test = {},
        [hashtable[]] $TestCases,
        [Parameter(ParameterSetName = 'Skip')] [switch] $Skip
    )
    if ($Skip) {
        [void] $script:results.Add([pscustomobject]@{ Name = $Name; Result = 'Skipped' })
        Write-Indented "[!] $Name"
        return
    }
    if (-not $TestCases) { $TestCases = @(@{}) }
    foreach ($case in $TestCases) {
        $title = [regex]::Replace($Name, '<(\w+)>', { param($m) $case[$m.Groups[1].Value] })
        try {
            if ($script:setup) { . $script:setup }
            $null = & $Test @case
            $result = 'Passed'
            Write-Indented "[+] $title"
        } catch {
            $result = 'Failed'
            Write-Indented "[-] $title"
            Write-Indented "    $($_.Exception.Message)"
        }
        [void] $script:results.Add([pscustomobject]@{ Name = $title; Result = $result })
    }
}

function Should {
    param(
        [Parameter(ValueFromPipeline)] $Actual,
        [Parameter(Position = 0)] [ValidateSet('Be', 'BeNullOrEmpty', 'BeTrue', 'Throw', 'Match', 'HaveCount')] [string] $Operator,
        [Parameter(Position = 1)] $Expected,
        [switch] $Not
    )
    begin { $all = [System.Collections.Generic.List[object]]::new() }
    process { if ($null -ne $Actual) { $all.Add($Actual) } }
    end {
        $value = if ($all.Count -eq 1) { $all[0] } else { $all }
        $holds = switch ($Operator) {
            'Be' { $value -eq $Expected; break }
            'BeNullOrEmpty' { $all.Count -eq 0; break }
            'BeTrue' { [bool] $value; break }
            'Match' { $value -match $Expected; break }
            'HaveCount' { $all.Count -eq $Expected; break }
            'Throw' { try { & $value; $false } catch { "$_" -like "*$Expected*" }; break }
        }
        if ([bool] $holds -eq [bool] $Not) {
            throw "Expected '$Expected', but got '$value'."
        }
    }
}

function Join-Name {
    param([ValidateNotNullOrEmpty()] [string[]] $Part)
    $Part -join '-'
}

Describe 'A switch' {
    BeforeEach {
        Get-VMSwitch | Remove-VMSwitch -Force
        New-VMSwitch -Name lan -SwitchType Private | Out-Null
    }
    It 'is made' { Get-VMSwitch -Name lan | Should HaveCount 1 }
    It 'has no SR-IOV when nobody asked' { (Get-VMSwitch lan).IovEnabled | Should -Not BeTrue }
    It 'is called what it is not' { (Get-VMSwitch).Name | Should Be 'other' }
}

Describe 'Names' {
    It 'joins <a> and <b>' -TestCases @{ a = 'a'; b = 'b' }, @{ a = 'c'; b = 'd' } {
        param($a, $b)
        Join-Name $a, $b | Should Match '^\w-\w$'
    }
    It 'throws for nothing' { { Join-Name @() } | Should Throw 'Part' }
    It 'is not ready' -Skip
}

$counts = $script:results | Group-Object Result -AsHashTable -AsString
'Passed: {0} Failed: {1} Skipped: {2}' -f @($counts.Passed).Count, @($counts.Failed).Count, @($counts.Skipped).Count
Get-VMSwitch | Remove-VMSwitch -Force
exit @($counts.Failed).Count
