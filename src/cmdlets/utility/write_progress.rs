//! `Write-Progress`.

use iovsh_derive::Cmdlet;

use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::{Context, Progress};

/// Shows how far a long job is.
///
/// # Examples
/// ```iovsh
/// PS> Write-Progress -Activity 'Creating VFs' -Status '3 of 8' -PercentComplete 37
/// PS> Write-Progress -Activity 'Creating VFs' -Completed
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Write",
    noun = "Progress",
    module = "Microsoft.PowerShell.Utility"
)]
pub struct WriteProgress {
    /// What is going on.
    #[param(position = 0, mandatory)]
    activity: String,
    /// How far it is, in words.
    #[param(position = 1, not_null_or_empty, value = "Processing".to_owned())]
    status: String,
    /// Which activity, when there are several.
    #[param(position = 2, range = 0..=2147483647)]
    id: i32,
    /// How far it is: 0 to 100.
    #[param(range = -1..=100, value = -1)]
    percent_complete: i32,
    /// How long it will take.
    #[param(value = -1)]
    seconds_remaining: i32,
    /// The step.
    current_operation: String,
    /// The activity that this one is a part of.
    #[param(range = -1..=2147483647, value = -1)]
    parent_id: i32,
    /// It is over.
    completed: bool,
    /// Where it comes from.
    source_id: i32,
}

impl Cmdlet for WriteProgress {
    fn process(&mut self, cx: &mut Context) -> Flow {
        cx.progress(Progress {
            id: self.id,
            parent: (self.parent_id >= 0).then_some(self.parent_id),
            activity: self.activity.clone(),
            status: self.status.clone(),
            operation: self.current_operation.clone(),
            percent: u8::try_from(self.percent_complete).ok(),
            completed: self.completed,
        })
    }
}
