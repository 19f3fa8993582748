### Putting the program together: accounts, network, imitations.

platform-unknown = The account "{ $account }" names a platform that does not exist: "{ $found }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"? There are: { $known }.
       *[no] There are: { $known }.
    }
http-unusable = The way to the network cannot be set up: { $problem }.
    .hint = Look at the section [http] of the config.
ca-file-unreadable = The file of certificates "{ $file }" cannot be read: { $problem }.
    .hint = Look at extra_ca in the section [http] of the config.
mock-not-started = The imitation of the platform cannot be started: { $problem }.
    .hint = It needs a free port on this machine (127.0.0.1).
mock-has-no-such-kind = There is no imitation for the account "{ $account }".
    .hint = Leave the account out of the dry run, or use a recipe that has one.

### The queue as a whole.

posts-folder-missing = There is no posts folder "{ $folder }".
    .hint = Look at folder in the section [posts] of the config. `dakiya run` makes the folder.
posts-folder-unreadable = The posts folder "{ $folder }" cannot be read: { $detail }.
    .hint = It must be a folder that the user of the program may read.

journal-refuses-post = The journal refuses what became of { GIVEN($file) ->
        [yes] "{ $file }"
       *[no] a post that is done
    }: { $detail }. Everything else goes on.
    .hint = Give the post another name, or change its text. Please report this, with the log.
post-has-ended = This very post has ended already{ GIVEN($end) ->
        [yes] {" "}({ $end })
       *[no] {""}
    }{ $public ->
        [yes] {" "}and is public, or may be
       *[no] {""}
    }. The file was not taken again.
    .hint = To publish it once more, change the text or give the file another name. Name only the accounts that do not have it yet: to = ["NAME"]
post-goes-on = This very post was taken on { $since } and is under way; it goes out once.
    .hint = Nothing has to be done; dakiya status shows how it stands. To publish it once more, change the text or give the file another name.
post-not-composed = The program breaks down over this text when it is made ready for { $account }. Nothing was taken.
    .hint = Leave out unusual signs, or the account. Please report this, with the file.

### Whom a post goes to, and when.

nobody-addressed = The post does not say to whom it goes, and the config has no usual accounts.
    .hint = Write the accounts into the post, for example: to = ["mastodon"] Or set default_to in the config, for example: default_to = ["mastodon"]
slot-unknown = There is no slot "{ $found }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] { GIVEN($known) ->
            [yes] The slots of the config are: { $known }.
           *[no] The config has no slots. Add a section such as [slots.morning], or write a time into the post: at = 2026-11-25T09:00:00
        }
    }
version-for-nobody = There is a version for "{ $found }", but the post does not go to any such account or platform.
    .hint = Look whether the name is right, or add the account to "to".
time-has-passed = The time { $due } has passed already.
    .hint = Write a time that is still to come, or take the line out, and the post goes out in the next free slot.
expires-has-passed = The post was to go out until { $due } only, and that has passed already.
    .hint = Write a later time at "expires", or take the line out.
time-in-blackout = At this time nothing may go out on { $account }; that lasts until { $until }.
    .hint = Write a time after { $until }.
times-collide = The post meets "{ $other }" on { $account }: one of them goes out later, to keep the shortest gap.
    .hint = If the time matters, choose times that lie further apart.

### A part of the program that ended.

task-ended = The part of the program that { $task ->
        [feed] reads the queue
        [outcomes] writes outcomes.jsonl
        [orders] hears orders
        [halt-file] looks for the file STOP
        [watchdog] answers the watchdog
        [threads] notes threads that are half public
        [sweep] removes old media
        [backups] copies the journal
        [checkup] checks the journal
        [reminders] says again what needs a person
       *[other] works beside the others
    } ended by itself: { $detail }. The program ended, to be started anew.
    .hint = Look whether it runs again. Please report this, with the log.
### What people are told of the queue.

slot-moved = The rules of the time zone changed, so the slot of this post comes at { $wanted } now and not at { $due }.
    .hint = If the old instant was meant, take the post back and give it a fixed time.
post-not-understood = "{ $post }" cannot go out as it is.
    .hint = Read the note beside the file, and mend what it says. This notice then goes by itself.
post-waits-for-media = "{ $post }" waits for files that are not in the queue: { $missing }.
    .hint = Put them beside the post. This notice then goes by itself.

### Why everything is stopped.

stopped-by-signal = the program was told so by a signal (USR1).
journal-damaged = the weekly check found the journal damaged:{ platform-said }
    .hint = Keep a copy of the state folder. End the program and put the last good backup back: docs/recovery.md says how.
queue-vanished = all posts of the queue ({ $posts }) are gone at once, as when a disk or share is not connected.
    .hint = Look at the posts folder and connect it again, then: dakiya start. If they were deleted on purpose: dakiya start, which cancels these posts.
state-restored = The state of this program is older than what it published: { $count } outcomes are missing from it, as after a restored backup. Everything is stopped.
    .hint = Read what is missing: dakiya status. None of it goes out again by itself. When all is clear: dakiya start
ended-before-restore = { $post } on { $account } has its outcome already: { $state ->
        [published] published
        [failed] failed
        [expired] expired
        [missed] missed
        [cancelled] cancelled
        [held] held
        [begun] the beginning of its thread is public
       *[recalled] recalled
    }{ GIVEN($at) ->
        [yes] {" "}at { $at }
       *[no] {""}
    }{ GIVEN($url) ->
        [yes] {" "}({ $url })
       *[no] {""}
    }. The restored state has forgotten it.
    .hint = Look at the account. If it is there, leave it; to publish it once more, drop it under another name.
