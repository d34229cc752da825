use iovsh_derive::Cmdlet;

use super::paths::Selection;
use super::provider::own_storage;
use super::transfer::{landing, move_item};
use super::{output, targets};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Moves files and directories.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 'x'
/// PS> Move-Item a.txt b.txt
/// PS> Get-Content b.txt
/// x
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Move",
    noun = "Item",
    module = "Microsoft.PowerShell.Management",
    alias("mi", "move"),
    default_set = "Path",
    impact = Medium
)]
pub struct MoveItem {
    /// What is moved. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// What is moved, by names that are taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// Where to: into it when it is a directory. The current location when left out.
    #[param(position = 1, by_property_name)]
    destination: Option<String>,
    /// Over a file that is there.
    force: bool,
    /// Only items whose names match, with regard to case.
    filter: Option<String>,
    /// Only items whose names match one of these patterns.
    include: Vec<String>,
    /// No items whose names match one of these patterns.
    exclude: Vec<String>,
    /// Hands on what was moved.
    pass_thru: bool,
}

impl Cmdlet for MoveItem {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let selection = Selection::new(
            &self.include,
            &self.exclude,
            self.filter.as_deref(),
            self.force,
        );
        let destination = targets::destination(cx, self.destination.as_deref().unwrap_or("."))?;
        for source in targets::items(cx, &self.path, &self.literal_path, &selection)? {
            let target = landing(cx.session(), &source, &destination);
            if let Some((from, to)) = own_storage::both_own(cx.session(), &source, &target) {
                if own_storage::copy(cx, from, to, true)? && self.pass_thru {
                    output::emit(cx, &target)?;
                }
                continue;
            }
            let action = match source.native() {
                Some(path) if path.is_dir() => "Move Directory",
                _ => "Move File",
            };
            let what = format!("Item: {} Destination: {}", source.text(), target.text());
            if !cx.should_process(&what, action)? {
                continue;
            }
            match move_item(cx, &source, &target, self.force)? {
                Ok(()) if self.pass_thru => output::emit(cx, &target)?,
                Ok(()) => {}
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}
