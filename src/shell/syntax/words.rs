//! Keywords and dash operators, found by their text without regard to case.

use super::token::TokenKind;

/// The keyword that `word` is, if any.
pub(super) fn keyword(word: &str) -> Option<TokenKind> {
    let mut buffer = [0u8; 16];
    let folded = fold(word, &mut buffer)?;
    Some(match folded {
        b"begin" => TokenKind::Begin,
        b"break" => TokenKind::Break,
        b"catch" => TokenKind::Catch,
        b"class" => TokenKind::Class,
        b"clean" => TokenKind::Clean,
        b"continue" => TokenKind::Continue,
        b"data" => TokenKind::Data,
        b"define" => TokenKind::Define,
        b"do" => TokenKind::Do,
        b"dynamicparam" => TokenKind::Dynamicparam,
        b"else" => TokenKind::Else,
        b"elseif" => TokenKind::ElseIf,
        b"end" => TokenKind::End,
        b"exit" => TokenKind::Exit,
        b"filter" => TokenKind::Filter,
        b"finally" => TokenKind::Finally,
        b"for" => TokenKind::For,
        b"foreach" => TokenKind::Foreach,
        b"from" => TokenKind::From,
        b"function" => TokenKind::Function,
        b"if" => TokenKind::If,
        b"in" => TokenKind::In,
        b"param" => TokenKind::Param,
        b"process" => TokenKind::Process,
        b"return" => TokenKind::Return,
        b"switch" => TokenKind::Switch,
        b"throw" => TokenKind::Throw,
        b"trap" => TokenKind::Trap,
        b"try" => TokenKind::Try,
        b"until" => TokenKind::Until,
        b"using" => TokenKind::Using,
        b"var" => TokenKind::Var,
        b"while" => TokenKind::While,
        b"workflow" => TokenKind::Workflow,
        b"parallel" => TokenKind::Parallel,
        b"sequence" => TokenKind::Sequence,
        b"configuration" => TokenKind::Configuration,
        b"public" => TokenKind::Public,
        b"private" => TokenKind::Private,
        b"static" => TokenKind::Static,
        b"interface" => TokenKind::Interface,
        b"enum" => TokenKind::Enum,
        b"namespace" => TokenKind::Namespace,
        b"module" => TokenKind::Module,
        b"type" => TokenKind::Type,
        b"assembly" => TokenKind::Assembly,
        b"command" => TokenKind::Command,
        b"hidden" => TokenKind::Hidden,
        b"base" => TokenKind::Base,
        _ => return None,
    })
}

/// The operator that `word` names after its dash, if any.
pub(super) fn operator(word: &str) -> Option<TokenKind> {
    let mut buffer = [0u8; 16];
    let folded = fold(word, &mut buffer)?;
    Some(match folded {
        b"f" => TokenKind::Format,
        b"not" => TokenKind::Not,
        b"bnot" => TokenKind::Bnot,
        b"and" => TokenKind::And,
        b"or" => TokenKind::Or,
        b"xor" => TokenKind::Xor,
        b"band" => TokenKind::Band,
        b"bor" => TokenKind::Bor,
        b"bxor" => TokenKind::Bxor,
        b"join" => TokenKind::Join,
        b"eq" | b"ieq" => TokenKind::Ieq,
        b"ne" | b"ine" => TokenKind::Ine,
        b"ge" | b"ige" => TokenKind::Ige,
        b"gt" | b"igt" => TokenKind::Igt,
        b"lt" | b"ilt" => TokenKind::Ilt,
        b"le" | b"ile" => TokenKind::Ile,
        b"like" | b"ilike" => TokenKind::Ilike,
        b"notlike" | b"inotlike" => TokenKind::Inotlike,
        b"match" | b"imatch" => TokenKind::Imatch,
        b"notmatch" | b"inotmatch" => TokenKind::Inotmatch,
        b"replace" | b"ireplace" => TokenKind::Ireplace,
        b"contains" | b"icontains" => TokenKind::Icontains,
        b"notcontains" | b"inotcontains" => TokenKind::Inotcontains,
        b"in" | b"iin" => TokenKind::Iin,
        b"notin" | b"inotin" => TokenKind::Inotin,
        b"split" | b"isplit" => TokenKind::Isplit,
        b"ceq" => TokenKind::Ceq,
        b"cne" => TokenKind::Cne,
        b"cge" => TokenKind::Cge,
        b"cgt" => TokenKind::Cgt,
        b"clt" => TokenKind::Clt,
        b"cle" => TokenKind::Cle,
        b"clike" => TokenKind::Clike,
        b"cnotlike" => TokenKind::Cnotlike,
        b"cmatch" => TokenKind::Cmatch,
        b"cnotmatch" => TokenKind::Cnotmatch,
        b"creplace" => TokenKind::Creplace,
        b"ccontains" => TokenKind::Ccontains,
        b"cnotcontains" => TokenKind::Cnotcontains,
        b"cin" => TokenKind::Cin,
        b"cnotin" => TokenKind::Cnotin,
        b"csplit" => TokenKind::Csplit,
        b"is" => TokenKind::Is,
        b"isnot" => TokenKind::IsNot,
        b"as" => TokenKind::As,
        b"shl" => TokenKind::Shl,
        b"shr" => TokenKind::Shr,
        _ => return None,
    })
}

/// `word` in lower case, or nothing when it cannot be one of the words in question.
fn fold<'b>(word: &str, buffer: &'b mut [u8; 16]) -> Option<&'b [u8]> {
    let bytes = word.as_bytes();
    let target = buffer.get_mut(..bytes.len())?;
    for (to, from) in target.iter_mut().zip(bytes) {
        if !from.is_ascii_alphabetic() {
            return None;
        }
        *to = from.to_ascii_lowercase();
    }
    Some(target)
}
