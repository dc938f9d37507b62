import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// What a client says in its query and its body, whichever way it encodes that.
struct Parameters: Sendable {
  let value: FormValue

  init(_ value: FormValue) { self.value = value }

  /// Reads query and body of a request; of what both say, the body counts.
  ///
  /// Some clients send a body with a GET, and Mastodon reads it.
  ///
  /// - Throws: `Refusal.malformed` for what cannot be read, `Refusal.tooLarge`.
  init(_ request: Request, largestBody: Int) async throws {
    let query = try URLEncodedForm.value(ofQuery: request.uri.query)
    guard Self.hasBody(request) else {
      value = query
      return
    }
    let limits = FormLimits(bytes: min(largestBody, 1 << 20), fileBytes: largestBody, files: 2)
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: largestBody)
    } catch is NIOTooManyBytesError {
      throw Refusal.tooLarge(limit: largestBody)
    }
    let bytes = [UInt8](body.readableBytesView)
    // A DELETE or POST without a body often comes with the type of one all the same.
    let form = try FormValue.read(
      bytes[...],
      contentType: request.headers[.contentType],
      limits: limits
    )
    value = form.filled(from: query)
  }

  /// Whether a request says anything beside its query.
  static func hasBody(_ request: Request) -> Bool {
    switch request.method {
    case .head: false
    case .get:
      request.headers.contains(.transferEncoding) || request.headers[.contentLength] ?? "0" != "0"
    default: true
    }
  }

  /// A text; nothing when it is absent or no text.
  func text(_ name: String) -> String? { value[name]?.string }

  /// A text that is not empty.
  func filled(_ name: String) -> String? {
    guard let text = text(name), !text.isEmpty else { return nil }
    return text
  }

  /// - Throws: `Refusal.malformed`, which names the parameter, when it is absent.
  func require(_ name: String) throws(Refusal) -> String {
    guard let text = filled(name) else {
      throw .malformed("Validation failed: \(name) can't be blank")
    }
    return text
  }

  /// The texts of a list; one text is a list of one.
  ///
  /// A list within a list counts as its elements: some clients write `id[][]`.
  func texts(_ name: String) -> [String] {
    guard let value = value[name] else { return [] }
    return value.string.map { [$0] }
      ?? (value.elements ?? []).flatMap { element in
        element.string.map { [$0] } ?? element.strings ?? []
      }
  }

  /// The values of a list.
  func list(_ name: String) -> [Parameters] {
    value[name]?.elements?.map(Parameters.init) ?? []
  }

  func part(_ name: String) -> Parameters? {
    guard let value = value[name], case .object = value else { return nil }
    return Parameters(value)
  }

  func bool(_ name: String) -> Bool? { value[name]?.bool }
  func number(_ name: String) -> Int? { value[name]?.integer }

  /// A time span of up to ten years, in seconds; nothing when it is absent or no number.
  ///
  /// - Throws: `Refusal.malformed` for a longer one, and for less than nothing.
  func seconds(_ name: String) throws(Refusal) -> TimeInterval? {
    guard let number = number(name) else { return nil }
    guard (0...Self.tenYears).contains(number) else {
      throw .malformed("Validation failed: \(name) is at most ten years, in seconds")
    }
    return TimeInterval(number)
  }

  private static let tenYears = 315_360_000

  func file(_ name: String) -> FormFile? { value[name]?.file }
  func has(_ name: String) -> Bool { value[name] != nil }
}
