//! `#[cmdlet(..)]` and `#[param(..)]`, read into plain structs.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::meta::ParseNestedMeta;
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Expr, ExprRange, Ident, LitStr, Path, RangeLimits, Result, Token,
    parenthesized,
};

/// What an `output = ..` names: a type that derives `PsObject`, or a type name as text.
pub enum Output {
    Type(Path),
    Name(LitStr),
}

/// `#[cmdlet(..)]`.
#[derive(Default)]
pub struct CmdletAttributes {
    pub verb: Option<LitStr>,
    pub noun: Option<LitStr>,
    pub name: Option<LitStr>,
    pub module: Option<LitStr>,
    pub class: Option<LitStr>,
    pub aliases: Vec<LitStr>,
    pub default_set: Option<LitStr>,
    pub fallback_set: Option<LitStr>,
    pub should_process: bool,
    pub unsupported: bool,
    pub own_jobs: bool,
    pub impact: Option<Ident>,
    pub outputs: Vec<Output>,
}

/// One `[Parameter()]`: flags, and the sets that they hold in.
pub struct Membership {
    pub sets: Vec<LitStr>,
    pub mandatory: bool,
    pub position: Option<(u8, Span)>,
    pub from_pipeline: bool,
    pub by_property_name: bool,
}

/// All `#[param(..)]` of a field.
#[derive(Default)]
pub struct ParamAttributes {
    pub name: Option<LitStr>,
    pub memberships: Vec<Membership>,
    pub aliases: Vec<LitStr>,
    pub validations: Vec<TokenStream>,
    pub complete: Option<Path>,
    pub remaining: bool,
    pub hidden: bool,
    pub dynamic: bool,
    pub default: Option<LitStr>,
    pub value: Option<Expr>,
    /// What is answered instead of an effect: `NoEffect(..)` or `Refused(..)`.
    pub answer: Option<TokenStream>,
}

/// `alias = "a"` or `alias("a", "b")`.
fn strings(meta: &ParseNestedMeta) -> Result<Vec<LitStr>> {
    if meta.input.peek(Token![=]) {
        return Ok(vec![meta.value()?.parse()?]);
    }
    let inner;
    parenthesized!(inner in meta.input);
    let list = Punctuated::<LitStr, Token![,]>::parse_terminated(&inner)?;
    Ok(list.into_iter().collect())
}

/// `1..=64` as its two ends.
fn ends(meta: &ParseNestedMeta) -> Result<(Expr, Expr)> {
    let range: ExprRange = meta.value()?.parse()?;
    match (&range.start, &range.limits, &range.end) {
        (Some(start), RangeLimits::Closed(_), Some(end)) => {
            Ok(((**start).clone(), (**end).clone()))
        }
        _ => Err(Error::new_spanned(
            range.to_token_stream(),
            "write both ends, inclusive: 0..=100",
        )),
    }
}

/// Reads `#[cmdlet(..)]`.
pub fn cmdlet(attributes: &[Attribute]) -> Result<CmdletAttributes> {
    let mut found = CmdletAttributes::default();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("cmdlet")) {
        attribute.parse_nested_meta(|meta| {
            let Some(key) = meta.path.get_ident() else {
                return Err(meta.error("expected a word"));
            };
            match key.to_string().as_str() {
                "verb" => found.verb = Some(meta.value()?.parse()?),
                "noun" => found.noun = Some(meta.value()?.parse()?),
                "name" => found.name = Some(meta.value()?.parse()?),
                "module" => found.module = Some(meta.value()?.parse()?),
                "class" => found.class = Some(meta.value()?.parse()?),
                "alias" => found.aliases.extend(strings(&meta)?),
                "default_set" => found.default_set = Some(meta.value()?.parse()?),
                "fallback_set" => found.fallback_set = Some(meta.value()?.parse()?),
                "should_process" => found.should_process = true,
                "unsupported" => found.unsupported = true,
                "own_jobs" => found.own_jobs = true,
                "impact" => {
                    let impact: Ident = meta.value()?.parse()?;
                    if !["None", "Low", "Medium", "High"].contains(&impact.to_string().as_str()) {
                        return Err(Error::new(
                            impact.span(),
                            "impact is None, Low, Medium or High",
                        ));
                    }
                    found.should_process = true;
                    found.impact = Some(impact);
                }
                "output" => {
                    let value = meta.value()?;
                    found.outputs.push(if value.peek(LitStr) {
                        Output::Name(value.parse()?)
                    } else {
                        Output::Type(value.parse()?)
                    });
                }
                _ => {
                    return Err(meta.error(
                        "a cmdlet has verb, noun, name, module, class, alias, default_set, fallback_set, should_process, unsupported, own_jobs, impact and output",
                    ));
                }
            }
            Ok(())
        })?;
    }
    Ok(found)
}

/// The sets that `#[flatten(set = "..")]` puts a group of parameters into; without any the group has its own.
pub fn flatten(attributes: &[Attribute]) -> Result<Vec<LitStr>> {
    let mut sets = Vec::new();
    for attribute in attributes.iter().filter(|a| a.path().is_ident("flatten")) {
        if matches!(attribute.meta, syn::Meta::Path(_)) {
            continue;
        }
        attribute.parse_nested_meta(|meta| {
            if !meta.path.is_ident("set") {
                return Err(meta.error("a group of parameters has set"));
            }
            sets.extend(strings(&meta)?);
            Ok(())
        })?;
    }
    Ok(sets)
}

/// Reads the `#[param(..)]` of a field.
pub fn param(attributes: &[Attribute]) -> Result<ParamAttributes> {
    let mut found = ParamAttributes::default();
    let written: Vec<&Attribute> = attributes
        .iter()
        .filter(|a| a.path().is_ident("param"))
        .collect();
    for attribute in &written {
        let mut member = Membership {
            sets: Vec::new(),
            mandatory: false,
            position: None,
            from_pipeline: false,
            by_property_name: false,
        };
        attribute.parse_nested_meta(|meta| {
            let Some(key) = meta.path.get_ident() else {
                return Err(meta.error("expected a word"));
            };
            match key.to_string().as_str() {
                "name" => found.name = Some(meta.value()?.parse()?),
                "set" => member.sets.extend(strings(&meta)?),
                "mandatory" => member.mandatory = true,
                "position" => {
                    let number: syn::LitInt = meta.value()?.parse()?;
                    member.position = Some((number.base10_parse()?, number.span()));
                }
                "from_pipeline" => member.from_pipeline = true,
                "by_property_name" => member.by_property_name = true,
                "alias" => found.aliases.extend(strings(&meta)?),
                "range" => {
                    let (low, high) = ends(&meta)?;
                    found
                        .validations
                        .push(quote!(Range((#low) as i64, (#high) as i64)));
                }
                "length" => {
                    let (low, high) = ends(&meta)?;
                    found.validations.push(quote!(Length(#low, #high)));
                }
                "count" => {
                    let (low, high) = ends(&meta)?;
                    found.validations.push(quote!(Count(#low, #high)));
                }
                "validate_set" => {
                    let set = strings(&meta)?;
                    found.validations.push(quote!(Set(&[#(#set),*])));
                }
                "pattern" => {
                    let pattern: LitStr = meta.value()?.parse()?;
                    found.validations.push(quote!(Pattern(#pattern)));
                }
                "not_null" => found.validations.push(quote!(NotNull)),
                "not_null_or_empty" => found.validations.push(quote!(NotNullOrEmpty)),
                "allow_null_property" => found.validations.push(quote!(AllowNullProperty)),
                "allow_null" => found.validations.push(quote!(AllowNull)),
                "allow_empty_string" => found.validations.push(quote!(AllowEmptyString)),
                "allow_empty_collection" => found.validations.push(quote!(AllowEmptyCollection)),
                "complete" => found.complete = Some(meta.value()?.parse()?),
                "remaining" => found.remaining = true,
                "hidden" => found.hidden = true,
                "dynamic" => found.dynamic = true,
                "default" => found.default = Some(meta.value()?.parse()?),
                "value" => found.value = Some(meta.value()?.parse()?),
                "no_effect" => {
                    let reason: Expr = meta.value()?.parse()?;
                    found.answer = Some(quote!(NoEffect(#reason)));
                }
                "refused" => {
                    let reason: Expr = meta.value()?.parse()?;
                    found.answer = Some(quote!(Refused(#reason)));
                }
                _ => {
                    return Err(meta.error(
                        "a parameter has name, set, mandatory, position, from_pipeline, by_property_name, alias, range, \
                         length, count, validate_set, pattern, not_null, not_null_or_empty, allow_null, \
                         allow_null_property, allow_empty_string, allow_empty_collection, complete, remaining, hidden, dynamic, default, value, no_effect and refused",
                    ));
                }
            }
            Ok(())
        })?;
        if written.len() > 1 && member.sets.is_empty() {
            return Err(Error::new_spanned(
                attribute,
                "with several #[param], each one names its sets",
            ));
        }
        found.memberships.push(member);
    }
    Ok(found)
}
