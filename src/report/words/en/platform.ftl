### What platforms take and refuse, whatever their kind.

platform-said = { GIVEN($detail) ->
        [yes] {" "}({ $detail })
       *[no] {""}
    }

login-refused = The platform refuses our login.{ platform-said }
    .hint = Make a new token for the account, put it where the config says, and start the program again.
renewed-login-refused = The platform refuses our login, although it was renewed a moment ago.{ platform-said }
    .hint = Look at the app and its rights on the platform. Then log the account in anew: dakiya login NAME; where it has no such login, make new tokens and put them where the config says.
not-allowed = The platform does not allow this to our account.{ platform-said }
    .hint = Look at the rights of the token and at the state of the account on the platform.
address-not-found = The platform does not know the address that was asked for.{ platform-said }
    .hint = Look at the server, channel or URL in the account's section of the config.
session-cannot-be-renewed = The login has ended and cannot be renewed by itself.
    .hint = Make a new token for the account and put it where the config says.
rate-limited = The platform wants fewer requests for now; the account waits.
    .hint = Nothing has to be done. If it happens often, write a "min_gap" for the account, for example: min_gap = "5m"
too-large-for-platform = The platform says that this is too large.{ platform-said }
    .hint = Make the pictures or films smaller.
refused-by-platform = The platform refuses this post.{ platform-said }
    .hint = Change the post as the platform says, and drop it into the queue again.
server-timed-out = The platform took too long after it had the request.
server-error = The platform failed after it had the request.{ platform-said }
redirected = The platform sent us to another address, which is never followed.{ platform-said }
    .hint = Look at the server's address in the account's section; perhaps it has moved.
answer-not-understood = The platform gave an answer that cannot be understood.{ platform-said }
    .hint = If it happens again, the platform has changed its interface; look for a newer version of the program.
tls-failed = No safe connection to the platform could be made; nothing was sent.{ platform-said }
    .hint = Look at the machine's clock and certificates. An office proxy may need its own certificate: extra_ca = ["office-ca.pem"]
platform-unreachable = The platform could not be reached; nothing was sent. It is tried again by itself.{ platform-said }
    .hint = Look at the network, and at the proxy in the section [http].
cut-while-sending = The connection ended before everything was sent, so nothing was published. It is tried again by itself.
answer-lost = The request went out, but its answer was lost.
answer-cut = The request went out, but its answer ended in the middle.
disarmed = Something came between this post and its time; nothing was sent.{ platform-said }
intent-too-old = This machine slept, or its disk hung, just before the post was sent; nothing was sent.{ platform-said }
    .hint = Nothing to do: it is tried again at once. If this comes often, look at the disk and switch off standby.
own-machine-failed = Our own machine failed before anything was sent.{ platform-said }
    .hint = Look at its disk, memory and number of open files; sending goes on by itself when it is well again.

text-empty = The post has no text.
    .hint = Write some text.
text-too-long = The text has { $length } { $unit ->
        [x-weighted] characters as X counts them
        [bytes] bytes
       *[characters] characters
    }, and at most { $limit } are possible.
    .hint = Shorten it, or write a version for this account: [for.NAME] text = "…"
piece-too-long = The piece "{ $piece }" has { $length } characters and cannot be split; there is room for { $limit }.
    .hint = Shorten the link or the word.
no-room-beside-counter = At most { $limit } characters are possible, which leaves no room beside the counter.
    .hint = Turn the counter off for this account: counter = "none"
too-many-parts = The text makes { $parts } parts, and at most { $most } are possible.
    .hint = Shorten it, or make several posts of it.
too-many-media = The post has { $count } pictures or films, and at most { $most } are possible.
    .hint = Take some of them out, or write a version for this account: [for.NAME] media = ["…"]
media-too-large-together = The { $count } pictures or films have { SIZE($bytes) } together, and at most { SIZE($limit) } are possible.
    .hint = Take some of them out, or write a version for this account: [for.NAME] media = ["…"]
media-print-colours = "{ $file }" is in the colours of printing presses (CMYK), which screens show wrong or not at all.
    .hint = Save it with the colours of screens (RGB).
media-kind-not-taken = "{ $file }" is a kind of file ({ $kind }) that this platform does not take.
    .hint = It takes: { $takes }.
media-too-large = "{ $file }" has { SIZE($bytes) }, and at most { SIZE($limit) } are possible.
    .hint = Make it smaller, for example by saving it with less quality.
media-too-many-pixels = "{ $file }" has { $pixels } pixels, and at most { $limit } are possible.
    .hint = Make the picture smaller.
media-sides-too-long = Width and height of "{ $file }" are { $sum } together, and at most { $limit } is possible.
    .hint = Make the picture smaller.
media-too-narrow = "{ $file }" is too long and narrow: one side may be at most { $ratio } times the other.
    .hint = Cut the picture.
media-does-not-mix = "{ $file }" cannot go together with the other files; at most { $most } of its kind are possible.
    .hint = Make a post of its own for it.
media-left-out-kind = { $files } { $count ->
        [one] is left out here: this account takes no files of this kind.
       *[other] are left out here: this account takes no files of these kinds.
    }
    .hint = Nothing has to be done. To say yourself what goes out here: [for.{ $account }] media = [{ $example }]
media-left-out-apart = { $files } { $count ->
        [one] is left out here: one post cannot have it together with
       *[other] are left out here: one post cannot have them together with
    } { $kept }.
    .hint = Nothing has to be done. To choose otherwise: [for.{ $account }] media = [{ $example }]
media-left-out-many = { $files } { $count ->
        [one] is
       *[other] are
    } left out here: one post takes { $most ->
        [one] only { $kept }
       *[other] at most { $most } of them
    }.
    .hint = Nothing has to be done. To choose otherwise: [for.{ $account }] media = [{ $example }]
media-left-out-cover = { $files } are left out here: only one picture can stand beside { $kept }, and the post does not say which.
    .hint = Nothing has to be done. To choose one: [for.{ $account }] media = [{ $example }]
film-cut-to-first = "{ $file }" is cut to the shape of "{ $first }" here, as all pictures and films of one post are.
    .hint = Nothing has to be done where that does no harm. Else put a picture or film of its shape first: [for.{ $account }] media = ["{ $file }", …]
subtitles-left-out = The subtitles of "{ $file }" stay behind: this platform has no place for them.
    .hint = Nothing has to be done. To show them here, too, burn them into the film.
alt-text-missing = "{ $file }" has no description for people who cannot see it.
    .hint = Write one: media = [{ "{" } file = "{ $file }", alt = "…" { "}" }]
alt-text-too-long = The description of "{ $file }" has { $length } characters, and at most { $limit } are possible.
    .hint = Shorten it.
unknown-kind = There is no imitation of a platform called "{ $kind }".
    .hint = This is a fault of the program; please report it.

unknown-option = "{ $option }" is not an option of this platform.
    .hint = { GIVEN($known) ->
        [yes] Its options are: { $known }.
       *[no] This platform has no options; take the line out.
    }
wrong-option = The value of the option "{ $option }" cannot be used ({ $problem }).
    .hint = { GIVEN($example) ->
        [yes] Write for example: { $example }
       *[no] The page of the platform in docs/platforms/ lists the values.
    }
address-without-tls = "{ $key }" leads to { $server }, which has no TLS.
    .hint = Write https:// if the server can do that. For a server of your own that cannot, allow it under [http] in the config file: { $example }
platform-charges = On this account the post costs about ${ $dollars }.
platform-charges-messages = On this account the post is { $count } messages, and each is paid for; the price goes by country and kind.
