/// Cleans WebM (RFC 8794, RFC 9559): tags, attachments, titles and dates become `Void`.
enum WebMCleaner {
  private struct Element {
    let id: Int
    let whole: Range<Int>
    let content: Range<Int>
    /// Its end is not said: it goes on until something comes that cannot be inside.
    let isOpen: Bool
  }

  private static let header = 0x1A45_DFA3
  private static let segment = 0x1853_8067
  private static let cluster = 0x1F43_B675
  private static let info = 0x1549_A966
  private static let tracks = 0x1654_AE6B
  private static let entry = 0xAE
  private static let kind = 0x83
  /// SeekHead, Info, Tracks, Cues, Cluster.
  private static let inSegment: Set<Int> = [0x114D_9B74, info, tracks, 0x1C53_BB6B, cluster]
  /// What can follow a cluster of unknown length: all of the above, Chapters, Tags and Attachments.
  private static let besideClusters = inSegment.union([0x1043_A770, 0x1254_C367, 0x1941_A469])
  /// TimestampScale and Duration.
  private static let inInfo: Set<Int> = [0x2A_D7B1, 0x4489]
  /// MuxingApp and WritingApp, which must be there and may be empty.
  private static let programs: Set<Int> = [0x4D80, 0x5741]
  /// The name of a track, and the checksum of what is changed here.
  private static let notInEntry: Set<Int> = [0x536E, 0xBF]
  /// Pictures and sound.
  ///
  /// Subtitles (0x11) lie among both: who has them is to save the film without.
  private static let shown: Set<Int> = [1, 2]

  static func clean(_ file: inout EditedFile) throws(CannotClean) {
    var place = 0
    while place < file.count {
      let element = try self.element(at: place, upTo: file.count, &file)
      place = element.whole.upperBound
      switch element.id {
      case header: break
      case segment: try cleanSegment(element.content, &file)
      default: try void(element, &file)
      }
    }
  }

  private static func cleanSegment(
    _ range: Range<Int>,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    var place = range.lowerBound
    while place < range.upperBound {
      let element = try self.element(at: place, upTo: range.upperBound, &file)
      place = element.whole.upperBound
      switch element.id {
      case info:
        for part in try elements(in: element.content, &file) {
          if programs.contains(part.id) {
            try file.blank(part.content)
          } else if !inInfo.contains(part.id) {
            try void(part, &file)
          }
        }
      case tracks: try cleanTracks(element.content, &file)
      case cluster where element.isOpen:
        place = try end(ofClusterFrom: element.content, &file)
      case let id where inSegment.contains(id):
        guard !element.isOpen else { throw .damaged }
      default: try void(element, &file)
      }
    }
  }

  private static func cleanTracks(
    _ range: Range<Int>,
    _ file: inout EditedFile
  ) throws(CannotClean) {
    for track in try elements(in: range, &file) {
      guard track.id == entry else {
        try void(track, &file)
        continue
      }
      for part in try elements(in: track.content, &file) {
        if part.id == kind {
          guard part.content.count <= 7,
            shown.contains(try file.number(part.content.lowerBound, part.content.count))
          else { throw CannotClean(reason: "it has a track of data or of subtitles.") }
        }
        if notInEntry.contains(part.id) { try void(part, &file) }
      }
    }
  }

  /// Where the first element lies that cannot be part of a cluster.
  private static func end(
    ofClusterFrom range: Range<Int>,
    _ file: inout EditedFile
  ) throws(CannotClean) -> Int {
    var place = range.lowerBound
    while place < range.upperBound {
      let part = try element(at: place, upTo: range.upperBound, &file)
      if besideClusters.contains(part.id) { return place }
      guard !part.isOpen else { throw .damaged }
      place = part.whole.upperBound
    }
    return place
  }

  // MARK: Elements

  private static func elements(
    in range: Range<Int>,
    _ file: inout EditedFile
  ) throws(CannotClean) -> [Element] {
    var found: [Element] = []
    var place = range.lowerBound
    while place < range.upperBound {
      let element = try self.element(at: place, upTo: range.upperBound, &file)
      found.append(element)
      place = element.whole.upperBound
    }
    return found
  }

  private static func element(
    at place: Int,
    upTo end: Int,
    _ file: inout EditedFile
  ) throws(CannotClean) -> Element {
    try file.step()
    let idLength = try file.byte(place).leadingZeroBitCount + 1
    guard idLength <= 4 else { throw .damaged }
    let id = try file.number(place, idLength)
    let sizePlace = place + idLength
    let first = try file.byte(sizePlace)
    let sizeLength = first.leadingZeroBitCount + 1
    guard sizeLength <= 8 else { throw .damaged }
    var size = Int(first) & (0xFF >> sizeLength)
    size = size << (8 * (sizeLength - 1)) | (try file.number(sizePlace + 1, sizeLength - 1))
    let start = sizePlace + sizeLength
    guard start <= end else { throw .damaged }
    if size == (1 << (7 * sizeLength)) - 1 {
      return Element(id: id, whole: place..<end, content: start..<end, isOpen: true)
    }
    guard size <= end - start else { throw .damaged }
    return Element(
      id: id,
      whole: place..<start + size,
      content: start..<start + size,
      isOpen: false
    )
  }

  /// Puts empty room of the same length in the place of an element.
  private static func void(_ element: Element, _ file: inout EditedFile) throws(CannotClean) {
    guard !element.isOpen else { throw .damaged }
    let (start, count) = (element.whole.lowerBound, element.whole.count)
    try file.blank(element.whole)
    if count - 2 <= 126 {
      return try file.write([0xEC, 0x80 | UInt8(count - 2)], at: start)
    }
    let size = (0..<7).map { UInt8(truncatingIfNeeded: (count - 9) >> (8 * (6 - $0))) }
    try file.write([0xEC, 0x01] + size, at: start)
  }
}
