### Handing over to a person: settings, refusals.

handoff-two-ways = The account names two ways to the person, "telegram" and "url".
    .hint = Keep one of them, for example telegram = "123456789".
handoff-bad-webhook = What the setting "url" points at is not an address that begins with https:// and has no user in it.
    .hint = Store the whole address in one line, for example https://hooks.example.org/in/abc123.
handoff-report-before-reminder = The setting "report" is shorter than "remind", so others would be told before the person was reminded.
    .hint = Make it longer, for example remind = "15m" and report = "1h".
handoff-folder-not-writable = Ready folders cannot be written to { $folder } ({ $detail }).
    .hint = Make the folder and let the program write there, or name another one with folder = "handoff".
handoff-folder-failed = The ready folder of the post could not be written or read ({ $detail }).
    .hint = See that the disk has room and that the program may write into the folder of the setting "folder".
handoff-person-not-found = The bot @{ $bot } does not reach the person: Telegram does not know their chat.
    .hint = The person opens the bot in Telegram and presses "Start". Then compare the number in the setting "telegram"; @userinfobot tells a person their own.
handoff-person-unreachable = The bot does not reach the person in Telegram.{ platform-said }
    .hint = The person opens the bot in Telegram and presses "Start", or unblocks it. Then let the account go on: dakiya start --account NAME
handoff-recall-by-person = What a person has published, only they can take back ({ $detail }).
    .hint = Call them and ask them to delete it there.
