//! What the words before the cursor are bound to already: which parameters, and which sets are left.

use super::site::Item;
use super::{CommandShape, ParameterShape};
use crate::cmdlet::ParameterType;

/// What is known of a call before the word that is being typed.
pub(super) struct Bound<'a> {
    shape: &'a CommandShape,
    /// The parameters that have a value.
    taken: Vec<&'a str>,
    /// The parameter that waits for its value.
    pub waiting: Option<&'a ParameterShape>,
    /// The sets that are still possible, as bits.
    sets: u32,
}

impl<'a> Bound<'a> {
    pub fn of(shape: &'a CommandShape, before: &[Item]) -> Self {
        let mut bound = Self {
            shape,
            taken: Vec::new(),
            waiting: None,
            sets: u32::MAX,
        };
        // Names first: what has none goes where they leave room.
        let mut loose: Vec<&str> = Vec::new();
        for item in before {
            match item {
                Item::Parameter(name) => {
                    let found = shape.parameter(name);
                    if let Some(parameter) = found {
                        bound.take(parameter);
                    }
                    bound.waiting =
                        found.filter(|parameter| !matches!(parameter.ty, ParameterType::Switch));
                }
                Item::Value(text) => {
                    if bound.waiting.take().is_none() {
                        loose.push(text);
                    }
                }
            }
        }
        for text in loose {
            let fitting = bound.positional();
            // What a variable or a bracket gives may be an object, and then it goes to another set.
            let is_text = !text.starts_with(['$', '(', '@', '{']);
            let chosen = fitting
                .iter()
                .find(|parameter| is_text && takes_words(parameter.ty))
                .copied();
            for parameter in &fitting {
                if chosen.is_none_or(|chosen| chosen.name == parameter.name) {
                    bound.taken.push(&parameter.name);
                }
            }
            if let Some(parameter) = chosen {
                bound.narrow(parameter);
            }
        }
        bound
    }

    fn take(&mut self, parameter: &'a ParameterShape) {
        self.taken.push(&parameter.name);
        self.narrow(parameter);
    }

    /// A call that no set allows is not narrowed further: what is offered may mend it.
    fn narrow(&mut self, parameter: &ParameterShape) {
        if self.sets & parameter.sets != 0 {
            self.sets &= parameter.sets;
        }
    }

    /// Whether a parameter can still be given.
    pub fn is_open(&self, parameter: &ParameterShape) -> bool {
        !self.taken.contains(&parameter.name.as_str()) && parameter.sets & self.sets != 0
    }

    /// The parameters that the next value without a name can go to: of the lowest position that is free, those of the default
    /// set first.
    pub fn positional(&self) -> Vec<&'a ParameterShape> {
        let position = |parameter: &ParameterShape| {
            let here = parameter.positions.iter();
            here.filter(|(sets, _)| sets & self.sets != 0)
                .map(|(_, position)| *position)
                .min()
        };
        let open = || {
            let parameters = self.shape.parameters.iter();
            parameters
                .filter(|parameter| self.is_open(parameter))
                .filter_map(|parameter| Some((position(parameter)?, parameter)))
        };
        let Some(lowest) = open().map(|(position, _)| position).min() else {
            return Vec::new();
        };
        let mut found: Vec<&ParameterShape> = open()
            .filter(|(position, _)| *position == lowest)
            .map(|(_, parameter)| parameter)
            .collect();
        found.sort_by_key(|parameter| parameter.sets & self.shape.default_set == 0);
        found
    }
}

/// Whether a word that is written as it is can be a value: objects that other commands gave cannot be written.
fn takes_words(ty: ParameterType) -> bool {
    !matches!(ty.element(), ParameterType::Of(_))
}
