//! A gate between the program and the imitation: requests pass, and the answer to the first
//! visible one, or every answer while it is closed, is kept back until the test says so.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};

use dakiya::platform::mock::Stage;

/// The gate.
pub(crate) struct Gate {
    port: u16,
    way: Arc<Way>,
}

struct Way {
    stage: Stage,
    /// Whether answers are kept back from the first visible request on.
    visible: bool,
    kept_back: AtomicUsize,
    open: Mutex<bool>,
    opened: Condvar,
}

impl Gate {
    /// A gate before the imitation that listens on `port` and plays on `stage`, which closes with
    /// the first `visible` request, or when it is told to.
    pub(crate) fn before(port: u16, stage: Stage, visible: bool) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let own = listener.local_addr().unwrap().port();
        let (open, opened) = (Mutex::new(!visible), Condvar::new());
        let way = Arc::new(Way { stage, visible, kept_back: AtomicUsize::new(0), open, opened });
        let shared = Arc::clone(&way);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                join(client, TcpStream::connect(("127.0.0.1", port)).unwrap(), &shared);
            }
        });
        Self { port: own, way }
    }

    /// Where it listens.
    pub(crate) fn port(&self) -> u16 {
        self.port
    }

    /// How many answers were kept back.
    pub(crate) fn kept_back(&self) -> usize {
        self.way.kept_back.load(Ordering::Relaxed)
    }

    /// Keeps back every answer from now on.
    pub(crate) fn close(&self) {
        *self.way.open.lock().unwrap() = false;
    }

    /// Lets everything pass from now on.
    pub(crate) fn open(&self) {
        *self.way.open.lock().unwrap() = true;
        self.way.opened.notify_all();
    }
}

fn join(client: TcpStream, server: TcpStream, way: &Arc<Way>) {
    // What was read in two pieces is passed on in two, and the second does not wait for the first.
    client.set_nodelay(true).unwrap();
    server.set_nodelay(true).unwrap();
    let (to_server, to_client) = (server.try_clone().unwrap(), client.try_clone().unwrap());
    std::thread::spawn(move || copy(client, to_server, || {}));
    let way = Arc::clone(way);
    std::thread::spawn(move || copy(server, to_client, || way.wait()));
}

fn copy(mut from: TcpStream, mut to: TcpStream, before: impl Fn()) {
    let mut bytes = [0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        before();
        if to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    // The other side may be gone already.
    let _gone = to.shutdown(Shutdown::Write);
}

impl Way {
    fn wait(&self) {
        let mut open = self.open.lock().unwrap();
        while !*open && (!self.visible || self.stage.visible_requests() > 0) {
            self.kept_back.fetch_add(1, Ordering::Relaxed);
            open = self.opened.wait(open).unwrap();
        }
    }
}
