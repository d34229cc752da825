//! How the program is linked, which Cargo's manifest has no words for.
//!
//! The declarations of all cmdlets are constants full of pointers. In a program that is placed anywhere each of these is a relocation: the
//! loader copies 400 pages at every start, which takes longer than all that most commands do. So the program has a fixed place, as those of
//! Go have; its libraries, heap and stacks are placed at random all the same (docs/security.md, "The program in memory").

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let is = |variable: &str, value: &str| std::env::var(variable).is_ok_and(|v| v == value);
    // A static program of musl has a start of its own for each of the two, which the compiler chooses.
    if is("CARGO_CFG_TARGET_OS", "linux") && is("CARGO_CFG_TARGET_ENV", "gnu") {
        println!("cargo::rustc-link-arg-bin=iovsh=-no-pie");
    }
}
