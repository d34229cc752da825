//! Names that people give: to virtual machines, switches and adapters.

use iovsh_base::invisible::{is_filler, is_noncharacter, is_selector};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use crate::error::{Category, HostError};

/// A name that can be read: not empty, without characters that act on a terminal, hide themselves or break lines, and
/// without blanks at its ends. Two such names that differ look different, as far as their letters do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VisibleName(String);

/// The most characters of a name of a machine, switch, network adapter or group: those of Hyper-V Manager's and `New-VM`'s.
const LONGEST: usize = 100;

impl VisibleName {
    /// The same as [`VisibleName::parse`], of a name of at most 100 characters.
    ///
    /// # Errors
    /// Those of [`VisibleName::parse`], under the same id.
    pub fn short(text: &str, id: &'static str, what: &str) -> Result<Self, HostError> {
        let parsed = Self::parse(text, id, what)?;
        let length = text.chars().count();
        if length <= LONGEST {
            return Ok(parsed);
        }
        let start: String = text.chars().take(20).collect();
        let message =
            format!("A {what} cannot be called '{start}...': the name has {length} characters.");
        Err(HostError::new(id, Category::InvalidArgument, message)
            .target(text)
            .next_step(format!("Choose a name of at most {LONGEST} characters.")))
    }

    /// Parses a name that somebody chose for a `what` (`virtual machine`, `switch`).
    ///
    /// # Errors
    /// `id`, an invalid argument, with what is wrong with the name.
    pub fn parse(text: &str, id: &'static str, what: &str) -> Result<Self, HostError> {
        let fault = if text.trim().is_empty() {
            "it is empty".to_owned()
        } else if let Some(c) = text.chars().find(|c| is_hidden(*c)) {
            format!(
                "it has the character U+{:04X}, which cannot be seen",
                u32::from(c)
            )
        } else if text.trim() != text {
            "it begins or ends with a blank".to_owned()
        } else {
            return Ok(Self(text.to_owned()));
        };
        Err(HostError::new(
            id,
            Category::InvalidArgument,
            format!("The name '{text}' cannot be given to a {what}: {fault}."),
        )
        .target(text)
        .next_step("Choose a name of visible characters, without blanks at its ends."))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a character cannot be seen, or changes how others are seen: control and format characters, the separators of
/// lines and paragraphs, letters and marks that take no room; and noncharacters, which libvirt's XML cannot hold.
pub fn is_hidden(c: char) -> bool {
    is_filler(c)
        || is_selector(c)
        || is_noncharacter(c)
        || matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_seen_as_it_is() {
        for good in ["web1", "my vm", "größe", "日本", "a;b", "🔥", "e\u{301}"] {
            assert!(
                VisibleName::parse(good, "X.NameInvalid", "thing").is_ok(),
                "{good:?}"
            );
        }
        let most = "ä".repeat(100);
        assert!(VisibleName::short(&most, "X.NameInvalid", "thing").is_ok());
        let error = VisibleName::short(&format!("{most}a"), "X.NameInvalid", "thing");
        assert_eq!(error.expect_err("too long").id, "X.NameInvalid");
        assert!(VisibleName::short(" a", "X.NameInvalid", "thing").is_err());
        for bad in [
            "",
            " ",
            "a\u{1b}b",
            "a\nb",
            "a\u{85}",
            "a\u{202e}b",
            "web1\u{200b}",
            "\u{feff}web1",
            "a\u{2028}b",
            "a\u{e0041}",
            "a\u{200d}b",
            "web1\u{3164}",
            "web1\u{34f}",
            "web1\u{fe0f}",
            "a\u{ffff}",
            "a\u{ad}b",
            "\u{61c}a",
            " web1",
            "web1 ",
            "web1\u{a0}",
            "\u{3000}web1",
        ] {
            let error = VisibleName::parse(bad, "X.NameInvalid", "thing").expect_err(bad);
            assert_eq!(error.id.to_string(), "X.NameInvalid");
        }
    }
}
