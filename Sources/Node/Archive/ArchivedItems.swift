import Foundation
import Model

/// Goes through the list in a large JSON file item by item: no more than one is in memory.
///
/// Each item is then read strictly by itself; only where items begin and end is found here.
struct ArchivedItems {
  /// Which list of the root object.
  let key: String
  /// The most bytes of an item.
  let limit: Int

  private var depth = 0
  private var isText = false
  private var isEscaped = false
  private var isListed = false
  private var word: [UInt8] = []
  private var item: [UInt8] = []
  private var isTooLong = false

  init(_ key: String = "orderedItems", limit: Int) {
    (self.key, self.limit) = (key, limit)
  }

  /// - Parameters:
  ///   - path: Where the file lies.
  ///   - body: Gets each item, or `Refusal.malformed` in the place of one that is too long: those after
  ///     it come all the same.
  /// - Throws: `Refusal.malformed` for a file that is no such list, and what `body` throws.
  mutating func each(
    in path: String,
    _ body: (Result<[UInt8], Refusal>) async throws -> Void
  ) async throws {
    guard let input = FileHandle(forReadingAtPath: path) else {
      throw Refusal.malformed("\(path) cannot be opened.")
    }
    defer { try? input.close() }
    while let piece = try input.read(upToCount: 64 << 10), !piece.isEmpty {
      for byte in piece {
        if let item = try take(byte) { try await body(item) }
      }
    }
    guard depth == 0, !isText else { throw Refusal.malformed("A list of the archive breaks off.") }
  }

  /// - Returns: An item that ended with this byte.
  private mutating func take(_ byte: UInt8) throws -> Result<[UInt8], Refusal>? {
    if isText {
      try takeText(byte)
      return nil
    }
    switch byte {
    case UInt8(ascii: "\""):
      isText = true
      if depth == 1 { word = [] }
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      let isBracket = byte == UInt8(ascii: "[")
      if depth == 2, isBracket, word == Array(key.utf8) {
        isListed = true
        item = []
        return nil
      }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      guard depth >= 0 else { throw Refusal.malformed("A list of the archive is no JSON.") }
      if isListed, depth == 1 {
        isListed = false
        word = []
        return ended()
      }
    case UInt8(ascii: ",") where depth == 2 && isListed: return ended()
    case UInt8(ascii: ",") where depth == 1: word = []
    default: break
    }
    keep(byte)
    return nil
  }

  private mutating func takeText(_ byte: UInt8) throws {
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      isText = false
    }
    if depth == 1, isText { word.append(byte) }
    guard word.count <= limit else { throw Refusal.malformed("A name in a list is too long.") }
    keep(byte)
  }

  private mutating func keep(_ byte: UInt8) {
    guard isListed, !isTooLong else { return }
    if item.count < limit {
      item.append(byte)
    } else {
      // Its end is looked for without it.
      isTooLong = true
      item = []
    }
  }

  private mutating func ended() -> Result<[UInt8], Refusal>? {
    defer {
      item = []
      isTooLong = false
    }
    guard !isTooLong else {
      return .failure(.malformed("An item of the archive has more than \(limit) bytes."))
    }
    let blanks: Set<UInt8> = [0x20, 0x09, 0x0a, 0x0d]
    return item.allSatisfy(blanks.contains) ? nil : .success(item)
  }
}
