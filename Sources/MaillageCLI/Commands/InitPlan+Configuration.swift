import ArgumentParser
import Federation
import Foundation
import Model
import Node

extension InitPlan {
  /// The configuration that the plan means.
  func configuration() throws -> NodeConfiguration {
    var configuration = NodeConfiguration()
    configuration.nodeHost = host.lowercased()
    configuration.nodePort = port
    configuration.nodeName = name ?? ""
    configuration.nodeLanguage = language
    configuration.nodeTerritoryPlaces = territoryPlace
    configuration.nodeKind = kind
    configuration.networkReachable = !outboundOnly
    try setListening(&configuration)
    try setTLS(&configuration)
    configuration.networkHosts = try pairs(map, "HOST=ADDRESS[:PORT]") { HostMap.place($0) }
    configuration.networkAllowedAddresses = try allowAddress.map(cidr)
    configuration.networkPins = try pairs(pin, "HOST=sha256/…") {
      SPKIPin($0).map { [$0.description] }
    }
    return configuration
  }

  private func setListening(_ configuration: inout NodeConfiguration) throws {
    guard let listen else { return }
    let parts = listen.split(separator: ":", maxSplits: 1).map(String.init)
    guard let address = parts.first.flatMap({ IPAddress($0) }) else {
      throw ValidationError("--listen wants ADDRESS or ADDRESS:PORT, such as 127.0.0.1:8080.")
    }
    configuration.serverAddress = address
    guard parts.count == 2 else { return }
    guard let port = Int(parts[1]), (1...65_535).contains(port) else {
      throw ValidationError("‘\(parts[1])’ is no port.")
    }
    configuration.serverPort = port
  }

  private func setTLS(_ configuration: inout NodeConfiguration) throws {
    if acme {
      configuration.tlsMode = .acme
      configuration.acmeTermsAgreed = true
      configuration.acmeContact = acmeContact
      if let acmeDirectory { configuration.acmeDirectory = acmeDirectory }
    } else if let certificate, let key {
      configuration.tlsMode = .files
      configuration.tlsCertificate = absolute(certificate)
      configuration.tlsKey = absolute(key)
    } else if !behindProxy.isEmpty {
      configuration.tlsMode = .proxy
      configuration.proxyTrusted = try behindProxy.map(cidr)
      if configuration.serverPort == nil { configuration.serverPort = 8080 }
      if listen == nil { configuration.serverAddress = .v4(0x7F00_0001) }
    }
  }

  private func absolute(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.path
  }

  private func cidr(_ text: String) throws -> CIDR {
    guard let cidr = CIDR(text) else {
      throw ValidationError("‘\(text)’ is no CIDR, such as 10.0.0.0/8.")
    }
    return cidr
  }

  private func pairs<Value>(
    _ texts: [String],
    _ shape: String,
    _ read: (String) -> Value?
  ) throws
    -> [String: Value]
  {
    var values: [String: Value] = [:]
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let value = read(parts[1]) else {
        throw ValidationError("‘\(text)’ is not \(shape).")
      }
      values[parts[0].lowercased()] = value
    }
    return values
  }
}
