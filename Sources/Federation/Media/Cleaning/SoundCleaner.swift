/// Cleans sound whose tags lie beside it: MP3, FLAC and WAV.
enum SoundCleaner {
  // MARK: MP3

  /// Takes off what stands before and after the frames: ID3 of both kinds, APE, Lyrics3.
  static func cleanMP3(_ file: inout EditedFile) throws(CannotClean) {
    var (start, end) = (0, file.count)
    while file.has("ID3", at: start) {
      try file.step()
      start += try id3Length(at: start, in: file)
      // Some writers leave a gap.
      while start < end, try file.byte(start) == 0 { start += 1 }
    }
    while let shorter = try endBeforeTag(end, from: start, in: file) {
      try file.step()
      end = shorter
    }
    guard start < end else { throw .damaged }
    try file.keep(start..<end)
  }

  /// ID3v2.4 §3.1: ten bytes with a length of four times seven bits, and perhaps ten more at the end.
  private static func id3Length(at place: Int, in file: EditedFile) throws(CannotClean) -> Int {
    var size = 0
    for offset in 6..<10 {
      let part = try file.byte(place + offset)
      guard part < 0x80 else { throw .damaged }
      size = size << 7 | Int(part)
    }
    let hasFooter = try file.byte(place + 5) & 0x10 != 0
    return 10 + size + (hasFooter ? 10 : 0)
  }

  /// Where the file ends without the tag that ends there; nothing when none does.
  private static func endBeforeTag(
    _ end: Int,
    from start: Int,
    in file: EditedFile
  ) throws(CannotClean) -> Int? {
    var length = 0
    if file.has("TAG", at: end - 128) {
      length = file.has("TAG+", at: end - 355) ? 355 : 128
    } else if file.has("APETAGEX", at: end - 32) {
      let hasHeader = try file.byte(end - 32 + 23) & 0x80 != 0
      length = try file.smallFirst(end - 20, 4) + (hasHeader ? 32 : 0)
    } else if file.has("3DI", at: end - 10) {
      // The footer of ID3 has the form of its header.
      length = try id3Length(at: end - 10, in: file)
    } else if file.has("LYRICS200", at: end - 9) {
      guard let size = Int(try file.text(end - 15, 6)), size >= 0 else { throw .damaged }
      length = size + 15
    }
    guard length > 0 else { return nil }
    guard length <= end - start else { throw .damaged }
    return end - length
  }

  // MARK: FLAC

  /// RFC 9639 §8: every block of metadata but those that players need becomes padding.
  static func cleanFLAC(_ file: inout EditedFile) throws(CannotClean) {
    var place = 4
    while true {
      try file.step()
      let first = try file.byte(place)
      let length = try file.number(place + 1, 3)
      let content = place + 4..<place + 4 + length
      // Stream information and the table for seeking.
      if ![0, 3].contains(first & 0x7F) {
        try file.write([first & 0x80 | 1], at: place)
        try file.blank(content)
      }
      place = content.upperBound
      if first & 0x80 != 0 { return }
    }
  }

  // MARK: WAV

  /// Every chunk but the sound and its form becomes `JUNK`, which readers skip.
  static func cleanWAV(_ file: inout EditedFile) throws(CannotClean) {
    var place = 12
    while file.count - place >= 8 {
      try file.step()
      let name = try file.text(place, 4)
      let size = try file.smallFirst(place + 4, 4)
      // A recorder that was cut off has not written how long the sound is.
      if name == "data", size > file.count - place - 8 { return }
      let content = place + 8..<place + 8 + size
      if !["fmt ", "fact", "data"].contains(name) {
        try file.blank(content)
        try file.write(Array("JUNK".utf8), at: place)
      }
      place = content.upperBound + size % 2
    }
  }
}
