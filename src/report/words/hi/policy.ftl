### कोई डिलीवरी अभी क्यों नहीं जा सकती, और किस नियम से।

window-backwards = रोक की यह अवधि शुरू होने के बाद खत्म नहीं होती।
    .hint = "until" का समय "from" के बाद का होना चाहिए, जैसे: { $example }

blackout = { $until } तक कुछ नहीं जाएगा: { $cause }
    .hint = अवधि खत्म होने पर डिलीवरी देख लें, फिर उसे जाने दें या रद्द करें: dakiya release, dakiya cancel
time-is-over = इस डिलीवरी का समय { $end } पर खत्म हो गया।
    .hint = यदि अब भी भेजनी है तो पोस्ट में "expires" आगे का लिखें, या फिर से भेजें: dakiya retry
time-was-missed = इस डिलीवरी का समय { $due } निकल गया और तब कुछ भेजा नहीं जा सका।
    .hint = अब भी भेजनी हो: dakiya release। नहीं भेजनी हो: dakiya cancel
account-paused-by-config = सेटिंग फ़ाइल में इस खाते को विराम दिया गया है।
    .hint = खाता फिर चलाना हो तो उसके खंड से "paused = true" हटा दें।
