//! The built-in library: files and index agree, everything reads.

use scenario::{Question, QuestionKind, Scenario, library};

fn json(slug: &str) -> &'static str {
    library::json(slug).expect("every entry has a file")
}

fn read(slug: &str) -> Scenario {
    Scenario::read(json(slug), &[]).unwrap_or_else(|problems| panic!("{slug}: {problems:#?}"))
}

#[test]
fn the_index_says_what_the_files_say() {
    assert!(library::all().count() >= 4);
    for entry in library::all() {
        let scenario = read(entry.slug);
        assert_eq!(
            (entry.slug, entry.title, entry.summary),
            (&*scenario.id, &*scenario.title, &*scenario.summary)
        );
    }
    assert_eq!(library::find("no-such-slug"), None);
}

#[test]
fn every_built_in_scenario_is_complete() {
    for entry in library::all() {
        let it = read(entry.slug);
        // A system to repair has knobs that do not help, too.
        let knobs_max = if it.goals.is_empty() { 4 } else { 6 };
        assert!(it.source.as_ref().is_some_and(|source| !source.as_of.is_empty()), "{}", entry.slug);
        assert!(
            (2..=knobs_max).contains(&it.knobs.len()) && it.story.len() >= 5 && !it.notice.is_empty(),
            "{}",
            entry.slug
        );
        assert!(!it.claims.is_empty() && !it.quiz.is_empty(), "{}", entry.slug);
        for question in &it.quiz {
            assert!(
                tells_why(question),
                "{}, question {}: a sentence per wrong answer",
                entry.slug,
                question.id
            );
        }
    }
}

#[test]
fn every_knob_offers_what_its_scenario_takes() {
    for entry in library::all() {
        assert_eq!(Scenario::check(json(entry.slug)), [], "{}", entry.slug);
    }
}

#[test]
fn where_exams_differ_both_sides_and_a_date_are_told() {
    let mut differ = 0;
    for entry in library::all() {
        let it = read(entry.slug);
        let Some(drift) = it.drift else { continue };
        differ += 1;
        let facts_as_of = it.source.map(|source| source.as_of);
        assert_eq!(Some(&drift.as_of), facts_as_of.as_ref(), "{}: one date of the facts", entry.slug);
        for text in [&drift.today, &drift.exam] {
            assert!(text.trim_end().ends_with('.'), "{}: a sentence: {text}", entry.slug);
        }
        assert_ne!(drift.today, drift.exam, "{}", entry.slug);
    }
    assert!(differ >= 10, "{differ}");
}

/// Every wrong answer is told its misconception; of options to choose one from one is right.
fn tells_why(question: &Question) -> bool {
    let right = question.options().iter().filter(|option| option.because.is_empty()).count();
    match &question.kind {
        QuestionKind::Single { .. } => right == 1,
        QuestionKind::Multi { options } => {
            (1..=options.len()).contains(&right) && !question.because.is_empty()
        }
        QuestionKind::Number(_)
        | QuestionKind::Moment(_)
        | QuestionKind::Order { .. }
        | QuestionKind::Knob { .. } => !question.because.is_empty(),
    }
}

#[test]
fn every_preset_of_every_knob_reads() {
    for entry in library::all() {
        for knob in read(entry.slug).knobs {
            let choices = knob.choices.iter().map(|choice| &choice.value);
            for preset in knob.presets.iter().chain(choices) {
                let edits = [(knob.path.clone(), preset.clone())];
                let edited = Scenario::read(json(entry.slug), &edits)
                    .unwrap_or_else(|problems| panic!("{} {edits:?}: {problems:#?}", entry.slug));
                let now =
                    edited.knobs.iter().find(|it| it.path == knob.path).expect("the knob is still there");
                assert_eq!((&now.value, &now.default), (preset, &knob.default));
                assert_eq!(edited.edits, edits);
            }
        }
    }
}
