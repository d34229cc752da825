//! Names that nobody has typed the beginning of: `gvmna` for `Get-VMNetworkAdapter`, `-weight` for `-IovWeight`.

use super::Candidate;

/// The shortest text that is matched so: one letter is in every name.
const SHORTEST: usize = 2;

/// How many gaps there are between the letters of `typed` in `text`; `None` when they are not in it. Each letter is the beginning of a word of the
/// name or follows the one before; the first begins a word.
pub fn gaps(text: &str, typed: &str) -> Option<usize> {
    let name: Vec<char> = text.chars().collect();
    let letters: Vec<char> = typed.chars().filter(|c| *c != '-').collect();
    if letters.len() < SHORTEST || !letters.iter().all(char::is_ascii_alphanumeric) {
        return None;
    }
    let begins = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| name.get(at));
        let here = name.get(at).is_some_and(char::is_ascii_uppercase);
        let after = name.get(at + 1);
        before.is_none_or(|before| {
            !before.is_alphanumeric()
                || here
                    && (!before.is_ascii_uppercase() || after.is_some_and(char::is_ascii_lowercase))
        })
    };
    // For each place in the name the fewest gaps with which the letters so far end there.
    let mut best: Vec<Option<usize>> = Vec::new();
    for (number, letter) in letters.iter().enumerate() {
        let mut earlier = None::<usize>;
        let mut next = vec![None; name.len()];
        for (at, here) in name.iter().enumerate() {
            let joined = at
                .checked_sub(1)
                .and_then(|at| best.get(at).copied().flatten());
            if here.eq_ignore_ascii_case(letter) {
                let first = (number == 0 && begins(at)).then_some(0);
                let apart = earlier.filter(|_| begins(at)).map(|gaps| gaps + 1);
                if let Some(place) = next.get_mut(at) {
                    *place = [first, joined, apart].into_iter().flatten().min();
                }
            }
            earlier = [earlier, joined].into_iter().flatten().min();
        }
        best = next;
    }
    best.into_iter().flatten().min()
}

/// Those of `candidates` that `typed` is in, the nearest first.
pub fn nearest(candidates: impl Iterator<Item = Candidate>, typed: &str) -> Vec<Candidate> {
    let mut found: Vec<(usize, usize, Candidate)> = candidates
        .filter_map(|candidate| {
            let gaps = gaps(&candidate.text, typed)?;
            Some((gaps, candidate.text.len(), candidate))
        })
        .collect();
    found.sort_by(|left, right| {
        (left.0, left.1, &left.2.text).cmp(&(right.0, right.1, &right.2.text))
    });
    found
        .into_iter()
        .map(|(_, _, candidate)| candidate)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_begin_words_or_follow_each_other() {
        for (text, typed, wanted) in [
            ("Get-VMNetworkAdapter", "gvmna", Some(2)),
            ("Get-VMNetworkAdapter", "vmnet", Some(0)),
            ("IovWeight", "weight", Some(0)),
            ("Get-VMSwitch", "switch", Some(0)),
            ("Get-VM", "gvm", Some(1)),
            ("Get-VM", "et", None),
            ("Get-VM", "vg", None),
            ("Get-VM", "g", None),
            ("Get-VM", "", None),
            ("Get-VM", "ge vm", None),
        ] {
            assert_eq!(gaps(text, typed), wanted, "{text} {typed}");
        }
    }

    #[test]
    fn the_nearest_comes_first() {
        let names = ["Get-VMSwitchTeam", "Set-VMSwitch", "Get-VMSwitch", "Get-VM"];
        let candidates = names.iter().map(|name| Candidate {
            text: (*name).to_owned(),
            description: String::new(),
        });
        let found: Vec<String> = nearest(candidates, "gvms")
            .into_iter()
            .map(|c| c.text)
            .collect();
        assert_eq!(found, ["Get-VMSwitch", "Get-VMSwitchTeam"]);
    }
}
