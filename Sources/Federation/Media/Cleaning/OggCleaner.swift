/// Cleans Ogg (RFC 3533): the comments of each stream, which are its second packet, are emptied, with all else that
/// stands before the sound in FLAC and with what Skeleton says of streams; and the checksums of the pages made anew.
enum OggCleaner {
  /// What a stream is made of, told by the beginning of its first packet.
  private enum Codec: CaseIterable {
    case vorbis, opus, theora, flac, speex, skeleton

    var signature: [UInt8] {
      switch self {
      case .vorbis: [1] + Array("vorbis".utf8)
      case .opus: Array("OpusHead".utf8)
      case .theora: [0x80] + Array("theora".utf8)
      case .flac: [0x7F] + Array("FLAC".utf8)
      case .speex: Array("Speex   ".utf8)
      case .skeleton: Array("fishead\0".utf8)
      }
    }

    /// How many bytes precede the comments in the second packet; nothing for a stream without.
    var prefix: Int? {
      switch self {
      case .vorbis, .theora: 7
      case .opus: 8
      case .flac: 4
      case .speex: 0
      case .skeleton: nil
      }
    }
  }

  private struct Stream {
    let codec: Codec
    /// How many packets are over.
    var packets = 0
    /// Whether a packet goes on.
    var isInside = false
    /// Whether the packet that begins or goes on is the last that says something of the stream.
    var isLast = false
    /// Whether the packets that say something of the stream are over.
    var isSaid = false
    /// Where their parts lie, each of which may go over several pages.
    var sayings: [[Range<Int>]] = []
    /// How many bytes they have.
    var said = 0
  }

  /// The longest block of FLAC (RFC 9639 §8.1), and the most that a stream may say of itself, in bytes.
  private static let mostSaid = 16 << 20
  private static let mostPackets = 10_000

  private struct Page {
    let whole: Range<Int>
    let serial: Int
    let begins: Bool
    let segments: [Int]
    let body: Int
  }

  static func clean(_ file: inout EditedFile) throws(CannotClean) {
    var streams: [Int: Stream] = [:]
    var ended: [Stream] = []
    var place = 0
    var changed: [Range<Int>] = []
    while place < file.count {
      let page = try self.page(at: place, &file)
      place = page.whole.upperBound
      if page.begins {
        if let before = streams[page.serial] { ended.append(before) }
        streams[page.serial] = Stream(codec: try codec(at: page.body, in: file))
      }
      // Taken out meanwhile: a second reference would copy its list for each page.
      guard var stream = streams.removeValue(forKey: page.serial) else { throw .damaged }
      let before = stream.said
      try follow(page, &stream, in: file)
      if stream.said > before { changed.append(page.whole) }
      streams[page.serial] = stream
    }
    for stream in ended + streams.values { try empty(stream, &file) }
    for page in changed { try sign(page, &file) }
  }

  private static func page(at place: Int, _ file: inout EditedFile) throws(CannotClean) -> Page {
    try file.step()
    guard file.has("OggS\0", at: place) else { throw .damaged }
    let count = Int(try file.byte(place + 26))
    var segments: [Int] = []
    for index in 0..<count { segments.append(Int(try file.byte(place + 27 + index))) }
    let body = place + 27 + count
    let end = body + segments.reduce(0, +)
    guard end <= file.count else { throw .damaged }
    return Page(
      whole: place..<end,
      serial: try file.smallFirst(place + 14, 4),
      begins: try file.byte(place + 5) & 2 != 0,
      segments: segments,
      body: body
    )
  }

  private static func codec(at place: Int, in file: EditedFile) throws(CannotClean) -> Codec {
    guard
      let codec = Codec.allCases.first(where: { file.bytes[place...].starts(with: $0.signature) })
    else {
      throw CannotClean(reason: "in Ogg, only Vorbis, Opus, Speex, FLAC and Theora are known here.")
    }
    return codec
  }

  /// Counts the packets of a page, and notes where those lie that say something of the stream.
  private static func follow(
    _ page: Page,
    _ stream: inout Stream,
    in file: EditedFile
  ) throws(CannotClean) {
    var place = page.body
    for length in page.segments {
      if !stream.isInside { try begin(at: place, length, &stream, in: file) }
      if !stream.isSaid, length > 0 {
        try note(place..<place + length, &stream)
      }
      place += length
      // A packet ends with a segment that is not full.
      stream.isInside = length == 255
      guard !stream.isInside else { continue }
      stream.packets += 1
      if stream.isLast { stream.isSaid = true }
    }
  }

  /// A packet begins.
  private static func begin(
    at place: Int,
    _ length: Int,
    _ stream: inout Stream,
    in file: EditedFile
  ) throws(CannotClean) {
    guard !stream.isSaid else { return }
    switch stream.codec {
    case .skeleton: break
    case .flac:
      // The first packet has a header of its own before the first block.
      let header = try file.byte(stream.packets == 0 ? place + 13 : place)
      guard length > 0, header & 0x7F != 0x7F else { throw .damaged }
      stream.isLast = header & 0x80 != 0
    default: stream.isLast = stream.packets == 1
    }
    guard stream.sayings.count < mostPackets else {
      throw CannotClean(reason: "it says too much of itself before the sound.")
    }
    stream.sayings.append([])
  }

  private static func note(_ part: Range<Int>, _ stream: inout Stream) throws(CannotClean) {
    stream.said += part.count
    guard stream.said <= mostSaid else {
      throw CannotClean(reason: "it says too much of itself before the sound.")
    }
    let packet = stream.sayings.count - 1
    // Segments of one page lie behind each other.
    if let last = stream.sayings[packet].last, last.upperBound == part.lowerBound {
      stream.sayings[packet][stream.sayings[packet].count - 1] = last.lowerBound..<part.upperBound
    } else {
      stream.sayings[packet].append(part)
    }
  }

  /// Empties what a stream says of itself, beside what players need.
  private static func empty(_ stream: Stream, _ file: inout EditedFile) throws(CannotClean) {
    guard stream.isSaid || stream.codec == .skeleton else { throw .damaged }
    for (number, parts) in stream.sayings.enumerated() {
      let places = Places(parts: parts)
      switch (stream.codec, number) {
      case (.skeleton, 0):
        // Skeleton 4: twenty letters say when it was made.
        guard places.count >= 64 else { throw .damaged }
        for offset in 44..<64 { try file.write([0], at: places.place(offset)) }
      case (.skeleton, _): try places.blank(from: 0, &file)
      case (_, 0): break
      case (.flac, _): try emptyBlock(places, &file)
      default:
        guard let prefix = stream.codec.prefix else { throw .damaged }
        try empty(places, after: prefix, isVorbis: stream.codec == .vorbis, &file)
      }
    }
  }

  /// A block of FLAC (RFC 9639 §8): stream information and the table for seeking stay, comments are emptied, and of
  /// all else, pictures and what applications keep there, padding is left.
  private static func emptyBlock(
    _ places: Places,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    let start = try places.place(0)
    let first = try file.byte(start)
    switch first & 0x7F {
    case 0, 3: break
    case 4: try empty(places, after: 4, isVorbis: false, &file)
    default:
      try file.write([first & 0x80 | 1], at: start)
      try places.blank(from: 4, &file)
    }
  }

  /// Leaves the name of the encoder, which has to be there, and no comment.
  private static func empty(
    _ places: Places,
    after prefix: Int,
    isVorbis: Bool,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    var length = 0
    for index in (0..<4).reversed() {
      length = length << 8 | Int(try file.byte(places.place(prefix + index)))
    }
    let count = prefix + 4 + length
    guard count + 4 <= places.count else { throw .damaged }
    try places.blank(from: count, &file)
    // Vorbis I §5.2.1: a bit ends the list.
    if isVorbis { try file.write([1], at: places.place(count + 4)) }
  }

  /// A packet that lies in several parts, as one.
  private struct Places {
    let parts: [Range<Int>]

    var count: Int { parts.reduce(0) { $0 + $1.count } }

    func place(_ offset: Int) throws(CannotClean) -> Int {
      var left = offset
      for part in parts {
        if left < part.count { return part.lowerBound + left }
        left -= part.count
      }
      throw .damaged
    }

    func blank(from offset: Int, _ file: inout EditedFile) throws(CannotClean) {
      var left = offset
      for part in parts {
        let skipped = min(left, part.count)
        left -= skipped
        try file.blank(part.lowerBound + skipped..<part.upperBound)
      }
    }
  }

  // MARK: Checksums

  private static func sign(_ page: Range<Int>, _ file: inout EditedFile) throws(CannotClean) {
    let field = page.lowerBound + 22
    try file.write([0, 0, 0, 0], at: field)
    let sum = file.bytes[page].reduce(UInt32(0)) { sum, byte in
      sum << 8 ^ table[Int(sum >> 24) ^ Int(byte)]
    }
    try file.write((0..<4).map { UInt8(truncatingIfNeeded: sum >> (8 * $0)) }, at: field)
  }

  /// RFC 3533 §6: CRC-32 by 0x04C11DB7, from 0, neither turned round nor inverted.
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index) << 24) { sum, _ in
      sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7
    }
  }
}
