//! `#[derive(Cmdlet)]`.

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Field, Fields, Ident, LitStr, Result, Type};

use crate::attributes::{self, Membership, Output, ParamAttributes};
use crate::{docs, names};

/// A field that is a parameter.
struct Parameter<'a> {
    field: &'a Ident,
    ty: &'a Type,
    name: String,
    help: String,
    attributes: ParamAttributes,
}

/// A field that is a group of parameters.
struct Group<'a> {
    field: &'a Ident,
    ty: &'a Type,
    /// The sets that all of it is in; empty when the group says so itself.
    sets: Vec<LitStr>,
}

/// The fields of a struct, read.
#[derive(Default)]
struct Declaration<'a> {
    /// Its own parameters.
    parameters: Vec<Parameter<'a>>,
    /// Fields that are groups of parameters. They come after the struct's own.
    groups: Vec<Group<'a>>,
    /// `field: value`, for an instance with no parameter set.
    initial: Vec<TokenStream>,
}

impl<'a> Declaration<'a> {
    fn read(input: &'a DeriveInput) -> Result<Self> {
        let Data::Struct(data) = &input.data else {
            return Err(Error::new_spanned(
                input,
                "parameters are fields of a struct",
            ));
        };
        let fields: Vec<&Field> = match &data.fields {
            Fields::Named(fields) => fields.named.iter().collect(),
            Fields::Unit => Vec::new(),
            Fields::Unnamed(fields) => {
                return Err(Error::new_spanned(fields, "parameters are named fields"));
            }
        };
        let mut read = Self::default();
        for field in fields {
            let Some(ident) = &field.ident else { continue };
            let attributes = attributes::param(&field.attrs)?;
            let start = initial(&attributes);
            read.initial.push(quote!(#ident: #start));
            let is = |name: &str| field.attrs.iter().any(|a| a.path().is_ident(name));
            if is("state") {
                continue;
            }
            if is("flatten") {
                read.groups.push(Group {
                    field: ident,
                    ty: &field.ty,
                    sets: attributes::flatten(&field.attrs)?,
                });
                continue;
            }
            let help = docs::flow(&docs::lines(&field.attrs));
            if help.is_empty() && attributes.answer.is_none() {
                return Err(Error::new_spanned(
                    ident,
                    "a parameter needs a doc comment: it is its help (or say #[state] when the field is no parameter, \
                     or no_effect or refused with the reason)",
                ));
            }
            let name = match &attributes.name {
                Some(name) => name.value(),
                None => names::pascal(&ident.to_string()),
            };
            read.parameters.push(Parameter {
                field: ident,
                ty: &field.ty,
                name,
                help,
                attributes,
            });
        }
        check(&read.parameters)?;
        Ok(read)
    }

    /// The declarations of all parameters.
    fn specs(&self) -> TokenStream {
        let specs = self.parameters.iter().map(spec);
        let own = quote!(&[#(#specs),*]);
        if self.groups.is_empty() {
            return own;
        }
        let groups = self.groups.iter().map(|group| parameters_of(group.ty));
        let placed = self.groups.iter().map(|group| {
            let specs = parameters_of(group.ty);
            if group.sets.is_empty() {
                return specs;
            }
            let plain = group.sets.iter().map(|set| set_of_group(&set.value(), false));
            let by_property = group.sets.iter().map(|set| set_of_group(&set.value(), true));
            quote!(&::iovsh_shell::cmdlet::placed::<{ #specs.len() }>(#specs, &[#(#plain),*], &[#(#by_property),*]))
        });
        let count = self.parameters.len();
        quote! {
            &::iovsh_shell::cmdlet::joined::<_, { #count #(+ #groups.len())* }>(
                ::iovsh_shell::cmdlet::ParameterSpec::NONE,
                &[#own, #(#placed),*],
            )
        }
    }

    /// `set` and `reset`.
    fn setters(&self) -> TokenStream {
        let sets = self.parameters.iter().enumerate().map(|(index, parameter)| {
            let Parameter { field, ty, name, .. } = parameter;
            quote! {
                #index => self.#field = <#ty as ::iovsh_shell::cmdlet::Argument>::from_value(value)
                    .map_err(|error| ::iovsh_shell::argument::about(error, #name))?
            }
        });
        let resets = self
            .parameters
            .iter()
            .enumerate()
            .map(|(index, parameter)| {
                let (field, start) = (parameter.field, initial(&parameter.attributes));
                quote!(#index => self.#field = #start)
            });
        // An index beyond the own parameters is one of a group, counted from where the group begins.
        let own = self.parameters.len();
        let mut before = quote!(#own);
        let (mut group_sets, mut group_resets) = (Vec::new(), Vec::new());
        for Group { field, ty, .. } in &self.groups {
            let specs = parameters_of(ty);
            let end = quote!(#before + #specs.len());
            group_sets.push(quote! {
                at if at < #end => ::iovsh_shell::cmdlet::Parameters::set(&mut self.#field, at - (#before), value)?
            });
            group_resets.push(quote! {
                at if at < #end => ::iovsh_shell::cmdlet::Parameters::reset(&mut self.#field, at - (#before))
            });
            before = end;
        }
        quote! {
            fn set(
                &mut self,
                parameter: usize,
                value: &::iovsh_shell::value::Value,
            ) -> ::core::result::Result<(), ::iovsh_shell::error::ShellError> {
                let _ = value;
                match parameter {
                    #(#sets,)*
                    #(#group_sets,)*
                    _ => {}
                }
                Ok(())
            }

            fn reset(&mut self, parameter: usize) {
                match parameter {
                    #(#resets,)*
                    #(#group_resets,)*
                    _ => {}
                }
            }
        }
    }
}

/// Writes the impl for a struct that is a group of parameters.
pub fn expand_group(input: &DeriveInput) -> Result<TokenStream> {
    let declaration = Declaration::read(input)?;
    let ident = &input.ident;
    let (specs, setters, initial) = (
        declaration.specs(),
        declaration.setters(),
        &declaration.initial,
    );
    Ok(quote! {
        impl ::iovsh_shell::cmdlet::Parameters for #ident {
            const SPECS: &'static [::iovsh_shell::cmdlet::ParameterSpec] = #specs;
            #setters
        }

        impl ::core::default::Default for #ident {
            fn default() -> Self {
                Self { #(#initial),* }
            }
        }
    })
}

fn parameters_of(ty: &Type) -> TokenStream {
    quote!(<#ty as ::iovsh_shell::cmdlet::Parameters>::SPECS)
}

/// What a field is when its parameter is not given.
fn initial(attributes: &ParamAttributes) -> TokenStream {
    match &attributes.value {
        Some(value) => quote!(#value),
        None => quote!(::core::default::Default::default()),
    }
}

/// Writes the impls for a cmdlet struct.
pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let declaration = Declaration::read(input)?;
    let cmdlet = attributes::cmdlet(&input.attrs)?;
    let name = match (&cmdlet.name, &cmdlet.verb, &cmdlet.noun) {
        (Some(name), None, None) => name.clone(),
        (None, Some(verb), Some(noun)) => {
            LitStr::new(&format!("{}-{}", verb.value(), noun.value()), noun.span())
        }
        _ => {
            return Err(Error::new_spanned(
                &input.ident,
                "say #[cmdlet(verb = \"Get\", noun = \"Thing\")], or name = \"..\" for one without a verb",
            ));
        }
    };
    let module = cmdlet
        .module
        .ok_or_else(|| Error::new_spanned(&input.ident, "say #[cmdlet(module = \"..\")]"))?;
    let class = cmdlet
        .class
        .as_ref()
        .map_or_else(|| class_name(&name.value(), &module.value()), LitStr::value);
    let help = docs::help(&docs::lines(&input.attrs));
    if let Some(mistake) = help.mistake {
        return Err(Error::new_spanned(&input.ident, mistake));
    }
    if help.synopsis.is_empty() {
        return Err(Error::new_spanned(
            &input.ident,
            "a cmdlet needs a doc comment: its first paragraph is the synopsis",
        ));
    }

    let (specs, setters) = (declaration.specs(), declaration.setters());
    let initial = &declaration.initial;
    let ident = &input.ident;
    let synopsis = &help.synopsis;
    let description = &help.description;
    let examples = help.examples.iter().map(|example| {
        let (title, transcript) = (&example.title, &example.transcript);
        quote!(::iovsh_shell::cmdlet::Example { title: #title, transcript: #transcript })
    });
    let aliases = &cmdlet.aliases;
    let default_set = match &cmdlet.default_set {
        Some(set) => quote!(#set),
        None => quote!(""),
    };
    let fallback_set = match &cmdlet.fallback_set {
        Some(set) => quote!(#set),
        None => quote!(""),
    };
    let should_process = cmdlet.should_process;
    let supported = !cmdlet.unsupported;
    let impact = match &cmdlet.impact {
        Some(impact) => quote!(#impact),
        None => quote!(Medium),
    };
    let own_jobs = cmdlet.own_jobs;
    let outputs = cmdlet.outputs.iter().map(|output| match output {
        Output::Name(name) => quote!(#name),
        Output::Type(path) => quote!(<#path as ::iovsh_shell::cmdlet::Emit>::TYPE_NAMES[0]),
    });

    Ok(quote! {
        impl ::iovsh_shell::cmdlet::Declared for #ident {
            const SPEC: &'static ::iovsh_shell::cmdlet::CmdletSpec = &::iovsh_shell::cmdlet::CmdletSpec {
                name: #name,
                module: #module,
                class: #class,
                aliases: &[#(#aliases),*],
                synopsis: #synopsis,
                description: #description,
                examples: &[#(#examples),*],
                parameters: #specs,
                default_set: #default_set,
                fallback_set: #fallback_set,
                should_process: #should_process,
                supported: #supported,
                own_jobs: #own_jobs,
                impact: ::iovsh_shell::cmdlet::Impact::#impact,
                outputs: &[#(#outputs),*],
                new: || ::std::boxed::Box::new(#ident { #(#initial),* }),
            };
        }

        impl ::iovsh_shell::cmdlet::Instance for #ident {
            #setters

            fn begin(&mut self, cx: &mut ::iovsh_shell::eval::Context) -> ::iovsh_shell::error::Flow {
                ::iovsh_shell::cmdlet::Cmdlet::begin(self, cx)
            }

            fn process(&mut self, cx: &mut ::iovsh_shell::eval::Context) -> ::iovsh_shell::error::Flow {
                ::iovsh_shell::cmdlet::Cmdlet::process(self, cx)
            }

            fn end(&mut self, cx: &mut ::iovsh_shell::eval::Context) -> ::iovsh_shell::error::Flow {
                ::iovsh_shell::cmdlet::Cmdlet::end(self, cx)
            }
        }
    })
}

/// The class that Microsoft's module of that name has for the cmdlet: what the error ids of its records end in.
///
/// Modules that are generated from CIM definitions (NetAdapter ...) consist of functions; there it is the name itself.
fn class_name(name: &str, module: &str) -> String {
    let joined = name.replace('-', "");
    if module.starts_with("Microsoft.PowerShell.") {
        format!("Microsoft.PowerShell.Commands.{joined}Command")
    } else if module == "Hyper-V" {
        format!("Microsoft.HyperV.PowerShell.Commands.{joined}")
    } else {
        name.to_owned()
    }
}

/// One `ParameterSpec`.
fn spec(parameter: &Parameter) -> TokenStream {
    let Parameter {
        ty,
        name,
        help,
        attributes,
        ..
    } = parameter;
    let aliases = &attributes.aliases;
    let validations = &attributes.validations;
    let mut sets = Vec::new();
    let mut everywhere = membership("", None);
    for member in &attributes.memberships {
        if member.sets.is_empty() {
            everywhere = membership("", Some(member));
        }
        for set in &member.sets {
            sets.push(membership(&set.value(), Some(member)));
        }
    }
    let complete = match &attributes.complete {
        Some(path) => quote!(::core::option::Option::Some(#path)),
        None => quote!(::core::option::Option::None),
    };
    let (remaining, hidden) = (attributes.remaining, attributes.hidden);
    let dynamic = attributes.dynamic;
    let answer = match &attributes.answer {
        Some(answer) => {
            quote!(::core::option::Option::Some(::iovsh_shell::cmdlet::Answer::#answer))
        }
        None => quote!(::core::option::Option::None),
    };
    let default = match (&attributes.default, &attributes.value) {
        (Some(text), _) => text.value(),
        (None, Some(value)) => quote!(#value).to_string().trim_matches('"').to_owned(),
        (None, None) => String::new(),
    };
    quote! {
        ::iovsh_shell::cmdlet::ParameterSpec {
            name: #name,
            aliases: &[#(#aliases),*],
            help: #help,
            ty: <#ty as ::iovsh_shell::cmdlet::Argument>::TYPE,
            sets: &[#(#sets),*],
            everywhere: #everywhere,
            validate: &[#(::iovsh_shell::cmdlet::Validation::#validations),*],
            complete: #complete,
            remaining: #remaining,
            hidden: #hidden,
            dynamic: #dynamic,
            default: #default,
            answer: #answer,
        }
    }
}

/// One `SetMembership`.
fn membership(set: &str, member: Option<&Membership>) -> TokenStream {
    let mandatory = member.is_some_and(|m| m.mandatory);
    let from_pipeline = member.is_some_and(|m| m.from_pipeline);
    let by_property_name = member.is_some_and(|m| m.by_property_name);
    let position = match member.and_then(|m| m.position) {
        Some((number, _)) => quote!(::core::option::Option::Some(#number)),
        None => quote!(::core::option::Option::None),
    };
    quote! {
        ::iovsh_shell::cmdlet::SetMembership {
            set: #set,
            mandatory: #mandatory,
            position: #position,
            from_pipeline: #from_pipeline,
            by_property_name: #by_property_name,
        }
    }
}

/// A set that a group is put into: by name alone, and by property name for what the group has so.
fn set_of_group(set: &str, by_property_name: bool) -> TokenStream {
    quote! {
        ::iovsh_shell::cmdlet::SetMembership {
            set: #set,
            mandatory: false,
            position: ::core::option::Option::None,
            from_pipeline: false,
            by_property_name: #by_property_name,
        }
    }
}

/// Two parameters of one name, or at one position of a set, are mistakes.
fn check(parameters: &[Parameter]) -> Result<()> {
    let mut names: HashMap<String, &Ident> = HashMap::new();
    let mut positions: HashMap<(String, u8), &Ident> = HashMap::new();
    for parameter in parameters {
        let own = parameter.name.clone();
        let aliases = parameter.attributes.aliases.iter().map(LitStr::value);
        for name in std::iter::once(own).chain(aliases) {
            if let Some(first) = names.insert(name.to_lowercase(), parameter.field) {
                return Err(Error::new_spanned(
                    parameter.field,
                    format!("the name {name} is taken by the field {first}"),
                ));
            }
        }
        for member in &parameter.attributes.memberships {
            let Some((position, span)) = member.position else {
                continue;
            };
            let sets: Vec<String> = if member.sets.is_empty() {
                vec![String::new()]
            } else {
                member.sets.iter().map(LitStr::value).collect()
            };
            for set in sets {
                let taken = positions.insert((set.clone(), position), parameter.field);
                if let Some(first) = taken {
                    let place = if set.is_empty() {
                        format!("position {position}")
                    } else {
                        format!("position {position} of the set {set}")
                    };
                    return Err(Error::new(
                        span,
                        format!("{place} is taken by the field {first}"),
                    ));
                }
            }
        }
    }
    Ok(())
}
