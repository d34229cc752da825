//! NICs and their VFs, as they are typed and shown at the prompt.

use crate::bench::Bench;

pub fn a_nic_is_shown_as_the_kernel_has_it(bench: &Bench) {
    let (nic, link) = (&bench.nic, bench.link());
    let mac = link.mac.to_string().to_uppercase().replace(':', "-");
    bench.shows(
        &format!(
            "$n = Get-NetAdapter {nic}
             \"$($n.Name) $($n.InterfaceIndex) $($n.MtuSize) $($n.MacAddress) $($n.DriverName)\""
        ),
        &[&format!(
            "{nic} {} {} {mac} {}",
            link.index,
            link.mtu,
            bench.function().driver.expect("a driver")
        )],
    );
}

pub fn nics_are_found_by_name_description_and_index(bench: &Bench) {
    let (nic, index) = (&bench.nic, bench.link().index);
    bench.shows(
        &format!(
            "(Get-NetAdapter -InterfaceIndex {index}).Name
             (Get-NetAdapter '{upper}').Name
             $d = (Get-NetAdapter {nic}).InterfaceDescription
             (Get-NetAdapter -InterfaceDescription $d).Name -contains '{nic}'
             @(Get-NetAdapter ct-none*).Count",
            upper = nic.to_uppercase()
        ),
        &[nic, nic, "True", "0"],
    );
}

pub fn sriov_of_a_nic_at_rest(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "$n = Get-NetAdapterSriov {nic}
             \"$($n.SriovSupport) $($n.NumVFs) $($n.MaxNumVFs) $($n.NumAllocatedVFs) $($n.SwitchName)\".Trim()
             @(Get-NetAdapterSriovVf {nic}).Count"
        ),
        &[
            &format!("Supported {0} {0} 0", bench.function().total_vfs),
            "0",
        ],
    );
}

pub fn vfs_are_made_and_counted(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "Set-NetAdapterSriov {nic} -NumVFs 3
             (Get-NetAdapterSriov {nic}).NumVFs
             (Get-NetAdapterSriovVf {nic}).FunctionID -join ','
             Get-NetAdapterSriov {nic} | Get-NetAdapterSriovVf | measure | % Count
             (Get-NetAdapterSriovVf {nic} | ? VmFriendlyName).Count"
        ),
        &["3", "0,1,2", "3", "0"],
    );
    let addresses: Vec<String> = bench
        .function()
        .vfs
        .iter()
        .map(|vf| vf.address.to_string())
        .collect();
    bench.shows(
        &format!("(Get-NetAdapterSriovVf {nic}).PciAddress -join ','"),
        &[&addresses.join(",")],
    );
    bench.asks(iovsh::backend::policy::Intent::ResetSriov {
        nic: nic.to_string(),
        force: false,
    });
}

pub fn sriov_is_turned_off_and_on_at_the_prompt(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!("Set-NetAdapterSriov {nic} -NumVFs 2"));
    bench.shows(
        &format!(
            "Disable-NetAdapterSriov {nic}
             (Get-NetAdapterSriov {nic}) | % {{ \"$($_.Enabled) $($_.NumVFs)\" }}
             @(Get-NetAdapterSriovVf {nic}).Count
             Enable-NetAdapterSriov {nic}
             (Get-NetAdapterSriov {nic}) | % {{ \"$($_.Enabled) $($_.NumVFs)\" }}
             @(Get-NetAdapterSriovVf {nic}).Count"
        ),
        &["False 2", "0", "True 2", "2"],
    );
    bench.asks(iovsh::backend::policy::Intent::ResetSriov {
        nic: nic.to_string(),
        force: false,
    });
}

pub fn what_if_changes_no_vfs(bench: &Bench) {
    let nic = &bench.nic;
    let before = bench.fingerprint();
    bench.types(&format!("Set-NetAdapterSriov {nic} -NumVFs 2 -WhatIf"));
    bench.types(&format!("Disable-NetAdapterSriov {nic} -WhatIf"));
    assert_eq!(bench.fingerprint(), before);
}

pub fn wrong_numbers_of_vfs_are_refused(bench: &Bench) {
    let nic = &bench.nic;
    let most = bench.function().total_vfs;
    for (count, id) in [
        ((most + 1).to_string(), "Iov.TooManyVfs"),
        ("-1".to_owned(), "CannotConvertArgumentNoMessage"),
        ("many".to_owned(), "CannotConvertArgumentNoMessage"),
    ] {
        bench.refuses(&format!("Set-NetAdapterSriov {nic} -NumVFs {count}"), id);
    }
}

pub fn a_nic_that_is_not_there_is_said(bench: &Bench) {
    for script in [
        "Get-NetAdapter ct-none",
        "Get-NetAdapterSriov ct-none",
        "Set-NetAdapterSriov ct-none -NumVFs 1",
        "Disable-NetAdapterSriov ct-none",
        "Enable-NetAdapterSriov ct-none",
    ] {
        bench.refuses(script, "CmdletizationQuery_NotFound_Name");
    }
}

pub fn vfs_of_a_switch_are_resized(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "New-VMSwitch ct-x -NetAdapterName {nic} -EnableIov $true | Out-Null
             Set-NetAdapterSriov {nic} -NumVFs 2
             (Get-VMSwitch ct-x).IovVirtualFunctionCount
             Remove-VMSwitch ct-x -Force
             (Get-NetAdapterSriov {nic}).NumVFs"
        ),
        &["2", "2"],
    );
    bench.asks(iovsh::backend::policy::Intent::ResetSriov {
        nic: nic.to_string(),
        force: false,
    });
}

pub fn the_same_number_twice_changes_nothing(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!("Set-NetAdapterSriov {nic} -NumVFs 2"));
    let events = "@(Get-WinEvent -LogName *).Count";
    let before = (bench.fingerprint(), bench.types(events));
    bench.shows(&format!("Set-NetAdapterSriov {nic} -NumVFs 2"), &[""]);
    assert_eq!((bench.fingerprint(), bench.types(events)), before);
    bench.asks(iovsh::backend::policy::Intent::ResetSriov {
        nic: nic.to_string(),
        force: false,
    });
}

/// Features, rings and queues: the driver takes them, shows them, and has them back.
pub fn settings_of_a_driver_are_changed_and_put_back(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "$before = Get-NetAdapterLso {nic}
             Set-NetAdapterLso {nic} -IPv4Enabled $false -IPv6Enabled $false
             (Get-NetAdapterLso {nic}).IPv4Enabled
             (Get-NetAdapterAdvancedProperty {nic} -RegistryKeyword *LsoV2IPv4).DisplayValue
             Remove-NetAdapterAdvancedProperty {nic} -RegistryKeyword *LsoV2IPv4
             Remove-NetAdapterAdvancedProperty {nic} -RegistryKeyword *LsoV2IPv6
             (Get-NetAdapterLso {nic}).IPv4Enabled -eq $before.IPv4Enabled"
        ),
        &["False", "Disabled", "True"],
    );
    bench.shows(
        &format!(
            "Set-NetAdapterAdvancedProperty {nic} -RegistryKeyword *ReceiveBuffers -RegistryValue 512 -WarningAction SilentlyContinue
             (Get-NetAdapterAdvancedProperty {nic} -RegistryKeyword *ReceiveBuffers).RegistryValue
             Reset-NetAdapterAdvancedProperty {nic} -DisplayName 'Receive Buffers' -WarningAction SilentlyContinue
             Disable-NetAdapterRss {nic} -WarningAction SilentlyContinue
             (Get-NetAdapterRss {nic}).NumberOfReceiveQueues
             Reset-NetAdapterAdvancedProperty {nic} -DisplayName 'Maximum Number of RSS Queues' -WarningAction SilentlyContinue
             @(Get-NetAdapterRdma).Count"
        ),
        &["512", "1", "0"],
    );
}
