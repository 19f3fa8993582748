### Bluesky और AT Protocol के दूसरे सर्वर।

bluesky-warning-unknown = Bluesky पर "{ $warning }" नाम की कोई चेतावनी नहीं है; वहाँ अपने शब्दों में चेतावनी नहीं लिखी जा सकती।
    .hint = { $known } में से एक लिखें, जैसे: warning = "graphic-media"। या Bluesky के लिए चेतावनी हटा दें और उसके शब्द लेख की पहली पंक्ति में लिखें।
bluesky-card-address = लिंक कार्ड का पता "{ $address }" वेब का पता नहीं है।
    .hint = पूरा पता लिखें, जैसे https://example.org/notice
bluesky-card-left-out = लिंक कार्ड छोड़ दिया गया है, क्योंकि Bluesky की पोस्ट में या तो चित्र दिखते हैं या कार्ड।
    .hint = एक ही चित्र को कार्ड का चित्र बनाना हो तो [for.bluesky] के नीचे thumb = true लिखें।
bluesky-thumb-without-card = "thumb" लिखा है, पर पोस्ट में लिंक कार्ड नहीं है।
    .hint = पोस्ट में पते और शीर्षक वाला कार्ड जोड़ें, या thumb हटा दें।
bluesky-thumb-one-picture = "thumb" के साथ पोस्ट में ठीक एक चित्र होना चाहिए और कोई फ़िल्म नहीं।
    .hint = वही एक चित्र लगाएँ जो कार्ड में दिखना है, या thumb हटा दें।
bluesky-empty-file = { $file } खाली है।
    .hint = फ़ाइल फिर से कॉपी करें; शायद वह पूरी कॉपी नहीं हुई।
bluesky-gif-stands-still = Bluesky { $file } को बिना हिलते चित्र की तरह दिखाता है।
    .hint = हिलता हुआ दिखाना हो तो उसे MP4 फ़िल्म के रूप में सहेजें।
bluesky-handle-changed = खाते का नाम अब { $now } है; सेटिंग में { $written } लिखा है।
    .hint = handle = "{ $did }" लिखें; नाम बदलने पर भी यह वही रहता है।
bluesky-email-unconfirmed = खाते के ई-मेल पते की पुष्टि नहीं हुई है, इसलिए Bluesky इससे फ़िल्में नहीं लेता।
    .hint = ऐप में पुष्टि करें: Settings, Account, E-mail।
bluesky-main-password = खाते में मुख्य पासवर्ड से लॉगिन हुआ है।
    .hint = ऐप पासवर्ड बनाएँ (bsky.app, Settings, Privacy and security, App passwords) और वही लिखें: उससे खाता मिटाया या हटाया नहीं जा सकता।

bluesky-session-expired = Bluesky का लॉगिन नया करना है।
    .hint = कुछ नहीं करना है; वह अपने आप नया होता है।
bluesky-token-refused = Bluesky हमारे लॉगिन को अब नहीं पहचानता।
    .hint = कुछ नहीं करना है; नया लॉगिन अपने आप होगा।
bluesky-account-moved = खाता अब उस सर्वर पर नहीं है जहाँ पहले था।
    .hint = अभी कुछ नहीं करना है: नया लॉगिन पूछ लेता है कि वह कहाँ है। यह फिर से आए तो देखें कि खाता अब भी है।
bluesky-logins-used-up = थोड़े समय में बहुत लॉगिन हुए; एक और से खाता कुछ देर के लिए बंद हो जाता।
    .hint = कुछ नहीं करना है; अगला लॉगिन रुका है। यह बार-बार आए तो देखें कि स्थिति वाले फ़ोल्डर (state) में लिखा जा सकता है।
bluesky-app-password-needed = Bluesky ई-मेल से भेजा कोड माँगता है, क्योंकि खाते का मुख्य पासवर्ड लिखा गया है।
    .hint = ऐप पासवर्ड बनाएँ (bsky.app, Settings, Privacy and security, App passwords) और वही लिखें।
bluesky-account-taken-down = Bluesky ने खाता बंद कर दिया है।
    .hint = ऐप में लॉगिन करें; वहाँ कारण और अपील का तरीका लिखा है। पोस्ट रुकी हुई हैं।
bluesky-account-not-active = खाता निष्क्रिय है।
    .hint = ऐप में लॉगिन करके उसे फिर चालू करें। पोस्ट रुकी हुई हैं।
bluesky-server-refused = खाते के ब्योरे में ऐसा सर्वर लिखा है जिसे हमारा लॉगिन नहीं भेजा जाता।
    .hint = वहाँ केवल नाम वाला https पता होना चाहिए, जैसे https://pds.example.net। खाते का सर्वर चलाने वाले से पूछें।
bluesky-session-of-another-account = रखा हुआ लॉगिन किसी दूसरे खाते का है; उसे न काम में लिया गया, न बदला गया।
    .hint = नए खाते को अपना अलग नाम दें, जैसे [accounts.bluesky-2]। केवल handle बदला हो तो handle की जगह DID (did:plc:…) लिखें।
bluesky-session-not-kept = लॉगिन स्थिति वाले फ़ोल्डर (state) में रखा नहीं जा सका।
    .hint = देखें कि उस फ़ोल्डर में लिखा जा सकता है और डिस्क भरी नहीं है।

bluesky-text-too-long = लेख Bluesky की सीमा से लंबा है: 300 अक्षर और 3000 बाइट।
    .hint = उसे छोटा करें, या [for.bluesky] के नीचे Bluesky के लिए अलग लेख लिखें।
bluesky-word-refused = Bluesky हैशटैग या पोस्ट की कुंजी के किसी शब्द को नहीं लेता।
    .hint = tags में लिखे हैशटैग जाँचें; वे ठीक हों तो पोस्ट एक मिनट बाद के लिए रखें।
bluesky-key-taken = जहाँ यह पोस्ट जानी थी वहाँ कुछ और है; उसे बदला नहीं गया।
    .hint = खाता देखें। पोस्ट वहाँ न हो तो उसे एक मिनट बाद के लिए फिर रखें।
bluesky-upload-forgotten = भेजे गए चित्र या फ़िल्म अब Bluesky के पास नहीं हैं।
    .hint = कुछ नहीं करना है; वे फिर भेजे जाते हैं।
bluesky-blob-altered = Bluesky के अनुसार चित्र या फ़िल्म वैसी नहीं है जैसी पोस्ट में बताई गई है।
    .hint = फ़ाइल को नई पोस्ट में फिर लगाएँ; तब भी न हो तो इसे प्रोग्राम की गलती के रूप में बताएँ।
bluesky-request-not-built = Bluesky को भेजने के लिए अनुरोध नहीं बन सका।
    .hint = इसे प्रोग्राम की गलती के रूप में बताएँ।
bluesky-parent-gone = इससे पहले का हिस्सा नहीं मिला, इसलिए कड़ी आगे नहीं बढ़ सकती।
    .hint = खाता देखें और जो आख़िरी हिस्सा वहाँ है उसका पता दें।
bluesky-post-not-found = जिस पोस्ट को उद्धृत करना है वह नहीं है।
    .hint = quote में लिखा पता जाँचें, जैसे https://bsky.app/profile/asha.bsky.social/post/3mdccjmurk222
bluesky-not-our-post = रसीद में इस खाते की पोस्ट नहीं लिखी है, इसलिए कुछ मिटाया नहीं गया।
    .hint = पोस्ट को ऐप में मिटाएँ।

bluesky-video-quota-used = एक दिन में Bluesky जितनी फ़िल्में लेता है, खाता उतनी भेज चुका है।
    .hint = कुछ नहीं करना है; फ़िल्म रुकी है। लेख ज़रूरी हो तो पोस्ट से फ़िल्म हटा दें।
bluesky-video-not-allowed = Bluesky इस खाते को फ़िल्म भेजने नहीं देता।
    .hint = ऐप में खाते के ई-मेल पते की पुष्टि करें (Settings, Account), फिर पोस्ट को दोबारा डालें। बिना फ़िल्म वाली पोस्ट इस बीच जाती रहेंगी।
bluesky-video-refused = Bluesky यह फ़िल्म नहीं दिखा सकता।
    .hint = उसे MP4 (H.264) में सहेजें, अधिक से अधिक तीन मिनट और 300 MB, और फिर लगाएँ।
bluesky-video-not-ready = Bluesky अभी फ़िल्म को जोड़ रहा है।
    .hint = कुछ नहीं करना है; फिर पूछा जाएगा।
bluesky-video-failed = Bluesky फ़िल्म को तैयार नहीं कर सका।
    .hint = कुछ नहीं करना है; वह फिर भेजी जाती है।
bluesky-video-too-slow = Bluesky दस मिनट से अधिक समय से फ़िल्म तैयार कर रहा है।
    .hint = कुछ नहीं करना है; फिर पूछा जाएगा। लेख ज़रूरी हो तो पोस्ट से फ़िल्म हटा दें।
