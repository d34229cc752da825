//! Small texts with what they mean, where the golden rows (which compare outlines) do not look.

use std::rc::Rc;

use rust_decimal::Decimal;

use super::ast::{
    CommandElement, Constant, Expression, ExpressionKind, PipelineElement, ScopeName, Statement,
    StatementKind, StringPart, VariablePrefix,
};
use super::{Parsed, parse};

fn statement(text: &str) -> (Parsed, usize) {
    let parsed = parse(text);
    assert_eq!(parsed.errors, [], "{text}");
    let count = parsed.ast.end.as_ref().unwrap().statements.len();
    (parsed, count)
}

/// The expression that is the whole of `text`.
fn with_expression<T>(text: &str, look: impl FnOnce(&Expression) -> T) -> T {
    let (parsed, count) = statement(text);
    assert_eq!(count, 1, "{text}");
    let statements = &parsed.ast.end.as_ref().unwrap().statements;
    match &statements[0] {
        Statement {
            kind: StatementKind::Pipeline(pipeline),
            ..
        } => look(pipeline.pure_expression().unwrap()),
        other => panic!("{text} is no expression: {other:?}"),
    }
}

fn constant(text: &str) -> Constant {
    with_expression(text, |expression| match &expression.kind {
        ExpressionKind::Constant(constant) => constant.clone(),
        other => panic!("{text} is no number: {other:?}"),
    })
}

#[test]
fn numbers_have_the_type_that_size_and_suffix_ask_for() {
    let big: Rc<str> = "18446744073709551616".into();
    let rows = [
        ("0", Constant::Int32(0)),
        ("2147483647", Constant::Int32(i32::MAX)),
        ("2147483648", Constant::Int64(2_147_483_648)),
        (
            "9223372036854775808",
            Constant::Decimal(Decimal::from(9_223_372_036_854_775_808_u64)),
        ),
        (
            "99999999999999999999999999999999999999999",
            Constant::Double(1e41),
        ),
        ("1kb", Constant::Int32(1024)),
        ("1PB", Constant::Int64(1 << 50)),
        ("1.5GB", Constant::Double(1_610_612_736.0)),
        ("10l", Constant::Int64(10)),
        ("10L", Constant::Int64(10)),
        ("1lKB", Constant::Int64(1024)),
        ("1.5d", Constant::Decimal(Decimal::new(15, 1))),
        ("1d", Constant::Decimal(Decimal::from(1))),
        ("1e3", Constant::Double(1000.0)),
        ("1.", Constant::Double(1.0)),
        (".5", Constant::Double(0.5)),
        ("-5", Constant::Int32(-5)),
        ("-2147483648", Constant::Int32(i32::MIN)),
        ("0x1F", Constant::Int32(31)),
        ("0xFFFFFFFF", Constant::Int32(-1)),
        ("0x0FFFFFFFF", Constant::Int64(0xffff_ffff)),
        ("0xFFFFFFFFFFFFFFFF", Constant::Int64(-1)),
        ("0xFFu", Constant::UInt32(255)),
        ("0xFFFFFFFFu", Constant::UInt32(u32::MAX)),
        ("0xFFFFFFFFFFFFFFFFu", Constant::UInt64(u64::MAX)),
        ("0xFFy", Constant::SByte(-1)),
        ("0b101", Constant::Int32(5)),
        ("0b11111111y", Constant::SByte(-1)),
        ("200uy", Constant::Byte(200)),
        ("-3y", Constant::SByte(-3)),
        ("7s", Constant::Int16(7)),
        ("7us", Constant::UInt16(7)),
        ("5000000000u", Constant::UInt64(5_000_000_000)),
        ("1ul", Constant::UInt64(1)),
        (
            "18446744073709551616n",
            Constant::BigInteger(Rc::clone(&big)),
        ),
        ("1e400", Constant::Double(f64::INFINITY)),
    ];
    for (text, wanted) in rows {
        assert_eq!(constant(text), wanted, "{text}");
    }
}

#[test]
fn a_number_that_does_not_fit_is_an_error() {
    for text in [
        "300uy + 1",
        "0xFFFFFFFFFFFFFFFFFF + 1",
        "99999l * 1; 99999999999999999999l + 1",
    ] {
        assert_eq!(
            parse(text).errors.first().unwrap().id,
            "BadNumericConstant",
            "{text}"
        );
    }
}

#[test]
fn variables_keep_scope_drive_and_form() {
    let rows = [
        ("$x", None, "x", false),
        ("${a b}", None, "a b", true),
        (
            "$Script:x",
            Some(("Script", Some(ScopeName::Script))),
            "x",
            false,
        ),
        ("$env:PATH", Some(("env", None)), "PATH", false),
        ("${c:\\x y}", Some(("c", None)), "\\x y", true),
        ("$?", None, "?", false),
        (
            "$global:x:y",
            Some(("global", Some(ScopeName::Global))),
            "x:y",
            false,
        ),
    ];
    for (text, prefix, name, braced) in rows {
        let prefix = prefix.map(|(text, scope)| {
            let text = text.into();
            Box::new(VariablePrefix { text, scope })
        });
        with_expression(text, |expression| match &expression.kind {
            ExpressionKind::Variable(variable) => {
                assert_eq!(
                    (&variable.prefix, &*variable.name, variable.braced),
                    (&prefix, name, braced),
                    "{text}"
                );
                assert_eq!(
                    format!("${}", variable.user_path()).replace(['{', '}'], ""),
                    text.replace(['{', '}'], "")
                );
            }
            other => panic!("{text}: {other:?}"),
        });
    }
}

#[test]
fn strings_are_split_into_texts_and_expressions() {
    let text = "\"a `$x `t$b.c ${d}e $(\"in $f\") {0} \"\"q\"\" $ end\"";
    with_expression(text, |expression| match &expression.kind {
        ExpressionKind::ExpandableString(string) => {
            let parts: Vec<String> = string
                .parts
                .iter()
                .map(|part| match part {
                    StringPart::Text(text) => text.to_string(),
                    StringPart::Expression(expression) => {
                        format!("<{}>", expression.span.text(text))
                    }
                })
                .collect();
            let wanted = [
                "a $x \t",
                "<$b>",
                ".c ",
                "<${d}>",
                "e ",
                "<$(\"in $f\")>",
                " {0} \"q\" $ end",
            ];
            assert_eq!(parts, wanted);
        }
        other => panic!("{other:?}"),
    });
}

#[test]
fn doubled_quotes_in_a_sub_expression_keep_their_places() {
    let text = "\"x $(f \"\"a b\"\" 'c')\"";
    with_expression(text, |expression| {
        let ExpressionKind::ExpandableString(string) = &expression.kind else {
            panic!("{expression:?}")
        };
        let Some(StringPart::Expression(sub)) = string.parts.last() else {
            panic!("{string:?}")
        };
        let ExpressionKind::SubExpression(block) = &sub.kind else {
            panic!("{sub:?}")
        };
        let StatementKind::Pipeline(pipeline) = &block.statements[0].kind else {
            panic!("{block:?}")
        };
        let PipelineElement::Command(command) = &pipeline.elements[0] else {
            panic!("{pipeline:?}")
        };
        let words: Vec<&str> = command
            .elements
            .iter()
            .map(|element| element.span().text(text))
            .collect();
        assert_eq!(words, ["f", "\"\"a b\"\"", "'c'"]);
        let CommandElement::Argument(Expression {
            kind: ExpressionKind::StringConstant(value),
            ..
        }) = &command.elements[1]
        else {
            panic!("{command:?}")
        };
        assert_eq!(&*value.value, "a b");
    });
}

#[test]
fn unicode_dashes_and_quotes_count_as_plain_ones() {
    let (_, count) = statement(
        "Get-VM \u{2013}Name \u{201c}web 1\u{201d} \u{2014}Force; \u{2018}x\u{2019} \u{2013}eq 'x'",
    );
    assert_eq!(count, 2);
}

#[test]
fn requirements_are_read() {
    let text = "#Requires -Version 5.1 -Modules Hyper-V, @{ ModuleName = 'NetAdapter'; ModuleVersion = '2.0' }\n\
                #requires -RunAsAdministrator\n1 # not #requires -version 9";
    let parsed = parse(text);
    assert_eq!(parsed.errors, []);
    let requirements = parsed.ast.requirements.as_ref().unwrap();
    assert_eq!(requirements.version.as_deref(), Some("5.1"));
    let modules = requirements.modules.iter();
    let modules: Vec<_> = modules
        .map(|module| (&*module.name, module.minimum.as_deref()))
        .collect();
    assert_eq!(modules, [("Hyper-V", None), ("NetAdapter", Some("2.0"))]);
    assert!(requirements.run_as_administrator);
    assert_eq!(parse("1 # nothing").ast.requirements, None);
    let ids: Vec<&str> = parse("#requires -version x\n#requires -bogus 1\n#requires y")
        .errors
        .iter()
        .map(|e| e.id)
        .collect();
    assert_eq!(
        ids,
        [
            "RequiresVersionInvalid",
            "ScriptRequiresInvalidFormat",
            "ScriptRequiresInvalidFormat"
        ]
    );
}

#[test]
fn comments_are_kept_in_order_and_once() {
    let parsed = parse("<# help #>\nfunction f { # one\n if (1) { } # two\n\n# three\n}");
    let source = &parsed.ast.source;
    let comments: Vec<&str> = source
        .comments()
        .iter()
        .map(|span| source.slice(*span))
        .collect();
    assert_eq!(comments, ["<# help #>", "# one", "# two", "# three"]);
}

#[test]
fn left_out_parts_are_named_with_their_place() {
    for (text, start, end) in [
        ("1; configuration D { }", 3, 20),
        ("configuration C { Node x { File f { } } }", 0, 17),
    ] {
        let parsed = parse(text);
        let error = parsed.errors.first().unwrap();
        assert_eq!(
            (error.id, error.span.start, error.span.end),
            ("NotPartOfThisLanguage", start, end),
            "{text}"
        );
        assert_eq!(parsed.errors.len(), 1, "{text}: {:?}", parsed.errors);
    }
}

#[test]
fn ids_are_unique() {
    let parsed = parse("$a = $b; foreach ($c in f $d { $e }) { \"$g\" }");
    assert!(parsed.ast.id_count.get() >= 8);
    assert_eq!(parsed.errors, []);
}
