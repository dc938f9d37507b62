import Foundation
import Model

/// Has pictures decoded and made anew by this program in another process, which gives up its rights
/// before it reads a byte: no file, no socket, no other process; bounded memory and time.
///
/// Whatever becomes of that process, this one only hears of it (threats 20 and 21).
package struct PictureWorker: Sendable {
  /// The hidden verbs of the program.
  package static let verb = "picture-worker"
  package static let checkVerb = "picture-worker-check"

  let program: String
  package var limits: PictureLimits
  /// Two at a time: each may take a processor and much memory.
  private let gate = FairGate<Bool>(limit: 2, maximumWaiting: 256)

  /// - Parameters:
  ///   - program: The path of `maillage`; nothing: this very program.
  ///   - limits: What a picture may be and cost.
  package init(program: String? = nil, limits: PictureLimits = PictureLimits()) {
    self.program = program ?? "/proc/self/exe"
    self.limits = limits
  }

  /// Makes a picture anew.
  ///
  /// - Throws: `Refusal.malformed` for what is no picture, has too many pixels or cannot be decoded
  ///   within the limits; `Refusal.unavailable` when the worker cannot be started or confined.
  package func picture(from bytes: [UInt8]) async throws -> Picture {
    guard MediaFormat(of: bytes)?.kind == .picture else {
      throw Refusal.malformed("That is no picture in JPEG, PNG, GIF or WebP.")
    }
    let result = try await run(Self.verb, reading: bytes)
    if let picture = result.exitCode == 0 ? Picture(written: result.output, within: limits) : nil {
      return picture
    }
    throw refusal(of: result)
  }

  /// Whether the worker can be started here and is as confined as it should be.
  package func isConfined() async -> Bool {
    let result = try? await run(Self.checkVerb, reading: [])
    return result?.exitCode == 0
  }

  func run(_ verb: String, reading bytes: [UInt8]) async throws -> ConfinedProcess.Result {
    let process = ConfinedProcess(
      program: program,
      arguments: [verb] + limits.arguments,
      patience: limits.patience,
      mostOutput: limits.output
    )
    do {
      return try await gate.pass(for: true) {
        try await withCheckedThrowingContinuation { continuation in
          DispatchQueue.global(qos: .utility).async {
            continuation.resume(with: Result { try process.run(reading: bytes) })
          }
        }
      }
    } catch let failure as ConfinedProcess.Failure {
      throw Refusal.unavailable("Pictures cannot be worked on: \(failure.description)")
    } catch is OutboundFailure {
      throw Refusal.unavailable("Too many pictures are waiting; try again in a minute.")
    }
  }

  private func refusal(of result: ConfinedProcess.Result) -> Refusal {
    switch result.exitCode {
    case 10:
      .malformed("The picture has more than \(limits.pixels / 1_000_000) megapixels.")
    case 11: .malformed("The picture is damaged, or not what it says it is.")
    case 12: .unavailable("Pictures cannot be worked on: the process for it cannot be confined.")
    default: .malformed("The picture takes more memory or time to read than is allowed.")
    }
  }
}
