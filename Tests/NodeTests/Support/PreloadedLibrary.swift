import Foundation
import TestSupport
import Testing

/// A library that stands between a node's process and the C library, so that the system answers as it
/// would in a fault that a test cannot bring about.
struct PreloadedLibrary {
  private let path: String

  /// Compiles the library with the compiler that comes with Swift.
  init(_ name: String, _ source: String, in scratch: ScratchDirectory) async throws {
    path = scratch.file("\(name).so")
    try scratch.write(source, to: "\(name).c")
    let child = try ChildProcess(
      "/usr/bin/env",
      ["clang", "-shared", "-fPIC", "-O1", "-o", path, scratch.file("\(name).c"), "-ldl"],
      errors: scratch.file("\(name).log")
    )
    let exitCode = try await child.end(within: .seconds(60))
    let log = (try? String(contentsOfFile: scratch.file("\(name).log"), encoding: .utf8)) ?? ""
    try #require(exitCode == 0, "\(log)")
  }

  var environment: [String: String] { ["LD_PRELOAD": path] }
}
