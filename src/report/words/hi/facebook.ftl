### फ़ेसबुक पेज।

facebook-two-tokens = खाते में "system_user_token" भी है और "page_token" भी, पर काम एक ही आता है।
    .hint = "system_user_token" रहने दें और दूसरी पंक्ति हटा दें।
facebook-card-address = "{ $address }" किसी वेब पन्ने का पता नहीं है।
    .hint = पूरा पता लिखें, जैसे: url = "https://example.org/page"
facebook-card-own-page = फ़ेसबुक { $address } जैसे अपने ही पन्नों की झलक नहीं बनाता।
    .hint = "card" न लिखें, या अपनी वेबसाइट का पन्ना लिखें।
facebook-card-left-out = चित्र या वीडियो के साथ फ़ेसबुक लिंक की झलक नहीं दिखाता, इसलिए वह छोड़ दी गई है।
    .hint = इस खाते के लिए चित्र हटा दें, या "card" न लिखें: [for.facebook] media = []
facebook-card-words-left-out = लिंक की झलक का शीर्षक और विवरण फ़ेसबुक उसी पन्ने से लेता है।
    .hint = कुछ करना ज़रूरी नहीं। बदलना हो तो पन्ने पर बदलें।
facebook-card-not-forbidden = लिंक की झलक नहीं माँगी गई है, फिर भी फ़ेसबुक पाठ के लिंक से उसे बना सकता है।
    .hint = पक्का करना हो तो लिंक हटा दें या पहली टिप्पणी में लिखें: [for.facebook] first_comment = "…"
facebook-option-without-film = "{ $option }" वीडियो वाली पोस्ट के लिए है।
    .hint = यह पंक्ति हटा दें, या एक वीडियो जोड़ें।
facebook-film-description-left-out = वीडियो "{ $file }" के विवरण के लिए फ़ेसबुक पर जगह नहीं है।
    .hint = वीडियो में क्या है, यह पाठ में लिख दें।
facebook-comment-too-long = पहली टिप्पणी में { $length } अक्षर हैं, जबकि अधिक से अधिक { $limit } हो सकते हैं।
    .hint = उसे छोटा करें।

facebook-option-not-for-stories = "{ $option }" स्टोरी के लिए नहीं है।
    .hint = यह पंक्ति हटा दें, या story = true वाली पंक्ति हटा दें।
facebook-story-of-one = स्टोरी में ठीक एक चित्र या वीडियो होता है।
    .hint = हर एक की अलग पोस्ट बनाएँ, या story = true वाली पंक्ति हटा दें।
facebook-story-without-comment = स्टोरी पर टिप्पणी नहीं होती।
    .hint = first_comment वाली पंक्ति [for.facebook] से हटा दें।
facebook-story-without-text = स्टोरी में पाठ नहीं होता; यहाँ पाठ छोड़ दिया जाएगा।
    .hint = पाठ चित्र में ही लिखें।
facebook-story-without-label = स्टोरी में यह लिखने की जगह नहीं है कि वह एआई से बनी है।
    .hint = यह चित्र या वीडियो में ही लिखें।
facebook-story-without-subtitles = स्टोरी में उपशीर्षक नहीं होते; यहाँ वे छोड़ दिए जाएँगे।
    .hint = उन्हें वीडियो में ही लिखें, या उसे वीडियो या रील के रूप में डालें।
facebook-story-by-hand = स्टोरी को बाहर से वापस लेने का कोई रास्ता बताया नहीं गया है।{ platform-said }
    .hint = उसे पेज पर हटाएँ। एक दिन बाद वह अपने आप हट जाती है।

facebook-token-unusable = टोकन भेजा नहीं जा सकता: उसमें नई पंक्ति या कोई अनजान चिह्न है।
    .hint = टोकन फिर से कॉपी करें, अकेला, एक ही पंक्ति में।
facebook-token-not-derived = पहले पेज का अपना टोकन लेना है।
    .hint = कुछ करना ज़रूरी नहीं; वह सिस्टम यूज़र के टोकन से अपने आप लिया जाता है।
facebook-no-page-token = जिसका टोकन है, उसकी इस पेज पर कोई भूमिका नहीं है।
    .hint = बिज़नेस सेटिंग में सिस्टम यूज़र को सामग्री के कामों के साथ यह पेज दें, फिर उसका टोकन नया बनाएँ।
facebook-token-of-wrong-kind = { $kind ->
        [page] "system_user_token" में लिखा टोकन पेज का अपना है।
       *[user] "page_token" में लिखा टोकन पेज का अपना नहीं है।
    }
    .hint = { $kind ->
        [page] उसे "page_token" में लिखें, या बेहतर है कि वहाँ सिस्टम यूज़र का टोकन रखें।
       *[user] उसे "system_user_token" में लिखें; पेज का टोकन उसी से लिया जाता है।
    }
facebook-token-of-person = टोकन किसी व्यक्ति का है: पासवर्ड बदलने पर या उसके जाने पर वह खत्म हो जाएगा।
    .hint = docs/platforms/facebook.md के अनुसार सिस्टम यूज़र का टोकन बनाएँ।
facebook-no-comments = टोकन से टिप्पणी नहीं लिखी जा सकती, इसलिए "first_comment" वाली पोस्ट में टिप्पणी नहीं जाएगी।
    .hint = पहली टिप्पणी चाहिए तो "pages_manage_engagement" के साथ टोकन नया बनाएँ।
facebook-no-business-right = सिस्टम यूज़र के टोकन के पास "business_management" का अधिकार नहीं है, जो Meta ऐसे टोकन से चाहता है।
    .hint = अधिकार न होने से कुछ न हो पाए तो टोकन नया बनाएँ और "business_management" पर भी निशान लगाएँ।
facebook-page-not-published = पेज खुद प्रकाशित नहीं है, इसलिए उसकी पोस्ट किसी को नहीं दिखतीं।
    .hint = फ़ेसबुक पर पेज की सेटिंग खोलकर उसे प्रकाशित करें।

facebook-same-as-last-post = फ़ेसबुक कहता है कि पिछली पोस्ट का पाठ भी यही है।{ platform-said }
    .hint = पेज देखें: पोस्ट वहाँ हो तो बताएँ कि वह है; न हो तो एक शब्द बदलकर फिर से कतार में रखें।
facebook-photos-posted-already = फ़ेसबुक कहता है कि ये चित्र किसी पोस्ट में लग चुके हैं।{ platform-said }
    .hint = पेज देखें: पोस्ट वहाँ हो तो बताएँ कि वह है; न हो तो उसे फिर से जाने दें।
facebook-photo-refused = फ़ेसबुक एक चित्र नहीं ले रहा।{ platform-said }
    .hint = उसे JPEG या PNG में, अधिक से अधिक 4 MB का, फिर से सहेजें और पोस्ट फिर से कतार में रखें।
facebook-film-refused = फ़ेसबुक वीडियो नहीं ले रहा।{ platform-said }
    .hint = उसे H.264 और AAC वाली MP4 के रूप में फिर से सहेजें और पोस्ट फिर से कतार में रखें।
facebook-link-refused = फ़ेसबुक लिंक नहीं ले रहा, या उसका पन्ना नहीं खोल पा रहा।{ platform-said }
    .hint = देखें कि पन्ना सबके लिए खुलता है या नहीं। बिना झलक के पाठ जा सकता है: card = "off"
facebook-page-not-authorised = इस पेज से प्रकाशित करने से पहले फ़ेसबुक एक पुष्टि चाहता है।{ platform-said }
    .hint = संचालक के रूप में पेज खोलें और "Page publishing authorisation" पूरा करें; फिर: dakiya start --account NAME
facebook-security-check = फ़ेसबुक सुरक्षा जाँच या पहचान का प्रमाण माँग रहा है।{ platform-said }
    .hint = संचालक के रूप में लॉगिन करें और जो माँगा जाए वह करें; फिर: dakiya start --account NAME
facebook-account-limited = फ़ेसबुक ने इस खाते पर कुछ दिनों की रोक लगाई है।{ platform-said }
    .hint = पेज की गुणवत्ता और सहायता संदेश देखें; रोक खत्म होने पर: dakiya start --account NAME
facebook-upload-broke = वीडियो भेजना बीच में टूट गया; वह वहीं से आगे बढ़ेगा।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं।
facebook-upload-gone = जो पहले से तैयार था, फ़ेसबुक ने उसे हटा दिया; वह फिर से तैयार हो रहा है।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं।
facebook-film-not-public-yet = वीडियो फ़ेसबुक के पास है और वह अभी उस पर काम कर रहा है; जब तक लोगों को न दिखे, उस पर नज़र रहेगी।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं; लंबे वीडियो में कुछ मिनट लगते हैं।
facebook-receipt-not-usable = रसीद में ऐसी पहचान-संख्या नहीं है जिसे फ़ेसबुक का इंटरफ़ेस ले।{ platform-said }
    .hint = पेज पर यह काम हाथ से करें।
facebook-extras-refused = फ़ेसबुक ने वीडियो का आवरण चित्र या सारे उपशीर्षक नहीं लिए।
    .hint = उन्हें पेज पर जोड़ें: वीडियो, Edit video।
facebook-subtitles-language = "{ $file }" के उपशीर्षक नहीं जाएँगे: फ़ेसबुक इस भाषा को क्या कहता है, यह यहाँ पता नहीं है।
    .hint = नाम में देश भी लिखें, जैसे film.bn-BD.srt
