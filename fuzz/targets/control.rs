#![no_main]

use std::sync::{LazyLock, Mutex};

use tokio::runtime::Runtime;
use vouch_fuzz::holds::control::Door;

/// Requests to one sandbox: its log keeps what it was asked.
const REQUESTS: u32 = 1_000;

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("a runtime"));
static DOOR: Mutex<Option<(Door, u32)>> = Mutex::new(None);

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    let mut kept = DOOR.lock().expect("one request at a time");
    RUNTIME.block_on(async {
        let (door, asked) = match kept.take() {
            Some((door, asked)) if asked < REQUESTS => (door, asked),
            worn => {
                if let Some((door, _)) = worn {
                    door.close().await;
                }
                (Door::open().await, 0)
            }
        };
        door.holds(data).await;
        *kept = Some((door, asked + 1));
    });
});
