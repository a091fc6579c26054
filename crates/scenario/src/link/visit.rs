//! What an address asks for, its readable part and its payload taken together.

use super::content::{Link, Start};
use super::decode::{Packet, decode};
use super::encode::encode;
use super::problem::{LinkProblem, Notice};
use crate::{Address, Problem, Scenario, library};

/// An address that was read, before the JSON of its built-in scenario is at hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The scenario of the path, if there is one.
    path: Option<&'static str>,
    address: Address,
    packet: Option<Packet>,
}

impl Visit {
    /// Takes an address apart: the slug of `/s/<slug>/` (none for `/c/`), the query, and what stands behind the
    /// `#`, each with or without its mark. What cannot be read is left out and reported.
    ///
    /// # Errors
    /// If there is nothing to open: no scenario in the path, and no payload that can be read.
    pub fn read(
        slug: Option<&str>,
        query: &str,
        fragment: &str,
    ) -> Result<(Self, Vec<Problem>), LinkProblem> {
        let path = slug.and_then(library::find).map(|entry| entry.slug);
        let (address, mut problems) = Address::read(query);
        let fragment = fragment.strip_prefix('#').unwrap_or(fragment);
        let packet = match fragment {
            "" => None,
            payload => match (decode(payload), path) {
                (Ok(packet), _) => Some(packet),
                (Err(problem), Some(_)) => {
                    problems.push(problem.problem());
                    None
                }
                (Err(problem), None) => return Err(problem),
            },
        };
        if packet.is_none() && path.is_none() {
            return Err(LinkProblem::Nothing);
        }
        Ok((Self { path, address, packet }, problems))
    }

    /// The built-in scenario whose JSON [`Visit::open`] needs.
    pub fn slug(&self) -> Option<&'static str> {
        match &self.packet {
            Some(packet) => packet.slug(),
            None => self.path,
        }
    }

    /// What is to be opened, and what is to be said of it. Edits of a payload that its scenario does not take any
    /// more are left out. The query has the last word: its seed, position and
    /// speed stand in for the payload's, its edits come after them.
    ///
    /// # Errors
    /// If the base is missing, or a scenario cannot be read.
    pub fn open(self, base: Option<&str>) -> Result<(Link, Vec<Problem>), LinkProblem> {
        let (mut link, problems) = match (self.packet, self.path) {
            (Some(packet), _) => unpacked(packet, base)?,
            (None, Some(slug)) => (Link::new(Start::BuiltIn { slug, embedded: false }), Vec::new()),
            (None, None) => return Err(LinkProblem::Nothing),
        };
        let Address { seed, t_ms, k, speed_milli, set } = self.address;
        link.seed = seed.or(link.seed);
        if t_ms > 0 || k.is_some() {
            (link.view.t_ms, link.view.k) = (t_ms, k);
        }
        if speed_milli != Address::default().speed_milli {
            link.view.speed_milli = speed_milli;
        }
        link.edits.extend(set);
        Ok((link, problems))
    }
}

/// What a payload says, without edits that its scenario does not take any more.
fn unpacked(packet: Packet, base: Option<&str>) -> Result<(Link, Vec<Problem>), LinkProblem> {
    let (mut link, notices) = packet.open(base)?;
    let mut problems: Vec<Problem> = notices.iter().map(Notice::problem).collect();
    let json = match &link.start {
        Start::BuiltIn { slug, .. } => base.ok_or(LinkProblem::BaseMissing(slug))?,
        Start::Own { json } => json,
    };
    let (scenario, lost) = Scenario::open(json, &link.edits).map_err(LinkProblem::BadScenario)?;
    link.edits = scenario.edits;
    problems.extend(lost);
    Ok((link, problems))
}

impl Link {
    /// Its address from the site's root, as short as can be: `/s/<slug>/` alone for a built-in scenario as it is,
    /// otherwise with a payload; `/c/#…` for an author's own.
    ///
    /// # Errors
    /// As [`encode()`].
    pub fn address(&self, base: Option<&str>) -> Result<String, LinkProblem> {
        let payload = encode(self, base)?;
        let Start::BuiltIn { slug, .. } = self.start else { return Ok(format!("/c/#{payload}")) };
        let bare = encode(&Self::new(Start::BuiltIn { slug, embedded: false }), base)?;
        Ok(if payload == bare { format!("/s/{slug}/") } else { format!("/s/{slug}/#{payload}") })
    }
}
