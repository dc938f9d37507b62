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
  }
}
