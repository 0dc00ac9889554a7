//! `jsim rules`.

use serde_json::Value;

use super::jsim;

#[test]
fn every_rule_is_listed_with_its_source_and_its_test() {
    let (code, out, err) = jsim(&["rules", "--json"]);
    assert_eq!((code, err.as_str()), (0, ""));
    let rows: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(rows.len(), journey_sim::rules().count());
    for row in rows {
        let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
        assert!(text("id").contains('.') && text("text").ends_with(['.', '"']), "{row}");
        assert!(["documented", "assumed"].contains(&text("label").as_str()), "{row}");
        assert!(!text("source").is_empty(), "{row}");
        assert!(row["tests"].as_array().is_some_and(|tests| !tests.is_empty()), "{row}");
    }
}

#[test]
fn rules_are_chosen_by_their_beginning_and_by_label() {
    let (code, out, _) = jsim(&["rules", "backchannel-status", "--label", "assumed"]);
    assert_eq!(code, 0);
    assert_eq!(out.lines().filter(|line| line.starts_with("backchannel-status.error-")).count(), 2, "{out}");
    assert!(!out.contains("[documented]"), "{out}");
    assert!(out.contains("    proved by conformance::backchannel_status\n"), "{out}");
    let ids = |args: &[&str]| jsim(args).1.lines().filter(|line| !line.starts_with(' ')).count();
    let all = ids(&["rules"]);
    assert_eq!(ids(&["rules", "--label", "documented"]) + ids(&["rules", "--label", "assumed"]), all);
}

#[test]
fn a_wrong_choice_says_what_there_is() {
    for (args, says) in [
        (&["rules", "polling-wiat"][..], "they begin with: backchannel-init, "),
        (
            &["rules", "data-store", "--label", "assumed"],
            "no rule that begins with \"data-store\" is assumed",
        ),
        (&["rules", "--label", "guessed"], "possible values: documented, assumed"),
        (&["rules", "\x1b[31m"], "no rule's id begins with \"\u{fffd}[31m\""),
    ] {
        let (code, out, err) = jsim(args);
        assert_eq!((code, out.as_str()), (2, ""), "{args:?}");
        assert!(err.contains(says), "{args:?}: {err}");
    }
}
