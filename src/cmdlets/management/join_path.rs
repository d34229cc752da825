use iovsh_derive::Cmdlet;

use super::paths::{self, Selection, drive_not_found, split_drive};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::Flow;
use iovsh_shell::eval::Context;

/// Puts the parts of a path together.
///
/// # Examples
/// ```iovsh
/// PS> Join-Path images web1 disk.qcow2
/// images/web1/disk.qcow2
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Join",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    output = "System.String"
)]
pub struct JoinPath {
    /// The beginnings.
    #[param(
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name,
        alias = "PSPath"
    )]
    path: Vec<String>,
    /// What follows.
    #[param(
        position = 1,
        mandatory,
        by_property_name,
        allow_null,
        allow_empty_string
    )]
    child_path: Option<String>,
    /// What follows after that.
    #[param(
        position = 2,
        by_property_name,
        remaining,
        allow_null,
        allow_empty_string,
        allow_empty_collection
    )]
    additional_child_path: Vec<String>,
    /// Only paths that lead somewhere, with wildcards replaced.
    resolve: bool,
}

impl Cmdlet for JoinPath {
    fn process(&mut self, cx: &mut Context) -> Flow {
        for path in &self.path {
            if let Some((drive, _)) = split_drive(path)
                && !path.contains("::")
                && cx.session().locations.drive(drive).is_none()
            {
                cx.error(drive_not_found(drive))?;
                continue;
            }
            let mut joined = join(path, self.child_path.as_deref().unwrap_or(""));
            for part in &self.additional_child_path {
                joined = join(&joined, part);
            }
            if !self.resolve {
                cx.emit(joined)?;
                continue;
            }
            match paths::resolve(cx.session(), &joined, false, &Selection::all(true)) {
                Ok(items) => {
                    for at in items {
                        cx.emit(at.text())?;
                    }
                }
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}

/// Two parts with one slash between them.
pub fn join(parent: &str, child: &str) -> String {
    let parent = parent.replace('\\', "/");
    let child = child.replace('\\', "/");
    if parent.is_empty() {
        return child;
    }
    let child = child.trim_start_matches('/');
    if parent.ends_with('/') {
        format!("{parent}{child}")
    } else {
        format!("{parent}/{child}")
    }
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn one_slash_between_two_parts() {
        assert_eq!(join("a", "b"), "a/b");
        assert_eq!(join("a/", "/b"), "a/b");
        assert_eq!(join("a", ""), "a/");
        assert_eq!(join("/", "b"), "/b");
        assert_eq!(join("a\\b", "c\\d"), "a/b/c/d");
    }
}
