### फ़ेसबुक, इंस्टाग्राम और थ्रेड्स, तीनों के लिए।

graph-login-ended = इस खाते का लॉगिन खत्म हो गया है या वापस ले लिया गया है।{ platform-said }
    .hint = docs/platforms के अनुसार नया टोकन बनाएँ, या फिर से लॉगिन करें।
graph-object-not-visible = जो माँगा गया वह है ही नहीं, या इस टोकन को नहीं दिखता।{ platform-said }
    .hint = सेटिंग फ़ाइल में id मिलाएँ, और देखें कि टोकन वाले की वहाँ भूमिका है या नहीं।
graph-proof-refused = ऐप की कुंजी से बना प्रमाण नहीं माना गया।{ platform-said }
    .hint = "app_secret" को उसी ऐप की कुंजी से मिलाएँ जिसका टोकन है।
graph-right-missing = टोकन के पास इसका अधिकार नहीं है।{ platform-said }
    .hint = docs/platforms में लिखे सभी अधिकारों वाला नया टोकन बनाएँ।
graph-held-for-abuse = प्लेटफ़ॉर्म इसे दुरुपयोग मान रहा है, इसलिए यह खाता रोक दिया गया है।{ platform-said }
    .hint = खाते के सहायता संदेश देखें, फिर उसे आगे बढ़ने दें: dakiya start --account NAME
graph-version-ends = इंटरफ़ेस का संस्करण { $version } { $date } को खत्म हो जाएगा।
    .hint = प्रोग्राम का नया संस्करण लें, या खाते के खंड में नया "version" लिखें।
graph-version-not-served = प्लेटफ़ॉर्म ने { $version } की जगह संस्करण { $served } से उत्तर दिया।
    .hint = प्रोग्राम का नया संस्करण लें, या खाते के खंड में दूसरा "version" लिखें।
