import Foundation

/// One line of the append-only audit log: who did what, when and why.
package struct AuditEntry: Sendable, Hashable {
  package var at: Date
  package var who: String
  package var what: String
  package var target: String
  package var why: String

  package init(at: Date, who: String, what: String, target: String, why: String) {
    self.at = at
    self.who = who
    self.what = what
    self.target = target
    self.why = why
  }
}
