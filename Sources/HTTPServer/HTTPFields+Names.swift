import HTTPTypes

extension HTTPField.Name {
  static let host = constant("Host")
  static let referrerPolicy = constant("Referrer-Policy")
  static let xForwardedFor = constant("X-Forwarded-For")
  static let xForwardedHost = constant("X-Forwarded-Host")
  static let forwarded = constant("Forwarded")
  static let signature = constant("Signature")
  static let signatureInput = constant("Signature-Input")
  static let xRequestID = constant("X-Request-Id")
  static let nosniff = constant("X-Content-Type-Options")
  static let contentPolicy = constant("Content-Security-Policy")
  static let frameOptions = constant("X-Frame-Options")
  static let resourcePolicy = constant("Cross-Origin-Resource-Policy")
  static let link = constant("Link")
  static let exposedHeaders = constant("Access-Control-Expose-Headers")
  static let allowedMethods = constant("Access-Control-Allow-Methods")
  static let allowedHeaders = constant("Access-Control-Allow-Headers")
  static let allowedAge = constant("Access-Control-Max-Age")
  static let fetchSite = constant("Sec-Fetch-Site")
  static let rateLimit = constant("X-RateLimit-Limit")
  static let rateRemaining = constant("X-RateLimit-Remaining")
  static let rateReset = constant("X-RateLimit-Reset")
  static let idempotencyKey = constant("Idempotency-Key")
  static let anyOrigin = constant("Access-Control-Allow-Origin")

  /// A name written in the program itself.
  private static func constant(_ text: String) -> HTTPField.Name {
    guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no field name") }
    return name
  }
}

extension HTTPResponse.Status {
  /// The request is for another host (RFC 9110 §15.5.20).
  static let misdirected = HTTPResponse.Status(code: 421, reasonPhrase: "Misdirected Request")
  /// The disk is full (RFC 4918 §11.5).
  static let outOfStorage = HTTPResponse.Status(code: 507, reasonPhrase: "Insufficient Storage")
}
