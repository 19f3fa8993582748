### चित्र और वीडियो: प्लेटफ़ॉर्म क्या लेते हैं, उनसे क्या बनाया गया, और वे कहाँ रखे हैं।

media-sides-too-large = "{ $file }" में { $size } पिक्सेल हैं, जबकि अधिक से अधिक { $limit } हो सकते हैं।
    .hint = इसे छोटा करके सहेजें।
media-sides-too-small = "{ $file }" में { $size } पिक्सेल हैं, जबकि कम से कम { $limit } चाहिए।
    .hint = बड़ा चित्र या वीडियो दें; खींचकर बड़ा करने से वह धुँधला ही होगा।
media-out-of-shape = "{ $file }" ({ $size } पिक्सेल) बहुत सँकरा या बहुत चौड़ा है; { $narrowest } से { $widest } तक हो सकता है।
    .hint = इसे दूसरे आकार में काटें, या इस खाते के लिए अलग चित्र दें: [for.NAME] media = ["…"]
film-too-long = "{ $file }" { $seconds } सेकंड का है, जबकि अधिक से अधिक { $limit } सेकंड हो सकते हैं।
    .hint = इसे छोटा करें, या इस खाते के लिए अलग वीडियो दें: [for.NAME] media = ["…"]
film-too-short = "{ $file }" { $seconds } सेकंड का है, जबकि कम से कम { $limit } सेकंड चाहिए।
    .hint = लंबा वीडियो दें।
film-frame-rate = "{ $file }" में हर सेकंड { $found } चित्र हैं; { $fewest } से { $most } तक हो सकते हैं।
    .hint = इसे हर सेकंड 25 या 30 चित्रों के साथ सहेजें।
film-pictures-not-taken = "{ $file }" { $found } में सहेजा गया है; यह हो सकता है: { $takes }।
    .hint = इसे MP4 (H.264) में सहेजें।
film-sound-not-taken = "{ $file }" की आवाज़ { $found } में सहेजी गई है; यह हो सकता है: { $takes }।
    .hint = इसे MP4 में AAC आवाज़ के साथ सहेजें।
film-index-at-its-end = "{ $file }" की सूची उसके अंत में है, इसलिए वह पूरा आने से पहले नहीं चल सकता।
    .hint = इसे वेब के लिए सहेजें ("fast start")।

fitted-smaller = "{ $file }" यहाँ छोटा होकर जाएगा: { $width }x{ $height } पिक्सेल।
fitted-lighter = "{ $file }" यहाँ कम बारीकी के साथ जाएगा, { SIZE($bytes) } में।
fitted-converted = "{ $file }" यहाँ { $kind } बनकर जाएगा।
fitted-margin = "{ $file }" के चारों ओर यहाँ हाशिया लगेगा, ताकि कुछ कटे नहीं: { $width }x{ $height } पिक्सेल।
fit-needs-ffmpeg = इस प्लेटफ़ॉर्म के लिए "{ $file }" को दूसरे रूप में सहेजना होगा, जिसके लिए ffmpeg प्रोग्राम चाहिए।
    .hint = उसे लगाएँ (sudo apt-get install ffmpeg), या वीडियो को MP4 (H.264 और AAC) में सहेजें।
fit-medium-damaged = "{ $file }" अंत तक नहीं पढ़ा जा सकता: वह खराब है।
    .hint = जहाँ से वह आया, वहाँ से फिर सहेजें।
fit-took-too-much = "{ $file }" को दूसरे रूप में सहेजने में बहुत समय या बहुत मेमोरी लगेगी।
    .hint = उसे खुद छोटा करके सहेजें।
fit-not-small-enough = "{ $file }" को बिगाड़े बिना इस प्लेटफ़ॉर्म के लायक छोटा नहीं किया जा सकता।
    .hint = उसे काटकर छोटा करें।
fit-cannot-read = "{ $file }" ऐसी फ़ाइल है जिसे यहाँ बदला नहीं जा सकता।
    .hint = इसे JPEG में सहेजें: आईफ़ोन पर Settings, Camera, Formats में "Most Compatible" चुनें; कंप्यूटर पर खोलकर JPEG में सहेजें।
fit-failed = "{ $file }" दूसरे रूप में सहेजा नहीं जा सका।{ platform-said }
    .hint = मशीन की डिस्क और मेमोरी देखें; फ़ाइल को छूने पर फिर कोशिश होगी।

media-host-missing = यह प्लेटफ़ॉर्म चित्र और वीडियो किसी पते से लेता है, और "{ $file }" के लिए वेब पर कोई जगह नहीं है।
    .hint = सेटिंग फ़ाइल में [media_host] लिखें, जैसे आपकी वर्डप्रेस साइट की मीडिया लाइब्रेरी।
login-needed = इस खाते में अभी किसी ने लॉगिन नहीं किया।
    .hint = यह चलाएँ: dakiya login NAME
login-spent-by-lost-answer = लॉगिन नया नहीं हो सकता: प्लेटफ़ॉर्म का एक उत्तर रास्ते में खो गया, और वह पुराना लॉगिन अब नहीं मानता।
    .hint = फिर से लॉगिन करें: dakiya login NAME
session-not-kept = नया लॉगिन सहेजा नहीं जा सका, इसलिए उससे कुछ नहीं भेजा जाएगा।{ platform-said }
    .hint = डिस्क और state फ़ोल्डर देखें।
