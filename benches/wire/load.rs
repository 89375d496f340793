//! Two kinds of load: callers who wait for their answer before they go on, and deliveries that come
//! when they are due, whether the earlier ones are answered or not.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::body::Bytes;

use crate::figures::Load;
use crate::subject::Running;

/// Connections that carry an open loop: more than ever wait at once, unless the subject falls behind.
const OPEN_CALLERS: usize = 256;
/// How long an answer may take before it counts as an error.
const LONGEST: Duration = Duration::from_secs(30);

/// The bodies of a stretch of load, in order; none when they are used up.
pub type Bodies = Arc<dyn Fn(usize) -> Option<Bytes> + Send + Sync>;

struct Tally {
    bodies: Bodies,
    /// What an answer has to hold.
    wanted: &'static [u8],
    next: AtomicUsize,
    errors: AtomicUsize,
    latencies_us: Mutex<Vec<u32>>,
}

impl Tally {
    fn new(bodies: Bodies, wanted: &'static str) -> Arc<Self> {
        Arc::new(Self {
            bodies,
            wanted: wanted.as_bytes(),
            next: AtomicUsize::new(0),
            errors: AtomicUsize::new(0),
            latencies_us: Mutex::default(),
        })
    }

    fn took(&self, since: Instant, right: bool) {
        if right {
            let us = u32::try_from(since.elapsed().as_micros()).unwrap_or(u32::MAX);
            self.latencies_us.lock().expect("nobody panicked").push(us);
        } else {
            self.errors.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn is_right(&self, status: u16, answer: &[u8]) -> bool {
        let found = answer.windows(self.wanted.len().max(1)).any(|window| window == self.wanted);
        let right = status == 200 && (found || self.wanted.is_empty());
        if !right && self.errors.load(Ordering::Relaxed) == 0 {
            eprintln!("a wrong answer: {status} {}", String::from_utf8_lossy(answer));
        }
        right
    }

    fn load(&self, took: Duration) -> Load {
        let latencies = std::mem::take(&mut *self.latencies_us.lock().expect("nobody panicked"));
        Load::new(latencies, self.errors.load(Ordering::Relaxed), took)
    }
}

/// `callers` at once, each with one delivery at a time, for `length` or until the bodies are used up.
pub async fn closed(
    subject: &Running,
    callers: usize,
    length: Duration,
    bodies: Bodies,
    wanted: &'static str,
) -> Load {
    let tally = Tally::new(bodies, wanted);
    let mut connections = Vec::new();
    for _ in 0..callers {
        connections.push(subject.caller().await);
    }
    let start = Instant::now();
    let calling = connections.into_iter().map(|mut caller| {
        let tally = Arc::clone(&tally);
        tokio::spawn(async move {
            while start.elapsed() < length {
                let nth = tally.next.fetch_add(1, Ordering::Relaxed);
                let Some(body) = (tally.bodies)(nth) else { return };
                let sent = Instant::now();
                match caller.deliver(body).await {
                    Ok((status, answer)) => tally.took(sent, tally.is_right(status, &answer)),
                    Err(_) => return tally.took(sent, false),
                }
            }
        })
    });
    futures_util::future::join_all(calling).await;
    tally.load(start.elapsed())
}

/// `rate` deliveries a second for `length`. A latency counts from the moment a delivery was due, so
/// that a subject that stalls does not hide those it kept waiting.
pub async fn open(
    subject: &Running,
    rate: u32,
    length: Duration,
    bodies: Bodies,
    wanted: &'static str,
) -> Load {
    let tally = Tally::new(bodies, wanted);
    let mut connections = Vec::new();
    for _ in 0..OPEN_CALLERS {
        connections.push(subject.caller().await);
    }
    let start = Instant::now() + Duration::from_millis(20);
    let calling = connections.into_iter().map(|mut caller| {
        let tally = Arc::clone(&tally);
        tokio::spawn(async move {
            loop {
                let nth = tally.next.fetch_add(1, Ordering::Relaxed);
                let due =
                    start + Duration::from_secs(1) * u32::try_from(nth).unwrap_or(u32::MAX) / rate;
                if due >= start + length {
                    return;
                }
                let Some(body) = (tally.bodies)(nth) else { return };
                tokio::time::sleep_until(due.into()).await;
                // A subject that is this far behind is not waited for any longer.
                if due.elapsed() > LONGEST {
                    tally.took(due, false);
                    continue;
                }
                match tokio::time::timeout(LONGEST, caller.deliver(body)).await {
                    Ok(Ok((status, answer))) => tally.took(due, tally.is_right(status, &answer)),
                    Ok(Err(_)) | Err(_) => return tally.took(due, false),
                }
            }
        })
    });
    futures_util::future::join_all(calling).await;
    tally.load(start.elapsed())
}
