### `dakiya doctor` प्रोग्राम के आसपास की हर चीज़ के बारे में क्या कहता है।

doctor-mark = { $mark ->
        [good] ठीक
        [needs-you] आपका काम
       *[cannot-tell] पता नहीं
    }
doctor-topic = { $topic ->
        [config] सेटिंग फ़ाइल
        [folders] पोस्ट का फ़ोल्डर
        [disk] डिस्क
        [state] स्थिति का फ़ोल्डर और प्रोग्राम
        [clock] घड़ी
        [tools] चित्र और वीडियो
        [media-host] मीडिया की जगह
       *[accounts] खाता { $account }
    }
doctor-summary = { $needs ->
        [0] आपको कुछ नहीं करना है।
        [one] एक चीज़ आपको ठीक करनी है।
       *[other] { $needs } चीज़ें आपको ठीक करनी हैं।
    } { $unseen ->
        [0] बाकी सब ठीक है।
        [one] एक चीज़ यहाँ से पता नहीं चलती। बाकी सब ठीक है।
       *[other] { $unseen } चीज़ें यहाँ से पता नहीं चलतीं। बाकी सब ठीक है।
    }

## सेटिंग फ़ाइल और गुप्त मान

doctor-config-good = फ़ाइल पढ़ी जा सकती है और उसमें { $count ->
        [one] एक खाता है
       *[other] { $count } खाते हैं
    }।
doctor-credentials-unseen = क्रेडेंशियल "{ $name }" है या नहीं, यह यहाँ से नहीं दिखता: systemd उसे केवल सेवा को देता है।
    .hint = देखें कि यूनिट में LoadCredential={ $name }:/path लिखा है और वह फ़ाइल मौजूद है: systemctl cat dakiya.service

## पोस्ट का फ़ोल्डर

doctor-folder-good = { $folder } पढ़ा और लिखा जा सकता है।
doctor-folder-to-be-made = { $folder } अभी नहीं है; प्रोग्राम उसे बना लेगा।
doctor-folder-far = { $folder } नेटवर्क पर है या किसी और मशीन से मिलाया जाता है; वहाँ की फ़ाइलें थोड़ी देर रुककर पढ़ी जाती हैं।
doctor-folder-closed = { $folder } काम में नहीं लिया जा सकता: { $detail }
    .hint = इसे उस यूज़र को दें जिसके नाम से प्रोग्राम चलता है; तरीका deploy/README.md में है: setfacl -R -m g:dakiya-posts:rwX FOLDER
doctor-no-folder = { $folder } एक फ़ाइल है, जबकि यहाँ फ़ोल्डर होना चाहिए।
    .hint = फ़ाइल को कहीं और रख दें।
doctor-links-in-queue = { $count ->
        [one] कतार में "{ $file }" एक लिंक है
       *[other] कतार में { $count } लिंक हैं, उनमें से एक "{ $file }" है
    }, और प्रोग्राम लिंक के पीछे कभी नहीं जाता।
    .hint = लिंक की जगह असली फ़ाइल रखें।

## डिस्क

doctor-disk-good = स्थिति के फ़ोल्डर वाली डिस्क पर { SIZE($free) } खाली हैं; कम से कम { SIZE($needed) } चाहिए।
doctor-disk-unseen = डिस्क पर कितनी जगह है, यह पूछा नहीं जा सका।
    .hint = ऐसे देखें: df -h
doctor-ballast-good = डिस्क पर आड़े समय की जगह सुरक्षित है।
doctor-ballast-missing = डिस्क पर आड़े समय की जगह (फ़ाइल "ballast") नहीं है। जगह होने पर चलता हुआ प्रोग्राम उसे एक दिन के भीतर बना लेता है।
    .hint = अगर डिस्क भरने वाली है तो जगह खाली करें।

## स्थिति का फ़ोल्डर और प्रोग्राम

doctor-other-user = यह फ़ोल्डर यूज़र { $owner } का है और देख { $user } रहा है: क्या पढ़ा या लिखा जा सकता है, यह केवल { $user } के लिए बताया गया है।
    .hint = प्रोग्राम के यूज़र के नाम से चलाएँ: sudo -u { $owner } dakiya doctor --config FILE
doctor-state-open-to-others = दूसरे लोग स्थिति के फ़ोल्डर में देख सकते हैं (mode { $mode })।
    .hint = उसे बंद करें: chmod 700 FOLDER
doctor-journal-whole = जर्नल पढ़ा जा सकता है और पूरा है।
doctor-key-good = लॉगिन सील करने वाली कुंजी मौजूद है और उसे कोई और नहीं पढ़ सकता।
doctor-program-runs = प्रोग्राम { $since } से चल रहा है (संस्करण { $version })।
doctor-program-ended = प्रोग्राम चल नहीं रहा; उसे { $end } को बंद किया गया था। कुछ भी नहीं जा रहा।
    .hint = उसे चलाएँ: systemctl start dakiya.service
doctor-program-died = प्रोग्राम चल नहीं रहा। वह { $since } को शुरू हुआ था और अपने आप बंद नहीं हुआ: उसे या मशीन को बीच में बंद कर दिया गया। कुछ भी नहीं जा रहा।
    .hint = कारण journalctl -u dakiya.service से देखें, फिर चलाएँ: systemctl start dakiya.service
doctor-program-never-ran = प्रोग्राम अभी तक चला ही नहीं है। कुछ भी नहीं जा रहा।
    .hint = उसे चलाएँ: systemctl start dakiya.service
doctor-stopped = सब कुछ रोक दिया गया है: { $why }
    .hint = फिर चलाने के लिए: dakiya start
doctor-notices = { $count ->
        [one] एक सूचना
       *[other] { $count } सूचनाएँ
    } इस इंतज़ार में कि कोई उसे देखे।
    .hint = उन्हें उनके उत्तर के साथ देखें: dakiya status

## घड़ी

doctor-clock-agrees = घड़ी प्लेटफ़ॉर्म के बताए समय से मिलती है।
doctor-clock-kept = मशीन अपनी घड़ी खुद ठीक रखती है।
doctor-clock-not-kept = मशीन की घड़ी को कोई ठीक नहीं रख रहा; पोस्ट गलत समय पर जाएँगी।
    .hint = इसे चालू करें: timedatectl set-ntp true
doctor-clock-unseen = मशीन की घड़ी को कोई ठीक रखता है या नहीं, यह यहाँ पूछा नहीं जा सका।
    .hint = फ़ोन की घड़ी से मिलाएँ; systemd हो तो: timedatectl
doctor-zone = जिन समयों के साथ कुछ और नहीं लिखा, वे { $zone } के हैं; वहाँ अभी { $now } बजे हैं।

## चित्र और वीडियो

doctor-helper-works = चित्र बदलने वाला सहायक प्रोग्राम काम करता है।
doctor-helper-fails = चित्र बदलने वाला सहायक प्रोग्राम काम नहीं करता: { $detail }
    .hint = प्रोग्राम फिर से स्थापित करें। यूनिट अपनी हो तो deploy/dakiya.service से मिलाएँ।
doctor-helper-confined = सहायक प्रोग्राम अपने काम के सिवा कुछ और नहीं छू सकता।
doctor-helper-not-confined = इस मशीन का kernel सहायक प्रोग्राम को बाकी चीज़ों से अलग नहीं कर सकता; उसका समय और मेमोरी फिर भी सीमित हैं।
    .hint = kernel 5.13 या उससे नया, Landlock के साथ, यह कर सकता है।
doctor-ffmpeg-good = ffmpeg { $version } वीडियो बदलता है।
doctor-ffmpeg-missing = ffmpeg नहीं है, इसलिए वीडियो जैसे हैं वैसे ही जाते हैं या नहीं जाते। आपको यह चाहिए या नहीं, आपके वीडियो पर निर्भर है।
    .hint = इसे स्थापित करें: apt-get install ffmpeg

## मीडिया की जगह

doctor-host-missing = { $accounts } चित्र किसी पते से लेते हैं, और सेटिंग फ़ाइल में [media_host] नहीं है।
    .hint = वह खंड लिखें, जैसे kind = "wordpress"; सब कुछ docs/config.md में है।
doctor-host-not-tried = मीडिया की जगह लिखी हुई है; वहाँ से चित्र लिए जा सकते हैं या नहीं, यह आज़माया नहीं गया।
    .hint = आज़माएँ: dakiya doctor --ask
doctor-host-works = मीडिया की जगह पर एक चित्र रखा गया, वहाँ से लिया जा सका, और फिर हटा दिया गया।

## खाते

doctor-account-set-up = इसकी सेटिंग सही हैं और गुप्त मान पढ़े जा सकते हैं।
doctor-account-paused = यह विराम पर है: { $why }
    .hint = ठीक कर लेने के बाद: dakiya start --account { $account }
doctor-paused-by-config = सेटिंग फ़ाइल में paused = true लिखा है; वहाँ कुछ नहीं जाता।
doctor-account-left-alone = लगातार विफल अनुरोधों के बाद इसे { $until } तक छोड़ दिया गया है; फिर अपने आप कोशिश होगी।
    .hint = कुछ करना नहीं है; घंटों तक यही रहे तो देखें: dakiya doctor --ask
doctor-never-asked = प्लेटफ़ॉर्म से अभी तक नहीं पूछा गया कि वहाँ इसका नाम क्या है।
    .hint = अभी पूछें: dakiya doctor --ask
doctor-asked-long-ago = प्लेटफ़ॉर्म ने आखिरी बार { $since } को उत्तर दिया था, नाम { $name }।
    .hint = अभी पूछें: dakiya doctor --ask
doctor-account-known = प्लेटफ़ॉर्म इसे { $name } नाम से जानता है; उसने { $since } को उत्तर दिया।
doctor-not-reached = प्लेटफ़ॉर्म से पूछा नहीं जा सका: { $why }
doctor-login-lasts = लॉगिन { $end } तक चलेगा; 14, 7 और 1 दिन पहले याद दिलाया जाएगा।
doctor-budget = पिछले { $hours } घंटों में लोगों को दिखने वाले { $most } में से { $used } अनुरोध हुए, जितना यह प्रोग्राम जानता है।
doctor-budget-used = { $hours } घंटों में लोगों को दिखने वाले सभी { $most } अनुरोध हो चुके; बाकी पोस्ट अपने आप रुकेंगी।
