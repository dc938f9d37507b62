/// The format of a file, told by its first bytes and by nothing else: neither a name nor what a
/// server says of it counts.
package enum MediaFormat: String, Sendable, CaseIterable {
  case jpeg, png, gif, webp
  case mp4, quicktime, webm
  case m4a, mp3, ogg, flac, wav
  case pdf

  /// What it is for people.
  package enum Kind: String, Sendable {
    case picture, video, audio, document
  }

  package var kind: Kind {
    switch self {
    case .jpeg, .png, .gif, .webp: .picture
    case .mp4, .quicktime, .webm: .video
    case .m4a, .mp3, .ogg, .flac, .wav: .audio
    case .pdf: .document
    }
  }

  /// The media type under which it is served and published.
  package var mediaType: String {
    switch self {
    case .jpeg: "image/jpeg"
    case .png: "image/png"
    case .gif: "image/gif"
    case .webp: "image/webp"
    case .mp4: "video/mp4"
    case .quicktime: "video/quicktime"
    case .webm: "video/webm"
    case .m4a: "audio/mp4"
    case .mp3: "audio/mpeg"
    case .ogg: "audio/ogg"
    case .flac: "audio/flac"
    case .wav: "audio/wav"
    case .pdf: "application/pdf"
    }
  }

  /// The format whose signature a file begins with; nothing for any other: SVG, PostScript, scripts
  /// of drawing programs, archives, pages, programs.
  package init?(of bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(64))
    guard let format = Self.picture(head) ?? Self.recording(head) ?? Self.document(head) else {
      return nil
    }
    self = format
  }

  private static func picture(_ head: [UInt8]) -> MediaFormat? {
    if head.starts(with: [0xFF, 0xD8, 0xFF]) { return .jpeg }
    if head.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return .png }
    if head.starts(with: "GIF87a".utf8) || head.starts(with: "GIF89a".utf8) { return .gif }
    return riff(head, "WEBP") ? .webp : nil
  }

  private static func recording(_ head: [UInt8]) -> MediaFormat? {
    if riff(head, "WAVE") { return .wav }
    if head.starts(with: "OggS\0".utf8) { return .ogg }
    if head.starts(with: "fLaC".utf8) { return .flac }
    if head.starts(with: "ID3".utf8) || isLayer3(head) { return .mp3 }
    // EBML (RFC 8794 §11.2.1) with the document type of WebM.
    if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) { return contains(head, "webm") ? .webm : nil }
    return isoFile(head)
  }

  /// ISO/IEC 14496-12 §4.3: the first box is `ftyp`, and its brand says what is inside.
  private static func isoFile(_ head: [UInt8]) -> MediaFormat? {
    guard head.count >= 12, head[4..<8].elementsEqual("ftyp".utf8) else { return nil }
    switch String(decoding: head[8..<12], as: UTF8.self) {
    case "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV":
      return .mp4
    case "M4A ", "M4B ": return .m4a
    case "qt  ": return .quicktime
    default: return nil
    }
  }

  private static func document(_ head: [UInt8]) -> MediaFormat? {
    head.starts(with: "%PDF-".utf8) ? .pdf : nil
  }

  private static func riff(_ head: [UInt8], _ form: String) -> Bool {
    head.count >= 12 && head.starts(with: "RIFF".utf8) && head[8..<12].elementsEqual(form.utf8)
  }

  /// A frame of MPEG audio: eleven bits of synchronisation, then version, layer and a bit rate that
  /// exists (ISO/IEC 11172-3 §2.4.1.3).
  private static func isLayer3(_ head: [UInt8]) -> Bool {
    guard head.count >= 4, head[0] == 0xFF, head[1] & 0xE0 == 0xE0 else { return false }
    let hasVersion = head[1] & 0x18 != 0x08
    let isThird = head[1] & 0x06 == 0x02
    let rate = head[2] >> 4
    return hasVersion && isThird && rate != 0 && rate != 15 && head[2] & 0x0C != 0x0C
  }

  private static func contains(_ head: [UInt8], _ word: String) -> Bool {
    let word = Array(word.utf8)
    return head.indices.contains { head[$0...].starts(with: word) }
  }
}
