//! `System.Version` and `SemanticVersion`.

use std::any::Any;
use std::cmp::Ordering;

use crate::value::{Name, Native, Value};

/// `System.Version`: two to four numbers. A part that was not given is -1.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct VersionValue {
    /// Major, minor, build, revision.
    pub parts: [i32; 4],
}

impl VersionValue {
    /// Reads `1.2`, `1.2.3` or `1.2.3.4`.
    ///
    /// # Errors
    /// The exception's name and its sentence.
    pub fn parse(text: &str) -> Result<Self, (&'static str, String)> {
        let pieces: Vec<&str> = text.trim().split('.').collect();
        if !(2..=4).contains(&pieces.len()) {
            return Err((
                "System.ArgumentException",
                "Version string portion was too short or too long. (Parameter 'input')".to_owned(),
            ));
        }
        let mut parts = [-1; 4];
        for (part, piece) in parts.iter_mut().zip(&pieces) {
            let piece = piece.trim();
            if piece.is_empty() || !piece.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err((
                    "System.FormatException",
                    format!("The input string '{piece}' was not in a correct format."),
                ));
            }
            *part = piece.parse().map_err(|_| {
                (
                    "System.OverflowException",
                    "Value was either too large or too small for an Int32.".to_owned(),
                )
            })?;
        }
        Ok(Self { parts })
    }
}

impl Native for VersionValue {
    fn type_names(&self) -> &'static [&'static str] {
        &["System.Version", "System.Object"]
    }
    fn to_text(&self) -> String {
        let given: Vec<String> = self
            .parts
            .iter()
            .take_while(|part| **part >= 0)
            .map(ToString::to_string)
            .collect();
        given.join(".")
    }
    fn property(&self, name: &str) -> Option<Value> {
        let [major, minor, build, revision] = self.parts;
        Some(match name.to_ascii_lowercase().as_str() {
            "major" => Value::Int(major),
            "minor" => Value::Int(minor),
            "build" => Value::Int(build),
            "revision" => Value::Int(revision),
            "majorrevision" => Value::Int16(i16::try_from(revision >> 16).unwrap_or(-1)),
            "minorrevision" => Value::Int16(i16::try_from(revision & 0xFFFF).unwrap_or(-1)),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        [
            "Major",
            "Minor",
            "Build",
            "Revision",
            "MajorRevision",
            "MinorRevision",
        ]
        .map(Name::Static)
        .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn compare(&self, other: &Value) -> Option<Ordering> {
        other.downcast::<Self>().map(|other| self.cmp(other))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// `System.Management.Automation.SemanticVersion`: what `$PSVersionTable.PSVersion` is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SemanticVersionValue {
    major: i32,
    minor: i32,
    patch: i32,
    pre_release: Option<String>,
    build: Option<String>,
}

impl SemanticVersionValue {
    /// Reads `major[.minor[.patch]][-label][+build]`.
    pub fn parse(text: &str) -> Option<Self> {
        let (text, build) = match text.trim().split_once('+') {
            Some((text, build)) => (text, Some(build.to_owned())),
            None => (text.trim(), None),
        };
        let (numbers, pre_release) = match text.split_once('-') {
            Some((numbers, label)) => (numbers, Some(label.to_owned())),
            None => (text, None),
        };
        let mut parts = [0; 3];
        let pieces: Vec<&str> = numbers.split('.').collect();
        if pieces.len() > 3 {
            return None;
        }
        for (part, piece) in parts.iter_mut().zip(&pieces) {
            *part = piece.parse().ok().filter(|n| *n >= 0)?;
        }
        let [major, minor, patch] = parts;
        Some(Self {
            major,
            minor,
            patch,
            pre_release,
            build,
        })
    }
}

impl Native for SemanticVersionValue {
    fn type_names(&self) -> &'static [&'static str] {
        &[
            "System.Management.Automation.SemanticVersion",
            "System.Object",
        ]
    }
    fn to_text(&self) -> String {
        let mut text = format!("{}.{}.{}", self.major, self.minor, self.patch);
        if let Some(label) = &self.pre_release {
            text.push('-');
            text.push_str(label);
        }
        if let Some(build) = &self.build {
            text.push('+');
            text.push_str(build);
        }
        text
    }
    fn property(&self, name: &str) -> Option<Value> {
        Some(match name.to_ascii_lowercase().as_str() {
            "major" => Value::Int(self.major),
            "minor" => Value::Int(self.minor),
            "patch" => Value::Int(self.patch),
            "prereleaselabel" => self.pre_release.clone().into(),
            "buildlabel" => self.build.clone().into(),
            _ => return None,
        })
    }
    fn property_names(&self) -> Vec<Name> {
        ["Major", "Minor", "Patch", "PreReleaseLabel", "BuildLabel"]
            .map(Name::Static)
            .to_vec()
    }
    fn equals(&self, other: &Value) -> bool {
        other.downcast::<Self>() == Some(self)
    }
    fn compare(&self, other: &Value) -> Option<Ordering> {
        let other = match other.downcast::<Self>() {
            Some(other) => other.clone(),
            None => Self::parse(&other.downcast::<VersionValue>()?.to_text())?,
        };
        let numbers = |version: &Self| (version.major, version.minor, version.patch);
        Some(numbers(self).cmp(&numbers(&other)).then_with(|| {
            match (&self.pre_release, &other.pre_release) {
                (None, None) => Ordering::Equal,
                // A release comes after its pre-releases.
                (None, Some(_)) => Ordering::Greater,
                (Some(_), None) => Ordering::Less,
                (Some(a), Some(b)) => a.cmp(b),
            }
        }))
    }
    fn as_any(&self) -> &dyn Any {
        self
    }
}
