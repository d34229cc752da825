//! How records of the information stream look, as it travels: in tags that begin with `iovsh:`, which ends that do not know them pass on.

use iovsh_backend::host::remote::script::ScriptItem;
use iovsh_shell::job::{DetachedInformation, Look};
use iovsh_shell::value::detached::Detached;

/// It was shown where it was written.
const SHOWN: &str = "iovsh:shown";

/// How `Write-Host` wanted it: whether the line goes on, and the numbers of the two colours.
const LOOK: &str = "iovsh:look:";

/// A record as it is sent.
pub fn packed(detached: &DetachedInformation) -> ScriptItem {
    let mut tags = detached.tags.clone();
    if detached.is_shown {
        tags.push(SHOWN.to_owned());
    }
    if let Some(look) = detached.look {
        let colour = |number: Option<u8>| number.map_or_else(String::new, |n| n.to_string());
        tags.push(format!(
            "{LOOK}{},{},{}",
            u8::from(look.no_new_line),
            colour(look.foreground),
            colour(look.background)
        ));
    }
    let text = match &detached.data {
        Detached::Text(text) => text.clone(),
        _ => String::new(),
    };
    ScriptItem::Information(text, tags)
}

/// A record as it came.
pub fn unpacked(text: String, tags: Vec<String>) -> DetachedInformation {
    let (own, tags): (Vec<String>, Vec<String>) =
        tags.into_iter().partition(|tag| tag.starts_with("iovsh:"));
    DetachedInformation {
        data: Detached::Text(text),
        is_shown: own.iter().any(|tag| tag == SHOWN),
        look: own.iter().find_map(|tag| look(tag.strip_prefix(LOOK)?)),
        tags,
    }
}

fn look(text: &str) -> Option<Look> {
    let mut parts = text.split(',');
    let no_new_line = parts.next()? == "1";
    let mut colour = || {
        let number: Option<u8> = parts.next().and_then(|number| number.parse().ok());
        number.filter(|number| *number < 16)
    };
    Some(Look {
        no_new_line,
        foreground: colour(),
        background: colour(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sent_comes_back() {
        for look in [
            None,
            Some(Look {
                no_new_line: true,
                foreground: Some(4),
                background: None,
            }),
        ] {
            let detached = DetachedInformation {
                data: Detached::Text("x".to_owned()),
                tags: vec!["PSHOST".to_owned()],
                is_shown: look.is_some(),
                look,
            };
            let ScriptItem::Information(text, tags) = packed(&detached) else {
                panic!("it is a record");
            };
            let back = unpacked(text, tags);
            assert_eq!(
                (back.look, back.is_shown),
                (detached.look, detached.is_shown)
            );
            assert_eq!(back.tags, detached.tags);
        }
        assert_eq!(
            unpacked(String::new(), vec!["iovsh:look:1,99,x".into()])
                .look
                .and_then(|l| l.foreground),
            None
        );
    }
}
