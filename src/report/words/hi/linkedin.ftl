### लिंक्डइन: सेटिंग, मनाही और सूचनाएँ।

linkedin-version-until = LinkedIn अपने इंटरफ़ेस का संस्करण { $version } लगभग { $date } तक चलाएगा; दो महीने पहले बताया जाएगा।
linkedin-no-way-to-log-in = इस खाते में न टोकन है, न लॉगिन के लिए कोई ऐप।
    .hint = client_id = "77a1b2c3d4e5f6" और client_secret = { "{" } credential = "linkedin-client-secret" { "}" } लिखें, फिर चलाएँ: dakiya login NAME
linkedin-version-old = लिंक्डइन के इंटरफ़ेस का संस्करण { $version } पुराना है; वह लगभग { $date } को बंद होगा।
    .hint = प्रोग्राम का नया संस्करण लें, या लिंक्डइन का कोई नया महीना लिखें, जैसे: version = "202609"
linkedin-version-ended = इंटरफ़ेस का जो संस्करण हम बताते हैं, लिंक्डइन उसे अब नहीं चलाता।{ platform-said }
    .hint = खाते के खंड में लिंक्डइन का कोई नया महीना लिखें, जैसे: version = "202609"
linkedin-resend-for-members-only = "resend_on_doubt" सदस्यों के लिए है; पेज की पोस्टें पढ़कर देखी जाती हैं, इसलिए यहाँ इसे छोड़ दिया गया।
    .hint = यह पंक्ति हटा दें।
linkedin-token-unusable = टोकन में ऐसा अक्षर है जो किसी टोकन में नहीं होता।{ platform-said }
    .hint = टोकन फिर से पूरा और एक ही पंक्ति में कॉपी करें, और वहीं रखें जहाँ सेटिंग "token" में लिखा है।
linkedin-token-refused = लिंक्डइन टोकन नहीं मान रहा: वह खत्म हो गया है या वापस ले लिया गया है।{ platform-said }
    .hint = फिर से लॉगिन करें: dakiya login NAME (या डेवलपर पोर्टल में नया टोकन बनाएँ)। एक लॉगिन 60 दिन चलता है।
linkedin-login-ended = लॉगिन खत्म हो गया है और अब नया नहीं हो सकता।{ platform-said }
    .hint = फिर से लॉगिन करें: dakiya login NAME
linkedin-app-refused = लिंक्डइन इस ऐप को नहीं पहचानता, या उसका गुप्त मान गलत है।{ platform-said }
    .hint = "client_id" और "client_secret" में बताई जगह के मान को डेवलपर पोर्टल में ऐप के पेज से मिलाएँ।
linkedin-right-missing = इस लॉगिन को यह अनुमति नहीं है: कोई अधिकार, पेज पर भूमिका या ऐप का उत्पाद नहीं मिला है।{ platform-said }
    .hint = docs/platforms/linkedin.md देखें: ऐप को उसका उत्पाद चाहिए, और लॉगिन करने वाला पेज का एडमिन होना चाहिए।
linkedin-other-member = यह लॉगिन किसी दूसरे सदस्य का है ({ $urn })।
    .hint = सही सदस्य के रूप में लॉगिन करें, या लिखें: author = "{ $urn }"
linkedin-no-role-on-page = जिसने लॉगिन किया है, वह इस पेज की ओर से पोस्ट नहीं कर सकता।
    .hint = पेज के एडमिन हिस्से में उस व्यक्ति को super admin या content admin बनाएँ, या "author" की संख्या मिलाएँ।
linkedin-roles-not-shown = लिंक्डइन यह नहीं दिखाता कि यह लॉगिन पेज की ओर से पोस्ट कर सकता है या नहीं।
    .hint = पोस्टें जा रही हों तो कुछ नहीं करना है। जाँच चाहिए तो लॉगिन को rw_organization_admin का अधिकार चाहिए।
linkedin-cannot-read-back = इस लॉगिन से पेज की अपनी पोस्टें पढ़ी नहीं जा सकतीं, इसलिए उत्तर खो जाने पर हर बार आपसे पूछा जाएगा।
    .hint = लॉगिन को r_organization_social का अधिकार चाहिए; फिर से लॉगिन करें: dakiya login NAME
linkedin-scope-missing = लॉगिन के पास { $scope } का अधिकार नहीं है।
    .hint = डेवलपर पोर्टल में ऐप में वह उत्पाद जोड़ें और फिर से लॉगिन करें: dakiya login NAME

linkedin-title-left-out = विकल्प "title" दस्तावेज़ या वीडियो के लिए है; यहाँ वैसा कुछ नहीं है, इसलिए उसे छोड़ दिया गया।
    .hint = यह पंक्ति हटा दें।
linkedin-link-without-card = लिंक्डइन लिंक की झलक अपने आप नहीं बनाता।
    .hint = झलक चाहिए तो पोस्ट में लिखें, जैसे: card = { "{" } url = "https://…", title = "…" { "}" }
linkedin-card-address = "{ $address }" किसी वेब पेज का पता नहीं है।
    .hint = पूरा पता लिखें, जैसे: url = "https://example.org/notice"
linkedin-card-without-title = लिंक की झलक का शीर्षक नहीं है, और लिंक्डइन को वह चाहिए।
    .hint = शीर्षक लिखें, जैसे: title = "…"
linkedin-picture-is-thumbnail = "{ $file }" लिंक की झलक के चित्र के रूप में दिखेगी।
    .hint = उसे अलग चित्र के रूप में दिखाना हो तो इस खाते के लिए लिखें: [for.linkedin] card = "off"
linkedin-card-left-out = इन फ़ाइलों के साथ लिंक की झलक के लिए जगह नहीं है; उसे छोड़ दिया गया।
    .hint = फ़ाइलें हटा दें, या इस खाते को अधिक से अधिक एक चित्र दें: [for.linkedin] media = ["…"]
linkedin-file-empty = "{ $file }" खाली है।
    .hint = उसकी जगह सही फ़ाइल रखें।
linkedin-film-too-light = "{ $file }" { SIZE($limit) } से छोटी है, और लिंक्डइन इतना छोटा वीडियो नहीं लेता।
    .hint = वीडियो को अधिक बारीकी के साथ सहेजें।
linkedin-long-with-escapes = लिंक्डइन कोष्ठकों, हैशटैग आदि के आगे जो चिह्न चाहता है, उनके साथ पाठ में { $length } अक्षर हैं; { $limit } के बाद मनाही हो सकती है।
    .hint = पाठ छोटा करें, या कोष्ठक और हैशटैग कम करें।

linkedin-text-too-long = लिंक्डइन के अनुसार पाठ बहुत लंबा है।{ platform-said }
    .hint = पाठ छोटा करें, या इस खाते के लिए अलग पाठ लिखें: [for.linkedin] text = "…"
linkedin-duplicate = लिंक्डइन के अनुसार यही सामग्री अभी-अभी पोस्ट हुई है{ GIVEN($post) ->
        [yes] {" "}({ $post })
       *[no] {""}
    }।
    .hint = खाता देखें। वह यही पोस्ट हो तो उसका पता लिखें: dakiya resolve ID --posted URL
linkedin-conflict = लिंक्डइन उसी क्षण कुछ और बदल रहा था।{ platform-said }
    .hint = देखें कि पोस्ट वहाँ है या नहीं।
linkedin-author-or-media-missing = लिंक्डइन को पोस्ट करने वाला या भेजी गई फ़ाइल नहीं मिली।{ platform-said }
    .hint = "author" की संख्या पेज के पते से मिलाएँ, फिर पोस्ट को दोबारा डालें।
linkedin-media-processing-failed = लिंक्डइन किसी चित्र, वीडियो या दस्तावेज़ को काम में नहीं ले सकता।{ platform-said }
    .hint = उसे फिर से सहेजें: चित्र JPEG या PNG में, वीडियो MP4 (H.264) में, दस्तावेज़ PDF में।
linkedin-media-still-processing = लिंक्डइन भेजी गई फ़ाइल पर अभी काम कर रहा है।{ platform-said }
    .hint = कुछ नहीं करना है; फिर से पूछा जाएगा।
linkedin-upload-ended = लिंक्डइन यह अपलोड अब नहीं ले रहा।{ platform-said }
    .hint = कुछ नहीं करना है: फ़ाइल फिर से भेजी जाएगी।
linkedin-upload-forgotten = पहले से भेजी गई फ़ाइल की जानकारी अब नहीं रही।
    .hint = कुछ नहीं करना है: फ़ाइल फिर से भेजी जाएगी।
linkedin-still-publishing = पोस्ट लिंक्डइन के पास है और अभी प्रकाशित हो रही है।
    .hint = कुछ नहीं करना है; फिर से पूछा जाएगा।
linkedin-receipt-not-usable = इस पोस्ट की पहचान ऐसी नहीं है जिससे लिंक्डइन उसे हटा सके।{ platform-said }
    .hint = पोस्ट को लिंक्डइन पर हाथ से हटाएँ।
linkedin-text-cut = लिंक्डइन पाठ का केवल शुरू का हिस्सा दिखा रहा है।
    .hint = पोस्ट देखें और उसे वहीं हाथ से ठीक करें।
linkedin-share-with-media = साझा की गई पोस्ट अकेली रहती है: उसके साथ चित्र, वीडियो या लिंक की झलक नहीं हो सकती।
    .hint = उन्हें हटाएँ, या "share" हटाएँ।
linkedin-one-language = लिंक्डइन एक ही भाषा के उपशीर्षक लेता है; वीडियो के साथ "{ $file }" के जाएँगे।
    .hint = कुछ नहीं करना है। पहले वे जाते हैं जो पाठ की भाषा ("lang") में हैं।
linkedin-captions-refused = लिंक्डइन ने उपशीर्षक नहीं लिए; वीडियो उनके बिना गया।
    .hint = कुछ नहीं करना है। फिर भी दिखाने हों तो उन्हें वीडियो के चित्र में ही जोड़ दें।
linkedin-cover-refused = लिंक्डइन ने वीडियो का कवर चित्र नहीं लिया; वह वीडियो में से ही एक चित्र दिखा रहा है।
    .hint = कुछ नहीं करना है। अगली बार वीडियो के ही आकार का JPEG या PNG चित्र दें।
