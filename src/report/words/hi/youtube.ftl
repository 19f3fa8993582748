### यूट्यूब: सेटिंग, मनाही और सूचनाएँ।

youtube-quota = प्रोजेक्ट दिन में { $uploads } वीडियो अपलोड कर सकता है और बाकी कामों के लिए दिन में { $units } यूनिट हैं; एक पोस्ट में लगभग { $each } लगती हैं, चित्र और प्लेलिस्ट के साथ लगभग { $most }। दिन कैलिफ़ोर्निया की आधी रात से शुरू होता है।
youtube-film-missing = यूट्यूब केवल वीडियो लेता है, और इस पोस्ट में कोई वीडियो नहीं है।{ platform-said }
    .hint = पाठ के साथ वीडियो रखें, या इस पोस्ट में यह खाता छोड़ दें।
youtube-file-empty = "{ $file }" खाली है।
    .hint = उसकी जगह सही फ़ाइल रखें।
youtube-title-missing = वीडियो का शीर्षक नहीं है।
    .hint = पाठ शीर्षक से शुरू करें, या लिखें: [for.youtube] title = "…"
youtube-title-too-long = पाठ की पहली पंक्ति शीर्षक बनती है; उसमें { $length } अक्षर हैं, और अधिक से अधिक { $limit } हो सकते हैं।
    .hint = छोटा शीर्षक लिखें: [for.youtube] title = "…"
youtube-angle-brackets = यूट्यूब विवरण में < और > नहीं लेता।
    .hint = उनकी जगह शब्द लिखें, या इस खाते के लिए अलग पाठ: [for.youtube] text = "…"
youtube-no-cards = यूट्यूब में लिंक की झलक नहीं होती; पाठ का लिंक बना रहेगा।
    .hint = कुछ नहीं करना है।

youtube-token-unusable = टोकन में ऐसा अक्षर है जो किसी टोकन में नहीं होता।{ platform-said }
    .hint = फिर से लॉगिन करें: dakiya login NAME
youtube-login-ended = लॉगिन खत्म हो गया है: गूगल उसे अब नहीं मान रहा।{ platform-said }
    .hint = फिर से लॉगिन करें: dakiya login NAME। हर सात दिन में ऐसा हो तो प्रोजेक्ट का consent screen अब भी "Testing" में है: उसे "In production" करें।
youtube-app-refused = गूगल इस OAuth client को नहीं पहचानता, या उसका गुप्त मान गलत है।{ platform-said }
    .hint = "client_id" और "client_secret" में बताई जगह के मान को Google Cloud console के Credentials पेज से मिलाएँ।
youtube-session-ended = गूगल चाहता है कि लॉगिन नया किया जाए।{ platform-said }
    .hint = कुछ नहीं करना है; वह अपने आप नया होता है।
youtube-no-channel = इस लॉगिन का कोई यूट्यूब चैनल नहीं है। service account का कभी नहीं होता।{ platform-said }
    .hint = चैनल के owner या manager के रूप में लॉगिन करें: dakiya login NAME
youtube-other-channel = यह लॉगिन किसी दूसरे चैनल का है: { $name } ({ $channel })।
    .hint = फिर से लॉगिन करके ब्राउज़र में सही चैनल चुनें, या लिखें: channel = "{ $channel }"
youtube-channel-suspended = यूट्यूब ने चैनल निलंबित या बंद कर दिया है।{ platform-said }
    .hint = आगे बढ़ाने से पहले YouTube Studio देखें: dakiya start --account NAME
youtube-api-off = प्रोजेक्ट में YouTube Data API चालू नहीं है।{ platform-said }
    .hint = Google Cloud console में APIs and services, Library, YouTube Data API v3 खोलें और Enable दबाएँ।
youtube-right-missing = इस लॉगिन को चैनल पर यह अनुमति नहीं है।{ platform-said }
    .hint = owner या manager के रूप में फिर से लॉगिन करें और सभी खानों पर सही का निशान रहने दें: dakiya login NAME
youtube-scope-missing = लॉगिन के पास यह अधिकार नहीं है: { $scope }।
    .hint = फिर से लॉगिन करें और सभी खानों पर सही का निशान रहने दें: dakiya login NAME
youtube-project-not-audited = यूट्यूब इस प्रोजेक्ट का हर वीडियो निजी रखता है, क्योंकि प्रोजेक्ट की जाँच (audit) नहीं हुई है।{ platform-said }
    .hint = फ़ॉर्म "YouTube API Services - Audit and Quota Extension" से जाँच माँगें; इसमें हफ़्ते लगते हैं। तब तक YouTube Studio में हाथ से अपलोड करें: इस तरह गए वीडियो हमेशा निजी रहेंगे।
youtube-audit-unknown = प्रोजेक्ट यूट्यूब की जाँच (audit) में पास है या नहीं, यह पहले वीडियो से पता चलेगा: जाँच के बिना हर वीडियो निजी रहता है।
    .hint = इस पर भरोसा करने से पहले docs/platforms/youtube.md देखें।
youtube-no-long-films = यह चैनल अभी 15 मिनट से लंबे वीडियो नहीं रख सकता।
    .hint = मालिक का फ़ोन नंबर पक्का करें: https://www.youtube.com/verify

youtube-quota-used = प्रोजेक्ट एक दिन में जितना पूछ सकता है, उतना पूछ चुका; कैलिफ़ोर्निया की आधी रात के बाद काम आगे बढ़ेगा।{ platform-said }
    .hint = कुछ नहीं करना है। ऐसा बार-बार हो तो फ़ॉर्म "Audit and Quota Extension" से अधिक माँगें।
youtube-channel-limit = चैनल एक दिन में जितने वीडियो रख सकता है, उतने हो चुके।{ platform-said }
    .hint = कुछ नहीं करना है; एक दिन बाद फिर कोशिश होगी। नए चैनल कुछ ही वीडियो रख सकते हैं।
youtube-metadata-refused = यूट्यूब शीर्षक, विवरण, टैग या श्रेणी नहीं ले रहा।{ platform-said }
    .hint = जो वह बताता है उसे बदलें और पोस्ट को दोबारा डालें।
youtube-upload-ended = यूट्यूब यह अपलोड अब नहीं ले रहा।{ platform-said }
    .hint = कुछ नहीं करना है: वीडियो फिर से भेजा जाएगा।
youtube-video-gone = वीडियो अब चैनल पर नहीं है।{ platform-said }
    .hint = किसी ने उसे हटा दिया है। उसे भेजना हो तो पोस्ट को दोबारा डालें।
youtube-processing-failed = यूट्यूब इस वीडियो को तैयार नहीं कर सकता।{ platform-said }
    .hint = उसे MP4 (H.264 और AAC) में सहेजें और पोस्ट को दोबारा डालें।
youtube-video-rejected = यूट्यूब ने वीडियो को मना कर दिया है।{ platform-said }
    .hint = YouTube Studio देखें: वहाँ कारण लिखा है, जैसे copyright या पहले से मौजूद वीडियो।
youtube-still-processing = यूट्यूब वीडियो पर अभी काम कर रहा है।
    .hint = कुछ नहीं करना है; फिर से पूछा जाएगा। लंबे और बारीक वीडियो में घंटों लगते हैं।
youtube-thumbnail-refused = यूट्यूब ने वीडियो का अपना चित्र नहीं लिया; वह वीडियो में से ही एक चित्र दिखा रहा है।
    .hint = मालिक का फ़ोन नंबर पक्का होने पर चैनल चित्र चुन सकता है: https://www.youtube.com/verify
youtube-playlist-refused = वीडियो प्लेलिस्ट में नहीं डाला जा सका।
    .hint = "playlist" की पहचान को प्लेलिस्ट के पते से मिलाएँ, और वीडियो हाथ से जोड़ें।
youtube-captions-refused = यूट्यूब ने सारे उपशीर्षक नहीं लिए।
    .hint = उन्हें YouTube Studio में Subtitles के नीचे जोड़ें।
youtube-extras-without-units = उस दिन प्रोजेक्ट के पास थंबनेल, उपशीर्षक और प्लेलिस्ट, सबके लिए यूनिट नहीं बची थीं; जो रह गया, वीडियो उसके बिना गया।
    .hint = उसे YouTube Studio में जोड़ें। ऐसा बार-बार हो तो फ़ॉर्म "Audit and Quota Extension" से अधिक माँगें, और नई संख्या लिखें: units = …
youtube-units-left = आज की { $most } यूनिट में से अधिक से अधिक { $left } बची हैं: एक पोस्ट में लगभग 60, थंबनेल और प्लेलिस्ट में 50-50, उपशीर्षक की हर फ़ाइल में 400 लगती हैं।
    .hint = कुछ नहीं करना है। इसी प्रोजेक्ट के दूसरे प्रोग्राम यहाँ नहीं गिने जाते।
youtube-receipt-not-usable = इस वीडियो की पहचान ऐसी नहीं है जिससे यूट्यूब उसे हटा सके।{ platform-said }
    .hint = वीडियो को YouTube Studio में हटाएँ।
