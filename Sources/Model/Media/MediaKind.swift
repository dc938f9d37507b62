/// What a file is, for counting files and for how long copies of them are kept.
package enum MediaKind: String, Sendable, CaseIterable {
  case picture, video, audio, document
  /// A picture by which somebody shows itself.
  case avatar

  /// The formats of files of this kind.
  package var formats: [MediaFormat] {
    let kind: MediaFormat.Kind =
      switch self {
      case .picture, .avatar: .picture
      case .video: .video
      case .audio: .audio
      case .document: .document
      }
    return MediaFormat.allCases.filter { $0.kind == kind }
  }

  package init(_ format: MediaFormat, isAvatar: Bool) {
    self =
      switch format.kind {
      case .picture: isAvatar ? .avatar : .picture
      case .video: .video
      case .audio: .audio
      case .document: .document
      }
  }
}

/// What files of one origin and kind take.
package struct MediaShare: Sendable, Hashable {
  /// Whose they are: of members of this node, or copies of other nodes' files.
  package enum Origin: String, Sendable, CaseIterable { case local, remote }

  package var origin: Origin
  package var kind: MediaKind
  package var files: Int
  package var bytes: Int

  package init(origin: Origin, kind: MediaKind, files: Int, bytes: Int) {
    (self.origin, self.kind, self.files, self.bytes) = (origin, kind, files, bytes)
  }
}
