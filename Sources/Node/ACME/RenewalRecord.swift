import Foundation
import Storage

/// How the last orders of a certificate went.
///
/// It keeps a node from asking an authority too often, and says what people are told. Kept in the
/// database, since a restart must not begin anew.
package struct RenewalRecord: Codable, Hashable, Sendable {
  /// The authority; for another one nothing is known.
  package let directory: String
  package private(set) var triedAt: Date?
  package private(set) var issuedAt: Date?
  /// In a row, since the last certificate.
  package private(set) var failures = 0
  /// When it is tried again at the earliest.
  package private(set) var notBefore: Date?
  /// What went wrong the last time, and what can be done.
  package private(set) var problem: String?
  package private(set) var nextStep: String?

  private static let key = "acmeRenewal"
  private static let firstPause: TimeInterval = 15 * 60
  private static let longestPause: TimeInterval = 86_400

  package init(directory: String) { self.directory = directory }

  /// The record of an authority.
  init(of directory: String, in tx: Transaction) throws {
    let text = try tx.state.value(Self.key)
    let stored = text.flatMap { try? JSONDecoder().decode(Self.self, from: Data($0.utf8)) }
    self = stored.flatMap { $0.directory == directory ? $0 : nil } ?? Self(directory: directory)
  }

  func save(in tx: Transaction) throws {
    let text = String(decoding: try JSONEncoder().encode(self), as: UTF8.self)
    try tx.state.set(Self.key, to: text)
  }

  /// Whether the authority may be asked; a clock that went back behind the last try keeps nobody waiting.
  package func allowsTry(at now: Date) -> Bool {
    guard let notBefore, let triedAt, triedAt <= now else { return true }
    return notBefore <= now
  }

  /// An order begins: until it succeeds it counts as failed, so that one which takes the node down is not repeated at once.
  package mutating func begin(at now: Date) {
    triedAt = now
    failures = min(failures + 1, 1_000)
    notBefore = now + pause
    problem = "The last order was cut off."
    nextStep = nil
  }

  package mutating func succeed(at now: Date) {
    issuedAt = now
    failures = 0
    (notBefore, problem, nextStep) = (nil, nil, nil)
  }

  /// - Parameters:
  ///   - problem: Why, in words.
  ///   - nextStep: What can be done.
  ///   - wait: How long the authority asks to be left alone, in seconds.
  ///   - now: The time.
  package mutating func fail(
    _ problem: String,
    _ nextStep: String?,
    wait: TimeInterval?,
    at now: Date
  ) {
    self.problem = problem
    self.nextStep = nextStep
    notBefore = now + max(pause, wait ?? 0)
  }

  private var pause: TimeInterval {
    min(Self.firstPause * pow(2, Double(min(max(failures, 1) - 1, 20))), Self.longestPause)
  }
}
