//! Small values that scripts make now and then: random numbers, stop watches, encodings, identities.

use std::any::Any;
use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::random::{self, SplitMix64};
use crate::value::{Name, Native, Value};

/// `System.Random`: repeatable with a seed.
#[derive(Debug)]
pub struct RandomValue {
    state: Cell<SplitMix64>,
}

impl RandomValue {
    /// A generator; without a seed it starts from the kernel's random numbers.
    pub fn new(seed: Option<u64>) -> Self {
        let seed = seed.unwrap_or_else(|| {
            let bytes = super::new_guid();
            bytes
                .iter()
                .take(8)
                .fold(0, |seed, byte| (seed << 8) | u64::from(*byte))
        });
        Self {
            state: Cell::new(SplitMix64(seed.wrapping_mul(2).wrapping_add(1))),
        }
    }

    /// The next 64 bits.
    pub fn next(&self) -> u64 {
        let mut state = self.state.get();
        let bits = state.next_bits();
        self.state.set(state);
        bits
    }

    /// A number from 0 up to but without 1.
    pub fn fraction(&self) -> f64 {
        random::fraction(self.next())
    }
}

impl Native for RandomValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Random", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Random".to_owned()
    }
    fn property(&self, _name: &str) -> Option<Value> {
        None
    }
    fn property_names(&self) -> Vec<Name> {
        Vec::new()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Diagnostics.Stopwatch`.
#[derive(Debug, Default)]
pub struct StopwatchValue {
    started: Cell<Option<Instant>>,
    before: Cell<Duration>,
}

impl StopwatchValue {
    /// The time that has passed while it ran.
    pub fn elapsed(&self) -> Duration {
        self.before.get()
            + self
                .started
                .get()
                .map_or(Duration::ZERO, |since| since.elapsed())
    }

    /// Starts or goes on.
    pub fn start(&self) {
        if self.started.get().is_none() {
            self.started.set(Some(Instant::now()));
        }
    }

    /// Stops.
    pub fn stop(&self) {
        self.before.set(self.elapsed());
        self.started.set(None);
    }

    /// Stops and goes back to zero.
    pub fn reset(&self) {
        self.started.set(None);
        self.before.set(Duration::ZERO);
    }
}

impl Native for StopwatchValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Diagnostics.Stopwatch", "System.Object"]
    }
    fn to_text(&self) -> String {
        "System.Diagnostics.Stopwatch".to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let ticks = i64::try_from(self.elapsed().as_nanos() / 100).unwrap_or(i64::MAX);
        match name.to_ascii_lowercase().as_str() {
            "isrunning" => Some(Value::Bool(self.started.get().is_some())),
            "elapsed" => Some(Value::TimeSpan(ticks)),
            "elapsedmilliseconds" => Some(Value::Long(ticks / 10_000)),
            "elapsedticks" => Some(Value::Long(ticks)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "IsRunning",
            "Elapsed",
            "ElapsedMilliseconds",
            "ElapsedTicks",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Text.Encoding`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodingValue {
    /// UTF-8; also what `Default` is.
    Utf8,
    /// ASCII: other characters become `?`.
    Ascii,
    /// UTF-16, little endian.
    Unicode,
    /// UTF-16, big endian.
    BigEndianUnicode,
    /// UTF-32, little endian.
    Utf32,
    /// ISO 8859-1.
    Latin1,
}

impl EncodingValue {
    /// An encoding by the name that `GetEncoding` takes.
    pub fn by_name(name: &str) -> Option<Self> {
        Some(match name.to_ascii_lowercase().as_str() {
            "utf-8" | "utf8" | "65001" | "default" | "utf8nobom" | "utf8bom" => Self::Utf8,
            "ascii" | "us-ascii" | "20127" => Self::Ascii,
            "unicode" | "utf-16" | "utf-16le" | "1200" => Self::Unicode,
            "bigendianunicode" | "utf-16be" | "1201" => Self::BigEndianUnicode,
            "utf32" | "utf-32" | "12000" => Self::Utf32,
            "latin1" | "iso-8859-1" | "28591" => Self::Latin1,
            _ => return None,
        })
    }

    /// Text as bytes.
    pub fn encode(self, text: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => text.as_bytes().to_vec(),
            Self::Ascii => text
                .chars()
                .map(|c| if c.is_ascii() { c as u8 } else { b'?' })
                .collect(),
            Self::Latin1 => text
                .chars()
                .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
                .collect(),
            Self::Unicode => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::BigEndianUnicode => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Self::Utf32 => text
                .chars()
                .flat_map(|c| u32::from(c).to_le_bytes())
                .collect(),
        }
    }

    /// Bytes as text; what is no text becomes U+FFFD.
    pub fn decode(self, bytes: &[u8]) -> String {
        let pairs = |f: fn([u8; 2]) -> u16| {
            let units: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|pair| {
                    f([
                        pair.first().copied().unwrap_or(0),
                        pair.get(1).copied().unwrap_or(0),
                    ])
                })
                .collect();
            String::from_utf16_lossy(&units)
        };
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Ascii => bytes
                .iter()
                .map(|byte| {
                    if byte.is_ascii() {
                        char::from(*byte)
                    } else {
                        '?'
                    }
                })
                .collect(),
            Self::Latin1 => bytes.iter().map(|byte| char::from(*byte)).collect(),
            Self::Unicode => pairs(u16::from_le_bytes),
            Self::BigEndianUnicode => pairs(u16::from_be_bytes),
            Self::Utf32 => bytes
                .chunks_exact(4)
                .map(|word| {
                    let code = word
                        .iter()
                        .rev()
                        .fold(0u32, |code, byte| (code << 8) | u32::from(*byte));
                    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
                })
                .collect(),
        }
    }
}

impl Native for EncodingValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Text.Encoding", "System.Object"]
    }
    fn to_text(&self) -> String {
        match self {
            Self::Utf8 => "System.Text.UTF8Encoding+UTF8EncodingSealed",
            Self::Ascii => "System.Text.ASCIIEncoding+ASCIIEncodingSealed",
            Self::Unicode | Self::BigEndianUnicode => "System.Text.UnicodeEncoding",
            Self::Utf32 => "System.Text.UTF32Encoding",
            Self::Latin1 => "System.Text.Latin1Encoding+Latin1EncodingSealed",
        }
        .to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        let (body, display, page) = match self {
            Self::Utf8 => ("utf-8", "Unicode (UTF-8)", 65001),
            Self::Ascii => ("us-ascii", "US-ASCII", 20127),
            Self::Unicode => ("utf-16", "Unicode", 1200),
            Self::BigEndianUnicode => ("utf-16BE", "Unicode (Big-Endian)", 1201),
            Self::Utf32 => ("utf-32", "Unicode (UTF-32)", 12000),
            Self::Latin1 => ("iso-8859-1", "Western European (ISO)", 28591),
        };
        match name.to_ascii_lowercase().as_str() {
            "bodyname" | "headername" | "webname" => Some(Value::from(body)),
            "encodingname" => Some(Value::from(display)),
            "codepage" => Some(Value::Int(page)),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "BodyName",
            "EncodingName",
            "HeaderName",
            "WebName",
            "CodePage",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// Who runs the shell: what is-admin checks of scripts ask (`WindowsIdentity`, `WindowsPrincipal`).
#[derive(Debug)]
pub struct IdentityValue {
    /// Whether it is the principal, which has `IsInRole`.
    pub principal: bool,
}

impl IdentityValue {
    /// The user's name.
    pub fn user() -> String {
        let id = Self::id();
        std::fs::read_to_string("/etc/passwd")
            .ok()
            .and_then(|text| {
                text.lines().find_map(|line| {
                    let mut fields = line.split(':');
                    let name = fields.next()?;
                    let found: u32 = fields.nth(1)?.parse().ok()?;
                    (Some(found) == id).then(|| name.to_owned())
                })
            })
            .or_else(|| std::env::var("USER").ok())
            .unwrap_or_default()
    }

    /// The effective user id, as the kernel reports it.
    fn id() -> Option<u32> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        status
            .lines()
            .find_map(|line| line.strip_prefix("Uid:"))?
            .split_whitespace()
            .nth(1)?
            .parse()
            .ok()
    }

    /// Whether the user is root.
    pub fn is_root() -> bool {
        Self::id() == Some(0)
    }
}

impl Native for IdentityValue {
    fn type_names(&self) -> &'static [&'static str] {
        if self.principal {
            &[
                "System.Security.Principal.WindowsPrincipal",
                "System.Object",
            ]
        } else {
            &["System.Security.Principal.WindowsIdentity", "System.Object"]
        }
    }
    fn to_text(&self) -> String {
        self.type_names().first().copied().unwrap_or("").to_owned()
    }
    fn property(&self, name: &str) -> Option<Value> {
        match name.to_ascii_lowercase().as_str() {
            "identity" if self.principal => Some(Value::native(Self { principal: false })),
            "name" => Some(Value::from(Self::user())),
            "isauthenticated" => Some(Value::Bool(true)),
            "issystem" => Some(Value::Bool(Self::is_root())),
            _ => None,
        }
    }
    fn property_names(&self) -> Vec<Name> {
        if self.principal {
            vec![Name::Static("Identity")]
        } else {
            ["Name", "IsAuthenticated", "IsSystem"]
                .map(Name::Static)
                .to_vec()
        }
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
