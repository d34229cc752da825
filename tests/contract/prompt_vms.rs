//! Virtual machines that are off, as they are typed and shown at the prompt.

use crate::bench::Bench;

pub fn a_vm_comes_and_goes_at_the_prompt(bench: &Bench) {
    bench.shows(
        "$made = New-VM ct-a -NoVHD
         foreach ($vm in $made, (Get-VM ct-a)) { \"$($vm.Name) $($vm.State) $($vm.Generation) $($vm.ProcessorCount)\" }
         $made.Id -eq (Get-VM ct-a).Id
         Remove-VM ct-a -Force
         @(Get-VM ct-*).Count",
        &["ct-a Off 2 1", "ct-a Off 2 1", "True", "0"],
    );
}

pub fn a_vm_has_the_memory_and_processors_that_it_was_given(bench: &Bench) {
    bench.shows(
        "New-VM ct-a -NoVHD -MemoryStartupBytes 256MB -ProcessorCount 2 -Generation 1 3> $null | Out-Null
         Get-VM ct-a | % { \"$($_.MemoryStartup) $($_.ProcessorCount) $($_.Generation)\" }
         Remove-VM ct-a -Force",
        &["268435456 2 1"],
    );
}

pub fn a_vm_is_made_on_a_switch(bench: &Bench) {
    bench.shows(
        "New-VMSwitch ct-p -SwitchType Private | Out-Null
         New-VM ct-a -NoVHD -SwitchName ct-p | Out-Null
         Get-VMNetworkAdapter ct-a | % { \"$($_.Name) $($_.SwitchName) $($_.Connected) $($_.IovWeight)\" }
         (Get-VM ct-a).NetworkAdapters[0].SwitchName
         Remove-VM ct-a -Force; Remove-VMSwitch ct-p -Force",
        &["Network Adapter ct-p True 0", "ct-p"],
    );
}

pub fn vms_are_found_by_name_and_id(bench: &Bench) {
    bench.shows(
        "'ct-b', 'ct-a' | % { New-VM $_ -NoVHD | Out-Null }
         (Get-VM ct-*).Name -join ','
         (Get-VM CT-A).Name
         (Get-VM -Id (Get-VM ct-b).Id).Name
         (Get-VM ct-a, ct-b).Count
         'ct-a' | Get-VM | % Name
         @(Get-VM ct-none*).Count
         Get-VM ct-* | Remove-VM -Force",
        &["ct-a,ct-b", "ct-a", "ct-b", "2", "ct-a", "0"],
    );
}

pub fn what_if_makes_and_removes_no_vm(bench: &Bench) {
    bench.types("New-VM ct-a -NoVHD -WhatIf");
    bench.shows("@(Get-VM ct-*).Count", &["0"]);
    bench.types("New-VM ct-a -NoVHD; Remove-VM ct-a -WhatIf");
    bench.shows("(Get-VM ct-*).Name; Remove-VM ct-a -Force", &["ct-a"]);
}

pub fn wrong_vms_are_refused_at_the_prompt(bench: &Bench) {
    bench.types("New-VM ct-a -NoVHD");
    for (script, id) in [
        ("New-VM ct-a -NoVHD", "Vm.NameInUse"),
        ("New-VM ct-b -NoVHD -SwitchName ct-none", "Switch.NotFound"),
        ("New-VM '' -NoVHD", "ParameterArgumentValidationError"),
        ("New-VM 'ct/b' -NoVHD", "Vm.NameInvalid"),
        (
            "New-VM ct-b -NoVHD -MemoryStartupBytes 1KB",
            "ParameterArgumentValidationError",
        ),
        (
            "New-VM ct-b -NoVHD -ProcessorCount 0",
            "ParameterArgumentValidationError",
        ),
        ("Get-VM ct-none", "Vm.NotFound"),
        ("Start-VM ct-none", "Vm.NotFound"),
        ("Remove-VM ct-none -Force", "Vm.NotFound"),
    ] {
        bench.refuses(script, id);
    }
    bench.types("Remove-VM ct-a -Force");
}

pub fn a_vm_that_is_off_can_do_nothing_but_start(bench: &Bench) {
    bench.types("New-VM ct-a -NoVHD");
    for script in [
        "Suspend-VM ct-a",
        "Save-VM ct-a",
        "Resume-VM ct-a",
        "Restart-VM ct-a -Force",
    ] {
        bench.refuses(script, "Vm.InvalidState");
    }
    bench.shows(
        "Stop-VM ct-a; Remove-VM ct-a -Force",
        &["WARNING: The virtual machine 'ct-a' is already in the specified state."],
    );
}

pub fn a_vm_has_any_name_that_libvirt_takes(bench: &Bench) {
    for name in ["ct-Büro Süd (1)", "ct-a&b<c>", "ct-it''s", "ct-日本"] {
        bench.shows(
            &format!(
                "(New-VM '{name}' -NoVHD).Name -ceq '{name}'
                 (Get-VM '{name}').Name -ceq '{name}'
                 Remove-VM '{name}' -Force"
            ),
            &["True", "True"],
        );
    }
}

pub fn every_vm_has_an_address_of_its_own(bench: &Bench) {
    bench.shows(
        "1..4 | % { New-VM \"ct-$_\" -NoVHD | Out-Null }
         (Get-VM ct-* | Get-VMNetworkAdapter | select -Unique MacAddress).Count
         @(Get-VM ct-* | Get-VMNetworkAdapter | ? DynamicMacAddressEnabled).Count
         $low, $high = (Get-VMHost) | % { $_.MacAddressMinimum, $_.MacAddressMaximum }
         @(Get-VM ct-* | Get-VMNetworkAdapter | ? { $_.MacAddress -ge $low -and $_.MacAddress -le $high }).Count
         Get-VM ct-* | Remove-VM -Force",
        &["4", "4", "4"],
    );
}

pub fn what_fails_halfway_down_a_pipeline_leaves_the_rest(bench: &Bench) {
    bench.shows(
        "New-VM ct-a -NoVHD | Out-Null
         'ct-a', 'ct-b' | % { New-VM $_ -NoVHD -ErrorAction SilentlyContinue -ErrorVariable +failed } | Out-Null
         (Get-VM ct-*).Name -join ','
         $failed.Count
         Remove-VM ct-a, ct-none, ct-b -Force -ErrorAction SilentlyContinue
         @(Get-VM ct-*).Count",
        &["ct-a,ct-b", "1", "0"],
    );
}
