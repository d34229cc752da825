//! Which exception types are kinds of which, as far as scripts name them in `catch`.

/// Exceptions with what they are kinds of, without the namespace.
const PARENTS: [(&str, &str); 44] = [
    ("Exception", ""),
    ("SystemException", "Exception"),
    ("ApplicationException", "Exception"),
    ("ArgumentException", "SystemException"),
    ("ArgumentNullException", "ArgumentException"),
    ("ArgumentOutOfRangeException", "ArgumentException"),
    ("ArithmeticException", "SystemException"),
    ("DivideByZeroException", "ArithmeticException"),
    ("OverflowException", "ArithmeticException"),
    ("NotFiniteNumberException", "ArithmeticException"),
    ("FormatException", "SystemException"),
    ("IndexOutOfRangeException", "SystemException"),
    ("InvalidCastException", "SystemException"),
    ("PSInvalidCastException", "InvalidCastException"),
    ("InvalidOperationException", "SystemException"),
    ("ObjectDisposedException", "InvalidOperationException"),
    ("PSInvalidOperationException", "InvalidOperationException"),
    ("NotImplementedException", "SystemException"),
    ("NotSupportedException", "SystemException"),
    ("PlatformNotSupportedException", "NotSupportedException"),
    ("NullReferenceException", "SystemException"),
    ("OutOfMemoryException", "SystemException"),
    ("RankException", "SystemException"),
    ("TimeoutException", "SystemException"),
    ("UnauthorizedAccessException", "SystemException"),
    ("KeyNotFoundException", "SystemException"),
    ("OperationCanceledException", "SystemException"),
    ("TaskCanceledException", "OperationCanceledException"),
    ("IOException", "SystemException"),
    ("FileNotFoundException", "IOException"),
    ("DirectoryNotFoundException", "IOException"),
    ("DriveNotFoundException", "IOException"),
    ("PathTooLongException", "IOException"),
    ("EndOfStreamException", "IOException"),
    ("WebException", "InvalidOperationException"),
    ("RuntimeException", "SystemException"),
    ("ActionPreferenceStopException", "RuntimeException"),
    ("CommandNotFoundException", "RuntimeException"),
    ("ItemNotFoundException", "SessionStateException"),
    ("SessionStateException", "RuntimeException"),
    ("ParameterBindingException", "RuntimeException"),
    ("PipelineStoppedException", "RuntimeException"),
    ("MethodInvocationException", "MethodException"),
    ("MethodException", "ExtendedTypeSystemException"),
];

fn short_name(written: &str) -> &str {
    written.rsplit('.').next().unwrap_or(written)
}

fn parent(name: &str) -> Option<&'static str> {
    PARENTS
        .iter()
        .find(|(child, _)| child.eq_ignore_ascii_case(name))
        .map(|(_, parent)| *parent)
}

/// Whether a `catch` of `caught` takes what a later `catch` of `name` names. Types that are not known here never do.
pub(super) fn is_caught_by(name: &str, caught: &str) -> bool {
    let caught = short_name(caught);
    let mut name = short_name(name);
    while let Some(next) = parent(name) {
        if name.eq_ignore_ascii_case(caught) {
            return true;
        }
        name = next;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::is_caught_by;

    #[test]
    fn follows_the_line_of_parents() {
        assert!(is_caught_by(
            "System.IO.FileNotFoundException",
            "IO.IOException"
        ));
        assert!(is_caught_by(
            "System.DivideByZeroException",
            "System.Exception"
        ));
        assert!(is_caught_by("exception", "System.Exception"));
        assert!(!is_caught_by("System.Exception", "System.IO.IOException"));
        assert!(!is_caught_by("No.SuchException", "System.Exception"));
    }
}
