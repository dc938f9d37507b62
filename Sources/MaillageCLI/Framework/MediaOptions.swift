import ArgumentParser
import Federation
import Foundation
import Model

/// The files that a post carries, read where the command was typed.
struct MediaOptions: ParsableArguments {
  /// As many as Mastodon shows, twice.
  private static let mostFiles = 8

  @Option(
    name: .customLong("media"),
    parsing: .upToNextOption,
    help: "Files: pictures, films, sound, PDF."
  )
  var paths: [String] = []

  @Option(
    name: .customLong("description"),
    help: "What the file shows, for those who do not see it; once for each file, in order."
  )
  var descriptions: [String] = []

  @Option(
    name: .customLong("focus"),
    help: "The point that stays visible when a picture is cut, as x,y from -1 to 1."
  )
  var focuses: [String] = []

  /// The files one after the other, each with its length before it: the socket takes one thing.
  func gather() throws -> [UInt8]? {
    guard !paths.isEmpty else { return nil }
    guard paths.count <= Self.mostFiles else {
      throw Refusal.malformed("A post carries at most \(Self.mostFiles) files.")
    }
    var packed: [UInt8] = []
    for path in paths {
      let bytes = try InputFile.read(path)
      packed += (0..<8).map { UInt8(truncatingIfNeeded: bytes.count >> (56 - 8 * $0)) }
      packed += bytes
      guard packed.count <= InputFile.limit else { throw Refusal.tooLarge(limit: InputFile.limit) }
    }
    return packed
  }

  /// The files as ``gather()`` packed them, with what was said of each.
  func drafts(of input: [UInt8]?) throws -> [Uploads.Draft] {
    guard descriptions.count <= paths.count, focuses.count <= paths.count else {
      throw Refusal.malformed("There are more descriptions or focal points than files.")
    }
    let points = try focuses.map(Self.point)
    let files = try Self.unpacked(input ?? [])
    guard files.count == paths.count else { throw Refusal.malformed("The files did not arrive.") }
    return files.enumerated().map { index, bytes in
      Uploads.Draft(
        bytes: bytes,
        description: index < descriptions.count ? descriptions[index] : nil,
        focus: index < points.count ? points[index] : nil
      )
    }
  }

  private static func unpacked(_ packed: [UInt8]) throws -> [[UInt8]] {
    var files: [[UInt8]] = []
    var rest = packed[...]
    while !rest.isEmpty {
      let count = rest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
      rest = rest.dropFirst(8)
      guard count <= UInt64(rest.count) else {
        throw Refusal.malformed("The files arrived cut off.")
      }
      files.append(Array(rest.prefix(Int(count))))
      rest = rest.dropFirst(Int(count))
    }
    return files
  }

  private static func point(_ text: String) throws -> FocalPoint {
    let numbers = text.split(separator: ",").compactMap { Double($0) }
    guard numbers.count == 2, let point = FocalPoint(x: numbers[0], y: numbers[1]) else {
      throw Refusal.malformed("‘\(text)’ is no point: write x,y, both from -1 to 1.")
    }
    return point
  }
}
