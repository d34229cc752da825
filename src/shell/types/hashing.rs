//! `System.Security.Cryptography`: digests with and without a key, and random bytes.

use std::any::Any;
use std::cell::RefCell;
use std::io::Read;
use std::rc::Rc;

use super::Known;
use super::digest::Algorithm;
use super::streams::{ByteStream, StreamValue};
use crate::error::ShellError;
use crate::value::convert::{raise, to_int};
use crate::value::members::enumerate;
use crate::value::{Name, Native, Value};

/// The algorithm that a type of the table stands for, and whether it takes a key.
pub fn of_type(known: Known) -> Option<(Algorithm, bool)> {
    Some(match known {
        Known::Md5 | Known::Md5Provider => (Algorithm::Md5, false),
        Known::Sha1 | Known::Sha1Managed | Known::Sha1Provider => (Algorithm::Sha1, false),
        Known::Sha256 | Known::Sha256Managed | Known::Sha256Provider => (Algorithm::Sha256, false),
        Known::Sha384 | Known::Sha384Managed => (Algorithm::Sha384, false),
        Known::Sha512 | Known::Sha512Managed => (Algorithm::Sha512, false),
        Known::HmacMd5 => (Algorithm::Md5, true),
        Known::HmacSha1 => (Algorithm::Sha1, true),
        Known::HmacSha256 => (Algorithm::Sha256, true),
        Known::HmacSha384 => (Algorithm::Sha384, true),
        Known::HmacSha512 => (Algorithm::Sha512, true),
        _ => return None,
    })
}

/// Bytes of an argument: an array of them.
///
/// # Errors
/// An element that is no byte; nothing at all.
pub fn bytes(value: &Value, name: &str) -> Result<Vec<u8>, ShellError> {
    let Some(items) = enumerate(value) else {
        return Err(super::members::null_argument(name));
    };
    items
        .iter()
        .map(|item| {
            u8::try_from(to_int(item)?).map_err(|_| {
                raise(
                    "System.OverflowException",
                    "Value was either too large or too small for an unsigned byte.",
                )
            })
        })
        .collect()
}

/// Bytes as a script gets them.
pub fn byte_array(bytes: Vec<u8>) -> Value {
    Value::typed_array("System.Byte", bytes.into_iter().map(Value::Byte).collect())
}

/// A stream as the library of digests reads it.
struct Source(Rc<ByteStream>);

impl Read for Source {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0
            .read(into)
            .map_err(|error| std::io::Error::other(error.message))
    }
}

/// The digest of what a stream has from here on.
///
/// # Errors
/// What the stream says.
pub fn of_stream(algorithm: Algorithm, stream: &StreamValue) -> Result<Vec<u8>, ShellError> {
    algorithm
        .bytes_of(Source(Rc::clone(&stream.0)))
        .map_err(|error| raise("System.IO.IOException", error.to_string()))
}

/// An algorithm at work: `[System.Security.Cryptography.SHA256]::Create()`, `[HMACSHA256]::new($key)`.
#[derive(Debug)]
pub struct HashValue {
    algorithm: Algorithm,
    key: Option<RefCell<Vec<u8>>>,
    /// What `TransformBlock` has been given so far.
    fed: RefCell<Vec<u8>>,
    hash: RefCell<Option<Vec<u8>>>,
}

impl HashValue {
    /// An algorithm, with a key or without.
    pub fn new(algorithm: Algorithm, key: Option<Vec<u8>>) -> Self {
        Self {
            algorithm,
            key: key.map(RefCell::new),
            fed: RefCell::default(),
            hash: RefCell::default(),
        }
    }

    /// The digest of all that can be read, which is kept.
    fn digest(&self, reader: impl Read) -> Result<Vec<u8>, ShellError> {
        let made = match &self.key {
            Some(key) => self.algorithm.keyed(&key.borrow(), reader),
            None => self.algorithm.bytes_of(reader),
        };
        let made = made.map_err(|error| raise("System.IO.IOException", error.to_string()))?;
        *self.hash.borrow_mut() = Some(made.clone());
        Ok(made)
    }

    fn compute(&self, args: &[Value]) -> Result<Value, ShellError> {
        let first = args.first().unwrap_or(&Value::Null);
        if let Some(stream) = first.downcast::<StreamValue>() {
            return Ok(byte_array(self.digest(Source(Rc::clone(&stream.0)))?));
        }
        let all = bytes(first, "buffer")?;
        Ok(byte_array(self.digest(part(&all, args)?)?))
    }
}

/// The part of a buffer that offset and count name.
fn part<'a>(all: &'a [u8], args: &[Value]) -> Result<&'a [u8], ShellError> {
    let number = |at: usize, other: usize, name: &str| match args.get(at) {
        None => Ok(other),
        Some(value) => {
            usize::try_from(to_int(value)?).map_err(|_| super::members::out_of_range(name))
        }
    };
    let from = number(1, 0, "offset")?;
    let count = number(2, all.len().saturating_sub(from), "count")?;
    from.checked_add(count)
        .and_then(|to| all.get(from..to))
        .ok_or_else(|| raise("System.ArgumentException", "Value was invalid."))
}

impl Native for HashValue {
    fn type_names(&self) -> &'static [&'static str] {
        macro_rules! names {
            ($($name:literal),*) => {
                &[$(concat!("System.Security.Cryptography.", $name),)* "System.Object"]
            };
        }
        match (self.algorithm, self.key.is_some()) {
            (Algorithm::Md5, false) => names!("MD5+Implementation", "MD5", "HashAlgorithm"),
            (Algorithm::Sha1, false) => names!("SHA1+Implementation", "SHA1", "HashAlgorithm"),
            (Algorithm::Sha256, false) => {
                names!("SHA256+Implementation", "SHA256", "HashAlgorithm")
            }
            (Algorithm::Sha384, false) => {
                names!("SHA384+Implementation", "SHA384", "HashAlgorithm")
            }
            (Algorithm::Sha512, false) => {
                names!("SHA512+Implementation", "SHA512", "HashAlgorithm")
            }
            (Algorithm::Md5, true) => {
                names!("HMACMD5", "HMAC", "KeyedHashAlgorithm", "HashAlgorithm")
            }
            (Algorithm::Sha1, true) => {
                names!("HMACSHA1", "HMAC", "KeyedHashAlgorithm", "HashAlgorithm")
            }
            (Algorithm::Sha256, true) => {
                names!("HMACSHA256", "HMAC", "KeyedHashAlgorithm", "HashAlgorithm")
            }
            (Algorithm::Sha384, true) => {
                names!("HMACSHA384", "HMAC", "KeyedHashAlgorithm", "HashAlgorithm")
            }
            (Algorithm::Sha512, true) => {
                names!("HMACSHA512", "HMAC", "KeyedHashAlgorithm", "HashAlgorithm")
            }
        }
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "hashsize" => Value::Int(i32::try_from(self.algorithm.size() * 8).unwrap_or(0)),
            "hash" => match &*self.hash.borrow() {
                Some(hash) => byte_array(hash.clone()),
                None => Value::Null,
            },
            "key" => byte_array(self.key.as_ref()?.borrow().clone()),
            "inputblocksize" | "outputblocksize" => Value::Int(1),
            "cantransformmultipleblocks" | "canreusetransform" => Value::Bool(true),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        let own = self.key.is_some().then_some("Key");
        own.into_iter()
            .chain([
                "CanReuseTransform",
                "CanTransformMultipleBlocks",
                "Hash",
                "HashSize",
                "InputBlockSize",
                "OutputBlockSize",
            ])
            .map(Name::Static)
            .collect()
    }
    fn set_property(&self, name: &str, value: &Value) -> Result<bool, ShellError> {
        match &self.key {
            Some(key) if name.eq_ignore_ascii_case("Key") => {
                *key.borrow_mut() = bytes(value, "value")?;
                Ok(true)
            }
            _ => Ok(false),
        }
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("computehash", 1 | 3) => self.compute(args).map(Some),
            ("transformblock", 3..=5) => bytes(args.first()?, "inputBuffer").and_then(|all| {
                let part = part(&all, args)?;
                self.fed.borrow_mut().extend_from_slice(part);
                Ok(Some(Value::Int(i32::try_from(part.len()).unwrap_or(0))))
            }),
            ("transformfinalblock", 3) => bytes(args.first()?, "inputBuffer").and_then(|all| {
                let part = part(&all, args)?;
                let mut fed = std::mem::take(&mut *self.fed.borrow_mut());
                fed.extend_from_slice(part);
                self.digest(fed.as_slice())?;
                Ok(Some(byte_array(part.to_vec())))
            }),
            ("initialize" | "clear" | "dispose", 0) => {
                self.fed.borrow_mut().clear();
                Ok(None)
            }
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &[
            "ComputeHash",
            "TransformBlock",
            "TransformFinalBlock",
            "Initialize",
            "Clear",
            "Dispose",
        ]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Security.Cryptography.RandomNumberGenerator`: bytes of the kernel.
#[derive(Debug)]
pub struct RandomBytesValue;

/// So many random bytes of the kernel.
///
/// # Errors
/// The kernel gives none.
pub fn random_bytes(count: usize) -> Result<Vec<u8>, ShellError> {
    crate::value::limits::text(count)?;
    let mut all = vec![0; count];
    std::fs::File::open("/dev/urandom")
        .and_then(|mut file| file.read_exact(&mut all))
        .map_err(|error| raise("System.IO.IOException", error.to_string()))?;
    Ok(all)
}

impl RandomBytesValue {
    fn fill(args: &[Value]) -> Result<Option<Value>, ShellError> {
        let Some(Value::Array(array)) = args.first().map(Value::base) else {
            return Err(super::members::null_argument("data"));
        };
        let mut items = array.items.borrow_mut();
        let made = random_bytes(items.len())?;
        for (item, byte) in items.iter_mut().zip(made) {
            *item = Value::Byte(byte);
        }
        Ok(None)
    }
}

impl Native for RandomBytesValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Security.Cryptography.RandomNumberGeneratorImplementation",
            "System.Security.Cryptography.RandomNumberGenerator",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        "System.Security.Cryptography.RandomNumberGeneratorImplementation".to_owned()
    }
    fn property(&self, _name: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn call(&self, name: &str, args: &[Value]) -> Option<Result<Option<Value>, ShellError>> {
        Some(match (name.to_ascii_lowercase().as_str(), args.len()) {
            ("getbytes", 1) => Self::fill(args),
            ("dispose", 0) => Ok(None),
            _ => return None,
        })
    }
    fn methods(&self) -> &'static [&'static str] {
        &["GetBytes", "Dispose"]
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
