### क्रॉनटैब की पंक्तियाँ, समय क्षेत्र और तय समय।

cron-field = { $field ->
    [minute] मिनट
    [hour] घंटा
    [day-of-month] महीने की तारीख
    [month] महीना
   *[weekday] सप्ताह का दिन
}

cron-empty = क्रॉनटैब की पंक्ति खाली है।
    .hint = मिनट, घंटा, तारीख, महीना और सप्ताह का दिन लिखें, जैसे "{ $example }"।
cron-field-count = क्रॉनटैब की पंक्ति में { $found } खाने हैं; पाँच होने चाहिए।
    .hint = मिनट, घंटा, तारीख, महीना और सप्ताह का दिन लिखें, जैसे "{ $example }"। सेकंड और साल नहीं लिखे जाते; "@daily" जैसा छोटा नाम अकेला लिखा जाता है।
cron-nickname-unknown = "{ $found }" क्रॉनटैब का कोई छोटा नाम नहीं है।
    .hint = "{ $example }" लिखें। छोटे नाम ये हैं: @hourly, @daily, @midnight, @weekly, @monthly, @yearly और @annually।
cron-reboot = "{ $found }" से कोई समय तय नहीं होता।
    .hint = बताएँ कि पोस्ट कब जानी है, जैसे "{ $example }"।
cron-zone-inside = क्रॉनटैब की पंक्ति के आगे "{ $found }" लिखा है।
    .hint = समय क्षेत्र अलग पंक्ति में लिखें, जैसे: { $example }
cron-foreign-signs = क्रॉनटैब की पंक्ति में "{ $found }" है; यहाँ केवल 0-9 अंक, सादे चिह्न और अंग्रेज़ी अक्षर पढ़े जाते हैं।
    .hint = इसे ऐसे लिखें: "{ $example }"।
cron-extension = "{ cron-field }" के खाने में "{ $found }" crontab(5) में नहीं है; इसे केवल कुछ दूसरे प्रोग्राम समझते हैं।
    .hint = संख्या, सीमा, सूची या अंतराल लिखें, जैसे "{ $example }"।
cron-name-unknown = "{ cron-field }" के खाने के लिए "{ $found }" कोई नाम नहीं है।
    .hint = महीनों और दिनों के नाम अंग्रेज़ी के तीन अक्षरों में लिखे जाते हैं, बाकी खानों में केवल संख्या। जैसे "{ $example }"।
cron-not-a-number = "{ cron-field }" के खाने में "{ $found }" संख्या नहीं है।
    .hint = ऐसे लिखें: "{ $example }"।
cron-number-missing = "{ cron-field }" के खाने में एक संख्या छूट गई है।
    .hint = ऐसे लिखें: "{ $example }"।
cron-out-of-range = "{ cron-field }" के खाने में "{ $found }" नहीं हो सकता।
    .hint = इस खाने में { $min } से { $max } तक की संख्या आती है, जैसे "{ $example }"।
cron-range-backwards = "{ cron-field }" के खाने में "{ $found }" उलटी सीमा है।
    .hint = इसे ऐसे लिखें: "{ $example }"।
cron-step-without-range = "{ $found }" ("{ cron-field }" का खाना) में अंतराल के आगे कोई सीमा नहीं है।
    .hint = यदि वहाँ से अंत तक का अर्थ है तो "{ $example }" लिखें।
cron-step-out-of-range = अंतराल "{ $found }" "{ cron-field }" के खाने में ठीक नहीं बैठता।
    .hint = यहाँ अंतराल { $min } से { $max } तक हो सकता है, जैसे "*/{ $example }"।
cron-starred-days = "{ cron-field }" के खाने में "{ $found }" साफ़ नहीं है, क्योंकि दिन का दूसरा खाना भी भरा है: अलग-अलग प्रोग्राम इसे अलग-अलग पढ़ते हैं।
    .hint = सारे दिन लिख दें: "{ $example }"।
cron-never-fires = "{ $found }" का समय कभी नहीं आएगा, क्योंकि उस महीने में वह तारीख होती ही नहीं।
    .hint = ऐसी तारीख चुनें जो होती हो, जैसे "{ $example }"।

zone-misspelt = "{ $found }" नाम का कोई समय क्षेत्र नहीं है।
    .hint = क्या आप "{ $example }" लिखना चाहते थे?
zone-unknown = "{ $found }" नाम का कोई समय क्षेत्र नहीं है।
    .hint = IANA सूची का नाम लिखें, जैसे "{ $example }"।

time-in-gap = { $zone } में { $found } का समय होता ही नहीं: वहाँ घड़ियाँ इसे छोड़कर आगे बढ़ा दी जाती हैं।
    .hint = ऐसा समय लिखें जो होता हो, जैसे { $example }।
time-ambiguous = { $zone } में { $found } दो बार आता है, क्योंकि वहाँ घड़ियाँ पीछे की जाती हैं।
    .hint = अंतर साथ में लिखें: पहले समय के लिए { $first }, दूसरे के लिए { $second }।
time-second-sixty = { $found } में सेकंड 60 है, जो घड़ी में नहीं होता।
    .hint = सेकंड 0 से 59 तक लिखें, जैसे { $example }।
time-year-out-of-range = { $found } बहुत दूर का समय है।
    .hint = साल { $min } से { $max } तक का लिखें, जैसे 2026-11-25T09:00:00।
