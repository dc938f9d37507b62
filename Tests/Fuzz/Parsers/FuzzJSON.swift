import ActivityStreams
import Federation
import Model
import Signatures
import StrictJSON

/// JSON, and what is made of it.
enum FuzzJSON {
  static func run(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let value = try? JSON.parse(bytes) else { return }
    let written = value.serialized()
    try hold((try? JSON.parse(written)) == value, "what was written is not read as the same")
    guard let canonical = try? CanonicalJSON.bytes(of: value) else { return }
    guard let again = try? JSON.parse(canonical), let twice = try? CanonicalJSON.bytes(of: again)
    else {
      throw FuzzTarget.Finding("the canonical form is not read")
    }
    try hold(twice == canonical, "the canonical form is not a fixed point (RFC 8785)")
  }

  /// Any document of ActivityPub, WebFinger or NodeInfo.
  static func document(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let value = try? JSON.parse(bytes) else { return }
    try reread(AS.Activity.self, value)
    try reread(AS.Note.self, value)
    try reread(AS.Actor.self, value)
    try reread(AS.Collection.self, value)
    try reread(AS.CollectionPage.self, value)
    try reread(AS.Tombstone.self, value)
    try reread(AS.WebFingerDocument.self, value)
    try reread(AS.NodeInfo.self, value)
    try reread(AS.NodeInfoLinks.self, value)
    try reread(AS.Reference.self, value)
  }

  private static func reread<Object: AS.WireObject>(
    _ type: Object.Type,
    _ value: JSON
  ) throws(FuzzTarget.Finding) {
    guard let object = try? Object(json: value) else { return }
    let written = object.json
    guard let again = try? Object(json: written) else {
      throw FuzzTarget.Finding("a \(type) that was read and written is refused")
    }
    try hold(again.json == written, "a \(type) changes each time it is read and written")
  }

  /// What nodes of a territory tell each other.
  static func statement(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let value = try? JSON.parse(bytes) else { return }
    _ = try? NodeRecord(json: value)
    _ = try? Charter(json: value)
    _ = try? Terms(json: value)
    guard case .object(let object) = value, let signed = try? SignedStatement(object) else {
      return
    }
    try hold(signed.document == object, "a statement is not the document that was signed")
  }
}
