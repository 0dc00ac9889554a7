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

    /// The span from the beginning of the world to this instant.
    pub fn since_start(self) -> Self {
        self.since(WORLD_START)
    }

    /// An instant on the world's clock: seconds since it began, as `9.4`.
    pub fn on_clock(self) -> String {
        self.since_start().to_string()
    }

    /// A span as a stopwatch shows it: minutes, seconds and tenths, as `0:14.0`.
    pub fn as_stopwatch(self) -> String {
        format!("{}:{:02}.{}", self.0 / 60_000, self.0 / 1000 % 60, self.0 / 100 % 10)
    }

    /// A span in minutes and seconds, as `2:49`: what is left of a life.
    pub fn as_countdown(self) -> String {
        format!("{}:{:02}", self.0 / 60_000, self.0 / 1000 % 60)
    }

    /// The same to the millisecond, as `9.401`: where one millisecond decides.
    pub fn exactly_on_clock(self) -> String {
        let since = self.since_start().0;
        format!("{}.{:03}", since / 1000, since % 1000)
    }

    /// An instant as AM writes it: `2026-01-01T00:00:00Z`, in whole seconds.
    pub fn to_utc(self) -> String {
        let seconds = self.0 / 1000;
        let (mut days, clock) = (seconds / 86_400, seconds % 86_400);
        let leap =
            |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        // 400 years have 146 097 days.
        let mut year = 1970 + days / 146_097 * 400;
        days %= 146_097;
        while days >= if leap(year) { 366 } else { 365 } {
            days -= if leap(year) { 366 } else { 365 };
            year += 1;
        }
        let february = if leap(year) { 29 } else { 28 };
        let mut month = 1;
        for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
            if days < length {
                break;
            }
            days -= length;
            month += 1;
        }
        let (hours, minutes, seconds) = (clock / 3600, clock / 60 % 60, clock % 60);
        format!("{year:04}-{month:02}-{:02}T{hours:02}:{minutes:02}:{seconds:02}Z", days + 1)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_on_a_stopwatch() {
        assert_eq!(Millis(14_049).as_stopwatch(), "0:14.0");
        assert_eq!(Millis(3_600_900).as_stopwatch(), "60:00.9");
        assert_eq!(Millis(169_999).as_countdown(), "2:49");
        assert_eq!((WORLD_START + Millis(13_200)).on_clock(), "13.2");
    }

    #[test]
    fn instants_are_written_as_dates() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_399, "2000-02-28T23:59:59Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_767_225_600, "2026-01-01T00:00:00Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(Millis::from_secs(seconds).to_utc(), text);
        }
        assert_eq!(Millis(WORLD_START.0 + 61_999).to_utc(), "2026-01-01T00:01:01Z");
        assert!(!Millis(u64::MAX).to_utc().is_empty());
    }
}
