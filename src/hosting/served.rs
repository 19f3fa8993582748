//! A door of our own: one file for each random path, gone when it is no longer needed.

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::fs::File;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OnceCell, Semaphore};
use tokio::task::AbortHandle;
use tokio::time::timeout;
use uuid::Uuid;

use super::{Store, below, own_machine};
use crate::blobs::{Blobs, Digest};
use crate::failure::Failure;
use crate::http::{Head, Url, read_head};
use crate::post::Media;

/// How many visitors are served at once.
pub(super) const MOST_VISITORS: usize = 32;

/// How long a visitor may take nothing, or say nothing, before the place is free for others.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much is read from the disk at once, in bytes.
const PIECE: usize = 64 * 1024;

/// The pause after a visitor that could not be let in.
const A_MOMENT: Duration = Duration::from_millis(100);

/// What is offered, by its name.
type Offers = Arc<Mutex<HashMap<String, Offer>>>;

#[derive(Debug, Clone)]
struct Offer {
    digest: Digest,
    path: PathBuf,
    mime: &'static str,
    bytes: u64,
}

/// The door. It opens with the first offer.
pub(super) struct Served {
    listen: SocketAddr,
    public_url: Url,
    blobs: Blobs,
    offers: Offers,
    patience: Duration,
    open: OnceCell<Open>,
}

/// Closes the door when dropped.
struct Open(AbortHandle, SocketAddr);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Served {
    pub(super) fn new(listen: SocketAddr, public_url: Url, blobs: Blobs) -> Self {
        let (offers, open) = (Offers::default(), OnceCell::new());
        Self { listen, public_url, blobs, offers, patience: PATIENCE, open }
    }

    /// With less patience, for tests.
    #[cfg(test)]
    pub(super) fn hurried(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Where it listens, once it is open.
    pub(super) async fn opened(&self) -> io::Result<SocketAddr> {
        let open = self.open.get_or_try_init(|| async {
            let listener = TcpListener::bind(self.listen).await?;
            let at = listener.local_addr()?;
            let serving = tokio::spawn(serve(listener, Arc::clone(&self.offers), self.patience));
            Ok::<_, io::Error>(Open(serving.abort_handle(), at))
        });
        Ok(open.await?.1)
    }

    fn name(&self, medium: &Media) -> String {
        let mut offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        let known = offers.iter().find(|(_, offer)| offer.digest == medium.digest);
        if let Some((name, _)) = known {
            return name.clone();
        }
        let name = format!("{}.{}", Uuid::new_v4().simple(), medium.kind.ending());
        let path = self.blobs.path(&medium.digest);
        let (digest, mime, bytes) = (medium.digest, medium.kind.mime(), medium.bytes);
        offers.insert(name.clone(), Offer { digest, path, mime, bytes });
        name
    }
}

#[async_trait]
impl Store for Served {
    async fn put(&self, medium: &Media) -> Result<Url, Failure> {
        self.opened().await.map_err(own_machine)?;
        Ok(below(&self.public_url, &self.name(medium)))
    }

    async fn remove(&self, medium: &Media) -> Result<(), Failure> {
        let mut offers = self.offers.lock().unwrap_or_else(PoisonError::into_inner);
        offers.retain(|_, offer| offer.digest != medium.digest);
        Ok(())
    }
}

#[expect(clippy::disallowed_methods, reason = "no time is planned by this pause")]
async fn serve(listener: TcpListener, offers: Offers, patience: Duration) {
    let room = Arc::new(Semaphore::new(MOST_VISITORS));
    loop {
        let Ok(permit) = Arc::clone(&room).acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            // Gone again before it was let in, or no descriptor is left: then not at full speed.
            tokio::time::sleep(A_MOMENT).await;
            continue;
        };
        let offers = Arc::clone(&offers);
        tokio::spawn(async move {
            // Whoever hangs up in the middle has only spoilt it for themselves.
            let _hung_up = visit(stream, &offers, patience).await;
            drop(permit);
        });
    }
}

async fn visit(mut stream: TcpStream, offers: &Offers, patience: Duration) -> io::Result<()> {
    let Some(Head { method, target }) = timeout(patience, read_head(&mut stream)).await?? else {
        return head(&mut stream, "400 Bad Request", "text/plain", 0).await;
    };
    let offer =
        offers.lock().unwrap_or_else(PoisonError::into_inner).get(name_in(&target)).cloned();
    match (offer, method.as_str()) {
        (Some(offer), "GET") => {
            let mut file = File::open(&offer.path).await?;
            head(&mut stream, "200 OK", offer.mime, offer.bytes).await?;
            copy(&mut file, &mut stream, patience).await?;
            stream.shutdown().await
        }
        (Some(offer), "HEAD") => head(&mut stream, "200 OK", offer.mime, offer.bytes).await,
        (Some(_), _) => head(&mut stream, "405 Method Not Allowed", "text/plain", 0).await,
        (None, _) => head(&mut stream, "404 Not Found", "text/plain", 0).await,
    }
}

/// Sends the whole of `file`, for as long as the visitor goes on taking it.
async fn copy(file: &mut File, stream: &mut TcpStream, patience: Duration) -> io::Result<()> {
    let mut piece = vec![0; PIECE];
    loop {
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Ok(());
        }
        timeout(patience, stream.write_all(&piece[..read])).await??;
    }
}

/// The last piece of the path.
fn name_in(target: &str) -> &str {
    let path = target.split('?').next().unwrap_or_default();
    path.rsplit('/').next().unwrap_or_default()
}

async fn head(stream: &mut TcpStream, status: &str, mime: &str, bytes: u64) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: {mime}\r\ncontent-length: {bytes}\r\n\
         x-content-type-options: nosniff\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await
}
