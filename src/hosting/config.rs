//! `[media_host]`: where media lie for platforms that fetch them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::http::Url;
use crate::keys::Keys;
use crate::secret::SecretRef;

const KINDS: [&str; 4] = ["wordpress", "s3", "folder", "served"];
const KIND: &str = "kind = \"wordpress\"";
const PUBLIC: &str = "public_url = \"https://www.example.org/media/\"";

/// The section `[media_host]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct HostConfig {
    /// The place, if there is one.
    pub place: Option<Place>,
}

/// A place on the web.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// The media library of a WordPress site.
    Wordpress {
        /// The site.
        site: Url,
        /// A user who may upload.
        user: String,
        /// That user's application password.
        password: SecretRef,
    },
    /// An object store that speaks the S3 protocol.
    Objects(Objects),
    /// A folder that a web server shows.
    Folder {
        /// The folder.
        path: PathBuf,
        /// Where it is shown.
        public_url: Url,
    },
    /// A door of our own behind a reverse proxy or tunnel.
    Served {
        /// Where it listens.
        listen: SocketAddr,
        /// Where the proxy shows it.
        public_url: Url,
    },
}

/// The settings of an object store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Objects {
    /// Its address.
    pub endpoint: Url,
    /// Its region.
    pub region: String,
    /// The bucket.
    pub bucket: String,
    /// Where what lies in the bucket is shown; none to give out signed addresses.
    pub public_url: Option<Url>,
    /// The key's name.
    pub access_key: SecretRef,
    /// The key.
    pub secret_key: SecretRef,
}

impl HostConfig {
    /// Takes the section's keys; a folder counts from `folder`.
    pub fn read(keys: &mut Keys<'_>, folder: &Path) -> Self {
        let kind = keys.choice("kind", KIND, &KINDS.map(|kind| (kind, kind)));
        let place = match kind {
            Some("wordpress") => wordpress(keys),
            Some("s3") => objects(keys).map(Place::Objects),
            Some("folder") => shown(keys, folder),
            Some(_) => served(keys),
            None => None,
        };
        Self { place }
    }
}

fn wordpress(keys: &mut Keys<'_>) -> Option<Place> {
    let site = address(keys, "site", "site = \"https://www.example.org\"");
    let user = keys.require::<String>("user", "user = \"dakiya\"");
    let example = "password = { credential = \"wordpress-media\" }";
    let password = keys.require::<SecretRef>("password", example);
    Some(Place::Wordpress { site: site?, user: user?, password: password? })
}

fn objects(keys: &mut Keys<'_>) -> Option<Objects> {
    let endpoint = address(keys, "endpoint", "endpoint = \"https://s3.example.org\"");
    let region = keys.take::<String>("region", "region = \"ap-south-1\"");
    let bucket = keys.require::<String>("bucket", "bucket = \"media\"");
    let public_url = keys.has("public_url").then(|| address(keys, "public_url", PUBLIC));
    let access = "access_key = { credential = \"media-access-key\" }";
    let access_key = keys.require::<SecretRef>("access_key", access);
    let secret = "secret_key = { credential = \"media-secret-key\" }";
    let secret_key = keys.require::<SecretRef>("secret_key", secret);
    Some(Objects {
        endpoint: endpoint?,
        region: region.unwrap_or_else(|| "us-east-1".to_owned()),
        bucket: bucket?,
        public_url: match public_url {
            Some(url) => Some(url?),
            None => None,
        },
        access_key: access_key?,
        secret_key: secret_key?,
    })
}

fn shown(keys: &mut Keys<'_>, folder: &Path) -> Option<Place> {
    let path = keys.require::<PathBuf>("path", "path = \"/var/www/html/media\"");
    let public_url = address(keys, "public_url", PUBLIC);
    Some(Place::Folder { path: folder.join(path?), public_url: public_url? })
}

fn served(keys: &mut Keys<'_>) -> Option<Place> {
    let listen = keys.require::<SocketAddr>("listen", "listen = \"127.0.0.1:8790\"");
    let public_url = address(keys, "public_url", PUBLIC);
    Some(Place::Served { listen: listen?, public_url: public_url? })
}

/// An address that platforms reach: with TLS, without user, query or fragment.
fn address(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<Url> {
    let (text, span) = keys.require_spanned::<String>(key, example)?;
    let sound = |url: &Url| {
        url.scheme() == "https"
            && url.has_host()
            && url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
    };
    let problem = match Url::parse(&text) {
        Ok(url) if sound(&url) => return Some(url),
        Ok(_) => "an address must begin with https:// and have no user and no ? in it".to_owned(),
        Err(error) => error.to_string(),
    };
    let finding = Finding::error("wrong-value").with("key", keys.full(key));
    keys.found(span, finding.with("problem", problem).with("example", example));
    None
}
