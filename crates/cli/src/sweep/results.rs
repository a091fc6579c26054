//! The figures of runs, in memory and in a file that grows by a line a run, so that a stop loses little.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::sweep::plan::{Job, Plan};

/// The figures of one run; a line of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    pub point: u32,
    pub seed: u32,
    /// In the order of the plan's figures.
    pub values: Vec<u64>,
}

/// What is known of a sweep.
#[derive(Debug)]
pub struct Results {
    rows: BTreeMap<Job, Vec<u64>>,
    file: Option<File>,
    figures: usize,
}

impl Results {
    /// Results that nobody keeps.
    pub fn in_memory(plan: &Plan) -> Self {
        Self { rows: BTreeMap::new(), file: None, figures: plan.figures.len() }
    }

    /// Results in a file, which is made, or gone on with if it is of the same sweep.
    ///
    /// # Errors
    /// A file that cannot be used, or is of another sweep.
    pub fn continue_in(path: &Path, plan: &Plan) -> Result<Self, String> {
        let name = path.display();
        let told = |error: io::Error| format!("{name} cannot be used: {error}");
        let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
        let mut file = options.map_err(told)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(told)?;
        // A line that a stop cut off is run again.
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        file.set_len(whole as u64).map_err(told)?;
        file.seek(SeekFrom::End(0)).map_err(told)?;
        let mut results = Self::in_memory(plan);
        if whole == 0 {
            let head = serde_json::to_string(plan).map_err(|error| error.to_string())?;
            writeln!(file, "{head}").map_err(told)?;
        } else {
            let (other, rows) = parse(&text[..whole], path)?;
            if !other.goes_with(plan) {
                return Err(format!("{name} holds another sweep; name another file, or delete it"));
            }
            results.take(rows, path)?;
            let both = other.with_seeds_of(plan);
            if both != other {
                file = with_head(&both, &text[..whole], path).map_err(told)?;
            }
        }
        results.file = Some(file);
        Ok(results)
    }

    /// The results of several files of one sweep.
    ///
    /// # Errors
    /// Files that cannot be read, or of different sweeps.
    pub fn read_all(paths: &[&Path]) -> Result<(Plan, Self), String> {
        let mut merged: Option<(Plan, Self)> = None;
        for path in paths {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
            let whole = text.rfind('\n').map_or(0, |end| end + 1);
            let (plan, rows) = parse(&text[..whole], path)?;
            let (first, results) = merged.get_or_insert_with(|| (plan.clone(), Self::in_memory(&plan)));
            if *first != plan {
                return Err(format!("{} is of another sweep than {}", path.display(), paths[0].display()));
            }
            results.take(rows, path)?;
        }
        merged.ok_or_else(|| "no file was named".to_owned())
    }

    /// Is this run's result known?
    pub fn has(&self, job: Job) -> bool {
        self.rows.contains_key(&job)
    }

    /// Keeps a run's result.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn keep(&mut self, row: Row) -> Result<(), String> {
        if let Some(file) = &mut self.file {
            let line = serde_json::to_string(&row).map_err(|error| error.to_string())?;
            writeln!(file, "{line}").map_err(|error| format!("the results cannot be written: {error}"))?;
        }
        self.rows.insert(Job { point: row.point, seed: row.seed }, row.values);
        Ok(())
    }

    /// The values of one figure at one point, in the order of the plan's seeds.
    pub fn values(&self, plan: &Plan, point: u32, figure: usize) -> Vec<u64> {
        let (first, last) = plan.seeds;
        let seeds = Job { point, seed: first }..=Job { point, seed: last };
        self.rows.range(seeds).filter_map(|(_, values)| values.get(figure).copied()).collect()
    }

    fn take(&mut self, rows: Vec<Row>, path: &Path) -> Result<(), String> {
        for row in rows {
            if row.values.len() != self.figures {
                return Err(format!("{} has a line with other figures than its head", path.display()));
            }
            self.rows.insert(Job { point: row.point, seed: row.seed }, row.values);
        }
        Ok(())
    }
}

/// Puts another head on a file's lines, by way of a file beside it, so that a stop loses nothing; at its end.
fn with_head(plan: &Plan, text: &str, path: &Path) -> io::Result<File> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(&beside)?;
    let rows = text.split_once('\n').map_or("", |(_, rows)| rows);
    writeln!(file, "{}", serde_json::to_string(plan)?)?;
    file.write_all(rows.as_bytes())?;
    std::fs::rename(&beside, path)?;
    Ok(file)
}

fn parse(text: &str, path: &Path) -> Result<(Plan, Vec<Row>), String> {
    let told = |line: usize| format!("{}, line {line}: this is not a sweep's result", path.display());
    let mut lines = text.lines().enumerate();
    let (_, head) = lines.next().ok_or_else(|| told(1))?;
    let plan: Plan = serde_json::from_str(head).map_err(|_| told(1))?;
    let rows = lines.map(|(index, line)| serde_json::from_str(line).map_err(|_| told(index + 1)));
    Ok((plan, rows.collect::<Result<_, _>>()?))
}
