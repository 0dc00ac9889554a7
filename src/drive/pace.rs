//! How fast world time runs against wall time.

/// A speed of the world's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Speed {
    /// As wall time.
    X1,
    /// DuplicateKey.
    X2,
    /// Five times.
    X5,
    /// Ten times.
    X10,
    /// Twenty times.
    X20,
    /// From wake-up to wake-up without waiting.
    Max,
}

const ALL: [Speed; 6] = [Speed::X1, Speed::X2, Speed::X5, Speed::X10, Speed::X20, Speed::Max];

impl Speed {
    /// As shown: `x1` to `x20`, `max`.
    pub fn name(self) -> &'static str {
        match self {
            Self::X1 => "x1",
            Self::X2 => "x2",
            Self::X5 => "x5",
            Self::X10 => "x10",
            Self::X20 => "x20",
            Self::Max => "max",
        }
    }

    /// World milliseconds per wall millisecond; `None` for `max`.
    pub fn factor(self) -> Option<u32> {
        match self {
            Self::X1 => Some(1),
            Self::X2 => Some(2),
            Self::X5 => Some(5),
            Self::X10 => Some(10),
            Self::X20 => Some(20),
            Self::Max => None,
        }
    }

    /// The next faster one; `max` stays.
    #[must_use]
    pub fn faster(self) -> Self {
        ALL.into_iter().find(|other| *other > self).unwrap_or(self)
    }

    /// The next slower one; `x1` stays.
    #[must_use]
    pub fn slower(self) -> Self {
        ALL.into_iter().rev().find(|other| *other < self).unwrap_or(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speeds_go_up_and_down_and_stop_at_the_ends() {
        let up =
            std::iter::successors(Some(Speed::X1), |speed| Some(speed.faster()).filter(|next| next != speed));
        let names: Vec<_> = up.map(Speed::name).collect();
        assert_eq!(names, ["x1", "x2", "x5", "x10", "x20", "max"]);
        assert_eq!(Speed::Max.slower(), Speed::X20);
        assert_eq!(Speed::X1.slower(), Speed::X1);
    }
}
