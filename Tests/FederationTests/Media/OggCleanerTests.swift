import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// What stands before the sound in Ogg, in forms that few programs write (threat 37).
@Suite struct OggCleanerTests {
  private static let place = Array("+48.8584+002.2945/ Chez Marie".utf8)

  /// A page (RFC 3533 §6) of whole packets; its checksum is what is written anew.
  private static func page(_ packets: [[UInt8]], serial: UInt8 = 1, begins: Bool = false) -> [UInt8]
  {
    let segments = packets.flatMap { packet in
      [UInt8](repeating: 255, count: packet.count / 255) + [UInt8(packet.count % 255)]
    }
    var bytes = header(serial: serial, begins: begins)
    bytes.append(UInt8(segments.count))
    bytes += segments
    for packet in packets { bytes += packet }
    return bytes
  }

  private static func header(serial: UInt8, begins: Bool) -> [UInt8] {
    var bytes = Array("OggS\0".utf8)
    bytes.append(begins ? 2 : 0)
    bytes += zeros(8)
    bytes += [serial, 0, 0, 0]
    bytes += zeros(8)
    return bytes
  }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }

  private static func joined(_ parts: [UInt8]...) -> [UInt8] { Array(parts.joined()) }

  private static func length(_ bytes: [UInt8]) -> [UInt8] {
    [0, UInt8(bytes.count >> 8), UInt8(bytes.count & 0xFF)]
  }

  private static func block(_ type: UInt8, _ content: [UInt8], isLast: Bool = false) -> [UInt8] {
    joined([type | (isLast ? 0x80 : 0)], length(content), content)
  }

  private static let information = block(0, [UInt8](repeating: 7, count: 34))
  private static let comments = block(
    4,
    joined([3, 0, 0, 0], Array("abc".utf8), [1, 0, 0, 0, UInt8(place.count), 0, 0, 0], place)
  )
  private static let flacStart = joined(
    [0x7F],
    Array("FLAC".utf8),
    [1, 0, 0, 0],
    Array("fLaC".utf8),
    information
  )
  private static let sound = joined([0xFF, 0xF8], Array("sound".utf8))

  private func has(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    Data(bytes).range(of: Data(part)) != nil
  }

  @Test func pictures() throws {
    let seek = Self.block(3, [UInt8](repeating: 5, count: 18))
    let picture = Self.block(6, Self.joined([UInt8](repeating: 1, count: 500), Self.place))
    let bytes = Self.joined(
      Self.page([Self.flacStart], begins: true),
      Self.page([Self.comments, seek, picture]),
      Self.page([Self.block(2, Self.place, isLast: true), Self.sound])
    )
    #expect(has(bytes, Self.place))

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .ogg)

    #expect(!has(cleaned, Self.place))
    #expect(has(cleaned, Self.information) && has(cleaned, seek) && has(cleaned, Self.sound))
    // The last block is still said to be the last.
    #expect(has(cleaned, [0x81, 0, 0, UInt8(Self.place.count), 0]))
    #expect(cleaned.count == bytes.count)
    #expect(try RecordingCleaner.cleaned(cleaned, as: .ogg) == cleaned)
  }

  @Test func blocksWithoutAnEndAreRefused() throws {
    let bytes = Self.joined(
      Self.page([Self.flacStart], begins: true),
      Self.page([Self.comments, Self.sound])
    )

    #expect(throws: Refusal.self) { try RecordingCleaner.cleaned(bytes, as: .ogg) }
  }

  @Test func skeletonsSayNothing() throws {
    let time = Array("20261127T033000.000Z".utf8)
    let head = Self.joined(Array("fishead\0".utf8), Self.zeros(36), time, Self.zeros(16))
    let bytes = Self.joined(
      Self.page([head], serial: 2, begins: true),
      Self.page([Self.flacStart], begins: true),
      Self.page([Self.joined(Array("fisbone\0".utf8), Self.place)], serial: 2),
      Self.page([Self.comments, Self.block(1, [0], isLast: true), Self.sound])
    )

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .ogg)

    #expect(!has(cleaned, Self.place) && !has(cleaned, time))
    #expect(has(cleaned, Self.sound))
  }

  @Test func commentsOfManyMegabytesAreRefused() throws {
    let full = [UInt8](repeating: 255, count: 255)
    let more = Self.joined(
      Self.header(serial: 1, begins: false),
      [255],
      full,
      [UInt8](repeating: 1, count: 255 * 255)
    )
    let start = Self.joined(Array("OpusHead".utf8), Self.zeros(11))
    var bytes = Self.page([start], begins: true)
    for _ in 0..<260 { bytes += more }

    let refusal = #expect(throws: Refusal.self) {
      try RecordingCleaner.cleaned(bytes, as: .ogg)
    }

    #expect(refusal.map { "\($0)" }?.contains("too much of itself") == true)
  }

  private static let opusStart = joined(Array("OpusHead".utf8), zeros(11))
  private static let opusComments = joined(
    Array("OpusTags".utf8),
    [3, 0, 0, 0],
    Array("abc".utf8),
    [1, 0, 0, 0, UInt8(place.count), 0, 0, 0],
    place
  )

  @Test func theStreamBeforeAnotherOfItsNumberIsCleanedToo() throws {
    let song = Self.joined(
      Self.page([Self.opusStart], begins: true),
      Self.page([Self.opusComments]),
      Self.page([Self.sound])
    )

    let cleaned = try RecordingCleaner.cleaned(song + song, as: .ogg)

    #expect(!has(cleaned, Self.place) && has(cleaned, Self.sound))
    #expect(cleaned.count == 2 * song.count)
  }

  @Test(arguments: ["OpusHead", "\u{1}kate"])
  func whatHasNoCommentsOrIsNotKnownIsRefused(beginning: String) {
    let packet = Self.joined(Array(beginning.utf8), Self.zeros(11))
    let bytes = Self.joined(
      Self.page([packet], begins: true),
      beginning == "OpusHead" ? [] : Self.page([Array(Self.opusComments.dropFirst(8))])
    )

    #expect(throws: Refusal.self) { try RecordingCleaner.cleaned(bytes, as: .ogg) }
  }

  @Test func blocksWithoutNumberAreRefused() throws {
    let page = Self.page([[UInt8]](repeating: Self.block(1, []), count: 250))
    var bytes = Self.page([Self.flacStart], begins: true)
    for _ in 0..<41 { bytes += page }
    bytes += Self.page([Self.comments, Self.block(1, [0], isLast: true), Self.sound])

    #expect(throws: Refusal.self) { try RecordingCleaner.cleaned(bytes, as: .ogg) }
  }

  @Test(arguments: ["located-vorbis.ogg", "located-opus.ogg"])
  func theChecksumsOfChangedPagesAreRight(name: String) throws {
    let bytes = try MediaFixture.bytes(name)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .ogg)

    #expect(cleaned != bytes)
    var place = 0
    while place < cleaned.count {
      let count = Int(cleaned[place + 26])
      let segments = cleaned[place + 27..<place + 27 + count].reduce(0) { $0 + Int($1) }
      var page = Array(cleaned[place..<place + 27 + count + segments])
      let said = page[22..<26].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      page.replaceSubrange(22..<26, with: Self.zeros(4))
      #expect(said == Self.checksum(page), "the page at \(place)")
      place += page.count
    }
  }

  /// RFC 3533 §6, bit by bit.
  private static func checksum(_ page: [UInt8]) -> UInt32 {
    page.reduce(0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte) << 24) { sum, _ in
        sum & 0x8000_0000 == 0 ? sum << 1 : sum << 1 ^ 0x04C1_1DB7
      }
    }
  }
}
