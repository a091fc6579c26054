//! The members of a request.

use serde_json::{Map, Value};

/// Members by their names in the table, in the order in which they came. A request has few: looking at each
/// of them finds one sooner than an order would.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(Vec<(&'static str, Value)>);

impl Params {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Takes the member of this name out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let place = self.0.iter().position(|(known, _)| *known == name)?;
        Some(self.0.swap_remove(place).1)
    }

    /// The members as an object.
    pub fn to_object(&self) -> Map<String, Value> {
        self.0.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect()
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// Sets a member; null is none.
    pub(super) fn set(&mut self, name: &'static str, value: Value) {
        match self.get_mut(name) {
            Some(place) if !value.is_null() => *place = value,
            Some(_) => drop(self.take(name)),
            None if !value.is_null() => self.0.push((name, value)),
            None => {}
        }
    }
}
