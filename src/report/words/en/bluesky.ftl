### Bluesky and other servers of the AT Protocol.

bluesky-warning-unknown = Bluesky has no content warning "{ $warning }"; it knows no warnings in free words.
    .hint = Write one of { $known }, for example: warning = "graphic-media". Or leave the warning out for Bluesky and put its words into the first line of the text.
bluesky-card-address = The address of the link card, "{ $address }", is not a web address.
    .hint = Write it in full, for example https://example.org/notice
bluesky-card-left-out = The link card is left out, because a post on Bluesky shows either pictures or a card.
    .hint = To use the one picture as the picture of the card, write thumb = true under [for.bluesky].
bluesky-thumb-without-card = "thumb" is set, but the post has no link card.
    .hint = Give the post a card with an address and a title, or remove thumb.
bluesky-thumb-one-picture = With "thumb", the post must have exactly one picture and no film.
    .hint = Attach the one picture that the link card is to show, or remove thumb.
bluesky-empty-file = { $file } is empty.
    .hint = Copy the file again; it was probably not copied to its end.
bluesky-gif-stands-still = Bluesky shows { $file } as a still picture.
    .hint = To show it moving, save it as an MP4 film.
bluesky-subtitles-left-out = The subtitles in "{ $file }" stay behind: they have { $bytes } bytes, or no language that Bluesky knows; it takes { $limit } bytes in each language.
    .hint = Shorten them, or name the file after its language, such as film.hi.srt. The film goes out without them.
bluesky-subtitles-refused = Bluesky did not take all of the subtitles; the film was posted without them.
    .hint = Nothing can be added to a post on Bluesky. If the subtitles matter, recall the post and plan it again with shorter ones.
bluesky-handle-changed = The account is now called { $now }; the settings say { $written }.
    .hint = Write handle = "{ $did }", which stays the same whatever the account is called.
bluesky-email-unconfirmed = The e-mail address of the account is not confirmed, so Bluesky takes no films from it.
    .hint = Confirm it in the app: Settings, Account, E-mail.
bluesky-main-password = The account is logged in with its main password.
    .hint = Make an app password (bsky.app, Settings, Privacy and security, App passwords) and use that: it cannot delete or move the account.

bluesky-session-expired = The login at Bluesky has to be renewed.
    .hint = Nothing to do; it is renewed by itself.
bluesky-token-refused = Bluesky no longer knows our login.
    .hint = Nothing to do; a new login follows by itself.
bluesky-account-moved = The account does not live on the server it used to.
    .hint = Nothing to do at first: a new login asks where it lives. If this comes again, check that the account still exists.
bluesky-logins-used-up = Too many logins in a short time; one more would lock the account out.
    .hint = Nothing to do; the next login waits. If this comes often, check that the state folder can be written.
bluesky-app-password-needed = Bluesky wants a code by e-mail, because the account's main password was used.
    .hint = Make an app password (bsky.app, Settings, Privacy and security, App passwords) and use that.
bluesky-account-taken-down = Bluesky has taken the account down.
    .hint = Log in with the app; it says why and how to appeal. The posts wait.
bluesky-account-not-active = The account is deactivated.
    .hint = Log in with the app and activate it again. The posts wait.
bluesky-server-refused = The account's entry names a server that our login is not sent to.
    .hint = The entry must name an https address with a host name only, for example https://pds.example.net. Ask whoever runs the account's server.
bluesky-session-of-another-account = The kept login belongs to another account; it is neither used nor replaced.
    .hint = Give the new account a name of its own, for example [accounts.bluesky-2]. If only the handle has changed, write the DID (did:plc:…) as the handle.
bluesky-session-not-kept = The login could not be kept in the state folder.
    .hint = Check that the state folder can be written and that the disk is not full.

bluesky-text-too-long = The text is longer than Bluesky takes: 300 characters and 3000 bytes.
    .hint = Shorten it, or give Bluesky its own text under [for.bluesky].
bluesky-word-refused = Bluesky refuses a word in the post's hashtags or in its key.
    .hint = Check the hashtags under tags; if they are clean, plan the post one minute later.
bluesky-key-taken = Another record stands where this post was to go; it was not overwritten.
    .hint = Look at the account. If the post is not there, plan it again one minute later.
bluesky-upload-forgotten = Bluesky no longer has the pictures or the film that were uploaded.
    .hint = Nothing to do; they are uploaded again.
bluesky-blob-altered = Bluesky finds that a picture or film is not what the post says of it.
    .hint = Attach the file again as a new post; if that fails too, report it as a fault of the program.
bluesky-request-not-built = A request to Bluesky could not be built.
    .hint = Report it as a fault of the program.
bluesky-parent-gone = The part before this one cannot be found, so the thread cannot go on.
    .hint = Look at the account, and give the address of the last part that is there.
bluesky-post-not-found = The post that is to be quoted does not exist.
    .hint = Check the address under quote, for example https://bsky.app/profile/asha.bsky.social/post/3mdccjmurk222
bluesky-not-our-post = The receipt does not name a post of this account, so nothing was deleted.
    .hint = Delete the post in the app.

bluesky-video-quota-used = The account has used up the films that Bluesky takes in a day.
    .hint = Nothing to do; the film waits. Remove it from the post if the text is urgent.
bluesky-video-not-allowed = Bluesky does not let this account upload films.
    .hint = Confirm the account's e-mail address in the app (Settings, Account), then drop the post again. Posts without a film go out meanwhile.
bluesky-video-refused = Bluesky cannot show this film.
    .hint = Save it as MP4 (H.264), at most three minutes and 300 MB, and attach it again.
bluesky-video-not-ready = Bluesky is still putting the film together.
    .hint = Nothing to do; it is asked again.
bluesky-video-failed = Bluesky failed to process the film.
    .hint = Nothing to do; it is uploaded again.
bluesky-video-too-slow = Bluesky has worked on the film for more than ten minutes.
    .hint = Nothing to do; it is asked for again. Remove the film from the post if the text is urgent.
