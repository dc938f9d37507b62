import Federation
import Foundation
import Model
import Testing

@testable import Node

@Suite("Configuration")
struct ConfigurationTests {
  @Test("The file's values are read, all others are the defaults")
  func readsFile() throws {
    let configuration = try NodeConfiguration(
      yaml: """
        node:
          host: town.example
          port: 8443
          territoryPlaces: [Saint-Nazaire, "Pornic, bourg"]
        network:
          hosts:
            company.example: 127.0.0.2
          allowedAddresses:
            - 127.0.0.0/8
          pins:
            company.example:8444: [sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=]
        federation:
          authorizedFetch: yes
        """
    )

    #expect(configuration.nodeHost == "town.example")
    #expect(configuration.origin.description == "https://town.example:8443")
    #expect(configuration.nodeTerritoryPlaces == ["Saint-Nazaire", "Pornic, bourg"])
    #expect(
      configuration.networkHosts == ["company.example": HostMap.Place(address: .v4(0x7f00_0002))]
    )
    #expect(configuration.networkAllowedAddresses == [CIDR("127.0.0.0/8")])
    #expect(configuration.networkPins["company.example:8444"]?.count == 1)
    #expect(configuration.federationAuthorizedFetch)
    #expect(configuration.nodeLanguage == "fr")
    #expect(configuration.postsDefaultAudience == .node)
    #expect(configuration.listeningPort == 8443)
    #expect(configuration.metricsToken == nil)
  }

  @Test("An environment variable wins over the file")
  func environmentWins() throws {
    let configuration = try NodeConfiguration(
      yaml: "node:\n  host: a.example\nlog:\n  level: debug",
      environment: [
        "MAILLAGE_NODE_HOST": "b.example", "MAILLAGE_SERVER_HTTP2": "true",
        "MAILLAGE_NODE_ADMIN_CONTACT": "admin@b.example",
        "MAILLAGE_NETWORK_HOSTS": "c.example=10.0.0.1,d.example=::1",
        "MAILLAGE_NETWORK_ALLOWED_ADDRESSES": "10.0.0.0/8, ::1",
        "MAILLAGE_PROXY_TRUSTED": "", "MAILLAGE_HOME": "elsewhere", "PATH": "/bin",
      ]
    )

    #expect(configuration.nodeHost == "b.example")
    #expect(configuration.serverHTTP2)
    #expect(configuration.nodeAdminContact == "admin@b.example")
    #expect(
      configuration.networkHosts == [
        "c.example": HostMap.Place(address: .v4(0x0a00_0001)),
        "d.example": HostMap.Place(address: .v6(1)),
      ]
    )
    #expect(configuration.networkAllowedAddresses.count == 2)
    #expect(configuration.proxyTrusted.isEmpty)
    #expect(configuration.logLevel == .debug)
  }

  @Test("Every setting can be given in the environment by the name the reference states")
  func everyEnvironmentName() {
    for setting in NodeConfiguration.settings.all {
      var environment = ["MAILLAGE_NODE_HOST": "a.example"]
      environment[setting.environmentName] = "\u{1}="

      let configuration = try? NodeConfiguration(yaml: "", environment: environment)
      let problems = Self.problems(in: "", environment: environment)

      let isTaken = configuration?.effective().contains {
        $0.key == setting.key && $0.source == setting.environmentName
      }
      #expect(isTaken ?? (problems.first?.key == setting.key), "\(setting.environmentName)")
    }
  }

  @Test(
    "A refused file names line, setting and what is expected there",
    arguments: [
      (
        "node:\n  host: a.example\n  nmae: x",
        "maillage.yaml:3:3: unknown setting node.nmae; did you mean node.name?"
      ),
      ("serverr:\n  port: 1", "maillage.yaml:1:1: unknown setting serverr; did you mean server?"),
      (
        "node:\n  host: a.example\n  port: 70000",
        "maillage.yaml:3:3: node.port: expects a whole number from 1 to 65535, found `70000`"
      ),
      (
        "node:\n  host: a.example\n  port: eight",
        "maillage.yaml:3:3: node.port: expects a whole number from 1 to 65535, found `eight`"
      ),
      (
        "node:\n  host: [a.example]",
        "maillage.yaml:2:3: node.host: expects a host name such as `social.example.org`, without `https://` and port, found a list"
      ),
      (
        "node:\n  host: https://a.example",
        "maillage.yaml:2:3: node.host: expects a host name such as `social.example.org`, without `https://` and port, found `https://a.example`"
      ),
      (
        "node:\n  host: a.example\nproxy:\n  trusted: 10.0.0.0/8",
        "maillage.yaml:4:3: proxy.trusted: expects a list of at most 64 blocks of addresses such as `10.0.0.0/8`, found `10.0.0.0/8`"
      ),
      (
        "node:\n  host: a.example\ntls:\n  mode: magic",
        """
        maillage.yaml:4:3: tls.mode: expects one of `selfSigned`, `acme`, `files`, `proxy`, found `magic`
        """
      ),
      ("node: 5", "maillage.yaml:1:1: node: is a section: its settings stand below it, indented"),
      ("- a", "maillage.yaml:1:1: expects `section:` with its settings below it"),
      (
        "node:\n  host: a.example\n  host: b.example",
        "maillage.yaml:3:3: `host` stands twice in one section"
      ),
      (
        "node:\n  host: a.example\nnode.host: b.example",
        "maillage.yaml:3:1: node.host: is set twice"
      ),
      (
        "",
        "maillage.yaml: node.host: is missing: a host name such as `social.example.org`, without `https://` and port"
      ),
      (
        "node:\n  host: a.example\nmetrics:\n  token: hunter2",
        "maillage.yaml:4:3: metrics.token: expects a secret of at least 16 letters, digits or `-._~+/=`, found something else"
      ),
    ]
  )
  func refuses(text: String, message: String) {
    #expect(Self.problems(in: text).map(\.description) == [message])
  }

  @Test(
    "Broken YAML is refused with line and column",
    arguments: [
      ("node:\n  host: \"a.example\n", 3), ("node:\n\thost: a.example", 2),
      ("node: {host: a.example", 2), ("node:\n  host: a.example\n port: 1", 3),
      ("node:\n  host: a\u{0}b", 2),
    ]
  )
  func refusesBroken(text: String, line: Int) throws {
    let problem = try #require(Self.problems(in: text).first)

    guard case .file(_, let position) = problem.place else {
      Issue.record("no position in \(problem)")
      return
    }
    #expect(problem.message.hasPrefix("broken YAML"))
    #expect(position.line == line, "\(problem)")
  }

  @Test("All problems are told at once")
  func tellsAll() {
    let problems = Self.problems(in: "node:\n  port: 0\nlog:\n  level: loud\n  colour: red")

    #expect(problems.compactMap(\.key) == ["node.port", "log.level"])
    #expect(problems.count == 3)
  }

  @Test("A variable that looks like a setting and is none is refused")
  func refusesUnknownVariable() {
    let problems = Self.problems(
      in: "node:\n  host: a.example",
      environment: ["MAILLAGE_SERVER_PROT": "1"]
    )

    #expect(
      problems.map(\.description) == [
        "environment variable MAILLAGE_SERVER_PROT: is no setting; "
          + "did you mean MAILLAGE_SERVER_PORT?"
      ]
    )
  }

  @Test(
    "Settings that contradict each other are refused",
    arguments: [
      ("mode: files", ["tls.certificate", "tls.key"]),
      ("mode: proxy", ["proxy.trusted", "server.port"]),
      ("mode: selfSigned", []), ("mode: acme", []),
      ("mode: acme\nacme:\n  keyID: a", ["acme.keyID"]),
      ("mode: acme\nacme:\n  httpPort: 443", ["acme.httpPort"]),
    ]
  )
  func refusesContradictions(mode: String, keys: [String]) {
    let problems = Self.problems(in: "node:\n  host: a.example\ntls:\n  \(mode)")

    #expect(problems.compactMap(\.key) == keys)
  }

  @Test("What init writes is read back as the same configuration, with a comment on each setting")
  func initialFileRoundTrip() throws {
    var configuration = NodeConfiguration()
    configuration.nodeHost = "town.example"
    configuration.nodePort = 8443
    configuration.nodeName = "Mairie: \"on\" \\ n°1\nok"
    configuration.nodeTerritoryPlaces = ["Saint-Nazaire", "no", "12"]
    configuration.nodeAdminContact = "no"
    configuration.networkHosts = [
      "a.example": HostMap.Place(address: .v4(1)),
      "b.example": HostMap.Place(address: .v6(1), port: 8443),
    ]
    let pins = ["A", "B"].map { "sha256/" + String(repeating: $0, count: 42) + "A=" }
    configuration.networkPins = ["a.example:8443": pins]
    configuration.networkAllowedAddresses = [try #require(CIDR("127.0.0.0/8"))]
    configuration.metricsToken = "0123456789abcdef"
    configuration.logFormat = .json

    let text = ConfigurationFile.initial(configuration)
    let read = try NodeConfiguration(yaml: text)

    for setting in NodeConfiguration.settings.all {
      #expect(read.text(of: setting) == configuration.text(of: setting), "\(setting.key)")
    }
    let lines = text.split(separator: "\n")
    let settings = lines.indices.filter { lines[$0].hasPrefix("  ") && lines[$0].contains(": ") }
    #expect(lines.contains("  port: 8443"))
    #expect(!text.contains("language"))
    #expect(settings.count >= 8)
    for setting in NodeConfiguration.settings.all
    where configuration.text(of: setting) != setting.defaultText {
      #expect(text.contains("  # \(setting.explanation)\n"), "\(setting.key)")
    }
  }

  @Test("config show tells values and sources, and hides secrets")
  func showsEffective() throws {
    let configuration = try NodeConfiguration(
      yaml: "node:\n  host: a.example\nmetrics:\n  token: 0123456789abcdef",
      environment: ["MAILLAGE_LOG_FORMAT": "json"]
    )

    let shown = Dictionary(
      uniqueKeysWithValues: configuration.effective().map { ($0.key, "\($0.value) (\($0.source))") }
    )

    #expect(shown["node.host"] == "a.example (line 2)")
    #expect(shown["metrics.token"] == "(hidden) (line 4)")
    #expect(shown["log.format"] == "json (MAILLAGE_LOG_FORMAT)")
    #expect(shown["log.level"] == "info (default)")
  }

  @Test("Every default keeps to its own limits, and every key is there once")
  func defaultsAreValid() {
    let settings = NodeConfiguration.settings.all

    for setting in settings where setting.key != "node.host" {
      #expect(setting.read(setting.defaultText) != nil, "\(setting.key)")
    }
    #expect(Set(settings.map(\.key)).count == settings.count)
    #expect(settings.count > 40)
  }

  @Test(
    "Host names are canonical or refused",
    arguments: [
      ("a.example", true), ("127.0.0.1", true), ("[::1]", true), ("localhost", true),
      ("xn--caf-dma.example", true), ("A.example", false), ("a.example.", false),
      ("a..example", false), ("-a.example", false), ("a_b.example", false), ("é.example", false),
      ("a.example:1", false), ("127.0.0.256", false), ("127.1", false), ("[127.0.0.1]", false),
      ("", false), ("a/b", false), ("u@a", false), ("[::1", false),
    ]
  )
  func hostNames(text: String, isValid: Bool) {
    #expect(HostName.isValid(text) == isValid)
  }

  @Test("A host map has names, not addresses, on its left side", arguments: ["127.0.0.1", "[::1]"])
  func hostMapNames(name: String) {
    let problems = Self.problems(
      in: "node:\n  host: a.example\nnetwork:\n  hosts:\n    \"\(name)\": 10.0.0.1"
    )

    #expect(problems.map(\.key) == ["network.hosts"])
  }

  @Test("Numbers of registers, codes of communes and addresses are checked")
  func checksWhatTheRecordPublishes() throws {
    let good = """
      node: {host: a.example, kind: association, siren: 356 000 000, rna: w442000001,
        territoryPlaces: [Pornic, "44184", "44999"]}
      network: {reachable: false, addresses: ["192.0.2.1:8443"]}
      """
    let bad = """
      node: {host: a.example, kind: club, siren: "356000001", rna: W1,
        territoryPlaces: [\(String(repeating: "x", count: 201))]}
      network: {addresses: [192.0.2.1]}
      """

    #expect(Self.problems(in: good).isEmpty)
    #expect(
      Self.problems(in: bad).compactMap(\.key) == [
        "node.territoryPlaces", "node.kind", "node.siren", "node.rna", "network.addresses",
      ]
    )
  }

  @Test("The reference page is the one the program prints")
  func referenceIsCurrent() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let page = root.appending(path: "docs/manual/configuration.md")

    let text = try String(contentsOf: page, encoding: .utf8)

    #expect(
      text == ConfigurationReference.markdown(),
      "run: maillage config reference > docs/manual/configuration.md"
    )
  }

  private static func problems(
    in text: String,
    environment: [String: String] = [:]
  ) -> [ConfigurationProblem] {
    do throws(ConfigurationRefused) {
      _ = try NodeConfiguration(yaml: text, environment: environment)
      return []
    } catch {
      return error.problems
    }
  }
}
