//! A terminal with a program in it, and a person in front of it.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take. Only a test that fails waits for so long.
const DEADLINE: Duration = Duration::from_secs(20);

/// Runs the program as a shell would, and tells the terminal's settings before and after. Ctrl+C ends the
/// program only.
const WRAPPER: &str = r#"trap : INT
echo "before=$(stty -g)"
sh -c 'echo "pid=$$"; exec "$@"' sh "$@"
echo "status=$?"
echo "after=$(stty -g)"
read hold"#;

/// The environment of the terminal; nothing else of it comes from outside, but for the PATH.
pub(crate) type Env<'a> = &'a [(&'a str, &'a str)];

pub(crate) struct Screen {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Program,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    /// Everything that was written so far.
    pub(crate) bytes: Vec<u8>,
}

impl Screen {
    /// jsim with some arguments in a terminal of 80x24.
    pub(crate) fn start(args: &[&str]) -> Self {
        Self::start_with(args, (80, 24), &[])
    }

    /// jsim with some arguments in a terminal of a size with an environment.
    pub(crate) fn start_with(args: &[&str], size: (u16, u16), env: Env<'_>) -> Self {
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", WRAPPER, "sh", env!("CARGO_BIN_EXE_jsim")]);
        command.args(args);
        Self::spawn(command, size, env)
    }

    /// jsim with some arguments, which can open so many files at most.
    pub(crate) fn with_descriptors(descriptors: u32, args: &[&str]) -> Self {
        let limited = format!("ulimit -n {descriptors}; exec \"$@\"");
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", WRAPPER, "sh", "sh", "-c", &limited, "sh", env!("CARGO_BIN_EXE_jsim")]);
        command.args(args);
        Self::spawn(command, (80, 24), &[])
    }

    /// jsim without a shell around it.
    pub(crate) fn bare() -> Self {
        Self::spawn(CommandBuilder::new(env!("CARGO_BIN_EXE_jsim")), (80, 24), &[])
    }

    /// A shell that somebody types into.
    pub(crate) fn shell() -> Self {
        let mut command = CommandBuilder::new("sh");
        command.arg("-i");
        command.env("JSIM", env!("CARGO_BIN_EXE_jsim"));
        Self::spawn(command, (80, 24), &[("PS1", "ready> "), ("ENV", "")])
    }

    fn spawn(mut command: CommandBuilder, (cols, rows): (u16, u16), env: Env<'_>) -> Self {
        let jsim = command.get_env("JSIM").map(ToOwned::to_owned);
        command.env_clear();
        for name in ["PATH", "HOME", "LD_LIBRARY_PATH"] {
            if let Some(value) = std::env::var_os(name) {
                command.env(name, value);
            }
        }
        if let Some(jsim) = jsim {
            command.env("JSIM", jsim);
        }
        command.env("TERM", "xterm-256color");
        for (name, value) in env {
            command.env(name, value);
        }
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let child = pair.slave.spawn_command(command).expect("the program starts");
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        Self {
            writer: pair.master.take_writer().unwrap(),
            master: pair.master,
            child: Program(child),
            output,
            parser: vt100::Parser::new(rows, cols, 0),
            bytes: Vec::new(),
        }
    }

    /// Types; control characters are the keys that send them.
    pub(crate) fn send(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.writer.flush().unwrap();
        self
    }

    /// A bracketed paste.
    pub(crate) fn paste(&mut self, text: &str) {
        self.send(&format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Another size: columns, rows.
    pub(crate) fn resize(&mut self, cols: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.parser.screen_mut().set_size(rows, cols);
    }

    /// Something else writes to the terminal.
    pub(crate) fn scribble(&mut self, bytes: &str) {
        self.parser.process(bytes.as_bytes());
    }

    /// What is on the screen now, without the blanks at the ends of rows.
    pub(crate) fn contents(&self) -> String {
        let contents = self.parser.screen().contents();
        let rows: Vec<&str> = contents.lines().map(str::trim_end).collect();
        rows.join("\n").trim_end().to_owned()
    }

    /// The emulated screen.
    pub(crate) fn terminal(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Waits until the screen shows a text.
    pub(crate) fn until(&mut self, text: &str) -> &mut Self {
        self.wait(&format!("{text:?}"), |screen| screen.contents().contains(text))
    }

    /// Waits until something holds.
    pub(crate) fn wait(&mut self, what: &str, holds: impl Fn(&Self) -> bool) -> &mut Self {
        let end = Instant::now() + DEADLINE;
        while !holds(self) {
            let left = end.saturating_duration_since(Instant::now());
            match self.output.recv_timeout(left) {
                Ok(bytes) => {
                    self.parser.process(&bytes);
                    self.bytes.extend(bytes);
                }
                Err(why) => panic!("{what} did not come: {why}\n{}", self.framed()),
            }
        }
        self
    }

    /// Leaves a field, then the program.
    pub(crate) fn quit(&mut self) {
        self.send("\x1b");
        self.until("COMMAND").send("q");
    }

    /// Sends a signal to jsim.
    pub(crate) fn signal(&self, signal: Signal) {
        let pid = self.told("pid=").and_then(|pid| pid.parse().ok()).and_then(Pid::from_raw);
        kill_process(pid.expect("the process id was told"), signal).unwrap();
    }

    /// Sends jsim any signal of the system.
    pub(crate) fn signal_number(&self, number: i32) {
        let pid = self.told("pid=").expect("the process id was told");
        let sent = std::process::Command::new("sh").args(["-c", &format!("kill -{number} {pid}")]).status();
        assert!(sent.is_ok_and(|status| status.success()), "kill -{number}");
    }

    /// Closes the terminal, as its window; returns the exit code of the program. It has to be writing,
    /// as the reader notices only then.
    pub(crate) fn close(self) -> u32 {
        let Self { master, writer, mut child, output, .. } = self;
        drop((master, writer, output));
        let (sender, ended) = channel();
        std::thread::spawn(move || sender.send(child.0.wait().map(|status| status.exit_code())));
        ended.recv_timeout(DEADLINE).expect("the program ends").unwrap()
    }

    /// Waits until jsim has ended and the terminal is as it was; returns the exit code.
    pub(crate) fn left(&mut self) -> u32 {
        self.wait("the end", |screen| screen.told("after=").is_some());
        assert_eq!(self.told("after="), self.told("before="), "the terminal's settings\n{}", self.framed());
        self.given_back();
        self.told("status=").and_then(|status| status.parse().ok()).expect("a status")
    }

    /// The modes of the terminal are those of a shell.
    pub(crate) fn given_back(&self) {
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "the alternate screen is left");
        assert!(!screen.hide_cursor(), "the cursor is shown");
        assert!(!screen.bracketed_paste(), "bracketed paste is off");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is off");
        assert!(!screen.application_cursor() && !screen.application_keypad(), "plain keys");
        assert_eq!(screen.fgcolor(), vt100::Color::Default, "plain text");
        assert!(!screen.bold() && !screen.inverse() && !screen.underline(), "plain text");
    }

    /// A line that the wrapper wrote.
    fn told(&self, name: &str) -> Option<String> {
        let text = String::from_utf8_lossy(&self.bytes);
        let (_, rest) = text.split_once(name)?;
        rest.split_once('\r').map(|(value, _)| value.to_owned())
    }

    fn framed(&self) -> String {
        let mut out = String::from("the screen:\n");
        for line in self.contents().lines() {
            let _ = writeln!(out, "  | {line}");
        }
        out
    }
}

/// Ends its program when it goes.
struct Program(Box<dyn Child + Send + Sync>);

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
