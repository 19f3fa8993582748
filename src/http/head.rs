//! The head of a request that a visitor sends to a door of ours.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _};

/// The longest head that is read, in bytes.
const MOST: usize = 16 * 1024;

/// The end of a head.
const END: &[u8] = b"\r\n\r\n";

/// What a visitor asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The method, such as `GET`.
    pub method: String,
    /// What follows it: a path, with a query perhaps.
    pub target: String,
}

/// Reads a head to its end and no further than a bound; nothing where it is too long, ends early,
/// or begins with something else than a method and a path.
///
/// # Errors
/// Where the connection breaks.
pub async fn read_head(visitor: &mut (impl AsyncRead + Unpin)) -> io::Result<Option<Head>> {
    let mut head = Vec::new();
    let mut piece = [0; 1024];
    while !head.windows(END.len()).any(|window| window == END) {
        let read = visitor.read(&mut piece).await?;
        if read == 0 || head.len() + read > MOST {
            return Ok(None);
        }
        head.extend_from_slice(&piece[..read]);
    }
    Ok(first_line(&String::from_utf8_lossy(&head)))
}

fn first_line(head: &str) -> Option<Head> {
    let mut words = head.lines().next()?.split(' ');
    let (method, target) = (words.next()?, words.next()?);
    let is_sound = !method.is_empty() && target.starts_with('/');
    is_sound.then(|| Head { method: method.to_owned(), target: target.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn read(bytes: &[u8]) -> Option<(String, String)> {
        let head = read_head(&mut &bytes[..]).await.unwrap();
        head.map(|head| (head.method, head.target))
    }

    #[tokio::test]
    async fn method_and_path_are_read_and_what_follows_does_not_matter() {
        let asked = read(b"GET /login?code=a HTTP/1.1\r\nhost: x\r\n\r\nbody").await;
        assert_eq!(asked, Some(("GET".to_owned(), "/login?code=a".to_owned())));
    }

    #[tokio::test]
    async fn what_is_no_request_is_nothing() {
        let long = [b"GET / HTTP/1.1\r\nx: ".as_slice(), &[b'a'; MOST], b"\r\n\r\n"].concat();
        for bytes in [
            b"".as_slice(),
            b"GET / HTTP/1.1\r\nhost: x\r\n",
            b"\r\n\r\n",
            b"GET\r\n\r\n",
            b" / HTTP/1.1\r\n\r\n",
            b"GET https://elsewhere.example/ HTTP/1.1\r\n\r\n",
            &long,
        ] {
            assert_eq!(
                read(bytes).await,
                None,
                "{:?}",
                String::from_utf8_lossy(&bytes[..bytes.len().min(40)])
            );
        }
    }
}
