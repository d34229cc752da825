//! Commands that are files: scripts and programs; modules.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::command::CommandInfo;
use super::function::{Script, block_of};
use super::session::Session;
use crate::error::{ErrorCategory, ShellError, parse_failure};
use crate::os_text;
use crate::syntax;

fn is_script(path: &Path) -> bool {
    path.extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("ps1"))
}

fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|data| data.is_file() && data.permissions().mode() & 0o111 != 0)
}

impl Session {
    /// A script file or program of that name: by its path, or in a directory of `$env:PATH`.
    pub(super) fn find_file_command(&self, name: &str) -> Result<Option<CommandInfo>, ShellError> {
        if name.contains(['/', '\\']) || name.starts_with('~') {
            let path = self.locations.native(name);
            return self.file_command(&path);
        }
        if name == "." || name == ".." || name.is_empty() {
            return Ok(None);
        }
        let Some(list) = self.environment.get("PATH") else {
            return Ok(None);
        };
        for directory in list.split(':').filter(|directory| !directory.is_empty()) {
            let path = os_text::path_of(directory).join(os_text::path_of(name));
            if is_program(&path) {
                return Ok(Some(CommandInfo::Application(
                    os_text::text_of(&path).into(),
                )));
            }
            let script = os_text::path_of(directory).join(os_text::path_of(&format!("{name}.ps1")));
            if script.is_file() {
                return self
                    .load_script(&script)
                    .map(|script| Some(CommandInfo::Script(script)));
            }
        }
        Ok(None)
    }

    fn file_command(&self, path: &Path) -> Result<Option<CommandInfo>, ShellError> {
        if is_script(path) && path.is_file() {
            return self
                .load_script(path)
                .map(|script| Some(CommandInfo::Script(script)));
        }
        if is_program(path) {
            return Ok(Some(CommandInfo::Application(
                os_text::text_of(path).into(),
            )));
        }
        let mut with_extension = path.as_os_str().to_owned();
        with_extension.push(".ps1");
        let with_extension = PathBuf::from(with_extension);
        if with_extension.is_file() {
            return self
                .load_script(&with_extension)
                .map(|script| Some(CommandInfo::Script(script)));
        }
        Ok(None)
    }

    /// Reads and parses a script file.
    pub(super) fn load_script(&self, path: &Path) -> Result<Rc<Script>, ShellError> {
        // Its name for scripts and messages; behind a symbolic link `..` may be elsewhere, and then what was written stays.
        let normal = os_text::normal(path);
        let path = if normal.is_file() { &normal } else { path };
        let block = self.load_file(path)?;
        let text: Rc<str> = os_text::text_of(path).into();
        Ok(Rc::new(Script {
            name: path
                .file_name()
                .map_or_else(|| Rc::clone(&text), |name| os_text::text_of(name).into()),
            path: text,
            block,
            meta: std::cell::OnceCell::new(),
        }))
    }

    pub(super) fn load_file(
        &self,
        path: &Path,
    ) -> Result<Rc<crate::value::ScriptBlock>, ShellError> {
        let bytes = crate::file_read::bytes(path).map_err(|error| {
            let id = if error.kind() == std::io::ErrorKind::NotFound {
                "CommandNotFoundException"
            } else {
                "FileReadError"
            };
            ShellError::new(
                id,
                ErrorCategory::ReadError,
                format!("The script '{}' cannot be read.", path.display()),
            )
            .exception("System.IO.IOException")
            .cause(error.to_string())
            .command("")
        })?;
        let text = decode(&bytes);
        let name = os_text::text_of(path);
        let parsed = syntax::parse_script(&text, Some(&name));
        if !parsed.errors.is_empty() {
            return Err(parse_failure(&parsed.errors, &parsed.ast.source).command(""));
        }
        Ok(block_of(parsed.ast, None, None))
    }

    /// Whether the user is root.
    pub fn is_administrator(&self) -> bool {
        std::fs::read_to_string("/proc/self/status").is_ok_and(|status| {
            status
                .lines()
                .find_map(|line| line.strip_prefix("Uid:"))
                .and_then(|ids| ids.split_whitespace().nth(1))
                == Some("0")
        })
    }
}

/// The text of a script: UTF-8, UTF-16 or UTF-32 by its mark, else UTF-8 with what is none replaced.
pub fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], big: bool| {
        let units: Vec<u16> = bytes
            .chunks_exact(2)
            .map(|pair| match (pair.first(), pair.get(1)) {
                (Some(a), Some(b)) if big => u16::from_be_bytes([*a, *b]),
                (Some(a), Some(b)) => u16::from_le_bytes([*a, *b]),
                _ => 0,
            })
            .collect();
        String::from_utf16_lossy(&units)
    };
    let widest = |bytes: &[u8], big: bool| -> String {
        let unit = |four: &[u8]| {
            let four = <[u8; 4]>::try_from(four).ok()?;
            char::from_u32(if big {
                u32::from_be_bytes(four)
            } else {
                u32::from_le_bytes(four)
            })
        };
        bytes
            .chunks(4)
            .map(|four| unit(four).unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        // The mark of UTF-32 begins as that of UTF-16 does.
        [0xFF, 0xFE, 0, 0, rest @ ..] => widest(rest, false),
        [0, 0, 0xFE, 0xFF, rest @ ..] => widest(rest, true),
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => wide(rest, false),
        [0xFE, 0xFF, rest @ ..] => wide(rest, true),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    #[test]
    fn marks_tell_the_encoding() {
        let text = "é😀";
        let wide = |mark: &[u8], bytes: Vec<u8>| [mark, &bytes].concat();
        let units = || text.encode_utf16();
        let points = || text.chars().map(u32::from);
        for bytes in [
            text.as_bytes().to_vec(),
            wide(&[0xEF, 0xBB, 0xBF], text.as_bytes().to_vec()),
            wide(&[0xFF, 0xFE], units().flat_map(u16::to_le_bytes).collect()),
            wide(&[0xFE, 0xFF], units().flat_map(u16::to_be_bytes).collect()),
            wide(
                &[0xFF, 0xFE, 0, 0],
                points().flat_map(u32::to_le_bytes).collect(),
            ),
            wide(
                &[0, 0, 0xFE, 0xFF],
                points().flat_map(u32::to_be_bytes).collect(),
            ),
        ] {
            assert_eq!(decode(&bytes), text);
        }
    }
}
