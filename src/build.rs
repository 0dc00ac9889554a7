//! Builds again when a shipped journey or scenario is added: the folder is embedded.

fn main() {
    println!("cargo:rerun-if-changed=journeys");
}
