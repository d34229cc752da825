use super::*;

fn place(command: &str, before: Vec<Item>, upstream: Option<&str>) -> Site {
    Site::Argument(Place {
        command: command.into(),
        before,
        listed: Vec::new(),
        glued: false,
        upstream: upstream
            .map(|name| Owner::Command(name.into()))
            .into_iter()
            .collect(),
    })
}

fn parameter(name: &str) -> Item {
    Item::Parameter(name.into())
}

#[test]
fn a_variable_has_the_members_of_what_it_was_given_on_the_same_line() {
    let owner = |text: &str| match site_at(text).0 {
        Site::Member { owner } => Some(owner),
        _ => None,
    };
    let command = |name: &str| Some(Owner::Command(name.to_owned()));
    assert_eq!(owner("$v = Get-A x; $v."), command("Get-A"));
    assert_eq!(owner("$V = Get-A\n$v.Na"), command("Get-A"));
    assert_eq!(owner("foreach ($x in Get-A) { $x."), command("Get-A"));
    assert_eq!(owner("$v = 1; $v."), Some(Owner::Variable("v".to_owned())));
    assert_eq!(
        owner("$w = Get-A; $v."),
        Some(Owner::Variable("v".to_owned()))
    );
    assert_eq!(
        owner("$v = Get-A | Get-B; $v."),
        Some(Owner::Pipeline(vec![
            Owner::Command("Get-A".to_owned()),
            Owner::Command("Get-B".to_owned())
        ]))
    );
}

#[test]
fn a_table_wants_a_key_and_then_a_value() {
    for text in [
        "Get-A | Select-B @{",
        "Get-A | Select-B @{Na",
        "Select-B x, @{ Name = 1; Ex",
    ] {
        assert_eq!(site_at(text).0, Site::Key("Select-B".to_owned()), "{text}");
    }
    assert_eq!(site_at("$a = @{ x").0, Site::Key(String::new()));
    assert_eq!(site_at("Select-B @{ Name = ").0, Site::Command);
    assert_eq!(site_at("Select-B @{ Expression = { Get-").0, Site::Command);
    assert_eq!(site_at("Select-B @{ a = 1 } | ").0, Site::Command);
}

#[test]
fn an_empty_line_and_a_pipe_want_a_command() {
    assert_eq!(site_at("").0, Site::Command);
    assert_eq!(site_at("Get-V").0, Site::Command);
    assert_eq!(site_at("Get-VM | ").0, Site::Command);
    assert_eq!(site_at("$a = Get-").0, Site::Command);
    for text in ["=", "= ", "1; =", "if ($x) { =", "$a = ="] {
        assert_eq!(site_at(text).0, Site::Nothing, "{text}");
    }
    for text in ["$a = $b = ", "$a[0] = ", "$(1).a = ", "@{ a = "] {
        assert_eq!(site_at(text).0, Site::Command, "{text}");
    }
    for text in [",", "(,", "$a = ,", ",Get-V", "@(, "] {
        assert_eq!(site_at(text).0, Site::Nothing, "{text}");
    }
    assert_eq!(site_at("if ($x) { Get-V").0, Site::Command);
}

#[test]
fn a_dash_wants_a_parameter() {
    let (site, word) = site_at("Set-Thing -Name x -Io");
    assert_eq!(
        site,
        Site::Parameter {
            command: "Set-Thing".into(),
            before: vec![parameter("Name"), Item::Value("x".into())]
        }
    );
    assert_eq!((word.text.as_str(), word.start), ("-Io", 18));
    assert!(matches!(site_at("Set-Thing -").0, Site::Parameter { .. }));
}

#[test]
fn a_value_belongs_to_the_parameter_before_it() {
    assert_eq!(
        site_at("Set-Thing -Name ").0,
        place("Set-Thing", vec![parameter("Name")], None)
    );
    assert_eq!(
        site_at("Set-Thing a b").0,
        place("Set-Thing", vec![Item::Value("a".into())], None)
    );
    assert_eq!(
        site_at("Get-A | Set-Thing -Name we").0,
        place("Set-Thing", vec![parameter("Name")], Some("Get-A"))
    );
}

#[test]
fn a_value_after_a_comma_is_still_the_same_argument() {
    for (text, wanted) in [
        ("Set-Thing -Name a,", &["a"][..]),
        ("Set-Thing -Name a,b", &["a"]),
        ("Set-Thing -Name a, b, ", &["a", "b"]),
        ("Set-Thing x -Name ", &[]),
    ] {
        let Site::Argument(Place { before, listed, .. }) = site_at(text).0 else {
            unreachable!()
        };
        assert_eq!(before.last(), Some(&parameter("Name")), "{text}");
        assert_eq!(listed, wanted, "{text}");
    }
}

#[test]
fn an_open_string_is_a_word() {
    let (site, word) = site_at("Set-Thing -Name \"we");
    assert_eq!(site, place("Set-Thing", vec![parameter("Name")], None));
    assert_eq!((word.text.as_str(), word.quote), ("we", Some('"')));
}

#[test]
fn members_of_the_pipeline_object_come_from_the_command_upstream() {
    let (site, word) = site_at("Get-A | Where-Object { $_.Na");
    assert_eq!(
        site,
        Site::Member {
            owner: Owner::Command("Get-A".into())
        }
    );
    assert_eq!(word.text, "Na");
    assert_eq!(
        site_at("Get-A | ? { $_.").0,
        Site::Member {
            owner: Owner::Command("Get-A".into())
        }
    );
    assert_eq!(
        site_at("$x.").0,
        Site::Member {
            owner: Owner::Variable("x".into())
        }
    );
}

#[test]
fn what_stands_before_the_operator_has_the_member() {
    let owner = |text: &str| match site_at(text).0 {
        Site::Member { owner } => Some(owner),
        _ => None,
    };
    let variable = || Some(Owner::Variable("x".into()));
    assert_eq!(owner("$x[0]."), variable());
    assert_eq!(owner("$x[$i + 1].Na"), variable());
    assert_eq!(
        owner("(Get-A -Name b)."),
        Some(Owner::Command("Get-A".into()))
    );
    assert_eq!(
        owner("(Get-A | Where-Object { $_ }).Na"),
        Some(Owner::Pipeline(vec![
            Owner::Command("Get-A".into()),
            Owner::Command("Where-Object".into())
        ]))
    );
    let of = |owner: Option<Owner>, member: &str| {
        owner.map(|owner| Owner::Member(Box::new(owner), member.into()))
    };
    assert_eq!(owner("$x.Name.Tr"), of(variable(), "Name"));
    assert_eq!(owner("$x.Parts[0].Na"), of(variable(), "Parts"));
    assert_eq!(owner("Write-B $x.Parts.Na"), of(variable(), "Parts"));
    assert_eq!(owner("[math]::"), Some(Owner::Type("math".into())));
    assert_eq!(
        owner("$a = [System.IO.Path]::Comb"),
        Some(Owner::Type("System.IO.Path".into()))
    );
    assert_eq!(owner("(1 + 2)."), None);
    assert_eq!(owner("'text'."), Some(Owner::Value("System.String")));
    assert_eq!(owner("$($x)."), variable());
    assert_eq!(owner("@($x)[0].Na"), variable());
    assert_eq!(owner("Write-B -Name $x."), variable());
}

#[test]
fn a_dollar_wants_a_variable() {
    let (site, word) = site_at("Get-A $na");
    assert!(matches!(site, Site::Variable(Some(_))));
    assert_eq!(word.text, "na");
    assert_eq!(site_at("$na").0, Site::Variable(None));
}

#[test]
fn code_in_a_text_and_after_in_is_code() {
    for text in [
        "\"$(Get-V",
        "Write-B \"a $b $(Get-V",
        "foreach ($v in Get-V",
        "\"$($x | Get-V",
    ] {
        let (site, word) = site_at(text);
        assert_eq!(site, Site::Command, "{text}");
        assert_eq!(
            (word.text.as_str(), word.start),
            ("Get-V", text.len() - 5),
            "{text}"
        );
    }
    let (site, word) = site_at("\"a $env:PA");
    assert_eq!((site, word.text.as_str()), (Site::Variable(None), "env:PA"));
    // What stands in single quotes is text: the word is the whole of it. Behind a closed bracket nothing is a command.
    assert_eq!(site_at("'$(Get-V").1.start, 0);
    assert!(!matches!(site_at("\"$(Get-V)").0, Site::Command));
}

#[test]
fn a_bracket_wants_a_type_but_not_after_a_value() {
    for text in ["[System.IO.Pa", "$a = [System.IO.Pa", "if ([System.IO.Pa"] {
        let (site, word) = site_at(text);
        assert_eq!(
            (site, word.text.as_str()),
            (Site::Type, "System.IO.Pa"),
            "{text}"
        );
    }
    assert_ne!(site_at("$x[a").0, Site::Type);
    assert_ne!(site_at("'[a").0, Site::Type);
}

#[test]
fn what_comes_down_the_pipeline_may_be_an_expression() {
    let Site::Argument(place) = site_at("$vm.Parts | select ").0 else {
        unreachable!()
    };
    let variable = Owner::Variable("vm".into());
    assert_eq!(
        place.upstream,
        [Owner::Member(Box::new(variable), "Parts".into())]
    );
}

#[test]
fn a_comparison_wants_a_value_of_the_member() {
    for text in ["Get-A | ? { $_.State -eq ", "Get-A | ? { $_.State -eq 'R"] {
        assert_eq!(
            site_at(text).0,
            Site::Operand {
                owner: Owner::Command("Get-A".into()),
                member: "State".into()
            },
            "{text}"
        );
    }
}
