//! The body of a payload of version 1: a map with numbers for keys.

use sim::limits;

use super::patch::Patch;
use super::units;
use crate::link::cbor::{Cbor, Key};

/// Keys of the body. They only grow.
const SEMANTICS: u64 = 0;
const BASE: u64 = 1;
const FILE: u64 = 2;
const PATCHES: u64 = 3;
const SEED: u64 = 4;
const TIME: u64 = 5;
const STEP: u64 = 6;
const SPEED: u64 = 7;
const SELECTION: u64 = 8;
const PANELS: u64 = 9;
const TITLE: u64 = 10;
const DEEDS: u64 = 11;

/// The rules of links that say nothing of them: those with which links began.
const SEMANTICS_DEFAULT: u32 = 1;
/// Microseconds.
const US_PER_MS: u64 = 1_000;
/// Milliseconds; no run lasts longer, so no link needs a later instant.
const T_MS_MAX: u64 = limits::DURATION_US_MAX / US_PER_MS;

/// What a payload of version 1 says. Times are since the start of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::link) struct Body {
    /// Version of the simulator's rules.
    pub(in crate::link) semantics: u32,
    /// Number of a built-in scenario, and its mark.
    pub(in crate::link) base: Option<(u32, u32)>,
    /// A whole scenario.
    pub(in crate::link) file: Option<Cbor>,
    pub(in crate::link) patches: Vec<Patch>,
    pub(in crate::link) seed: Option<u32>,
    pub(in crate::link) t_ms: u64,
    pub(in crate::link) k: Option<u64>,
    /// Thousandths of real time.
    pub(in crate::link) speed_milli: Option<u32>,
    pub(in crate::link) selection: Option<Selection>,
    pub(in crate::link) panels: Option<u32>,
    pub(in crate::link) title: Option<String>,
    pub(in crate::link) deeds: Vec<Deed>,
    /// Parts that were newer than this program.
    pub(in crate::link) left_out: u32,
}

/// A message: the number of its send in its group, when that was, and its group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::link) struct Selection {
    pub(in crate::link) number: u32,
    pub(in crate::link) sent_ms: u64,
    pub(in crate::link) group: Option<u32>,
}

/// What the user did: when, what, to what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::link) struct Deed {
    pub(in crate::link) at_us: u64,
    /// Events of this instant that had happened.
    pub(in crate::link) step: u64,
    pub(in crate::link) code: u32,
    pub(in crate::link) target: Cbor,
}

impl Body {
    /// As CBOR; what is at its default is not there.
    pub(in crate::link) fn to_wire(&self) -> Cbor {
        let speed = self.speed_milli.map(i64::from);
        let speed = speed.map(|milli| if milli % 1_000 == 0 { milli / 1_000 } else { -milli });
        let base = self.base.map(|(number, hash)| Cbor::List(vec![uint(number), uint(hash)]));
        let patches = self.patches.iter().flatten().cloned().collect::<Vec<_>>();
        let entries = [
            (SEMANTICS, (self.semantics != SEMANTICS_DEFAULT).then(|| uint(self.semantics))),
            (BASE, base),
            (FILE, self.file.clone()),
            (PATCHES, (!patches.is_empty()).then_some(Cbor::List(patches))),
            (SEED, self.seed.map(uint)),
            (TIME, units::span_of_ms(self.t_ms).filter(|span| *span != 0).map(Cbor::Int)),
            (STEP, self.k.map(Cbor::uint)),
            (SPEED, speed.map(Cbor::Int)),
            (SELECTION, self.selection.map(|it| it.to_wire())),
            (PANELS, self.panels.map(uint)),
            (TITLE, self.title.clone().map(Cbor::Text)),
            (DEEDS, (!self.deeds.is_empty()).then(|| deeds_to_wire(&self.deeds))),
        ];
        let there = entries.into_iter().filter_map(|(key, item)| Some((Key::Number(key), item?)));
        Cbor::Map(there.collect())
    }

    /// Reads the map; none if it is something else.
    pub(in crate::link) fn of_wire(wire: Cbor) -> Option<Self> {
        let Cbor::Map(entries) = wire else { return None };
        let mut body = Self { semantics: SEMANTICS_DEFAULT, ..Self::default() };
        for (key, item) in entries {
            let known = match key {
                Key::Number(key) => body.part(key, item),
                Key::Name(_) => None,
            };
            body.left_out += u32::from(known.is_none());
        }
        Some(body)
    }

    /// Takes one entry; none if it is newer than this program.
    fn part(&mut self, key: u64, item: Cbor) -> Option<()> {
        match key {
            SEMANTICS => self.semantics = item.as_number()?,
            BASE => {
                let [number, hash] = item.as_list()? else { return None };
                self.base = Some((number.as_number()?, hash.as_number()?));
            }
            FILE => self.file = Some(item),
            PATCHES => {
                let (patches, rest) = item.as_list()?.as_chunks();
                self.patches = patches.to_vec();
                return rest.is_empty().then_some(());
            }
            SEED => self.seed = Some(item.as_number()?),
            TIME => self.t_ms = instant_ms(&item)?,
            STEP => self.k = Some(step(&item)?),
            SPEED => {
                let speed: i64 = item.as_number()?;
                let milli = if speed < 0 { speed.checked_neg()? } else { speed.checked_mul(1_000)? };
                self.speed_milli = Some(u32::try_from(milli).ok()?);
            }
            SELECTION => self.selection = Some(Selection::of_wire(&item)?),
            PANELS => self.panels = Some(item.as_number()?),
            TITLE => self.title = Some(item.as_text()?.to_owned()),
            DEEDS => self.deeds = deeds_of_wire(&item)?,
            _ => return None,
        }
        Some(())
    }
}

/// Milliseconds of an instant; none beyond the longest run, so that nobody needs to fear to reckon with it.
fn instant_ms(wire: &Cbor) -> Option<u64> {
    units::span_ms(wire).filter(|t_ms| *t_ms <= T_MS_MAX)
}

/// Events of an instant; none beyond those of the longest run.
fn step(wire: &Cbor) -> Option<u64> {
    wire.as_number().filter(|step| *step <= limits::EVENTS_MAX)
}

fn uint(number: u32) -> Cbor {
    Cbor::Int(i64::from(number))
}

impl Selection {
    fn to_wire(self) -> Cbor {
        let sent = units::span_of_ms(self.sent_ms).unwrap_or_default();
        let mut list = vec![uint(self.number), Cbor::Int(sent)];
        list.extend(self.group.map(uint));
        Cbor::List(list)
    }

    fn of_wire(wire: &Cbor) -> Option<Self> {
        let (number, sent, group) = match wire.as_list()? {
            [number, sent] => (number, sent, None),
            [number, sent, group] => (number, sent, Some(group.as_number()?)),
            _ => return None,
        };
        Some(Self { number: number.as_number()?, sent_ms: instant_ms(sent)?, group })
    }
}

/// Three lists of one length, since like beside like packs best: codes, moments, targets.
fn deeds_to_wire(deeds: &[Deed]) -> Cbor {
    let mut before_us = 0;
    let mut moments = Vec::with_capacity(deeds.len());
    for deed in deeds {
        moments.push(moment_to_wire(deed, before_us));
        before_us = deed.at_us;
    }
    let codes = deeds.iter().map(|deed| uint(deed.code)).collect();
    let targets = deeds.iter().map(|deed| deed.target.clone()).collect();
    Cbor::List(vec![Cbor::List(codes), Cbor::List(moments), Cbor::List(targets)])
}

/// Time since the deed before: whole milliseconds from 0 up, otherwise microseconds below 0; with the events of
/// the instant that had happened, if any, a list of both.
fn moment_to_wire(deed: &Deed, before_us: u64) -> Cbor {
    let since_us = i64::try_from(deed.at_us.saturating_sub(before_us)).unwrap_or(i64::MAX);
    let since = Cbor::Int(if since_us % 1_000 == 0 { since_us / 1_000 } else { -since_us });
    match deed.step {
        0 => since,
        step => Cbor::List(vec![since, Cbor::uint(step)]),
    }
}

fn deeds_of_wire(wire: &Cbor) -> Option<Vec<Deed>> {
    let [codes, moments, targets] = wire.as_list()? else { return None };
    let (codes, moments, targets) = (codes.as_list()?, moments.as_list()?, targets.as_list()?);
    if codes.len() != moments.len() || codes.len() != targets.len() {
        return None;
    }
    let mut at_us = 0u64;
    let mut deeds = Vec::with_capacity(codes.len());
    for ((code, moment), target) in codes.iter().zip(moments).zip(targets) {
        let (since, step) = match moment.as_list() {
            Some([since, it]) => (since, step(it)?),
            Some(_) => return None,
            None => (moment, 0),
        };
        let since: i64 = since.as_number()?;
        let unit_us = if since < 0 { 1 } else { US_PER_MS };
        at_us = at_us.checked_add(since.unsigned_abs().checked_mul(unit_us)?)?;
        if at_us > limits::DURATION_US_MAX {
            return None;
        }
        deeds.push(Deed { at_us, step, code: code.as_number()?, target: target.clone() });
    }
    Some(deeds)
}
