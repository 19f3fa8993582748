//! The login with a browser (OAuth 2 for installed apps), and renewing it.

use async_trait::async_trait;

use super::account::YouTube;
use super::answers::{self, Channel, Channels};
use super::classify::refusal;
use super::requests::{self, address};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Method, Request, Url};
use crate::platform::oauth::{self, Refusals};
use crate::platform::{Begun, CameBack, Exchange, Login, Tokens, WayBack};

const REFUSALS: Refusals = Refusals { ended: "youtube-login-ended", client: "youtube-app-refused" };

/// What we ask for: reading, changing and deleting, and uploading.
pub(super) const SCOPES: [&str; 2] = [
    "https://www.googleapis.com/auth/youtube.force-ssl",
    "https://www.googleapis.com/auth/youtube.upload",
];

#[async_trait]
impl Login for YouTube {
    fn way_back(&self) -> WayBack {
        WayBack::Loopback
    }

    async fn begin(&self, back: &Url) -> Result<Begun, Failure> {
        let page = address(&self.settings.login_server, "/o/oauth2/v2/auth", &[]);
        let verifier = oauth::random_word();
        let (challenge, scope) = (oauth::challenge(&verifier), SCOPES.join(" "));
        let values = [
            ("response_type", "code"),
            ("client_id", self.settings.client_id.as_str()),
            ("redirect_uri", back.as_str()),
            ("scope", &scope),
            // Without these two there is no refresh token.
            ("access_type", "offline"),
            ("prompt", "consent"),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        Ok(oauth::begin(page, &values, &[("verifier", &verifier)]))
    }

    async fn finish(&self, begun: &Begun, back: &Url, came: &CameBack) -> Result<(), Failure> {
        oauth::check_state(begun, came)?;
        let verifier = begun.kept.get("verifier").map(String::as_str).unwrap_or_default();
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", came.code.as_str()),
            ("redirect_uri", back.as_str()),
            ("code_verifier", verifier),
        ];
        let tokens = self.granted(&fields, None).await?;
        if tokens.refresh.is_none() {
            let detail = "no refresh token came with the login";
            return Err(Failure::new(Class::Auth, "youtube-login-ended", detail));
        }
        self.check_channel(&tokens).await?;
        self.keeper.take(tokens).await
    }
}

#[async_trait]
impl Exchange for YouTube {
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure> {
        let refresh = tokens.refresher();
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.expose())];
        self.granted(&fields, Some(tokens)).await
    }
}

impl YouTube {
    async fn granted(
        &self,
        fields: &[(&str, &str)],
        before: Option<&Tokens>,
    ) -> Result<Tokens, Failure> {
        let settings = &self.settings;
        let own = [
            ("client_id", settings.client_id.as_str()),
            ("client_secret", settings.client_secret.expose()),
        ];
        let all = fields.iter().chain(&own);
        let all = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let url = address(&settings.token_server, "/token", &[]);
        let answer = self.wire.invisible(Request::post("token", url).form(all)).await?;
        oauth::granted(&answer, before, REFUSALS, self.wire.now())
    }

    /// A person with several channels chooses one in the browser; it has to be the right one.
    async fn check_channel(&self, tokens: &Tokens) -> Result<(), Failure> {
        let query = [("part", "id,snippet"), ("mine", "true")];
        let what = ("channel", Method::GET);
        let request = requests::api(&self.settings, &tokens.secret(), what, "channels", &query)?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(refusal(&answer, self.wire.now()));
        }
        let finding = match answers::read::<Channels>(&answer)?.first()? {
            Some(channel) if channel.id == self.settings.channel => return Ok(()),
            Some(other) => other_channel(&other),
            None => Finding::error("youtube-no-channel"),
        };
        Err(Failure { class: Class::Auth, ..Failure::from_finding(&finding) })
    }
}

/// The login is of another channel than the config names.
pub(super) fn other_channel(channel: &Channel) -> Finding {
    let cut = |text: &str| text.chars().take(100).collect::<String>();
    Finding::error("youtube-other-channel")
        .with("name", cut(&channel.snippet.title))
        .with("channel", cut(&channel.id))
}
