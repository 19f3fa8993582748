//! A listener on loopback whose connections end with it.

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

/// Kept small, so that a stalled upload is noticed after little data.
const RECEIVE_BUFFER: u32 = 64 * 1024;

/// A socket bound to a free port of loopback. Until something listens on it, the kernel refuses
/// connections to it, and nobody else can take the port.
pub(super) fn bound() -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    socket.set_recv_buffer_size(RECEIVE_BUFFER)?;
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    Ok(socket)
}

/// Accepts connections until dropped.
pub(super) struct Listener {
    pub(super) address: SocketAddr,
    accepting: JoinHandle<()>,
}

impl Listener {
    /// Serves each connection with `serve`, in a task of its own.
    pub(super) fn start<F, Served>(serve: F) -> io::Result<Self>
    where
        F: Fn(TcpStream) -> Served + Send + 'static,
        Served: Future<Output = ()> + Send + 'static,
    {
        let listener = bound()?.listen(1024)?;
        let address = listener.local_addr()?;
        let accepting = tokio::spawn(async move {
            let mut connections = JoinSet::new();
            while let Ok((stream, _)) = listener.accept().await {
                let _sends_small_writes_at_once = stream.set_nodelay(true);
                connections.spawn(serve(stream));
                while connections.try_join_next().is_some() {}
            }
        });
        Ok(Self { address, accepting })
    }

    /// Ends it, and returns when the port is closed. After a mere drop the kernel still takes
    /// connections until the task is gone, and resets these later.
    pub(super) async fn stop(mut self) {
        self.accepting.abort();
        let _aborted_or_ended = (&mut self.accepting).await;
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
