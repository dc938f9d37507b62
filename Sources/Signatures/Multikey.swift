/// A key that says its own kind: multicodec prefix and key bytes in multibase (FEP-521a).
enum Multikey {
  /// The multicodec numbers used here, as their unsigned varint bytes.
  enum Codec: CaseIterable {
    case ed25519Public
    case ed25519Private
    case rsaPublic

    var prefix: [UInt8] {
      switch self {
      case .ed25519Public: [0xED, 0x01]
      case .ed25519Private: [0x80, 0x26]
      case .rsaPublic: [0x85, 0x24]
      }
    }
  }

  static func encode(_ codec: Codec, _ key: some Collection<UInt8>) -> String {
    Multibase.encode(codec.prefix + key)
  }

  static func decode(_ text: String) -> (codec: Codec, key: [UInt8])? {
    guard
      let bytes = Multibase.decode(text),
      let codec = Codec.allCases.first(where: { bytes.starts(with: $0.prefix) })
    else { return nil }
    return (codec, Array(bytes.dropFirst(codec.prefix.count)))
  }
}
