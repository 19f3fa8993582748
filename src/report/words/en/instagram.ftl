### Instagram, by Meta.

instagram-quota = Instagram sets a limit for each account on posts in 24 hours. The program asks for it before each post, and waits by itself.
instagram-media-required = Instagram takes no post without a picture or a film.
    .hint = Add a picture with a description, or leave this account out.
instagram-too-many-hashtags = The caption has { $count } hashtags, and Instagram takes at most { $most }.
    .hint = Take some out, or write a version for Instagram: [for.instagram] text = "…"
instagram-many-hashtags = The caption has { $count } hashtags; the Instagram app takes { $most } since December 2025, and more may be refused.
    .hint = Keep the { $most } most important ones.
instagram-too-many-mentions = The caption names { $count } accounts, and Instagram takes at most { $most }.
    .hint = Take some "@" out.
instagram-links-are-text = Links in a caption cannot be touched on Instagram, and there are no previews.
    .hint = Put the link into the profile, or write a short address that people can type.
instagram-option-of-reels = "{ $option }" is for a reel, which is a post with one film.
    .hint = Take the line out of [for.instagram].
instagram-story-without-text = A story has no caption; the text is left out here.
    .hint = Put the text into the picture.
instagram-story-of-one = A story has exactly one picture or film.
    .hint = Give each its own post, or take the line story = true out.
instagram-story-without-comment = A story has no comments.
    .hint = Take the line first_comment out of [for.instagram].
instagram-story-without-label = A story has no place that says it was made with AI.
    .hint = Write it into the picture, or post it as a picture or reel.
instagram-cover-missing = With "cover = true" one picture beside the film becomes its cover, and there is not exactly one.
    .hint = Put one film and one picture into the post, or take the line out.
instagram-two-covers = A reel has one cover: a picture ("cover") or a moment of the film ("thumb_offset").
    .hint = Take one of the two lines out.
instagram-cover-beyond = The film ends before the moment that is to be its cover.
    .hint = Write a smaller "thumb_offset"; it counts in thousandths of a second.
instagram-caption-refused = Instagram refuses the caption: it is too long, or has too many hashtags or names.{ platform-said }
    .hint = Shorten it: [for.instagram] text = "…"
instagram-account-restricted = Instagram has restricted this account.{ platform-said }
    .hint = Open the account in the app and read what it says there.
instagram-not-professional = This is no professional account, or it is not linked as it has to be.{ platform-said }
    .hint = In the app choose Settings, Account type, "Switch to professional account", and link it to your Page.
instagram-delete-failed = Instagram could not delete the post just now.{ platform-said }
    .hint = Nothing needs to be done; it is tried again.
instagram-delete-by-hand = With the Instagram login posts cannot be deleted from outside.{ platform-said }
    .hint = Delete it in the app, or let the account in through its Page: login = "facebook"
instagram-upload-broken = The upload of the film broke off; it goes on from there.{ platform-said }
    .hint = Nothing needs to be done.
instagram-post-unknown = The post that was to be commented is public, but its id is not known.
    .hint = Write the comment by hand in the app, or abandon the rest.
instagram-tags-misplaced = Accounts are marked in one picture, each with its place, or in one reel, without places; not in carousels and stories.
    .hint = In a picture: user_tags = [{ "{" } user = "other_office", x = 0.5, y = 0.4 { "}" }]. In a reel: user_tags = ["other_office"]
