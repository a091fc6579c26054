//! What a sweep runs: points of values, each with every seed.

use scenario::Opening;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::arguments::{Shard, Subject, SweepOptions};
use crate::subject;
use crate::sweep::figures;

/// Runs of one sweep at most.
const RUNS_MAX: u64 = 10_000_000;
/// Points of one sweep at most.
const POINTS_MAX: usize = 10_000;

/// One run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Job {
    /// Index of the point.
    pub point: u32,
    pub seed: u32,
}

/// What identifies a sweep: parts with equal plans can be put together. The first line of a file of results.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Version of the file.
    pub sqscope_sweep: u32,
    /// The scenario's id.
    pub scenario: String,
    /// Of all that runs, at every point: another scenario under the same name is another sweep.
    pub digest: String,
    /// First and last seed.
    pub seeds: (u32, u32),
    /// Each point's edits.
    pub points: Vec<Vec<(String, String)>>,
    /// What is measured.
    pub figures: Vec<String>,
}

impl Plan {
    /// The plan, and the scenario at each point.
    ///
    /// # Errors
    /// A scenario or a value that does not do, or too much of it.
    pub fn new(options: &SweepOptions) -> Result<(Self, Vec<Opening>), String> {
        let points = points(&options.vary)?;
        let runs = points.len() as u64 * (u64::from(options.seeds.last - options.seeds.first) + 1);
        if runs > RUNS_MAX {
            return Err(format!("these are {runs} runs; a sweep has at most {RUNS_MAX}"));
        }
        let openings = points.iter().map(|point| {
            let set = options.subject.set.iter().chain(point).cloned().collect();
            subject::open(&Subject { scenario: options.subject.scenario.clone(), set })
        });
        let openings = openings.collect::<Result<Vec<_>, _>>()?;
        let first = openings.first().ok_or("a sweep needs a value for each path")?;
        let mut digest = Sha256::new();
        for opening in &openings {
            digest.update(format!("{:?}", opening.scenario.model));
            if !opening.acts.is_empty() {
                digest.update(format!("{:?}", opening.acts));
            }
        }
        let plan = Self {
            sqscope_sweep: 1,
            scenario: first.scenario.id.clone(),
            digest: base16ct::lower::encode_string(&digest.finalize()[..8]),
            seeds: (options.seeds.first, options.seeds.last),
            points,
            figures: figures::names(&first.scenario),
        };
        Ok((plan, openings))
    }

    /// Is it the same sweep, if perhaps over other seeds?
    pub fn goes_with(&self, other: &Self) -> bool {
        Self { seeds: other.seeds, ..self.clone() } == *other
    }

    /// The same sweep over the seeds of both, and those between.
    pub fn with_seeds_of(&self, other: &Self) -> Self {
        let seeds = (self.seeds.0.min(other.seeds.0), self.seeds.1.max(other.seeds.1));
        Self { seeds, ..self.clone() }
    }

    /// All runs, or those of one part: every so-manieth, so that parts take equally long.
    pub fn jobs(&self, shard: Option<Shard>) -> impl Iterator<Item = Job> + use<> {
        let Shard { part, parts } = shard.unwrap_or(Shard { part: 1, parts: 1 });
        let (first, last) = self.seeds;
        let points = 0..self.points.len() as u32;
        let all = points.flat_map(move |point| (first..=last).map(move |seed| Job { point, seed }));
        all.skip(part as usize - 1).step_by(parts as usize)
    }
}

/// Every combination of the values, the last path's changing fastest.
fn points(vary: &[(String, Vec<String>)]) -> Result<Vec<Vec<(String, String)>>, String> {
    let mut points = vec![Vec::new()];
    for (path, values) in vary {
        points = points
            .iter()
            .flat_map(|point| {
                values.iter().map(move |value| {
                    let mut longer: Vec<(String, String)> = point.clone();
                    longer.push((path.clone(), value.clone()));
                    longer
                })
            })
            .collect();
        if points.len() > POINTS_MAX {
            return Err(format!("these are more than {POINTS_MAX} combinations of values"));
        }
    }
    Ok(points)
}
