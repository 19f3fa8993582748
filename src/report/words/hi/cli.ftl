### कमांड लाइन के शब्द।

severity-error = गलती
severity-warning = चेतावनी
severity-note = सूचना
severity-hint = सुझाव
finding-accounts = खाते
findings-summary = { $errors ->
        [0] {""}
        [one] { $errors } गलती
       *[other] { $errors } गलतियाँ
    }{ $both ->
        [1] {", "}
       *[0] {""}
    }{ $warnings ->
        [0] {""}
        [one] { $warnings } चेतावनी
       *[other] { $warnings } चेतावनियाँ
    }

## तालिकाओं के शीर्षक

column-when = समय
column-utc = UTC समय
column-account = खाता
column-state = स्थिति
column-parts = हिस्से
column-post = पोस्ट
column-why = कारण
column-next = अगली का समय
column-late = देर
column-number = नंबर

## check, plan, dry-run

check-summary = { $posts ->
        [0] { $broken ->
            [0] कतार खाली है।
           *[other] कतार में कोई पोस्ट पढ़ी नहीं जा सकी।
        }
        [one] { $posts } पोस्ट पढ़ी गई।
       *[other] { $posts } पोस्ट पढ़ी गईं।
    }
check-fine = कोई गलती नहीं मिली।
preview-heading = { $post } → { $account }{ $parts ->
        [0] : कुछ नहीं, नीचे देखें
        [one] {""}
       *[other] {" "}({ $parts } हिस्से)
    }
preview-medium = { $file }: { $kind }{ $width ->
        [0] {""}
       *[other] {" "}{ $width }x{ $height }
    }{ $seconds ->
        [0] {""}
       *[other] , { $seconds } से॰
    }, { SIZE($bytes) }{ GIVEN($alt) ->
        [yes] {" "}"{ $alt }"
       *[no] {""}
    }
preview-no-such-post = कतार में "{ $post }" नाम की कोई पोस्ट नहीं है।{ GIVEN($there) ->
        [yes] {" "}ये हैं: { $there }
       *[no] {" "}{ $broken ->
            [0] कतार खाली है।
           *[other] उसमें ऐसी कोई पोस्ट नहीं जो पढ़ी जा सके; dakiya check बताता है कि क्यों।
        }
    }
plan-costs = कतार में जो है, उस पर पैसे लेने वाले प्लेटफ़ॉर्म पर लगभग ${ $dollars } लगेंगे।
plan-costs-messages = कतार में जो है, वह { $count } ऐसे संदेशों में जाएगा जिनमें हर एक का पैसा लगता है; दाम देश और किस्म के अनुसार है।
plan-left-out = { $count ->
        [one] एक और डिलीवरी यहाँ नहीं दिखाई गई।
       *[other] { $count } और डिलीवरी यहाँ नहीं दिखाई गईं।
    }
    .hint = लंबी सूची के लिए: dakiya plan --most 500
plan-empty = भेजने के लिए कुछ नहीं है।
dry-run-summary = { $until } तक: { $published ->
        [one] { $published } डिलीवरी प्रकाशित होगी
       *[other] { $published } डिलीवरी प्रकाशित होंगी
    } ({ $messages ->
        [one] { $messages } संदेश
       *[other] { $messages } संदेश
    }){ $other ->
        [0] {""}
        [one] {", "}{ $other } किसी और तरह खत्म होगी या किसी व्यक्ति के उत्तर के लिए रुकेगी
       *[other] {", "}{ $other } किसी और तरह खत्म होंगी या किसी व्यक्ति के उत्तर के लिए रुकेंगी
    }{ $later ->
        [0] {""}
        [one] {", "}{ $later } तब भी बाकी रहेगी
       *[other] {", "}{ $later } तब भी बाकी रहेंगी
    }।

## status और उसके उत्तर

status-never-started = प्रोग्राम अभी तक चला ही नहीं है; दिखाने को कुछ नहीं है।
    .hint = शुरू करने के लिए: dakiya run। पहले आज़माने के लिए: dakiya run --mock
status-stopped = सब कुछ रोक दिया गया है: { $why }
    .hint = फिर चलाने के लिए:
status-account-paused = खाता { $account } विराम पर है: { $why }
    .hint = ठीक कर लेने के बाद:
status-late = { $minutes } मिनट
status-account-alone = लगातार विफल अनुरोधों के बाद खाता { $account } को { $until } तक छोड़ दिया गया है।
    .hint = कुछ करना नहीं है: उसके बाद प्लेटफ़ॉर्म से पूछा जाएगा कि वह ठीक है या नहीं।
status-film = { $post } अभी नहीं लिया गया: { $since } से उसका वीडियो "{ $file }" दूसरे रूप में सहेजा जा रहा है।
    .hint = कुछ करने की ज़रूरत नहीं; लंबे वीडियो में एक घंटा लग सकता है। बाकी सब पोस्ट चलती रहेंगी।
status-nothing-open = कोई डिलीवरी बाकी नहीं है।
status-question = डिलीवरी { $number }, { $account } पर { $post }, { delivery-state } है: { $why }
status-notice = { $at }: डिलीवरी { $number }, { $account } पर { $post }, { delivery-state }: { $why }
    .hint = देख लेने के बाद:
status-notice-plain = { $at } की सूचना: { $why }
    .hint = ठीक कर लेने के बाद:
status-notice-account = { $at }, खाता { $account }: { $why }
    .hint = ठीक कर लेने के बाद:
answer-posted = यह वहाँ है (पता न लिखें तो भी चलेगा)
answer-post-again = यह वहाँ नहीं है: भेज दें
answer-abandon = जैसा है वैसा छोड़कर खत्म करें
answer-hand-again = वह रास्ते में खो गई: उस व्यक्ति को फिर से दें
answer-abandon-handed = यह प्रकाशित नहीं होगी: इसे खत्म करें
answer-abandon-rest = जो अभी प्रकाशित नहीं हुआ, वह अब न जाए
answer-look = एक बार फिर देखें कि यह वहाँ है या नहीं
answer-release = यह अब जाए
answer-cancel = यह न जाए

account-known = { $account }, { $platform } पर: { $name }{ GIVEN($url) ->
        [yes] {" "}({ $url })
       *[no] {""}
    }
account-never-asked = { $account }, { $platform } पर: अभी पता नहीं कि वहाँ इसका नाम क्या है
account-class = { $class ->
        [A] श्रेणी A: पोस्ट ठीक एक बार जाती है, उत्तर खो जाने पर भी।
        [B] श्रेणी B: खोए हुए उत्तर का पता समय पर चल जाए तो पोस्ट ठीक एक बार जाती है; बाद में खाता पढ़कर देखा जाता है।
        [C] श्रेणी C: उत्तर खो जाने पर खाता पढ़कर देखा जाता है; वहाँ कुछ न मिले तो व्यक्ति से पूछा जाता है।
       *[D] श्रेणी D: उत्तर खो जाने पर व्यक्ति से पूछा जाता है, क्योंकि प्लेटफ़ॉर्म हमें कुछ नहीं दिखाता।
    }
account-asked = { $at } को पूछा गया।
account-login-ends = लॉगिन { $at } को समाप्त होगा।
account-trouble = पूछा नहीं जा सका: { $why }
recall-nothing = "{ $found }" का कुछ भी सार्वजनिक नहीं है।
    .hint = डिलीवरी का नंबर लिखें, या वह नाम जिससे पोस्ट कतार में थी, जैसे: dakiya recall notice.md
recall-without-daemon = प्रोग्राम चल नहीं रहा, इसलिए अभी कुछ हटाया नहीं गया। आदेश लिख लिया गया है और प्रोग्राम के चलते ही पूरा होगा।
    .hint = उसे चलाने के लिए:

order-waits = आदेश लिख लिया गया है। प्रोग्राम चल नहीं रहा है या अभी इस तक पहुँचा नहीं है; वह इसे जल्द से जल्द पूरा करेगा।
resolve-bad-address = "{ $found }" वेब का पता नहीं है।
    .hint = पूरा पता लिखें, जैसे: --posted https://mastodon.example/@office/1 या पता न लिखें: --posted
stop-set = रोक दिया गया: जब तक फिर चलाया न जाए, किसी खाते पर कुछ नहीं जाएगा। जो अनुरोध जा चुका है वह वापस नहीं आ सकता।
    .hint = फिर चलाने के लिए:
stop-lifted = रोक हटा दी गई; पोस्ट फिर से जाने लगेंगी।
stop-lifted-vanished = रोक हटा दी गई; पोस्ट फिर से जाने लगेंगी। जिन पोस्ट की फ़ाइलें अब भी गायब हैं वे रद्द होंगी; फ़ाइल वापस रखने पर पोस्ट फिर गिनी जाएगी।
stopped-by-person = किसी व्यक्ति ने रोका{ GIVEN($cause) ->
        [yes] {" "}({ $cause })
       *[no] {""}
    }।

## run --mock

mock-begins = यह आज़माइश है: हर प्लेटफ़ॉर्म नकली है, इस मशीन से बाहर कुछ नहीं जाएगा, और पोस्ट का फ़ोल्डर जैसा है वैसा रहेगा। Ctrl-C से बंद होगा।
mock-ends = आज़माइश खत्म। न कुछ प्रकाशित हुआ, न कुछ सहेजा गया।
mock-outcome = { $at }  { $account }: { $post } की स्थिति: { delivery-state } ({ $parts ->
        [one] { $parts } हिस्सा
       *[other] { $parts } हिस्से
    }){ GIVEN($why) ->
        [yes] {"। "}{ $why }
       *[no] {""}
    }

## पोस्ट के पास की रसीद

receipt-heading = इस पोस्ट का क्या हुआ: हर खाते का एक खंड।

## लॉगिन

login-open = यह पता ब्राउज़र में खोलें, इसी मशीन पर या किसी और पर, वहाँ संस्था के नाम से लॉगिन करें और अनुमति दें:

      { $url }

login-wait-or-paste = फिर ब्राउज़र अपने आप यहाँ लौट आएगा। अगर वह किसी और मशीन पर है, तो अंत में ऐसा पेज आएगा जो खुल नहीं पाएगा: उस पेज का पूरा पता ({ $back } से शुरू) कॉपी करके यहाँ चिपकाएँ और Enter दबाएँ।
login-paste = फिर ब्राउज़र ऐसे पेज पर पहुँचेगा जिसका पता { $back } से शुरू होता है। पूरा पता कॉपी करके यहाँ चिपकाएँ और Enter दबाएँ।
login-type-number = फिर प्लेटफ़ॉर्म एक नंबर दिखाएगा। उसे यहाँ लिखें और Enter दबाएँ।
login-page = लॉगिन हो गया। अब यह पेज बंद करके प्रोग्राम पर लौट सकते हैं।
login-done = { $name } के नाम से लॉगिन हो गया।
login-lasts-until = यह लॉगिन { $end } तक चलेगा; 14, 7 और 1 दिन पहले याद दिलाया जाएगा।
login-is-by-hand = "{ $account }" का लॉगिन प्लेटफ़ॉर्म के अपने पेजों पर हाथ से बनता है और वहीं रखा जाता है जहाँ सेटिंग फ़ाइल में लिखा है; तरीका docs/platforms में है। अब प्लेटफ़ॉर्म से पूछा जा रहा है कि वह काम करता है या नहीं …
login-is-used = चल रहा प्रोग्राम अब से यही लॉगिन काम में लेगा; कुछ भी बंद या शुरू नहीं करना है।
login-waits = लॉगिन सील करके रख लिया गया है। प्रोग्राम चल नहीं रहा है; शुरू होते ही वह इसे काम में लेगा।
login-not-of-this-state = "{ $account }" का लॉगिन इस प्रोग्राम के state फ़ोल्डर की कुंजी से नहीं खुला, इसलिए काम में नहीं लिया गया।
    .hint = उसी यूज़र के नाम से फिर लॉगिन करें जिसके नाम से प्रोग्राम चलता है: dakiya login NAME
login-failed = लॉगिन नहीं हो सका।
login-by-hand = "{ $account }" का लॉगिन हाथ से बनता है।
    .hint = तरीका docs/platforms में उस प्लेटफ़ॉर्म के पेज पर है।
login-came-back-unusable = ब्राउज़र से जो लौटा, वह काम का नहीं है।{ platform-said }
    .hint = फिर से शुरू करें: dakiya login NAME
