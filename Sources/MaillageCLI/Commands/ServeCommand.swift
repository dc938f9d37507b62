import ArgumentParser
import Foundation
import Logging
import Metrics
import Node

/// `maillage serve`: runs the node.
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Run the node, in the foreground.",
    discussion: """
      SIGTERM drains and stops, SIGHUP reads the configuration, the certificate and the policy again.

      Example: maillage serve --home /var/lib/maillage
      """
  )

  @OptionGroup var options: GlobalOptions

  func run() async throws {
    try await Console.refusing {
      let home = options.nodeHome
      let configuration = try NodeConfiguration(home: home)
      NodeLogHandler.bootstrap(configuration)
      let metrics = PrometheusMetrics(startedAt: SystemClock.now(), help: MetricCatalog.help)
      MetricsSystem.bootstrap(metrics)
      MetricCatalog.begin()
      let node = try await open(home, configuration)
      let execution = CommandExecution(node: node)
      try await MaillageNode(node: node, metrics: metrics, execute: execution.reply).run()
      try await node.close()
    }
  }

  /// Opens the home; a short command may hold it at this moment, another server holds it for good.
  private func open(_ home: NodeHome, _ configuration: NodeConfiguration) async throws -> OpenNode {
    let deadline = ContinuousClock.now + .seconds(3)
    while true {
      do {
        let logger = Logger(label: "maillage")
        return try await OpenNode.open(home: home, configuration: configuration, logger: logger)
      } catch StartupFailure.homeInUse(let path, let processID) {
        guard ContinuousClock.now < deadline else {
          throw StartupFailure.homeInUse(path: path, processID: processID)
        }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }
}
