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
    guard probe.exitCode == 0 else {
      print("SKIPPED: Protocol/vectors/territory/generate.py --check needs Python 3 with")
      print("cryptography, jsonschema and referencing: vectors and schemas were not compared.")
      return
    }

    let check = try python(["generate.py", "--check"])

    #expect(check.exitCode == 0, "\(check.output)")
  }

  private func python(_ arguments: [String]) throws -> (exitCode: Int32?, output: String) {
    let place = ProtocolFiles.root.appending(path: "vectors/territory").path
    let words = ["-C", place, "python3", "-B"] + arguments
    return try ChildProcess.run("/usr/bin/env", words, takesErrors: true)
  }
}
