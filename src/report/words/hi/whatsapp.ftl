### व्हाट्सऐप: कौन किसे लिख सकता है, सेटिंग, इनकार और टिप्पणियाँ।

whatsapp-political = व्हाट्सऐप की नीति "{ $kind }" को यह इंटरफ़ेस इस्तेमाल ही नहीं करने देती, इसलिए यह खाता बंद रहता है।
    .hint = platform = "handoff" वाला खाता बनाएँ: समय पर पोस्ट तैयार मिलेगी और आप में से कोई उसे अपने चैनल या समूह में हाथ से भेज देगा।
whatsapp-government-needs-leave = सरकारी कार्यालयों को इस इंटरफ़ेस के लिए पहले Meta की अलग अनुमति चाहिए।
    .hint = पहले संदेश से पहले WhatsApp Manager में अनुमति माँगें।
whatsapp-policy-read-long-ago = नीति पिछली बार { $date } को पढ़ी गई थी।
    .hint = https://business.whatsapp.com/policy फिर से पढ़ें और आज की तारीख लिखें: policy_confirmed_on = 2026-11-20
whatsapp-opt-outs-old = जो लोग अब संदेश नहीं चाहते, उनके नाम पिछली बार { $days } दिन पहले दर्ज हुए थे; अधिक से अधिक { $most } दिन हो सकते हैं, इसलिए किसी को नहीं लिखा जाता।
    .hint = उन्हें लोगों की फ़ाइल में (स्तंभ "opted_out_at") दर्ज करके सहेजें, या दिन लिखें: opt_outs_imported_on = 2026-11-25. फिर: dakiya start --account NAME

whatsapp-recipients-unreadable = जिन्हें संदेश जाते हैं, उनकी फ़ाइल { $file } नहीं पढ़ी जा सकती: { $problem }
    .hint = उसे UTF-8 में CSV या TOML के रूप में सेटिंग फ़ाइल के पास सहेजें, जैसे: recipients = "whatsapp-recipients.csv"
whatsapp-recipients-wrong = फ़ाइल { $file } में पंक्ति { $line }, स्थान { $column } पर गलती है, इसलिए किसी को नहीं लिखा जाता।
    .hint = dakiya check बताता है कि वहाँ क्या गलत है। ठीक करके: dakiya start --account NAME
whatsapp-recipients-empty = जिन्हें संदेश जाते हैं, उनकी फ़ाइल में कोई स्तंभ नहीं है।
    .hint = उसकी पहली पंक्ति यह है: number,opt_in_text,opt_in_at,opt_in_source,categories,opted_out_at
whatsapp-column-unknown = इस नाम का कोई स्तंभ नहीं होता।
    .hint = { GIVEN($nearest) ->
        [yes] क्या आप "{ $nearest }" लिखना चाहते थे? स्तंभ ये हैं: { $known }
       *[no] स्तंभ ये हैं: { $known }
    }
whatsapp-column-missing = स्तंभ "{ $column }" नहीं है।
    .hint = स्तंभ ये हैं: { $known }
whatsapp-columns-count = इस पंक्ति में { $found } खाने हैं, जबकि { $wanted } होने चाहिए।
    .hint = जिस पाठ में अल्पविराम हो, उसे उद्धरण चिह्नों में लिखें। सही पंक्ति ऐसी होती है: { $example }
whatsapp-quote-open = यहाँ उद्धरण चिह्नों में पाठ शुरू होता है, पर इस पंक्ति के किसी अल्पविराम से पहले खत्म नहीं होता।
    .hint = चिह्न को अल्पविराम से ठीक पहले बंद करें। पाठ के भीतर दो चिह्न एक माने जाते हैं: "the ""big"" form"
whatsapp-person-wrong = स्तंभ "{ $column }" में लिखा नहीं लिया जा सकता: { $problem }.
    .hint = ऐसे लिखें: { $example }
whatsapp-recipients-unfinished = सूची किसी पंक्ति के बीच में खत्म होती है, यानी शायद पूरी सहेजी नहीं गई; किसी को संदेश नहीं जाएगा।
    .hint = इसे फिर से सहेजें, और आख़िरी पंक्ति के बाद भी Enter दबाएँ।
whatsapp-person-twice = यह नंबर पंक्ति { $line } में पहले से है।
    .hint = हर व्यक्ति की एक ही पंक्ति रखें; दोनों में से किसी में "opted_out_at" हो तो वही रखें।
whatsapp-nobody = लोगों की फ़ाइल में ऐसा कोई नहीं जिसने "{ $category }" के लिए हाँ कहा हो और अब भी चाहता हो।
    .hint = स्तंभ "categories" देखें, या पोस्ट के लिए दूसरा चुनें: [for.whatsapp] category = "notices"
whatsapp-too-many-people = यह { $count } लोगों को जाता, जबकि अधिक से अधिक { $most } की छूट है।
    .hint = यही चाहिए और खर्च भी मंज़ूर है, तो खाते के खंड में लिखें: max_recipients = { $count }
whatsapp-people = श्रेणी "{ $category }" के संदेश { $count } लोगों को जाते हैं; हर संदेश का पैसा लगता है।

whatsapp-places = पाठ में { $found } पंक्तियाँ हैं, और टेम्पलेट में एक-एक पंक्ति के लिए { $wanted } जगहें।
    .hint = इस खाते के लिए { $wanted } पंक्तियाँ लिखें: [for.whatsapp] text = "…"
whatsapp-blanks = व्हाट्सऐप टैब नहीं लेता, और लगातार चार से ज़्यादा खाली स्थान भी नहीं।
    .hint = उन्हें हटा दें।
whatsapp-header-missing = टेम्पलेट की शुरुआत में जो होना चाहिए, वह इस पोस्ट में नहीं है ({ $header ->
        [image] एक चित्र
        [video] एक वीडियो
       *[document] एक PDF
    })।
    .hint = उस तरह की एक फ़ाइल जोड़ें: media = ["notice.jpg"]
whatsapp-card-left-out = लिंक की झलक दिखे या नहीं, यह टेम्पलेट में तय होता है, पोस्ट में नहीं।
    .hint = कुछ करना ज़रूरी नहीं।
whatsapp-too-long-together = पाठ और टेम्पलेट के अपने शब्द मिलाकर { $length } अक्षर हैं; अधिक से अधिक { $limit } हो सकते हैं।
    .hint = इस खाते के लिए पाठ छोटा करें: [for.whatsapp] text = "…"

whatsapp-template-missing = भाषा "{ $language }" में "{ $template }" नाम का कोई टेम्पलेट नहीं है।
    .hint = नाम और भाषा को WhatsApp Manager में Message templates से मिलाएँ।
whatsapp-template-not-approved = टेम्पलेट "{ $template }" ({ $language }) को मंज़ूरी नहीं मिली है; उसकी स्थिति { $status } है।
    .hint = WhatsApp Manager में देखें कि Meta क्या कहता है। मंज़ूरी मिलने पर: dakiya start --account NAME
whatsapp-template-named = टेम्पलेट "{ $template }" ({ $language }) की जगहों के नाम हैं; केवल संख्या वाली जगहें भरी जाती हैं।
    .hint = ऐसा टेम्पलेट बनाएँ जिसकी जगहें {"{{1}}"} जैसी हों।
whatsapp-template-places = टेम्पलेट "{ $template }" ({ $language }) में { $found } जगहें हैं, और सेटिंग में { $wanted } लिखा है।
    .hint = खाते के खंड में लिखें: parameters = { $found }
whatsapp-template-header = टेम्पलेट "{ $template }" ({ $language }) का header "{ $found }" है, और सेटिंग में "{ $wanted }" लिखा है।
    .hint = खाते के खंड में "header" ठीक करें: none, image, video या document. जिस header के पाठ में जगह हो, वह नहीं भरा जाता।
whatsapp-template-button = टेम्पलेट "{ $template }" ({ $language }) के किसी बटन के पते में जगह है, जो नहीं भरी जाती।
    .hint = ऐसा टेम्पलेट बनाएँ जिसके बटनों के पते पूरे हों।
whatsapp-number-not-ready = यह नंबर भेज नहीं सकता; उसकी स्थिति { $status } है।
    .hint = उसे WhatsApp Manager में पंजीकृत करें। जुड़ जाने पर: dakiya start --account NAME
whatsapp-quality-low = Meta ने नंबर की गुणवत्ता { $rating } बताई है: लोगों ने उसके संदेश रोके या उनकी शिकायत की।
    .hint = कम लिखें, और वही जिसके लिए लोगों ने हाँ कहा है। ऐसा ही चला तो नंबर पर रोक लगेगी।
whatsapp-name-not-approved = लोगों को दिखने वाले नाम को मंज़ूरी नहीं है; उसकी स्थिति { $status } है।
    .hint = WhatsApp Manager में Phone numbers देखें।
whatsapp-tier-low = यह नंबर 24 घंटों में { $day } लोगों को लिख सकता है, और यहाँ { $most } तक की छूट है; बाकी अगले दिन जाएँगे।
    .hint = कुछ करना ज़रूरी नहीं, या "max_recipients" छोटा लिखें।
whatsapp-token-for-a-day = टोकन तीन दिन के भीतर खत्म हो जाएगा: वह ऐप के पन्ने का है, सिस्टम यूज़र का नहीं।
    .hint = docs/platforms/whatsapp.md के अनुसार सिस्टम यूज़र का ऐसा टोकन बनाएँ जो कभी खत्म न हो।

whatsapp-person-unreachable = इस व्यक्ति तक संदेश नहीं पहुँचा: इस नंबर पर व्हाट्सऐप नहीं है, ऐप बहुत पुराना है, या नंबर रोका हुआ है।{ platform-said }
    .hint = देखें कि नंबर सही है या नहीं; फिर ऐसा हो तो पंक्ति हटा दें।
whatsapp-person-not-today = इस व्यक्ति तक संदेश नहीं पहुँचा: Meta आज उन्हें और संदेश नहीं पहुँचाना चाहता।{ platform-said }
    .hint = आज फिर से न भेजें।
whatsapp-person-stopped = इस व्यक्ति तक संदेश नहीं पहुँचा: वे अब संदेश नहीं चाहते।{ platform-said }
    .hint = उनकी पंक्ति के स्तंभ "opted_out_at" में दिन लिखें।
whatsapp-person-too-soon = इस व्यक्ति तक संदेश नहीं पहुँचा: थोड़े समय में उन्हें बहुत संदेश गए।{ platform-said }
    .hint = एक के बाद एक कम पोस्ट भेजें।
whatsapp-person-opted-out = यह व्यक्ति छोड़ दिया गया: वे अब संदेश नहीं चाहते।
    .hint = कुछ करना ज़रूरी नहीं।
whatsapp-person-not-listed = यह व्यक्ति छोड़ दिया गया: उनकी पंक्ति अब नहीं है, या इस श्रेणी के लिए नहीं रही।
    .hint = कुछ करना ज़रूरी नहीं।
whatsapp-held-for-quality = व्हाट्सऐप ने संदेश ले लिया है और गुणवत्ता देखने के लिए रोक रखा है।
    .hint = WhatsApp Manager में टेम्पलेट की स्थिति देखें।
whatsapp-delivery-paused = व्हाट्सऐप ने संदेश ले लिया है, पर उसे पहुँचाना रोक दिया है।
    .hint = WhatsApp Manager में टेम्पलेट की स्थिति देखें।

whatsapp-media-gone = जो ऊपर भेजा गया था, वह अब नहीं है; उसे फिर से भेजा जा रहा है।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं।
whatsapp-media-refused = व्हाट्सऐप चित्र, वीडियो या दस्तावेज़ को काम में नहीं ले सकता।{ platform-said }
    .hint = उसे फिर से सहेजें (JPEG या PNG, H.264 और AAC वाली MP4, या PDF) और पोस्ट फिर से कतार में रखें।
whatsapp-spam-limit = व्हाट्सऐप अभी इस नंबर से कुछ नहीं भेजने देता, क्योंकि बहुत लोगों ने उसे रोका या उसकी शिकायत की।{ platform-said }
    .hint = कुछ दिन रुकें, WhatsApp Manager में नंबर की गुणवत्ता देखें, और तभी पोस्ट को आगे जाने दें।
whatsapp-account-locked = Meta ने नियम तोड़ने के कारण खाता बंद कर दिया है।{ platform-said }
    .hint = WhatsApp Manager में पढ़ें कि क्या लिखा है। आपके कहने तक कुछ नहीं भेजा जाएगा: dakiya start --account NAME
whatsapp-billing = व्हाट्सऐप खाते से पैसा नहीं ले पा रहा।{ platform-said }
    .hint = WhatsApp Manager में भुगतान का तरीका ठीक करें। फिर: dakiya start --account NAME
whatsapp-number-not-registered = नंबर पंजीकृत नहीं है, या हटा दिया गया है।{ platform-said }
    .hint = उसे WhatsApp Manager में पंजीकृत करें, या "phone_number_id" ठीक करें। फिर: dakiya start --account NAME
whatsapp-window-closed = इस व्यक्ति को अभी केवल टेम्पलेट भेजा जा सकता है।{ platform-said }
    .hint = देखें कि खाते के खंड में लिखा "template" अब भी है और मंज़ूर है।
whatsapp-parameters-refused = टेम्पलेट की जगहें भरी गई जगहों से अलग हैं।{ platform-said }
    .hint = खाते के खंड के "parameters" और "header" को WhatsApp Manager के टेम्पलेट से मिलाएँ।
whatsapp-template-too-long = इस पाठ के साथ टेम्पलेट बहुत लंबा हो जाता है।{ platform-said }
    .hint = इस खाते के लिए पाठ छोटा करें: [for.whatsapp] text = "…"
whatsapp-text-refused = व्हाट्सऐप इस टेम्पलेट में यह पाठ नहीं लेता।{ platform-said }
    .hint = नई पंक्तियाँ, टैब और लंबे खाली स्थान हटाएँ, और सीधे वही लिखें जिसके लिए टेम्पलेट है।
whatsapp-template-refused = टेम्पलेट नहीं है, या रोक दिया गया है।{ platform-said }
    .hint = WhatsApp Manager में देखें कि Meta क्या कहता है, फिर पोस्ट दोबारा कतार में रखें।
whatsapp-unavailable = व्हाट्सऐप अभी उपलब्ध नहीं है, और उसने कुछ नहीं लिया।{ platform-said }
    .hint = कुछ करना ज़रूरी नहीं; फिर से कोशिश होगी।
whatsapp-no-way-back = व्हाट्सऐप पर भेजा गया संदेश प्रोग्राम से वापस नहीं लिया जा सकता।
    .hint = ज़रूरी हो तो सुधार का दूसरा संदेश भेजें।
