//! What the person reads, in their language.

use crate::language::Language;

/// How the message ends that stands in place of a text, in Hindi and English.
pub(super) const NO_TEXT: [&str; 2] =
    ["ऊपर की फ़ाइलें बिना पाठ के प्रकाशित करें।", "publish the files above without a text."];

/// The words for one place.
#[derive(Debug, Clone)]
pub(super) struct Words {
    language: Language,
    place: String,
}

impl Words {
    pub(super) fn new(language: Language, place: String) -> Self {
        Self { language, place }
    }

    /// Where the person publishes it.
    pub(super) fn place(&self) -> &str {
        &self.place
    }

    /// The tag of their language.
    pub(super) fn tag(&self) -> &'static str {
        self.language.tag()
    }

    fn either(&self, hindi: String, english: String) -> String {
        match self.language {
            Language::Hindi => hindi,
            Language::English => english,
        }
    }

    /// Comes with the media, ahead of the text.
    pub(super) fn with_media(&self) -> String {
        let place = &self.place;
        self.either(
            format!(
                "{place} के लिए ये फ़ाइलें तैयार रखें। इन्हें तभी प्रकाशित करें जब इनका पाठ आ जाए, उसी के साथ।"
            ),
            format!(
                "Keep these files ready for {place}. Publish them only once their text has come, together \
                 with it."
            ),
        )
    }

    /// Stands in place of a text where the post has none.
    pub(super) fn no_text(&self) -> String {
        let place = &self.place;
        self.either(
            format!("{place} के लिए: {}", NO_TEXT[0]),
            format!("For {place}: {}", NO_TEXT[1]),
        )
    }

    /// The button that opens WhatsApp.
    pub(super) fn share(&self) -> String {
        self.either("WhatsApp पर भेजें".to_owned(), "Share on WhatsApp".to_owned())
    }

    /// The button that says that it is public.
    pub(super) fn done(&self) -> String {
        let place = &self.place;
        self.either(format!("✅ {place}: प्रकाशित कर दी"), format!("✅ {place}: published"))
    }

    /// Answers the button.
    pub(super) fn thanks(&self) -> String {
        self.either("धन्यवाद, दर्ज हो गया।".to_owned(), "Thank you, that is noted.".to_owned())
    }

    /// The reminder.
    pub(super) fn reminder(&self) -> String {
        let place = &self.place;
        self.either(
            format!(
                "याद दिलाना: {place} पर यह पोस्ट अभी बाकी है। प्रकाशित करके बटन दबाएँ; पहले ही कर \
                 चुके हैं तो दोबारा प्रकाशित न करें, बस बटन दबाएँ।"
            ),
            format!(
                "Reminder: this post is still open for {place}. Publish it, then press the button; \
                 if you have published it already, do not do so again, just press the button."
            ),
        )
    }

    /// The file in which the person says that it is public.
    pub(super) fn posted_file(&self) -> String {
        let place = &self.place;
        self.either(
            format!(
                "# {place} पर प्रकाशित करने के बाद नीचे पोस्ट का लिंक (या बस: हाँ) लिखें और फ़ाइल सहेजें।\n\
                 # या यह पूरा फ़ोल्डर \"done\" फ़ोल्डर में ले जाएँ।\n"
            ),
            format!(
                "# Once it is published on {place}, write its link (or just: yes) below and save the \
                 file.\n# Or move this whole folder into the folder \"done\".\n"
            ),
        )
    }

    /// The heading of the page in the ready folder.
    pub(super) fn heading(&self) -> String {
        let place = &self.place;
        self.either(format!("{place} पर प्रकाशित करें"), format!("Publish on {place}"))
    }

    /// What to do, step by step.
    pub(super) fn steps(&self) -> Vec<String> {
        let all = match self.language {
            Language::Hindi => [
                "नीचे का पाठ पूरा कॉपी करें, या बटन से WhatsApp खोलें।",
                "इस फ़ोल्डर के चित्र और वीडियो साथ में जोड़ें।",
                "प्रकाशित करें, फिर posted.txt में लिंक लिखकर सहेजें या संदेश का बटन दबाएँ।",
            ],
            Language::English => [
                "Copy the whole text below, or open WhatsApp with the button.",
                "Attach the pictures and films of this folder.",
                "Publish it, then write its link into posted.txt and save, or press the button of \
                 your message.",
            ],
        };
        all.map(str::to_owned).into()
    }
}
