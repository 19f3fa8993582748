### X (Twitter).

x-prices = Each post costs ${ $post }, with a link ${ $link }, and ${ $description } for each picture with a description. The credit that is left is shown in X's developer console alone.
x-two-logins = The account has "client_id" and "{ $key }": only one way of logging in is possible.
    .hint = Keep the four keys (api_key, api_secret, access_token, access_secret), or keep client_id and take the four keys out.
x-warning-in-text = X has no place for content warnings, so the warning becomes the first line of the text.
    .hint = To have it otherwise, give X its own text under [for.x].
x-card-made-by-x = X makes the preview of a link by itself; a post can neither change nor prevent it.
    .hint = Leave "card" out for this account, or attach a picture of your own.
x-mention-not-allowed = The text names { $mention }, who would be notified.
    .hint = If that is meant, allow it in the account's section of the config, or in the post: [for.x] with the line mentions = ["{ $mention }"]. Otherwise leave the "@" out.
x-empty-file = { $file } is empty.
    .hint = Copy the file again; it was probably not copied to its end.
x-gif-too-long = "{ $file }" has { $frames } pictures; X takes GIFs of at most { $limit } pictures, fewer where they are large.
    .hint = Save it as an MP4 film, or make it shorter.
x-invalid-character = The text has a character in it that X does not take (U+FFFE or U+FFFF).
    .hint = Write the text anew, or copy it through a simple editor.
x-too-many-cashtags = One part of the text has { $count } names of shares with "$" before them; X takes one in a post.
    .hint = Leave the "$" out, for example: INFY in place of $INFY

x-other-account = The login belongs to another account than the settings say.{ platform-said }
    .hint = Write the right name: username = "…". Or log in with the right account: make its keys anew, or run: dakiya login NAME
x-keys-unusable = The keys cannot be sent: one of them has a line break or another strange character in it.
    .hint = Copy the keys again from the developer console, each without blanks and line breaks.
x-clock-wrong = X refuses our login, and this machine's clock is minutes away from X's.{ platform-said }
    .hint = Set the clock right, best with automatic time, then start the account again.
x-session-ended = The login at X has to be renewed.
    .hint = Nothing to do; it is renewed by itself.
x-login-ended = X does not renew the login any more.{ platform-said }
    .hint = Log in again: dakiya login NAME. If a refresh_token is in the settings, make a new one. The posts wait.
x-login-not-ours = What came back from the browser does not belong to this login.
    .hint = Begin again: dakiya login NAME, and use only the address that it shows.
x-pin-refused = X does not take the number, or the keys of the app.
    .hint = Begin again: dakiya login NAME, and type the number that X shows. If that fails, too, compare api_key and api_secret with the developer console.
x-subtitles-language = The subtitles in "{ $file }" stay behind: X names languages with two letters, and this one has none.
    .hint = Nothing has to be done; the film goes out with its other subtitles.
x-subtitles-refused = X did not take all of the subtitles; the film was posted without them.
    .hint = Add them on x.com: Creator Studio, the film, Subtitles.
x-scope-missing = The login has no right to "{ $scope }".
    .hint = Log in again and agree to everything that is asked: dakiya login NAME
x-app-read-only = The keys may only read, not post.{ platform-said }
    .hint = In the developer console, User authentication settings, choose "Read and write", then make the access token and its secret anew: older ones keep the old rights.
x-app-not-enrolled = X does not let this app post.{ platform-said }
    .hint = In the developer console, look whether the app belongs to a project with a plan; then start the account again.
x-token-of-app = The token belongs to the app alone, not to an account.{ platform-said }
    .hint = Use the access token and secret of the account, not the bearer token.
x-credits-used-up = The credit at X is used up; the posts wait.{ platform-said }
    .hint = Buy credit in the developer console, Billing, then start the account again.
x-usage-capped = The limit of the month, or the limit that was set for spending, is reached; the posts wait.{ platform-said }
    .hint = Raise the limit in the developer console, or wait for the next month, then start the account again.
x-account-locked = X has locked or suspended the account.{ platform-said }
    .hint = Log in on x.com with a browser; it says why and what to do. The posts wait.
x-account-protected = The account's posts are protected: only its followers see them.
    .hint = On x.com: Settings, Privacy and safety, Audience, switch off "Protect your posts".
x-government-plan = This is a government account; X wants government bodies to ask for the Enterprise plan.
    .hint = Ask X whether your use needs it: developer.x.com
x-automated-label = X wants accounts that programs post to to say so.
    .hint = On x.com: Settings, Your account, Automation; name the account of the person who runs it, and say so in the profile, too.

x-duplicate = X says that the same text was posted already.{ platform-said }
    .hint = Nothing to do at first: the program looks whether it is there. If it asks you, look at the account.
x-not-listed-yet = The post is not in the account's list yet; that may take a moment.
    .hint = Nothing to do; the program looks again.
x-reply-refused = { GIVEN($public) ->
        [yes] X does not let part { $part } of { $parts } follow as a reply. The parts before it are public: { $public }{ platform-said }
       *[no] X does not let this part follow as a reply.{ platform-said }
    }
    .hint = Decide what becomes of what is public (dakiya status shows how). For the next posts write long_texts = "posts" (numbered posts in place of a thread) or long_texts = "refuse" in the account's section.
x-parent-gone = { GIVEN($public) ->
        [yes] The part before part { $part } of { $parts } cannot be replied to; it was probably deleted. The first part was: { $public }{ platform-said }
       *[no] The post that is replied to is gone.{ platform-said }
    }
    .hint = Look at the account, and delete what is left of the thread, or post the rest by hand.
x-text-too-long = The text is longer than X takes from this account.{ platform-said }
    .hint = Without a subscription, 280 characters as X counts them are possible: max_length = 280
x-film-too-long-for-account = X does not take films of this length from this account.{ platform-said }
    .hint = Cut it to 140 seconds, and write long_videos = false
x-cashtags-refused = X takes only one name of a share ("$ABC") in a post.{ platform-said }
    .hint = Leave the "$" out.
x-not-permitted = X does not permit this to the account: the text may be too long, or the plan does not have it.{ platform-said }
    .hint = Shorten the post, leave out what is special about it, and drop it into the queue again.
x-upload-forgotten = X no longer has the pictures or the film that were uploaded.{ platform-said }
    .hint = Nothing to do; they are uploaded again.
x-medium-refused = X does not take a picture or film of the post.{ platform-said }
    .hint = Save the picture anew as JPEG, or the film as MP4 (H.264, AAC), and drop the post into the queue again.
x-processing-too-slow = X has worked on the film for more than half an hour.
    .hint = Nothing to do; it is uploaded again. Remove the film from the post if the text is urgent.
x-receipt-not-usable = The receipt does not name a post on X.{ platform-said }
    .hint = Look at the account, and delete or continue the post by hand.
x-request-not-built = A request to X could not be built.
    .hint = Report it as a fault of the program.
