//! The members of a request.

use serde_json::{Map, Value};

use crate::model::Member;

/// Members of the table with their values, in the order in which they came. A request has few: looking at each
/// of them finds one sooner than an order would.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Params(Vec<(&'static Member, Value)>);

impl Params {
    /// The member of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.iter().find(|(member, _)| member.name == name).map(|(_, value)| value)
    }

    /// Takes the member of this name out.
    pub fn take(&mut self, name: &str) -> Option<Value> {
        let place = self.0.iter().position(|(member, _)| member.name == name)?;
        Some(self.0.swap_remove(place).1)
    }

    /// The members as an object.
    pub fn to_object(&self) -> Map<String, Value> {
        self.iter().map(|(member, value)| (member.name.to_owned(), value.clone())).collect()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&'static Member, &Value)> {
        self.0.iter().map(|(member, value)| (*member, value))
    }

    pub(super) fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        self.0.iter_mut().find(|(member, _)| member.name == name).map(|(_, value)| value)
    }

    /// Sets a member; null is none.
    pub(super) fn set(&mut self, member: &'static Member, value: Value) {
        match self.get_mut(member.name) {
            Some(place) if !value.is_null() => *place = value,
            Some(_) => drop(self.take(member.name)),
            None if !value.is_null() => self.0.push((member, value)),
            None => {}
        }
    }
}
