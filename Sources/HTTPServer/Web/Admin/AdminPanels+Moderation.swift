/// What moderators see, and what keeps the node running.
extension AdminPanels {
  private static let text = AdminPanel.Field(name: "text", isRequired: true)

  static let reports = AdminPanel(
    name: "reports",
    access: .moderator,
    sections: [
      AdminPanel.Section(
        heading: "admin-reports",
        command: ["report", "list"],
        columns: [
          "id", "kind", "state", "reporter", "target", "category", "createdAt", "assignee",
        ],
        link: ("id", "/admin/reports/")
      )
    ]
  )

  static let report = AdminPanel(
    name: "reports/:id",
    access: .moderator,
    sections: [
      AdminPanel.Section(
        heading: "admin-report",
        command: ["report", "show", "{id}"],
        columns: [
          "id", "kind", "state", "reporter", "target", "category", "rules", "content", "createdAt",
          "assignee",
          "resolution", "resolvedAt", "forwardedAt",
        ],
        isOne: true,
        forms: [
          AdminPanel.Deed(
            label: "deed-note",
            words: ["report", "note", "{id}", "{text}"],
            fields: [text]
          ),
          AdminPanel.Deed(
            label: "deed-resolve",
            words: ["report", "resolve", "{id}", "{text}"],
            fields: [text]
          ),
          AdminPanel.Deed(label: "deed-forward", words: ["report", "forward", "{id}"]),
          AdminPanel.Deed(label: "deed-reopen", words: ["report", "reopen", "{id}"]),
        ]
      ),
      AdminPanel.Section(
        heading: "admin-report-about",
        command: ["report", "show", "{id}"],
        member: "objects",
        columns: ["uri", "author", "text", "reportedText"]
      ),
      AdminPanel.Section(
        heading: "admin-report-notes",
        command: ["report", "show", "{id}"],
        member: "notes",
        columns: ["at", "author", "text"]
      ),
    ]
  )

  /// What is expected of whoever writes here, and what all members are told.
  static let words = AdminPanel(
    name: "words",
    sections: [
      AdminPanel.Section(
        heading: "admin-rules",
        command: ["rule", "list"],
        columns: ["id", "text", "hint"],
        deeds: [AdminPanel.Deed(label: "deed-remove", words: ["rule", "remove", "{id}"])],
        forms: [
          AdminPanel.Deed(
            label: "deed-add-rule",
            words: ["rule", "add", "--hint={hint}", "{text}"],
            fields: [text, AdminPanel.Field(name: "hint")]
          ),
          AdminPanel.Deed(
            label: "deed-edit-rule",
            words: ["rule", "edit", "{id}", "--lang={lang}", "--text={text}", "--hint={hint}"],
            fields: [
              AdminPanel.Field(name: "id", isRequired: true), AdminPanel.Field(name: "lang"),
              AdminPanel.Field(name: "text"), AdminPanel.Field(name: "hint"),
            ]
          ),
        ]
      ),
      AdminPanel.Section(
        heading: "admin-announcements",
        command: ["announcement", "list"],
        columns: ["id", "state", "text", "publishedAt", "startsAt", "endsAt"],
        deeds: [AdminPanel.Deed(label: "deed-end", words: ["announcement", "end", "{id}"])],
        forms: [
          AdminPanel.Deed(
            label: "deed-announce",
            words: ["announcement", "create", "--starts={starts}", "--ends={ends}", "{text}"],
            fields: [
              text, AdminPanel.Field(name: "starts"), AdminPanel.Field(name: "ends"),
            ]
          )
        ]
      ),
    ]
  )

  static let policy = AdminPanel(
    name: "policy",
    sections: [
      AdminPanel.Section(
        heading: "admin-policy",
        command: ["policy", "list"],
        columns: [
          "pattern", "action", "dropsMedia", "dropsReports", "list", "reason", "author",
          "createdAt", "reviewAt",
        ],
        deeds: [
          AdminPanel.Deed(label: "deed-remove", words: ["policy", "remove", "{pattern}"])
        ],
        forms: [
          AdminPanel.Deed(
            label: "deed-add-rule",
            words: [
              "policy", "add", "{pattern}", "{action}", "--reason={reason}", "--review={review}",
            ],
            fields: [
              AdminPanel.Field(name: "pattern", isRequired: true),
              AdminPanel.Field(
                name: "action",
                isRequired: true,
                choices: ["allow", "silence", "suspend"]
              ),
              AdminPanel.Field(name: "reason", isRequired: true),
              AdminPanel.Field(name: "review"),
            ]
          ),
          less("deed-drop-media", "--media-off"), less("deed-drop-reports", "--no-reports"),
          AdminPanel.Deed(
            label: "deed-explain",
            words: ["policy", "explain", "{host}"],
            fields: [AdminPanel.Field(name: "host", isRequired: true)],
            shows: ["host", "action", "rule.pattern", "rule.reason", "dropsMedia", "peering"],
            listing: AdminPanel.Listing(
              member: "flows",
              columns: [
                "direction", "scope", "passage", .init("decidedBy.name", heading: "ruling"),
                "decidedBy.reason",
              ]
            )
          ),
        ]
      ),
      AdminPanel.Section(
        heading: "admin-drafts",
        command: ["policy", "drafts"],
        columns: ["change", "rule.pattern", "rule.action", "list", "rule.reason", "concern"],
        deeds: [
          AdminPanel.Deed(label: "deed-approve", words: ["policy", "approve", "{pattern}"]),
          AdminPanel.Deed(label: "deed-dismiss", words: ["policy", "dismiss", "{pattern}"]),
        ]
      ),
    ]
  )

  /// The way to each node, and how far behind it is.
  static let lanes = AdminPanel.Section(
    heading: "admin-lanes",
    command: ["queue", "status"],
    columns: [
      "lane", "waiting", "abandoned", "held", "lagSeconds", "failures", "isPaused",
      "lastSuccessAt", "lastError",
    ],
    deeds: [
      AdminPanel.Deed(label: "deed-retry", words: ["queue", "retry", "--peer={lane}"]),
      AdminPanel.Deed(label: "deed-pause", words: ["queue", "pause", "--peer={lane}"]),
      AdminPanel.Deed(label: "deed-resume", words: ["queue", "resume", "--peer={lane}"]),
    ]
  )

  static let queue = AdminPanel(
    name: "queue",
    sections: [
      lanes,
      AdminPanel.Section(
        heading: "admin-waiting",
        command: ["queue", "list"],
        columns: ["activity", "lane", "state", "attempts", "enqueuedAt", "notBefore", "lastError"]
      ),
    ]
  )

  static let storage = AdminPanel(
    name: "storage",
    sections: [
      AdminPanel.Section(
        heading: "admin-storage",
        command: ["media", "usage"],
        columns: [
          "files", "bytes", "uploads", "copies", "cacheBytes", "cacheBudgetBytes", "freeFloorBytes",
          "obstacle",
        ],
        isOne: true,
        forms: [
          AdminPanel.Deed(
            label: "deed-prune",
            words: ["media", "prune", "--budget={budget}"],
            fields: [AdminPanel.Field(name: "budget", isRequired: true)],
            shows: ["copies", "files", "isInterrupted"]
          )
        ]
      )
    ]
  )

  /// Takes less from a host, and nothing else.
  private static func less(_ label: String, _ option: String) -> AdminPanel.Deed {
    AdminPanel.Deed(
      label: label,
      words: [
        "policy", "add", "{pattern}", "neutral", option, "--reason={reason}", "--review={review}",
      ],
      fields: [
        AdminPanel.Field(name: "pattern", isRequired: true),
        AdminPanel.Field(name: "reason", isRequired: true), AdminPanel.Field(name: "review"),
      ]
    )
  }

  static let certificate = AdminPanel(
    name: "certificate",
    sections: [
      AdminPanel.Section(
        heading: "admin-certificate",
        command: ["certificate", "show"],
        columns: [
          "subject", "issuer", "names", "notBefore", "notAfter", "pin", "fingerprint",
          "isSelfSigned",
        ],
        isOne: true
      ),
      AdminPanel.Section(
        heading: "admin-renewal",
        command: ["certificate", "status"],
        columns: [
          "mode", "daysLeft", "renewsAt", "authority", "lastIssuedAt", "nextTryAt", "failures",
          "problem", "nextStep",
        ],
        isOne: true
      ),
    ]
  )

  static let audit = AdminPanel(
    name: "audit",
    sections: [
      AdminPanel.Section(
        heading: "admin-audit",
        command: ["audit", "tail", "--limit=100"],
        columns: ["at", "who", "what", "target", "why"]
      )
    ]
  )
}
