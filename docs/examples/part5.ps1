<#
.SYNOPSIS
    SR-IOV from the first look to the last: the whole job of one administrator on one host.

.DESCRIPTION
    The steps are those that Hyper-V administrators know: look whether the platform and a network adapter can do SR-IOV, make
    a virtual switch in IOV mode, give a virtual machine's adapter an IovWeight, start the machine, see it on a virtual
    function, see why another one is not, change the path while the machine runs, and put everything back.

    Everything is done to names that this script makes itself, and everything is removed at the end, also when a step fails.
    It runs unchanged on the simulated host, which needs nothing:

        iovsh --host sim docs/examples/part5.ps1

    and on a real one, as root, with a kernel and an initrd that the virtual machines boot:

        iovsh --host local docs/examples/part5.ps1 -NetAdapterName enp1s0f0 -Kernel /boot/vmlinuz -InitialRamdisk /boot/initrd.img

.PARAMETER NetAdapterName
    The network adapter to use. Without it the first one is taken that can do SR-IOV and that no switch uses.
#>
param(
    [string]$NetAdapterName,
    [string]$SwitchName = 'part5',
    [string]$Kernel = '/boot/vmlinuz',
    [string]$InitialRamdisk = '/boot/initrd.img',
    [string]$KernelCommandLine = 'console=ttyS0 quiet'
)

$ErrorActionPreference = 'Stop'
$first = 'part5-first'
$second = 'part5-second'

function Step($text) {
    Write-Host ''
    Write-Host "== $text"
}

# 1. The platform: processor, IOMMU, firmware. When something is missing, each reason is a sentence.
Step 'Can this computer do SR-IOV?'
$vmhost = Get-VMHost
$vmhost | Format-List Name, IovSupport, IovSupportReasons
if (-not $vmhost.IovSupport) {
    Write-Warning 'It cannot. The virtual machines below will run on the paravirtual path.'
}

# 2. The network adapter: it must have the capability, and a driver that can make virtual functions (VFs).
Step 'Which network adapter can?'
Get-NetAdapter -Physical | Format-Table
if (-not $NetAdapterName) {
    $able = Get-NetAdapterSriov | Where-Object { $_.SriovSupport -eq 'Supported' -and $_.Enabled -and -not $_.SwitchName }
    if (-not $able) {
        throw 'No network adapter is left that can do SR-IOV; Get-NetAdapterSriov says why.'
    }
    $NetAdapterName = @($able)[0].Name
}
$sriov = Get-NetAdapterSriov -Name $NetAdapterName
$sriov | Format-List Name, InterfaceDescription, SriovSupport, NumVFs, CurrentNumVFs, MaxNumVFs

# The host is to be found again as it was: $sriov knows how many VFs the network adapter may have and has; what is made is kept here.
$weights = 100, 50
$made = @()

try {
    # 3. One VF only, so that the second virtual machine meets an empty pool. Usually one takes what the hardware has.
    Step "Prepare one virtual function on $NetAdapterName"
    Set-NetAdapterSriov -Name $NetAdapterName -NumVFs 1 -PassThru | Format-List Name, Enabled, NumVFs

    # 4. The switch. IOV mode is chosen now and can never be changed: a switch made without it stays without it.
    Step 'Make a switch in IOV mode'
    New-VMSwitch -Name $SwitchName -NetAdapterName $NetAdapterName -EnableIov $true -AllowManagementOS $false | Out-Null
    Get-VMSwitch -Name $SwitchName | Format-List Name, SwitchType, *Iov*

    # 5. Two virtual machines. IovWeight is a wish, 1 to 100; 0 is off.
    Step 'Make two virtual machines that wish for a virtual function'
    foreach ($name in $first, $second) {
        New-VM -Name $name -MemoryStartupBytes 192MB -SwitchName $SwitchName -Kernel $Kernel `
            -InitialRamdisk $InitialRamdisk -KernelCommandLine $KernelCommandLine | Out-Null
        $made += $name
    }
    Set-VMNetworkAdapter -VMName $first -IovWeight $weights[0]
    Set-VMNetworkAdapter -VMName $second -IovWeight $weights[1]

    # 6. The first machine gets the VF. IovUsage says that it is allocated; VFDataPathActive that the guest uses it, which
    #    takes as long as the guest needs to find the device and its driver.
    Step "Start $first"
    Start-VM -Name $first
    $adapter = Get-VMNetworkAdapter -VMName $first
    if ($vmhost.IovSupport) {
        for ($try = 0; $try -lt 60 -and -not $adapter.VFDataPathActive; $try++) {
            Start-Sleep -Seconds 1
            $adapter = Get-VMNetworkAdapter -VMName $first
        }
    }
    $adapter | Format-List VMName, SwitchName, *Iov*, VFDataPathActive, Status, StatusDescription
    Get-NetAdapterSriovVf -Name $NetAdapterName | Format-Table Name, FunctionID, MacAddress, VmFriendlyName

    # 7. The path of a running machine changes with one property; its connections stay, because the paravirtual adapter with
    #    the same MAC address is always there. -WhatIf shows each step, and how one would do it by hand.
    Step 'Off the virtual function ...'
    Set-VMNetworkAdapter -VMName $first -IovWeight 0 -WhatIf
    Set-VMNetworkAdapter -VMName $first -IovWeight 0
    Get-VMNetworkAdapter -VMName $first | Format-List VMName, IovWeight, IovUsage, VFDataPathActive
    Step '... and back'
    Set-VMNetworkAdapter -VMName $first -IovWeight $weights[0]
    Get-VMNetworkAdapter -VMName $first | Format-List VMName, IovWeight, IovUsage

    # 8. No VF is left. The second machine starts all the same, and says why it is not on one.
    Step "Start $second, for which no virtual function is left"
    Start-VM -Name $second -WarningAction SilentlyContinue
    Get-VM -Name $second | Format-List Name, State, SecondaryStatusDescription, SecondaryOperationalStatus
    Get-VMNetworkAdapter -VMName $second | Format-List VMName, *Iov*, VFDataPathActive, Status
}
finally {
    # 9. Everything back: machines, switch, and the number of VFs. A VF is reset and its settings are put back as they were.
    Step 'Put everything back'
    foreach ($name in $made) {
        Stop-VM -Name $name -TurnOff -Force
        Remove-VM -Name $name -Force
    }
    if (Get-VMSwitch | Where-Object Name -eq $SwitchName) {
        Remove-VMSwitch -Name $SwitchName -Force
    }
    if ($sriov.CurrentNumVFs -eq $sriov.NumVFs) {
        Set-NetAdapterSriov -Name $NetAdapterName -NumVFs $sriov.NumVFs
    }
    else {
        # Nobody had asked for VFs, so none were there: -Reset forgets the number that was asked for above.
        Set-NetAdapterSriov -Name $NetAdapterName -Reset
    }
    Get-NetAdapterSriov -Name $NetAdapterName | Format-List Name, SwitchName, NumVFs, CurrentNumVFs
}
