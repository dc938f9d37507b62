import ActivityStreams

extension HeldTraffic.Item {
  /// The first words of the post that it carries; else the address of what it is about.
  package func preview(characters: Int) -> String {
    guard let json = try? Inbox.parse(body), let activity = try? Inbox.activity(in: json) else {
      return ""
    }
    guard let object = activity.object?.embedded?.json, let note = try? AS.Note(json: object) else {
      return activity.object?.id?.string ?? ""
    }
    let words = PlainText.preview(
      of: HTMLSanitizer.sanitize(note.text.content),
      characters: characters
    )
    let warning = note.text.summary.map {
      PlainText.preview(of: HTMLSanitizer.sanitize($0), characters: characters)
    }
    return [warning.flatMap { $0.isEmpty ? nil : "[\($0)]" }, words].compactMap { $0 }
      .joined(separator: " ")
  }
}
