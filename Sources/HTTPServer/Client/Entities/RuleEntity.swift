import Model
import StrictJSON

/// Mastodon's Rule.
struct RuleEntity {
  let json: JSON

  init(_ rule: NodeRule) {
    var translations: JSONObject = [:]
    for (language, wording) in rule.translations.sorted(by: { $0.key < $1.key }) {
      translations[language] = ["text": .string(wording.text), "hint": .string(wording.hint)]
    }
    json = [
      "id": EntityMaker.id(rule.id), "text": .string(rule.wording.text),
      "hint": .string(rule.wording.hint), "translations": .object(translations),
    ]
  }
}
