/// Finds the hosts that a text seems to name, with a reader's eyes: generous and easily deceived.
enum ClaimedHosts {
  /// Names of files end like hosts do; these endings are no top-level domains.
  private static let fileEndings: Set<String> = [
    "avif", "css", "csv", "doc", "docx", "gif", "htm", "html", "jpeg", "jpg", "js", "json",
    "jsonld",
    "jpe", "odp", "ods", "odt", "pdf", "php", "png", "pptx", "svg", "swift", "tex", "toml", "txt",
    "webp", "xlsx", "xml", "yaml", "yml",
  ]

  static func hosts(in text: String) -> [String] {
    text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace).flatMap(hosts(inWord:))
  }

  private static func hosts(inWord word: Substring.UnicodeScalarView) -> [String] {
    let word = word.compactMap(asSeen)
    // A handle names a person. Its host may differ from that of the person's page.
    guard word.first != "@" else { return [] }
    let authority = authority(of: word[...])
    let named = authority.contains("@") ? [] : hostsLike(in: authority)
    // A scheme further on is part of a path or a query, if there is a host in front of it.
    let isAddress = named.isEmpty || authority.last == ":"
    guard isAddress, let scheme = endOfScheme(in: word) else { return named }
    return named + addressed(in: word[scheme...])
  }

  private static func hostsLike(in authority: ArraySlice<Unicode.Scalar>) -> [String] {
    authority.split { !HostName.isLetter($0) && $0 != "." }.compactMap(hostLike)
  }

  /// After a scheme every name is a host; one behind a user name never counts as honest.
  private static func addressed(in rest: ArraySlice<Unicode.Scalar>) -> [String] {
    let authority = authority(of: rest)
    guard !authority.contains("@") else { return [String(authority)] }
    let afterAddress = authority.lastIndex(of: "]") ?? authority.startIndex
    let end = authority[afterAddress...].firstIndex(of: ":") ?? authority.endIndex
    let host = withoutPunctuation(authority[..<end])
    return host.isEmpty ? [] : [String(host)]
  }

  private static func hostLike(_ name: ArraySlice<Unicode.Scalar>) -> String? {
    let name = withoutPunctuation(name)
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let last = labels.last, !labels.contains(where: \.isEmpty) else {
      return nil
    }
    let isName = last.count > 1 && last.allSatisfy { $0.properties.isAlphabetic }
    let isAddress = labels.count == 4 && labels.allSatisfy { $0.allSatisfy(\.isASCIIDigit) }
    let ending = String(last)
    guard isName || isAddress || ending.hasPrefix("xn--") else { return nil }
    return fileEndings.contains(ending) ? nil : String(name)
  }

  private static func endOfScheme(in word: [Unicode.Scalar]) -> Int? {
    word.indices.first { word[$0...].starts(with: "://".unicodeScalars) }.map { $0 + 3 }
  }

  private static func authority(
    of word: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    word.prefix { !["/", "?", "#", "\\"].contains($0) }
  }

  private static func withoutPunctuation(
    _ name: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    let isPunctuation: (Unicode.Scalar) -> Bool = { [".", ",", ";", "!", "…", ")"].contains($0) }
    guard let last = name.lastIndex(where: { !isPunctuation($0) }) else { return [] }
    return name[...last].drop(while: isPunctuation)
  }

  /// The letter a reader takes this one for; nil for what has no shape.
  private static func asSeen(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x2024, 0x3002, 0xff0e, 0xff61: return "."
    case 0x2044, 0x2215, 0xff0f: return "/"
    case 0xff01...0xff5e: return asciiSeen(scalar.value - 0xfee0)
    case ..<0x80: return asciiSeen(scalar.value)
    default: break
    }
    guard scalar.properties.generalCategory != .format else { return nil }
    let lower = scalar.properties.lowercaseMapping.unicodeScalars
    return lower.count == 1 ? lower.first : scalar
  }

  private static func asciiSeen(_ value: UInt32) -> Unicode.Scalar? {
    Unicode.Scalar((0x41...0x5a).contains(value) ? value + 32 : value)
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    self = String(String.UnicodeScalarView(scalars))
  }
}
