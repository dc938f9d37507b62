/// Cleans what is made of boxes: MP4, QuickTime and M4A (ISO/IEC 14496-12).
///
/// Phones write the place into `udta` (`©xyz`, `loci`) or `meta` (`com.apple.quicktime.location.ISO6709`) of the film or
/// of a track, cameras into boxes of their own or tracks of data beside the picture, and their names where the encoder's goes. Boxes that are not known to be
/// needed become `free`; of tracks that are neither seen nor heard, the samples go, too: also of subtitles and texts
/// (`text`, `sbtl`, `subt`, `clcp`), into which drones write where they fly.
enum ISOFileCleaner {
  /// A box: its name, and where it and its content lie.
  private struct Box {
    let name: String
    let whole: Range<Int>
    let content: Range<Int>
  }

  private static let atTop: Set<String> = [
    "ftyp", "styp", "moov", "moof", "mdat", "mfra", "sidx", "ssix", "pdin", "wide",
  ]
  private static let inMovie: Set<String> = ["mvhd", "trak", "mvex", "iods"]
  private static let inTrack: Set<String> = ["tkhd", "edts", "tref", "tapt", "load", "mdia"]
  private static let inMedia: Set<String> = ["mdhd", "hdlr", "elng", "minf"]
  private static let inFragment: Set<String> = ["mfhd", "traf"]
  private static let inTrackFragment: Set<String> = [
    "tfhd", "tfdt", "trun", "sdtp", "sbgp", "sgpd", "subs", "saiz", "saio", "senc",
  ]
  /// What tracks are for that people see or hear; and the count of frames (`tmcd`), which pictures refer to.
  private static let shown: Set<String> = ["vide", "soun", "hint", "pict", "auxv", "tmcd"]

  static func clean(_ file: inout EditedFile) throws(CannotClean) {
    let top = try boxes(in: 0..<file.count, of: &file)
    guard top.contains(where: { $0.name == "moov" }) else {
      throw CannotClean(reason: "it has no table of its tracks.")
    }
    let movie = try only("moov", of: top)
    let isInPieces = top.contains { $0.name == "moof" }
    try keep(atTop, top, &file)
    for piece in top where piece.name == "moof" {
      let inner = try boxes(in: piece.content, of: &file)
      try keep(inFragment, inner, &file)
      for track in inner where track.name == "traf" {
        try keep(inTrackFragment, boxes(in: track.content, of: &file), &file)
      }
    }
    let parts = try boxes(in: movie.content, of: &file)
    guard parts.contains(where: { $0.name == "trak" }) else {
      throw CannotClean(reason: "its table of tracks is packed or empty.")
    }
    try keep(inMovie, parts, &file)
    for part in parts {
      if part.name == "mvhd" { try forgetTimes(part, &file) }
      if part.name == "trak" { try cleanTrack(part, isInPieces: isInPieces, &file) }
    }
  }

  private static func cleanTrack(
    _ track: Box,
    isInPieces: Bool,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    let parts = try boxes(in: track.content, of: &file)
    let inner = try boxes(in: only("mdia", of: parts).content, of: &file)
    let handler = try only("hdlr", of: inner)
    // FullBox, then a type of component, then what the track is.
    let kind = try file.text(handler.content.lowerBound + 8, 4)
    let information = try boxes(in: only("minf", of: inner).content, of: &file)
    let table = try boxes(in: only("stbl", of: information).content, of: &file)
    guard shown.contains(kind) else {
      try forgetSamples(table, isInPieces: isInPieces, &file)
      return try free(track, &file)
    }
    // It begins with the time of day; the track stays, since pictures refer to it.
    if kind == "tmcd" { try forgetSamples(table, isInPieces: isInPieces, &file) }
    try keep(inTrack, parts, &file)
    try keep(inMedia, inner, &file)
    for part in parts + inner where ["tkhd", "mdhd"].contains(part.name) {
      try forgetTimes(part, &file)
    }
    for part in information where ["udta", "meta", "uuid"].contains(part.name) {
      try free(part, &file)
    }
    for part in inner + information where part.name == "hdlr" { try forgetMaker(part, &file) }
    for part in table where part.name == "stsd" { try forgetEncoder(part, of: kind, &file) }
  }

  private static func forgetSamples(
    _ table: [Box],
    isInPieces: Bool,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    guard !isInPieces else {
      throw CannotClean(reason: "it is in pieces, with a track of data or of subtitles among them.")
    }
    let byName = Dictionary(table.map { ($0.name, $0.content) }) { first, _ in first }
    for range in try SampleTable.ranges(of: byName, in: file) { try file.blank(range) }
  }

  /// Who made the program that wrote the track, and how that calls it: cameras put their own name there.
  private static func forgetMaker(_ handler: Box, _ file: inout EditedFile) throws(CannotClean) {
    // What precedes says what it is.
    let start = handler.content.lowerBound + 12
    guard start <= handler.content.upperBound else { throw .damaged }
    try file.blank(start..<handler.content.upperBound)
  }

  /// The names of maker and encoder in the description of samples (§12.1.3, §12.2.3), and of the reel of a count of
  /// frames.
  private static func forgetEncoder(
    _ descriptions: Box,
    of kind: String,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    let content = descriptions.content
    guard content.count >= 8 else { throw .damaged }
    for entry in try boxes(in: content.lowerBound + 8..<content.upperBound, of: &file) {
      let (start, count) = (entry.content.lowerBound, entry.content.count)
      switch kind {
      case "vide", "pict", "auxv":
        guard count >= 74 else { throw .damaged }
        try file.blank(start + 12..<start + 16)
        try file.blank(start + 42..<start + 74)
      case "soun":
        guard count >= 16 else { throw .damaged }
        try file.blank(start + 12..<start + 16)
      case "tmcd":
        guard count >= 26 else { throw .damaged }
        for part in try boxes(in: start + 26..<entry.content.upperBound, of: &file) {
          try free(part, &file)
        }
      default: break
      }
    }
  }

  // MARK: Boxes

  private static func boxes(
    in range: Range<Int>,
    of file: inout EditedFile
  ) throws(CannotClean) -> [Box] {
    var found: [Box] = []
    var place = range.lowerBound
    // QuickTime ends some lists with four zero bytes.
    while range.upperBound - place >= 8 {
      try file.step()
      var size = try file.number(place, 4)
      var header = 8
      if size == 1 {
        guard try file.byte(place + 8) == 0 else { throw .damaged }
        (size, header) = (try file.number(place + 9, 7), 16)
      } else if size == 0 {
        size = range.upperBound - place
      }
      guard size >= header, size <= range.upperBound - place else { throw .damaged }
      found.append(
        Box(
          name: try file.text(place + 4, 4),
          whole: place..<place + size,
          content: place + header..<place + size
        )
      )
      place += size
    }
    return found
  }

  /// The box of a name that has to be there, once: what stands in another would not be cleaned.
  private static func only(_ name: String, of boxes: [Box]) throws(CannotClean) -> Box {
    let named = boxes.filter { $0.name == name }
    guard named.count == 1 else { throw .damaged }
    return named[0]
  }

  private static func keep(
    _ names: Set<String>,
    _ boxes: [Box],
    _ file: inout EditedFile
  ) throws(CannotClean) {
    for box in boxes where !names.contains(box.name) { try free(box, &file) }
  }

  private static func free(_ box: Box, _ file: inout EditedFile) throws(CannotClean) {
    try file.write(Array("free".utf8), at: box.whole.lowerBound + 4)
    try file.blank(box.content)
  }

  /// When it was made and changed, which `mvhd`, `tkhd` and `mdhd` begin with, in seconds of four bytes or eight.
  private static func forgetTimes(_ box: Box, _ file: inout EditedFile) throws(CannotClean) {
    let start = box.content.lowerBound + 4
    let length = try file.byte(box.content.lowerBound) == 1 ? 16 : 8
    guard start + length <= box.content.upperBound else { throw .damaged }
    try file.blank(start..<start + length)
  }
}

/// Where the samples of a track lie (ISO/IEC 14496-12 §8.6 to §8.7).
enum SampleTable {
  /// The parts of a file that are a track's, by the contents of the boxes of its `stbl`.
  static func ranges(
    of boxes: [String: Range<Int>],
    in file: EditedFile
  ) throws(CannotClean) -> [Range<Int>] {
    guard let (chunks, width) = boxes["stco"].map({ ($0, 4) }) ?? boxes["co64"].map({ ($0, 8) }),
      let runs = boxes["stsc"], let sizes = boxes["stsz"]
    else { throw CannotClean(reason: "it has a track of data without a table of what is in it.") }
    let chunkCount = try entries(chunks, at: 4, of: width, in: file)
    let runCount = try entries(runs, at: 4, of: 12, in: file)
    let common = try file.number(sizes.lowerBound + 4, 4)
    var sampleCount = try file.number(sizes.lowerBound + 8, 4)
    if common == 0 { sampleCount = try entries(sizes, at: 8, of: 4, in: file) }
    var (ranges, run, sample): ([Range<Int>], Int, Int) = ([], 0, 0)
    for chunk in 0..<chunkCount {
      // The next run of chunks may begin here; chunks count from 1.
      while run + 1 < runCount,
        try file.number(runs.lowerBound + 8 + 12 * (run + 1), 4) <= chunk + 1
      {
        run += 1
      }
      guard run < runCount else { throw .damaged }
      let many = min(try file.number(runs.lowerBound + 12 + 12 * run, 4), sampleCount - sample)
      guard many >= 0, many <= file.count, common <= file.count else { throw .damaged }
      var length = common * many
      if common == 0 {
        for place in sample..<sample + many {
          length += try file.number(sizes.lowerBound + 12 + 4 * place, 4)
        }
      }
      sample += many
      let place = chunks.lowerBound + 8 + width * chunk
      if width == 8, try file.byte(place) != 0 { throw .damaged }
      let start = try file.number(place + width / 8, width - width / 8)
      guard length <= file.count, start <= file.count - length else { throw .damaged }
      ranges.append(start..<start + length)
    }
    return ranges
  }

  /// How many entries of a width a table has, which all have to be there.
  private static func entries(
    _ table: Range<Int>,
    at place: Int,
    of width: Int,
    in file: EditedFile
  ) throws(CannotClean) -> Int {
    let count = try file.number(table.lowerBound + place, 4)
    guard count <= (table.count - place - 4) / width else { throw .damaged }
    return count
  }
}
