### मेटा का इंस्टाग्राम।

instagram-quota = Instagram हर खाते के लिए 24 घंटे की पोस्टों की सीमा रखता है। प्रोग्राम हर पोस्ट से पहले उसे पूछता है और अपने आप रुकता है।
instagram-media-required = इंस्टाग्राम बिना चित्र या वीडियो के पोस्ट नहीं लेता।
    .hint = विवरण के साथ कोई चित्र जोड़ें, या इस खाते को छोड़ दें।
instagram-too-many-hashtags = पाठ में { $count } हैशटैग हैं; इंस्टाग्राम { $most } तक ही लेता है।
    .hint = कुछ हटाएँ, या इंस्टाग्राम के लिए अलग पाठ लिखें: [for.instagram] text = "…"
instagram-many-hashtags = पाठ में { $count } हैशटैग हैं; इंस्टाग्राम का ऐप दिसंबर 2025 से { $most } ही लेता है, इससे अधिक पर पोस्ट लौट सकती है।
    .hint = सबसे ज़रूरी { $most } रखें।
instagram-too-many-mentions = पाठ में { $count } खातों के नाम हैं; इंस्टाग्राम { $most } तक ही लेता है।
    .hint = कुछ "@" हटाएँ।
instagram-links-are-text = इंस्टाग्राम पर पाठ का लिंक छूने से नहीं खुलता, और उसकी झलक नहीं बनती।
    .hint = लिंक प्रोफ़ाइल में रखें, या ऐसा छोटा पता लिखें जिसे लोग टाइप कर सकें।
instagram-option-of-reels = "{ $option }" केवल रील के लिए है, यानी एक वीडियो वाली पोस्ट के लिए।
    .hint = यह पंक्ति [for.instagram] से हटा दें।
instagram-story-without-text = स्टोरी में पाठ नहीं होता; यहाँ पाठ छोड़ दिया जाएगा।
    .hint = पाठ चित्र में ही लिखें।
instagram-story-of-one = स्टोरी में ठीक एक चित्र या वीडियो होता है।
    .hint = हर एक की अलग पोस्ट बनाएँ, या story = true वाली पंक्ति हटा दें।
instagram-story-without-comment = स्टोरी पर टिप्पणी नहीं होती।
    .hint = first_comment वाली पंक्ति [for.instagram] से हटा दें।
instagram-story-without-label = स्टोरी में यह लिखने की जगह नहीं है कि वह एआई से बनी है।
    .hint = यह चित्र में ही लिखें, या उसे चित्र या रील के रूप में डालें।
instagram-cover-missing = "cover = true" से वीडियो के साथ रखा एक चित्र उसका आवरण बनता है, पर यहाँ ठीक एक चित्र नहीं है।
    .hint = पोस्ट में एक वीडियो और एक चित्र रखें, या यह पंक्ति हटा दें।
instagram-two-covers = रील का एक ही आवरण होता है: कोई चित्र ("cover") या वीडियो का एक क्षण ("thumb_offset")।
    .hint = दोनों में से एक पंक्ति हटा दें।
instagram-cover-beyond = जिस क्षण को आवरण बनाना है, वीडियो उससे पहले ही खत्म हो जाता है।
    .hint = छोटा "thumb_offset" लिखें; वह सेकंड के हज़ारवें हिस्सों में होता है।
instagram-caption-refused = इंस्टाग्राम पाठ नहीं लेता: वह बहुत लंबा है, या उसमें हैशटैग या नाम बहुत हैं।{ platform-said }
    .hint = पाठ छोटा करें: [for.instagram] text = "…"
instagram-account-restricted = इंस्टाग्राम ने इस खाते पर रोक लगाई है।{ platform-said }
    .hint = ऐप में खाता खोलकर पढ़ें कि वहाँ क्या लिखा है।
instagram-not-professional = यह खाता प्रोफ़ेशनल नहीं है, या ठीक से जुड़ा नहीं है।{ platform-said }
    .hint = ऐप में Settings, Account type में "Switch to professional account" चुनें, और खाते को अपने पेज से जोड़ें।
instagram-delete-failed = इंस्टाग्राम अभी पोस्ट को नहीं हटा सका।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं; फिर से कोशिश होगी।
instagram-delete-by-hand = इंस्टाग्राम के लॉगिन से पोस्ट बाहर से नहीं हट सकती।{ platform-said }
    .hint = उसे ऐप में हटाएँ, या खाते को पेज के रास्ते जोड़ें: login = "facebook"
instagram-upload-broken = वीडियो भेजना बीच में टूट गया; वह वहीं से आगे भेजा जाएगा।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं।
instagram-post-unknown = जिस पोस्ट पर टिप्पणी होनी थी, वह प्रकाशित है, पर उसकी id मालूम नहीं।
    .hint = टिप्पणी ऐप में हाथ से लिखें, या बाकी को छोड़ दें।
instagram-tags-misplaced = खाते एक ही चित्र में, हर एक की जगह के साथ, या एक ही रील में, बिना जगह के, जोड़े जा सकते हैं; कई चित्रों वाली पोस्ट और स्टोरी में नहीं।
    .hint = चित्र में: user_tags = [{ "{" } user = "other_office", x = 0.5, y = 0.4 { "}" }]। रील में: user_tags = ["other_office"]
