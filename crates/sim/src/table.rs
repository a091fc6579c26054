//! All messages of a branch by serial: label, place, and the latest event of each.

use std::collections::{BTreeMap, BTreeSet};

use sqs::MessageId;

use crate::Label;
use crate::chunked::Chunked;

/// No event, no group, no letter.
pub(crate) const NONE: u32 = u32::MAX;

/// A message that was sent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Row {
    pub(crate) slot: u32,
    /// Number of its group among the run's groups, or none.
    group: u32,
    /// Index of its group in order of first use, or none.
    letter: u32,
    /// From 1, in its group.
    number: u32,
    /// The queue that it was sent to.
    pub(crate) sent_to: u32,
    /// Its latest event in the log.
    pub(crate) latest: u32,
}

impl Row {
    pub(crate) fn label(&self) -> Label {
        Label { group: (self.letter != NONE).then_some(self.letter), number: self.number }
    }
}

/// The rows, and how far each group has counted.
#[derive(Clone, Debug, Default)]
pub(crate) struct Table {
    rows: Chunked<Row>,
    /// Letter and count by number of the group.
    groups: Vec<(u32, u32)>,
    letters: u32,
    without_group: u32,
    /// What move tasks put in a message's place, by serial: a new message under the old label.
    replacements: BTreeMap<u64, u64>,
}

impl Table {
    /// A message was sent.
    pub(crate) fn add(&mut self, message: MessageId, sent_to: u32, group: Option<u32>) {
        let (letter, number) = match group {
            None => {
                self.without_group += 1;
                (NONE, self.without_group)
            }
            Some(group) => self.next_of(group),
        };
        let group = group.unwrap_or(NONE);
        debug_assert_eq!(message.serial as usize, self.rows.len() + 1, "serials count accepted sends");
        self.rows.push(Row { slot: message.slot, group, letter, number, sent_to, latest: NONE });
    }

    /// A move task put a message in another's place: it goes by the same label.
    pub(crate) fn replace(&mut self, message: MessageId, replacement: MessageId) {
        debug_assert_eq!(replacement.serial as usize, self.rows.len() + 1, "a replacement is a send too");
        let Some(row) = self.row(message.serial).copied() else { return };
        self.replacements.insert(message.serial, replacement.serial);
        self.rows.push(Row { slot: replacement.slot, latest: NONE, ..row });
    }

    /// What a message has become among the first `sent` messages: itself, or what took its place.
    pub(crate) fn present(&self, mut serial: u64, sent: u64) -> u64 {
        while let Some(replacement) = self.replacements.get(&serial).filter(|serial| **serial <= sent) {
            serial = *replacement;
        }
        serial
    }

    fn next_of(&mut self, group: u32) -> (u32, u32) {
        let place = group as usize;
        if self.groups.len() <= place {
            self.groups.resize(place + 1, (NONE, 0));
        }
        let (letter, count) = &mut self.groups[place];
        if *letter == NONE {
            *letter = self.letters;
            self.letters += 1;
        }
        *count += 1;
        (*letter, *count)
    }

    /// The letters of a group, once it has sent.
    pub(crate) fn letter(&self, group: u32) -> Option<u32> {
        self.groups.get(group as usize).map(|(letter, _)| *letter).filter(|letter| *letter != NONE)
    }

    pub(crate) fn row(&self, serial: u64) -> Option<&Row> {
        self.rows.get(place(serial)?)
    }

    /// The event of a message is now this one; tells which one was.
    pub(crate) fn set_latest(&mut self, serial: u64, event: u32) -> u32 {
        let row = place(serial).and_then(|at| self.rows.get_mut(at));
        row.map_or(NONE, |row| std::mem::replace(&mut row.latest, event))
    }

    pub(crate) fn id(&self, serial: u64) -> Option<MessageId> {
        self.row(serial).map(|row| MessageId { serial, slot: row.slot })
    }

    pub(crate) fn label(&self, message: MessageId) -> Option<Label> {
        self.row(message.serial).filter(|row| row.slot == message.slot).map(Row::label)
    }

    /// The message of a label when `sent` messages had been sent.
    pub(crate) fn find(&self, label: Label, sent: u64) -> Option<MessageId> {
        let at = self.rows.iter_from(0).position(|row| row.label() == label)?;
        self.id(self.present(at as u64 + 1, sent))
    }

    /// Forgets what was sent later than the first `len` messages. `back` finds the latest event of a message
    /// that stays, from the one that was.
    pub(crate) fn truncate(&mut self, len: usize, back: impl Fn(u32) -> u32) {
        self.rows.truncate(len);
        self.replacements.retain(|_, replacement| *replacement <= len as u64);
        let replacements: BTreeSet<u64> = self.replacements.values().copied().collect();
        self.groups.clear();
        (self.letters, self.without_group) = (0, 0);
        for at in 0..self.rows.len() {
            let Some(row) = self.rows.get(at).copied() else { break };
            if replacements.contains(&(at as u64 + 1)) {
                // It took its label over.
            } else if row.group == NONE {
                self.without_group += 1;
            } else {
                self.next_of(row.group);
            }
            let latest = back(row.latest);
            if latest != row.latest {
                self.set_latest(at as u64 + 1, latest);
            }
        }
    }

    pub(crate) fn heap_bytes(&self) -> u64 {
        self.rows.heap_bytes() + (self.groups.len() * size_of::<(u32, u32)>()) as u64
    }
}

fn place(serial: u64) -> Option<usize> {
    usize::try_from(serial.checked_sub(1)?).ok()
}
