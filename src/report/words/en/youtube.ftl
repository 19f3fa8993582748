### YouTube: settings, refusals and remarks.

youtube-quota = The project may upload { $uploads } films a day and has { $units } units a day for the rest; a post takes about { $each }, with picture and playlist about { $most }. The day begins at midnight in California.
youtube-film-missing = YouTube takes films only, and this post has none.{ platform-said }
    .hint = Put a film beside the text, or leave this account out for the post.
youtube-file-empty = "{ $file }" is empty.
    .hint = Put the right file in its place.
youtube-title-missing = The film has no title.
    .hint = Begin the text with one, or write: [for.youtube] title = "…"
youtube-title-too-long = The first line of the text becomes the title; it has { $length } characters, and at most { $limit } are possible.
    .hint = Write a shorter one: [for.youtube] title = "…"
youtube-angle-brackets = YouTube takes no < and > in a description.
    .hint = Write them in words, or a version for this account: [for.youtube] text = "…"
youtube-no-cards = YouTube has no link previews; the link in the text stays.
    .hint = Nothing has to be done.

youtube-token-unusable = The token has a character in it that no token has.{ platform-said }
    .hint = Log in again: dakiya login NAME
youtube-login-ended = The login has ended: Google takes it no more.{ platform-said }
    .hint = Log in again: dakiya login NAME. If this comes every seven days, the consent screen of the project is still in "Testing": set it to "In production".
youtube-app-refused = Google does not know the OAuth client, or its secret is wrong.{ platform-said }
    .hint = Compare "client_id" and what "client_secret" points at with the page Credentials in the Google Cloud console.
youtube-session-ended = Google wants the login to be renewed.{ platform-said }
    .hint = Nothing has to be done; it is renewed by itself.
youtube-no-channel = The login has no YouTube channel. A service account never has one.{ platform-said }
    .hint = Log in as an owner or manager of the channel: dakiya login NAME
youtube-other-channel = The login is of another channel: { $name } ({ $channel }).
    .hint = Log in again and choose the right channel in the browser, or write: channel = "{ $channel }"
youtube-channel-suspended = YouTube has suspended or closed the channel.{ platform-said }
    .hint = Look into YouTube Studio before you let it go on: dakiya start --account NAME
youtube-api-off = The project has not switched on the YouTube Data API.{ platform-said }
    .hint = In the Google Cloud console open APIs and services, Library, YouTube Data API v3, and press Enable.
youtube-right-missing = The login may not do this on the channel.{ platform-said }
    .hint = Log in again as an owner or manager, and leave all boxes ticked: dakiya login NAME
youtube-scope-missing = The login lacks a right: { $scope }.
    .hint = Log in again and leave all boxes ticked: dakiya login NAME
youtube-project-not-audited = YouTube keeps every film of this project private, as the project has not passed its audit.{ platform-said }
    .hint = Ask for the audit with the form "YouTube API Services - Audit and Quota Extension"; it takes weeks. Until then upload by hand in YouTube Studio: films that went up so stay private for ever.
youtube-audit-unknown = Whether the project has passed YouTube's audit shows with the first film: without it every film stays private.
    .hint = See docs/platforms/youtube.md before you count on it.
youtube-no-long-films = The channel may not have films of more than 15 minutes yet.
    .hint = Confirm the owner's phone number: https://www.youtube.com/verify

youtube-quota-used = The project has used up what it may ask in a day; it goes on at midnight in California.{ platform-said }
    .hint = Nothing has to be done. If it happens often, ask for more with the form "Audit and Quota Extension".
youtube-channel-limit = The channel has reached the number of films that it may have in a day.{ platform-said }
    .hint = Nothing has to be done; it is tried again after a day. New channels may have only a few.
youtube-metadata-refused = YouTube does not take the title, description, tags or category.{ platform-said }
    .hint = Change what it names, and drop the post again.
youtube-upload-ended = YouTube no longer takes this upload.{ platform-said }
    .hint = Nothing has to be done: it is uploaded again.
youtube-video-gone = The film is not on the channel any more.{ platform-said }
    .hint = Somebody has deleted it. If it is to go out, drop the post again.
youtube-processing-failed = YouTube cannot process the film.{ platform-said }
    .hint = Save it as MP4 with H.264 and AAC, and drop the post again.
youtube-video-rejected = YouTube has rejected the film.{ platform-said }
    .hint = Look into YouTube Studio: it says why, such as copyright or a film that is there already.
youtube-still-processing = YouTube is still at work on the film.
    .hint = Nothing has to be done; it is asked again. Long films in high resolution take hours.
youtube-thumbnail-refused = YouTube did not take the film's own picture; it shows one from the film.
    .hint = A channel may choose pictures once the owner's phone number is confirmed: https://www.youtube.com/verify
youtube-playlist-refused = The film could not be put into the playlist.
    .hint = Compare the id in "playlist" with the address of the playlist, and add the film by hand.
youtube-captions-refused = YouTube did not take all of the subtitles.
    .hint = Add them in YouTube Studio under Subtitles.
youtube-extras-without-units = The project had no units left on that day for all of the picture, the subtitles and the playlist; the film went out without what was missing.
    .hint = Add it in YouTube Studio. If it happens often, ask for more with the form "Audit and Quota Extension", and write the new number: units = …
youtube-units-left = Of the { $most } units of today, at most { $left } are left: a post takes about 60, a picture and a playlist 50 each, each file of subtitles 400.
    .hint = Nothing has to be done. Other programs of the same project are not counted here.
youtube-receipt-not-usable = The id of this film is not one by which YouTube deletes.{ platform-said }
    .hint = Delete the film in YouTube Studio.
