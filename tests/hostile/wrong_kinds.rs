//! A value of the wrong kind is refused with its cause and with what to type instead: nothing where a truth value is wanted, a
//! list where one value is taken. Every parameter of every cmdlet of a host is tried; the lists come from the declarations.

use std::rc::Rc;

use iovsh::cmdlets::{self, Services};
use iovsh::shell::cmdlet::{CmdletSpec, ParameterSpec, ParameterType};
use iovsh::shell::error::Flow;
use iovsh::shell::error_record::ErrorRecord;
use iovsh::shell::eval::{InformationRecord, Output, Session, TextRecord};
use iovsh::shell::stack::with_large_stack;
use iovsh::shell::value::Value;

/// Keeps the first error: its id, its message and its next step.
#[derive(Default)]
struct First(Option<(String, String, String)>);

impl Output for First {
    fn object(&mut self, _session: &mut Session, _value: Value) -> Flow {
        Ok(())
    }
    fn error(&mut self, _session: &mut Session, record: &Rc<ErrorRecord>) {
        let error = &record.error;
        let help = error.help.clone().unwrap_or_default();
        self.0
            .get_or_insert((error.id.to_string(), error.message.clone(), help));
    }
    fn text(&mut self, _record: &TextRecord) {}
    fn information(&mut self, _record: &InformationRecord) {}
    fn host_line(&mut self, _text: &str) {}
}

fn parameters() -> impl Iterator<Item = (&'static CmdletSpec, &'static ParameterSpec)> {
    cmdlets::all()
        .iter()
        .filter(|spec| matches!(spec.module, "Hyper-V" | "NetAdapter"))
        .flat_map(|spec| {
            spec.parameters
                .iter()
                .map(move |parameter| (*spec, parameter))
        })
        .filter(|(_, parameter)| !parameter.hidden)
}

fn is_truth(ty: &ParameterType) -> bool {
    match ty {
        ParameterType::Switch | ParameterType::Named("bool") => true,
        ParameterType::Nullable(inner) => is_truth(inner),
        _ => false,
    }
}

fn takes_one(ty: &ParameterType) -> bool {
    match ty {
        ParameterType::Of(_) => true,
        ParameterType::Named(name) => *name != "bool",
        ParameterType::Nullable(inner) => takes_one(inner),
        _ => false,
    }
}

/// What each call ends in: `run` is given a session and the screen.
fn in_a_session(test: impl FnOnce(&mut Session) + Send + 'static) {
    with_large_stack(move || {
        test(&mut cmdlets::session(
            Services::in_memory("default").unwrap(),
        ));
    })
    .unwrap();
}

#[test]
fn nothing_for_a_truth_value_says_how_bash_says_it() {
    in_a_session(|session| {
        let mut tried = 0;
        let confirms = cmdlets::all()
            .iter()
            .filter(|spec| spec.should_process)
            .map(|spec| (*spec, "Confirm", ":"));
        let truths = parameters()
            .filter(|(_, parameter)| is_truth(&parameter.ty))
            .map(|(spec, parameter)| {
                let between = if parameter.is_switch() { ":" } else { " " };
                (spec, parameter.name, between)
            });
        for (spec, name, between) in confirms.chain(truths) {
            let mut first = First::default();
            session.run_command(spec.name, &[format!("-{name}:")], &mut first);
            let (id, message, help) = first.0.unwrap_or_default();
            assert!(
                help.contains("bash") && help.contains(&format!("-{name}{between}false")),
                "{} -{name}: {id}: {message} {help}",
                spec.name
            );
            tried += 1;
        }
        assert!(tried > 50, "{tried}");
    });
}

#[test]
fn a_list_for_one_value_names_the_cause_and_a_line_that_goes_through_it() {
    in_a_session(|session| {
        let mut tried = 0;
        for (spec, parameter) in parameters().filter(|(_, parameter)| takes_one(&parameter.ty)) {
            let mut first = First::default();
            let line = format!("{} -{} 'x1','x2'", spec.name, parameter.name);
            session.run_text(&line, None, &mut first);
            let (id, message, help) = first.0.unwrap_or_default();
            assert_eq!(id, "CannotConvertArgument", "{line}: {message}");
            assert!(message.contains("a list of 2 values"), "{line}: {message}");
            // What is one text of several is written as one.
            let wanted = match parameter.name.ends_with("List") {
                true => help.contains(&format!("-{} 'x1,x2'", parameter.name)),
                false => help.contains("'x1','x2' |") && help.contains(spec.name),
            };
            assert!(wanted, "{line}: {help}");
            tried += 1;
        }
        assert!(tried > 50, "{tried}");
    });
}

/// The line that is advised does what was meant.
#[test]
fn the_advised_pipe_reaches_each_of_the_list() {
    in_a_session(|session| {
        let mut first = First::default();
        session.run_text(
            "'web1','web2' | Set-VMNetworkAdapter -IovWeight 30
             $weights = (Get-VM web* | Get-VMNetworkAdapter | ForEach-Object IovWeight) -join ' '
             if ($weights -ne '30 30') { throw $weights }",
            None,
            &mut first,
        );
        assert_eq!(first.0, None);
    });
}
