import Foundation
import Model

/// Walks once through the body of a multipart form.
struct MultipartReader {
  private let body: ArraySlice<UInt8>
  private let limits: FormLimits
  /// CRLF, two dashes and the boundary: where a part ends (RFC 2046 §5.1.1).
  private let delimiter: [UInt8]
  private var position: Int
  private var files = 0
  private var fieldBytes = 0

  init(_ body: ArraySlice<UInt8>, boundary: String, limits: FormLimits) {
    self.body = body
    self.limits = limits
    delimiter = Array("\r\n--\(boundary)".utf8)
    position = body.startIndex
  }

  mutating func parts() throws(Refusal) -> [MultipartPart] {
    if !skip(delimiter) {
      guard skip(Array(delimiter.dropFirst(2))) else {
        throw Self.malformed("it does not begin with its boundary")
      }
    }
    var parts: [MultipartPart] = []
    while try !endsAfterDelimiter() {
      guard parts.count < limits.values else {
        throw .malformed("A form has more than \(limits.values) fields.")
      }
      let part = try part()
      try count(part)
      parts.append(part)
    }
    return parts
  }

  // MARK: Parts

  /// What follows a delimiter: the end of everything, or of a line and then a part.
  private mutating func endsAfterDelimiter() throws(Refusal) -> Bool {
    let isEnd = skip([0x2D, 0x2D])
    while position < body.endIndex, body[position] == 0x20 || body[position] == 0x09 {
      position += 1
    }
    let isLine = skip([0x0D, 0x0A])
    guard isEnd ? position == body.endIndex : isLine else {
      throw Self.malformed("something follows a boundary on its line or after the last")
    }
    return isEnd
  }

  private mutating func part() throws(Refusal) -> MultipartPart {
    let limit = min(body.endIndex, position + limits.headerBytes)
    guard let end = find([0x0D, 0x0A, 0x0D, 0x0A], in: position..<limit) else {
      throw Self.malformed("the header of a part has no end within \(limits.headerBytes) bytes")
    }
    // A boundary may hold a colon, so that a line of it could pass for a field.
    guard find(delimiter, in: (position - 2)..<end) == nil else {
      throw Self.malformed("a part ends within its header")
    }
    let fields = try PartFields(body[position..<end])
    // A delimiter begins with its line break, which can be the one that ends the header.
    guard let next = find(delimiter, in: (end + 2)..<body.endIndex) else {
      throw Self.malformed("its last boundary is missing")
    }
    let content = body[min(end + 4, next)..<next]
    position = next + delimiter.count
    return MultipartPart(
      name: fields.name,
      filename: fields.filename,
      contentType: fields.contentType,
      content: content
    )
  }

  private mutating func count(_ part: MultipartPart) throws(Refusal) {
    guard part.isFile else {
      fieldBytes += part.content.count
      guard part.content.count <= limits.fieldBytes, fieldBytes <= limits.bytes else {
        throw .tooLarge(limit: limits.fieldBytes)
      }
      return
    }
    guard !part.isUnfilled else { return }
    files += 1
    guard files <= limits.files else {
      throw .malformed("A form brings more than \(limits.files) files.")
    }
    guard part.content.count <= limits.fileBytes else { throw .tooLarge(limit: limits.fileBytes) }
  }

  // MARK: Bytes

  private mutating func skip(_ bytes: [UInt8]) -> Bool {
    guard body[position...].starts(with: bytes) else { return false }
    position += bytes.count
    return true
  }

  /// Where something is that begins with a carriage return and is short: in linear time.
  private func find(_ sought: [UInt8], in range: Range<Int>) -> Int? {
    body[range].withUnsafeBytes { bytes -> Int? in
      guard let start = bytes.baseAddress else { return nil }
      var rest = bytes[...]
      while rest.count >= sought.count,
        let found = memchr(start + rest.startIndex, 0x0D, rest.count)
      {
        let index = UnsafeRawPointer(found) - start
        if bytes[index...].starts(with: sought) { return range.lowerBound + index }
        rest = bytes[(index + 1)...]
      }
      return nil
    }
  }

  static func malformed(_ reason: String) -> Refusal {
    .malformed("The multipart form is malformed: \(reason).")
  }
}

/// What the header of a part says.
struct PartFields {
  private(set) var name = ""
  private(set) var filename: String?
  private(set) var contentType: String?

  init(_ header: ArraySlice<UInt8>) throws(Refusal) {
    guard let text = String(validating: header, as: UTF8.self) else {
      throw MultipartReader.malformed("the header of a part is not in UTF-8")
    }
    var isNamed = false
    for line in text.split(separator: "\r\n", omittingEmptySubsequences: false) {
      guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), colon > line.startIndex,
        line.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
      else { throw MultipartReader.malformed("a line of a header is no field") }
      let value = line[line.utf8.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      switch line[..<colon].lowercased() {
      case "content-disposition":
        guard !isNamed else { throw MultipartReader.malformed("a part says its name twice") }
        isNamed = true
        try readDisposition(value)
      case "content-type":
        guard contentType == nil else {
          throw MultipartReader.malformed("a part says its type twice")
        }
        contentType = value
      case "content-transfer-encoding":
        guard ["7bit", "8bit", "binary"].contains(value.lowercased()) else {
          throw MultipartReader.malformed("a part is encoded (RFC 7578 §4.7)")
        }
      default: break
      }
    }
    guard isNamed else { throw MultipartReader.malformed("a part has no name") }
  }

  private mutating func readDisposition(_ value: String) throws(Refusal) {
    guard let field = MediaTypeField(value), field.essence == "form-data",
      let name = field["name"]
    else { throw MultipartReader.malformed("a part has no name") }
    self.name = name
    filename = field["filename"].map { path in
      // No more than the last part of a path (RFC 7578 §4.2).
      let last = path.utf8.lastIndex { $0 == UInt8(ascii: "/") || $0 == UInt8(ascii: "\\") }
      return last.map { String(path[path.utf8.index(after: $0)...]) } ?? path
    }
  }
}
