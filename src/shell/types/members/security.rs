//! Digests, accounts and rules of access: how they are made, and what they have without being made.

use super::{Call, StaticMember, static_method, wrong_count};
use crate::error::Flow;
use crate::types::accounts::{AccessRuleValue, AccountValue};
use crate::types::digest::Algorithm;
use crate::types::enums::{
    ACCESS_CONTROL_TYPE, FILE_SYSTEM_RIGHTS, INHERITANCE_FLAGS, PROPAGATION_FLAGS,
};
use crate::types::hashing::{
    HashValue, RandomBytesValue, byte_array, bytes, of_stream, of_type, random_bytes,
};
use crate::types::streams::StreamValue;
use crate::types::{Known, TypeRef};
use crate::value::Value;
use crate::value::convert::raise;

/// Makes an object of one of these types; `None` for all others.
///
/// # Errors
/// Arguments that no constructor takes.
pub fn construct(known: Known, call: &mut Call<'_>) -> Flow<Option<Value>> {
    if let Some((algorithm, keyed)) = of_type(known) {
        let key = match (keyed, call.count()) {
            (false, 0) => None,
            // As .NET does: a key of the kernel's random numbers.
            (true, 0) => Some(random_bytes(64)?),
            (true, 1) => Some(bytes(call.arg(0), "key")?),
            _ => return Err(wrong_count("new", call.count()).into()),
        };
        return Ok(Some(Value::native(HashValue::new(algorithm, key))));
    }
    Ok(Some(match (known, call.count()) {
        (Known::RandomProvider, 0) => Value::native(RandomBytesValue),
        (Known::NtAccount, 1) => account(call.text(0)?.to_string(), false),
        (Known::NtAccount, 2) => {
            let (domain, name) = (call.text(0)?, call.text(1)?);
            account(format!("{domain}\\{name}"), false)
        }
        (Known::SecurityIdentifier, 1) => {
            let text = call.text(0)?;
            if !text.to_ascii_uppercase().starts_with("S-1-") {
                return Err(raise(
                    "System.ArgumentException",
                    "Value was invalid. (Parameter 'sddlForm')",
                )
                .into());
            }
            account(text.to_string(), true)
        }
        (Known::FileSystemAccessRule, 3 | 5) => Value::native(rule(call)?),
        _ => return Ok(None),
    }))
}

fn account(text: String, is_identifier: bool) -> Value {
    Value::native(AccountValue {
        text: text.into(),
        is_identifier,
    })
}

fn rule(call: &mut Call<'_>) -> Flow<AccessRuleValue> {
    let identity = match call.arg(0).downcast::<AccountValue>() {
        Some(account) => account.clone(),
        None => AccountValue {
            text: call.text(0)?,
            is_identifier: false,
        },
    };
    let rights = call.enumeration(1, "fileSystemRights", &FILE_SYSTEM_RIGHTS)?;
    let (inheritance, propagation) = if call.count() == 5 {
        (
            call.enumeration(2, "inheritanceFlags", &INHERITANCE_FLAGS)?,
            call.enumeration(3, "propagationFlags", &PROPAGATION_FLAGS)?,
        )
    } else {
        (0, 0)
    };
    let last = call.count() - 1;
    let denies = call.enumeration(last, "type", &ACCESS_CONTROL_TYPE)? == 1;
    Ok(AccessRuleValue {
        identity,
        rights,
        inheritance,
        propagation,
        denies,
    })
}

fn algorithm_of(call: &Call<'_>) -> Option<(Algorithm, bool)> {
    match call.ty {
        TypeRef::Known(known) => of_type(*known),
        _ => None,
    }
}

fn create(call: &mut Call<'_>) -> Flow<Value> {
    // A name of the algorithm may be given: HashAlgorithm.Create("MD5").
    let named = match call.count() {
        0 => algorithm_of(call),
        _ => {
            let name = call.text(0)?;
            let keyed = name.to_ascii_uppercase();
            match keyed
                .rsplit('.')
                .next()
                .and_then(|short| short.strip_prefix("HMAC"))
            {
                Some(rest) => Algorithm::named(rest).map(|found| (found, true)),
                None => Algorithm::named(&name).map(|found| (found, false)),
            }
        }
    };
    match named {
        Some((algorithm, true)) => Ok(Value::native(HashValue::new(
            algorithm,
            Some(random_bytes(64)?),
        ))),
        Some((algorithm, false)) => Ok(Value::native(HashValue::new(algorithm, None))),
        // An abstract class has no algorithm of its own.
        None if call.count() == 0 => Err(raise(
            "System.PlatformNotSupportedException",
            "Accessing a default implementation of an abstract algorithm is not supported.",
        )
        .help("Name one: [System.Security.Cryptography.HashAlgorithm]::Create('SHA256')")
        .into()),
        // As .NET answers a name that it does not know.
        None => Ok(Value::Null),
    }
}

/// Static members of the classes of digests.
pub const HASH_STATICS: &[StaticMember] = &[
    static_method(
        "Create",
        0,
        1,
        "System.Security.Cryptography.HashAlgorithm Create()",
        create,
    ),
    static_method("HashData", 1, 2, "byte[] HashData(byte[] source)", |call| {
        let Some((algorithm, keyed)) = algorithm_of(call) else {
            return Err(call.wrong_count());
        };
        if keyed != (call.count() == 2) {
            return Err(call.wrong_count());
        }
        if keyed {
            let (key, source) = (bytes(call.arg(0), "key")?, bytes(call.arg(1), "source")?);
            let made = algorithm.keyed(&key, source.as_slice());
            let made = made.map_err(|error| raise("System.IO.IOException", error.to_string()))?;
            return Ok(byte_array(made));
        }
        let made = match call.arg(0).downcast::<StreamValue>() {
            Some(stream) => of_stream(algorithm, stream)?,
            None => {
                let source = bytes(call.arg(0), "source")?;
                algorithm
                    .bytes_of(source.as_slice())
                    .map_err(|error| raise("System.IO.IOException", error.to_string()))?
            }
        };
        Ok(byte_array(made))
    }),
];

/// Static members of `[System.Security.Cryptography.RandomNumberGenerator]`.
pub const RANDOM_STATICS: &[StaticMember] = &[
    static_method(
        "Create",
        0,
        0,
        "System.Security.Cryptography.RandomNumberGenerator Create()",
        |_| Ok(Value::native(RandomBytesValue)),
    ),
    static_method("GetBytes", 1, 1, "byte[] GetBytes(int count)", |call| {
        let count = call.index(0, "count")?;
        Ok(byte_array(random_bytes(count)?))
    }),
    static_method(
        "GetInt32",
        1,
        2,
        "int GetInt32(int toExclusive), int GetInt32(int fromInclusive, int toExclusive)",
        |call| {
            let (from, to) = match call.count() {
                1 => (0, call.int(0, "toExclusive")?),
                _ => (call.int(0, "fromInclusive")?, call.int(1, "toExclusive")?),
            };
            let span = i64::from(to) - i64::from(from);
            if span <= 0 {
                return Err(raise(
                    "System.ArgumentException",
                    "Range of random number does not contain at least one possibility.",
                )
                .into());
            }
            let span = span.cast_unsigned();
            let drawn = random_bytes(8)?
                .into_iter()
                .fold(0_u64, |all, byte| (all << 8) | u64::from(byte));
            let offset = i64::try_from(drawn % span).unwrap_or(0);
            Ok(Value::Int(
                i32::try_from(i64::from(from) + offset).unwrap_or(from),
            ))
        },
    ),
];

/// Static members of `[Tuple]`.
pub const TUPLE_STATICS: &[StaticMember] = &[static_method(
    "Create",
    1,
    7,
    "System.Tuple[T1,T2] Create(T1 item1, T2 item2)",
    |call| {
        Ok(Value::native(crate::types::TupleValue::of(
            call.args.to_vec(),
        )))
    },
)];

/// Runs a cmdlet of this shell with two paths.
fn by_cmdlet(call: &mut Call<'_>, script: &str) -> Flow<Value> {
    let block = call.engine.compile(script)?;
    let paths: Vec<Value> = [call.text(0)?, call.text(1)?]
        .iter()
        .map(|path| {
            let full = call.engine.resolve_path(path);
            Value::from(full.to_string_lossy().into_owned())
        })
        .collect();
    call.engine.run_block(
        &block,
        crate::value::BlockCall {
            item: None,
            this: None,
            args: &paths,
        },
    )?;
    Ok(Value::Null)
}

/// Static members of `[System.IO.Compression.ZipFile]`.
pub const ZIP_STATICS: &[StaticMember] = &[
    StaticMember::Method(super::void(
        "ExtractToDirectory",
        2,
        3,
        "void ExtractToDirectory(string sourceArchiveFileName, string destinationDirectoryName, bool overwriteFiles)",
        |call| {
            if call.count() > 2 && !matches!(call.arg(2).base(), Value::Bool(_)) {
                return Err(call.wrong_count());
            }
            let script = if call.bool(2) {
                "param($from, $to) Expand-Archive -LiteralPath $from -DestinationPath $to -Force -ErrorAction Stop"
            } else {
                "param($from, $to) Expand-Archive -LiteralPath $from -DestinationPath $to -ErrorAction Stop"
            };
            by_cmdlet(call, script)
        },
    )),
    StaticMember::Method(super::void(
        "CreateFromDirectory",
        2,
        2,
        "void CreateFromDirectory(string sourceDirectoryName, string destinationArchiveFileName)",
        |call| {
            by_cmdlet(
                call,
                "param($from, $to) Get-ChildItem -LiteralPath $from -Force -ErrorAction Stop | Compress-Archive -DestinationPath $to -ErrorAction Stop",
            )
        },
    )),
];
