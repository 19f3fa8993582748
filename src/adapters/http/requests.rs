//! Building requests: pure but for media that go into JSON.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value as Json;

use super::recipe::{BodyPlan, Exchange, FormField, Head, PartContent, PartPlan, Recipe};
use super::settings;
use super::target;
use super::template::{Fault, Template, Values};
use super::tree::{Tree, TreeFault, entries, number_of_item};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Part, Request, RequestError, Url};
use crate::post::Media;
use crate::secret::Secret;

/// Builds the requests of one account.
#[derive(Debug)]
pub(super) struct Builder {
    pub(super) recipe: Recipe,
    pub(super) own: settings::Values,
    pub(super) blobs: Blobs,
    /// The host that stands for every other, in a dry run.
    pub(super) mock: Option<Url>,
}

/// Why a request cannot be built.
#[derive(Debug, thiserror::Error)]
pub(super) enum Unbuildable {
    /// A template brings nothing that can be sent.
    #[error(transparent)]
    Template(#[from] Fault),
    /// As above, in a JSON body.
    #[error(transparent)]
    Tree(#[from] TreeFault),
    /// What a template brings cannot stand there.
    #[error(transparent)]
    Request(#[from] RequestError),
    /// A value would change the place that the address leads to.
    #[error("the path `{0}` would lead elsewhere")]
    Path(String),
    /// The bytes of a medium cannot be read.
    #[error("a medium cannot be read: {0}")]
    Medium(#[from] std::io::Error),
    /// The account has no such address.
    #[error("the account has no address `{0}`")]
    Address(String),
}

impl Unbuildable {
    /// What it means for the delivery: nothing was sent.
    pub(super) fn failure(&self, exchange: &Exchange) -> Failure {
        let label = exchange.place.label();
        match self {
            Self::Medium(_) => Failure::new(Class::Local, "own-machine-failed", self),
            _ => Failure::new(Class::Rejected, "recipe-failed", format_args!("{label}: {self}")),
        }
    }
}

impl Builder {
    /// The request that `exchange` plans, for a part with `media`.
    pub(super) async fn request(
        &self,
        exchange: &Exchange,
        values: &Values,
        media: &[Media],
        now: Instant,
    ) -> Result<Request, Failure> {
        let built = match self.files(exchange, media).await {
            Ok(files) => self.build(exchange, values, media, &files, now),
            Err(error) => Err(error.into()),
        };
        built.map_err(|error: Unbuildable| error.failure(exchange))
    }

    /// The media in base64, where the body wants them so.
    async fn files(&self, exchange: &Exchange, media: &[Media]) -> std::io::Result<Vec<String>> {
        let mut files = Vec::new();
        if matches!(&exchange.body, BodyPlan::Json(tree) if tree.has_files()) {
            for medium in media {
                let bytes = tokio::fs::read(self.blobs.path(&medium.digest)).await?;
                files.push(STANDARD.encode(bytes));
            }
        }
        Ok(files)
    }

    fn build(
        &self,
        exchange: &Exchange,
        values: &Values,
        media: &[Media],
        files: &[String],
        now: Instant,
    ) -> Result<Request, Unbuildable> {
        let url = target::aimed(self.url(exchange, values)?, self.mock.as_ref());
        let mut request = Request::new(exchange.place.label(), exchange.method.clone(), url);
        for header in &exchange.headers {
            for value in written(header, values)? {
                request = with_header(request, header, &value)?;
            }
        }
        let body = self.body(&exchange.body, values, media, files)?;
        self.authorised(request, body, values, now)
    }

    fn url(&self, exchange: &Exchange, values: &Values) -> Result<Url, Unbuildable> {
        let mut url = self.place(&exchange.head, &exchange.path, values)?;
        for field in &exchange.query {
            for value in written(field, values)? {
                url.query_pairs_mut().append_pair(&field.name, &value);
            }
        }
        Ok(url)
    }

    /// The address that begins with `head`, with the path that `path` makes.
    pub(super) fn place(
        &self,
        head: &Head,
        path: &Template,
        values: &Values,
    ) -> Result<Url, Unbuildable> {
        let mut url = match head {
            Head::Fixed(url) => url.clone(),
            Head::Setting(name) | Head::Secret(name) => self.address(name)?,
            Head::Origin(name) => target::origin(&self.address(name)?),
        };
        let rest = path.path(values)?;
        let strange = |segment: &str| matches!(segment, "" | "." | "..");
        let inner = rest.strip_prefix('/').unwrap_or_default();
        if !inner.is_empty() && inner.trim_end_matches('/').split('/').any(strange) {
            return Err(Unbuildable::Path(rest));
        }
        if !rest.is_empty() {
            let whole = format!("{}{rest}", url.path().trim_end_matches('/'));
            url.set_path(&whole);
        }
        Ok(url)
    }

    fn address(&self, name: &str) -> Result<Url, Unbuildable> {
        let known = self.own.addresses.get(name).cloned();
        known.ok_or_else(|| Unbuildable::Address(name.to_owned()))
    }

    fn body(
        &self,
        plan: &BodyPlan,
        values: &Values,
        media: &[Media],
        files: &[String],
    ) -> Result<Body, Unbuildable> {
        Ok(match plan {
            BodyPlan::None => Body::Empty,
            BodyPlan::Json(tree) => Body::Json(document(tree, values, files)?),
            BodyPlan::Form(fields) => {
                let mut pairs = Vec::new();
                for field in fields {
                    let values = written(field, values)?;
                    pairs.extend(values.into_iter().map(|value| (field.name.clone(), value)));
                }
                Body::Form(pairs)
            }
            BodyPlan::Multipart(plans) => {
                let mut parts = Vec::new();
                for plan in plans {
                    self.parts(plan, values, media, files, &mut parts)?;
                }
                Body::Multipart(parts)
            }
            BodyPlan::File => {
                let medium = medium(values, media)?;
                Body::File { content_type: medium.kind.mime().to_owned(), file: self.slice(medium) }
            }
        })
    }

    fn parts(
        &self,
        plan: &PartPlan,
        values: &Values,
        media: &[Media],
        files: &[String],
        parts: &mut Vec<Part>,
    ) -> Result<(), Unbuildable> {
        let Some(each) = &plan.each else {
            return self.part(plan, values, media, files, parts);
        };
        for (index, item) in entries(each, values)?.iter().enumerate() {
            let values = values.with("item", item).with("item_index", &index.into());
            self.part(plan, &values, media, files, parts)?;
        }
        Ok(())
    }

    fn part(
        &self,
        plan: &PartPlan,
        values: &Values,
        media: &[Media],
        files: &[String],
        parts: &mut Vec<Part>,
    ) -> Result<(), Unbuildable> {
        if plan.when.as_ref().is_some_and(|when| !when.holds(values)) {
            return Ok(());
        }
        let name = plan.name.text(values)?;
        match &plan.content {
            PartContent::Json(tree) => {
                parts.push(Part::json(name, &document(tree, values, files)?));
            }
            PartContent::Text(template) => {
                let texts = template.typed(values)?.iter().flat_map(texts).collect::<Vec<_>>();
                parts.extend(texts.into_iter().map(|text| Part::text(name.clone(), text)));
            }
            PartContent::File => {
                let medium = medium(values, media)?;
                let file = Part::file(name, medium.kind.mime(), self.slice(medium));
                parts.push(file.named(medium.wire_name()));
            }
        }
        Ok(())
    }

    fn slice(&self, medium: &Media) -> FileSlice {
        FileSlice::at(self.blobs.path(&medium.digest), medium.bytes)
    }
}

fn with_header(request: Request, header: &FormField, value: &str) -> Result<Request, RequestError> {
    if header.secret {
        request.secret_header(&header.name, &Secret::new(value))
    } else {
        request.header(&header.name, value)
    }
}

fn document(tree: &Tree, values: &Values, files: &[String]) -> Result<Json, TreeFault> {
    Ok(tree.json(values, files)?.unwrap_or_default())
}

/// The texts of a query, form or header value: none, one, or one for each entry of a list.
fn written(field: &FormField, values: &Values) -> Result<Vec<String>, Fault> {
    Ok(field.value.typed(values)?.iter().flat_map(texts).collect())
}

fn texts(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => vec![text.clone()],
        Json::Array(entries) => entries.iter().flat_map(texts).collect(),
        Json::Null => Vec::new(),
        other => vec![other.to_string()],
    }
}

fn medium<'m>(values: &Values, media: &'m [Media]) -> Result<&'m Media, Fault> {
    let fault = || Fault { problem: "`item` is no medium".to_owned(), span: 0..0 };
    media.get(number_of_item(values)?).ok_or_else(fault)
}
