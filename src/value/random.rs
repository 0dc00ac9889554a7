//! Seeded randomness: the only source of ids and random bytes in a world.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{RngCore, SeedableRng};
use uuid::Uuid;

/// A generator that a seed determines. A clone goes on exactly as the original would.
#[derive(Clone, Debug, PartialEq)]
pub struct SeededRandom(ChaCha8Rng);

impl SeededRandom {
    /// The generator for a seed.
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// A version 4 UUID.
    pub fn uuid(&mut self) -> Uuid {
        let mut bytes = [0; 16];
        self.0.fill_bytes(&mut bytes);
        uuid::Builder::from_random_bytes(bytes).into_uuid()
    }

    /// Fills a buffer with random bytes.
    pub fn fill(&mut self, bytes: &mut [u8]) {
        self.0.fill_bytes(bytes);
    }

    /// A number from 0 (included) to 1 (excluded), as `Math.random` gives it.
    pub fn unit(&mut self) -> f64 {
        // 53 bits: all that a double can tell apart below one.
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }
}
