import CCommunes
import Foundation

/// A table that lies in the program as text: lines sorted by a first field of constant length.
///
/// Nothing of it is read before it is asked for, and then only what bisection touches.
struct SortedLines {
  private let bytes: UnsafeRawBufferPointer
  private let keyLength: Int

  init(_ lines: CCommunesLines, keyLength: Int) {
    bytes = UnsafeRawBufferPointer(start: lines.bytes, count: lines.count)
    self.keyLength = keyLength
  }

  /// The fields of the line that begins with this key.
  func fields(for key: some StringProtocol) -> [Substring]? {
    let wanted = Array(key.utf8.prefix(keyLength + 1))
    guard wanted.count == keyLength else { return nil }
    var low = 0
    var high = bytes.count
    while low < high {
      let line = line(around: (low + high) / 2)
      let found = bytes[line].prefix(keyLength)
      if found.elementsEqual(wanted) { return fields(in: line) }
      if found.lexicographicallyPrecedes(wanted) {
        low = line.upperBound + 1
      } else {
        high = line.lowerBound
      }
    }
    return nil
  }

  /// The fields of one line.
  func fields(in line: Range<Int>) -> [Substring] {
    String(decoding: bytes[line], as: UTF8.self)
      .split(separator: ";", omittingEmptySubsequences: false)
  }

  /// All lines in order, each with its last field.
  func forEachLastField(_ body: (_ line: Range<Int>, _ field: String) -> Void) {
    var start = 0
    while let line = line(from: start) {
      let separator = bytes[line].lastIndex(of: UInt8(ascii: ";")) ?? line.lowerBound
      body(line, String(decoding: bytes[(separator + 1)..<line.upperBound], as: UTF8.self))
      start = line.upperBound + 1
    }
  }

  private func line(around place: Int) -> Range<Int> {
    let start = bytes[..<place].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return line(from: start) ?? start..<bytes.count
  }

  /// The line that starts here, without its line feed.
  private func line(from start: Int) -> Range<Int>? {
    guard start < bytes.count, let base = bytes.baseAddress,
      let feed = memchr(base + start, Int32(UInt8(ascii: "\n")), bytes.count - start)
    else { return nil }
    return start..<(UnsafeRawPointer(feed) - base)
  }
}
