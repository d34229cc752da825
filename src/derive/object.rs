//! `#[derive(PsObject)]`.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Data, DeriveInput, Error, Expr, Fields, LitStr, Path, Result, Token};

use crate::names;

/// `"Name" = value` of a `#[then(..)]`.
struct Fixed {
    name: LitStr,
    value: Expr,
}

impl Parse for Fixed {
    fn parse(input: ParseStream) -> Result<Self> {
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        let value = input.parse()?;
        Ok(Self { name, value })
    }
}

/// The names of the instances of a class of `ROOT/StandardCimv2`, where the network cmdlets have theirs.
fn cim_names(class: &LitStr) -> [LitStr; 3] {
    const INSTANCE: &str = "Microsoft.Management.Infrastructure.CimInstance";
    let name = class.value();
    [
        format!("{INSTANCE}#ROOT/StandardCimv2/{name}"),
        format!("{INSTANCE}#{name}"),
        INSTANCE.to_owned(),
    ]
    .map(|text| LitStr::new(&text, class.span()))
}

/// Writes the impls for an object struct, or for the part of one that says `#[psobject(part)]`.
pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Struct(data) = &input.data else {
        return Err(Error::new_spanned(input, "an object type is a struct"));
    };
    let Fields::Named(fields) = &data.fields else {
        return Err(Error::new_spanned(input, "an object type has named fields"));
    };

    let mut type_names: Vec<LitStr> = Vec::new();
    let mut extend: Option<Path> = None;
    let mut text: Option<Path> = None;
    let mut is_part = false;
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("psobject")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("type_name") || meta.path.is_ident("base") {
                type_names.push(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("cim") {
                let class: LitStr = meta.value()?.parse()?;
                type_names.extend(cim_names(&class));
                Ok(())
            } else if meta.path.is_ident("extend") {
                extend = Some(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("text") {
                text = Some(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("part") {
                is_part = true;
                Ok(())
            } else {
                Err(meta.error("an object type has type_name and base (any number) or cim, extend and text, or is a part of others"))
            }
        })?;
    }

    // Names in a row, as far as they are written on the struct itself, and the parts between them.
    let mut lists: Vec<TokenStream> = Vec::new();
    let mut sizes: Vec<TokenStream> = Vec::new();
    let mut row: Vec<String> = Vec::new();
    let mut pushes = Vec::new();
    let mut parts = Vec::new();
    for field in &fields.named {
        let Some(ident) = &field.ident else { continue };
        let mut name: Option<String> = None;
        let mut skip = false;
        let mut alias = Vec::new();
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("property")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    name = Some(meta.value()?.parse::<LitStr>()?.value());
                } else if meta.path.is_ident("alias") {
                    alias.push(meta.value()?.parse::<LitStr>()?);
                } else if meta.path.is_ident("skip") {
                    skip = true;
                } else {
                    return Err(meta.error("a property has name, alias and skip"));
                }
                Ok(())
            })?;
        }
        let mut fixed = Vec::new();
        for attribute in field.attrs.iter().filter(|a| a.path().is_ident("then")) {
            fixed.extend(
                attribute.parse_args_with(Punctuated::<Fixed, Token![,]>::parse_terminated)?,
            );
        }
        if skip {
            continue;
        }
        if field.attrs.iter().any(|a| a.path().is_ident("flatten")) {
            let ty = &field.ty;
            let before = std::mem::take(&mut row);
            sizes.push(before.len().into_token_stream());
            lists.push(quote!(&[#(#before),*]));
            sizes.push(quote!(<#ty as ::iovsh_shell::cmdlet::Part>::PROPERTIES.len()));
            lists.push(quote!(<#ty as ::iovsh_shell::cmdlet::Part>::PROPERTIES));
            pushes.push(quote!(::iovsh_shell::cmdlet::Part::push(&this.#ident, &object);));
            parts.push(ty);
        } else {
            let name = name.unwrap_or_else(|| names::pascal(&ident.to_string()));
            pushes.push(quote! {
                object.push(
                    #name,
                    ::iovsh_shell::value::MemberKind::Property(
                        ::iovsh_shell::argument::Property::to_value(&this.#ident),
                    ),
                );
            });
            for alias in alias {
                pushes.push(quote! {
                    object.push(#alias, ::iovsh_shell::value::MemberKind::Alias(#name.into()));
                });
            }
            row.push(name);
        }
        for Fixed { name, value } in fixed {
            pushes.push(quote! {
                object.push(
                    #name,
                    ::iovsh_shell::value::MemberKind::Property(
                        ::iovsh_shell::argument::Property::to_value(&#value),
                    ),
                );
            });
            row.push(name.value());
        }
    }

    let ident = &input.ident;
    let members = pushes.len();
    sizes.push(row.len().into_token_stream());
    lists.push(quote!(&[#(#row),*]));
    // Without parts it is a list as it stands; with them their lists are joined while the program is compiled.
    let names = match lists.as_slice() {
        [own] => quote!(#own),
        lists => quote! {
            &::iovsh_shell::cmdlet::joined::<_, { 0 #(+ #sizes)* }>("", &[#(#lists),*])
        },
    };
    if is_part {
        return Ok(quote! {
            impl ::iovsh_shell::cmdlet::Part for #ident {
                const PROPERTIES: &'static [&'static str] = #names;

                fn push(&self, object: &::iovsh_shell::value::PsObject) {
                    let this = self;
                    #(#pushes)*
                }
            }
        });
    }
    let Some(own) = type_names.first() else {
        return Err(Error::new_spanned(
            &input.ident,
            "say #[psobject(type_name = \"..\")], or cim = \"..\"",
        ));
    };
    let text = text.map(|path| quote!(let object = object.with_text(#path);));
    let extend = extend.map(|path| quote!(#path(&this, &object);));
    Ok(quote! {
        impl ::iovsh_shell::cmdlet::Emit for #ident {
            const TYPE_NAMES: &'static [&'static str] = &[#(#type_names,)* "System.Object"];
            const PROPERTIES: &'static [&'static str] = #names;

            fn into_value(self) -> ::iovsh_shell::value::Value {
                let this = ::std::sync::Arc::new(self);
                let object = ::iovsh_shell::value::PsObject::of_size(Self::TYPE_NAMES, #members #(+ <#parts as ::iovsh_shell::cmdlet::Part>::PROPERTIES.len())*);
                #(#pushes)*
                #text
                #extend
                ::iovsh_shell::value::Value::object(object.with_payload(this))
            }
        }

        impl ::iovsh_shell::argument::Property for #ident {
            const NET: &'static str = #own;

            fn to_value(&self) -> ::iovsh_shell::value::Value {
                ::iovsh_shell::cmdlet::Emit::into_value(::core::clone::Clone::clone(self))
            }
        }
    })
}
