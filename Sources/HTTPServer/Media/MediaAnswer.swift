import Federation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// Gives out a file as what it is and as nothing else.
struct MediaAnswer: Sendable {
  /// Read from the store at a time, in bytes.
  private static let piece = 256 << 10

  let media: MediaLibrary
  let format: MediaFormat
  let file: Digest
  let size: Int
  /// Whether shared caches may keep it: not what only some may know of.
  let isPublic: Bool

  /// Answers when the first bytes have been read: a store that fails is an error, not a file that breaks off.
  ///
  /// - Throws: `Refusal.unreachable` or `Refusal.absent` as the store says.
  func response(to request: Request) async throws -> Response {
    switch ByteRange(request.headers[.range], of: size) {
    case .whole:
      return Response(status: .ok, headers: headers, body: try await body(0..<size))
    case .part(let range):
      var headers = headers
      headers[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(size)"
      return Response(status: .partialContent, headers: headers, body: try await body(range))
    case .unsatisfiable:
      return Response(
        status: .rangeNotSatisfiable,
        headers: [.contentRange: "bytes */\(size)", .cacheControl: "private, no-store"]
      )
    }
  }

  /// No script runs in what is shown, and what is no picture is not shown at all but downloaded:
  /// players and pictures in pages take no notice of that.
  private var headers: HTTPFields {
    let disposition = format.kind == .picture ? "inline" : "attachment"
    return [
      .contentType: format.mediaType,
      .contentDisposition: "\(disposition); filename=\"media.\(format.rawValue)\"",
      .contentPolicy: "default-src 'none'; frame-ancestors 'none'; sandbox",
      .acceptRanges: "bytes",
      .cacheControl: "\(isPublic ? "public" : "private"), max-age=31536000, immutable",
      .eTag: "\"\(file.bytes.prefix(16).hexadecimal)\"",
      .anyOrigin: "*",
      .resourcePolicy: "cross-origin",
    ]
  }

  private func body(_ range: Range<Int>) async throws -> ResponseBody {
    let end = min(range.lowerBound + Self.piece, range.upperBound)
    let first = try await media.store.read(file, range.lowerBound..<end)
    return ResponseBody(contentLength: range.count) { [media, file] writer in
      var start = end
      try await writer.write(ByteBuffer(bytes: first))
      while start < range.upperBound {
        let end = min(start + Self.piece, range.upperBound)
        let bytes = try await media.store.read(file, start..<end)
        try await writer.write(ByteBuffer(bytes: bytes))
        start = end
      }
      try await writer.finish(nil)
    }
  }
}

extension MediaAnswer {
  /// The small still of a picture; of a picture that is small itself and has none, the picture.
  ///
  /// - Throws: `Refusal.absent` for what is no picture.
  init(
    previewOf shown: MediaDescription,
    isPublic: Bool,
    _ services: FederationServices
  ) async throws {
    if let preview = shown.preview,
      let size = try await services.database.read({ try $0.mediaFiles.size(of: preview) })
    {
      self.init(
        media: services.media,
        format: .webp,
        file: preview,
        size: size,
        isPublic: isPublic
      )
      return
    }
    guard shown.format.kind == .picture else { throw Refusal.absent }
    self.init(
      media: services.media,
      format: shown.format,
      file: shown.file,
      size: shown.bytes,
      isPublic: isPublic
    )
  }
}
