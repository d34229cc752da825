<#
.SYNOPSIS
    Makes virtual machines from a CSV list, with a log, and leaves alone what is there already.
.DESCRIPTION
    In the manner of the provisioning scripts that administrators keep beside their host: Import-Csv, one function for a machine, a
    log file, a summary, and a second run that changes nothing.
#>
# args: -ListPath $TEMP/machines.csv -LogPath $TEMP/provision.log
# expect-exit: 0
# expect: 3 machines in the list
# expect: app01: created
# expect: app02: created
# expect: sql01: created
# expect: second run: 0 created, 3 skipped
# expect: Name  CPU MemoryGB Disks Vlan Generation
# expect: app01   2        1     1   10          2
# expect: app02   2        1     1   10          2
# expect: sql01   4        4     2   20          2
# expect: notes: database, owner dba
# expect: log lines: 6
# expect: bad row refused: abc is no number of processors
# expect: left behind: 0
param(
    [Parameter(Mandatory)][string]$ListPath,
    [Parameter(Mandatory)][string]$LogPath,
    [string]$SwitchName = 'prod'
)

$ErrorActionPreference = 'Stop'

@'
Name,CPU,MemoryGB,DiskGB,DataGB,VlanId,Role,Owner
app01,2,1,20,,10,web,ops
app02,2,1,20,,10,web,ops
sql01,4,4,40,100,20,database,dba
'@ | Set-Content -Path $ListPath

function Write-Log {
    param([string]$Message, [ValidateSet('INFO', 'ERROR')][string]$Level = 'INFO')
    '{0:yyyy-MM-dd HH:mm:ss} [{1}] {2}' -f (Get-Date), $Level, $Message | Add-Content -Path $LogPath
}

function New-ListedVM {
    [CmdletBinding()]
    param([Parameter(Mandatory, ValueFromPipeline)][psobject]$Row)
    process {
        if (Get-VM -Name $Row.Name -ErrorAction SilentlyContinue) {
            Write-Log "$($Row.Name) exists"
            return [pscustomobject]@{ Name = $Row.Name; Result = 'skipped' }
        }
        $processors = 0
        if (-not [int]::TryParse($Row.CPU, [ref]$processors)) {
            Write-Log -Level ERROR "$($Row.Name): $($Row.CPU)"
            throw "$($Row.CPU) is no number of processors"
        }
        $new = @{
            Name               = $Row.Name
            MemoryStartupBytes = [int64]$Row.MemoryGB * 1GB
            NewVHDPath         = "/srv/vms/$($Row.Name).qcow2"
            NewVHDSizeBytes    = [uint64]$Row.DiskGB * 1GB
            SwitchName         = $SwitchName
        }
        $vm = New-VM @new
        $vm | Set-VM -ProcessorCount $processors -Notes ('{0}, owner {1}' -f $Row.Role, $Row.Owner)
        if ($Row.VlanId) {
            Get-VMNetworkAdapter -VMName $Row.Name | Set-VMNetworkAdapterVlan -Access -VlanId $Row.VlanId
        }
        if (-not [string]::IsNullOrEmpty($Row.DataGB)) {
            $data = New-VHD -Path "/srv/vms/$($Row.Name)-data.qcow2" -SizeBytes ([uint64]$Row.DataGB * 1GB) -Dynamic
            Add-VMHardDiskDrive -VMName $Row.Name -Path $data.Path
        }
        Write-Log "$($Row.Name) created"
        [pscustomobject]@{ Name = $Row.Name; Result = 'created' }
    }
}

if (-not (Get-VMSwitch -Name $SwitchName -ErrorAction SilentlyContinue)) {
    $null = New-VMSwitch -Name $SwitchName -SwitchType Private
}

$rows = Import-Csv -Path $ListPath
"$($rows.Count) machines in the list"
$rows | New-ListedVM | ForEach-Object { "$($_.Name): $($_.Result)" }

$again = $rows | New-ListedVM | Group-Object Result -AsHashTable -AsString
'second run: {0} created, {1} skipped' -f @($again['created']).Where({ $_ }).Count, $again['skipped'].Count

$rows.Name | ForEach-Object { Get-VM -Name $_ } | Sort-Object Name | Format-Table -AutoSize @(
    'Name'
    @{ n = 'CPU'; e = { $_.ProcessorCount } }
    @{ n = 'MemoryGB'; e = { $_.MemoryStartup / 1GB } }
    @{ n = 'Disks'; e = { $_.HardDrives.Count } }
    @{ n = 'Vlan'; e = { (Get-VMNetworkAdapterVlan -VMName $_.Name).AccessVlanId } }
    'Generation'
)
"notes: $((Get-VM sql01).Notes)"
"log lines: $((Get-Content $LogPath).Count)"

try {
    [pscustomobject]@{ Name = 'bad01'; CPU = 'abc'; MemoryGB = 1; DiskGB = 1; DataGB = ''; VlanId = ''; Role = ''; Owner = '' } | New-ListedVM
}
catch {
    "bad row refused: $($_.Exception.Message)"
}

foreach ($name in $rows.Name) {
    $disks = (Get-VMHardDiskDrive -VMName $name).Path
    Remove-VM -Name $name -Force -WarningAction SilentlyContinue
}
Remove-VMSwitch -Name $SwitchName -Force
"left behind: $(@(Get-VM | Where-Object Name -in $rows.Name).Count)"
