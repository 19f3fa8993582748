//! Who the bot is, and whether it may do what it has to.

use super::Telegram;
use super::answers::{ChatFacts, Member, User};
use super::chat::{self, Chat};
use super::requests;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Identity;

impl Telegram {
    /// Asks for the bot, the channel, our rights in it and the private chats. Changes nothing.
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let kept = self.memory.recall().await?;
        let bot: User = self.invisible(requests::who()).await?;
        let channel = self.channel_facts(&kept).await?;
        let member: Member = self.invisible(requests::rights(channel.id, bot.id)).await?;
        let mut findings = self.findings(&channel, &member);
        for (setting, side) in self.settings.side_chats() {
            findings.extend(self.side_chat(setting, side, channel.id).await?);
        }
        let title = channel.title.as_deref().or(channel.username.as_deref()).unwrap_or_default();
        let name = format!("{title} (@{})", bot.username.as_deref().unwrap_or_default());
        let url = chat::link(channel.id, channel.username.as_deref(), None);
        Ok(Identity { name, url, ends: None, findings })
    }

    fn findings(&self, channel: &ChatFacts, member: &Member) -> Vec<Finding> {
        let is_channel = channel.kind == "channel";
        let rules = matches!(member.status.as_str(), "administrator" | "creator");
        let may_post = member.status == "creator" || member.can_post_messages;
        let blind = self.settings.probe.is_some() && channel.has_protected_content;
        [
            (!is_channel).then(|| {
                Finding::note("telegram-not-a-channel").with("kind", channel.kind.as_str())
            }),
            (!rules).then(|| {
                Finding::error("telegram-bot-not-admin").with("status", member.status.as_str())
            }),
            (is_channel && rules && !may_post).then(|| Finding::error("telegram-bot-may-not-post")),
            blind.then(|| Finding::warning("telegram-probe-blind")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    /// What is wrong with one of the private chats.
    async fn side_chat(
        &self,
        setting: &'static str,
        side: i64,
        channel: i64,
    ) -> Result<Option<Finding>, Failure> {
        let call = requests::look_up(&Chat::Number(side));
        let finding = match self.invisible::<ChatFacts>(call).await {
            Ok(facts) if facts.id == channel => Finding::error("telegram-side-chat-is-channel"),
            Ok(facts) if facts.username.is_some() => Finding::error("telegram-side-chat-public"),
            Ok(_) => return Ok(None),
            Err(failure) if matches!(failure.class, Class::Auth | Class::Rejected) => {
                Finding::error("telegram-side-chat-not-found")
            }
            Err(failure) => return Err(failure),
        };
        Ok(Some(finding.with("setting", setting)))
    }
}
