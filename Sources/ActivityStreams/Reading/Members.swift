import Foundation
import StrictJSON

extension AS {
  /// Writes the members of one object, leaving out what is absent.
  struct Members {
    private var members: [(String, JSON)]

    init(id: IRI? = nil, type: String? = nil) {
      members = []
      put("id", id)
      put("type", type)
    }

    /// An object's members under a context, which comes first.
    init(context: Context, of object: JSONObject) {
      members = [("@context", context.json)]
      for member in object where member.key != "@context" {
        members.append((member.key, member.value))
      }
    }

    var json: JSON { .object(JSONObject(members)) }

    mutating func put(_ name: String, _ value: (some WireValue)?) {
      guard let value else { return }
      members.append((name, value.json))
    }

    mutating func put(_ name: String, _ value: JSON) { members.append((name, value)) }

    mutating func put(_ name: String, _ date: Date?) {
      put(name, date.map(Timestamp.text))
    }

    /// Text that is left out when there is none.
    mutating func put(text name: String, _ text: String) {
      guard !text.isEmpty else { return }
      put(name, text)
    }

    /// A list, always written as one, left out when empty.
    mutating func put(list name: String, _ values: [some WireValue]) {
      guard !values.isEmpty else { return }
      members.append((name, .array(values.map(\.json))))
    }

    /// A value or, when there are several, a list.
    mutating func put(oneOrMore name: String, _ values: [some WireValue]) {
      guard values.count == 1, let only = values.first else { return put(list: name, values) }
      put(name, only)
    }
  }
}
