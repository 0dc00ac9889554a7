//! Virtual time.

use std::fmt;
use std::ops::{Add, Sub};

/// An instant, or a span, of world time in milliseconds. Instants count from the Unix epoch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Millis(pub u64);

/// Where every world's clock starts: 2026-01-01T00:00:00Z. A fixed instant, so that runs repeat.
pub const WORLD_START: Millis = Millis(1_767_225_600_000);

impl Millis {
    /// A span of whole seconds. Saturates.
    pub fn from_secs(seconds: u64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// An instant on the world's clock: seconds since it began, as `9.4`.
    pub fn on_clock(self) -> String {
        self.since(WORLD_START).to_string()
    }

    /// The same to the millisecond, as `9.401`: where one millisecond decides.
    pub fn exactly_on_clock(self) -> String {
        let since = self.since(WORLD_START).0;
        format!("{}.{:03}", since / 1000, since % 1000)
    }

    /// The span since an earlier instant; zero if it is not earlier.
    #[must_use]
    pub fn since(self, earlier: Self) -> Self {
        Self(self.0.saturating_sub(earlier.0))
    }
}

impl Add for Millis {
    type Output = Self;
    fn add(self, span: Self) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub for Millis {
    type Output = Self;
    fn sub(self, span: Self) -> Self {
        self.since(span)
    }
}

/// Seconds with one decimal, as `8.0` or `183.2`: the form of every time on screen.
impl fmt::Display for Millis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0 / 1000, self.0 % 1000 / 100)
    }
}
