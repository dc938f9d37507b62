import Synchronization

/// Something read from files, read anew when one of them has changed.
final class CachedByFiles<Value: Sendable>: Sendable {
  // A class, since all who ask share what was read.
  private struct Loaded {
    let fingerprint: CertificateFiles.Fingerprint
    let value: Value
  }

  private let files: [String]
  private let read: @Sendable () throws -> Value
  private let loaded = Mutex<Loaded?>(nil)

  /// The files are all that `read` looks at; they may be missing.
  init(_ files: [String], _ read: @escaping @Sendable () throws -> Value) {
    self.files = files
    self.read = read
  }

  /// What the files say now.
  var value: Value {
    get throws {
      // Looked at before they are read: a change in between is noticed the next time.
      let fingerprint = CertificateFiles.Fingerprint(files)
      if let known = loaded.withLock({ $0 }), known.fingerprint == fingerprint {
        return known.value
      }
      let value = try read()
      loaded.withLock { $0 = Loaded(fingerprint: fingerprint, value: value) }
      return value
    }
  }
}
