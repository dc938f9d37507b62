import GRDB

/// Recommendations of a service: an offer of whom they are about.
///
/// Somebody may be recommended as a whole and for
/// each of its services. And what events are about.
enum M0048Services {
  static let name = "0048 services"

  static func migrate(_ db: Database) throws {
    try db.execute(
      sql: """
        CREATE TABLE widerTestimonial (
          id INTEGER PRIMARY KEY,
          uri TEXT NOT NULL UNIQUE,
          request TEXT NOT NULL UNIQUE,
          authorID INTEGER NOT NULL REFERENCES actor (id),
          subjectID INTEGER NOT NULL REFERENCES actor (id),
          skill TEXT NOT NULL,
          service TEXT NOT NULL,
          link TEXT NOT NULL CHECK (link IN
            ('colleague', 'employee', 'customer', 'partner', 'none')),
          words TEXT NOT NULL CHECK (length(words) <= 2000),
          publishedAt INTEGER NOT NULL,
          document TEXT NOT NULL,
          state TEXT NOT NULL CHECK (state IN ('asked', 'shown', 'hidden')),
          UNIQUE (authorID, subjectID, skill, service),
          CHECK (authorID <> subjectID),
          CHECK (skill = '' OR service = '')
        ) STRICT;
        INSERT INTO widerTestimonial
          SELECT id, uri, request, authorID, subjectID, skill, '', link, words, publishedAt, document,
            state FROM testimonial;
        DROP TABLE testimonial;
        ALTER TABLE widerTestimonial RENAME TO testimonial;
        CREATE INDEX testimonial_subject ON testimonial (subjectID, state);
        CREATE INDEX testimonial_skill ON testimonial (skill) WHERE state = 'shown';
        ALTER TABLE event ADD COLUMN categories TEXT NOT NULL DEFAULT '';
        """
    )
  }
}
