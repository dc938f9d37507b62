import Foundation

/// One request to an authority that speaks ACME.
package struct ACMERequest: Sendable {
  /// The body of a POST, already signed; nothing for a GET.
  package let body: [UInt8]?
  package let url: String
  /// The media type of the answer that is hoped for.
  package let accept: String

  package init(_ url: String, body: [UInt8]? = nil, accept: String = "application/json") {
    self.url = url
    self.body = body
    self.accept = accept
  }

  /// The media type of every body (RFC 8555 §6.2).
  package static let contentType = "application/jose+json"
}

/// What the authority answered, read in full and within bounds.
package struct ACMEResponse: Sendable {
  package let status: Int
  package let fields: [(String, String)]
  package let body: [UInt8]

  package init(status: Int, fields: [(String, String)], body: [UInt8]) {
    self.status = status
    self.fields = fields
    self.body = body
  }

  /// The first field of that name, in whatever case it came.
  package subscript(field name: String) -> String? {
    let name = name.lowercased()
    return fields.first { $0.0.lowercased() == name }?.1
  }

  var isSuccess: Bool { (200...299).contains(status) }
}

/// What a session needs of the world: the way to the authority, the clock, and a pause.
package struct ACMESurroundings: Sendable {
  package typealias Send = @Sendable (ACMERequest) async throws(ACMEFailure) -> ACMEResponse

  let send: Send
  let now: @Sendable () -> Date
  /// Waits so many seconds; ends early only when the task is cancelled.
  let pause: @Sendable (TimeInterval) async throws -> Void

  package init(
    now: @escaping @Sendable () -> Date,
    pause: @escaping @Sendable (TimeInterval) async throws -> Void,
    send: @escaping Send
  ) {
    self.send = send
    self.now = now
    self.pause = pause
  }
}
