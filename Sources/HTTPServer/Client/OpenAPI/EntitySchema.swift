import StrictJSON

/// A type of the client API.
indirect enum ValueType: Sendable, Hashable {
  case string, integer, number, boolean
  /// An object whose members are not fixed.
  case object
  case entity(String)
  case list(ValueType)
  case nullable(ValueType)

  /// Reads a type as ``EntityCatalog`` writes it.
  init?(_ text: some StringProtocol) {
    if text.hasSuffix("?") {
      guard let inner = ValueType(text.dropLast()) else { return nil }
      self = .nullable(inner)
    } else if text.hasPrefix("["), text.hasSuffix("]") {
      guard let inner = ValueType(text.dropFirst().dropLast()) else { return nil }
      self = .list(inner)
    } else {
      switch String(text) {
      case "string": self = .string
      case "integer": self = .integer
      case "number": self = .number
      case "boolean": self = .boolean
      case "{}": self = .object
      case let name where name.first?.isUppercase == true: self = .entity(name)
      default: return nil
      }
    }
  }

  /// The type as a JSON Schema (2020-12).
  var schema: JSON {
    switch self {
    case .string: ["type": "string"]
    case .integer: ["type": "integer"]
    case .number: ["type": "number"]
    case .boolean: ["type": "boolean"]
    case .object: ["type": "object"]
    case .entity(let name): ["$ref": .string("#/components/schemas/\(name)")]
    case .list(let inner): ["type": "array", "items": inner.schema]
    case .nullable(let inner): ["oneOf": [inner.schema, ["type": "null"]]]
    }
  }
}

/// An entity with its fields.
struct EntitySchema: Sendable {
  /// One field.
  struct Field: Sendable {
    let name: String
    let type: ValueType
    let isRequired: Bool
  }

  let name: String
  /// With those of the entity that it extends.
  let fields: [Field]

  /// Every entity by its name.
  static let all: [String: EntitySchema] = {
    var found: [String: EntitySchema] = [:]
    var current: (name: String, fields: [Field])?
    func end() {
      if let current {
        found[current.name] = EntitySchema(name: current.name, fields: current.fields)
      }
    }
    for line in EntityCatalog.text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard line.hasPrefix("  "), words.count == 2, let type = ValueType(words[1]) else {
        end()
        let base = words.count > 1 ? found[String(words[1])]?.fields ?? [] : []
        current = words.first.map { (String($0), base) }
        continue
      }
      let isRequired = words[0].first != "~"
      let name = String(isRequired ? words[0] : words[0].dropFirst())
      current?.fields.append(Field(name: name, type: type, isRequired: isRequired))
    }
    end()
    return found
  }()

  var schema: JSON {
    var properties = JSONObject()
    for field in fields { properties[field.name] = field.type.schema }
    return [
      "type": "object", "properties": .object(properties),
      "required": .array(fields.filter(\.isRequired).map { .string($0.name) }),
    ]
  }

  /// What is wrong with a value that should be of a type: nothing when all is well.
  ///
  /// Fields that are not in the catalogue are wrong too, so that it stays complete.
  static func faults(in value: JSON?, _ type: ValueType, at path: String) -> [String] {
    switch (type, value) {
    case (_, nil): ["\(path) is missing"]
    case (.nullable, .null), (.string, .string), (.boolean, .bool), (.object, .object),
      (.number, .number):
      []
    case (.integer, let value?): value.int == nil ? ["\(path) is no integer"] : []
    case (.nullable(let inner), let value): faults(in: value, inner, at: path)
    case (.list(let inner), .array(let items)):
      items.enumerated().flatMap { faults(in: $1, inner, at: "\(path)[\($0)]") }
    case (.entity(let name), .object(let object)):
      all[name]?.faults(in: object, at: path) ?? ["there is no entity \(name)"]
    default: ["\(path) is not \(type)"]
    }
  }

  private func faults(in object: JSONObject, at path: String) -> [String] {
    let known = Set(fields.map(\.name))
    let foreign = object.keys.filter { !known.contains($0) }.map { "\(path).\($0) is not known" }
    return foreign
      + fields.flatMap { field -> [String] in
        let value = object[field.name]
        guard value != nil || field.isRequired else { return [] }
        return Self.faults(in: value, field.type, at: "\(path).\(field.name)")
      }
  }
}
