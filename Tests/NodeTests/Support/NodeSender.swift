import Federation
import Foundation
import NIOSSL
import Node
import Signatures
import StrictJSON

/// Speaks as the node itself, with the key in its home: a sender whose other end really exists.
struct NodeSender: Sendable {
  let node: NodeProcess
  private let signer: Signer

  init(_ node: NodeProcess) throws {
    self.node = node
    let pem = try String(contentsOfFile: node.home.rsaKey, encoding: .utf8)
    guard let keyID = KeyID("\(node.origin)/actor#main-key") else {
      throw NotInTime(description: "\(node.origin) makes no key id.")
    }
    signer = Signer(keyID: keyID, key: try SigningKey(pem: pem))
  }

  var actor: String { "\(node.origin)/actor" }

  /// An activity of the node's actor.
  func activity(_ type: String, _ object: JSON, number: Int) -> JSON {
    [
      "@context": "https://www.w3.org/ns/activitystreams",
      "id": .string("\(node.origin)/activities/\(number)"), "type": .string(type),
      "actor": .string(actor), "object": object,
    ]
  }

  /// A signed request as it goes over the wire; padding makes it larger and means nothing.
  func post(_ json: JSON, to other: NodeProcess, padding: Int = 0) throws -> String {
    let blanks = [UInt8](repeating: 0x20, count: padding)
    return try request("POST", "/inbox", of: other, body: json.serialized() + blanks)
  }

  /// A signed request for a document.
  func get(_ path: String, of other: NodeProcess) throws -> String {
    try request("GET", path, of: other, body: [])
  }

  private func request(
    _ method: String,
    _ path: String,
    of other: NodeProcess,
    body: [UInt8]
  ) throws -> String {
    guard let uri = TargetURI("\(other.origin)\(path)") else {
      throw NotInTime(description: "\(path) is no target.")
    }
    let type = "application/activity+json"
    let message = RequestMessage(
      method: method,
      uri: uri,
      fields: body.isEmpty ? ["accept": type] : ["content-type": type],
      body: BodyDigest(of: body)
    )
    let fields = try signer.sign(message, by: .draftCavage, now: Date())
    var lines = ["\(method) \(path) HTTP/1.1"] + fields.fields.map { "\($0.name): \($0.value)" }
    if !body.isEmpty { lines.append("content-length: \(body.count)") }
    lines += ["connection: close", "", String(decoding: body, as: UTF8.self)]
    return lines.joined(separator: "\r\n")
  }
}

/// The pin of a certificate, as text.
enum SPKIPinText {
  static func of(_ certificate: NIOSSLCertificate) throws -> String {
    try SPKIPin(of: certificate).description
  }
}
