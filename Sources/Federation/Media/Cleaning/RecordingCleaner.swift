import Model

/// Takes out of films and sound what they say beside what is seen and heard: where and when they were made, by what
/// device, and by whom (threat 37).
///
/// Nothing is decoded and nothing moves: what goes is overwritten where it lies by what its format has for empty room,
/// so that no player notices (docs/decisions/0028-films-without-place.md). Kept is what is known to be needed;
/// all the rest goes.
package enum RecordingCleaner {
  /// A recording without what it says of itself; files of other kinds are as they were.
  ///
  /// - Throws: `Refusal.malformed` for one that cannot be read to its end, or has what cannot be taken out: it is not
  ///   taken, since nobody could tell what stays inside.
  package static func cleaned(
    _ bytes: [UInt8],
    as format: MediaFormat
  ) throws(Refusal) -> [UInt8] {
    var file = EditedFile(bytes)
    do {
      switch format {
      case .mp4, .quicktime, .m4a: try ISOFileCleaner.clean(&file)
      case .webm: try WebMCleaner.clean(&file)
      case .mp3: try SoundCleaner.cleanMP3(&file)
      case .flac: try SoundCleaner.cleanFLAC(&file)
      case .wav: try SoundCleaner.cleanWAV(&file)
      case .ogg: try OggCleaner.clean(&file)
      case .jpeg, .png, .gif, .webp, .pdf: return bytes
      }
    } catch {
      throw .malformed(
        "What this file says of place and time cannot be taken out: \(error.reason) Save it anew, as MP4, WebM, "
          + "MP3, Ogg, FLAC or WAV."
      )
    }
    guard MediaFormat(of: file.bytes) == format else {
      throw .malformed("This file is not what it begins with: save it anew.")
    }
    return file.bytes
  }
}

/// Why a recording cannot be cleaned.
struct CannotClean: Error {
  /// A sentence for who gave the file.
  let reason: String

  static let damaged = CannotClean(reason: "it is damaged.")
}

/// The bytes of a file that are read and overwritten in place, never beyond its end.
struct EditedFile {
  private(set) var bytes: [UInt8]
  /// How much more may be overwritten: what refers to the same bytes again and again must not cost time.
  private var room: Int
  /// How many more parts are looked at.
  private var parts = 200_000

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    room = 4 * bytes.count + 1024
  }

  var count: Int { bytes.count }

  /// Counts one part of the file that is looked at.
  mutating func step() throws(CannotClean) {
    parts -= 1
    guard parts > 0 else { throw CannotClean(reason: "it has too many parts.") }
  }

  func byte(_ place: Int) throws(CannotClean) -> UInt8 {
    guard bytes.indices.contains(place) else { throw .damaged }
    return bytes[place]
  }

  /// A number of up to seven bytes, the most significant first.
  func number(_ place: Int, _ length: Int) throws(CannotClean) -> Int {
    guard place >= 0, length <= 7, place <= count - length else { throw .damaged }
    return bytes[place..<place + length].reduce(0) { $0 << 8 | Int($1) }
  }

  /// A number of up to seven bytes, the least significant first.
  func smallFirst(_ place: Int, _ length: Int) throws(CannotClean) -> Int {
    guard place >= 0, length <= 7, place <= count - length else { throw .damaged }
    return bytes[place..<place + length].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  /// Some bytes as text, for comparing them with names.
  func text(_ place: Int, _ length: Int) throws(CannotClean) -> String {
    guard place >= 0, length >= 0, place <= count - length else { throw .damaged }
    return String(decoding: bytes[place..<place + length], as: UTF8.self)
  }

  func has(_ name: String, at place: Int) -> Bool {
    place >= 0 && place <= count && bytes[place...].starts(with: name.utf8)
  }

  mutating func write(_ new: [UInt8], at place: Int) throws(CannotClean) {
    guard place >= 0, place <= count - new.count else { throw .damaged }
    bytes.replaceSubrange(place..<place + new.count, with: new)
  }

  mutating func blank(_ range: Range<Int>) throws(CannotClean) {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw .damaged }
    room -= range.count
    guard room > 0 else { throw CannotClean(reason: "its parts lie on each other.") }
    for place in range { bytes[place] = 0 }
  }

  /// Keeps no more than a part of the file.
  mutating func keep(_ range: Range<Int>) throws(CannotClean) {
    guard range.lowerBound >= 0, range.upperBound <= count else { throw .damaged }
    bytes = Array(bytes[range])
  }
}
