import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// What stands in MP4 and QuickTime beside what players need goes, wherever it stands (threat 37).
@Suite struct BoxedRecordingTests {
  private static let place = Array("+48.8584+002.294/".utf8)

  private static func has(_ words: [UInt8], _ bytes: [UInt8]) -> Bool {
    Data(bytes).range(of: Data(words)) != nil
  }

  private static func number(_ bytes: [UInt8], at place: Int) -> Int {
    bytes[place..<place + 4].reduce(0) { $0 << 8 | Int($1) }
  }

  private static func bytes(of number: Int) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) }
  }

  private static func box(_ name: String, _ content: [UInt8]) -> [UInt8] {
    bytes(of: 8 + content.count) + Array(name.utf8) + content
  }

  /// Where a box begins and ends; several names lead from the outermost to it.
  private static func box(
    at path: [String],
    in bytes: [UInt8]
  ) throws -> (around: [Int], Range<Int>) {
    var (inside, around) = (bytes.indices, [Int]())
    for name in path {
      var place = inside.lowerBound
      while String(decoding: bytes[place + 4..<place + 8], as: UTF8.self) != name {
        place += number(bytes, at: place)
        try #require(place + 8 <= inside.upperBound, "there is no \(name)")
      }
      around.append(place)
      inside = place + 8..<place + number(bytes, at: place)
    }
    return (around, inside)
  }

  /// The file with one more box at the end of another one, or of its own.
  private static func adding(
    _ box: [UInt8],
    to path: [String],
    of file: [UInt8]
  ) throws -> [UInt8] {
    var bytes = file
    let (around, inside) = try Self.box(at: path, in: file)
    for place in around {
      let size = number(file, at: place) + box.count
      bytes.replaceSubrange(place..<place + 4, with: Self.bytes(of: size))
    }
    bytes.insert(contentsOf: box, at: inside.upperBound)
    return bytes
  }

  @Test(
    "A box that no player needs is emptied",
    arguments: ["udta", "meta", "uuid", "Xtra"],
    [
      "located.mp4", "located.mp4 moov", "located.mp4 moov trak", "located.mp4 moov trak mdia",
      "pieces.mp4 moof", "pieces.mp4 moof traf", "located.mp4 moov trak mdia minf",
    ]
  )
  func strangers(name: String, parent: String) throws {
    // What describes pictures and sound has many names; of those beside it only these three tell of places.
    guard name != "Xtra" || !parent.hasSuffix("minf") else { return }
    var path = parent.split(separator: " ").map(String.init)
    let file = try MediaFixture.bytes(path.removeFirst())
    let bytes = try Self.adding(Self.box(name, Self.place), to: path, of: file)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .mp4)

    #expect(!Self.has(Self.place, cleaned))
    #expect(cleaned.count == bytes.count)
  }

  @Test(
    "Names of maker and encoder are taken out of what describes pictures and sound",
    arguments: [
      ("located.mp4", "avc1", 12), ("located.mp4", "avc1", 42), ("located.m4a", "mp4a", 12),
    ]
  )
  func makers(name: String, entry: String, offset: Int) throws {
    var bytes = try MediaFixture.bytes(name)
    let start = try #require(Data(bytes).range(of: Data(entry.utf8), in: Self.descriptions(bytes)))
    let place = start.upperBound + offset
    bytes.replaceSubrange(place..<place + 4, with: "GoPr".utf8)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: try #require(MediaFormat(of: bytes)))

    #expect(cleaned[place..<place + 4].allSatisfy { $0 == 0 })
  }

  /// From the first `stsd` on: the brand `avc1` at the beginning of a file is none.
  private static func descriptions(_ bytes: [UInt8]) throws -> Range<Int> {
    try #require(Data(bytes).range(of: Data("stsd".utf8))).upperBound..<bytes.count
  }

  @Test("Of what has to be there once a second is refused: what stands in it would stay")
  func twice() throws {
    let file = try MediaFixture.bytes("located.mp4")
    for path in [["moov", "trak", "mdia"], ["moov", "trak", "mdia", "hdlr"]] {
      let (around, inside) = try Self.box(at: path, in: file)
      let whole = Array(file[try #require(around.last)..<inside.upperBound])
      let bytes = try Self.adding(whole, to: path.dropLast(), of: file)
      #expect(throws: Refusal.self, "\(path)") { try RecordingCleaner.cleaned(bytes, as: .mp4) }
    }
  }
}
