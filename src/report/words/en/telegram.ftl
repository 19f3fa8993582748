### Telegram: settings, refusals and remarks.

telegram-token-malformed = What the setting "token" points at is not the token of a Telegram bot.
    .hint = Ask @BotFather for the token and store it whole, in one line: digits, a colon, then about 35 letters, for example 123456789:AAE…

alt-text-not-carried = Telegram has no place for descriptions of pictures; { $count ->
        [one] one description is
       *[other] { $count } descriptions are
    } left out there.
    .hint = If the description matters, write it into the text as well.

telegram-not-a-channel = The chat in the setting "channel" is not a channel but a { $kind }.
    .hint = It works. If you meant the channel, write its name, for example channel = "@our_channel".
telegram-bot-not-admin = The bot is not an administrator of the channel (it is: { $status }).
    .hint = In Telegram open the channel, then Administrators, Add administrator, choose the bot and allow it to post messages.
telegram-bot-may-not-post = The bot is an administrator of the channel, but it may not post messages.
    .hint = In Telegram open the channel, then Administrators, choose the bot and switch on "Post messages".
telegram-probe-blind = The channel forbids forwarding, so "probe_chat" cannot help after a lost answer.
    .hint = In the channel's settings switch off "Restrict saving content", or leave "probe_chat" out.
telegram-side-chat-is-channel = The setting "{ $setting }" names the channel itself, where followers would see what is put there.
    .hint = Make a private group or channel that only you and the bot are in, and write its number, for example { $setting } = "-1001234567890".
telegram-side-chat-public = The chat in the setting "{ $setting }" is public.
    .hint = Make that chat private, or write the number of another one, for example { $setting } = "-1001234567890".
telegram-side-chat-not-found = The bot does not see the chat in the setting "{ $setting }".
    .hint = Add the bot to that private chat as an administrator, and compare the number.
telegram-side-chat-visible = A private chat of the settings turned out to be the channel itself, so nothing was put there.
    .hint = Write the number of a private chat into "staging_chat" and "probe_chat", for example staging_chat = "-1001234567890".

telegram-chat-moved = The group became a supergroup and has a new number.
    .hint = Nothing to do now: the new number is used from here on. Write it into the settings when you can.
telegram-wrong-server = This server does not serve the bot.{ platform-said }
    .hint = Look at the setting "server"; without it the bot is looked for at https://api.telegram.org. A bot moves from one server to another by logOut.
telegram-chat-not-found = Telegram does not know the channel, or the bot was never added to it.{ platform-said }
    .hint = Look at the setting "channel", for example channel = "@our_channel", and make the bot an administrator of the channel.
telegram-media-not-allowed = The bot may not send pictures, films or files of this kind to the chat.{ platform-said }
    .hint = In Telegram open the chat's permissions and allow it, then drop the post again.
telegram-no-right-to-post = The bot has no right to post in the channel.{ platform-said }
    .hint = In Telegram open the channel, then Administrators, choose the bot and switch on "Post messages".
telegram-bot-not-in-channel = The bot was removed from the channel.{ platform-said }
    .hint = Add the bot to the channel again as an administrator who may post messages.
telegram-token-refused = Telegram does not accept the bot's token.{ platform-said }
    .hint = Ask @BotFather for the current token (/mybots, then API Token) and put it where the setting "token" points.
telegram-text-too-long = Telegram calls the text too long.{ platform-said }
    .hint = Shorten the text: at most 4096 characters, or 1024 beside pictures.
telegram-text-empty = Telegram calls the text empty.{ platform-said }
    .hint = Write some text, or attach a picture.
telegram-markup-broken = Telegram could not read the text.{ platform-said }
    .hint = Send the text once by hand in Telegram to see which characters it does not like, and leave them out.
telegram-file-not-fetched = Telegram could not fetch a file from an address.{ platform-said }
    .hint = Attach the file to the post itself.
telegram-upload-gone = Telegram no longer has an upload that was made ahead of time.
    .hint = Nothing to do: it is uploaded again.
telegram-picture-refused = Telegram cannot use the picture.{ platform-said }
    .hint = Save it anew as JPEG or PNG: at most 10 MB, width and height together at most 10000, and no side more than 20 times the other.
telegram-file-too-big = A file is too large for Telegram.{ platform-said }
    .hint = Make it smaller: pictures at most 10 MB, films and other files at most 50 MB.
telegram-reply-gone = The message that this one answers is gone.{ platform-said }
    .hint = Publish the rest as a post of its own.
telegram-album-in-part = Telegram refused the album, but some of its pictures may be public all the same.{ platform-said }
    .hint = Look into the channel. If some pictures are there, delete them there, and let it be posted again; dakiya status shows how.

telegram-cannot-delete = Telegram does not let the bot delete this message.{ platform-said }
    .hint = Delete it in Telegram by hand, or give the bot the right to delete messages.
telegram-recall-too-late = The message is older than 48 hours, and after that Telegram does not let the bot delete it.
    .hint = Delete it in Telegram by hand, or give the bot the right to delete messages in the channel.
telegram-recall-without-id = Telegram gave this message no number, so it cannot be deleted from here.
    .hint = Delete it in Telegram by hand.

telegram-sent-later = Telegram took the film and shows it by itself a little later; it has no number yet.
    .hint = Look into the channel in a few minutes.
telegram-text-changed = Telegram shows another text than was sent.
    .hint = Look at the message in the channel.
telegram-reply-lost = The message went out, but not as an answer to the one before, because that is gone.
    .hint = Look at the channel: the parts of the thread are not tied together there.
