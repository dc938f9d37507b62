/// What a reader sees of a link while it is written, to tell whether it says where it leads.
///
/// Threat: `<a href="https://evil.example">https://bank.example</a>`. The host is then added in
/// brackets. A name such as `README.md` may get one too; a host too many harms nobody.
struct LinkText {
  private let target: WebLink
  /// As pages show it, without the parts of an address that are marked invisible.
  private var shown = ""
  /// As a client without our style sheet shows it.
  private var whole = ""

  init(to target: WebLink) {
    self.target = target
  }

  mutating func append(_ text: String, isInvisible: Bool) {
    whole += text
    if !isInvisible { shown += text }
  }

  /// The text to add at the link's end if what it shows is another host than it leads to.
  var correction: String? {
    let correction = " [\(target.host)]"
    guard !shown.hasSuffix(correction) else { return nil }
    let isHonest = [shown, whole].allSatisfy { text in
      ClaimedHosts.hosts(in: text).allSatisfy { isTarget($0) }
    }
    return isHonest ? nil : correction
  }

  private func isTarget(_ host: String) -> Bool {
    func bare(_ host: String) -> Substring {
      host.hasPrefix("www.") ? host.dropFirst(4) : host[...]
    }
    return bare(host) == bare(target.host)
  }
}
