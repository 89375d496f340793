//! Stands between a bot and its PostgreSQL, and can fall silent as a machine does that dies or is cut
//! off: nothing is closed, nothing comes any more.

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

pub struct Relay {
    /// Host and port of the server.
    to: String,
    address: SocketAddr,
    /// How often it fell silent. A connection belongs to the time in which it was made.
    silences: watch::Sender<u64>,
}

impl Relay {
    pub async fn open(to: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, silences) = (listener.local_addr().unwrap(), watch::Sender::new(0));
        let (heard, server) = (silences.clone(), to.clone());
        tokio::spawn(async move {
            while let Ok((here, _)) = listener.accept().await {
                let there = TcpStream::connect(&server).await.unwrap();
                let (from_here, to_here) = here.into_split();
                let (from_there, to_there) = there.into_split();
                tokio::spawn(carry(from_here, to_there, heard.subscribe()));
                tokio::spawn(carry(from_there, to_here, heard.subscribe()));
            }
        });
        Self { to, address, silences }
    }

    /// The same URL, by this relay.
    pub fn url(&self, url: &str) -> String {
        url.replacen(&self.to, &self.address.to_string(), 1)
    }

    /// From now on nothing comes by the connections there are. New ones work.
    pub fn falls_silent(&self) {
        self.silences.send_modify(|silences| *silences += 1);
    }
}

async fn carry(
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    mut silences: watch::Receiver<u64>,
) {
    silences.mark_unchanged();
    let mut bytes = vec![0; 16 << 10];
    loop {
        tokio::select! {
            biased;
            // Held open, and never read or written again.
            _ = silences.changed() => return std::future::pending().await,
            read = from.read(&mut bytes) => match read {
                Ok(0) | Err(_) => return,
                Ok(read) if to.write_all(&bytes[..read]).await.is_err() => return,
                Ok(_) => {}
            },
        }
    }
}
