import GRDB

/// Endorsements of skills, recommendations, and the consent of those whom they are about.
enum M0031Testimonials {
  static let name = "0031 testimonials"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE testimonial (
          id INTEGER PRIMARY KEY,
          uri TEXT NOT NULL UNIQUE,
          request TEXT NOT NULL UNIQUE,
          authorID INTEGER NOT NULL REFERENCES actor (id),
          subjectID INTEGER NOT NULL REFERENCES actor (id),
          skill TEXT NOT NULL,
          link TEXT NOT NULL CHECK (link IN
            ('colleague', 'employee', 'customer', 'partner', 'none')),
          words TEXT NOT NULL CHECK (length(words) <= 2000),
          publishedAt INTEGER NOT NULL,
          document TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('asked', 'shown', 'hidden')),
          UNIQUE (authorID, subjectID, skill),
          CHECK (authorID <> subjectID)
        ) STRICT;
        CREATE INDEX testimonial_subject ON testimonial (subjectID, state);
        CREATE INDEX testimonial_skill ON testimonial (skill) WHERE state = 'shown';
        CREATE TABLE testimonialConsent (
          testimonialID INTEGER PRIMARY KEY REFERENCES testimonial (id) ON DELETE CASCADE,
          uri TEXT NOT NULL UNIQUE,
          ring TEXT NOT NULL CHECK (ring IN ('organisation', 'territory', 'everyone')),
          reply TEXT NOT NULL CHECK (length(reply) <= 2000),
          publishedAt INTEGER NOT NULL,
          document TEXT NOT NULL
        ) STRICT;
        """
    )
  }
}
