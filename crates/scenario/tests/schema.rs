//! The JSON Schema that is checked in is the one that the reader's records give.

use std::path::Path;

use scenario::Scenario;

#[test]
fn the_schema_that_is_checked_in_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/scenario-1.json");
    let schema = Scenario::json_schema();
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&path, &schema).expect("the schema's folder can be written");
    }
    let checked_in = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        checked_in == schema,
        "schema/scenario-1.json is stale; write it anew with\n\
         UPDATE_EXPECT=1 cargo test -p scenario --all-features --test schema"
    );
}
