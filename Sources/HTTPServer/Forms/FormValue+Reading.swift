import Model
import StrictJSON

extension FormValue {
  /// Reads the body of a request by its media type.
  ///
  /// - Parameters:
  ///   - body: The whole body.
  ///   - contentType: The header field `Content-Type`.
  ///   - limits: What is refused for its size.
  /// - Returns: An object; an empty one for an empty body.
  /// - Throws: `Refusal` for what is malformed, too large, or of another type.
  package static func read(
    _ body: ArraySlice<UInt8>,
    contentType: String?,
    limits: FormLimits = .standard
  ) throws(Refusal) -> FormValue {
    guard !body.isEmpty else { return .empty }
    let type = contentType.flatMap { MediaTypeField($0) }
    switch type?.essence {
    case "application/json": return try json(body, limits: limits)
    case "application/x-www-form-urlencoded":
      return try URLEncodedForm.value(of: body, limits: limits)
    case "multipart/form-data":
      guard let boundary = type?["boundary"] else {
        throw .malformed("The Content-Type of a multipart form names its boundary.")
      }
      return try MultipartForm(body, boundary: boundary, limits: limits).value
    default:
      throw .malformed("Send JSON, a form or a multipart form, and say which in Content-Type.")
    }
  }

  /// Reads a JSON document that is an object.
  package static func json(
    _ body: ArraySlice<UInt8>,
    limits: FormLimits
  ) throws(Refusal) -> FormValue {
    guard body.count <= limits.bytes else { throw .tooLarge(limit: limits.bytes) }
    let bounds = JSON.Limits(
      maxBytes: limits.bytes,
      maxDepth: limits.depth,
      // Lists and objects count here, and are no values of a form.
      maxValues: limits.values * 2
    )
    do {
      let value = try JSON.parse(body, limits: bounds)
      guard value.object != nil, let form = FormValue(value) else {
        throw Refusal.malformed("The body must be a JSON object.")
      }
      return form
    } catch let error as JSON.ParseError {
      throw .malformed("The body is no JSON that is taken here: \(error).")
    } catch let refusal as Refusal {
      throw refusal
    } catch {
      throw .malformed("The body cannot be read.")
    }
  }

  /// The value of a JSON document; nothing for null.
  package init?(_ json: JSON) {
    switch json {
    case .null: return nil
    case .bool(let value): self = .string(value ? "true" : "false")
    case .number(let text), .string(let text): self = .string(text)
    case .array(let elements): self = .list(elements.compactMap { FormValue($0) })
    case .object(let object):
      let members = object.members.compactMap { member in
        FormValue(member.value).map { (member.key, $0) }
      }
      // Keys that differ in bytes only may be one String.
      self = .object(Dictionary(members) { first, _ in first })
    }
  }
}
