import HTTPServer
import StrictJSON

/// What clients of the API send: forms, and multipart forms with the boundary `b`.
enum FuzzForm {
  private static let limits = FormLimits(
    bytes: 4_096,
    fieldBytes: 512,
    fileBytes: 1_024,
    files: 3,
    values: 32,
    depth: 4,
    nameBytes: 64,
    headerBytes: 512
  )

  static func run(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let form = try? URLEncodedForm.value(of: bytes[...], limits: limits),
      let pairs = try? URLEncodedForm.pairs(of: bytes[...], limits: limits)
    else { return }
    try check(form)
    var wide = limits
    wide.bytes = 4 * limits.bytes
    let written = pairs.map { "\(encoded($0.name))=\(encoded($0.value))" }.joined(separator: "&")
    let again = try? URLEncodedForm.value(of: Array(written.utf8)[...], limits: wide)
    try hold(again == form, "a form that was read and written is another")
  }

  static func multipart(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let form = try? MultipartForm(bytes[...], boundary: "b", limits: limits) else { return }
    try check(form.value)
    let content = form.parts.reduce(0) { $0 + $1.content.count }
    try hold(content < bytes.count, "the parts are longer than the whole")
    var wide = limits
    wide.headerBytes = 4 * limits.headerBytes
    wide.bytes = 4 * limits.bytes
    let again = try? MultipartForm(written(form.parts)[...], boundary: "b", limits: wide)
    try hold(again?.parts == form.parts, "a multipart form that was read and written is another")
    try hold(again?.value == form.value, "one multipart form has two values")
  }

  /// Within its bounds, and in JSON the same.
  private static func check(_ form: FormValue) throws(FuzzTarget.Finding) {
    try hold(form.leaves <= limits.values, "more fields than are allowed")
    try hold(form.depth <= limits.depth, "deeper than is allowed")
    guard let json = form.json else { return }
    let read = try? JSON.parse(json.serialized())
    try hold(read.flatMap { FormValue($0) } == form, "a form is another in JSON")
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { "%" + ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  private static func written(_ parts: [MultipartPart]) -> [UInt8] {
    var bytes: [UInt8] = []
    for part in parts {
      bytes += "--b\r\nContent-Disposition: form-data; name=\(quoted(part.name))".utf8
      if let filename = part.filename { bytes += "; filename=\(quoted(filename))".utf8 }
      if let type = part.contentType { bytes += "\r\nContent-Type: \(type)".utf8 }
      bytes += "\r\n\r\n".utf8
      bytes += part.content
      bytes += "\r\n".utf8
    }
    return bytes + "--b--".utf8
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.flatMap { $0 == "\"" || $0 == "\\" ? ["\\", $0] : [$0] }
    return "\"" + String(escaped) + "\""
  }
}

extension FormValue {
  fileprivate var leaves: Int {
    switch self {
    case .string, .file: 1
    case .list(let elements): elements.reduce(0) { $0 + $1.leaves }
    case .object(let members): members.reduce(0) { $0 + $1.value.leaves }
    }
  }

  /// How many names lead to the innermost value.
  fileprivate var depth: Int {
    switch self {
    case .string, .file: 0
    case .list(let elements): (elements.map(\.depth).max() ?? 0) + 1
    case .object(let members): (members.map(\.value.depth).max() ?? 0) + 1
    }
  }

  /// The same in JSON, unless there is a file in it.
  fileprivate var json: JSON? {
    switch self {
    case .string(let text): return .string(text)
    case .file: return nil
    case .list(let elements):
      let values = elements.compactMap(\.json)
      return values.count == elements.count ? .array(values) : nil
    case .object(let members):
      let values = members.compactMap { key, value in value.json.map { (key, $0) } }
      return values.count == members.count ? .object(JSONObject(values)) : nil
    }
  }
}
