import Model

/// What the pages of signing in say: French, English for all others.
struct SignInWords: Sendable {
  let language: String
  private let isFrench: Bool

  init(_ language: String) {
    let tongue = Tongue(language)
    (self.language, isFrench) = (tongue.tag, tongue.isFrench)
  }

  var signIn: String { isFrench ? "Se connecter" : "Sign in" }
  var authorize: String { isFrench ? "Autoriser une application" : "Authorise an application" }
  var name: String { isFrench ? "Nom ou adresse électronique" : "Name or e-mail address" }
  var password: String { isFrench ? "Mot de passe" : "Password" }
  var code: String {
    isFrench
      ? "Code du second facteur, si vous en avez un"
      : "Code of the second factor, if you have one"
  }
  var allow: String { isFrench ? "Autoriser" : "Allow" }
  var deny: String { isFrench ? "Refuser" : "Refuse" }
  var otherAccount: String { isFrench ? "Prendre un autre compte" : "Use another account" }
  var denied: String { isFrench ? "Refusé." : "Refused." }
  var notPossible: String { isFrench ? "Impossible" : "Not possible" }
  var copyCode: String {
    isFrench
      ? "Copiez ce code dans l’application ; il vaut dix minutes, une seule fois."
      : "Copy this code into the application; it is good once, for ten minutes."
  }
  var wrong: String {
    isFrench ? "Nom, mot de passe ou code incorrect." : "Wrong name, password or code."
  }
  var needsCode: String {
    isFrench
      ? "Ce compte demande un second facteur : donnez aussi le code."
      : "This account has a second factor: give the code as well."
  }
  var tooOften: String {
    isFrench
      ? "Trop d’essais ; réessayez dans quelques minutes."
      : "Too many attempts; try again in a few minutes."
  }

  var account: String {
    isFrench ? "Votre compte : appareils, mot de passe" : "Your account: devices, password"
  }

  /// What is said of a try that failed; nothing of one that did not.
  func failure(_ attempt: SignInAttempt) -> String? {
    switch attempt {
    case .member: nil
    case .needsCode: needsCode
    case .wrong: wrong
    case .tooOften: tooOften
    }
  }

  func wants(_ application: String) -> String {
    isFrench
      ? "L’application « \(application) » demande l’accès à votre compte."
      : "The application ‘\(application)’ asks for access to your account."
  }

  func signedInAs(_ name: String) -> String {
    isFrench ? "Connecté·e comme \(name). Elle pourrait :" : "Signed in as \(name). It could:"
  }

  /// What a scope allows, in a few words.
  func meaning(of scope: OAuthScope) -> String {
    let parts = scope.description.split(separator: ":").map(String.init)
    switch (parts[0], parts.dropFirst().first) {
    case ("read", nil): return isFrench ? "lire tout" : "read everything"
    case ("write", nil):
      return isFrench ? "publier et changer en votre nom" : "post and change things in your name"
    case ("follow", _):
      return isFrench ? "gérer abonnements et blocages" : "manage follows, mutes and blocks"
    case ("push", _): return isFrench ? "recevoir des notifications" : "receive notifications"
    case ("profile", _): return isFrench ? "savoir qui vous êtes" : "know who you are"
    case ("read", let noun?): return (isFrench ? "lire : " : "read: ") + noun
    case (_, let noun): return (isFrench ? "changer : " : "change: ") + (noun ?? "")
    }
  }
}
