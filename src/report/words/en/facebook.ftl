### Facebook Pages.

facebook-two-tokens = The account has a "system_user_token" and a "page_token", and only one of them can be used.
    .hint = Keep "system_user_token" and take the other one out.
facebook-card-address = "{ $address }" is not the address of a web page.
    .hint = Write the whole address, for example: url = "https://example.org/page"
facebook-card-own-page = Facebook makes no preview of its own pages such as { $address }.
    .hint = Leave "card" out, or name a page of your own website.
facebook-card-left-out = Facebook shows no link preview beside pictures or films, so it is left out.
    .hint = Leave the pictures out for this account, or leave "card" out: [for.facebook] media = []
facebook-card-words-left-out = Facebook takes title and description of the link preview from the page itself.
    .hint = Nothing needs to be done. To change them, change the page.
facebook-card-not-forbidden = No link preview is asked for, but Facebook may make one of a link in the text all the same.
    .hint = To be sure, leave the link out, or put it into the first comment: [for.facebook] first_comment = "…"
facebook-option-without-film = "{ $option }" is for a post with a film.
    .hint = Take the line out, or attach one film.
facebook-film-description-left-out = Facebook has no place for the description of the film "{ $file }".
    .hint = Say in the text what the film shows.
facebook-comment-too-long = The first comment has { $length } characters, and at most { $limit } are possible.
    .hint = Shorten it.

facebook-option-not-for-stories = "{ $option }" is not for a story.
    .hint = Take the line out, or take story = true out.
facebook-story-of-one = A story has exactly one picture or film.
    .hint = Give each its own post, or take the line story = true out.
facebook-story-without-comment = A story has no comments.
    .hint = Take the line first_comment out of [for.facebook].
facebook-story-without-text = A story has no text; it is left out here.
    .hint = Put the text into the picture.
facebook-story-without-label = A story has no place that says it was made with AI.
    .hint = Write it into the picture or film.
facebook-story-without-subtitles = A story has no subtitles; they are left out here.
    .hint = Burn them into the film, or post it as a film or reel.
facebook-story-by-hand = No way is documented to take back a story from outside.{ platform-said }
    .hint = Delete it on the Page. By itself it is gone after a day.

facebook-token-unusable = The token cannot be sent: there is a line break or a foreign sign in it.
    .hint = Copy the token once more, alone on one line.
facebook-token-not-derived = The Page's own token has to be fetched first.
    .hint = Nothing needs to be done; it is fetched with the token of the system user.
facebook-no-page-token = The owner of the token has no role on the Page.
    .hint = In the business settings give the system user the Page with the tasks for content, then make its token anew.
facebook-token-of-wrong-kind = { $kind ->
        [page] The token under "system_user_token" is the Page's own.
       *[user] The token under "page_token" does not belong to the Page itself.
    }
    .hint = { $kind ->
        [page] Write it as "page_token", or better put a system user's token there.
       *[user] Write it as "system_user_token"; the Page's token is fetched with it.
    }
facebook-token-of-person = The token belongs to a person: it ends when the password changes or the person leaves.
    .hint = Make one for a system user, as docs/platforms/facebook.md says.
facebook-no-comments = The token may not write comments, so posts with "first_comment" will stop after the post.
    .hint = If you want first comments, make the token anew with "pages_manage_engagement".
facebook-no-business-right = The token of the system user does not have the right "business_management", which Meta asks of these.
    .hint = If something is refused for want of a right, make the token anew and tick "business_management", too.
facebook-page-not-published = The Page itself is not published, so nobody sees its posts.
    .hint = On Facebook open the Page's settings and publish it.

facebook-same-as-last-post = Facebook says that the last post has the same text.{ platform-said }
    .hint = Look at the Page: if the post is there, answer that it is; if not, change a word and drop it again.
facebook-photos-posted-already = Facebook says that these pictures are in a post already.{ platform-said }
    .hint = Look at the Page: if the post is there, answer that it is; if not, let it be posted again.
facebook-photo-refused = Facebook does not take a picture.{ platform-said }
    .hint = Save it anew as JPEG or PNG of at most 4 MB, and drop the post again.
facebook-film-refused = Facebook does not take the film.{ platform-said }
    .hint = Save it anew as MP4 with H.264 and AAC, and drop the post again.
facebook-link-refused = Facebook does not take the link, or cannot open its page.{ platform-said }
    .hint = Look whether the page opens for everybody. Without a preview the text may go: card = "off"
facebook-page-not-authorised = Facebook wants a confirmation before this Page may publish.{ platform-said }
    .hint = Open the Page as an administrator and follow "Page publishing authorisation"; then: dakiya start --account NAME
facebook-security-check = Facebook wants a security check or a proof of identity.{ platform-said }
    .hint = Log in as an administrator and do what is asked there; then: dakiya start --account NAME
facebook-account-limited = Facebook has limited this account for some days.{ platform-said }
    .hint = Look at the Page's quality and support messages; when the limit is over: dakiya start --account NAME
facebook-upload-broke = The upload of a film broke off; it goes on where it stopped.{ platform-said }
    .hint = Nothing needs to be done.
facebook-upload-gone = Facebook has thrown away what was prepared; it is prepared again.{ platform-said }
    .hint = Nothing needs to be done.
facebook-film-not-public-yet = Facebook has the film and is still working on it; it is watched until followers can see it.{ platform-said }
    .hint = Nothing needs to be done; long films take some minutes.
facebook-receipt-not-usable = The receipt does not hold an id that Facebook's interface takes.{ platform-said }
    .hint = Do it by hand on the Page.
facebook-extras-refused = Facebook did not take the cover or all of the subtitles of the film.
    .hint = Add them on the Page: the film, Edit video.
facebook-subtitles-language = The subtitles in "{ $file }" stay behind: what Facebook calls their language is not known here.
    .hint = Put the country into the name, such as film.bn-BD.srt
