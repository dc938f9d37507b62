import Foundation
import StrictJSON

// The members whose values are plain: text, numbers, times, addresses.
extension AS.Fields {
  /// Text of at most so many characters, counted as Unicode scalars: a grapheme has no end.
  func text(_ name: String, atMost limit: Int) throws(AS.Malformed) -> String? {
    guard let text = try string(name) else { return nil }
    guard text.utf8.count <= limit || text.unicodeScalars.count <= limit else {
      throw malformed(name, .longer(than: limit))
    }
    return text
  }

  /// Text of at most so many bytes.
  func bytes(_ name: String, atMost limit: Int) throws(AS.Malformed) -> String? {
    guard let text = try string(name) else { return nil }
    guard text.utf8.count <= limit else { throw malformed(name, .longer(than: limit)) }
    return text
  }

  func bool(_ name: String) throws(AS.Malformed) -> Bool? {
    guard let value = try value(name) else { return nil }
    guard let bool = value.bool else { throw malformed(name, .expected("true or false")) }
    return bool
  }

  /// A number of things: whole, from 0 to 2^53 − 1.
  func count(_ name: String) throws(AS.Malformed) -> Int? {
    guard let value = try value(name) else { return nil }
    guard let count = value.int, (0..<(1 << 53)).contains(count) else {
      throw malformed(name, .expected("a count"))
    }
    return count
  }

  func date(_ name: String) throws(AS.Malformed) -> Date? {
    guard let text = try text(name, atMost: AS.Limits.timestamp) else { return nil }
    guard let date = AS.Timestamp.date(text) else {
      throw malformed(name, .expected("a date and time"))
    }
    return date
  }

  /// The name of the object's type.
  func type() throws(AS.Malformed) -> String {
    try required("type", text("type", atMost: AS.Limits.type))
  }

  /// Makes sure that the object is of one type.
  func requireType(_ name: String) throws(AS.Malformed) {
    guard try type() == name else { throw malformed("type", .expected(name)) }
  }

  /// An address, given as such or as an object that has it as `id` or `href`.
  func iri(_ name: String) throws(AS.Malformed) -> AS.IRI? {
    guard let value = try value(name) else { return nil }
    return try iri(name, value)
  }

  func iri(_ name: String, _ value: JSON) throws(AS.Malformed) -> AS.IRI {
    try nested(name, value, read: AS.IRI.init(wire:))
  }

  /// Text without NUL, which the database and C would cut at.
  private func string(_ name: String) throws(AS.Malformed) -> String? {
    guard let value = try value(name) else { return nil }
    guard let text = value.string, !text.utf8.contains(0) else {
      throw malformed(name, .expected("text"))
    }
    return text
  }
}
