import Foundation
import StrictJSON

extension JSON {
  /// The same object with a member added, replaced, or taken away.
  package func setting(_ key: String, to value: JSON?) -> JSON {
    guard var object else { return self }
    object[key] = value
    return .object(object)
  }

  package static func list(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
}

/// What a test needs was not there.
package struct Missing: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}

/// A value that the test cannot go on without.
package func required<Value>(_ value: Value?, _ name: String = "a value") throws -> Value {
  guard let value else { throw Missing("\(name) is missing") }
  return value
}
