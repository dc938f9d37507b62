import RawStructuredFieldValues

/// A structured dictionary field, read more strictly than RFC 9651 asks.
///
/// The standard lets the last of two equal keys win. Readers who differ about that see different
/// signatures, so a field that says anything twice is refused: written again, it would be shorter.
struct StructuredField {
  let members: OrderedMap<String, ItemOrInnerList>

  private static let maxLength = 8192

  init(dictionary text: String, part: SignatureFailure.Part) throws(SignatureFailure) {
    let bytes = Array(text.utf8)
    guard bytes.count <= Self.maxLength else { throw .malformed(part) }
    do {
      var parser = StructuredFieldValueParser(bytes)
      members = try parser.parseDictionaryFieldValue()
      var serializer = StructuredFieldValueSerializer()
      let again = try serializer.writeDictionaryFieldValue(members)
      guard Self.substance(of: again) == Self.substance(of: bytes) else { throw Repeated() }
    } catch {
      throw .malformed(part)
    }
  }

  /// Something was said twice, or in a form that is not the canonical one.
  private struct Repeated: Error {}

  private static func substance(of bytes: [UInt8]) -> Int {
    bytes.count { $0 != 0x20 && $0 != 0x09 }
  }
}

extension ItemOrInnerList {
  /// The bytes of a byte sequence without parameters.
  var bytes: [UInt8]? {
    guard
      case .item(let item) = self, item.rfc9651Parameters.isEmpty,
      case .undecodedByteSequence(let text) = item.rfc9651BareItem
    else { return nil }
    return Base64.decode(text.utf8)
  }
}
