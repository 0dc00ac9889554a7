//! From starting the program to its first frame, in a pseudo-terminal. `cargo bench --bench start`
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::Read;

use divan::Bencher;
use portable_pty::{Child, CommandBuilder, PtySize, native_pty_system};

fn main() {
    divan::main();
}

/// What ends a frame: the terminal may show it now.
const FRAME_END: &[u8] = b"\x1b[?2026l";

#[divan::bench(sample_count = 30, sample_size = 1)]
fn first_frame(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_jsim"));
        command.env("TERM", "xterm-256color");
        let mut reader = pty.master.try_clone_reader().unwrap();
        let child = pty.slave.spawn_command(command).expect("the program starts");
        let mut seen = Vec::new();
        let mut chunk = [0; 8192];
        while !seen.windows(FRAME_END.len()).any(|window| window == FRAME_END) {
            let count = reader.read(&mut chunk).unwrap();
            assert!(count > 0, "it ended before its first frame: {}", String::from_utf8_lossy(&seen));
            seen.extend_from_slice(&chunk[..count]);
        }
        // What is returned is dropped outside the time that is taken.
        Ended(child)
    });
}

/// Ends the program when dropped.
struct Ended(Box<dyn Child + Send + Sync>);

impl Drop for Ended {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
