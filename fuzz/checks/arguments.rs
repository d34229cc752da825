//! The words of `iovsh VERB-NOUN WORDS`: whatever they are, one command is run and nothing in them is script.

use super::sandbox;

/// The first two bytes choose the cmdlet, the rest are its words, parted by zeros. A first byte of 255 makes the first word the
/// name of the command.
pub fn check(data: &[u8]) {
    let [first, second, rest @ ..] = data else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    let mut words: Vec<String> = text.split('\0').map(str::to_owned).collect();
    let registry: &[_] = &sandbox::SIMULATED;
    let name = if *first == 255 {
        words.remove(0)
    } else {
        let at = usize::from(u16::from_le_bytes([*first, *second])) % registry.len();
        registry[at].name.to_owned()
    };
    holds(&name, &words);
}

/// Runs the command. A word in braces is a script block where a parameter takes one, and the text of `Invoke-Expression` is run
/// because that is what it is for; nothing else is.
pub fn holds(name: &str, words: &[String]) {
    let is_block = |word: &String| {
        let value = word
            .split_once([':', '='])
            .map_or(word.as_str(), |(_, value)| value);
        word.trim_start().starts_with('{') || value.trim_start().starts_with('{')
    };
    let runs_text = ["Invoke-Expression", "iex"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
        || name.eq_ignore_ascii_case(sandbox::TRIPWIRE);
    let tripped = sandbox::run_command(name, words, &sandbox::SIMULATED);
    assert!(
        !tripped || runs_text || words.iter().any(is_block),
        "{name} {words:?} ran script"
    );
}
