### खातों और समूहों के नाम।

account-unknown = "{ $found }" नाम का न कोई खाता है, न समूह।
    .hint = { GIVEN($nearest) ->
        [yes] क्या आप "{ $nearest }" लिखना चाहते थे?
       *[no] { GIVEN($known) ->
            [yes] ये नाम हैं: { $known }।
           *[no] पहले [accounts.mastodon] जैसा एक खंड जोड़ें।
        }
    }
