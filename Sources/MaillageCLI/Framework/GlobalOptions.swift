import ArgumentParser
import Foundation
import Node

/// What every command takes: which home, and how to print.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: .long,
    help: "The node's directory (default: $MAILLAGE_HOME, else ./maillage-home).",
    completion: .directory
  )
  var home: String?

  @Flag(name: .long, help: "Print one JSON document.")
  var json = false

  /// The home that is meant: by option, environment or default, as an absolute path.
  var nodeHome: NodeHome {
    let path =
      home ?? ProcessInfo.processInfo.environment["MAILLAGE_HOME"] ?? "maillage-home"
    return NodeHome(path: URL(fileURLWithPath: path).standardizedFileURL.path)
  }
}
