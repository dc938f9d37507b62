import ActivityStreams

/// Whether a page says that it is somebody's own: by a link to the profile that says `rel="me"`
/// (microformats.org/wiki/rel-me).
enum BackLinks {
  /// The most tags of a page that are looked at.
  private static let mostTags = 20_000

  /// - Parameters:
  ///   - html: The page, as it came.
  ///   - addresses: What leads to the profile.
  /// - Returns: Whether one of its links leads there and says so.
  static func lead(from html: [UInt8], to addresses: Set<String>) -> Bool {
    let wanted = Set(addresses.map(plain))
    var count = 0
    for case .start(let tag) in HTMLTokenizer(html) {
      count += 1
      guard count <= mostTags else { return false }
      guard tag.name == "a" || tag.name == "link", let address = tag.attributes["href"],
        (tag.attributes["rel"] ?? "").lowercased().split(whereSeparator: \.isWhitespace)
          .contains("me")
      else { continue }
      if wanted.contains(plain(address)) { return true }
    }
    return false
  }

  /// An address in its canonical form, without what is in a page and without a slash at its end.
  private static func plain(_ address: String) -> String {
    let text = AS.IRI(address)?.string ?? address
    let page = text.prefix { $0 != "#" }
    return String(page.hasSuffix("/") ? page.dropLast() : page)
  }
}
