### भेजने का काम, और आदेशों के उत्तर।

adapter-panicked = अनुरोध बाहर था तभी प्रोग्राम में गड़बड़ी हो गई।
    .hint = यह प्रोग्राम की गलती है; कृपया लॉग के साथ हमें बताएँ।
nothing-to-send = पोस्ट में भेजने को कुछ नहीं बचा।
    .hint = पोस्ट का पाठ और चित्र-वीडियो देखें, फिर से भेजें: dakiya retry
journal-failed = जर्नल लिखा नहीं जा रहा, इसलिए तब तक कुछ नहीं भेजा जाएगा।{ platform-said }
    .hint = डिस्क देखें: dakiya doctor

order-done = हो गया।
order-not-possible = डिलीवरी { $id } के साथ अभी यह नहीं हो सकता: उसकी स्थिति है "{ delivery-state }"।
    .hint = क्या हो सकता है, देखें: dakiya status
order-unknown-delivery = { $id } नंबर की कोई चालू डिलीवरी नहीं है।
    .hint = सब देखें: dakiya status
order-unknown-account = "{ $account }" नाम का कोई खाता नहीं है।
    .hint = सब देखें: dakiya accounts
cancelled-by-person = किसी व्यक्ति ने यह डिलीवरी रद्द कर दी।
