import Foundation
import Model

/// What a member's own page says.
struct AccountWords: Sendable {
  let words: Words

  init(_ words: Words) { self.words = words }

  var language: String { words.language }
  var account: String { words.text("account-title") }
  /// A button and what it is about.
  func label(_ button: String, _ what: String) -> String {
    words.text("account-label", ["button": button, "what": what])
  }
  var back: String { words.text("account-back") }
  func signedInAs(_ name: String) -> String { words.text("account-signed-in", ["name": name]) }

  // MARK: Browsers and applications

  var browsers: String { words.text("account-browsers") }
  var applications: String { words.text("account-applications") }
  var noApplications: String { words.text("account-no-applications") }
  var thisOne: String { words.text("account-this-one") }
  var unnamed: String { words.text("account-unnamed") }
  /// A time as HTML, for people and for programs.
  func time(_ date: Date) -> String {
    let text = HTMLText.escape(words.moment(date))
    return "<time datetime=\"\(date.formatted(.iso8601))\">\(text)</time>"
  }
  /// Since when, and when it was last used; times as HTML.
  func since(_ time: String) -> String { words.text("account-since", ["time": time]) }
  func lastUsed(_ time: String) -> String { words.text("account-last-used", ["time": time]) }
  var neverUsed: String { words.text("account-never-used") }
  var end: String { words.text("account-end") }
  var signOut: String { words.text("account-sign-out") }
  var endOthers: String { words.text("account-end-others") }
  var endOthersMeans: String { words.text("account-end-others-means") }

  // MARK: The password

  var password: String { words.text("password") }
  var changing: String { words.text("account-changing") }
  var current: String { words.text("account-current") }
  var new: String { words.text("account-new") }
  var again: String { words.text("account-again") }
  var change: String { words.text("account-change") }
  var code: String { words.text("account-code") }

  // MARK: The second factor

  var factor: String { words.text("account-factor") }
  var factorIsOff: String { words.text("account-factor-off") }
  func factorIsOn(_ time: String) -> String { words.text("account-factor-on", ["time": time]) }
  func codesLeft(_ number: Int) -> String {
    number == 0 ? words.text("account-no-codes") : words.text("account-codes", count: number)
  }
  var switchOn: String { words.text("account-switch-on") }
  var switchOff: String { words.text("account-switch-off") }
  var renewCodes: String { words.text("account-renew-codes") }
  var scan: String { words.text("account-scan") }
  var openHere: String { words.text("account-open-here") }
  var secret: String { words.text("account-secret") }
  var address: String { words.text("account-address") }
  var firstCode: String { words.text("account-first-code") }
  var confirm: String { words.text("account-confirm") }
  var recoveryCodes: String { words.text("account-recovery-codes") }
  var keepCodes: String { words.text("account-keep-codes") }
}

// MARK: What came of it

/// What was done, said once on the page that follows.
enum AccountDeed: String, Sendable {
  case ended
  case endedOthers = "ended-others"
  case changedPassword = "password"
  case switchedOff = "switched-off"
}

extension AccountWords {
  func done(_ deed: AccountDeed) -> String {
    switch deed {
    case .ended: words.text("account-done-ended")
    case .endedOthers: words.text("account-done-others")
    case .changedPassword: words.text("account-done-password")
    case .switchedOff: words.text("account-done-factor")
    }
  }

  var signInAgain: String { words.text("account-sign-in-again") }
  var notTheSame: String { words.text("account-not-the-same") }
  var unsuitable: String {
    let (least, most) = (Member.passwordBytes.lowerBound, Member.passwordBytes.upperBound)
    return words.text("account-unsuitable", ["least": "\(least)", "most": "\(most)"])
  }
  /// What is said of a try that failed; nothing of one that did not.
  func failure(_ attempt: SignInAttempt) -> String? {
    switch attempt {
    case .member: nil
    case .needsCode: words.text("account-needs-code")
    case .wrong: words.text("account-wrong")
    case .tooOften: words.text("sign-in-too-often")
    }
  }
  var wrongCode: String { words.text("account-wrong-code") }

  /// What went wrong, and what to do.
  func explain(_ refusal: Refusal) -> String {
    switch refusal {
    case .forbidden: words.text("account-foreign-form")
    case .absent: words.text("account-absent")
    case .conflict: words.text("account-conflict")
    default: words.text(refusal.sentence)
    }
  }
}
