//! Sequence diagrams: every row is an event of the run, in every form they are drawn in.

use std::sync::Arc;

use journey_sim::cli;
use journey_sim::describe::diagram::{
    Lane, Place, Row, TextStyle, sequence, sequence_mermaid, sequence_text,
};
use journey_sim::drive::{BACKCHANNEL, MAIN, Run};
use journey_sim::engine::{Action, Event};
use journey_sim::identity::parse_realm;
use journey_sim::journey::load;
use journey_sim::page::Answer;
use journey_sim::program::Program;
use journey_sim::value::{Millis, Secret};
use proptest::prelude::*;

/// What a person can do, and what can go wrong.
const DEEDS: usize = 9;

fn deed(run: &mut Run, deed: usize) {
    let secret = |text: &str| vec![(1, Answer::Secret(Secret::new(text)))];
    // What cannot be done now is refused, and changes nothing.
    match deed {
        0 => drop(run.submit(MAIN, vec![(0, Answer::Text("demo".into()))])),
        1 => drop(run.open_link()),
        2 => drop(run.submit(BACKCHANNEL, secret("Ch4ng3!t"))),
        3 => drop(run.submit(BACKCHANNEL, secret("wrong"))),
        4 => assert!(run.skip() || run.world().next_wake().is_none()),
        5 => drop(run.act(&Action::Close { client: BACKCHANNEL })),
        6 => drop(run.act(&Action::FailStore { failing: true })),
        7 => run.skip_by(Millis(200_000)),
        _ => drop(run.restart(MAIN)),
    }
}

fn demo(deeds: &[usize]) -> Vec<Event> {
    let program = cli::load(None).expect("the shipped journeys load");
    let mut run = Run::new(program, 1, "BackchannelMain").expect("it starts");
    for one in deeds {
        deed(&mut run, *one);
    }
    run.log().iter().cloned().collect()
}

/// The happy path, after a wrong password.
const HAPPY: &[usize] = &[0, 4, 1, 3, 1, 2, 4];

#[test]
fn the_happy_path_is_drawn() {
    let rows = sequence(&demo(HAPPY), false);
    for (width, ascii) in [(80, false), (60, true)] {
        let name = format!("happy-{width}");
        insta::assert_snapshot!(name, sequence_text("BackchannelMain", &rows, TextStyle { width, ascii }));
    }
    insta::assert_snapshot!("happy-mermaid", sequence_mermaid(&rows));
}

#[test]
fn the_story_of_a_transaction_is_told_between_the_lanes() {
    let rows = sequence(&demo(HAPPY), false);
    let told = |from, to| -> Vec<&str> {
        let between = rows.iter().filter(|row| row.place == Place::Message { from, to });
        between.map(|row| row.text.as_str()).collect()
    };
    assert_eq!(told(Lane::Main, Lane::Store), ["created (Pending)"]);
    assert_eq!(
        told(Lane::Phone, Lane::Store),
        [
            "opened: CREATED -> IN_PROGRESS",
            "left open for another try",
            "opened again",
            "COMPLETED, APPROVED"
        ]
    );
    let polls = told(Lane::Store, Lane::Main);
    let outcomes: Vec<_> =
        polls.iter().filter_map(|poll| poll.rsplit_once(" -> ")).map(|one| one.1).collect();
    assert_eq!(outcomes, ["Pending", "Pending", "Success"]);
}

#[test]
fn an_expiry_belongs_to_the_store_alone() {
    let rows = sequence(&demo(&[0, 7]), false);
    let expired = rows.iter().find(|row| row.text.contains("expired")).expect("it expires");
    assert_eq!(expired.place, Place::Note { over: Lane::Store });
    assert_eq!(expired.at_ms, 180_000);
}

/// Rows are events: the same numbers and times in the same order, none twice, none invented.
fn assert_rows_are_events(events: &[Event]) {
    let all = sequence(events, true);
    assert_eq!(
        all.iter().map(|row| row.seq).collect::<Vec<_>>(),
        events.iter().map(|event| event.seq).collect::<Vec<_>>()
    );
    let some = sequence(events, false);
    let mut rest = all.iter();
    assert!(some.iter().all(|row| rest.any(|other| other == row)), "fewer rows, not other ones");
    for rows in [&all, &some] {
        for width in [60, 80, 120] {
            for ascii in [false, true] {
                let paper = TextStyle { width, ascii };
                assert_eq!(&read_text(&sequence_text("a run", rows, paper), paper), &places(rows));
            }
        }
        assert_eq!(read_mermaid(&sequence_mermaid(rows)), places(rows));
    }
}

fn places(rows: &[Row]) -> Vec<Place> {
    rows.iter().map(|row| row.place).collect()
}

/// The places of the rows of the text form, read from the signs on the lanes.
fn read_text(text: &str, paper: TextStyle) -> Vec<Place> {
    let gap = if paper.width < 70 {
        6
    } else if paper.width < 100 {
        7
    } else {
        10
    };
    for line in text.lines() {
        assert!(unicode_width::UnicodeWidthStr::width(line) <= paper.width, "{line}");
        assert!(!paper.ascii || line.is_ascii(), "{line}");
    }
    let rows = text.lines().skip_while(|line| !line.trim_start().starts_with("time")).skip(1);
    let timed = rows.filter(|line| line.get(..8).is_some_and(|time| !time.trim().is_empty()));
    timed
        .map(|line| {
            let signs: Vec<char> = line.chars().collect();
            let lanes: Vec<char> = (0..4).map(|index| signs[12 + index * gap]).collect();
            let find = |wanted: &[char]| lanes.iter().position(|sign| wanted.contains(sign));
            if let Some(over) = find(&['*']) {
                return Place::Note { over: Lane::ALL[over] };
            }
            let to = find(&['<', '>']).expect(line);
            // The way crosses the lanes between; it begins where the dashes do.
            let mut from = to;
            let dash = |from: usize, to: usize| {
                let between = &signs[12 + from.min(to) * gap + 1..12 + from.max(to) * gap];
                between.iter().all(|sign| *sign == '─' || *sign == '-')
            };
            if lanes[to] == '>' {
                while from > 0 && dash(from - 1, from) {
                    from -= 1;
                }
            } else {
                while from < 3 && dash(from, from + 1) {
                    from += 1;
                }
            }
            Place::Message { from: Lane::ALL[from], to: Lane::ALL[to] }
        })
        .collect()
}

/// The places of the rows of the Mermaid form. Strict: panics at anything that is not emitted.
fn read_mermaid(text: &str) -> Vec<Place> {
    let lane = |id: &str| *Lane::ALL.iter().find(|lane| lane.name().to_lowercase() == id).expect(id);
    let mut lines = text.lines();
    assert_eq!(lines.next(), Some("sequenceDiagram"));
    for one in Lane::ALL {
        let line = lines.next().unwrap();
        assert!(line.contains(&format!(" {} as {}<br/>", one.name().to_lowercase(), one.name())), "{line}");
    }
    lines
        .map(|line| {
            let (head, message) = line.strip_prefix("  ").and_then(|line| line.split_once(": ")).expect(line);
            let mut rest = message;
            while let Some((before, code)) = rest.split_once('#') {
                assert!(!before.contains([';', '<', '>', '"', '%', '`', '\\']), "{line}");
                let (code, after) = code.split_once(';').expect(line);
                assert!(code.parse::<u32>().is_ok(), "{line}");
                rest = after;
            }
            assert!(!rest.contains([';', '<', '>', '"', '%', '`', '\\']), "{line}");
            match head.strip_prefix("Note over ") {
                Some(over) => Place::Note { over: lane(over) },
                None => {
                    let (from, to) = head.split_once("->>").expect(line);
                    Place::Message { from: lane(from), to: lane(to) }
                }
            }
        })
        .collect()
}

/// A journey of one message node whose every text is hostile.
fn hostile(name: &str) -> Arc<Program> {
    let tree = serde_json::json!({"_id": "J", "entryNodeId": "a", "nodes": {
        "a": {"nodeType": "MessageNode", "displayName": name, "connections": {"true": name}}}});
    let export = serde_json::json!({"tree": tree, "nodes": {"a": {"message": {"en": name}}}});
    let definitions = load("x.json", &export.to_string()).unwrap();
    let (realm, identities) = parse_realm("realm.json", "{}").unwrap();
    Program::new(definitions, realm, identities)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_row_is_without_an_event(deeds in prop::collection::vec(0..DEEDS, 0..20)) {
        assert_rows_are_events(&demo(&deeds));
    }

    #[test]
    fn names_cannot_break_a_diagram(name in prop_oneof![
        Just("x\nend\n%% y; a->>b: z".to_owned()),
        Just("<b>#35;\"`\\ \x1b[2J 日本語".to_owned()),
        any::<String>(),
    ]) {
        let mut run = Run::new(hostile(&name), 1, "J").expect("it starts");
        let _ = run.submit(MAIN, vec![(1, Answer::Select(vec![0]))]);
        assert_rows_are_events(&run.log().iter().cloned().collect::<Vec<_>>());
    }
}
