import Federation
import Model

/// Films and sound from members, whose formats are walked through to take out what they say of themselves.
enum FuzzRecording {
  static func run(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let format = MediaFormat(of: bytes),
      let cleaned = try? RecordingCleaner.cleaned(bytes, as: format)
    else { return }
    try hold(MediaFormat(of: cleaned) == format, "what is cleaned is of another format")
    // Nothing moves, but for what is cut off from MP3.
    try hold(
      format == .mp3 ? cleaned.count <= bytes.count : cleaned.count == bytes.count,
      "\(bytes.count) bytes become \(cleaned.count)"
    )
  }
}
