//! Derive macros of iovsh.
//!
//! They are dumb on purpose: what is written on a struct is copied into a static declaration, and every clever thing
//! (binding, sets, completion, help) reads that declaration at run time. Only mistakes in the declaration itself are
//! found here, each reported at its own place.

mod attributes;
mod cmdlet;
mod docs;
mod enumeration;
mod names;
mod object;

use proc_macro::TokenStream;
use syn::{DeriveInput, parse_macro_input};

/// Makes a cmdlet of a struct: `Declared` with its spec, and `Instance`. See docs/adding-a-cmdlet.md.
#[proc_macro_derive(Cmdlet, attributes(cmdlet, param, state, flatten))]
pub fn derive_cmdlet(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    cmdlet::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Makes a group of parameters of a struct, for cmdlets that have it as a `#[flatten]` field. See docs/adding-a-cmdlet.md.
#[proc_macro_derive(Parameters, attributes(param, state, flatten))]
pub fn derive_parameters(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    cmdlet::expand_group(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Makes an object type of a struct: `Emit`, and `Argument` for `Arc<Self>`; with `#[psobject(part)]` it makes `Part`, for object types
/// that have it as a `#[flatten]` field. See docs/adding-a-cmdlet.md.
#[proc_macro_derive(PsObject, attributes(psobject, property, then, flatten))]
pub fn derive_object(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    object::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}

/// Makes an enumeration of the language of a Rust enum: `PsEnum`, `Property` and `Argument`.
///
/// `#[psenum(mirrors = model::X)]` converts from and to another enum that has the same members under the same names; one that
/// has others does not compile.
#[proc_macro_derive(PsEnum, attributes(psenum))]
pub fn derive_enum(input: TokenStream) -> TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    enumeration::expand(&input)
        .unwrap_or_else(syn::Error::into_compile_error)
        .into()
}
