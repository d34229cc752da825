//! Switches, as they are typed and shown at the prompt.

use crate::bench::Bench;

pub fn a_private_switch_at_the_prompt(bench: &Bench) {
    bench.shows(
        "$made = New-VMSwitch ct-p -SwitchType Private -Notes inner
         foreach ($s in $made, (Get-VMSwitch ct-p)) {
             \"$($s.Name) $($s.SwitchType) $($s.IovEnabled) $($s.AllowManagementOS) $($s.Notes)\"
         }
         $made.Id -eq (Get-VMSwitch ct-p).Id
         Remove-VMSwitch ct-p -Force
         @(Get-VMSwitch ct-*).Count",
        &[
            "ct-p Private False False inner",
            "ct-p Private False False inner",
            "True",
            "0",
        ],
    );
}

pub fn an_internal_switch_has_a_port_of_the_host(bench: &Bench) {
    bench.shows(
        "New-VMSwitch ct-i -SwitchType Internal | % { \"$($_.SwitchType) $($_.AllowManagementOS)\" }
         Remove-VMSwitch ct-i -Force",
        &["Internal True"],
    );
}

pub fn switches_are_found_by_name_type_and_id(bench: &Bench) {
    bench.shows(
        "'ct-b', 'ct-a' | % { New-VMSwitch $_ -SwitchType Private | Out-Null }
         New-VMSwitch ct-c -SwitchType Internal | Out-Null
         (Get-VMSwitch ct-* -SwitchType Private | sort Name).Name
         (Get-VMSwitch CT-C).Name
         (Get-VMSwitch ct-[ab] | sort Name).Name -join ','
         (Get-VMSwitch -Id (Get-VMSwitch ct-b).Id).Name
         @(Get-VMSwitch ct-z*).Count
         Remove-VMSwitch ct-a, ct-b, ct-c -Force",
        &["ct-a", "ct-b", "ct-c", "ct-a,ct-b", "ct-b", "0"],
    );
}

pub fn what_if_makes_and_removes_no_switch(bench: &Bench) {
    bench.types("New-VMSwitch ct-p -SwitchType Private -WhatIf");
    bench.shows("@(Get-VMSwitch ct-*).Count", &["0"]);
    bench.types("New-VMSwitch ct-p -SwitchType Private; Remove-VMSwitch ct-p -WhatIf");
    bench.shows(
        "(Get-VMSwitch ct-p).Name; Remove-VMSwitch ct-p -Force",
        &["ct-p"],
    );
}

pub fn switches_go_by_the_pipeline(bench: &Bench) {
    bench.shows(
        "1..3 | % { New-VMSwitch \"ct-$_\" -SwitchType Private } | Out-Null
         Get-VMSwitch ct-* | Set-VMSwitch -Notes all
         Get-VMSwitch ct-* | Group-Object Notes | % { \"$($_.Count) $($_.Name)\" }
         Get-VMSwitch ct-* | Remove-VMSwitch -Force
         @(Get-VMSwitch ct-*).Count",
        &["3 all", "0"],
    );
}

pub fn an_external_switch_names_its_nic(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "$s = New-VMSwitch ct-x -NetAdapterName {nic} -AllowManagementOS $false
             $s.SwitchType.ToString()
             $s.NetAdapterInterfaceDescription -eq (Get-NetAdapter {nic}).InterfaceDescription
             (Get-NetAdapter {nic}).Master -like 'vs-ct-x*'
             $s.AllowManagementOS
             Remove-VMSwitch ct-x -Force
             (Get-NetAdapter {nic}).Master"
        ),
        &["External", "True", "True", "False"],
    );
}

pub fn an_iov_switch_tells_of_its_vfs(bench: &Bench) {
    let nic = &bench.nic;
    bench.shows(
        &format!(
            "$s = New-VMSwitch ct-x -NetAdapterName {nic} -EnableIov $true
             $s.IovEnabled; $s.IovSupport; @($s.IovSupportReasons).Count
             $s.IovVirtualFunctionCount -eq (Get-NetAdapterSriov {nic}).NumVFs
             $s.IovVirtualFunctionsInUse
             (Get-NetAdapterSriov {nic}).SwitchName
             Remove-VMSwitch ct-x -Force"
        ),
        &["True", "True", "0", "True", "0", "ct-x"],
    );
}

pub fn iov_cannot_be_changed_later(bench: &Bench) {
    bench.types(&format!(
        "New-VMSwitch ct-x -NetAdapterName {} -EnableIov $false",
        bench.nic
    ));
    bench.refuses(
        "Set-VMSwitch ct-x -EnableIov $true",
        "NamedParameterNotFound",
    );
    bench.types("Remove-VMSwitch ct-x -Force");
}

pub fn the_hosts_port_of_a_switch_comes_and_goes(bench: &Bench) {
    bench.types(&format!(
        "New-VMSwitch ct-x -NetAdapterName {} -AllowManagementOS $false",
        bench.nic
    ));
    bench.shows(
        "Set-VMSwitch ct-x -AllowManagementOS $true -PassThru | % AllowManagementOS
         Set-VMSwitch ct-x -AllowManagementOS $false -PassThru | % AllowManagementOS
         Remove-VMSwitch ct-x -Force",
        &["True", "False"],
    );
}

pub fn the_host_has_several_adapters_on_a_switch(bench: &Bench) {
    let nic = &bench.nic;
    bench.types(&format!(
        "New-VMSwitch ct-x -NetAdapterName {nic} -AllowManagementOS $false"
    ));
    bench.types(
        "foreach ($n in 1, 2) {
             Add-VMNetworkAdapter -ManagementOS -Name \"ct-own$n\" -SwitchName ct-x
             Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName \"ct-own$n\" -Access -VlanId \"10$n\"
             New-NetIPAddress \"198.51.10$n.7\" -InterfaceAlias \"vEthernet (ct-own$n)\" -PrefixLength 24
         }",
    );
    bench.shows(
        "Get-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName ct-own* | % AccessVlanId
         Get-NetAdapter 'vEthernet (ct-own*' | % { \"$($_.Name) $($_.Status)\" }
         Get-NetIPAddress -InterfaceAlias 'vEthernet (ct-own1)' -AddressFamily IPv4 | % IPAddress
         (Get-VMSwitch ct-x).AllowManagementOS",
        &[
            "101",
            "102",
            "vEthernet (ct-own1) Up",
            "vEthernet (ct-own2) Up",
            "198.51.101.7",
            "True",
        ],
    );
    bench.shows(
        "Set-VMNetworkAdapterVlan -ManagementOS -VMNetworkAdapterName ct-own1 -Untagged
         Rename-VMNetworkAdapter -ManagementOS -Name ct-own1 -NewName ct-new
         (Get-NetIPAddress -InterfaceAlias 'vEthernet (ct-new)' -AddressFamily IPv4).IPAddress
         Set-VMSwitch ct-x -AllowManagementOS $false -WarningAction Ignore
         @(Get-VMNetworkAdapter -ManagementOS | ? SwitchName -eq ct-x).Count
         @(Get-NetAdapter 'vEthernet (ct-*').Count
         Remove-VMSwitch ct-x -Force",
        &["198.51.101.7", "0", "0"],
    );
}

pub fn a_switch_has_any_name_that_can_be_read(bench: &Bench) {
    let long = "ct-l".to_owned() + &"long".repeat(24);
    for name in [
        "ct-Büro Süd (1)",
        "ct-a&b<c>",
        "ct-it''s",
        "ct-日本",
        long.as_str(),
    ] {
        bench.shows(
            &format!(
                "(New-VMSwitch '{name}' -SwitchType Private).Name -ceq '{name}'
                 (Get-VMSwitch '{name}').Name -ceq '{name}'
                 Remove-VMSwitch '{name}' -Force"
            ),
            &["True", "True"],
        );
    }
}

pub fn names_that_begin_alike_have_bridges_of_their_own(bench: &Bench) {
    bench.types("1..3 | % { New-VMSwitch \"ct-production network $_\" -SwitchType Private }");
    let state = bench.state();
    let mut bridges: Vec<_> = state
        .desired
        .switches
        .iter()
        .map(|s| s.bridge.clone())
        .collect();
    bridges.sort();
    bridges.dedup();
    assert_eq!(bridges.len(), 3);
    assert!(bridges.iter().all(|bridge| state.bridge(bridge).is_some()));
    bench.types("Remove-VMSwitch ct-* -Force");
}

pub fn a_name_that_is_taken_is_refused(bench: &Bench) {
    bench.types("New-VMSwitch ct-a -SwitchType Private; New-VMSwitch ct-b -SwitchType Private");
    bench.refuses("New-VMSwitch CT-A -SwitchType Internal", "Switch.NameInUse");
    bench.refuses("Rename-VMSwitch ct-a ct-b", "Switch.NameInUse");
    bench.refuses("Rename-VMSwitch ct-none ct-c", "Switch.NotFound");
    bench.types("Remove-VMSwitch ct-a, ct-b -Force");
}

pub fn a_switch_is_renamed_at_the_prompt(bench: &Bench) {
    bench.shows(
        "$id = (New-VMSwitch ct-a -SwitchType Private).Id
         Rename-VMSwitch ct-a -NewName ct-b
         (Get-VMSwitch ct-*).Name
         (Get-VMSwitch ct-b).Id -eq $id
         Rename-VMSwitch ct-b -NewName CT-B
         (Get-VMSwitch ct-*).Name
         Remove-VMSwitch ct-b -Force",
        &["ct-b", "True", "CT-B"],
    );
}

pub fn wrong_switches_are_refused_at_the_prompt(bench: &Bench) {
    for (script, id) in [
        (
            "New-VMSwitch ct-a -SwitchType Private -EnableIov $true",
            "Switch.IovNeedsExternal",
        ),
        (
            "New-VMSwitch ct-a -NetAdapterName ct-none",
            "NetAdapter.NotFound",
        ),
        ("New-VMSwitch ' ' -SwitchType Private", "Switch.NameInvalid"),
        ("Get-VMSwitch ct-none", "Switch.NotFound"),
        ("Remove-VMSwitch ct-none -Force", "Switch.NotFound"),
        ("Set-VMSwitch ct-none -Notes x", "Switch.NotFound"),
    ] {
        bench.refuses(script, id);
    }
}

pub fn notes_of_a_switch_are_kept_to_the_letter(bench: &Bench) {
    bench.shows(
        "New-VMSwitch ct-a -SwitchType Private | Out-Null
         Set-VMSwitch ct-a -Notes '<a> & \"b\" ünïcode'
         (Get-VMSwitch ct-a).Notes
         Set-VMSwitch ct-a -Notes ''
         (Get-VMSwitch ct-a).Notes.Length
         Remove-VMSwitch ct-a -Force",
        &["<a> & \"b\" ünïcode", "0"],
    );
}
