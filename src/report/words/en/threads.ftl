### Threads, by Meta.

threads-too-many-links = A part has { $count } different links, and Threads takes at most { $most }, the card included.
    .hint = Take some links out, or write a version for Threads: [for.threads] text = "…"
threads-length-in-doubt = A part has { $length } characters. Threads takes 500, and does not say how it counts Hindi; up to 490 is sure.
    .hint = Shorten the text a little.
threads-card-made-by-platform = Threads makes a preview of the first link by itself, and it cannot be switched off.
    .hint = Leave the link out for Threads, or add a picture: then there is no preview.
threads-card-address = The card's address "{ $address }" is no address on the web.
    .hint = Write it whole, for example: url = "https://example.org/notice"
threads-card-left-out = A post with pictures or films has no link preview on Threads; it goes without.
    .hint = Put the link into the text.
threads-card-words-left-out = Threads takes the title and description of a link preview from the page itself; only the address of the card is sent.
    .hint = Nothing needs to be done.
threads-card-beside-poll = A poll and a link preview cannot go together on Threads.
    .hint = Leave one of them out: [for.threads] card = "auto"
threads-poll-beside-media = A poll and pictures or films cannot go together on Threads.
    .hint = Leave the poll out, or give Threads no media: [for.threads] media = []
threads-topic-refused = Threads does not permit the topic; the post goes out without it.{ platform-said }
    .hint = Choose another topic: [for.threads] topic = "…"
threads-text-too-long = Threads counts the text as too long.{ platform-said }
    .hint = Shorten it below 490 characters for this account: [for.threads] text = "…"
threads-account-restricted = Threads has restricted this account.{ platform-said }
    .hint = Open the account in the app and read what it says there.
threads-parent-unknown = The part that this one was to answer is public, but its id is not known.
    .hint = Post the rest by hand in the app, or abandon the delivery.
threads-attachment-to-text-alone = A long text hangs on posts of text alone, without pictures, films and polls.
    .hint = Leave one of them out, or make two posts of it.
