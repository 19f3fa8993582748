### TOML पढ़ना: सेटिंग फ़ाइल और पोस्ट में किसी सेटिंग या उसके मान में क्या गलत हो सकता है।

toml-syntax = { $kind ->
        [curly] ये वर्ड के मुड़े हुए उद्धरण चिह्न हैं; यहाँ केवल सीधे चिह्न पढ़े जाते हैं।
        [quote-open] इस पाठ के अंत में उद्धरण चिह्न नहीं है।
        [quotes-missing] पाठ उद्धरण चिह्नों के बीच होना चाहिए।
        [twice] "{ $found }" यहाँ दूसरी बार लिखा है।
        [key-letters] सेटिंग के नाम में ऐसा अक्षर है जो उसमें नहीं हो सकता।
        [bracket-open] इस सूची का कोष्ठक बंद नहीं किया गया है।
       *[other] यह पंक्ति पढ़ी नहीं जा सकी: { $problem }
    }
    .hint = { $kind ->
        [curly] उद्धरण चिह्न सादे टेक्स्ट एडिटर में फिर से टाइप करें: name = "value"
        [quotes-missing] ऐसे लिखें: name = "value"
        [twice] दोनों में से एक ही पंक्ति रखें।
        [key-letters] नाम a-z, 0-9, "-" और "_" से लिखे जाते हैं: name = "value"
        [bracket-open] सूची ऐसे लिखी जाती है: name = ["first", "second"]
       *[other] इस पंक्ति और ऊपर की पंक्ति के उद्धरण चिह्न और कोष्ठक देखें। सेटिंग ऐसे लिखी जाती है: name = "value"
    }
address-incomplete = "{ $key }" पूरा पता नहीं है: उसे https:// से शुरू होना चाहिए
    .hint = ऐसे लिखें: { $example }
wrong-value = { GIVEN($expected) ->
        [yes] "{ $key }" में यह होना चाहिए: { wanted-kind }। यहाँ यह है: { found-kind }।
       *[no] "{ $key }" का मान ठीक नहीं है: { $problem }
    }
    .hint = ऐसे लिखें: { $example }
found-kind = { $found ->
        [string] पाठ
        [integer] पूरी संख्या
        [float] दशमलव वाली संख्या
        [boolean] true या false
        [datetime] तारीख या समय
        [array] सूची
       *[table] खंड
    }
wanted-kind = { $expected ->
        [string] उद्धरण चिह्नों में पाठ
        [integer] पूरी संख्या
        [float] संख्या
        [boolean] बिना उद्धरण चिह्न के true या false
        [datetime] बिना उद्धरण चिह्न के तारीख और समय
       *[array] चौकोर कोष्ठकों में सूची
    }
missing-key = "{ $key }" नहीं लिखा है।
    .hint = ऐसी एक पंक्ति जोड़ें: { $example }
unknown-key = "{ $key }" नाम की कोई सेटिंग नहीं है।
    .hint = { GIVEN($nearest) ->
        [yes] क्या आप "{ $nearest }" लिखना चाहते थे?
       *[no] { GIVEN($known) ->
            [yes] यहाँ ये सेटिंग हैं: { $known }।
           *[no] यह पंक्ति हटा दें; यहाँ कोई सेटिंग नहीं होती।
        }
    }
not-a-table = "{ $key }" का अपना खंड होना चाहिए। यहाँ यह है: { found-kind }।
    .hint = ऐसे लिखें: { $example }
not-a-list = "{ $key }" सूची होनी चाहिए। यहाँ यह है: { found-kind }।
    .hint = ऐसे लिखें: { $example }
list-empty = सूची "{ $key }" खाली है।
    .hint = कम से कम एक नाम लिखें, जैसे: { $example } यदि मतलब सबसे है तो यह पंक्ति हटा दें।
not-a-choice = "{ $key }" का मान "{ $found }" नहीं हो सकता।
    .hint = { GIVEN($nearest) ->
        [yes] क्या आप "{ $nearest }" लिखना चाहते थे? ये मान हो सकते हैं: { $known }।
       *[no] ये मान हो सकते हैं: { $known }।
    }
number-out-of-range = "{ $key }" के लिए { $found } बहुत बड़ी या बहुत छोटी संख्या है।
    .hint = { $min } से { $max } तक की संख्या लिखें, जैसे: { $example }
duration-wrong = "{ $key }" में "{ $found }" से कोई अवधि नहीं बनती।
    .hint = पूरी संख्या के साथ s, m, h या d (सेकंड, मिनट, घंटे, दिन) लिखें, जैसे: { $example }
duration-out-of-range = "{ $key }" के लिए "{ $found }" बहुत लंबी या बहुत छोटी अवधि है।
    .hint = { $min } से { $max } तक की अवधि लिखें, जैसे: { $example }
size-wrong = "{ $key }" में "{ $found }" से कोई आकार नहीं बनता।
    .hint = पूरी संख्या के साथ B, KiB, MiB, GiB या TiB लिखें, जैसे: { $example }
name-wrong = "{ $found }" नाम नहीं हो सकता।
    .hint = नाम में a-z, 0-9 और "-" के अधिक से अधिक 40 अक्षर होते हैं और वह "-" से शुरू नहीं होता। जैसे: { $example }
path-empty = "{ $key }" खाली है।
    .hint = फ़ोल्डर का नाम लिखें, जैसे: { $example }
