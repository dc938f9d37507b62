/// The part of a file that a request asks for (RFC 9110 §14.1.2).
enum ByteRange: Hashable, Sendable {
  case whole
  case part(Range<Int>)
  case unsatisfiable

  /// Reads a `Range` field for a file of a size.
  ///
  /// Several ranges, other units and what cannot be read are answered by the whole file, as §14.2
  /// allows.
  init(_ field: String?, of size: Int) {
    self = field.flatMap { Self.read($0, size) } ?? .whole
  }

  private static func read(_ field: String, _ size: Int) -> ByteRange? {
    guard field.utf8.count <= 64, field.hasPrefix("bytes=") else { return nil }
    let ends = field.dropFirst("bytes=".count)
      .split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    let (first, last) = (number(ends[0]), number(ends[1]))
    switch (first, last, ends[0].isEmpty, ends[1].isEmpty) {
    case (let first?, let last?, _, _):
      guard first <= last else { return nil }
      return first < size ? .part(first..<(min(last, size - 1) + 1)) : .unsatisfiable
    case (let first?, nil, _, true):
      return first < size ? .part(first..<size) : .unsatisfiable
    case (nil, let count?, true, _):
      return count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
    default: return nil
    }
  }

  private static func number(_ text: Substring) -> Int? {
    !text.isEmpty && text.utf8.count <= 15 && text.utf8.allSatisfy { (48...57).contains($0) }
      ? Int(text) : nil
  }
}
