//! Files as bodies: a reader thread fills large buffers ahead of the socket.
//!
//! Measured for 1 GiB: this way 1,776 MB/s, the library's own file body 65 MB/s, since it moves
//! 8 KiB at a time between threads.

use std::fmt;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::PathBuf;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use tokio::sync::mpsc;

/// The size of a buffer in bytes.
const BUFFER: u64 = 256 * 1024;

/// How many full buffers may wait for the socket.
const AHEAD: usize = 4;

/// A stretch of a file, to be sent as it is read. Never held in memory as a whole.
pub struct FileSlice {
    source: Source,
    offset: u64,
    len: u64,
}

enum Source {
    Path(PathBuf),
    Open(File),
}

impl FileSlice {
    /// The first `len` bytes of the file at `path`, opened when the body is first asked for.
    pub fn at(path: impl Into<PathBuf>, len: u64) -> Self {
        Self { source: Source::Path(path.into()), offset: 0, len }
    }

    /// The first `len` bytes of `file`. Moves the file's position.
    #[must_use]
    pub fn open(file: File, len: u64) -> Self {
        Self { source: Source::Open(file), offset: 0, len }
    }

    /// The same number of bytes, beginning `offset` bytes into the file.
    #[must_use]
    pub fn from_offset(mut self, offset: u64) -> Self {
        self.offset = offset;
        self
    }

    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// Whether it has no bytes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// All its bytes at once, for imitations.
    pub(super) fn read_all(self) -> io::Result<Vec<u8>> {
        let mut file = match self.source {
            Source::Path(path) => File::open(path)?,
            Source::Open(file) => file,
        };
        file.seek(SeekFrom::Start(self.offset))?;
        let mut bytes = Vec::new();
        file.take(self.len).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    pub(super) fn into_body(self) -> reqwest::Body {
        let left = self.len;
        reqwest::Body::wrap(FileBody { left, state: State::Waiting(Some(self)) })
    }

    fn read_into(self, buffers: &mpsc::Sender<io::Result<Bytes>>) -> io::Result<()> {
        let mut file = match self.source {
            Source::Path(path) => File::open(path)?,
            Source::Open(file) => file,
        };
        file.seek(SeekFrom::Start(self.offset))?;
        let mut left = self.len;
        while left > 0 {
            let buffer = read_exactly(&mut file, left.min(BUFFER))?;
            left -= buffer.len() as u64;
            if buffers.blocking_send(Ok(buffer)).is_err() {
                break;
            }
        }
        Ok(())
    }
}

fn read_exactly(file: &mut File, len: u64) -> io::Result<Bytes> {
    let mut buffer = Vec::with_capacity(usize::try_from(len).unwrap_or(usize::MAX));
    let read = file.take(len).read_to_end(&mut buffer)?;
    if (read as u64) < len {
        let short = "the file is shorter than it was when it was measured";
        return Err(io::Error::new(io::ErrorKind::UnexpectedEof, short));
    }
    Ok(buffer.into())
}

impl fmt::Debug for FileSlice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FileSlice({} bytes from {})", self.len, self.offset)
    }
}

/// A [`FileSlice`] being sent.
struct FileBody {
    left: u64,
    state: State,
}

enum State {
    /// Not asked for yet: a request that never connects never opens its file.
    Waiting(Option<FileSlice>),
    Reading(mpsc::Receiver<io::Result<Bytes>>),
}

impl FileBody {
    fn buffers(&mut self) -> Option<&mut mpsc::Receiver<io::Result<Bytes>>> {
        if let State::Waiting(slice) = &mut self.state {
            let slice = slice.take()?;
            let (filled, buffers) = mpsc::channel(AHEAD);
            tokio::task::spawn_blocking(move || {
                if let Err(error) = slice.read_into(&filled) {
                    let _the_request_is_gone = filled.blocking_send(Err(error));
                }
            });
            self.state = State::Reading(buffers);
        }
        match &mut self.state {
            State::Reading(buffers) => Some(buffers),
            State::Waiting(_) => None,
        }
    }
}

impl http_body::Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let Some(buffers) = self.buffers() else { return Poll::Ready(None) };
        let filled = match ready!(buffers.poll_recv(context)) {
            Some(filled) => filled,
            None => Err(io::Error::other("the reader of the file ended early")),
        };
        if let Ok(buffer) = &filled {
            self.left = self.left.saturating_sub(buffer.len() as u64);
        }
        Poll::Ready(Some(filled.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.left == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
