//! Bodies: the right bytes, with their length told beforehand.

use std::io::Write as _;

use super::*;

/// More than one buffer, and not a whole number of them.
const SIZE: usize = 1_300_001;

fn content() -> Vec<u8> {
    (0..SIZE).map(|at| (at % 251) as u8).collect()
}

fn file_of(content: &[u8]) -> tempfile::NamedTempFile {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(content).unwrap();
    file
}

/// Sends `request` to a server that answers, and gives back what it saw.
async fn sent(request: impl FnOnce(&str) -> Request) -> crate::http::faults::Seen {
    let server = FaultServer::start(Fault::Answer(ok())).unwrap();
    let request = request(&server.url("/upload"));
    patient().send(Kind::Invisible, request).await.unwrap();
    server.seen().pop().unwrap()
}

fn upload(at: &str, file: FileSlice) -> Request {
    let body = Body::File { content_type: "video/mp4".to_owned(), file };
    Request::post("upload", url(at)).body(body).unwrap()
}

#[tokio::test]
async fn a_file_arrives_whole_with_its_length_announced() {
    let file = file_of(&content());
    let seen = sent(|at| upload(at, FileSlice::at(file.path(), SIZE as u64))).await;
    assert_eq!(seen.header("content-type"), Some("video/mp4"));
    assert_eq!(seen.content_length(), Some(SIZE));
    assert!(seen.body == content(), "the bytes differ");
}

#[tokio::test]
async fn a_stretch_of_an_open_file_arrives() {
    let file = file_of(&content()).into_file();
    let seen = sent(|at| upload(at, FileSlice::open(file, 500_000).from_offset(700_001))).await;
    assert_eq!(seen.content_length(), Some(500_000));
    assert!(seen.body == content()[700_001..1_200_001], "the bytes differ");
}

#[tokio::test]
async fn an_empty_file_is_sent_as_nothing() {
    let file = file_of(b"");
    let seen = sent(|at| upload(at, FileSlice::at(file.path(), 0))).await;
    assert_eq!((seen.content_length(), seen.body.len()), (Some(0), 0));
}

#[tokio::test]
async fn a_form_of_parts_arrives_whole_with_its_length_announced() {
    let file = file_of(&content());
    let parts = vec![
        Part::text("caption", "नमस्ते"),
        Part::json("payload_json", &json!({ "flags": 4 })),
        Part::bytes("thumb", "image/png", &b"png"[..]).named("चित्र.png"),
        Part::file("video", "video/mp4", FileSlice::at(file.path(), SIZE as u64)).named("a.mp4"),
    ];
    let body = Body::Multipart(parts);
    let seen = sent(|at| Request::post("upload", url(at)).body(body).unwrap()).await;
    assert_eq!(seen.content_length(), Some(seen.body.len()));
    let content_type = seen.header("content-type").unwrap();
    let (_, boundary) = content_type.split_once("boundary=").unwrap();
    let mut expected = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"caption\"\r\n\r\nनमस्ते\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"payload_json\"\r\n\
         Content-Type: application/json\r\n\r\n{{\"flags\":4}}\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"thumb\"; filename=\"चित्र.png\"\r\n\
         Content-Type: image/png\r\n\r\npng\r\n\
         --{boundary}\r\nContent-Disposition: form-data; name=\"video\"; filename=\"a.mp4\"\r\n\
         Content-Type: video/mp4\r\n\r\n"
    )
    .into_bytes();
    expected.extend(content());
    expected.extend(format!("\r\n--{boundary}--\r\n").bytes());
    assert!(seen.body == expected, "the bytes differ");
}

#[tokio::test]
async fn json_and_form_arrive_with_type_and_length() {
    let seen = sent(small).await;
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert_eq!(seen.content_length(), Some(seen.body.len()));
    assert_eq!(seen.body, "{\"text\":\"नमस्ते\"}".as_bytes());
    let fields = vec![("a b".to_owned(), "1&2".to_owned())];
    let seen = sent(|at| Request::post("form", url(at)).form(fields)).await;
    assert_eq!(seen.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(seen.body, b"a+b=1%262");
}

#[tokio::test]
async fn a_post_without_body_says_that_it_is_empty() {
    let seen = sent(|at| Request::post("publish", url(at))).await;
    assert_eq!(seen.content_length(), Some(0));
}

#[tokio::test]
async fn a_whole_upload_that_is_not_answered_is_uncertain() {
    let file = file_of(&content());
    let parts = vec![Part::file("video", "video/mp4", FileSlice::at(file.path(), SIZE as u64))];
    let server = FaultServer::start(Fault::CloseAfterRequest).unwrap();
    let request = Request::post("send", url(&server.url("/")));
    let lost = visible(&patient(), request.body(Body::Multipart(parts)).unwrap()).await;
    assert_uncertain(lost, Cause::Closed);
}

#[tokio::test]
async fn a_file_that_became_shorter_is_our_fault_and_never_a_whole_request() {
    let file = file_of(&content());
    let server = FaultServer::start(Fault::Answer(ok())).unwrap();
    let slice = FileSlice::at(file.path(), SIZE as u64 + 1);
    let lost = visible(&patient(), upload(&server.url("/"), slice)).await;
    assert!(matches!(lost, Err(Lost::Local { .. })), "{lost:?}");
    assert!(lost.unwrap_err().detail().contains("shorter"));
}

#[tokio::test]
async fn a_file_that_is_gone_is_our_fault() {
    let server = FaultServer::start(Fault::Answer(ok())).unwrap();
    let slice = FileSlice::at("/nonexistent/film.mp4", 10);
    let lost = visible(&patient(), upload(&server.url("/"), slice)).await;
    assert!(matches!(lost, Err(Lost::Local { .. })), "{lost:?}");
}
