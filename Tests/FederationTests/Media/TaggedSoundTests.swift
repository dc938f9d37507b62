import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// What stands before and after the frames of an MP3, and behind what a WebM holds (threat 37).
@Suite struct TaggedSoundTests {
  private static let place = Array("+48.8584+002.294/".utf8)

  /// The frames of an MP3 alone.
  private static func frames() throws -> [UInt8] {
    try RecordingCleaner.cleaned(try MediaFixture.bytes("located.mp3"), as: .mp3)
  }

  private static func padded(_ bytes: [UInt8], to count: Int) -> [UInt8] {
    bytes + [UInt8](repeating: 0, count: count - bytes.count)
  }

  private static let first = padded(Array("TAG".utf8) + place, to: 128)
  private static let enhanced = padded(Array("TAG+".utf8) + place, to: 227)

  /// ID3v2.4 §3.1: ten bytes, at the beginning or, with the letters turned round, at the end.
  private static func id3(_ name: String) -> [UInt8] {
    Array(name.utf8) + [4, 0, 0x10, 0, 0, 0, UInt8(place.count)]
  }

  /// APE, version 2: an item, and 32 bytes behind it or on both sides.
  private static func ape(hasHeader: Bool) -> [UInt8] {
    let start = Array("APETAGEX".utf8) + [0xD0, 7, 0, 0, UInt8(place.count + 32), 0, 0, 0]
    let footer = padded(start + [1, 0, 0, 0, 0, 0, 0, hasHeader ? 0x80 : 0], to: 32)
    let header = padded(start + [1, 0, 0, 0, 0, 0, 0, 0xA0], to: 32)
    return (hasHeader ? header : []) + place + footer
  }

  private static let lyrics: [UInt8] = {
    let text = Array("LYRICSBEGINLYR00017".utf8) + place
    return text + Array("0000\(text.count)LYRICS200".utf8)
  }()

  private static let ends: [(name: String, bytes: [UInt8])] = [
    ("ID3v1", first), ("ID3v1, enhanced", enhanced + first),
    ("ID3v2 at the end", id3("ID3") + place + id3("3DI")), ("APE", ape(hasHeader: false)),
    ("APE with a header", ape(hasHeader: true)), ("Lyrics3", lyrics),
    ("Lyrics3, APE and ID3v1", lyrics + ape(hasHeader: true) + first),
  ]

  @Test("Tags behind the sound go, also several", arguments: ends.map(\.name))
  func behind(name: String) throws {
    let frames = try Self.frames()
    let tag = try #require(Self.ends.first { $0.name == name }).bytes

    #expect(try RecordingCleaner.cleaned(frames + tag, as: .mp3) == frames)
  }

  @Test("Tags before the sound go, also several with room between")
  func before() throws {
    let frames = try Self.frames()
    let tag = Self.id3("ID3") + Self.place + Self.id3("3DI")

    #expect(try RecordingCleaner.cleaned(tag + frames, as: .mp3) == frames)
    #expect(try RecordingCleaner.cleaned(tag + [0, 0, 0] + tag + frames, as: .mp3) == frames)
  }

  // MARK: WebM

  /// An element (RFC 8794 §5) with a size of one byte, or of one that is not said.
  private static func element(_ id: [UInt8], _ content: [UInt8], isOpen: Bool = false) -> [UInt8] {
    id + (isOpen ? [0xFF] : [0x80 | UInt8(content.count)]) + content
  }

  private static let head = element(
    [0x1A, 0x45, 0xDF, 0xA3],
    element([0x42, 0x82], Array("webm".utf8))
  )
  private static let tags = element([0x12, 0x54, 0xC3, 0x67], place)
  private static let track = element([0x83], [1])
  private static let block = element([0xA3], [0x81, 0, 0, 0x80, 7])

  private static func film(tracks: [UInt8], after: [UInt8] = [], isOpen: Bool = false) -> [UInt8] {
    let cluster = element([0x1F, 0x43, 0xB6, 0x75], element([0xE7], [0]) + block, isOpen: isOpen)
    return element(
      [0x18, 0x53, 0x80, 0x67],
      element([0x16, 0x54, 0xAE, 0x6B], tracks) + cluster + after
    )
  }

  private static let films: [(name: String, bytes: [UInt8])] = [
    ("behind the segment", film(tracks: element([0xAE], track)) + tags),
    ("behind a cluster", film(tracks: element([0xAE], track), after: tags)),
    (
      "behind a cluster of unknown length",
      film(tracks: element([0xAE], track), after: tags, isOpen: true)
    ),
    ("the name of a track", film(tracks: element([0xAE], track + element([0x53, 0x6E], place)))),
    ("beside the tracks", film(tracks: element([0xAE], track) + element([0xEC], place))),
  ]

  @Test("What a WebM says of itself is emptied, wherever it stands", arguments: films.map(\.name))
  func webM(name: String) throws {
    let film = Self.head + (try #require(Self.films.first { $0.name == name }).bytes)
    #expect(Data(film).range(of: Data(Self.place)) != nil)

    let cleaned = try RecordingCleaner.cleaned(film, as: .webm)

    #expect(cleaned.count == film.count)
    #expect(Data(cleaned).range(of: Data(Self.place)) == nil)
    #expect(Data(cleaned).range(of: Data(Self.block)) != nil)
  }

  @Test("A WebM whose table of contents has no end is refused: who knows what stands in it")
  func withoutEnd() throws {
    let open = Self.element([0x1C, 0x53, 0xBB, 0x6B], Self.tags, isOpen: true)
    let film = Self.film(tracks: Self.element([0xAE], Self.track), after: open)

    #expect(throws: Refusal.self) { try RecordingCleaner.cleaned(Self.head + film, as: .webm) }
  }
}
