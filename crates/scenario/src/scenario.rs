//! A scenario: read, checked, edited.

use std::sync::Arc;

use serde_json::Value;
use sim::{Claim, ClaimKind, limits};

use crate::drift::{self, Drift};
use crate::edit;
use crate::expr;
use crate::goal::{self, Goal};
use crate::knob::{self, Knob};
use crate::markdown::{self, Paragraph};
use crate::problem::{Problem, quoted};
use crate::quiz::{self, Keys, Question};
use crate::read::{self, Read, Reader};
use crate::resolve::{self, Scope};
use crate::v1;

/// A scenario, read and checked, with its edits applied.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// `id` of the file.
    pub id: String,
    /// Title.
    pub title: String,
    /// One sentence.
    pub summary: String,
    /// What to notice, a few lines.
    pub notice: Vec<String>,
    /// For whom: `core`, `advanced`, …, as the author says.
    pub level: Option<String>,
    /// Codes of AWS exams that ask for this.
    pub exam: Vec<String>,
    /// What it teaches, as ids.
    pub concepts: Vec<String>,
    /// The AWS page that it rests on.
    pub source: Option<Source>,
    /// Seed if the address names none.
    pub seed: u32,
    /// Story beats by time.
    pub story: Vec<Beat>,
    /// What the reader may turn.
    pub knobs: Vec<Knob>,
    /// Texts of the claims, in the order of the model's claims. The model may have more at its end: keys of
    /// questions and goals, which nobody shows. Zip, and they stay out.
    pub claims: Vec<ClaimText>,
    /// Questions.
    pub quiz: Vec<Question>,
    /// What the reader is to achieve by edits.
    pub goals: Vec<Goal>,
    /// Where AWS today and the common exam answer differ.
    pub drift: Option<Drift>,
    /// What runs.
    pub model: Arc<sim::Model>,
    /// Edits that were applied, `(path, value)`, in order, values as written.
    pub edits: Vec<(String, String)>,
}

/// Where the facts come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Title of the AWS page.
    pub title: String,
    /// Address.
    pub url: String,
    /// As of, `2026-11`.
    pub as_of: String,
}

/// A story beat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// From this instant on.
    pub at_us: u64,
    /// The paragraphs, as text with inline marks already parsed.
    pub text: Vec<Paragraph>,
    /// What to look at: `queue:orders`, `worker:w/1`, `producer:web`.
    pub focus: Option<String>,
    /// What a screen reader says in place of the text, if the author wrote that.
    pub say: Option<String>,
}

/// The words of a claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimText {
    /// The author's id.
    pub id: String,
    /// A sentence.
    pub text: String,
    /// `always`, `sometimes`, `eventually`.
    pub kind: ClaimKind,
}

/// Story beats of a scenario.
const BEATS_MAX: usize = 100;
/// Knobs of a scenario.
const KNOBS_MAX: usize = 32;
/// Locks of a scenario.
const LOCKS_MAX: usize = 32;
/// Lines of what to notice.
const NOTICES_MAX: usize = 12;

impl Scenario {
    /// Reads an author's JSON (at most 64 KiB) and applies edits in order.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place and a hint; never a panic.
    pub fn read(json: &str, edits: &[(String, String)]) -> Result<Self, Vec<Problem>> {
        let original = read::parse(json)?;
        let mut edited = original.clone();
        let changed = apply(&mut edited, edits)?;
        let mut reader = Reader::default();
        let scenario = assemble(&original, &edited, edits, &mut reader);
        let mut problems = reader.into_problems();
        match scenario {
            Some(scenario) if problems.is_empty() => Ok(scenario),
            _ => {
                name_by_edit(&mut problems, &changed);
                if let [before @ .., last] = edits
                    && Self::read(json, before).is_ok()
                {
                    blame(&mut problems, last);
                }
                Err(problems)
            }
        }
    }

    /// What is wrong with an author's file: all that [`Scenario::read`] tells; else what its knobs offer and the
    /// scenario does not take. Reads the file once for every value that a knob offers by name.
    pub fn check(json: &str) -> Vec<Problem> {
        match Self::read(json, &[]) {
            Ok(scenario) => knob::reach::problems(json, &scenario),
            Err(problems) => problems,
        }
    }

    /// As [`Scenario::read`], but leaves out the edits that cannot be applied, and tells why: an old link still
    /// opens what it can. Of too many edits only the first are looked at.
    ///
    /// # Errors
    /// What is wrong with the file itself.
    pub fn open(json: &str, edits: &[(String, String)]) -> Result<(Self, Vec<Problem>), Vec<Problem>> {
        if let Ok(scenario) = Self::read(json, edits) {
            return Ok((scenario, Vec::new()));
        }
        let mut opened = Self::read(json, &[])?;
        let mut problems = Vec::new();
        for (path, value) in edits.iter().take(edit::EDITS_MAX) {
            let mut tried = opened.edits.clone();
            tried.push((path.clone(), value.clone()));
            match Self::read(json, &tried) {
                Ok(scenario) => opened = scenario,
                Err(why) => problems.extend(why.into_iter().take(1)),
            }
        }
        Ok((opened, problems))
    }

    /// The author's JSON with edits applied, for people to read.
    ///
    /// # Errors
    /// What is wrong with the JSON or an edit; whether the result is a scenario, [`Scenario::read`] tells.
    pub fn edited_json(json: &str, edits: &[(String, String)]) -> Result<String, Vec<Problem>> {
        let mut file = read::parse(json)?;
        apply(&mut file, edits)?;
        Ok(format!("{file:#}"))
    }

    /// The JSON Schema of version 1, with a line end.
    #[cfg(feature = "schema")]
    pub fn json_schema() -> String {
        crate::schema::version_1()
    }
}

/// Applies all edits; gives what each changed, as `(pointer, path)`.
fn apply(file: &mut Value, edits: &[(String, String)]) -> Result<Vec<(String, String)>, Vec<Problem>> {
    if edits.len() > edit::EDITS_MAX {
        let message = format!("There are {} edits; at most {} are allowed.", edits.len(), edit::EDITS_MAX);
        return Err(vec![Problem::new("set", message, "Write a scenario of your own.")]);
    }
    let locks = locks(file);
    let mut changed = Vec::new();
    let mut problems = Vec::new();
    for (path, text) in edits {
        match edit::apply(file, &locks, path, text) {
            Ok(pointer) => changed.push((pointer, path.clone())),
            Err(problem) => problems.push(problem),
        }
    }
    if problems.is_empty() { Ok(changed) } else { Err(problems) }
}

fn locks(file: &Value) -> Vec<String> {
    let list = file.get("locks").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A problem at a value that an edit wrote is told under the edit's path, which is what the reader knows.
fn name_by_edit(problems: &mut [Problem], changed: &[(String, String)]) {
    for problem in problems {
        if let Some((_, path)) = changed.iter().find(|(pointer, _)| *pointer == problem.at) {
            problem.at.clone_from(path);
        }
    }
}

/// A problem elsewhere that was not there before the last edit is that edit's: the reader knows no other place.
fn blame(problems: &mut [Problem], (path, value): &(String, String)) {
    for problem in problems.iter_mut().filter(|problem| problem.at.starts_with('/')) {
        let edit = quoted(&format!("{path}={value}"));
        problem.message = format!("{edit} does not go with {}: {}", quoted(&problem.at), problem.message);
        problem.at.clone_from(path);
    }
}

fn assemble(
    original: &Value,
    edited: &Value,
    edits: &[(String, String)],
    reader: &mut Reader,
) -> Option<Scenario> {
    let file = v1::File::read(edited, reader)?;
    check_counts(&file, reader)?;
    let scope = Scope::of(&file);
    let model = resolve::model(&file, &scope, reader);
    let claims = claims(&file, &scope, reader);
    let source = source(&file, reader);
    let drift = file.drift.as_ref().map(|it| drift::drift(it, reader));
    let story = story(&file, &scope, !edits.is_empty(), reader);
    let knobs = knobs(&file, original, edited, reader);
    check_locks(&file, original, reader);
    let (mut model, claims, texts) = match (model, claims) {
        (Some(model), Some((claims, texts))) => (model, claims, texts),
        _ => return None,
    };
    let mut keys = Keys::new(&scope, claims);
    let quiz = quiz::quiz(&file, knobs.as_deref().unwrap_or_default(), &mut keys, reader);
    let goals = goal::goals(&file, &mut keys, reader);
    model.claims = keys.into_claims();
    if reader.is_clean() {
        resolve::validate(&model, reader);
    }
    let notice = file.notice.unwrap_or_default();
    Some(Scenario {
        id: file.id.0,
        title: file.title.en,
        summary: file.summary.map(|text| text.en).unwrap_or_default(),
        notice: notice.into_iter().map(|text| text.en).collect(),
        level: file.level,
        exam: file.exam.unwrap_or_default(),
        concepts: file.concepts.unwrap_or_default().into_iter().map(|id| id.0).collect(),
        source,
        seed: file.seed.unwrap_or(resolve::SEED_DEFAULT),
        story: story?,
        knobs: knobs?,
        claims: texts,
        quiz: quiz?,
        goals: goals?,
        drift,
        model: Arc::new(model),
        edits: edits.to_vec(),
    })
}

/// Reports lists that are too long, before anything is looked up in them.
fn check_counts(file: &v1::File, reader: &mut Reader) -> Option<()> {
    let counts = [
        ("notice", file.notice.as_ref().map(Vec::len), NOTICES_MAX),
        ("queues", Some(file.queues.len()), limits::QUEUES_MAX),
        ("producers", file.producers.as_ref().map(Vec::len), limits::PRODUCERS_MAX),
        ("consumers", file.consumers.as_ref().map(Vec::len), limits::CONSUMERS_MAX),
        ("alarms", file.alarms.as_ref().map(Vec::len), limits::ALARMS_MAX),
        ("faults", file.faults.as_ref().map(Vec::len), limits::FAULTS_MAX),
        ("claims", file.claims.as_ref().map(Vec::len), limits::CLAIMS_MAX),
        ("knobs", file.knobs.as_ref().map(Vec::len), KNOBS_MAX),
        ("locks", file.locks.as_ref().map(Vec::len), LOCKS_MAX),
        ("story", file.story.as_ref().map(Vec::len), BEATS_MAX),
        ("quiz", file.quiz.as_ref().map(Vec::len), quiz::QUESTIONS_MAX),
        ("goals", file.goals.as_ref().map(Vec::len), goal::GOALS_MAX),
    ];
    for (list, count, max) in counts {
        resolve::check_count(list, count.unwrap_or(0), max, reader);
    }
    reader.is_clean().then_some(())
}

fn claims(file: &v1::File, scope: &Scope<'_>, reader: &mut Reader) -> Option<(Vec<Claim>, Vec<ClaimText>)> {
    let list = file.claims.as_deref().unwrap_or_default();
    resolve::check_ids("claims", list.iter().map(|it| it.id.0.as_str()), reader);
    let mut claims = Vec::with_capacity(list.len());
    let mut texts = Vec::with_capacity(list.len());
    for (index, it) in list.iter().enumerate() {
        let kind = match it.kind {
            v1::ClaimKindName::Always => ClaimKind::Always,
            v1::ClaimKindName::Sometimes => ClaimKind::Sometimes,
            v1::ClaimKindName::Eventually => ClaimKind::Eventually,
        };
        let expr = reader.below("claims", |r| {
            r.below(&index.to_string(), |r| r.below("expr", |r| expr::condition(&it.expr, scope, r)))
        });
        texts.push(ClaimText { id: it.id.0.clone(), text: it.text.en.clone(), kind });
        claims.push(expr.map(|expr| Claim { id: it.id.0.as_str().into(), kind, expr }));
    }
    Some((claims.into_iter().collect::<Option<_>>()?, texts))
}

fn source(file: &v1::File, reader: &mut Reader) -> Option<Source> {
    let it = file.source.as_ref()?;
    if !it.url.starts_with("https://") {
        let message = format!("{} is no address.", quoted(&it.url));
        reader.report("/source/url", message, "Write `https://…`.");
    }
    let as_of = file.aws_facts_as_of.clone().unwrap_or_default();
    Some(Source { title: it.title.clone(), url: it.url.clone(), as_of })
}

/// In an edited file a beat may look at a worker that is no more: it is told, and looks at nothing.
fn story(file: &v1::File, scope: &Scope<'_>, is_edited: bool, reader: &mut Reader) -> Option<Vec<Beat>> {
    let list = file.story.as_deref().unwrap_or_default();
    for (index, it) in list.iter().enumerate() {
        if index > 0 && it.at < list[index - 1].at {
            let hint = "Order the beats by time.";
            reader.report(&format!("/story/{index}/at"), "The beat begins before the one above it.", hint);
        }
        if let Some(focus) = &it.focus
            && !(is_edited && scope.lacks(focus))
        {
            reader.below("story", |r| {
                r.below(&index.to_string(), |r| r.below("focus", |r| check_focus(focus, scope, r)));
            });
        }
    }
    Some(
        list.iter()
            .map(|it| Beat {
                at_us: it.at.0,
                text: markdown::parse(&it.md.en),
                focus: it.focus.clone().filter(|focus| !scope.lacks(focus)),
                say: it.say.as_ref().map(|text| text.en.clone()),
            })
            .collect(),
    )
}

fn check_focus(focus: &str, scope: &Scope<'_>, reader: &mut Reader) {
    let _reported = match focus.split_once(':') {
        Some(("queue", id)) => scope.queue("", id, reader),
        Some(("producer", id)) => scope.producer("", id, reader),
        Some(("consumer", id)) => scope.consumer("", id, reader),
        Some(("worker", name)) => scope.worker("", name, reader).map(|worker| worker.consumer),
        _ => {
            let hint = "Write `queue:orders`, `producer:web`, `consumer:w` or `worker:w/1`.";
            reader.report("", format!("{} is nothing to look at.", quoted(focus)), hint);
            None
        }
    };
}

fn knobs(file: &v1::File, original: &Value, edited: &Value, reader: &mut Reader) -> Option<Vec<Knob>> {
    let list = file.knobs.as_deref().unwrap_or_default();
    let knobs: Vec<Option<Knob>> = list
        .iter()
        .enumerate()
        .map(|(index, it)| {
            reader.below("knobs", |r| r.below(&index.to_string(), |r| knob::knob(it, original, edited, r)))
        })
        .collect();
    knobs.into_iter().collect()
}

/// A lock must lead somewhere: a value, an item, or a whole list.
fn check_locks(file: &v1::File, original: &Value, reader: &mut Reader) {
    for (index, lock) in file.locks.iter().flatten().enumerate() {
        let (list, id) = lock.split_once('.').unwrap_or((lock, ""));
        let items = original.get(list).and_then(Value::as_array);
        let has = |id: &str| items.is_some_and(|items| items.iter().any(|item| item["id"] == id));
        let known = items.is_some() && (id.is_empty() || has(id)) || edit::place(original, lock).is_ok();
        if !known {
            let hint = "Write a list (`producers`), an item (`producers.web`) or a value's dotted path.";
            reader.report(&format!("/locks/{index}"), format!("{} leads nowhere.", quoted(lock)), hint);
        }
    }
}
