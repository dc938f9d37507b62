/// The pictures by which an actor shows itself (ActivityStreams `icon` and `image`).
package struct ActorPictures: Hashable, Sendable {
  /// Where a picture stands.
  package enum Place: String, Sendable, CaseIterable {
    /// Beside each post: square.
    case icon
    /// Above the profile: wide.
    case image
  }

  package var icon: Attachment?
  package var image: Attachment?

  package init(icon: Attachment? = nil, image: Attachment? = nil) {
    self.icon = icon
    self.image = image
  }

  package subscript(place: Place) -> Attachment? {
    get { place == .icon ? icon : image }
    set { if place == .icon { icon = newValue } else { image = newValue } }
  }
}
