import Foundation
import NIOCore

/// Why a node does not start: a closed list, each with what to do next.
package enum StartupFailure: Error, Hashable, Sendable {
  case homeMissing(path: String)
  case homeNotEmpty(path: String)
  case homePathTooLong(path: String, limit: Int)
  case homeInUse(path: String, processID: Int32?)
  case configurationMissing(path: String)
  case configurationRefused(problems: [ConfigurationProblem])
  case permissionsTooOpen(path: String, mode: UInt16, mend: String)
  case foreignOwner(path: String)
  case fileUnreadable(path: String, reason: String)
  case fileUnwritable(path: String, reason: String)
  case keyMissing(path: String)
  case keyBroken(path: String, reason: String)
  case certificateUnreadable(path: String, reason: String)
  case certificateKeyMismatch(certificate: String, key: String)
  case trustRootsUnreadable(path: String, reason: String)
  case addressInUse(address: String, port: Int)
  case portForbidden(port: Int)
  case addressUnavailable(address: String)
  case databaseNewer(path: String, found: String, known: String)
  case databaseUnreadable(path: String, reason: String)
  case diskFull(path: String)
  case noSpaceToMigrate(path: String, needed: Int, free: Int)
  case identityChanged(stored: String, configured: String)
}

extension StartupFailure: CustomStringConvertible, LocalizedError {
  /// What happened, and in the next line what to do.
  package var description: String { "\(message)\n\(nextStep)" }

  package var errorDescription: String? { description }

  /// What happened, in one sentence; a refused configuration lists each problem in a line.
  package var message: String {
    switch self {
    case .homeMissing(let path): "There is no node in \(path)."
    case .homeNotEmpty(let path): "\(path) already holds a node."
    case .homePathTooLong(let path, let limit):
      "The path \(path) is longer than the \(limit) bytes that a socket in it leaves room for."
    case .homeInUse(let path, let processID):
      "Another server runs in \(path)" + (processID.map { " (process \($0))." } ?? ".")
    case .configurationMissing(let path): "\(path) does not exist."
    case .configurationRefused(let problems):
      problems.map(\.description).joined(separator: "\n")
    case .permissionsTooOpen(let path, let mode, _):
      "Others can get at \(path) (mode \(String(mode, radix: 8)))."
    case .foreignOwner(let path): "\(path) belongs to another user."
    case .fileUnreadable(let path, let reason): "\(path) cannot be read: \(reason)."
    case .fileUnwritable(let path, let reason): "\(path) cannot be written: \(reason)."
    case .keyMissing(let path): "The key \(path) is missing."
    case .keyBroken(let path, let reason): "The key \(path) cannot be used: \(reason)."
    case .certificateUnreadable(let path, let reason):
      "The certificate \(path) cannot be used: \(reason)."
    case .certificateKeyMismatch(let certificate, let key):
      "The key \(key) is not the key of the certificate \(certificate)."
    case .trustRootsUnreadable(let path, let reason):
      "The authorities in \(path) cannot be used: \(reason)."
    case .addressInUse(let address, let port): "Port \(port) at \(address) is in use."
    case .portForbidden(let port): "This user may not open port \(port)."
    case .addressUnavailable(let address): "This machine does not have the address \(address)."
    case .databaseNewer(let path, let found, let known):
      "The database \(path) was written by a newer version (\(found); this one knows \(known))."
    case .databaseUnreadable(let path, let reason):
      "The database \(path) cannot be opened: \(reason)."
    case .diskFull(let path): "The disk that holds \(path) is full."
    case .noSpaceToMigrate(let path, let needed, let free):
      "The database \(path) has to be brought up to date, which takes \(needed / 1_000_000) MB; "
        + "\(free / 1_000_000) MB are free."
    case .identityChanged(let stored, let configured):
      "This home belongs to the node \(stored), but node.host and node.port say \(configured)."
    }
  }

  /// What to do about it.
  package var nextStep: String {
    switch self {
    case .homeMissing(let path): "Make one: maillage init --home \(path) --host HOST"
    case .homeNotEmpty: "Choose another directory with --home."
    case .homePathTooLong: "Choose a home with a shorter path."
    case .homeInUse: "Stop the other server first, or choose another home with --home."
    case .configurationMissing: "Make a node with maillage init, or choose its home with --home."
    case .configurationRefused: "All settings: maillage config reference"
    case .permissionsTooOpen(_, _, let mend): "Mend it: \(mend)"
    case .foreignOwner(let path):
      "Run maillage as that user, or mend it: chown \"$(id -un)\" \(path)"
    case .fileUnreadable: "Let this user read it, or correct its path in maillage.yaml."
    case .fileUnwritable: "Let this user write there."
    case .keyMissing, .keyBroken:
      """
      Restore keys/ from a backup. A new key would make this another node for all others; if only the \
      node's Ed25519 key is lost for good: maillage help key rotate
      """
    case .certificateUnreadable:
      "Correct tls.certificate and tls.key in maillage.yaml, or the files they name."
    case .certificateKeyMismatch: "Install the two files of one and the same certificate."
    case .trustRootsUnreadable: "Correct network.trustRoots in maillage.yaml."
    case .addressInUse(_, let port):
      "Stop what uses it (ss -ltnp 'sport = :\(port)' shows it), or change server.port."
    case .portForbidden:
      "Use a port from 1024 on (server.port), or grant CAP_NET_BIND_SERVICE."
    case .addressUnavailable: "Correct server.address in maillage.yaml."
    case .databaseNewer: "Run the newer version, or restore a backup of the older one."
    case .databaseUnreadable: "Run maillage database check, or restore a backup."
    case .diskFull: "Free some space; nothing is lost."
    case .noSpaceToMigrate: "Free some space; nothing was changed."
    case .identityChanged(let stored, _):
      "Set node.host and node.port back to \(stored); a node cannot change its name."
    }
  }
}

extension StartupFailure {
  /// The failure that an error of opening the server's port means; nothing for another error.
  package init?(listeningAt address: String, port: Int, error: any Error) {
    guard let error = error as? IOError else { return nil }
    switch error.errnoCode {
    case EADDRINUSE: self = .addressInUse(address: address, port: port)
    case EACCES, EPERM: self = .portForbidden(port: port)
    case EADDRNOTAVAIL: self = .addressUnavailable(address: address)
    default: return nil
    }
  }
}
