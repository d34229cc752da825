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

/// Names in a row, as far as they are written on the struct itself, and the lists of the parts between them.
#[derive(Default)]
struct Names {
    row: Vec<String>,
    lists: Vec<TokenStream>,
    sizes: Vec<TokenStream>,
}

impl Names {
    /// Those of a part, which is this list.
    fn part(&mut self, list: &TokenStream) {
        self.end_row();
        self.sizes.push(quote!(#list.len()));
        self.lists.push(list.clone());
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        self.sizes.push(row.len().into_token_stream());
        self.lists.push(quote!(&[#(#row),*]));
    }

    /// All of them: without parts a list as it stands; with them their lists are joined while the program is compiled.
    fn list(mut self) -> TokenStream {
        self.end_row();
        let (lists, sizes) = (self.lists, self.sizes);
        match lists.as_slice() {
            [own] => quote!(#own),
            lists => quote! {
                &::iovsh_shell::cmdlet::joined::<_, { 0 #(+ #sizes)* }>("", &[#(#lists),*])
            },
        }
    }
}

/// What a property of this name is, made of this value.
fn property(name: &str, value: &TokenStream) -> TokenStream {
    quote! {
        #name => ::iovsh_shell::value::MemberKind::Property(
            ::iovsh_shell::argument::Property::to_value(#value),
        ),
    }
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
    let mut text: Option<Path> = None;
    let mut methods: Vec<TokenStream> = Vec::new();
    let (mut is_part, mut follows) = (false, false);
    for attribute in input.attrs.iter().filter(|a| a.path().is_ident("psobject")) {
        attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("type_name") || meta.path.is_ident("base") {
                type_names.push(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("cim") {
                let class: LitStr = meta.value()?.parse()?;
                type_names.extend(cim_names(&class));
                Ok(())
            } else if meta.path.is_ident("text") {
                text = Some(meta.value()?.parse()?);
                Ok(())
            } else if meta.path.is_ident("method") {
                let content;
                syn::parenthesized!(content in meta.input);
                let name: LitStr = content.parse()?;
                content.parse::<Token![,]>()?;
                let call: Path = content.parse()?;
                methods.push(quote!(::iovsh_shell::value::ObjectMethod { name: #name, call: #call }));
                Ok(())
            } else if meta.path.is_ident("follows") {
                follows = true;
                Ok(())
            } else if meta.path.is_ident("part") {
                is_part = true;
                Ok(())
            } else {
                Err(meta.error("an object type has type_name and base (any number) or cim, text, method and follows, or is a part of others"))
            }
        })?;
    }

    // The properties alone, and all members with their other names.
    let (mut properties, mut members) = (Names::default(), Names::default());
    let mut arms = Vec::new();
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
            properties.part(&quote!(<#ty as ::iovsh_shell::cmdlet::Part>::PROPERTIES));
            members.part(&quote!(<#ty as ::iovsh_shell::cmdlet::Part>::MEMBERS));
            parts.push(quote! {
                .or_else(|| ::iovsh_shell::cmdlet::Part::member(&this.#ident, name))
            });
        } else {
            let name = name.unwrap_or_else(|| names::pascal(&ident.to_string()));
            arms.push(property(&name, &quote!(&this.#ident)));
            members.row.push(name.clone());
            for alias in alias {
                arms.push(quote! {
                    #alias => ::iovsh_shell::value::MemberKind::Alias(#name.into()),
                });
                members.row.push(alias.value());
            }
            properties.row.push(name);
        }
        for Fixed { name, value } in fixed {
            arms.push(property(&name.value(), &quote!(&#value)));
            members.row.push(name.value());
            properties.row.push(name.value());
        }
    }
    let (properties, members) = (properties.list(), members.list());
    let member = quote! {
        fn member(&self, name: &str) -> ::core::option::Option<::iovsh_shell::value::MemberKind> {
            let this = self;
            let own = match name {
                #(#arms)*
                _ => return ::core::option::Option::None #(#parts)*,
            };
            ::core::option::Option::Some(own)
        }
    };

    let ident = &input.ident;
    if is_part {
        return Ok(quote! {
            impl ::iovsh_shell::cmdlet::Part for #ident {
                const PROPERTIES: &'static [&'static str] = #properties;
                const MEMBERS: &'static [&'static str] = #members;

                #member
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
    let following = follows.then(|| quote!(let object = object.following();));
    let methods = (!methods.is_empty()).then(|| {
        quote! {
            const METHODS: &[::iovsh_shell::value::ObjectMethod] = &[#(#methods),*];
            let object = object.with_methods(METHODS);
        }
    });
    Ok(quote! {
        impl ::iovsh_shell::cmdlet::Emit for #ident {
            const TYPE_NAMES: &'static [&'static str] = &[#(#type_names,)* "System.Object"];
            const PROPERTIES: &'static [&'static str] = #properties;
            const MEMBERS: &'static [&'static str] = #members;

            #member

            fn into_value(self) -> ::iovsh_shell::value::Value {
                let object = ::iovsh_shell::cmdlet::object(self);
                #text
                #methods
                #following
                ::iovsh_shell::value::Value::object(object)
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
