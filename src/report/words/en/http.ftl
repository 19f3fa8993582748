### Recipes, and accounts that use them.

recipe-unknown = There is no recipe called "{ $name }".
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"? The program brings: { $known }. Your own are files in { $folder }.
       *[no] The program brings: { $known }. Your own are files in { $folder }.
    }
recipe-unreadable = The recipe { $file } cannot be read: { $problem }.
    .hint = Look at the file's rights and size; a recipe is a small text file.
recipe-name-differs = The recipe calls itself "{ $found }", but its file is { $file }.
    .hint = Give the file and the line "name" the same name.
recipe-name-reserved = "{ $name }" cannot be the name of a value here.
    .hint = Take small English letters, digits and "_", and a name that does not mean something already, for example: api_token
recipe-option-of-the-post = "{ $name }" is a setting of every post, so no post can say it under [for.…].
    .hint = Give the option another name, for example: "{ $name }_there"
recipe-unknown-name = Nothing is called "{ $name }" here.
    .hint = { GIVEN($nearest) ->
        [yes] Did you mean "{ $nearest }"?
       *[no] { GIVEN($known) ->
            [yes] Known here are: { $known }.
           *[no] Nothing can be named here.
        }
    }
recipe-template = The template cannot be used: { $problem }.
    .hint = A template is text with values in it, for example: "{ "{{" } text { "}}" }"
recipe-two-bodies = A request has one body, and this one has several: { $found }.
    .hint = Keep one of them.
recipe-not-json = A value of the kind { $found } cannot stand in JSON.
    .hint = Write it as text in quotes, for example: "2026-11-25"
recipe-header = "{ $name }" is not the name of a header.
    .hint = Take letters, digits and hyphens, for example: X-Token
recipe-address = The address must begin with a host that neither a post nor an answer can choose.
    .hint = { GIVEN($known) ->
        [yes] Begin it with https://HOST/ or with a setting of the kind "url" (there are: { $known }), for example: url = "{ "{{" } settings.server { "}}" }/messages"
       *[no] Begin it with https://HOST/, for example: url = "https://api.example/messages"
    }
recipe-address-rest = "{ $found }" cannot follow the host of an address.
    .hint = Write the path, beginning with "/"; what would follow "?" belongs into a table of its own, for example: [publish.query]
recipe-address-not-https = The address must begin with https:// and have no user name in it.
    .hint = For example: "https://social.example"
recipe-address-private = The address leads into a private network ({ $host }).
    .hint = If that is meant, say so in the account's section: allow_private = true
recipe-address-foreign = "{ $key }" leads to { $host }, which is no server of this service.
    .hint = Copy it anew from the service. If it is a server of your own that understands the same requests, say so in the account's section: own_server = true
recipe-promise-without-key = The recipe promises that repeats are harmless, but its visible request has nothing in it by which the service could know a repeat.
    .hint = Put the key into it, for example under [publish.headers]: Idempotency-Key = "{ "{{" } key { "}}" }" — or promise nothing: idempotent = false
recipe-signed-file = Requests with files in them cannot be signed.
    .hint = Use another kind of login in [auth], or send the files inside JSON.
recipe-secret-shape = The secret of "{ $key }" does not look like one of this service.
    .hint = Copy it anew from the service, whole and without blanks or line breaks. It is not shown here.

recipe-failed = The recipe could not build the request; nothing was sent.{ platform-said }
    .hint = Try the recipe with: dakiya check — and mend the place that is named.
http-place-closed = The channel or webhook is closed, archived or gone.{ platform-said }
    .hint = Open it again on the platform, or make a new webhook and put its address where the config says.
http-page-instead = The site answered with a web page in place of data, as security plugins and login pages do.{ platform-said }
    .hint = Allow the REST interface and the header "Authorization" for our user in the site's security plugin or with its host.
http-against-rules = The platform says that this breaks its rules.{ platform-said }
    .hint = Read what it says, and look at the account on the platform before anything else is sent.
http-duplicate = The platform says that the same is there already.{ platform-said }
    .hint = Look at the account: if the post is there, answer that it is.
http-not-yet = The platform is not ready with the pictures yet; it is tried again by itself.
http-prepared-gone = What was prepared on the platform is gone; it is made anew.
http-not-applied = The platform did nothing for now and wants to be asked again later.{ platform-said }
http-processing-failed = The platform could not process a picture or film.{ platform-said }
    .hint = Save the file anew and drop the post into the queue again.
http-still-processing = The platform took too long to process a picture or film; it is uploaded anew.
http-token-ended = The token has ended; another one is asked for.
    .hint = Nothing to do; it is renewed by itself.
http-login-ended = The service does not renew the login any more: the refresh token has ended or was withdrawn.{ platform-said }
    .hint = Get a new refresh token from the service and put it where the config says, then run: dakiya start --account NAME
http-client-refused = The service does not know the client that asks for tokens.{ platform-said }
    .hint = Check the client's id and secret with the service. Some services want them in the form: client_in = "form" under [auth] of the recipe.
http-no-recall = On this platform the program cannot delete what was published.
    .hint = Delete it by hand on the platform.
http-no-whoami = The recipe "{ $recipe }" has no harmless question, so the login could not be tried.
    .hint = To be sure, send a small test post to the account.
