/// How much of what a client sends with a request is read before it is refused (threat 17).
package struct FormLimits: Sendable, Hashable {
  /// Of a body without files; of a body with files, all but these.
  package var bytes: Int
  /// Of one text in a multipart body.
  package var fieldBytes: Int
  /// Of one file.
  package var fileBytes: Int
  package var files: Int
  /// Texts and files together, at all depths.
  package var values: Int
  /// How far names nest: `poll[options][]` is three deep.
  package var depth: Int
  package var nameBytes: Int
  /// Of the header fields of one part.
  package var headerBytes: Int

  package init(
    bytes: Int = 1 << 20,
    fieldBytes: Int = 1 << 18,
    fileBytes: Int = 0,
    files: Int = 4,
    values: Int = 1_000,
    depth: Int = 6,
    nameBytes: Int = 256,
    headerBytes: Int = 4_096
  ) {
    self.bytes = bytes
    self.fieldBytes = fieldBytes
    self.fileBytes = fileBytes
    self.files = files
    self.values = values
    self.depth = depth
    self.nameBytes = nameBytes
    self.headerBytes = headerBytes
  }

  /// What is read of a request that may bring no file.
  package static let standard = FormLimits()

  /// The longest body that can be within the limits: what to read from a connection at most.
  package var longestBody: Int { bytes + files * fileBytes }
}
