//! Checkpoints and settings of VMs, as they are typed and shown at the prompt.

use crate::bench::Bench;

pub fn settings_of_a_vm_at_the_prompt(bench: &Bench) {
    bench.shows(
        "New-VM ct-a -NoVHD | Out-Null
         $vm = Get-VM ct-a
         \"$($vm.CheckpointType) $($vm.AutomaticStartAction) '$($vm.Notes)' '$($vm.SnapshotFileLocation)'\"
         $vm | Set-VM -CheckpointType Standard -AutomaticStartAction Start -Notes 'a/b: <c>' -SnapshotFileLocation /srv
         $vm = Get-VM ct-a
         \"$($vm.CheckpointType) $($vm.AutomaticStartAction) '$($vm.Notes)' '$($vm.SnapshotFileLocation)'\"
         Set-VM ct-a -AutomaticStartAction Nothing -SnapshotFileLocation '' -Passthru | % { \"$($_.AutomaticStartAction) '$($_.SnapshotFileLocation)'\" }
         Remove-VM ct-a -Force",
        &[
            "Production Nothing '' ''",
            "Standard Start 'a/b: <c>' '/srv'",
            "Nothing ''",
        ],
    );
}

pub fn wrong_checkpoints_are_refused_at_the_prompt(bench: &Bench) {
    bench.types("New-VM ct-a -NoVHD");
    for (script, id) in [
        ("Checkpoint-VM ct-a", "Checkpoint.NothingToSave"),
        ("Checkpoint-VM ct-none", "Vm.NotFound"),
        ("Get-VMSnapshot ct-a -Name none", "Checkpoint.NotFound"),
        (
            "Restore-VMSnapshot -VMName ct-a -Name none -Confirm:$false",
            "Checkpoint.NotFound",
        ),
        ("Set-VM ct-a -SnapshotFileLocation srv", "Vm.PathInvalid"),
    ] {
        bench.refuses(script, id);
    }
    bench.shows(
        "@(Get-VMSnapshot ct-a).Count; Remove-VM ct-a -Force",
        &["0"],
    );
}
