//! Names of variables, functions and aliases as numbers, so that a look-up compares integers.
//!
//! The table belongs to the thread, as syntax trees do: a tree keeps the number of a name in its `slot`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::rc::Rc;

/// A name without regard to case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Symbol(pub(crate) u32);

/// Symbols with this number and above are never kept in a tree's slot (see `eval::scope`).
pub(crate) const MAX_CACHED: u32 = (1 << 20) - 1;

macro_rules! fixed {
    ($($name:ident = $text:literal),* $(,)?) => {
        #[allow(dead_code, non_camel_case_types, clippy::upper_case_acronyms)]
        enum Order { $($name),* }
        /// Symbols that the interpreter itself asks for.
        #[allow(missing_docs, dead_code)]
        impl Symbol { $(pub(crate) const $name: Symbol = Symbol(Order::$name as u32);)* }
        const FIXED: &[&str] = &[$($text),*];
    };
}

fixed! {
    NULL = "null", TRUE = "true", FALSE = "false", QUESTION = "?",
    MY_INVOCATION = "myinvocation", PS_BOUND_PARAMETERS = "psboundparameters", PS_CMDLET = "pscmdlet",
    INPUT = "input", PS_SCRIPT_ROOT = "psscriptroot", PS_COMMAND_PATH = "pscommandpath",
    PWD = "pwd", LAST_TOKEN = "$$", FIRST_TOKEN = "^", EXECUTION_CONTEXT = "executioncontext",
    HOST = "host", ERROR = "error", STACK_TRACE = "stacktrace", PS_VERSION_TABLE = "psversiontable",
    PS_STYLE = "psstyle",
    UNDERSCORE = "_", PS_ITEM = "psitem", ARGS = "args", THIS = "this", MATCHES = "matches",
    FOREACH = "foreach", SWITCH = "switch", LAST_EXIT_CODE = "lastexitcode", OFS = "ofs",
    ERROR_ACTION = "erroractionpreference", WARNING = "warningpreference", VERBOSE = "verbosepreference",
    DEBUG = "debugpreference", INFORMATION = "informationpreference", PROGRESS = "progresspreference",
    CONFIRM = "confirmpreference", WHAT_IF = "whatifpreference",
    PS_DEFAULT_PARAMETER_VALUES = "psdefaultparametervalues",
    MODULE_AUTO = "psmoduleautoloadingpreference",
}

/// The first symbol whose value is an ordinary variable; those before are made on demand.
pub(crate) const FIRST_ORDINARY: Symbol = Symbol(Order::UNDERSCORE as u32);

/// A hasher for small integers.
#[derive(Default)]
pub struct SymbolHasher(u64);

impl Hasher for SymbolHasher {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0.rotate_left(5) ^ u64::from(*byte)).wrapping_mul(0x517c_c1b7_2722_0a95);
        }
    }
    fn write_u32(&mut self, number: u32) {
        self.0 = u64::from(number).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

/// A map by symbol.
pub(crate) type SymbolMap<T> = HashMap<Symbol, T, BuildHasherDefault<SymbolHasher>>;

/// A session begins with nearly so many names.
const USUAL: usize = 448;

struct Names {
    by_text: HashMap<Rc<str>, Symbol, foldhash::fast::RandomState>,
    texts: Vec<Rc<str>>,
}

thread_local! {
    static NAMES: RefCell<Names> = RefCell::new(Names::new());
}

impl Names {
    fn new() -> Self {
        let mut names = Names {
            by_text: HashMap::with_capacity_and_hasher(USUAL, Default::default()),
            texts: Vec::with_capacity(USUAL),
        };
        for text in FIXED {
            names.add((*text).into());
        }
        // One variable with two names.
        names.by_text.insert("psitem".into(), Symbol::UNDERSCORE);
        names
    }

    fn add(&mut self, text: Rc<str>) -> Symbol {
        let symbol = Symbol(u32::try_from(self.texts.len()).unwrap_or(u32::MAX));
        self.texts.push(Rc::clone(&text));
        self.by_text.insert(text, symbol);
        symbol
    }

    fn find(&self, name: &str) -> Option<Symbol> {
        with_folded(name, |folded| self.by_text.get(folded).copied())
    }
}

/// Calls `f` with the name in lower case, without allocating for short ASCII names.
fn with_folded<T>(name: &str, f: impl FnOnce(&str) -> T) -> T {
    let bytes = name.as_bytes();
    let mut buffer = [0_u8; 48];
    if name.is_ascii()
        && let Some(target) = buffer.get_mut(..bytes.len())
    {
        for (to, from) in target.iter_mut().zip(bytes) {
            *to = from.to_ascii_lowercase();
        }
        return f(std::str::from_utf8(target).unwrap_or(name));
    }
    f(&name.to_lowercase())
}

impl Symbol {
    /// The symbol of a name; the name is entered when it is new.
    pub fn of(name: &str) -> Symbol {
        NAMES.with_borrow_mut(|names| match names.find(name) {
            Some(symbol) => symbol,
            None => with_folded(name, |folded| names.add(folded.into())),
        })
    }

    /// The symbol of a name that was met before.
    pub fn find(name: &str) -> Option<Symbol> {
        NAMES.with_borrow(|names| names.find(name))
    }

    /// The name in lower case.
    pub fn text(self) -> Rc<str> {
        NAMES.with_borrow(|names| {
            names
                .texts
                .get(self.0 as usize)
                .cloned()
                .unwrap_or_else(|| "".into())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_ignore_case_and_fixed_names_have_their_place() {
        assert_eq!(Symbol::of("Matches"), Symbol::MATCHES);
        assert_eq!(Symbol::of("PSItem"), Symbol::UNDERSCORE);
        let long = "A".repeat(100);
        assert_eq!(Symbol::of(&long), Symbol::of(&long.to_lowercase()));
        assert_eq!(&*Symbol::of("ÄB").text(), "äb");
        assert_eq!(Symbol::find("never met before 1"), None);
    }
}
