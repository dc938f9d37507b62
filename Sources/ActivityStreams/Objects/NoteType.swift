extension AS {
  /// The types of objects that are read as posts.
  package enum NoteType: String, Hashable, Sendable, CaseIterable {
    case note = "Note"
    case article = "Article"
    case page = "Page"
    case question = "Question"
    case event = "Event"
    case video = "Video"
    case audio = "Audio"
    case image = "Image"
    case document = "Document"
    /// What is needed or offered (FEP-0837).
    case proposal = "Proposal"

    /// Whether a summary warns of the content, as Mastodon's does, or says what it is about.
    ///
    /// Of whatever is longer than a note it is a description (FEP-b2b8; ActivityStreams vocabulary
    /// §4), and hides nothing.
    package var isSummaryAWarning: Bool { self == .note || self == .question }
  }
}
