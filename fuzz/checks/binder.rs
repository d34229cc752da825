//! The binder: any arguments for any cmdlet, on a simulated host of its own.

use super::sandbox;

/// The first two bytes choose the cmdlet, the rest are its arguments. What the line does is done to a simulated host.
pub fn check(data: &[u8]) {
    let [first, second, rest @ ..] = data else {
        return;
    };
    let Ok(arguments) = std::str::from_utf8(rest) else {
        return;
    };
    let registry: &[_] = &sandbox::SIMULATED;
    let at = usize::from(u16::from_le_bytes([*first, *second])) % registry.len();
    let line = format!("{} {arguments}", registry[at].name);
    sandbox::run(&line, &sandbox::SIMULATED);
}

/// The names of the cmdlets, in the order of their numbers.
pub fn names() -> Vec<&'static str> {
    sandbox::SIMULATED.iter().map(|spec| spec.name).collect()
}
