//! Static members of `[IO.File]` and `[IO.Directory]` that open streams, and that tell and set what a file is.

use std::fs::FileTimes;
use std::rc::Rc;
use std::time::SystemTime;

use super::{Call, StaticMember, static_method, void};
use crate::error::Flow;
use crate::file_write;
use crate::types::enums::{self, COMPRESSION_LEVEL, COMPRESSION_MODE, FILE_ATTRIBUTES};
use crate::types::rarities::EncodingValue;
use crate::types::streams::{
    ByteStream, Opening, Packed, Packing, StreamValue, TextReaderValue, TextWriterValue, io_error,
};
use crate::types::{Known, TypeRef};
use crate::value::convert::raise;
use crate::value::{BlockCall, DateTimeValue, MemberKind, PsObject, Value};

fn opened(call: &mut Call<'_>, opening: Opening) -> Flow<Rc<ByteStream>> {
    let text = call.text(0)?;
    if text.is_empty() {
        return Err(raise(
            "System.ArgumentException",
            "The value cannot be an empty string. (Parameter 'path')",
        )
        .into());
    }
    let path = call.engine.resolve_path(&text);
    let shown = crate::os_text::text_of(&path);
    Ok(Rc::new(ByteStream::open(&path, &shown, opening)?))
}

fn stream(call: &mut Call<'_>, mode: i64, access: i64, share: i64) -> Flow<Value> {
    let opening = Opening {
        mode,
        access,
        share,
    };
    Ok(Value::native(StreamValue(opened(call, opening)?)))
}

fn writer(call: &mut Call<'_>, mode: i64) -> Flow<Value> {
    let opening = Opening {
        mode,
        access: 2,
        share: 1,
    };
    let stream = opened(call, opening)?;
    Ok(Value::native(TextWriterValue::new(
        Some(stream),
        EncodingValue::Utf8,
    )))
}

/// The item of a path, as `Get-Item` shows it.
pub fn item(call: &mut Call<'_>, path: &std::path::Path) -> Flow<Value> {
    let block = call
        .engine
        .compile("Get-Item -LiteralPath $args[0] -Force")?;
    let path = Value::from(crate::os_text::text_of(path).as_str());
    let found = call.engine.run_block(
        &block,
        BlockCall {
            args: &[path],
            ..BlockCall::default()
        },
    )?;
    Ok(found.into_iter().next().unwrap_or_default())
}

/// `[IO.FileInfo]::new(path)`: the item, or what can be said of one that is not there.
pub fn info(call: &mut Call<'_>, folder: bool) -> Flow<Value> {
    let text = call.text(0)?;
    if text.is_empty() {
        return Err(raise(
            "System.ArgumentException",
            "The path is empty. (Parameter 'path')",
        )
        .into());
    }
    let path = call.engine.resolve_path(&text);
    if path.exists() && path.is_dir() == folder {
        return item(call, &path);
    }
    let text_of = |part: Option<&std::ffi::OsStr>| {
        Value::from(part.map(crate::os_text::text_of).unwrap_or_default())
    };
    let full = Value::from(crate::os_text::text_of(&path).as_str());
    let parent = path.parent().map_or(Value::Null, |parent| {
        Value::from(crate::os_text::text_of(parent).as_str())
    });
    let extension = match path.extension() {
        Some(extension) => format!(".{}", crate::os_text::text_of(extension)),
        None => String::new(),
    };
    let names: &'static [&'static str] = if folder {
        &[
            "System.IO.DirectoryInfo",
            "System.IO.FileSystemInfo",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    } else {
        &[
            "System.IO.FileInfo",
            "System.IO.FileSystemInfo",
            "System.MarshalByRefObject",
            "System.Object",
        ]
    };
    let mut object = PsObject::of(names);
    let set = |name: &'static str, value: Value| object.push(name, MemberKind::Property(value));
    set("Name", text_of(path.file_name()));
    set("FullName", full.clone());
    set("BaseName", text_of(path.file_stem()));
    set("Extension", Value::from(extension));
    set("Exists", Value::Bool(false));
    if folder {
        set("Parent", parent);
    } else {
        set("DirectoryName", parent);
    }
    object.text = Some(crate::value::convert::to_text(&full));
    Ok(Value::object(object))
}

fn time(call: &mut Call<'_>, at: usize) -> Flow<SystemTime> {
    let value = call.cast(at, "time", &TypeRef::Known(Known::DateTime))?;
    Ok(match value.base() {
        Value::DateTime(date) => date.time.into(),
        _ => SystemTime::UNIX_EPOCH,
    })
}

fn set_times(call: &mut Call<'_>, times: fn(FileTimes, SystemTime) -> FileTimes) -> Flow<Value> {
    let text = call.text(0)?;
    let path = call.engine.resolve_path(&text);
    let time = time(call, 1)?;
    // A folder cannot be opened for writing; its times can be set through a handle for reading.
    let file = file_write::open(std::fs::File::options().read(true), &path)
        .map_err(|error| io_error(&text, &error))?;
    file.set_times(times(FileTimes::new(), time))
        .map_err(|error| io_error(&text, &error))?;
    Ok(Value::Null)
}

fn told_time(
    call: &mut Call<'_>,
    of: fn(&std::fs::Metadata) -> std::io::Result<SystemTime>,
) -> Flow<Value> {
    let text = call.text(0)?;
    let path = call.engine.resolve_path(&text);
    let time = std::fs::metadata(&path).and_then(|data| of(&data));
    // .NET answers the beginning of 1601 for what is not there.
    let time =
        time.unwrap_or(SystemTime::UNIX_EPOCH - std::time::Duration::from_secs(11_644_473_600));
    Ok(DateTimeValue::of_system(time).map_or(Value::Null, Value::from))
}

const CREATED: fn(&std::fs::Metadata) -> std::io::Result<SystemTime> =
    |data| data.created().or_else(|_| data.modified());

/// Static members of `[IO.File]` beside those of whole texts.
pub const FILE_STATICS: &[StaticMember] = &[
    static_method(
        "Open",
        2,
        4,
        "System.IO.FileStream Open(string path, System.IO.FileMode mode, System.IO.FileAccess access, System.IO.FileShare share)",
        |call| {
            let mut opening = Opening::of(call.args.get(1..).unwrap_or_default())?;
            if call.count() < 4 {
                opening.share = 0;
            }
            Ok(Value::native(StreamValue(opened(call, opening)?)))
        },
    ),
    static_method(
        "OpenRead",
        1,
        1,
        "System.IO.FileStream OpenRead(string path)",
        |call| stream(call, 3, 1, 1),
    ),
    static_method(
        "OpenWrite",
        1,
        1,
        "System.IO.FileStream OpenWrite(string path)",
        |call| stream(call, 4, 2, 0),
    ),
    static_method(
        "Create",
        1,
        3,
        "System.IO.FileStream Create(string path)",
        |call| stream(call, 2, 3, 0),
    ),
    static_method(
        "OpenText",
        1,
        1,
        "System.IO.StreamReader OpenText(string path)",
        |call| {
            let stream = opened(call, Opening::READ)?;
            Ok(Value::native(TextReaderValue::of(
                stream,
                EncodingValue::Utf8,
            )))
        },
    ),
    static_method(
        "CreateText",
        1,
        1,
        "System.IO.StreamWriter CreateText(string path)",
        |call| writer(call, 2),
    ),
    static_method(
        "AppendText",
        1,
        1,
        "System.IO.StreamWriter AppendText(string path)",
        |call| writer(call, 6),
    ),
    static_method(
        "GetCreationTime",
        1,
        1,
        "datetime GetCreationTime(string path)",
        |call| told_time(call, CREATED),
    ),
    static_method(
        "GetLastAccessTime",
        1,
        1,
        "datetime GetLastAccessTime(string path)",
        |call| told_time(call, std::fs::Metadata::accessed),
    ),
    StaticMember::Method(void(
        "SetLastWriteTime",
        2,
        2,
        "void SetLastWriteTime(string path, datetime lastWriteTime)",
        |call| set_times(call, FileTimes::set_modified),
    )),
    StaticMember::Method(void(
        "SetLastAccessTime",
        2,
        2,
        "void SetLastAccessTime(string path, datetime lastAccessTime)",
        |call| set_times(call, FileTimes::set_accessed),
    )),
    static_method(
        "GetAttributes",
        1,
        1,
        "System.IO.FileAttributes GetAttributes(string path)",
        |call| {
            let text = call.text(0)?;
            let path = call.engine.resolve_path(&text);
            let data = std::fs::symlink_metadata(&path).map_err(|error| io_error(&text, &error))?;
            let mut bits = 0;
            if data.permissions().readonly() {
                bits |= 1;
            }
            if path
                .file_name()
                .is_some_and(|name| name.to_string_lossy().starts_with('.'))
            {
                bits |= 2;
            }
            if data.is_dir() {
                bits |= 16;
            }
            if data.is_symlink() {
                bits |= 1024;
            }
            Ok(enums::value(
                &FILE_ATTRIBUTES,
                if bits == 0 { 128 } else { bits },
            ))
        },
    ),
];

/// `GZipStream` and its kin: `(stream, mode [, leaveOpen])` or `(stream, level [, leaveOpen])`.
pub fn packed(known: Known, call: &mut Call<'_>) -> Flow<Value> {
    let packing = match known {
        Known::GzipStream => Packing::Gzip,
        Known::DeflateStream => Packing::Deflate,
        _ => Packing::Zlib,
    };
    let Some(stream) = call.arg(0).downcast::<StreamValue>() else {
        return Err(super::null_argument("stream").into());
    };
    let below = Rc::clone(&stream.0);
    let stays = call.bool(2);
    let by_level = match call.arg(1).base() {
        Value::Enum(member) => member.ty.name == COMPRESSION_LEVEL.name,
        Value::Str(text) => COMPRESSION_LEVEL
            .members
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case(text)),
        _ => false,
    };
    let made = if by_level {
        let level = match call.enumeration(1, "compressionLevel", &COMPRESSION_LEVEL)? {
            1 => 1,
            2 => 0,
            3 => 9,
            _ => 6,
        };
        Packed::compressing(packing, &below, level, stays)
    } else if call.enumeration(1, "mode", &COMPRESSION_MODE)? == 1 {
        Packed::compressing(packing, &below, 6, stays)
    } else {
        Packed::expanding(packing, &below, stays)
    };
    Ok(Value::native(StreamValue(Rc::new(ByteStream::packed(
        made,
    )))))
}
