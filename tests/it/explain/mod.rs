//! Why and why not, and the ledger of rules: the commands from outside, the library from inside.

mod command;
mod mutations;
mod recorded;
mod rules;
mod untrusted;

/// The binary with arguments: exit code, standard output, standard error.
fn jsim(args: &[&str]) -> (i32, String, String) {
    let done = assert_cmd::Command::cargo_bin("jsim").unwrap().args(args).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code().unwrap(), text(done.stdout), text(done.stderr))
}
