//! Commands that are files: scripts and programs; modules.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::command::CommandInfo;
use super::function::{Script, block_of};
use super::interpreter::Interpreter;
use super::module::{Exported, Module};
use super::scope::{Scope, Variable};
use super::session::Session;
use crate::error::{ErrorCategory, Flow, ShellError, parse_failure};
use crate::os_text;
use crate::syntax;
use crate::syntax::symbol::Symbol;
use crate::value::Value;
use crate::wildcard::WildcardPattern;

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

    fn load_file(&self, path: &Path) -> Result<Rc<crate::value::ScriptBlock>, ShellError> {
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

/// What `Import-Module` was asked to bring in; `None` means everything that is exported.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// `-Function`.
    pub functions: Option<Vec<Rc<str>>>,
    /// `-Variable`.
    pub variables: Option<Vec<Rc<str>>>,
    /// `-Alias`.
    pub aliases: Option<Vec<Rc<str>>>,
    /// `-Prefix`.
    pub prefix: Rc<str>,
    /// `-Force`: again, even when it is loaded.
    pub force: bool,
    /// `-ArgumentList`.
    pub arguments: Vec<Value>,
    /// Whether it goes into the global scope and not into the caller's.
    pub global: bool,
}

fn wanted(name: &str, patterns: Option<&[Rc<str>]>) -> bool {
    patterns.is_none_or(|patterns| {
        patterns
            .iter()
            .any(|pattern| WildcardPattern::new(pattern).is_match(name))
    })
}

impl Interpreter<'_> {
    /// Imports a script module from a file (`FILE.psm1`, `FILE.psd1` with a root module, `FILE.ps1`).
    pub fn import_module(&mut self, path: &Path, request: &ImportRequest) -> Flow<Rc<Module>> {
        let text: Rc<str> = os_text::text_of(path).into();
        let loaded = self
            .s
            .modules
            .iter()
            .find(|module| module.path == text)
            .cloned();
        let module = match loaded {
            Some(module) if !request.force => module,
            _ => {
                self.s.modules.retain(|module| module.path != text);
                let name: Rc<str> = path
                    .file_stem()
                    .map_or_else(|| Rc::clone(&text), |stem| os_text::text_of(stem).into());
                let block = self.s.load_file(path)?;
                let module = self.run_module(&name, &text, &block, &request.arguments)?;
                self.s.modules.push(Rc::clone(&module));
                module
            }
        };
        self.publish(&module, request);
        Ok(module)
    }

    /// Makes a module of a script block: `New-Module`.
    pub fn new_module(
        &mut self,
        name: &str,
        block: &Rc<crate::value::ScriptBlock>,
        arguments: &[Value],
    ) -> Flow<Rc<Module>> {
        let module = self.run_module(name, "", block, arguments)?;
        self.s.modules.push(Rc::clone(&module));
        self.publish(&module, &ImportRequest::default());
        Ok(module)
    }

    fn run_module(
        &mut self,
        name: &str,
        path: &str,
        block: &Rc<crate::value::ScriptBlock>,
        arguments: &[Value],
    ) -> Flow<Rc<Module>> {
        let scope = Scope::inside(Rc::clone(&self.s.global));
        scope.is_script.set(true);
        let module = Rc::new(Module {
            name: name.into(),
            path: path.into(),
            version: "0.0".into(),
            scope: Rc::new(scope),
            exports: std::cell::RefCell::new(None),
            exported: std::cell::RefCell::default(),
        });
        let inside = block_of(Rc::clone(&block.ast), Some(&module), None);
        let outer = std::mem::replace(&mut self.s.scope, Rc::clone(&module.scope));
        let outer_module = self.s.module.replace(Rc::clone(&module));
        let flow = self.call_block(&inside, arguments, None, false);
        self.s.scope = outer;
        self.s.module = outer_module;
        flow?;
        Ok(module)
    }

    /// Puts what a module exports where the importer can see it.
    fn publish(&mut self, module: &Rc<Module>, request: &ImportRequest) {
        let target = if request.global || self.s.module.is_none() {
            Rc::clone(&self.s.global)
        } else {
            Rc::clone(&self.s.scope)
        };
        let exports = module.exports.borrow().clone();
        let mut exported = Exported::default();
        for function in module.scope.functions() {
            let offered = match &exports {
                None => true,
                Some(list) => wanted(
                    &function.name,
                    Some(list.functions.as_deref().unwrap_or(&[])),
                ),
            };
            if !offered || !wanted(&function.name, request.functions.as_deref()) {
                continue;
            }
            let name: Rc<str> = if request.prefix.is_empty() {
                Rc::clone(&function.name)
            } else {
                match function.name.split_once('-') {
                    Some((verb, noun)) => format!("{verb}-{}{noun}", request.prefix).into(),
                    None => format!("{}{}", request.prefix, function.name).into(),
                }
            };
            target.set_function(Symbol::of(&name), function);
            exported.functions.push(name);
        }
        if let Some(list) = &exports {
            for variable in module.scope.variables() {
                if wanted(&variable.name, Some(&list.variables))
                    && wanted(&variable.name, request.variables.as_deref())
                {
                    exported.variables.push(Rc::clone(&variable.name));
                    target.put(Variable::new(
                        variable.symbol,
                        variable.name,
                        variable.value,
                    ));
                }
            }
            for alias in module.scope.aliases() {
                if wanted(&alias.name, Some(&list.aliases))
                    && wanted(&alias.name, request.aliases.as_deref())
                {
                    exported.aliases.push(Rc::clone(&alias.name));
                    target.set_alias(Symbol::of(&alias.name), alias);
                }
            }
        }
        exported.functions.sort();
        *module.exported.borrow_mut() = exported;
    }
}

impl Session {
    /// Takes a module and what it had exported away; whether it was loaded.
    pub fn remove_module(&mut self, name: &str) -> bool {
        let Some(at) = self
            .modules
            .iter()
            .position(|module| module.name.eq_ignore_ascii_case(name))
        else {
            return false;
        };
        let module = self.modules.remove(at);
        for function in &module.exported.borrow().functions {
            self.global.remove_function(Symbol::of(function));
        }
        for alias in &module.exported.borrow().aliases {
            self.global.remove_alias(Symbol::of(alias));
        }
        for variable in &module.exported.borrow().variables {
            self.global.remove(Symbol::of(variable));
        }
        true
    }

    /// The module whose code is running.
    pub fn current_module(&self) -> Option<&Rc<Module>> {
        self.module.as_ref()
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
