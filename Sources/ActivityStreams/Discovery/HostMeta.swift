extension AS {
  /// `/.well-known/host-meta`: tells old readers where WebFinger is (RFC 6415 §2).
  package struct HostMeta: Hashable, Sendable {
    package let origin: Origin

    package init(origin: Origin) {
      self.origin = origin
    }

    /// The document, an XRD.
    package var xml: String {
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
        <Link rel="lrdd" template="\(escaped(template))"/>
      </XRD>

      """
    }

    private var template: String { "\(origin)/.well-known/webfinger?resource={uri}" }

    private func escaped(_ text: String) -> String {
      text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
        .replacing("\"", with: "&quot;")
    }
  }
}
