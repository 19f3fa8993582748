### LinkedIn: settings, refusals and remarks.

linkedin-version-until = LinkedIn serves the version { $version } of its interface until about { $date }; you will be told two months before.
linkedin-no-way-to-log-in = The account has neither a token nor an app to log in with.
    .hint = Write client_id = "77a1b2c3d4e5f6" and client_secret = { "{" } credential = "linkedin-client-secret" { "}" }, then run: dakiya login NAME
linkedin-version-old = The version { $version } of LinkedIn's interface is old; it ends about { $date }.
    .hint = Take a newer version of the program, or write a newer month that LinkedIn has, for example: version = "202609"
linkedin-version-ended = LinkedIn no longer serves the version of its interface that we name.{ platform-said }
    .hint = Write a newer month that LinkedIn has into the account's section, for example: version = "202609"
linkedin-resend-for-members-only = "resend_on_doubt" is for members; a page is read back, so it is left out here.
    .hint = Take the line out.
linkedin-token-unusable = The token has a character in it that no token has.{ platform-said }
    .hint = Copy the token again, whole and in one line, and put it where the setting "token" points.
linkedin-token-refused = LinkedIn does not accept the token: it has ended, or was taken back.{ platform-said }
    .hint = Log in again: dakiya login NAME (or make a new token in the developer portal). A login lives 60 days.
linkedin-login-ended = The login has ended and cannot be renewed any more.{ platform-said }
    .hint = Log in again: dakiya login NAME
linkedin-app-refused = LinkedIn does not know the app, or its secret is wrong.{ platform-said }
    .hint = Compare "client_id" and what "client_secret" points at with the page of the app in the developer portal.
linkedin-right-missing = The login may not do this: a right, a role on the page, or a product of the app is missing.{ platform-said }
    .hint = See docs/platforms/linkedin.md: the app needs its product, and whoever logs in must be an administrator of the page.
linkedin-other-member = The login belongs to another member ({ $urn }).
    .hint = Log in as the right member, or write: author = "{ $urn }"
linkedin-no-role-on-page = Whoever logged in may not post for this page.
    .hint = On the page's admin view make that person a super admin or content admin, or compare the number in "author".
linkedin-roles-not-shown = LinkedIn does not show us whether this login may post for the page.
    .hint = Nothing has to be done if posts go out. To have it checked, the login needs the right rw_organization_admin.
linkedin-cannot-read-back = The page's own posts cannot be read with this login, so a lost answer always becomes a question to you.
    .hint = The login needs the right r_organization_social; log in again: dakiya login NAME
linkedin-scope-missing = The login lacks the right { $scope }.
    .hint = Add the product to the app in the developer portal and log in again: dakiya login NAME

linkedin-title-left-out = The option "title" is for a document or a film; there is none here, so it is left out.
    .hint = Take the line out.
linkedin-link-without-card = LinkedIn makes no preview of a link by itself.
    .hint = Describe it in the post if you want one, for example: card = { "{" } url = "https://…", title = "…" { "}" }
linkedin-card-address = "{ $address }" is not the address of a web page.
    .hint = Write it whole, for example: url = "https://example.org/notice"
linkedin-card-without-title = The link preview has no title, and LinkedIn wants one.
    .hint = Write one, for example: title = "…"
linkedin-picture-is-thumbnail = "{ $file }" is shown as the picture of the link preview.
    .hint = To show it as a picture, write for this account: [for.linkedin] card = "off"
linkedin-card-left-out = A post with these files has no room for the link preview; it is left out.
    .hint = Take the files out, or give this account at most one picture: [for.linkedin] media = ["…"]
linkedin-file-empty = "{ $file }" is empty.
    .hint = Put the right file in its place.
linkedin-film-too-light = "{ $file }" is smaller than { SIZE($limit) }, and LinkedIn takes no film so small.
    .hint = Save it with more detail.
linkedin-long-with-escapes = With the signs that LinkedIn wants before brackets, hashtags and the like, the text has { $length } characters; from { $limit } on it may be refused.
    .hint = Shorten it, or use fewer brackets and hashtags.

linkedin-text-too-long = LinkedIn calls the text too long.{ platform-said }
    .hint = Shorten it, or write a version for this account: [for.linkedin] text = "…"
linkedin-duplicate = LinkedIn says that the same content was posted a moment ago{ GIVEN($post) ->
        [yes] {" "}({ $post })
       *[no] {""}
    }.
    .hint = Look at the account. If it is this post, write its address: dakiya resolve ID --posted URL
linkedin-conflict = LinkedIn was changing something at the same moment.{ platform-said }
    .hint = Look whether the post is there.
linkedin-author-or-media-missing = LinkedIn does not find the author or what was uploaded.{ platform-said }
    .hint = Compare the number in "author" with the address of the page, then drop the post again.
linkedin-media-processing-failed = LinkedIn cannot use a picture, film or document.{ platform-said }
    .hint = Save it anew: pictures as JPEG or PNG, films as MP4 with H.264, documents as PDF.
linkedin-media-still-processing = LinkedIn is still at work on what was uploaded.{ platform-said }
    .hint = Nothing has to be done; it is asked again.
linkedin-upload-ended = LinkedIn no longer takes this upload.{ platform-said }
    .hint = Nothing has to be done: it is uploaded again.
linkedin-upload-forgotten = What was uploaded ahead of time is not known any more.
    .hint = Nothing has to be done: it is uploaded again.
linkedin-still-publishing = LinkedIn has the post and is still publishing it.
    .hint = Nothing has to be done; it is asked again.
linkedin-receipt-not-usable = The id of this post is not one by which LinkedIn deletes.{ platform-said }
    .hint = Delete the post on LinkedIn by hand.
linkedin-text-cut = LinkedIn shows only the beginning of the text.
    .hint = Look at the post, and mend it there by hand.
linkedin-share-with-media = What is shared stands alone: a post that shares another one has no pictures, films and cards.
    .hint = Leave them out, or leave "share" out.
linkedin-one-language = LinkedIn takes subtitles in one language; those in "{ $file }" go with the film.
    .hint = Nothing has to be done. Those in the language of the text ("lang") go first.
linkedin-captions-refused = LinkedIn did not take the subtitles; the film was posted without them.
    .hint = Nothing has to be done. To show them all the same, burn them into the film.
linkedin-cover-refused = LinkedIn did not take the film's cover; it shows a picture from the film.
    .hint = Nothing has to be done. Next time give it a JPEG or PNG of the same size as the film.
