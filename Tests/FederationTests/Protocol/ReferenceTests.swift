import Foundation
import TestSupport
import Testing

/// The reference code in Python: what it makes is what is in the folder, by the schemas.
@Suite struct ReferenceTests {
  @Test
  func `The generator makes the vectors and examples that are there, and they fit the schemas`()
    throws
  {
    let probe = try python(["-c", "import cryptography, jsonschema, referencing"])
    guard probe.status == 0 else {
      print("SKIPPED: Protocol/vectors/territory/generate.py --check needs Python 3 with")
      print("cryptography, jsonschema and referencing: vectors and schemas were not compared.")
      return
    }

    let check = try python(["generate.py", "--check"])

    #expect(check.status == 0, "\(check.output)")
  }

  private func python(_ arguments: [String]) throws -> (status: Int32, output: String) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-B"] + arguments
    process.currentDirectoryURL = ProtocolFiles.root.appending(path: "vectors/territory")
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: output, as: UTF8.self))
  }
}
