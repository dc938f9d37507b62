import Foundation
import StrictJSON

extension AS {
  /// Reads the members of one object, naming the one at fault.
  ///
  /// Tolerates what the fediverse sends: `null`, `""` and `[]` for absent, one value or a list of
  /// one, an address or an object that has it as `id` or `href`.
  struct Fields {
    let object: JSONObject
    private let path: String

    init(_ json: JSON, at path: String = "") throws(Malformed) {
      guard let object = json.object else {
        throw Malformed(path: path, reason: .expected("an object"))
      }
      self.object = object
      self.path = path
      // Threat 7: with these a JSON-LD reader sees another document than a JSON reader.
      for keyword in ["@graph", "@included", "@reverse"] where object[keyword] != nil {
        throw malformed(keyword, .forbidden)
      }
    }

    /// The one value of a member.
    func value(_ name: String) throws(Malformed) -> JSON? {
      guard let value = present(name) else { return nil }
      guard let list = value.array else { return value }
      guard list.count == 1 else { throw malformed(name, .expected("a single value")) }
      return list.first
    }

    /// All values of a member.
    func list(_ name: String, atMost limit: Int) throws(Malformed) -> [JSON] {
      guard let value = present(name) else { return [] }
      guard let list = value.array else { return [value] }
      guard list.count <= limit else { throw malformed(name, .more(than: limit)) }
      return list.filter { $0 != .null }
    }

    func required<Value>(_ name: String, _ value: Value?) throws(Malformed) -> Value {
      guard let value else { throw malformed(name, .missing) }
      return value
    }

    /// A member read by the type's own reader; its errors are told with the way to it.
    func nested<Value>(
      _ name: String,
      _ json: JSON,
      read: (JSON) throws(Malformed) -> Value
    ) throws(Malformed) -> Value {
      do {
        return try read(json)
      } catch {
        let inner = error.path.isEmpty ? name : "\(name).\(error.path)"
        throw malformed(inner, error.reason)
      }
    }

    /// A member's members.
    func fields(_ name: String) throws(Malformed) -> Fields? {
      guard let value = try value(name) else { return nil }
      return try Fields(value, at: way(to: name))
    }

    func malformed(_ name: String, _ reason: Malformed.Reason) -> Malformed {
      Malformed(path: way(to: name), reason: reason)
    }

    private func way(to name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    private func present(_ name: String) -> JSON? {
      guard let value = object[name], value != .null else { return nil }
      if let text = value.string, text.isEmpty { return nil }
      if let list = value.array, list.isEmpty { return nil }
      return value
    }
  }
}
