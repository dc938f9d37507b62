import CCommunes

/// The communes of France and their EPCI, as the program carries them.
///
/// They serve to choose and to show places. A code that is not here is no error: communes merge
/// every year, and another node may know newer ones.
package enum Communes {
  /// The commune with an INSEE code.
  package static func find(code: some StringProtocol) -> Commune? {
    communes.fields(for: code).flatMap(Commune.init(fields:))
  }

  /// The EPCI that a commune belongs to.
  package static func epci(of commune: Commune) -> EPCI? {
    commune.epci.flatMap(epci)
  }

  /// The EPCI with this number.
  package static func epci(_ siren: SIREN) -> EPCI? {
    SortedLines(CCommunes_epcis(), keyLength: 9).fields(for: siren.description)
      .flatMap { $0.count == 2 ? EPCI(siren: siren, name: String($0[1])) : nil }
  }

  /// The communes that a typed name may mean, the likeliest first.
  ///
  /// Case, accents, hyphens and a leading article do not matter, and `St` is `Saint`. A whole name
  /// comes before the beginning of one, that before words inside one; then the larger commune.
  package static func search(name: some StringProtocol, limit: Int = 20) -> [Commune] {
    guard name.utf8.count <= 200, let wanted = WantedName(name) else { return [] }
    let table = communes
    var found: [(rank: Int, commune: Commune)] = []
    table.forEachLastField { line, name in
      guard let rank = wanted.rank(of: name),
        let commune = Commune(fields: table.fields(in: line))
      else { return }
      found.append((rank, commune))
    }
    found.sort { left, right in
      (left.rank, -(left.commune.population ?? 0), left.commune.code)
        < (right.rank, -(right.commune.population ?? 0), right.commune.code)
    }
    return found.prefix(max(0, limit)).map(\.commune)
  }

  private static var communes: SortedLines { SortedLines(CCommunes_communes(), keyLength: 5) }
}

/// What is looked for, and how well a name answers it.
private struct WantedName {
  /// The words with a space before, as `rank` sees names.
  private let words: [UInt8]

  private static let space = UInt8(ascii: " ")
  private static let articles = ["le", "la", "les", "l", "aux", "las", "los"]
    .map { Array(" \($0)".utf8) }

  init?(_ text: some StringProtocol) {
    let words = PlainSpelling(text).words.map { word in
      switch word {
      case "st": "saint"
      case "ste": "sainte"
      default: word
      }
    }
    guard !words.isEmpty else { return nil }
    self.words = words.flatMap { [Self.space] + Array($0.utf8) }
  }

  /// 0 for the name itself, 1 for its beginning, 2 for words inside it, nothing for no match.
  func rank(of name: String) -> Int? {
    let spelling = [Self.space] + PlainSpelling(name).bytes
    guard let place = firstPlace(in: spelling) else { return nil }
    guard place == 0 || Self.articles.contains(Array(spelling[..<place])) else { return 2 }
    return place + words.count == spelling.count ? 0 : 1
  }

  private func firstPlace(in spelling: [UInt8]) -> Int? {
    guard spelling.count >= words.count else { return nil }
    return (0...(spelling.count - words.count)).first { place in
      spelling[place] == Self.space && spelling[place...].starts(with: words)
    }
  }
}
