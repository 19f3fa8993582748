### किसी व्यक्ति को सौंपना: सेटिंग और मनाही।

handoff-two-ways = इस खाते में उस व्यक्ति तक पहुँचने के दो रास्ते लिखे हैं, "telegram" और "url"।
    .hint = इनमें से एक रखें, जैसे telegram = "123456789"।
handoff-bad-webhook = सेटिंग "url" जहाँ इशारा करती है, वह https:// से शुरू होने वाला और बिना उपयोगकर्ता-नाम का पता नहीं है।
    .hint = पूरा पता एक पंक्ति में रखें, जैसे https://hooks.example.org/in/abc123।
handoff-report-before-reminder = सेटिंग "report" का समय "remind" से कम है, यानी उस व्यक्ति को याद दिलाने से पहले ही दूसरों को बता दिया जाएगा।
    .hint = उसे बढ़ाएँ, जैसे remind = "15m" और report = "1h"।
handoff-folder-not-writable = तैयार फ़ोल्डर { $folder } में नहीं लिखे जा सकते ({ $detail })।
    .hint = फ़ोल्डर बनाएँ और प्रोग्राम को उसमें लिखने दें, या folder = "handoff" से कोई दूसरा बताएँ।
handoff-folder-failed = पोस्ट का तैयार फ़ोल्डर लिखा या पढ़ा नहीं जा सका ({ $detail })।
    .hint = देखें कि डिस्क में जगह है और सेटिंग "folder" वाले फ़ोल्डर में प्रोग्राम लिख सकता है।
handoff-person-not-found = बॉट @{ $bot } उस व्यक्ति तक नहीं पहुँचता: Telegram उनकी चैट नहीं जानता।
    .hint = वह व्यक्ति Telegram में बॉट खोलकर "Start" दबाए। फिर सेटिंग "telegram" का नंबर मिलाएँ; अपना नंबर @userinfobot बता देता है।
handoff-person-unreachable = बॉट Telegram में उस व्यक्ति तक नहीं पहुँचता।{ platform-said }
    .hint = वह व्यक्ति Telegram में बॉट खोलकर "Start" दबाए, या उसे अनब्लॉक करे। फिर खाते को चलने दें: dakiya start --account NAME
handoff-recall-by-person = जो किसी व्यक्ति ने प्रकाशित किया, उसे वही हटा सकता है ({ $detail })।
    .hint = उन्हें फ़ोन करके वहाँ से हटाने को कहें।
