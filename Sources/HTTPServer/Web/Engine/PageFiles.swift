/// What of `Resources/` is embedded in the program, by its name.
enum PageFiles {
  static let style = PackageResources.style_css
  static let script = PackageResources.maillage_js
  static let mark = PackageResources.mark_svg

  /// The languages, the first of them for whoever wishes for none that is here.
  static let languages: [(language: String, file: [UInt8])] = [
    ("fr", PackageResources.fr_json), ("en", PackageResources.en_json),
  ]

  /// A test compares them with the folder.
  static let templates: [String: [UInt8]] = [
    "account": PackageResources.account_mustache,
    "admin": PackageResources.admin_mustache,
    "admin-deed": PackageResources.admin_deed_mustache,
    "admin-menu": PackageResources.admin_menu_mustache,
    "admin-output": PackageResources.admin_output_mustache,
    "agreement": PackageResources.agreement_mustache,
    "agreements": PackageResources.agreements_mustache,
    "compose": PackageResources.compose_mustache,
    "composer": PackageResources.composer_mustache,
    "consultation": PackageResources.consultation_mustache,
    "consultations": PackageResources.consultations_mustache,
    "deeds": PackageResources.deeds_mustache,
    "edit": PackageResources.edit_mustache,
    "events": PackageResources.events_mustache,
    "feed": PackageResources.feed_mustache,
    "follow-requests": PackageResources.follow_requests_mustache,
    "frame": PackageResources.frame_mustache,
    "front": PackageResources.front_mustache,
    "holdings": PackageResources.holdings_mustache,
    "insight": PackageResources.insight_mustache,
    "insight-mine": PackageResources.insight_mine_mustache,
    "letter": PackageResources.letter_mustache,
    "letter-done": PackageResources.letter_done_mustache,
    "mail-settings": PackageResources.mail_settings_mustache,
    "media": PackageResources.media_mustache,
    "menu": PackageResources.menu_mustache,
    "need": PackageResources.need_mustache,
    "need-line": PackageResources.need_line_mustache,
    "needs": PackageResources.needs_mustache,
    "notices": PackageResources.notices_mustache,
    "pager": PackageResources.pager_mustache,
    "password-ask": PackageResources.password_ask_mustache,
    "password-choose": PackageResources.password_choose_mustache,
    "people": PackageResources.people_mustache,
    "poll": PackageResources.poll_mustache,
    "posts": PackageResources.posts_mustache,
    "profile": PackageResources.profile_mustache,
    "questions": PackageResources.questions_mustache,
    "refused": PackageResources.refused_mustache,
    "search": PackageResources.search_mustache,
    "settings": PackageResources.settings_mustache,
    "sign-in": PackageResources.sign_in_mustache,
    "skill-fields": PackageResources.skill_fields_mustache,
    "status": PackageResources.status_mustache,
    "talent-compose": PackageResources.talent_compose_mustache,
    "talent-fields": PackageResources.talent_fields_mustache,
    "talent-search": PackageResources.talent_search_mustache,
    "talents": PackageResources.talents_mustache,
    "teams": PackageResources.teams_mustache,
    "territory": PackageResources.territory_mustache,
    "territory-choice": PackageResources.territory_choice_mustache,
    "thread": PackageResources.thread_mustache,
    "timeline": PackageResources.timeline_mustache,
    "words": PackageResources.words_mustache,
  ]
}
