//! Characters that take no room although their general category says nothing of it. Who asks whether a text shows all that is in it has to know
//! them beside the control and format characters (Unicode, `Default_Ignorable_Code_Point`).

/// Letters and marks that are never seen: the grapheme joiner, the fillers of Hangul and Khmer.
#[must_use]
pub fn is_filler(c: char) -> bool {
    matches!(
        c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
    )
}

/// Whether a character chooses the form of the one before it and has none itself.
#[must_use]
pub fn is_selector(c: char) -> bool {
    matches!(c, '\u{180b}'..='\u{180d}' | '\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// What is no character and what neither XML nor YAML can hold.
#[must_use]
pub fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fffe}' | '\u{ffff}')
}
