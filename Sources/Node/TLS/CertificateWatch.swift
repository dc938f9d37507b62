import ServiceLifecycle

/// Looks every few seconds whether the files of the certificate changed.
package struct CertificateWatch: Service {
  private let store: CertificateStore
  private let interval: Duration

  package init(_ store: CertificateStore, every interval: Duration = .seconds(5)) {
    self.store = store
    self.interval = interval
  }

  package func run() async throws {
    await cancelWhenGracefulShutdown {
      while (try? await Task.sleep(for: interval)) != nil {
        store.reloadIfChanged()
      }
    }
  }
}
