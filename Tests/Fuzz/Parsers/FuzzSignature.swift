import Signatures

/// Signature headers: the input's lines are field lines, `name: value`; its first byte chooses the
/// request.
enum FuzzSignature {
  static func run(_ bytes: [UInt8]) throws(FuzzTarget.Finding) {
    guard let first = bytes.first else { return }
    let text = String(decoding: bytes.dropFirst(), as: UTF8.self)
    let body = BodyDigest(of: first & 1 == 0 ? [] : Array("{}".utf8))
    guard
      let uri = TargetURI("https://b.example/inbox?x=1")
    else { throw FuzzTarget.Finding("the target of the test is refused") }
    var fields = HeaderFields()
    for line in text.split(separator: "\n", maxSplits: 32) {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields.append(String(line[..<colon]), String(line[line.index(after: colon)...]))
    }
    let method = first & 2 == 0 ? "POST" : "GET"
    try read(RequestMessage(method: method, uri: uri, fields: fields, body: body))
    try names(text)
    _ = try? ContentDigest.contentDigest.verify(text, against: body)
    _ = HTTPDate.parse(text)
    _ = Authority(scheme: .https, text)
  }

  private static func read(_ request: RequestMessage) throws(FuzzTarget.Finding) {
    guard let unverified = try? UnverifiedSignature.parse(request) else { return }
    let again = try? UnverifiedSignature.parse(request)
    try hold(again?.keyID == unverified.keyID, "two readings of one header see two keys")
    try names(unverified.keyID.value)
    try hold(
      KeyID(unverified.keyID.value) == unverified.keyID,
      "the name of a key changes when it is read again"
    )
  }

  private static func names(_ text: String) throws(FuzzTarget.Finding) {
    guard let name = KeyID(text) else { return }
    try hold(KeyID(name.value) == name, "the name of a key is not in its one form")
    try hold(
      name.actorCandidate.hasPrefix(name.origin),
      "a key speaks for another origin than its own"
    )
  }
}
