/// The app with which a post of this node was written, as it called itself then.
package struct WrittenWith: Sendable, Hashable, Codable {
  package var name: String
  package var website: String?

  package init(name: String, website: String? = nil) {
    self.name = name
    self.website = website
  }
}
