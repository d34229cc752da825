# Machines from a data file: defaults and overrides, splatting, texts of messages, a menu that nobody answers.
#
# args: -Count 2
# expect-exit: 0
# expect: read 2 roles, default memory 1073741824
# expect: Making db1 with 2 processors and 2048 MB
# expect: Making app1 with 1 processors and 1024 MB
# expect: Making app2 with 1 processors and 1024 MB
# expect: made: app1, app2, db1
# expect: weights: app1=50 app2=50 db1=100
# expect: the menu: nobody there
# expect: checked: 3 of 3
param([ValidateRange(1, 5)] [int] $Count = 1)

Set-Content -Path roles.psd1 -Value @'
@{
    Defaults = @{
        MemoryStartupBytes = 1GB
        Generation         = 2
        ProcessorCount     = 1
    }
    Roles    = @(
        @{ Name = 'db'; Instances = 1; ProcessorCount = 2; MemoryStartupBytes = 2GB; IovWeight = 100 }
        @{ Name = 'app'; Instances = 0; IovWeight = 50 }
    )
}
'@
data Messages {
    ConvertFrom-StringData @'
making = Making {0} with {1} processors and {2} MB
made = made: {0}
'@
}

$config = Import-PowerShellDataFile -Path ./roles.psd1
"read $($config.Roles.Count) roles, default memory $($config.Defaults.MemoryStartupBytes)"

function Merge-Hashtable([hashtable] $base, [hashtable] $over) {
    $merged = $base.Clone()
    foreach ($key in $over.Keys) { $merged[$key] = $over[$key] }
    return $merged
}

New-VMSwitch fabric -NetAdapterName enp1s0f0 -EnableIov $true | Out-Null
$made = [System.Collections.Generic.List[object]]::new()
foreach ($role in $config.Roles) {
    $settings = Merge-Hashtable $config.Defaults $role
    $instances = if ($settings.Instances) { $settings.Instances } else { $Count }
    foreach ($number in 1..$instances) {
        $name = '{0}{1}' -f $settings.Name, $number
        $Messages.making -f $name, $settings.ProcessorCount, ($settings.MemoryStartupBytes / 1MB)
        $new = @{
            Name               = $name
            MemoryStartupBytes = $settings.MemoryStartupBytes
            Generation         = $settings.Generation
            SwitchName         = 'fabric'
            NoVHD              = $true
        }
        $vm = New-VM @new
        Set-VM -VM $vm -ProcessorCount $settings.ProcessorCount
        $vm | Get-VMNetworkAdapter | Set-VMNetworkAdapter -IovWeight $settings.IovWeight
        $made.Add((Get-VM $name))
    }
}
$Messages.made -f (($made | Sort-Object Name).Name -join ', ')
"weights: $(($made | Sort-Object Name | ForEach-Object { '{0}={1}' -f $_.Name, (Get-VMNetworkAdapter -VMName $_.Name).IovWeight }) -join ' ')"

$choices = [System.Management.Automation.Host.ChoiceDescription[]] @(
    New-Object System.Management.Automation.Host.ChoiceDescription '&Keep', 'Leaves the machines.'
    New-Object System.Management.Automation.Host.ChoiceDescription '&Remove', 'Removes them.'
)
try {
    $answer = $host.UI.PromptForChoice('Machines', 'What becomes of them?', $choices, 1)
} catch {
    "the menu: nobody there"
    $answer = 1
}
$ok = @($made | Where-Object { (Get-VM $_.Name).ProcessorCount -eq $(if ($_.Name -like 'db*') { 2 } else { 1 }) })
"checked: $($ok.Count) of $($made.Count)"
if ($answer -eq 1) {
    $made | ForEach-Object { Remove-VM -Name $_.Name -Force }
}
Remove-VMSwitch fabric -Force
