import ActivityStreams
import Foundation
import Model
import StrictJSON

/// Reads the members of a document of the territory protocol, where nothing is tolerated that has
/// two readings: all nodes must come to the same state from the same bytes.
struct StrictFields {
  let object: JSONObject
  private let name: String

  init(_ object: JSONObject, as name: String) {
    self.object = object
    self.name = name
  }

  init(_ json: JSON?, as name: String) throws(Refusal) {
    guard let object = json?.object else { throw .malformed("\(name) is not an object.") }
    self.init(object, as: name)
  }

  func text(_ key: String, atMost limit: Int = 2048) throws(Refusal) -> String {
    guard let text = try textIfAny(key, atMost: limit) else { throw wrong(key, "missing") }
    return text
  }

  /// Text without control characters, in Unicode's composed form.
  func textIfAny(_ key: String, atMost limit: Int = 2048) throws(Refusal) -> String? {
    guard let value = object[key] else { return nil }
    guard let text = value.string, text.utf8.count <= limit * 4, text.unicodeScalars.count <= limit,
      !text.unicodeScalars.contains(where: {
        $0.value < 0x20 && !"\n\t".unicodeScalars.contains($0)
      })
    else { throw wrong(key, "not a text of at most \(limit) characters") }
    guard text.precomposedStringWithCanonicalMapping.utf8.elementsEqual(text.utf8) else {
      throw wrong(key, "not in Unicode normal form C")
    }
    return text
  }

  func integer(_ key: String, in range: ClosedRange<Int>) throws(Refusal) -> Int {
    guard let value = object[key]?.int, range.contains(value) else {
      throw wrong(key, "not a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  func bool(_ key: String) throws(Refusal) -> Bool {
    guard let value = object[key]?.bool else { throw wrong(key, "neither true nor false") }
    return value
  }

  func digest(_ key: String) throws(Refusal) -> Digest {
    guard let digest = try digestIfAny(key) else { throw wrong(key, "missing") }
    return digest
  }

  func digestIfAny(_ key: String) throws(Refusal) -> Digest? {
    guard let text = try textIfAny(key, atMost: 64) else { return nil }
    guard let digest = Digest(text: text) else { throw wrong(key, "not a digest (zQm…)") }
    return digest
  }

  func date(_ key: String) throws(Refusal) -> Date {
    guard let date = try dateIfAny(key) else { throw wrong(key, "missing") }
    return date
  }

  func dateIfAny(_ key: String) throws(Refusal) -> Date? {
    guard let text = try textIfAny(key, atMost: 64) else { return nil }
    guard let date = AS.Timestamp.date(text) else { throw wrong(key, "not a date and time") }
    return date
  }

  /// An address in its canonical spelling.
  func address(_ key: String) throws(Refusal) -> AS.IRI {
    let text = try text(key)
    guard let address = AS.IRI(text), address.string == text else {
      throw wrong(key, "not an address in plain form")
    }
    return address
  }

  func list(_ key: String, atMost limit: Int) throws(Refusal) -> [JSON] {
    guard let value = object[key] else { return [] }
    guard let list = value.array, list.count <= limit else {
      throw wrong(key, "not a list of at most \(limit)")
    }
    return list
  }

  func texts(_ key: String, atMost limit: Int, length: Int) throws(Refusal) -> [String] {
    try list(key, atMost: limit).map { (value) throws(Refusal) in
      try StrictFields([key: value], as: name).text(key, atMost: length)
    }
  }

  func digests(_ key: String, atMost limit: Int) throws(Refusal) -> [Digest] {
    try texts(key, atMost: limit, length: 64).map { (text) throws(Refusal) in
      guard let digest = Digest(text: text) else { throw wrong(key, "not a list of digests") }
      return digest
    }
  }

  func fields(_ key: String) throws(Refusal) -> StrictFields {
    try StrictFields(object[key], as: "\(name).\(key)")
  }

  func require(_ key: String, _ value: String) throws(Refusal) {
    guard object[key]?.string == value else { throw wrong(key, "not \(value)") }
  }

  func wrong(_ key: String, _ what: String) -> Refusal { .malformed("\(name).\(key) is \(what).") }
}
