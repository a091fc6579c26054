//! Templates: one that gives a scenario can be written out and read again.

use scenario::Scenario;
use scenario::export::Export;
use scenario::template;

/// Imports the input; a scenario in it is a right one, and each of its exports can be made.
pub(crate) fn run(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let _ = template::looks_like_template(&text);
    match template::import(&text) {
        Ok(imported) => {
            let read = Scenario::read(&imported.json, &[]);
            assert!(read.is_ok(), "no scenario: {read:?} of {text}");
            for form in Export::ALL {
                let written = form.write(&imported.json, &[]).expect("what reads can be written");
                if form == Export::CloudFormation {
                    let again = template::import(&written);
                    assert!(again.is_ok(), "{again:?} of {written} of {text}");
                }
            }
        }
        Err(findings) => {
            assert!(findings.iter().any(|finding| !finding.message.is_empty()), "no reason for {text}");
        }
    }
}
