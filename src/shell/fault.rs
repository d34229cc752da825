//! A fault of iovsh itself: a panic. There should be none; when there is one, the user gets one clear message, and a
//! session at the prompt goes on.

use std::panic::{AssertUnwindSafe, PanicHookInfo, catch_unwind, set_hook};

use super::printer::Printer;

/// From now on a panic is told in one sentence with the place in the sources, without the paths of the machine that
/// built the program.
pub fn tell_in_one_sentence() {
    set_hook(Box::new(|fault| {
        Printer::of_process().error_line(&sentence(fault));
    }));
}

/// Runs `work`; `None` when it ended in a panic, which has been told.
pub fn survive<T>(work: impl FnOnce() -> T) -> Option<T> {
    // What was changed halfway is the caller's to look after.
    catch_unwind(AssertUnwindSafe(work)).ok()
}

fn sentence(fault: &PanicHookInfo<'_>) -> String {
    let what = fault
        .payload()
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| fault.payload().downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "unknown".to_owned());
    let place = fault.location().map_or_else(String::new, |place| {
        format!(" at {}:{}", relative(place.file()), place.line())
    });
    format!(
        "iovsh {} met a fault of its own: {what}{place}. Please report it, with the command that led to it.",
        env!("CARGO_PKG_VERSION")
    )
}

/// The path of a source file from its package on: `miette-7.6.0/src/x.rs`, `src/shell/x.rs`.
fn relative(file: &str) -> &str {
    let parts: Vec<usize> = file.match_indices('/').map(|(at, _)| at + 1).collect();
    match file.rfind("/src/") {
        Some(src) if file.starts_with('/') => {
            let package = parts.iter().rev().find(|at| **at <= src);
            package.and_then(|at| file.get(*at..)).unwrap_or(file)
        }
        _ => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_survived() {
        assert_eq!(survive(|| 1), Some(1));
        #[allow(clippy::panic)]
        let ended = survive(|| -> i32 { panic!("as it is here") });
        assert_eq!(ended, None);
    }

    #[test]
    fn no_path_of_the_building_machine_is_told() {
        for (file, told) in [
            ("src/shell/x.rs", "src/shell/x.rs"),
            (
                "/home/a/.cargo/registry/src/index-1/miette-7.6.0/src/handlers/g.rs",
                "miette-7.6.0/src/handlers/g.rs",
            ),
            ("/home/a/iovsh/src/shell/x.rs", "iovsh/src/shell/x.rs"),
            ("/rustc/abc/library/core/src/cell.rs", "core/src/cell.rs"),
            ("x.rs", "x.rs"),
        ] {
            assert_eq!(relative(file), told);
        }
    }
}
