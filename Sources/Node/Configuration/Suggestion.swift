/// Finds the name that someone probably meant.
enum Suggestion {
  /// The nearest of the names, unless all are too far off to be what was meant.
  static func nearest(to name: String, among names: [String]) -> String? {
    guard name.count <= 100 else { return nil }
    let sameEnd = names.filter { lastPart($0) == lastPart(name) }
    if sameEnd.count == 1 { return sameEnd.first }
    let ranked = names.map { (name: $0, distance: distance(name.lowercased(), $0.lowercased())) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(2, name.count / 3) ? best.name : nil
  }

  private static func lastPart(_ name: String) -> Substring {
    name[(name.lastIndex(of: ".").map(name.index(after:)) ?? name.startIndex)...]
  }

  /// The number of letters to insert, delete or replace (Levenshtein).
  private static func distance(_ left: String, _ right: String) -> Int {
    let right = Array(right)
    var row = Array(0...right.count)
    for (index, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = index + 1
      for column in right.indices {
        let replaced = diagonal + (letter == right[column] ? 0 : 1)
        diagonal = row[column + 1]
        row[column + 1] = min(replaced, diagonal + 1, row[column] + 1)
      }
    }
    return row[right.count]
  }
}
