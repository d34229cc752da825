# VerifyVF: two machines on one switch in IOV mode, each gets a virtual function, and is given it back.
#
# args: web1 localhost "NIC=enp1s0f0; SWITCH=labswitch; VM2=web2; rubbish; VF_COUNT=4"
# expect-exit: 0
# expect: Warning: parameter ' rubbish' is not of the form name=value
# expect: Covers: VerifyVF_basic
# expect: Switch labswitch: IovEnabled=True IovSupport=True VFs=4
# expect: web1 is on its VF
# expect: web2 is on its VF
# expect: VF  FunctionID=0  VM=web1
# expect: VF  FunctionID=1  VM=web2
# expect: MAC addresses of adapter and VF agree: 2 of 2
# expect: In use 2, then 0
# expect: VerifyVF                 PASS
param([string] $vmName, [string] $hvServer, [string] $testParams)

$retVal = $False

# Check the arguments before anything is changed.
if (-not $vmName)
{
    "Error: vmName argument is null"
    exit 2
}

if (-not $hvServer)
{
    "Error: hvServer argument is null"
    exit 2
}

if (-not $testParams)
{
    "Error: no testParams provided to the script"
    exit 2
}

# The functions lie beside this script; the path is written the Windows way.
if (Test-Path "$PSScriptRoot\vf-functions.ps1")
{
    . "$PSScriptRoot\vf-functions.ps1"
}
else
{
    "Error: cannot find $PSScriptRoot\vf-functions.ps1"
    exit 2
}

$values = Read-TestParams $testParams
$nicName = $values["NIC"]
$switchName = $values["SWITCH"]
$vm2Name = $values["VM2"]
$vfCount = [int]$values["VF_COUNT"]

$TC_COVERED = "VerifyVF_basic"
Write-Output "Covers: ${TC_COVERED}"

# The number of VFs is set while nothing uses them.
Set-NetAdapterSriov -Name $nicName -NumVFs $vfCount
if (-not $?)
{
    "Error: unable to set ${vfCount} VFs on ${nicName}"
    exit 1
}

$switch = New-VMSwitch -Name $switchName -NetAdapterName $nicName -EnableIov $True -ComputerName $hvServer
if (-not $?)
{
    "Error: unable to make switch ${switchName}"
    exit 1
}
"Switch {0}: IovEnabled={1} IovSupport={2} VFs={3}" -f $switch.Name, $switch.IovEnabled, $switch.IovSupport, $switch.IovVirtualFunctionCount

foreach ($name in @($vmName, $vm2Name))
{
    $vm = Get-VM -Name $name -ComputerName $hvServer
    if (-not $vm)
    {
        "Error: VM ${name} does not exist"
        exit 1
    }
    Connect-VMNetworkAdapter -VMName $name -SwitchName $switchName -ComputerName $hvServer
    Set-VMNetworkAdapter -VMName $name -ComputerName $hvServer -IovWeight 1
    if (-not $?)
    {
        "Error: unable to enable SR-IOV on ${name}"
        exit 1
    }
    Start-VM -Name $name -ComputerName $hvServer
    if (-not (Wait-ForVMState $name "Running"))
    {
        "Error: ${name} did not start"
        exit 1
    }
    $looks = Wait-ForDataPath $name
    if ($looks -lt 0)
    {
        "Error: ${name} is not on a VF"
        exit 1
    }
    "${name} is on its VF"
}

# Every VF that has an owner.
$vfs = Get-NetAdapterSriovVf -Name $nicName | Where-Object { $_.VmFriendlyName }
foreach ($vf in $vfs)
{
    "VF  FunctionID=$($vf.FunctionID)  VM=$($vf.VmFriendlyName)"
}

# The VF has the MAC address of the adapter, written with hyphens.
$agree = 0
foreach ($name in $vmName, $vm2Name)
{
    $mac = (Get-VMNetworkAdapter -VMName $name).MacAddress
    $pairs = @()
    for ($i = 0; $i -lt $mac.Length; $i += 2)
    {
        $pairs += $mac.Substring($i, 2)
    }
    $hyphened = $pairs -join "-"
    $vf = $vfs | Where-Object { $_.VmFriendlyName -eq $name }
    if ($vf.MacAddress -eq $hyphened)
    {
        $agree++
    }
}
"MAC addresses of adapter and VF agree: $agree of 2"

$before = (Get-VMSwitch -Name $switchName).IovVirtualFunctionsInUse
if (-not (Reset-TestVM $vmName, $vm2Name))
{
    exit 1
}
$after = (Get-VMSwitch -Name $switchName).IovVirtualFunctionsInUse
"In use $before, then $after"

Remove-VMSwitch -Name $switchName -Force
if ($? -and $agree -eq 2 -and $after -eq 0)
{
    $retVal = $True
}

if ($retVal -eq $True)
{
    Write-Verdict "VerifyVF" $Passed
    exit 0
}
Write-Verdict "VerifyVF" $Failed
exit 1
