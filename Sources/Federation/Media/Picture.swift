import Model

/// A picture made anew: upright, in sRGB, without anything but pixels.
package struct Picture: Sendable, Hashable {
  package let format: MediaFormat
  package let width: Int
  package let height: Int
  package let frames: Int
  package let bytes: [UInt8]
  /// A small still in WebP.
  package let preview: [UInt8]
  /// A few colours to show until it is there (blurha.sh).
  package let blurhash: String

  /// Reads what the worker wrote; nothing for anything but exactly that.
  ///
  /// The worker had a stranger's bytes in its hands, so its own are hardly better: they are held to
  /// their form, and nothing is decoded here.
  init?(written output: [UInt8], within limits: PictureLimits) {
    guard let end = output.prefix(256).firstIndex(of: UInt8(ascii: "\n")),
      let line = String(validating: output[..<end], as: UTF8.self)
    else { return nil }
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard words.count == 10, words[0] == "picture", let format = MediaFormat(rawValue: words[1])
    else { return nil }
    let numbers = words[2..<9].compactMap { Int($0) }
    guard numbers.count == 7, numbers.allSatisfy({ $0 > 0 }), numbers[3] <= output.count else {
      return nil
    }
    let start = end + 1
    guard numbers[6] <= output.count, start + numbers[3] + numbers[6] == output.count,
      max(numbers[0], numbers[1]) <= limits.edge, Self.isBlurhash(words[9])
    else { return nil }
    self.format = format
    (width, height, frames) = (numbers[0], numbers[1], numbers[2])
    bytes = Array(output[start..<(start + numbers[3])])
    preview = Array(output[(start + numbers[3])...])
    blurhash = words[9]
    guard format.kind == .picture, MediaFormat(of: bytes) == format,
      MediaFormat(of: preview) == .webp
    else { return nil }
  }

  /// Four components by three: 28 digits of base 83.
  private static func isBlurhash(_ text: String) -> Bool {
    text.utf8.count == 28
      && text.allSatisfy { character in
        character.isASCII && (character.isLetter || character.isNumber)
          || "#$%*+,-.:;=?@[]^_{|}~".contains(character)
      }
  }
}

/// What a picture may be and cost.
package struct PictureLimits: Sendable, Hashable {
  /// The longest edge, in pixels, of the picture made anew.
  package var edge = 3840
  package var previewEdge = 640
  /// By its header: what everyone takes (Mastodon's FEDERATION.md).
  package var pixels = 33_177_600
  /// An animation with more frames, or more pixels in all, becomes a still.
  package var frames = 300
  /// Address space of the worker, in bytes.
  package var memory = 1 << 30
  /// Processor time of the worker, in seconds.
  package var seconds = 20
  /// How long the worker is waited for, in milliseconds.
  package var patience = 60_000
  /// The most that the worker may write, in bytes.
  package var output = 64 << 20

  package init() {}

  /// Reads what ``arguments`` wrote.
  package init?(arguments: [String]) {
    let numbers = arguments.compactMap { Int($0) }
    guard numbers.count == 6, arguments.count == 6, numbers.allSatisfy({ $0 > 0 }) else {
      return nil
    }
    (edge, previewEdge, pixels) = (numbers[0], numbers[1], numbers[2])
    (frames, memory, seconds) = (numbers[3], numbers[4], numbers[5])
  }

  /// What the worker is told.
  var arguments: [String] {
    [edge, previewEdge, pixels, frames, memory, seconds].map(String.init)
  }
}
