mod copies;

use std::io;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::*;
use crate::clock::{SimulatedClock, from_micros};
use crate::finding::Source;
use crate::http::Lost;
use crate::keys::Keys;
use crate::post::MediaKind;

/// Answers requests in order and keeps what was asked.
#[derive(Debug, Default)]
struct Scripted {
    answers: Mutex<Vec<Answer>>,
    asked: Mutex<Vec<(String, String, String)>>,
}

#[async_trait]
impl Transport for Scripted {
    async fn send(&self, _kind: Kind, request: Request) -> Result<Answer, Lost> {
        let (method, url) = (request.method().to_string(), request.url().to_string());
        let raw = request.into_raw().unwrap();
        let body = String::from_utf8_lossy(&raw.body).into_owned();
        self.asked.lock().unwrap().push((method, url, body));
        Ok(self.answers.lock().unwrap().remove(0))
    }
}

struct Bench {
    folder: tempfile::TempDir,
    wire: Arc<Scripted>,
    medium: Media,
}

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Answer {
    let headers: Vec<_> =
        headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Answer::of(status, &headers, body.as_bytes().to_vec())
}

impl Bench {
    fn new(answers: Vec<Answer>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(folder.path().join("blobs"));
        let source = folder.path().join("source");
        std::fs::write(&source, b"picture").unwrap();
        let stored = blobs.put(&std::fs::File::open(source).unwrap()).unwrap();
        let medium = Media::of("a.jpg", stored.digest, MediaKind::Jpeg, stored.bytes);
        let wire = Arc::new(Scripted { answers: Mutex::new(answers), ..Scripted::default() });
        Self { folder, wire, medium }
    }

    fn host(&self, settings: &str) -> Arc<dyn MediaHost> {
        self.hosting(settings).host()
    }

    fn hosting(&self, settings: &str) -> Hosting {
        let (config, findings) = read(settings);
        assert!(findings.is_empty(), "{findings:?}");
        let clock = Arc::new(SimulatedClock::starting_at(from_micros(1_795_600_000_000_000)));
        let blobs = Blobs::new(self.folder.path().join("blobs"));
        let transport = Arc::clone(&self.wire) as Arc<dyn Transport>;
        let ledger = self.folder.path().join("hosted.json");
        let secret = |_: &SecretRef| Ok(Secret::new("canary-host-77"));
        host(&config, &secret, transport, clock, blobs, ledger).unwrap()
    }

    /// The settings of a folder, which is there, and the place of the medium in it.
    fn shown(&self) -> (String, PathBuf) {
        let path = self.folder.path().join("www");
        std::fs::create_dir_all(&path).unwrap();
        let settings = format!(
            "kind = \"folder\"\npath = \"{}\"\npublic_url = \"https://www.example.org/m/\"\n",
            path.display()
        );
        (settings, path.join(name_of(&self.medium)))
    }

    /// What is taken away is gone now.
    async fn is_done(&self, hosting: &Hosting) {
        tokio::task::yield_now().await;
        hosting.0.as_ref().unwrap().locks.alone(&self.medium.digest).await;
    }

    fn asked(&self) -> Vec<(String, String, String)> {
        self.wire.asked.lock().unwrap().clone()
    }
}

async fn needing(digests: &[Digest]) -> Result<HashSet<Digest>, ()> {
    Ok(digests.iter().copied().collect())
}

fn read(settings: &str) -> (HostConfig, Vec<Finding>) {
    let mut keys = Keys::parse(&Source::new("test.toml", settings), 0, settings);
    let config = HostConfig::read(&mut keys, std::path::Path::new("/srv"));
    (config, keys.finish())
}

fn shown() -> Answer {
    answer(200, &[("content-type", "image/jpeg"), ("content-length", "7")], "")
}

/// What a server answers that was asked for the first byte of so many.
fn first_byte_of(bytes: u64) -> Answer {
    let range = format!("bytes 0-0/{bytes}");
    let headers =
        [("content-type", "image/jpeg"), ("content-length", "1"), ("content-range", &*range)];
    answer(206, &headers, "p")
}

const WORDPRESS: &str = "kind = \"wordpress\"\nsite = \"https://www.example.org/hindi\"\nuser = \"bot\"\n\
    password = { env = \"P\" }\n";
const S3: &str = "kind = \"s3\"\nendpoint = \"https://s3.example.org\"\nbucket = \"media\"\n\
    access_key = { env = \"A\" }\nsecret_key = { env = \"S\" }\n";

#[tokio::test]
async fn without_a_host_a_person_is_told_to_set_one_up() {
    let bench = Bench::new(vec![]);
    let failure = bench.host("").offer(&bench.medium, "part").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "media-host-missing"));
}

#[tokio::test]
async fn a_wordpress_library_gets_the_bytes_once_and_gives_them_up_again() {
    let item = r#"{"id":5,"source_url":"https://www.example.org/up/a.jpg","slug":"a"}"#;
    let bench = Bench::new(vec![
        answer(200, &[], "[]"),
        answer(201, &[], item),
        shown(),
        shown(),
        answer(200, &[], "{}"),
    ]);
    let hosting = bench.hosting(WORDPRESS);
    let host = hosting.host();
    for _ in 0..2 {
        let url = host.offer(&bench.medium, "part").await.unwrap();
        assert_eq!(url.as_str(), "https://www.example.org/up/a.jpg");
    }
    host.withdraw(&bench.medium, "part").await;
    bench.is_done(&hosting).await;
    let asked = bench.asked();
    let methods: Vec<_> = asked.iter().map(|(method, ..)| method.as_str()).collect();
    assert_eq!(methods, ["GET", "POST", "GET", "GET", "DELETE"]);
    assert_eq!(asked[1].1, "https://www.example.org/hindi/wp-json/wp/v2/media");
    assert_eq!(asked[1].2, "picture");
    assert_eq!(asked[4].1, "https://www.example.org/hindi/wp-json/wp/v2/media/5?force=true");
}

#[tokio::test]
async fn what_an_earlier_run_put_into_the_library_is_found_again() {
    let bench = Bench::new(vec![]);
    let slug = name_of(&bench.medium).replace(".jpg", "");
    let item =
        format!(r#"[{{"id":5,"source_url":"https://www.example.org/up/b.jpg","slug":"{slug}"}}]"#);
    *bench.wire.answers.lock().unwrap() = vec![answer(200, &[], &item), shown()];
    let url = bench.host(WORDPRESS).offer(&bench.medium, "part").await.unwrap();
    assert_eq!(url.as_str(), "https://www.example.org/up/b.jpg");
    assert!(bench.asked().iter().all(|(method, ..)| method != "POST"));
}

#[tokio::test]
async fn an_object_store_gets_the_bytes_by_a_signed_address() {
    let bench = Bench::new(vec![answer(200, &[], ""), shown(), answer(204, &[], "")]);
    let hosting = bench.hosting(&format!("{S3}public_url = \"https://cdn.example.org/m\"\n"));
    let host = hosting.host();
    let url = host.offer(&bench.medium, "part").await.unwrap();
    let name = name_of(&bench.medium);
    assert_eq!(url.as_str(), format!("https://cdn.example.org/m/{name}"));
    host.withdraw(&bench.medium, "part").await;
    bench.is_done(&hosting).await;
    let asked = bench.asked();
    assert_eq!((asked[0].0.as_str(), asked[0].2.as_str()), ("PUT", "picture"));
    let signed = format!("https://s3.example.org/media/{name}?X-Amz-Algorithm=AWS4-HMAC-SHA256");
    assert!(asked[0].1.starts_with(&signed), "{}", asked[0].1);
    assert!(asked.iter().all(|(_, url, _)| !url.contains("X-Amz-Signature=canary")));
}

#[tokio::test]
async fn a_signed_address_is_looked_at_by_the_one_method_that_it_is_signed_for() {
    let bench = Bench::new(vec![answer(200, &[], ""), first_byte_of(7)]);
    let url = bench.host(S3).offer(&bench.medium, "part").await.unwrap();
    assert!(url.query().unwrap().contains("X-Amz-Signature="), "{url}");
    let looked = ("GET".to_owned(), url.to_string(), String::new());
    assert_eq!(bench.asked()[1], looked, "a store answers 403 to any other");
}

#[tokio::test]
async fn a_place_that_shows_something_else_is_told_before_any_platform_fetches() {
    for (shown, problem) in [
        (answer(200, &[("content-type", "text/html")], ""), "content-type: text/html"),
        (
            answer(200, &[("content-type", "image/jpeg"), ("content-length", "9")], ""),
            "content-length: 9",
        ),
        (first_byte_of(9), "content-range: bytes 0-0/9"),
    ] {
        let bench = Bench::new(vec![answer(200, &[], ""), shown]);
        let failure = bench.host(S3).offer(&bench.medium, "part").await.unwrap_err();
        assert_eq!(&*failure.reason, "media-host-shows-something-else");
        assert_eq!(failure.facts["problem"], problem.into());
    }
    let bench = Bench::new(vec![answer(200, &[], ""), answer(404, &[], "")]);
    let failure = bench.host(S3).offer(&bench.medium, "part").await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "media-host-refuses"));
}

#[tokio::test]
async fn a_host_that_is_down_is_asked_again_later() {
    let bench = Bench::new(vec![answer(503, &[], "")]);
    assert_eq!(bench.host(S3).offer(&bench.medium, "part").await.unwrap_err().class, Class::Server);
}

#[tokio::test]
async fn a_folder_gets_a_file_that_the_web_server_may_read() {
    use std::os::unix::fs::PermissionsExt as _;
    let bench = Bench::new(vec![shown()]);
    let (settings, file) = bench.shown();
    let hosting = bench.hosting(&settings);
    let host = hosting.host();
    let url = host.offer(&bench.medium, "part").await.unwrap();
    assert_eq!(url.path(), format!("/m/{}", name_of(&bench.medium)));
    assert_eq!(std::fs::read(&file).unwrap(), b"picture");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o644);
    for _ in 0..2 {
        host.withdraw(&bench.medium, "part").await;
        bench.is_done(&hosting).await;
        assert!(!file.exists());
    }
}

#[tokio::test]
async fn the_own_door_shows_one_file_under_a_name_that_nobody_guesses() {
    let bench = Bench::new(vec![]);
    let public = Url::parse("https://www.example.org/m/").unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let blobs = Blobs::new(bench.folder.path().join("blobs"));
    let door = served::Served::new(listen, public, blobs);
    let url = door.put(&bench.medium).await.unwrap();
    assert_eq!(door.put(&bench.medium).await.unwrap(), url);
    let at = door.opened().await.unwrap();
    let ask = async |line: String| ask(at, &line).await.unwrap();
    let path = url.path().to_owned();
    let got = ask(format!("GET {path}")).await;
    assert!(got.starts_with("HTTP/1.1 200") && got.ends_with("\r\n\r\npicture"), "{got}");
    let head = ask(format!("HEAD {path}?x=1")).await;
    assert!(head.contains("content-length: 7") && !head.contains("picture"), "{head}");
    for (line, status) in [
        (format!("POST {path}"), "405"),
        ("GET /m/../../etc/passwd".to_owned(), "404"),
        ("GET /m/".to_owned(), "404"),
    ] {
        assert!(ask(line.clone()).await.starts_with(&format!("HTTP/1.1 {status}")), "{line}");
    }
    door.remove(&bench.medium).await.unwrap();
    assert!(ask(format!("GET {path}")).await.starts_with("HTTP/1.1 404"));
}

#[tokio::test]
async fn visitors_who_say_nothing_do_not_keep_the_door_shut() {
    let bench = Bench::new(vec![]);
    let public = Url::parse("https://www.example.org/m/").unwrap();
    let blobs = Blobs::new(bench.folder.path().join("blobs"));
    let door = served::Served::new("127.0.0.1:0".parse().unwrap(), public, blobs);
    let door = door.hurried(Duration::from_millis(50));
    let at = door.opened().await.unwrap();
    let silent = (0..served::MOST_VISITORS).map(|_| TcpStream::connect(at));
    let silent = futures_util::future::try_join_all(silent).await.unwrap();
    let answered = async {
        // On a busy machine so little patience can pass over somebody who does speak.
        while !ask(at, "GET /m/unknown").await.unwrap_or_default().starts_with("HTTP/1.1 404") {}
    };
    tokio::time::timeout(Duration::from_secs(20), answered).await.unwrap();
    drop(silent);
}

/// What the door at `at` answers to a line.
async fn ask(at: SocketAddr, line: &str) -> io::Result<String> {
    let mut stream = TcpStream::connect(at).await?;
    stream.write_all(format!("{line} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    Ok(answer)
}

#[test]
fn what_is_wrong_with_the_section_is_found_at_once() {
    let ids = |settings: &str| {
        let (config, findings) = read(settings);
        assert_eq!(config.place, None, "{settings}");
        findings.iter().map(|finding| finding.id).collect::<Vec<_>>()
    };
    assert_eq!(ids("kind = \"ftp\"\n"), ["not-a-choice"]);
    assert_eq!(ids("kind = \"folder\"\n").len(), 2);
    let plain = WORDPRESS.replace("https", "http");
    assert_eq!(ids(&plain), ["wrong-value"]);
    assert_eq!(ids(&WORDPRESS.replace("site", "sight")).len(), 2);
}
