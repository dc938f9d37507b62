import Foundation
import Model

/// Forms with files: `multipart/form-data` (RFC 7578), read strictly and once from a whole body.
///
/// Written here because no maintained Swift library of it could be had where this was built.
///
/// Strict is: no text before the first boundary or after the last; a line that begins with the
/// boundary is one; each part says its name once; nothing is encoded (RFC 7578 §4.7). What every
/// client sends is like that, and what is not has two readings.
package struct MultipartForm: Sendable {
  /// The parts in their order.
  package let parts: [MultipartPart]
  /// The parts, put where their names say.
  package let value: FormValue

  /// - Parameters:
  ///   - body: The whole body.
  ///   - boundary: As `Content-Type` says it.
  ///   - limits: What is refused for its size.
  /// - Throws: `Refusal.malformed` or `.tooLarge`.
  package init(
    _ body: ArraySlice<UInt8>,
    boundary: String,
    limits: FormLimits
  ) throws(Refusal) {
    guard Self.isBoundary(boundary) else {
      throw .malformed("The boundary of a multipart form is malformed (RFC 2046 §5.1.1).")
    }
    guard body.count <= limits.longestBody else { throw .tooLarge(limit: limits.longestBody) }
    var reader = MultipartReader(body, boundary: boundary, limits: limits)
    parts = try reader.parts()
    let tree = FormTree()
    for part in parts where !part.isUnfilled {
      try tree.add(part.value(limits: limits), FormName(part.name, limits: limits))
    }
    value = tree.value
  }

  private static func isBoundary(_ text: String) -> Bool {
    (1...70).contains(text.utf8.count) && text.utf8.last != 0x20
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          true
        default: "'()+_,-./:=? ".utf8.contains(byte)
        }
      }
  }
}

/// One part of a multipart form, as it was sent.
package struct MultipartPart: Sendable, Hashable {
  package let name: String
  /// Without folders; `filename*` is not read (RFC 7578 §4.2).
  package let filename: String?
  package let contentType: String?
  package let content: ArraySlice<UInt8>

  /// Whether it is a file rather than a text.
  package var isFile: Bool {
    if filename != nil { return true }
    guard let contentType else { return false }
    return MediaTypeField(contentType)?.essence.hasPrefix("text/") != true
  }

  /// What browsers send where no file was chosen.
  var isUnfilled: Bool { filename == "" && content.isEmpty }

  func value(limits: FormLimits) throws(Refusal) -> FormValue {
    guard !isFile else {
      return .file(FormFile(name: filename, contentType: contentType, content: content))
    }
    guard let text = String(validating: content, as: UTF8.self) else {
      throw .malformed("A text of a form must be in UTF-8.")
    }
    return .string(text)
  }
}
