//! `#[derive(PsObject)]`.

use proc_macro2::TokenStream;
use quote::quote;
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

/// Writes the impls for an object struct.
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
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("psobject")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("type_name") || meta.path.is_ident("base") {
                type_names.push(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("extend") {
                extend = Some(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("text") {
                text = Some(meta.value()?.parse()?);
                Ok(())
            } else {
                Err(meta.error("an object type has type_name, base (any number), extend and text"))
            }
        })?;
    }
    let Some(own) = type_names.first() else {
        return Err(Error::new_spanned(
            &input.ident,
            "say #[psobject(type_name = \"..\")]",
        ));
    };

    let mut properties = Vec::new();
    let mut pushes = Vec::new();
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
        let name = name.unwrap_or_else(|| names::pascal(&ident.to_string()));
        pushes.push(quote! {
            object.push(
                #name,
                ::iovsh_shell::value::MemberKind::Property(
                    ::iovsh_shell::argument::Property::to_value(&this.#ident),
                ),
            );
        });
        properties.push(name.clone());
        for alias in alias {
            pushes.push(quote! {
                object.push(#alias, ::iovsh_shell::value::MemberKind::Alias(#name.into()));
            });
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
            properties.push(name.value());
        }
    }

    let ident = &input.ident;
    let members = pushes.len();
    let text = text.map(|path| quote!(let object = object.with_text(#path);));
    let extend = extend.map(|path| quote!(#path(&this, &object);));
    Ok(quote! {
        impl ::iovsh_shell::cmdlet::Emit for #ident {
            const TYPE_NAMES: &'static [&'static str] = &[#(#type_names,)* "System.Object"];
            const PROPERTIES: &'static [&'static str] = &[#(#properties),*];

            fn into_value(self) -> ::iovsh_shell::value::Value {
                let this = ::std::sync::Arc::new(self);
                let object = ::iovsh_shell::value::PsObject::of_size(Self::TYPE_NAMES, #members);
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
