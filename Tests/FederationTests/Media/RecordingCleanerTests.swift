import Foundation
import Model
import TestSupport
import Testing

@testable import Federation

/// What films and sound say of place, time and device does not get out (threat 37).
@Suite struct RecordingCleanerTests {
  /// Real files, made by ffmpeg with a place in what each format has for it.
  static let files = [
    "located.mp4", "located.mov", "located.m4a", "located.webm", "live.webm", "located.mp3",
    "located.flac", "located.wav", "located-opus.ogg", "located-vorbis.ogg", "pieces.mp4",
    "track-of-places.mov", "named.mov",
  ]

  private static let traces = [
    "48.8584", "002.2945", "loci", "xyz", "Chez Marie", "ISO6709", "Apple", "gpmd", "GPS5", "TAG",
    "ID3", "udta", "LOCATION", "location", "GoPr",
  ]

  private static func traces(in bytes: [UInt8]) -> [String] {
    let data = Data(bytes)
    return traces.filter { data.range(of: Data($0.utf8)) != nil }
  }

  @Test("Nothing of the place stays in a film or a sound", arguments: files)
  func place(name: String) throws {
    let bytes = try MediaFixture.bytes(name)
    let format = try #require(MediaFormat(of: bytes))
    #expect(!Self.traces(in: bytes).isEmpty)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: format)

    #expect(Self.traces(in: cleaned) == [])
    // What lies in place does not move; only what stands before and after MP3 goes.
    #expect(format == .mp3 ? cleaned.count < bytes.count : cleaned.count == bytes.count)
    #expect(try RecordingCleaner.cleaned(cleaned, as: format) == cleaned)
  }

  @Test("What is seen stays to the last byte", arguments: ["located.mp4", "located.mov"])
  func pictures(name: String) throws {
    let bytes = try MediaFixture.bytes(name)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: try #require(MediaFormat(of: bytes)))

    let samples = try Self.content(of: "mdat", in: bytes)
    #expect(samples.count > 500)
    #expect(bytes[samples] == cleaned[samples])
    // The sizes of samples lie behind each other, and are untouched.
    let table = try Self.content(of: "stsz", in: bytes)
    #expect(bytes[table] == cleaned[table])
  }

  @Test("When a film was made is not told", arguments: ["mvhd", "tkhd", "mdhd"])
  func times(box: String) throws {
    let bytes = try MediaFixture.bytes("located.mp4")
    let content = try Self.content(of: box, in: bytes)
    let times = content.lowerBound + 4..<content.lowerBound + 12
    #expect(bytes[times].contains { $0 != 0 })

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .mp4)

    #expect(cleaned[times].allSatisfy { $0 == 0 })
  }

  @Test("The time of day at which a camera began is not told")
  func timeOfDay() throws {
    let bytes = try MediaFixture.bytes("named.mov")
    // 13:37:42 and five frames, at ten a second.
    let frames = Data([0x00, 0x07, 0x7C, 0x81])
    #expect(Data(bytes).range(of: frames) != nil)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .quicktime)

    #expect(Data(cleaned).range(of: frames) == nil)
  }

  @Test("What program wrote a WebM is not told")
  func program() throws {
    let bytes = try MediaFixture.bytes("located.webm")
    #expect(Data(bytes).range(of: Data("Lavf63.1.102WA".utf8)) != nil)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .webm)

    #expect(Data(cleaned).range(of: Data("Lavf".utf8)) == nil)
  }

  @Test("A second table of tracks is refused, since some player may read it")
  func twoTables() throws {
    let bytes = try MediaFixture.bytes("located.mov")
    let content = try Self.content(of: "moov", in: bytes)
    let two = bytes + bytes[content.lowerBound - 8..<content.upperBound]

    #expect(throws: Refusal.self) { try RecordingCleaner.cleaned(two, as: .quicktime) }
  }

  @Test(
    "What cannot be cleaned is refused, and says so",
    arguments: [("pieces-with-places.mov", "in pieces"), ("located.mp4", "damaged")]
  )
  func refused(name: String, reason: String) throws {
    let whole = try MediaFixture.bytes(name)
    let format = try #require(MediaFormat(of: whole))
    let bytes = reason == "damaged" ? Array(whole.dropLast(20)) : whole

    let refusal = #expect(throws: Refusal.self) {
      try RecordingCleaner.cleaned(bytes, as: format)
    }

    #expect(refusal.map { "\($0)" }?.contains(reason) == true)
  }

  @Test(
    "Subtitles are emptied: drones write their places there",
    arguments: ["text", "sbtl", "subt", "clcp"]
  )
  func subtitles(kind: String) throws {
    var bytes = try MediaFixture.bytes("track-of-places.mov")
    // The track of data becomes one of text.
    let handler = try #require(
      Self.handlers(in: bytes).first { !["vide", "soun", "tmcd"].contains($0.kind) }
    )
    bytes.replaceSubrange(handler.place..<handler.place + 4, with: kind.utf8)

    let cleaned = try RecordingCleaner.cleaned(bytes, as: .quicktime)

    #expect(Self.traces(in: cleaned) == [])
  }

  /// What each track is for, and where that stands; QuickTime has handlers of data (`dhlr`) beside.
  private static func handlers(in bytes: [UInt8]) -> [(kind: String, place: Int)] {
    var found: [(kind: String, place: Int)] = []
    var rest = bytes.startIndex..<bytes.endIndex
    while let range = Data(bytes).range(of: Data("hdlr".utf8), in: rest) {
      let place = range.upperBound + 8
      rest = range.upperBound..<bytes.endIndex
      guard place + 4 <= bytes.count else { break }
      let component = String(decoding: bytes[place - 4..<place], as: UTF8.self)
      guard component != "dhlr" else { continue }
      found.append((String(decoding: bytes[place..<place + 4], as: UTF8.self), place))
    }
    return found
  }

  @Test("A WebM with a track of data or of subtitles is refused", arguments: [UInt8(0x21), 0x11])
  func trackOfData(type: UInt8) throws {
    var bytes = try MediaFixture.bytes("located.webm")
    // TrackType, one byte long: video becomes metadata.
    let kind = try #require(Data(bytes).range(of: Data([0x83, 0x81, 0x01])))
    bytes[kind.upperBound - 1] = type

    #expect(throws: Refusal.self) { try RecordingCleaner.cleaned(bytes, as: .webm) }
  }

  @Test("What is no sound behind its tags is refused, so that nothing hides behind them")
  func onlyTags() throws {
    let tag = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, 4] + Array("TIT2".utf8)

    for rest in ["+48.8584+002.2945/", "%PDF-1.7", "<script>", ""] {
      let bytes = tag + Array(rest.utf8)
      #expect(throws: Refusal.self, "\(rest)") {
        try RecordingCleaner.cleaned(bytes, as: try #require(MediaFormat(of: bytes)))
      }
    }
  }

  @Test("A file whose parts lie on each other, or are without number, costs no time")
  func bounds() {
    #expect(Self.refuses { file throws(CannotClean) in try file.blank(0..<1_000) })
    #expect(Self.refuses { file throws(CannotClean) in try file.step() })
  }

  /// Whether a file of a thousand bytes puts up with something no more than 300,000 times.
  private static func refuses(
    _ deed: (inout EditedFile) throws(CannotClean) -> Void
  ) -> Bool {
    var file = EditedFile([UInt8](repeating: 1, count: 1_000))
    for _ in 0..<300_000 {
      do { try deed(&file) } catch { return true }
    }
    return false
  }

  @Test("Broken files end in a refusal or a file, never in a trap", arguments: files)
  func broken(name: String) throws {
    let bytes = try MediaFixture.bytes(name)
    let format = try #require(MediaFormat(of: bytes))
    var read = 0
    for place in stride(from: 0, to: bytes.count, by: 3) {
      for value: UInt8 in [0, 1, 0x7F, 0xFF] {
        var broken = bytes
        broken[place] = value
        if (try? RecordingCleaner.cleaned(broken, as: format)) != nil { read += 1 }
      }
      _ = try? RecordingCleaner.cleaned(Array(bytes[..<place]), as: format)
    }
    #expect(read > 0)
  }

  /// Where the content of the first box of a name lies.
  private static func content(of name: String, in bytes: [UInt8]) throws -> Range<Int> {
    let range = try #require(Data(bytes).range(of: Data(name.utf8)))
    let size = bytes[range.lowerBound - 4..<range.lowerBound].reduce(0) { $0 << 8 | Int($1) }
    return range.upperBound..<range.lowerBound - 4 + size
  }
}
