//! The table and mutations of it against the engine itself, where it is installed.

use std::io::Write;
use std::path::Path;
use std::process::Command;

use super::text::mutated;
use super::{rows, said};
use journey_sim::script::language::LanguageLevel;

const JAR: &str = "/usr/share/java/js.jar";

/// Compiles each script of the array `scripts` at both levels and prints what the engine says, one a line.
const HARNESS: &str = r#"
var rhino = Packages.org.mozilla.javascript, context = rhino.Context.getCurrentContext(), first;
context.setOptimizationLevel(-1);
context.setErrorReporter(new rhino.ErrorReporter({
  error: function (message, source, line) { first = first || line + " " + message; throw first; },
  warning: function () {},
  runtimeError: function (message) { return new rhino.EvaluatorException(message); }
}));
scripts.forEach(function (script) {
  [0, 200].forEach(function (version) {
    var said = "ok";
    first = null;
    context.setLanguageVersion(version);
    try { context.compileString(script, "t", 1, null); } catch (e) {
      var java = e.javaException || e.rhinoException;
      said = first || (java && java.details ? java.lineNumber() + " " + java.details() : "crash");
    }
    context.setLanguageVersion(0);
    print(said.replace(/\n/g, "\\n"));
  });
});
"#;

#[test]
fn the_engine_agrees() {
    let java = Command::new("java").arg("-version").output();
    if !Path::new(JAR).exists() || java.is_err() {
        eprintln!("skipped: Rhino 1.7.14, {JAR}, or java is not here");
        return;
    }
    let mut scripts: Vec<String> = rows().iter().map(|row| row.script.clone()).collect();
    let mutations: Vec<String> =
        (1..).zip(scripts.iter().step_by(2)).map(|(seed, script)| mutated(script, seed)).collect();
    // Not compared: XML, of which the engine has more to say; a line end after `$` in a template, which it counts
    // twice; characters of which it sees halves.
    let is_compared = |script: &String| !["<", "..", "$\n", "𝒳"].iter().any(|part| script.contains(part));
    scripts.extend(mutations.into_iter().filter(is_compared));

    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "var scripts = {};{HARNESS}", in_ascii(&scripts)).unwrap();
    let run = Command::new("java")
        .args(["-XX:TieredStopAtLevel=1", "-cp", JAR, "org.mozilla.javascript.tools.shell.Main", "-f"])
        .arg(file.path())
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&run.stdout).into_owned();
    let answers: Vec<&str> = output.lines().collect();
    assert_eq!(answers.len(), scripts.len() * 2, "{}", String::from_utf8_lossy(&run.stderr));
    let mut wrong = Vec::new();
    for (script, answers) in scripts.iter().zip(answers.chunks(2)) {
        for (level, answer) in LanguageLevel::ALL.into_iter().zip(answers) {
            let found = said(script, level).replace('\n', "\\n");
            let found = if found == "e4x" { "ok" } else { &found };
            // A script with two faults of which one is the engine's own.
            let is_refused_anyhow = *answer == "crash" && found != "ok";
            if found != *answer && !is_refused_anyhow {
                wrong.push(format!("{script:?} at {level:?}: {found} instead of {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn in_ascii(scripts: &[String]) -> String {
    let json = serde_json::to_string(scripts).unwrap();
    let mut ascii = String::new();
    for unit in json.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => ascii.push(char::from(byte)),
            _ => ascii.push_str(&format!("\\u{unit:04x}")),
        }
    }
    ascii
}
