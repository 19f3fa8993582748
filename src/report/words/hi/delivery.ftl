### कोई डिलीवरी जहाँ है, वहाँ क्यों है।

crashes-the-daemon = इस डिलीवरी पर काम करते हुए प्रोग्राम कई बार बंद हो गया, इसलिए यह डिलीवरी रोक ली गई है और बाकी सब चल रहा है।
    .hint = पोस्ट और उसके चित्र-वीडियो देख लें। फिर कोशिश करनी हो: dakiya release। छोड़ना हो: dakiya cancel
uncertain-ask = यह अनिश्चित है कि यह प्रकाशित हुआ या नहीं: { $cause } ({ $since } से)
    .hint = खाता देखें। वहाँ हो तो: dakiya resolve --published URL। न हो तो: dakiya resolve --post-again
identical-text-exists = प्लेटफ़ॉर्म कहता है कि यही पाठ पहले से है, पर वह खाते पर नहीं मिला।
    .hint = खाता देखें। वहाँ हो तो: dakiya resolve --published URL। न हो तो पाठ बदलें, या इसे छोड़ दें: dakiya resolve --abandon
expired-while-uncertain = यह पक्का हो गया कि यह प्रकाशित नहीं हुआ, पर तब तक इसका समय निकल चुका था।
    .hint = यदि अब भी भेजनी है: dakiya retry
abandoned-by-person = किसी व्यक्ति ने इस डिलीवरी को छोड़ दिया।
interrupted-while-sending = अनुरोध बाहर था तभी प्रोग्राम बंद हो गया।
key-window-over = हो सकता है प्लेटफ़ॉर्म पिछले अनुरोध की कुंजी भूल चुका हो, इसलिए फिर भेजने से पहले खाता देखा जाएगा।

# स्थिति, जैसी लोग पढ़ते हैं; लॉग और JSON में अंग्रेज़ी नाम रहता है।
delivery-state = { $state ->
        [planned] नियोजित
        [preparing] तैयार हो रही
        [ready] तैयार
        [sending] भेजी जा रही
        [uncertain] अनिश्चित
        [held] रुकी हुई
        [published] प्रकाशित
        [failed] विफल
        [expired] समय खत्म
        [missed] समय निकला
        [cancelled] रद्द
       *[recalled] वापस ली गई
    }
