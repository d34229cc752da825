//! `[IO.Path]`, `[IO.File]` and `[IO.Directory]`.

use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::{Call, StaticMember, constant, static_method, void};
use crate::error::{Flow, ShellError};
use crate::file_write;
use crate::os_text;
use crate::types::rarities::EncodingValue;
use crate::value::convert::{raise, to_text};
use crate::value::members::enumerate;
use crate::value::{DateTimeValue, Value};

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn extension(path: &str) -> &str {
    let name = file_name(path);
    match name.rfind('.') {
        Some(at) if at + 1 < name.len() => name.get(at..).unwrap_or(""),
        _ => "",
    }
}

fn text(call: &mut Call<'_>, f: fn(&str) -> Value) -> Flow<Value> {
    if call.arg(0).is_null() {
        return Ok(Value::Null);
    }
    let path = call.text(0)?;
    Ok(f(&path))
}

/// Static members of `[IO.Path]`.
pub const PATH_STATICS: &[StaticMember] = &[
    constant("DirectorySeparatorChar", |_, _| Value::Char('/')),
    constant("AltDirectorySeparatorChar", |_, _| Value::Char('/')),
    constant("PathSeparator", |_, _| Value::Char(':')),
    constant("VolumeSeparatorChar", |_, _| Value::Char('/')),
    static_method(
        "Combine",
        1,
        usize::MAX,
        "string Combine(string path1, string path2)",
        |call| combine(call, true),
    ),
    static_method(
        "Join",
        1,
        usize::MAX,
        "string Join(string path1, string path2)",
        |call| combine(call, false),
    ),
    static_method(
        "GetFileName",
        1,
        1,
        "string GetFileName(string path)",
        |call| text(call, |path| Value::from(file_name(path))),
    ),
    static_method(
        "GetFileNameWithoutExtension",
        1,
        1,
        "string GetFileNameWithoutExtension(string path)",
        |call| {
            text(call, |path| {
                let name = file_name(path);
                Value::from(
                    name.rfind('.')
                        .and_then(|at| name.get(..at))
                        .unwrap_or(name),
                )
            })
        },
    ),
    static_method(
        "GetExtension",
        1,
        1,
        "string GetExtension(string path)",
        |call| text(call, |path| Value::from(extension(path))),
    ),
    static_method(
        "HasExtension",
        1,
        1,
        "bool HasExtension(string path)",
        |call| text(call, |path| Value::Bool(!extension(path).is_empty())),
    ),
    static_method(
        "ChangeExtension",
        2,
        2,
        "string ChangeExtension(string path, string extension)",
        |call| {
            let path = call.text(0)?;
            let new = call.text(1)?;
            let stem = path.strip_suffix(extension(&path)).unwrap_or(&path);
            Ok(Value::from(if call.arg(1).is_null() {
                stem.to_owned()
            } else if new.starts_with('.') {
                format!("{stem}{new}")
            } else {
                format!("{stem}.{new}")
            }))
        },
    ),
    static_method(
        "GetDirectoryName",
        1,
        1,
        "string GetDirectoryName(string path)",
        |call| {
            text(call, |path| match path.rfind('/') {
                Some(0) if path.len() > 1 => Value::from("/"),
                Some(0) => Value::Null,
                Some(at) => Value::from(path.get(..at).unwrap_or("").trim_end_matches('/')),
                None => Value::from(""),
            })
        },
    ),
    static_method(
        "GetFullPath",
        1,
        2,
        "string GetFullPath(string path)",
        |call| {
            let path = call.text(0)?;
            let full = call.engine.resolve_path(&path);
            Ok(Value::from(
                os_text::text_of(os_text::normal(&full)).as_str(),
            ))
        },
    ),
    static_method(
        "GetPathRoot",
        1,
        1,
        "string GetPathRoot(string path)",
        |call| {
            text(call, |path| {
                Value::from(if path.starts_with('/') { "/" } else { "" })
            })
        },
    ),
    static_method(
        "IsPathRooted",
        1,
        1,
        "bool IsPathRooted(string path)",
        |call| text(call, |path| Value::Bool(path.starts_with('/'))),
    ),
    static_method(
        "IsPathFullyQualified",
        1,
        1,
        "bool IsPathFullyQualified(string path)",
        |call| text(call, |path| Value::Bool(path.starts_with('/'))),
    ),
    static_method("GetTempPath", 0, 0, "string GetTempPath()", |call| {
        let path = call
            .engine
            .environment_variable("TMPDIR")
            .unwrap_or_else(|| "/tmp".to_owned());
        Ok(Value::from(format!("{}/", path.trim_end_matches('/'))))
    }),
    static_method(
        "GetTempFileName",
        0,
        0,
        "string GetTempFileName()",
        |call| {
            let directory = call
                .engine
                .environment_variable("TMPDIR")
                .unwrap_or_else(|| "/tmp".to_owned());
            let path = format!(
                "{}/tmp{}.tmp",
                directory.trim_end_matches('/'),
                random_name(6)
            );
            // Its owner's alone, whatever the umask, as mkstemp makes it.
            std::fs::OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
                .map_err(|error| io_error(&error, Path::new(&path)))?;
            Ok(Value::from(path))
        },
    ),
    static_method(
        "GetRandomFileName",
        0,
        0,
        "string GetRandomFileName()",
        |_| {
            Ok(Value::from(format!(
                "{}.{}",
                random_name(8),
                random_name(3)
            )))
        },
    ),
    static_method(
        "GetInvalidFileNameChars",
        0,
        0,
        "char[] GetInvalidFileNameChars()",
        |_| {
            Ok(Value::typed_array(
                "System.Char",
                vec![Value::Char('\0'), Value::Char('/')],
            ))
        },
    ),
    static_method(
        "GetInvalidPathChars",
        0,
        0,
        "char[] GetInvalidPathChars()",
        |_| Ok(Value::typed_array("System.Char", vec![Value::Char('\0')])),
    ),
    static_method(
        "TrimEndingDirectorySeparator",
        1,
        1,
        "string TrimEndingDirectorySeparator(string path)",
        |call| {
            text(call, |path| {
                Value::from(if path.len() > 1 {
                    path.strip_suffix('/').unwrap_or(path)
                } else {
                    path
                })
            })
        },
    ),
    static_method(
        "GetRelativePath",
        2,
        2,
        "string GetRelativePath(string relativeTo, string path)",
        |call| {
            let from = call.text(0)?;
            let to = call.text(1)?;
            let (from, to) = (
                os_text::normal(&call.engine.resolve_path(&from)),
                os_text::normal(&call.engine.resolve_path(&to)),
            );
            let common = from
                .components()
                .zip(to.components())
                .take_while(|(a, b)| a == b)
                .count();
            let mut relative = PathBuf::new();
            for _ in from.components().skip(common) {
                relative.push("..");
            }
            relative.extend(to.components().skip(common));
            let text = os_text::text_of(relative);
            Ok(Value::from(if text.is_empty() { "." } else { &text }))
        },
    ),
];

fn random_name(length: usize) -> String {
    let hex: String = crate::types::new_guid()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    hex.get(..length.min(hex.len())).unwrap_or("").to_owned()
}

fn combine(call: &mut Call<'_>, rooted: bool) -> Flow<Value> {
    let parts = match call.args {
        [one] => enumerate(one).unwrap_or_else(|| vec![one.clone()]),
        many => many.to_vec(),
    };
    let mut out = String::new();
    for part in &parts {
        if part.is_null() && rooted {
            return Err(super::null_argument("path").into());
        }
        let part = to_text(part);
        if part.is_empty() {
            continue;
        }
        if rooted && part.starts_with('/') {
            out.clear();
        }
        if !out.is_empty() && !out.ends_with('/') && !part.starts_with('/') {
            out.push('/');
        }
        out.push_str(&part);
    }
    Ok(Value::from(out))
}

fn io_error(error: &std::io::Error, path: &Path) -> ShellError {
    let shown = path.display();
    let (exception, message) = match error.kind() {
        ErrorKind::NotFound if path.parent().is_some_and(|parent| !parent.exists()) => (
            "System.IO.DirectoryNotFoundException",
            format!("Could not find a part of the path '{shown}'."),
        ),
        ErrorKind::NotFound => (
            "System.IO.FileNotFoundException",
            format!("Could not find file '{shown}'."),
        ),
        ErrorKind::PermissionDenied => (
            "System.UnauthorizedAccessException",
            format!("Access to the path '{shown}' is denied."),
        ),
        ErrorKind::AlreadyExists => (
            "System.IO.IOException",
            format!("The file '{shown}' already exists."),
        ),
        _ => ("System.IO.IOException", format!("{error} : '{shown}'")),
    };
    let mut raised = raise(exception, message);
    raised.cause = Some(error.to_string());
    raised
}

fn path(call: &mut Call<'_>, at: usize) -> Flow<PathBuf> {
    let text = call.text(at)?;
    if text.is_empty() {
        return Err(raise(
            "System.ArgumentException",
            "The value cannot be an empty string. (Parameter 'path')",
        )
        .into());
    }
    Ok(call.engine.resolve_path(&text))
}

fn read(call: &mut Call<'_>) -> Flow<String> {
    let path = path(call, 0)?;
    let bytes = crate::file_read::bytes(&path).map_err(|error| io_error(&error, &path))?;
    let encoding = call.arg(1).downcast::<EncodingValue>().copied();
    Ok(match (bytes.as_slice(), encoding) {
        ([0xEF, 0xBB, 0xBF, rest @ ..], _) => String::from_utf8_lossy(rest).into_owned(),
        ([0xFF, 0xFE, rest @ ..], _) => EncodingValue::Unicode.decode(rest),
        (all, Some(encoding)) => encoding.decode(all),
        (all, None) => String::from_utf8_lossy(all).into_owned(),
    })
}

fn write(call: &mut Call<'_>, append: bool, lines: bool) -> Flow<Value> {
    let path = path(call, 0)?;
    let content = if lines {
        let mut out = String::new();
        for line in enumerate(call.arg(1)).unwrap_or_else(|| vec![call.arg(1).clone()]) {
            out.push_str(&to_text(&line));
            out.push('\n');
        }
        out
    } else {
        call.text(1)?.to_string()
    };
    let encoding = call
        .arg(2)
        .downcast::<EncodingValue>()
        .copied()
        .unwrap_or(EncodingValue::Utf8);
    put(&path, &encoding.encode(&content), append)?;
    Ok(Value::Null)
}

fn put(path: &Path, bytes: &[u8], append: bool) -> Result<(), ShellError> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options
        .write(true)
        .create(true)
        .append(append)
        .truncate(!append);
    file_write::open(&mut options, path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| io_error(&error, path))
}

fn modified(path: &Path, utc: bool) -> Value {
    let Ok(time) = std::fs::metadata(path).and_then(|data| data.modified()) else {
        return Value::Null;
    };
    let date = match utc {
        true => DateTimeValue::of_system_universal(time),
        false => DateTimeValue::of_system(time),
    };
    date.map_or(Value::Null, Value::from)
}

/// Static members of `[IO.File]`.
pub const FILE_STATICS: &[StaticMember] = &[
    static_method("Exists", 1, 1, "bool Exists(string path)", |call| {
        let text = call.text(0)?;
        Ok(Value::Bool(
            !text.is_empty() && call.engine.resolve_path(&text).is_file(),
        ))
    }),
    static_method(
        "ReadAllText",
        1,
        2,
        "string ReadAllText(string path)",
        |call| Ok(Value::from(read(call)?)),
    ),
    static_method(
        "ReadAllLines",
        1,
        2,
        "string[] ReadAllLines(string path)",
        |call| {
            Ok(Value::strings(
                read(call)?.lines().map(str::to_owned).collect::<Vec<_>>(),
            ))
        },
    ),
    static_method(
        "ReadLines",
        1,
        2,
        "System.Collections.Generic.IEnumerable[string] ReadLines(string path)",
        |call| {
            Ok(Value::strings(
                read(call)?.lines().map(str::to_owned).collect::<Vec<_>>(),
            ))
        },
    ),
    static_method(
        "ReadAllBytes",
        1,
        1,
        "byte[] ReadAllBytes(string path)",
        |call| {
            let path = path(call, 0)?;
            let bytes = crate::file_read::bytes(&path).map_err(|error| io_error(&error, &path))?;
            Ok(Value::typed_array(
                "System.Byte",
                bytes.into_iter().map(Value::Byte).collect(),
            ))
        },
    ),
    StaticMember::Method(void(
        "WriteAllText",
        2,
        3,
        "void WriteAllText(string path, string contents)",
        |call| write(call, false, false),
    )),
    StaticMember::Method(void(
        "AppendAllText",
        2,
        3,
        "void AppendAllText(string path, string contents)",
        |call| write(call, true, false),
    )),
    StaticMember::Method(void(
        "WriteAllLines",
        2,
        3,
        "void WriteAllLines(string path, string[] contents)",
        |call| write(call, false, true),
    )),
    StaticMember::Method(void(
        "AppendAllLines",
        2,
        3,
        "void AppendAllLines(string path, string[] contents)",
        |call| write(call, true, true),
    )),
    StaticMember::Method(void(
        "WriteAllBytes",
        2,
        2,
        "void WriteAllBytes(string path, byte[] bytes)",
        |call| {
            let path = path(call, 0)?;
            put(&path, &super::various::bytes(call.arg(1))?, false)?;
            Ok(Value::Null)
        },
    )),
    StaticMember::Method(void("Delete", 1, 1, "void Delete(string path)", |call| {
        let path = path(call, 0)?;
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                Err(io_error(&error, &path).into())
            }
            _ => Ok(Value::Null),
        }
    })),
    StaticMember::Method(void(
        "Copy",
        2,
        3,
        "void Copy(string sourceFileName, string destFileName, bool overwrite)",
        |call| {
            let from = path(call, 0)?;
            let to = path(call, 1)?;
            if to.exists() && !call.bool(2) {
                return Err(raise(
                    "System.IO.IOException",
                    format!("The file '{}' already exists.", to.display()),
                )
                .into());
            }
            file_write::copy(&from, &to).map_err(|error| io_error(&error, &from))?;
            Ok(Value::Null)
        },
    )),
    StaticMember::Method(void(
        "Move",
        2,
        3,
        "void Move(string sourceFileName, string destFileName)",
        |call| {
            let from = path(call, 0)?;
            let to = path(call, 1)?;
            if to.exists() && !call.bool(2) {
                return Err(raise(
                    "System.IO.IOException",
                    "Cannot create a file when that file already exists.",
                )
                .into());
            }
            std::fs::rename(&from, &to).map_err(|error| io_error(&error, &from))?;
            Ok(Value::Null)
        },
    )),
    static_method(
        "GetLastWriteTime",
        1,
        1,
        "datetime GetLastWriteTime(string path)",
        |call| Ok(modified(&path(call, 0)?, false)),
    ),
    static_method(
        "GetLastWriteTimeUtc",
        1,
        1,
        "datetime GetLastWriteTimeUtc(string path)",
        |call| Ok(modified(&path(call, 0)?, true)),
    ),
];

fn listing(call: &mut Call<'_>, files: bool, directories: bool) -> Flow<Value> {
    let path = path(call, 0)?;
    let shown = call.text(0)?;
    let pattern = if call.count() > 1 {
        call.text(1)?
    } else {
        "*".into()
    };
    let pattern = crate::value::compare::wildcard(&pattern, crate::value::compare::Case::Respect)?;
    let deep = call.count() > 2 && {
        let option = to_text(call.arg(2));
        option.eq_ignore_ascii_case("AllDirectories") || &*option == "1"
    };
    let mut found = Vec::new();
    let mut open = vec![(path.clone(), shown.trim_end_matches('/').to_owned())];
    while let Some((directory, prefix)) = open.pop() {
        let entries = std::fs::read_dir(&directory).map_err(|error| match error.kind() {
            ErrorKind::NotFound => raise(
                "System.IO.DirectoryNotFoundException",
                format!(
                    "Could not find a part of the path '{}'.",
                    directory.display()
                ),
            ),
            _ => io_error(&error, &directory),
        })?;
        let mut names: Vec<(String, bool)> = entries
            .filter_map(Result::ok)
            .map(|entry| {
                let is_directory = entry.path().is_dir();
                (os_text::text_of(entry.file_name()), is_directory)
            })
            .collect();
        names.sort();
        for (name, is_directory) in names {
            let full = format!("{prefix}/{name}");
            if (is_directory && directories || !is_directory && files) && pattern.is_match(&name) {
                found.push(full.clone());
            }
            if is_directory && deep {
                open.push((directory.join(&name), full));
            }
        }
    }
    Ok(Value::strings(found))
}

/// Static members of `[IO.Directory]`.
pub const DIRECTORY_STATICS: &[StaticMember] = &[
    static_method("Exists", 1, 1, "bool Exists(string path)", |call| {
        let text = call.text(0)?;
        Ok(Value::Bool(
            !text.is_empty() && call.engine.resolve_path(&text).is_dir(),
        ))
    }),
    static_method(
        "CreateDirectory",
        1,
        1,
        "System.IO.DirectoryInfo CreateDirectory(string path)",
        |call| {
            let path = path(call, 0)?;
            std::fs::create_dir_all(&path).map_err(|error| io_error(&error, &path))?;
            super::file_streams::item(call, &path)
        },
    ),
    StaticMember::Method(void(
        "SetCurrentDirectory",
        1,
        1,
        "void SetCurrentDirectory(string path)",
        |call| {
            let path = path(call, 0)?;
            if !path.is_dir() {
                return Err(raise(
                    "System.IO.DirectoryNotFoundException",
                    format!("Could not find a part of the path '{}'.", path.display()),
                )
                .into());
            }
            call.engine.set_file_directory(path);
            Ok(Value::Null)
        },
    )),
    StaticMember::Method(void(
        "Move",
        2,
        2,
        "void Move(string sourceDirName, string destDirName)",
        |call| {
            let from = path(call, 0)?;
            let to = path(call, 1)?;
            if to.exists() {
                return Err(raise(
                    "System.IO.IOException",
                    format!("Cannot create '{}' because a file or directory with the same name already exists.", to.display()),
                )
                .into());
            }
            std::fs::rename(&from, &to).map_err(|error| io_error(&error, &from))?;
            Ok(Value::Null)
        },
    )),
    static_method(
        "EnumerateDirectories",
        1,
        3,
        "System.Collections.Generic.IEnumerable[string] EnumerateDirectories(string path)",
        |call| listing(call, false, true),
    ),
    StaticMember::Method(void(
        "Delete",
        1,
        2,
        "void Delete(string path, bool recursive)",
        |call| {
            let path = path(call, 0)?;
            let done = if call.bool(1) {
                std::fs::remove_dir_all(&path)
            } else {
                std::fs::remove_dir(&path)
            };
            done.map_err(|error| io_error(&error, &path))?;
            Ok(Value::Null)
        },
    )),
    static_method("GetFiles", 1, 3, "string[] GetFiles(string path)", |call| {
        listing(call, true, false)
    }),
    static_method(
        "GetDirectories",
        1,
        3,
        "string[] GetDirectories(string path)",
        |call| listing(call, false, true),
    ),
    static_method(
        "GetFileSystemEntries",
        1,
        3,
        "string[] GetFileSystemEntries(string path)",
        |call| listing(call, true, true),
    ),
    static_method(
        "EnumerateFiles",
        1,
        3,
        "System.Collections.Generic.IEnumerable[string] EnumerateFiles(string path)",
        |call| listing(call, true, false),
    ),
    static_method(
        "GetCurrentDirectory",
        0,
        0,
        "string GetCurrentDirectory()",
        |call| {
            Ok(Value::from(
                os_text::text_of(call.engine.location()).as_str(),
            ))
        },
    ),
    static_method(
        "GetParent",
        1,
        1,
        "System.IO.DirectoryInfo GetParent(string path)",
        |call| {
            let path = os_text::normal(&path(call, 0)?);
            Ok(path.parent().map_or(Value::Null, |parent| {
                Value::from(os_text::text_of(parent).as_str())
            }))
        },
    ),
];
