//! When two names are the same to a user: case makes no difference, in any alphabet, as in Hyper-V and PowerShell.

/// Comparing names that people gave.
pub trait NameExt {
    /// Whether the other is the same name but for the case of its letters.
    fn is_same_name(&self, other: &str) -> bool;
}

impl NameExt for str {
    fn is_same_name(&self, other: &str) -> bool {
        if self.is_ascii() || other.is_ascii() {
            return self.eq_ignore_ascii_case(other);
        }
        let folded = |text: &str| {
            text.chars()
                .flat_map(char::to_lowercase)
                .collect::<String>()
        };
        folded(self) == folded(other)
    }
}

#[cfg(test)]
mod tests {
    use super::NameExt as _;

    #[test]
    fn case_makes_no_difference_in_any_alphabet() {
        for (one, other) in [
            ("web1", "WEB1"),
            ("café", "CAFÉ"),
            ("сервер", "Сервер"),
            ("ωμέγα", "ΩΜΈΓΑ"),
        ] {
            assert!(one.is_same_name(other) && other.is_same_name(one), "{one}");
        }
        for (one, other) in [("cafe", "café"), ("web1", "web"), ("", "a")] {
            assert!(
                !one.is_same_name(other) && !other.is_same_name(one),
                "{one}"
            );
        }
    }
}
