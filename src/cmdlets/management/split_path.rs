use iovsh_derive::Cmdlet;

use super::paths::{self, Selection, split_drive};
use iovsh_shell::cmdlet::Cmdlet;
use iovsh_shell::error::{ErrorCategory, Flow, ShellError};
use iovsh_shell::eval::Context;

/// Gets a part of a path: the directory, the name, the ending.
///
/// # Examples
/// ```iovsh
/// PS> Split-Path images/web1.qcow2
/// images
/// PS> Split-Path images/web1.qcow2 -LeafBase
/// web1
/// ```
#[derive(Cmdlet)]
#[cmdlet(
    verb = "Split",
    noun = "Path",
    module = "Microsoft.PowerShell.Management",
    default_set = "ParentSet",
    output = "System.String",
    output = "System.Boolean"
)]
pub struct SplitPath {
    /// The paths. They need not lead anywhere.
    #[param(
        set(
            "ParentSet",
            "LeafSet",
            "LeafBaseSet",
            "ExtensionSet",
            "QualifierSet",
            "NoQualifierSet",
            "IsAbsoluteSet"
        ),
        position = 0,
        mandatory,
        from_pipeline,
        by_property_name
    )]
    path: Vec<String>,
    /// The paths, taken as they are.
    #[param(
        set = "LiteralPathSet",
        mandatory,
        by_property_name,
        alias("PSPath", "LP")
    )]
    literal_path: Vec<String>,
    /// What stands before the last part; the default.
    #[param(set = "ParentSet", by_property_name)]
    parent: bool,
    /// The last part.
    #[param(set = "LeafSet", mandatory, by_property_name)]
    leaf: bool,
    /// The last part without its ending.
    #[param(set = "LeafBaseSet", mandatory, by_property_name)]
    leaf_base: bool,
    /// The ending, with the dot.
    #[param(set = "ExtensionSet", mandatory, by_property_name)]
    extension: bool,
    /// The drive, with the colon.
    #[param(set = "QualifierSet", mandatory, by_property_name)]
    qualifier: bool,
    /// Everything but the drive.
    #[param(set = "NoQualifierSet", mandatory, by_property_name)]
    no_qualifier: bool,
    /// Whether the path begins at a root.
    #[param(set = "IsAbsoluteSet", mandatory)]
    is_absolute: bool,
    /// Replaces wildcards by what is there first.
    resolve: bool,
}

impl Cmdlet for SplitPath {
    fn process(&mut self, cx: &mut Context) -> Flow {
        let given = if self.literal_path.is_empty() {
            &self.path
        } else {
            &self.literal_path
        };
        let mut texts = Vec::new();
        for text in given {
            if !self.resolve {
                texts.push(text.clone());
                continue;
            }
            match paths::resolve(cx.session(), text, false, &Selection::all(true)) {
                Ok(items) => texts.extend(items.iter().map(|at| at.text())),
                Err(error) => cx.error(error)?,
            }
        }
        for text in texts {
            if self.is_absolute {
                cx.emit(is_absolute(&text))?;
                continue;
            }
            match self.part(&text) {
                Ok(part) => cx.emit(part)?,
                Err(error) => cx.error(error)?,
            }
        }
        Ok(())
    }
}

impl SplitPath {
    fn part(&self, text: &str) -> Result<String, ShellError> {
        if self.qualifier {
            return match split_drive(text) {
                Some((drive, _)) => Ok(format!("{drive}:")),
                None => Err(ShellError::new(
                    "ParsePathFormatError",
                    ErrorCategory::InvalidArgument,
                    format!(
                        "Cannot parse path because path '{text}' does not have a qualifier specified."
                    ),
                )
                .exception("System.FormatException")
                .target(text)),
            };
        }
        if self.no_qualifier {
            let rest = split_drive(text).map_or(text, |(_, rest)| rest);
            return Ok(rest.replace('\\', "/"));
        }
        let path = text.replace('\\', "/");
        let name = leaf(&path);
        Ok(if self.leaf {
            name.to_owned()
        } else if self.leaf_base {
            name.rfind('.')
                .and_then(|dot| name.get(..dot))
                .unwrap_or(name)
                .to_owned()
        } else if self.extension {
            name.rfind('.')
                .and_then(|dot| name.get(dot..))
                .filter(|ending| ending.len() > 1)
                .unwrap_or_default()
                .to_owned()
        } else {
            parent(&path).to_owned()
        })
    }
}

/// What stands before the last part; the slash of the root stays.
fn parent(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    match trimmed.rfind('/') {
        Some(0) => "/",
        Some(at) => trimmed.get(..at).unwrap_or_default().trim_end_matches('/'),
        None => "",
    }
}

/// The last part.
fn leaf(path: &str) -> &str {
    let trimmed = path.trim_end_matches('/');
    if trimmed.is_empty() {
        return path.get(..path.len().min(1)).unwrap_or_default();
    }
    let name = trimmed.rsplit('/').next().unwrap_or(trimmed);
    match split_drive(name) {
        Some((_, rest)) if !rest.is_empty() => rest,
        _ => name,
    }
}

fn is_absolute(path: &str) -> bool {
    path.starts_with(['/', '\\']) || split_drive(path).is_some() || path.contains("::")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_path() {
        assert_eq!(parent("a/b/c.txt"), "a/b");
        assert_eq!(parent("/a"), "/");
        assert_eq!(parent("a"), "");
        assert_eq!(parent("/"), "");
        assert_eq!(leaf("a/b/"), "b");
        assert_eq!(leaf("/"), "/");
        assert!(is_absolute("/a") && is_absolute("Env:PATH") && !is_absolute("a/b"));
    }
}
