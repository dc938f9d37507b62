import Foundation

/// One thing that was looked at, and how it is.
struct Check: Codable, Sendable {
  enum Result: String, Codable { case passed, failed, warning, skipped }

  let check: String
  let result: Result
  let detail: String
  /// What to do about it.
  var mend: String?

  static func passed(_ check: String, _ detail: String) -> Check {
    Check(check: check, result: .passed, detail: detail)
  }

  static func failed(_ check: String, _ detail: String, mend: String? = nil) -> Check {
    Check(check: check, result: .failed, detail: detail, mend: mend)
  }

  static func warning(_ check: String, _ detail: String, mend: String? = nil) -> Check {
    Check(check: check, result: .warning, detail: detail, mend: mend)
  }

  static func skipped(_ check: String, _ detail: String) -> Check {
    Check(check: check, result: .skipped, detail: detail)
  }

  /// One or two lines for people.
  var shown: String {
    let mark =
      switch result {
      case .passed: Styled.good("ok  ")
      case .failed: Styled.bad("FAIL")
      case .warning: Styled.warning("warn")
      case .skipped: "-   "
      }
    let line = "\(mark)  \(check): \(detail)"
    return mend.map { "\(line)\n      → \($0)" } ?? line
  }
}

extension [Check] {
  /// The checks of a command; it ends with 1 when one of them failed.
  func report(_ subject: String) throws -> Report {
    let hasFailed = contains { $0.result == .failed }
    return try Report(
      map(\.shown).joined(separator: "\n"),
      CheckedShape(subject: subject, isSound: !hasFailed, checks: self),
      exitCode: hasFailed ? 1 : 0
    )
  }
}

/// Checks as the command line prints them.
struct CheckedShape: Codable, Sendable {
  let subject: String
  let isSound: Bool
  let checks: [Check]
}
