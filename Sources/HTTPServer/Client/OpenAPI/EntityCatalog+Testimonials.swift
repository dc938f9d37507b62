extension EntityCatalog {
  /// What people say of each other.
  static let testimonials = """
    Testimonial
      id string
      uri string
      author TestimonialActor
      subject TestimonialActor
      skill Skill?
      service string?
      link string
      text string
      created_at string
      state string
      ring string?
      reply string
      answered_at string?
      organisation string
    TalentExport
      format string
      media_type string
      content string
    TestimonialActor
      id string
      uri string
      id string
      acct string
      name string
      host string
      kind string

    """
}
