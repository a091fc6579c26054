//! `sqscope sweep`: a scenario over seeds and values; `sqscope merge`: parts of one, put together.

mod figures;
mod plan;
mod results;
mod summary;

use std::path::Path;
use std::sync::mpsc;

use indicatif::ProgressBar;
use rayon::ThreadPool;
use rayon::prelude::*;
use scenario::Opening;
use sim::Timeline;

use crate::arguments::{MergeOptions, SweepOptions};
use crate::progress;
use crate::sweep::plan::{Job, Plan};
use crate::sweep::results::{Results, Row};
use crate::sweep::summary::Summary;

/// Runs what is not in the results yet, and prints how the figures spread.
///
/// # Errors
/// A scenario, value or file that does not do, or a run that ended early.
pub fn run(options: &SweepOptions) -> Result<(), String> {
    let (plan, openings) = Plan::new(options)?;
    let mut results = match &options.out {
        Some(file) => Results::continue_in(file, &plan)?,
        None => Results::in_memory(&plan),
    };
    let jobs: Vec<Job> = plan.jobs(options.shard).filter(|job| !results.has(*job)).collect();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(options.threads.unwrap_or(0) as usize).build();
    let threads = threads.map_err(|error| format!("cannot start: {error}"))?;
    let bar = progress::bar(jobs.len() as u64, "runs");
    run_all(&jobs, &openings, &threads, &mut results, &bar)?;
    bar.finish_and_clear();
    Summary::of(&plan, &results).print(options.format)
}

/// Reads the parts and prints how the figures of all spread.
///
/// # Errors
/// Parts of different sweeps, or parts that are missing.
pub fn merge(options: &MergeOptions) -> Result<(), String> {
    let files: Vec<&Path> = options.files.iter().map(|file| file.as_path()).collect();
    let (plan, results) = Results::read_all(&files)?;
    let missing = plan.jobs(None).filter(|job| !results.has(*job)).count();
    Summary::of(&plan, &results).print(options.format)?;
    match missing {
        0 => Ok(()),
        _ => Err(format!("{missing} of {} runs are missing; run those parts too", plan.jobs(None).count())),
    }
}

/// Runs jobs on these threads; this one keeps what they bring, so that a stop loses little.
fn run_all(
    jobs: &[Job],
    openings: &[Opening],
    threads: &ThreadPool,
    results: &mut Results,
    bar: &ProgressBar,
) -> Result<(), String> {
    let (sender, receiver) = mpsc::channel::<Result<Row, String>>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let sent = threads.install(|| {
                jobs.par_iter().try_for_each_with(sender, |sender, job| {
                    // Nobody listens any more when a run went wrong; the others need not go on.
                    sender.send(row_of(*job, &openings[job.point as usize])).ok()
                })
            });
            sent.unwrap_or_default();
        });
        for row in receiver {
            results.keep(row?)?;
            bar.inc(1);
        }
        Ok(())
    })
}

fn row_of(job: Job, opening: &Opening) -> Result<Row, String> {
    let told = |why: String| format!("seed {}: {why}", job.seed);
    let timeline = Timeline::new(opening.scenario.model.clone(), job.seed);
    let mut timeline = timeline.map_err(|error| told(scenario::text::model_error(&error)))?;
    for act in &opening.acts {
        act.perform(&mut timeline).map_err(|refusal| {
            let why = scenario::text::act_refusal(refusal);
            told(format!("an act of the link makes no sense in this run: {why}"))
        })?;
    }
    let values = figures::of(&mut timeline, &opening.scenario);
    match timeline.error() {
        Some(error) => Err(told(scenario::text::run_error(error))),
        None => Ok(Row { point: job.point, seed: job.seed, values }),
    }
}
