//! The ids of a scenario's items, so that links can name them by place.

use serde_json::Value;

use super::keys::FILE;
use crate::link::cbor::{Cbor, Key};

/// Items of a list that can be named by place; a scenario's lists are shorter.
const ITEMS_MAX: usize = 256;

/// Ids by list, in the file's order; empty where an item has none.
#[derive(Debug, Default)]
pub(in crate::link) struct Names {
    lists: Vec<(&'static str, Vec<String>)>,
}

impl Names {
    /// Of a file.
    pub(in crate::link) fn of_file(file: &Value) -> Self {
        let ids = |list: &str| {
            let items = file.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let id = |item: &Value| item.get("id").and_then(Value::as_str).unwrap_or("").to_owned();
            items.iter().take(ITEMS_MAX).map(id).collect()
        };
        Self { lists: FILE.lists().map(|(_, list)| (list, ids(list))).collect() }
    }

    /// Of a file in a link, where an item's id has the key 0.
    pub(super) fn of_wire(entries: &[(Key, Cbor)]) -> Self {
        let ids = |number: u64| {
            let list = entries.iter().find(|(key, _)| *key == Key::Number(number));
            let items = list.and_then(|(_, list)| list.as_list()).unwrap_or_default();
            items.iter().take(ITEMS_MAX).map(|item| id_of(item).to_owned()).collect()
        };
        Self { lists: FILE.lists().map(|(number, list)| (list, ids(number))).collect() }
    }

    /// The place of the first item of this id.
    pub(super) fn place(&self, list: &str, id: &str) -> Option<u64> {
        let place = self.ids(list).iter().position(|known| known == id && !id.is_empty());
        place.map(|place| place as u64)
    }

    /// The id at a place.
    pub(super) fn id(&self, list: &str, place: usize) -> Option<&str> {
        self.ids(list).get(place).map(String::as_str).filter(|id| !id.is_empty())
    }

    /// All ids of a list.
    pub(in crate::link) fn ids(&self, list: &str) -> &[String] {
        self.lists.iter().find(|(name, _)| *name == list).map_or(&[], |(_, ids)| ids)
    }
}

fn id_of(item: &Cbor) -> &str {
    match item {
        Cbor::Map(entries) => match entries.first() {
            Some((Key::Number(0), Cbor::Text(id))) => id,
            _ => "",
        },
        _ => "",
    }
}
