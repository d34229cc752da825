use iovsh_derive::Cmdlet;

use super::path_info::PathInfo;
use super::paths::Selection;
use super::targets;
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;
use iovsh_shell::location::Location;
use iovsh_shell::value::Value;

/// Replaces the wildcards of a path by what is there, and makes it whole.
///
/// # Examples
/// ```iovsh
/// PS> Set-Content a.txt 1
/// PS> Resolve-Path *.txt -Relative
/// ./a.txt
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Resolve",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    alias = "rvpa",
    default_set = "Path",
    output = "System.Management.Automation.PathInfo",
    output = "System.String"
)]
pub struct ResolvePath {
    /// The paths. Wildcards are allowed.
    #[param(set = "Path", position = 0, mandatory, from_pipeline, by_property_name)]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[param(
        set = "LiteralPath",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// As seen from the current location.
    relative: bool,
}

impl Cmdlet for ResolvePath {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let everything = Selection::all(true);
        for at in targets::items(cx, &self.path, &self.literal_path, &everything)? {
            if self.relative {
                let from = cx.session().locations.current().clone();
                cx.emit(relative(&from, &at))?;
            } else {
                cx.emit(Value::native(PathInfo(at)))?;
            }
        }
        Ok(())
    }
}

/// The way from one location to another on the same drive.
fn relative(from: &Location, to: &Location) -> String {
    if from.drive != to.drive {
        return to.text();
    }
    let parts = |path: &str| -> Vec<String> {
        path.split('/')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect()
    };
    let (from, to) = (parts(&from.path), parts(&to.path));
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = from.len().saturating_sub(shared);
    let mut way: Vec<&str> = if up == 0 { vec!["."] } else { vec![".."; up] };
    way.extend(to.iter().skip(shared).map(String::as_str));
    way.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use iovsh_shell::location::Locations;
    use std::path::Path;

    #[test]
    fn the_way_goes_up_and_down() {
        let at = |path: &str| Locations::starting_at(Path::new(path)).current().clone();
        assert_eq!(relative(&at("/a/b"), &at("/a/b/c")), "./c");
        assert_eq!(relative(&at("/a/b"), &at("/a/x")), "../x");
        assert_eq!(relative(&at("/a"), &at("/a")), ".");
    }
}
