import CCommunes

extension Communes {
  /// The commune that somebody means by a code, or by a name that one alone has.
  ///
  /// - Throws: `Refusal.malformed`, which names those that the text may mean.
  package static func named(_ text: String) throws(Refusal) -> Commune {
    if let commune = find(code: text) { return commune }
    let found = search(name: text, limit: 4)
    guard let first = found.first else {
      throw .malformed("There is no commune ‘\(text.prefix(60))’: write its INSEE code.")
    }
    let isAlone =
      found.count == 1
      || PlainSpelling(found[1].name).bytes != PlainSpelling(first.name).bytes
    guard isAlone else {
      let names = found.map { "\($0.code) \($0.name)" }.joined(separator: ", ")
      throw .malformed("‘\(text.prefix(60))’ may be \(names): write its code.")
    }
    return first
  }

  /// The communes around one, with the kilometres to each; the one itself is among them.
  ///
  /// - Parameters:
  ///   - commune: The middle.
  ///   - kilometres: How far, as the crow flies.
  /// - Returns: Kilometres by INSEE code; of a commune without a position itself alone.
  package static func near(_ commune: Commune, within kilometres: Double) -> [String: Double] {
    guard let middle = commune.position else { return [commune.code: 0] }
    var near = [commune.code: 0.0]
    // A degree of latitude is 111 km anywhere: most communes need no sines.
    let degrees = kilometres / 111 + 0.01
    for place in positions where abs(place.position.latitude - middle.latitude) <= degrees {
      let distance = middle.distance(to: place.position)
      if distance <= kilometres { near[place.code] = distance }
    }
    return near
  }

  /// Read once: looking around reads all of them.
  private static let positions: [(code: String, position: Commune.Position)] = {
    var positions: [(String, Commune.Position)] = []
    let table = SortedLines(CCommunes_communes(), keyLength: 5)
    table.forEachLastField { line, _ in
      guard let commune = Commune(fields: table.fields(in: line)), let position = commune.position
      else { return }
      positions.append((commune.code, position))
    }
    return positions
  }()
}
