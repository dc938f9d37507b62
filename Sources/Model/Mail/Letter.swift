/// What a letter says, in two forms, and how one gets no more of its kind.
package struct Letter: Codable, Sendable, Hashable {
  package var subject: String
  package var text: String
  package var html: String
  /// BCP 47.
  package var language: String
  /// Where a `POST` ends such letters (RFC 8058); nothing for what cannot be ended.
  package var unsubscribe: String?

  package init(
    subject: String,
    text: String,
    html: String,
    language: String,
    unsubscribe: String? = nil
  ) {
    self.subject = subject
    self.text = text
    self.html = html
    self.language = language
    self.unsubscribe = unsubscribe
  }
}
