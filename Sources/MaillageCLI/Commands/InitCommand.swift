import ArgumentParser
import Foundation
import Model
import Node

/// `maillage init`: makes a home.
struct InitCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Make a new node.",
    discussion: """
      TLS comes from a certificate that the node makes itself (the default), from an authority by \
      ACME, from files of yours, or from a reverse proxy. An init that was interrupted can be repeated.

      Example: maillage init --host atelier.example --name "L'Atelier" --self-signed
      """
  )

  @OptionGroup var options: GlobalOptions
  @OptionGroup var plan: InitPlan

  @Flag(help: "Say what would happen, and change nothing.")
  var dryRun = false

  func run() async throws {
    try await Console.refusing {
      let report = try await report(home: options.nodeHome, caller: Console.caller)
      Console.print(AdminReply(output: report.output(asJSON: options.json)))
    }
  }

  /// Makes the home, or tries whether it could be made.
  func report(home: NodeHome, caller: String) async throws -> Report {
    let configuration = try plan.configuration()
    let run = FirstRun(home: home, configuration: configuration, caller: caller)
    guard !dryRun else {
      try run.check()
      return try Report(
        "Would make the node \(configuration.origin) in \(home.path). Nothing was changed.",
        Made(configuration, home, dryRun: true)
      )
    }
    let certificate = try await run.run()
    let made = Made(configuration, home, pin: certificate?.pin)
    return try Report(made.shown(configuration), made)
  }
}

extension InitCommand {
  /// What was made.
  fileprivate struct Made: Encodable {
    var dryRun: Bool?
    let home: String
    let origin: String
    let listens: String
    let tls: String
    let pin: String?

    init(
      _ configuration: NodeConfiguration,
      _ home: NodeHome,
      pin: String? = nil,
      dryRun: Bool? = nil
    ) {
      self.dryRun = dryRun
      self.home = home.path
      origin = "\(configuration.origin)"
      listens = "\(configuration.serverAddress):\(configuration.listeningPort)"
      tls = configuration.tlsMode.rawValue
      self.pin = pin
    }

    func shown(_ configuration: NodeConfiguration) -> String {
      var lines = ["The node \(Styled.strong(origin)) is made, in \(home)."]
      if configuration.tlsMode == .proxy {
        lines.append("Let the reverse proxy pass requests on to http://\(listens).")
      } else {
        lines.append("It listens at \(listens).")
      }
      if configuration.tlsMode == .acme {
        lines.append(
          "Its certificate comes from \(configuration.acmeDirectory) once the node serves; "
            + "maillage certificate status says how that goes."
        )
      }
      if let pin, configuration.tlsMode != .acme {
        let isOwn = configuration.tlsMode == .selfSigned
        lines.append("Certificate pin\(isOwn ? ", for other nodes" : ""): \(pin)")
      }
      lines += [
        "Next:", "  maillage member add NAME --role admin --home \(home)",
        "  maillage serve --home \(home)", "  maillage doctor --home \(home)",
      ]
      return lines.joined(separator: "\n")
    }
  }
}

extension NodeRecord.Kind: ExpressibleByArgument {}

/// What a new node is to be.
struct InitPlan: ParsableArguments {
  @Option(help: "The host name: with the port, the node's identity for ever.")
  var host: String

  @Option(help: "The port at which others reach the node.")
  var port = 443

  @Option(help: "ADDRESS or ADDRESS:PORT to listen at, when it differs.")
  var listen: String?

  @Option(help: "The name people see.")
  var name: String?

  @Option(help: "fr, en or another language (BCP 47).")
  var language = "fr"

  @Option(help: "What the organisation is.")
  var kind = NodeRecord.Kind.independent

  @Flag(help: "Others cannot connect to this node: it collects what is for it.")
  var outboundOnly = false

  @Option(parsing: .upToNextOption, help: "The communes that the node belongs to.")
  var territoryPlace: [String] = []

  @Flag(help: "Make a certificate, which others pin (the default).")
  var selfSigned = false

  @Flag(help: "Get the certificate of Let's Encrypt, whose terms you agree to with this.")
  var acme = false

  @Option(help: "With --acme: the mail address that the authority may write to.")
  var acmeContact: String?

  @Option(help: "With --acme: the directory of another authority.")
  var acmeDirectory: String?

  @Option(help: "PEM file of the certificate and its chain.", completion: .file())
  var certificate: String?

  @Option(help: "PEM file of the certificate's key.", completion: .file())
  var key: String?

  @Option(parsing: .upToNextOption, help: "CIDRs of the reverse proxy that ends TLS.")
  var behindProxy: [String] = []

  @Option(parsing: .upToNextOption, help: "HOST=ADDRESS[:PORT], instead of DNS.")
  var map: [String] = []

  @Option(parsing: .upToNextOption, help: "CIDRs of private addresses that may be reached.")
  var allowAddress: [String] = []

  @Option(parsing: .upToNextOption, help: "HOST[:PORT]=sha256/… of self-signed nodes.")
  var pin: [String] = []

  func validate() throws {
    guard (certificate == nil) == (key == nil) else {
      throw ValidationError("--certificate and --key belong together.")
    }
    guard acme || (acmeContact == nil && acmeDirectory == nil) else {
      throw ValidationError("--acme-contact and --acme-directory go with --acme.")
    }
    let ways = [selfSigned, acme, certificate != nil, !behindProxy.isEmpty].count { $0 }
    guard ways <= 1 else {
      throw ValidationError(
        "Choose one of --self-signed, --acme, --certificate with --key, --behind-proxy."
      )
    }
  }
}
