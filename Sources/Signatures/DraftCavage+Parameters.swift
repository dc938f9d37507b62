extension DraftCavage {
  /// The parameters of a Signature field (draft-cavage-12 §2.1), read strictly.
  ///
  /// Names ignore case, as in every HTTP authentication field, so that two spellings of one name
  /// count as the same parameter twice. Backslashes are refused: no honest value needs one.
  struct Parameters: Hashable, Sendable {
    let keyID: String
    let algorithm: String?
    let created: Int?
    let expires: Int?
    let covered: [String]
    let signature: [UInt8]

    init(_ field: String) throws(SignatureFailure) {
      var reader = try ParameterReader(field)
      let values = try reader.all()
      guard
        let keyID = try values.quoted("keyid"), !keyID.isEmpty,
        let text = try values.quoted("signature"), let signature = Base64.decode(text.utf8),
        (1...1024).contains(signature.count)
      else { throw .malformed(.signature) }
      self.keyID = keyID
      self.signature = signature
      algorithm = try values.quoted("algorithm")?.lowercased()
      created = try values.integer("created")
      expires = try values.integer("expires")
      covered = try Self.names(in: values.quoted("headers"), algorithm: algorithm)
    }

    /// The covered names.
    ///
    /// Without the parameter only one line is covered, which no policy accepts.
    private static func names(
      in headers: String?,
      algorithm: String?
    ) throws(SignatureFailure) -> [String] {
      guard let headers else { return algorithm == "rsa-sha256" ? ["date"] : ["(created)"] }
      let names = headers.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
      guard names.count <= 32, Set(names).count == names.count, names.allSatisfy(isName) else {
        throw .malformed(.signature)
      }
      return names
    }

    private static func isName(_ name: String) -> Bool {
      if ["(request-target)", "(created)", "(expires)"].contains(name) { return true }
      return !name.isEmpty && name.utf8.allSatisfy { $0.isFieldNameByte }
    }
  }
}

/// Reads `name="value"` pairs between commas.
struct ParameterReader {
  private let bytes: [UInt8]
  private var position = 0

  private static let maxLength = 8192

  init(_ field: String) throws(SignatureFailure) {
    bytes = Array(field.utf8)
    guard bytes.count <= Self.maxLength else { throw .malformed(.signature) }
  }

  mutating func all() throws(SignatureFailure) -> ParameterValues {
    var values = ParameterValues()
    while true {
      skipBlanks()
      let name = token { $0.isFieldNameByte || ($0 >= 0x41 && $0 <= 0x5A) }.lowercased()
      guard !name.isEmpty, take(UInt8(ascii: "=")) else { throw .malformed(.signature) }
      try values.add(name, try value())
      skipBlanks()
      if position == bytes.count { return values }
      guard take(UInt8(ascii: ",")) else { throw .malformed(.signature) }
    }
  }

  private mutating func value() throws(SignatureFailure) -> ParameterValues.Value {
    guard take(UInt8(ascii: "\"")) else {
      let digits = token(\.isDigit)
      guard (1...15).contains(digits.count), let number = Int(digits) else {
        throw .malformed(.signature)
      }
      return .number(number)
    }
    let text = token {
      $0 >= 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\")
    }
    guard take(UInt8(ascii: "\"")) else { throw .malformed(.signature) }
    return .quoted(text)
  }

  private mutating func token(_ admits: (UInt8) -> Bool) -> String {
    let start = position
    while position < bytes.count, admits(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 0x09 {
      position += 1
    }
  }
}

/// The parameters found so far, each once.
struct ParameterValues {
  /// A value in quotes, or a bare integer.
  enum Value {
    case quoted(String)
    case number(Int)
  }

  private var values: [(name: String, value: Value)] = []

  mutating func add(_ name: String, _ value: Value) throws(SignatureFailure) {
    guard values.count < 16, find(name) == nil else { throw .malformed(.signature) }
    values.append((name, value))
  }

  func quoted(_ name: String) throws(SignatureFailure) -> String? {
    switch find(name) {
    case .quoted(let text): return text
    case .number: throw .malformed(.signature)
    case nil: return nil
    }
  }

  func integer(_ name: String) throws(SignatureFailure) -> Int? {
    switch find(name) {
    case .number(let number): return number
    case .quoted: throw .malformed(.signature)
    case nil: return nil
    }
  }

  private func find(_ name: String) -> Value? { values.first { $0.name == name }?.value }
}

extension UInt8 {
  /// A byte of a field name in lower case (RFC 9110 §5.6.2).
  var isFieldNameByte: Bool {
    isLowercaseLetter || isDigit || "!#$%&'*+-.^_`|~".utf8.contains(self)
  }
}
