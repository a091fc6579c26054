//! The expressions of claims, keys and goals: what an author writes becomes a [`sim::Expr`]. Nothing is run.
//!
//! `docs/expressions.md` describes the language. [`compile`] reads one in the names of a scenario.

mod calls;
mod fault;
mod grammar;
mod predicates;
mod selector;
mod token;

use sim::{Expr, Label, Model, ValueType};

pub use self::calls::functions;
pub use self::fault::Fault;
pub(crate) use self::token::decimal;
use crate::problem::quoted;
use crate::read::Reader;
use crate::resolve::Scope;

/// Characters of an expression.
pub const CHARS_MAX: usize = 400;

/// Reads an expression about a model: its value is of the type that [`Expr::value_type`] tells.
///
/// # Errors
/// What is wrong first, where, and what to do.
pub fn compile(text: &str, model: &Model) -> Result<Expr, Fault> {
    grammar::read(text, &Scope::of_model(model)).map(|(expr, _)| expr)
}

/// Reads an expression of a file that must be of a type; none after a problem was reported at the reader's place.
pub(crate) fn read(text: &str, wanted: &[ValueType], scope: &Scope<'_>, reader: &mut Reader) -> Option<Expr> {
    let read = grammar::read(text, scope).and_then(|(expr, found)| {
        let fits = wanted.contains(&found);
        if fits { Ok(expr) } else { Err(fault::wrong_type(0, wanted, found)) }
    });
    read.map_err(|fault| reader.report("", fault.placed(text), fault.hint)).ok()
}

/// Reads a condition.
pub(crate) fn condition(text: &str, scope: &Scope<'_>, reader: &mut Reader) -> Option<Expr> {
    read(text, &[ValueType::Bool], scope, reader)
}

/// Reads a message's label.
pub(crate) fn label(text: &str, reader: &mut Reader) -> Option<Label> {
    match text.parse() {
        Ok(label) => Some(label),
        Err(sim::ParseLabelError) => {
            reader.report("", format!("{} is not a message's label.", quoted(text)), fault::LABEL_HINT);
            None
        }
    }
}
