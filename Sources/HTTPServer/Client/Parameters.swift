import Foundation
import HTTPTypes
import Hummingbird
import Model
import NIOCore

/// What a client says in its query and its body, whichever way it encodes that.
///
/// Of a route in the table it can be asked for what the route describes, and for nothing else.
struct Parameters: Sendable {
  let value: FormValue
  /// What may be asked for; nothing: anything.
  private let described: [String: ValueType]?

  init(_ value: FormValue) { self.init(value, described: nil) }

  private init(_ value: FormValue, described: [String: ValueType]?) {
    self.value = value
    self.described = described
  }

  /// The same, of a route that takes this: what the description does not name is not heard, and a test
  /// that asks for it ends.
  func described(by taken: [ClientRoute.Taken]) -> Parameters {
    let types = taken.map { ($0.name, $0.type) }
    return Parameters(value, described: Dictionary(types) { first, _ in first })
  }

  private func value(_ name: String) -> FormValue? {
    guard described == nil || described?[name] != nil else {
      assertionFailure("‘\(name)’ is read and not described")
      return nil
    }
    return value[name]
  }

  /// What is described of an object within, or of the elements of a list.
  private func inner(_ name: String) -> [String: ValueType]? {
    guard let described else { return nil }
    var type = described[name]
    while case .list(let element) = type { type = element }
    guard case .entity(let entity) = type else { return [:] }
    let fields = EntitySchema.all[entity]?.fields ?? []
    return Dictionary(fields.map { ($0.name, $0.type) }) { first, _ in first }
  }

  /// Reads query and body of a request; of what both say, the body counts.
  ///
  /// Some clients send a body with a GET, and Mastodon reads it.
  ///
  /// - Throws: `Refusal.unreadable` for what cannot be read, `Refusal.tooLarge`.
  init(_ request: Request, largestBody: Int, files: Int = 2) async throws {
    let query = try Self.readable { () throws(Refusal) in
      try URLEncodedForm.value(ofQuery: request.uri.query)
    }
    guard Self.hasBody(request) else {
      self.init(query)
      return
    }
    let limits = FormLimits(bytes: min(largestBody, 1 << 20), fileBytes: largestBody, files: files)
    let body: ByteBuffer
    do {
      body = try await request.body.collect(upTo: largestBody)
    } catch is NIOTooManyBytesError {
      throw Refusal.tooLarge(limit: largestBody)
    }
    let bytes = [UInt8](body.readableBytesView)
    // A DELETE or POST without a body often comes with the type of one all the same.
    let form = try Self.readable { () throws(Refusal) in
      try FormValue.read(
        bytes[...],
        contentType: request.headers[.contentType],
        limits: limits
      )
    }
    self.init(form.filled(from: query))
  }

  /// What the query of a request says.
  ///
  /// - Throws: `Refusal.unreadable` for what cannot be read.
  init(queryOf request: Request) throws(Refusal) {
    let query = try Self.readable { () throws(Refusal) in
      try URLEncodedForm.value(ofQuery: request.uri.query)
    }
    self.init(query)
  }

  /// Says of what has no form at all that it cannot be read.
  static func readable<Value>(
    _ read: () throws(Refusal) -> Value
  ) throws(Refusal) -> Value {
    do {
      return try read()
    } catch {
      guard case .malformed(let reason) = error else { throw error }
      throw .unreadable(reason)
    }
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
  func text(_ name: String) -> String? { value(name)?.string }

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

  /// The one thing that a request is about, as Mastodon's `params.require`.
  ///
  /// - Throws: `Refusal.unreadable`, which names the parameter, when it is absent.
  func demand(_ name: String) throws(Refusal) -> String {
    guard let text = filled(name) else { throw Self.missing(name) }
    return text
  }

  /// That the one thing is missing that a request is about.
  static func missing(_ name: String) -> Refusal {
    .unreadable("param is missing or the value is empty or invalid: \(name)")
  }

  /// The texts of a list; one text is a list of one.
  ///
  /// A list within a list counts as its elements: some clients write `id[][]`.
  func texts(_ name: String) -> [String] {
    guard let value = value(name) else { return [] }
    return value.string.map { [$0] }
      ?? (value.elements ?? []).flatMap { element in
        element.string.map { [$0] } ?? element.strings ?? []
      }
  }

  /// The values of a list.
  func list(_ name: String) -> [Parameters] {
    let fields = inner(name)
    return value(name)?.elements?.map { Parameters($0, described: fields) } ?? []
  }

  func part(_ name: String) -> Parameters? {
    guard let value = value(name), case .object = value else { return nil }
    return Parameters(value, described: inner(name))
  }

  func bool(_ name: String) -> Bool? { value(name)?.bool }
  func number(_ name: String) -> Int? { value(name)?.integer }

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

  func file(_ name: String) -> FormFile? { value(name)?.file }

  /// The files of a list; one file is a list of one.
  func files(_ name: String) -> [FormFile] {
    guard let value = value(name) else { return [] }
    return value.file.map { [$0] } ?? (value.elements ?? []).compactMap(\.file)
  }

  func has(_ name: String) -> Bool { value(name) != nil }
}
