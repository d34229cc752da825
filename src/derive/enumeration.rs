//! `#[derive(PsEnum)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, Error, Fields, LitStr, Path, Result};

/// Writes the impls for an enumeration.
pub fn expand(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new_spanned(input, "an enumeration is an enum"));
    };
    let mut type_name: Option<LitStr> = None;
    let mut mirrored: Option<Path> = None;
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("psenum")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("type_name") {
                type_name = Some(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("mirrors") {
                mirrored = Some(meta.value()?.parse()?);
                Ok(())
            } else {
                Err(meta.error("an enumeration has type_name and mirrors"))
            }
        })?;
    }
    let Some(type_name) = type_name else {
        return Err(Error::new_spanned(
            &input.ident,
            "say #[psenum(type_name = \"..\")]",
        ));
    };

    let ident = &input.ident;
    let mut members = Vec::new();
    let mut from = Vec::new();
    for variant in &data.variants {
        if !matches!(variant.fields, Fields::Unit) {
            return Err(Error::new_spanned(
                variant,
                "a member of an enumeration has no fields",
            ));
        }
        let Some((_, number)) = &variant.discriminant else {
            return Err(Error::new_spanned(
                variant,
                "say the member's number, as Microsoft has it: Running = 2",
            ));
        };
        let member = &variant.ident;
        let mut name = member.to_string();
        for attribute in variant.attrs.iter().filter(|a| a.path().is_ident("psenum")) {
            attribute.parse_nested_meta(|meta| {
                if meta.path.is_ident("name") {
                    name = meta.value()?.parse::<LitStr>()?.value();
                    Ok(())
                } else {
                    Err(meta.error("a member has name"))
                }
            })?;
        }
        members.push(quote!((#name, #number)));
        from.push(quote!(#number => ::core::option::Option::Some(Self::#member)));
    }

    let conversions = mirrored.map(|other| {
        let all: Vec<_> = data.variants.iter().map(|variant| &variant.ident).collect();
        quote! {
            impl ::core::convert::From<#other> for #ident {
                fn from(value: #other) -> Self {
                    match value { #(#other::#all => Self::#all),* }
                }
            }

            impl ::core::convert::From<#ident> for #other {
                fn from(value: #ident) -> Self {
                    match value { #(#ident::#all => Self::#all),* }
                }
            }
        }
    });

    Ok(quote! {
        #conversions

        impl ::iovsh_shell::argument::PsEnum for #ident {
            const TYPE: &'static ::iovsh_shell::value::EnumType = {
                static TYPE: ::iovsh_shell::value::EnumType = ::iovsh_shell::value::EnumType {
                    name: #type_name,
                    members: &[#(#members),*],
                    flags: false,
                };
                &TYPE
            };

            fn number(self) -> i64 {
                self as i64
            }

            fn from_number(number: i64) -> ::core::option::Option<Self> {
                match number {
                    #(#from,)*
                    _ => ::core::option::Option::None,
                }
            }
        }

        impl ::iovsh_shell::cmdlet::Argument for #ident {
            const TYPE: ::iovsh_shell::cmdlet::ParameterType =
                ::iovsh_shell::cmdlet::ParameterType::Enum(<Self as ::iovsh_shell::argument::PsEnum>::TYPE);

            fn from_value(
                value: &::iovsh_shell::value::Value,
            ) -> ::core::result::Result<Self, ::iovsh_shell::error::ShellError> {
                ::iovsh_shell::argument::enumeration(value)
            }
        }

        impl ::iovsh_shell::argument::Property for #ident {
            const NET: &'static str = #type_name;
            fn to_value(&self) -> ::iovsh_shell::value::Value {
                ::iovsh_shell::argument::PsEnum::value(*self)
            }
        }
    })
}
