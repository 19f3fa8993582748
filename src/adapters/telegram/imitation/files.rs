//! Files on the imitated servers: what is taken, and what becomes of it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Refusal;
use super::fields::Args;
use crate::adapters::telegram::limits::{
    FILE_BYTES, PICTURE_BYTES, PICTURE_RATIO, PICTURE_SIDES, Sort,
};
use crate::blobs::Digest;
use crate::platform::mock::FormPart;

/// The endings that are taken for pictures.
const PICTURES: [&str; 6] = ["jpg", "jpeg", "png", "gif", "tif", "bmp"];

/// All files that were sent once, by their ids.
#[derive(Debug, Default)]
pub(super) struct Files {
    known: BTreeMap<String, Stored>,
    count: u64,
}

/// One file.
#[derive(Debug, Clone)]
pub(super) struct Stored {
    pub(super) sort: Sort,
    id: String,
    unique: String,
    name: String,
    mime: String,
    width: usize,
    height: usize,
    bytes: usize,
}

impl Files {
    /// Forgets every file; an id is never given twice all the same.
    pub(super) fn forget(&mut self) {
        self.known.clear();
    }

    /// The file that `said` names: one that goes along, or one that is known already.
    pub(super) fn take(&mut self, args: &Args, sort: Sort, said: &str) -> Result<Stored, Refusal> {
        let attached = match said.strip_prefix("attach://") {
            Some(name) => Some(args.file(name).ok_or_else(wrong_file)?),
            None if said.is_empty() => args.file(sort.field()),
            None => None,
        };
        match attached {
            Some(part) => self.upload(part, sort),
            None if said.contains("://") => Err(Refusal::bad("failed to get HTTP URL content")),
            None => self.known(said, sort),
        }
    }

    fn known(&self, id: &str, sort: Sort) -> Result<Stored, Refusal> {
        match self.known.get(id) {
            Some(stored) if stored.sort == sort => Ok(stored.clone()),
            Some(_) => Err(Refusal::bad("type of file mismatch")),
            None => Err(wrong_file()),
        }
    }

    fn upload(&mut self, part: &FormPart, sort: Sort) -> Result<Stored, Refusal> {
        let (width, height) = check(part, sort)?;
        self.count += 1;
        let digest = Digest::of(&part.bytes).to_string();
        let stored = Stored {
            sort,
            id: format!("AgACAgUAAxkDAAI{:08}", self.count),
            unique: format!("AQAD{}", &digest[..12]),
            name: part.file.clone().unwrap_or_default(),
            mime: part.content_type.clone().unwrap_or_default(),
            width,
            height,
            bytes: part.bytes.len(),
        };
        self.known.insert(stored.id.clone(), stored.clone());
        Ok(stored)
    }
}

fn wrong_file() -> Refusal {
    Refusal::bad("wrong file identifier/HTTP URL specified")
}

/// Whether a file is taken as this sort; its width and height where it is a picture.
fn check(part: &FormPart, sort: Sort) -> Result<(usize, usize), Refusal> {
    let too_big = || Refusal::new(413, "Request Entity Too Large");
    if part.bytes.is_empty() {
        return Err(Refusal::bad("file must be non-empty"));
    }
    if part.bytes.len() as u64 > FILE_BYTES {
        return Err(too_big());
    }
    if part.content_type.is_none() {
        return Err(Refusal::bad("the file has no content type"));
    }
    if sort != Sort::Photo {
        return Ok((0, 0));
    }
    let name = part.file.as_deref().unwrap_or_default();
    let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    if !PICTURES.contains(&ending.as_str()) {
        let words = format!("photo has unsupported extension \"{ending}\". Use one of .jpg, .png");
        return Err(Refusal::bad(words));
    }
    if part.bytes.len() as u64 > PICTURE_BYTES {
        return Err(Refusal::bad("file is too big for a photo"));
    }
    sides(&part.bytes)
}

fn sides(bytes: &[u8]) -> Result<(usize, usize), Refusal> {
    let size = imagesize::blob_size(bytes).map_err(|_| Refusal::bad("IMAGE_PROCESS_FAILED"))?;
    let (long, short) = (size.width.max(size.height), size.width.min(size.height));
    let too_long = size.width + size.height > PICTURE_SIDES as usize;
    if too_long || short == 0 || long > short * PICTURE_RATIO as usize {
        return Err(Refusal::bad("PHOTO_INVALID_DIMENSIONS"));
    }
    Ok((size.width, size.height))
}

impl Stored {
    /// The fields of a `Message` that show this file.
    pub(super) fn shown(&self) -> Vec<(&'static str, Value)> {
        let file = json!({ "file_id": self.id, "file_unique_id": self.unique });
        match self.sort {
            Sort::Photo => vec![("photo", self.sizes())],
            Sort::Document => vec![("document", self.named(file))],
            Sort::Video => vec![("video", self.moving(file))],
            Sort::Animation => {
                let document = self.named(file.clone());
                vec![("animation", self.moving(file)), ("document", document)]
            }
        }
    }

    /// A small copy and the picture itself.
    fn sizes(&self) -> Value {
        json!([
            {
                "file_id": format!("{}s", self.id), "file_unique_id": format!("{}s", self.unique),
                "width": self.width.div_ceil(10), "height": self.height.div_ceil(10),
            },
            {
                "file_id": self.id, "file_unique_id": self.unique, "width": self.width,
                "height": self.height, "file_size": self.bytes,
            },
        ])
    }

    fn named(&self, mut file: Value) -> Value {
        file["file_name"] = self.name.as_str().into();
        file["mime_type"] = self.mime.as_str().into();
        file["file_size"] = self.bytes.into();
        file
    }

    fn moving(&self, file: Value) -> Value {
        let mut file = self.named(file);
        for side in ["width", "height", "duration"] {
            file[side] = 0.into();
        }
        file
    }
}
