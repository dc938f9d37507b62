import ArgumentParser
import Foundation
import Model
import Node

extension AdminReply {
  /// What an error means on the command line: a sentence that says what to do, and an exit code.
  init(_ error: any Error) {
    switch error {
    case let refusal as Refusal:
      self.init(errors: refusal.description, exitCode: refusal.exitCode)
    case let missing as NotFound:
      self.init(errors: missing.description, exitCode: 3)
    case let failure as StartupFailure:
      self.init(errors: failure.description, exitCode: failure.isNoNode ? 3 : 1)
    case let unreachable as AdminClient.Unreachable:
      self.init(errors: unreachable.description, exitCode: 4)
    case let unanswered as CommandRun.Unanswered:
      self.init(errors: unanswered.description, exitCode: 4)
    case let code as ExitCode:
      self.init(exitCode: code.rawValue)
    default:
      self.init(ofParser: error)
    }
  }

  private init(ofParser error: any Error) {
    let code = Maillage.exitCode(for: error)
    switch code {
    case .success: self.init(output: Maillage.fullMessage(for: error))
    case .validationFailure: self.init(errors: Maillage.fullMessage(for: error), exitCode: 2)
    default: self.init(errors: Maillage.message(for: error), exitCode: 1)
    }
  }
}

extension StartupFailure {
  fileprivate var isNoNode: Bool {
    switch self {
    case .homeMissing, .configurationMissing: true
    default: false
    }
  }
}

extension Refusal {
  /// 3 for what is not there, 4 for what cannot be reached, 1 for every other no.
  fileprivate var exitCode: Int32 {
    switch self {
    case .absent, .gone: 3
    case .unreachable: 4
    default: 1
    }
  }
}
