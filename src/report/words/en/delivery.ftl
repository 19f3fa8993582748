### Why a delivery stands where it stands.

crashes-the-daemon = The program broke down several times while it worked on this delivery, so the delivery is held and everything else goes on.
    .hint = Look at the post and its pictures and films first; perhaps one of them is damaged.
uncertain-ask = It is uncertain since { $since } whether this was published. { $cause }
    .hint = Look at the account first, in its app or a browser; what was sent can appear some minutes late.
identical-text-exists = The platform says that the same text exists already, but it was not found on the account.
    .hint = Look at the account. If it is not there, end this delivery, change the text and put the post into the queue again.
expired-while-uncertain = It was proved not to be published, but by then its time had passed.
    .hint = If it is still wanted, put the post into the queue again, with a later time and only this account: to = ["NAME"]
handed-over = The person who publishes it for this account has it since { $since }; they have not said yet that it is public.
    .hint = Once it is public, they press the button in their message, or you say so with dakiya resolve.
handed-unconfirmed = The person who publishes it for this account has it since { $since } and was reminded, but has not said that it is public.
    .hint = Call them. Once it is public, say so with dakiya resolve; if it will not be published, end it there, too.
abandoned-by-person = A person gave this delivery up.
interrupted-while-sending = The program ended while the request was out.
key-window-over = The platform may have forgotten the key of an earlier request, so the account is looked at before anything is sent again.

# The state as people read it; the fact has the name that logs and JSON show.
delivery-state = { $state ->
        [planned] planned
        [preparing] preparing
        [ready] ready
        [sending] sending
        [uncertain] uncertain
        [held] held
        [published] published
        [failed] failed
        [expired] expired
        [missed] missed
        [cancelled] cancelled
       *[recalled] recalled
    }
