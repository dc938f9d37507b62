import Model

/// Every page of the admin, a few lines each.
enum AdminPanels {
  static let all: [AdminPanel] = [
    overview, peers, peer, territory, oneTerritory, members, reports, report, words, policy, queue,
    storage, certificate,
    audit,
  ]

  private static let reason = AdminPanel.Field(name: "reason")
  private static let host = AdminPanel.Field(name: "host", isRequired: true)
  private static let shared = AdminPanel.Field(
    name: "scopes",
    choices: Scope.allCases.map(\.rawValue),
    isMany: true
  )
  /// What is shown of a peering, of an exchange with a node, and of a proposal.
  private static let peering: [AdminPanel.Column] = [
    "host", "name", "state", "level", "verification", .ourScopes, .theirScopes,
  ]
  private static let comparison: [AdminPanel.Column] = [
    "host", "territory", "isEqual", "received", "sent", "refused", "error",
  ]
  private static let proposal: [AdminPanel.Column] = [
    "what", "by", "reason", "yes", "needed", "isCarried",
  ]
  private static let scopes = Scope.allCases.map(\.rawValue)

  static let overview = AdminPanel(
    name: "",
    sections: [
      AdminPanel.Section(
        heading: "admin-overview",
        command: ["status"],
        columns: [
          "origin", "version", "uptimeSeconds", "counts.members", "counts.membersPending",
          "counts.posts", "counts.deliveriesWaiting", "counts.deliveriesAbandoned",
          "counts.inboxWaiting", "counts.lanesPaused", "counts.mediaBytes", "disk.databaseBytes",
          "disk.freeBytes", "certificate.daysLeft", "ties.peers.active",
          .init("ties.peers.waiting", heading: "peersWaiting"),
          "ties.peers.reviewsDue", "ties.territories.member",
        ],
        isOne: true
      )
    ]
  )

  private static let peers = AdminPanel(
    name: "peers",
    sections: [
      AdminPanel.Section(
        heading: "admin-peers",
        command: ["peer", "list"],
        columns: [
          "host", "name", "state", "level", "trust", .ourScopes, .theirScopes, "lastHeardAt",
        ],
        link: ("host", "/admin/peers/"),
        deeds: [
          AdminPanel.Deed(
            label: "deed-accept",
            words: ["peer", "accept", "{host}"],
            states: ["requested", "unverified"]
          ),
          AdminPanel.Deed(
            label: "deed-reject",
            words: ["peer", "reject", "{host}"],
            states: ["requested", "unverified"]
          ),
        ],
        forms: [
          AdminPanel.Deed(
            label: "deed-invite-peer",
            words: [
              "peer", "invite", "--no-qr", "--for={host}", "--reason={reason}", "--scope={scopes*}",
            ],
            fields: [AdminPanel.Field(name: "host"), shared, reason],
            shows: ["ticket", "link", "host", "scopes", "expiresAt"]
          ),
          AdminPanel.Deed(
            label: "deed-join-peer",
            words: ["peer", "join", "--yes", "{ticket}"],
            fields: [AdminPanel.Field(name: "ticket", isRequired: true)],
            shows: peering
          ),
          AdminPanel.Deed(
            label: "deed-request-peer",
            words: ["peer", "request", "{host}", "--reason={reason}", "--scope={scopes*}"],
            fields: [host, shared, reason],
            shows: peering
          ),
        ]
      ),
      AdminPanel.Section(
        heading: "admin-tickets",
        command: ["peer", "tickets"],
        columns: ["id", "host", "scopes", "createdAt", "expiresAt"],
        deeds: [AdminPanel.Deed(label: "deed-withdraw", words: ["peer", "withdraw", "{id}"])]
      ),
      lanes,
    ]
  )

  private static let peer = AdminPanel(
    name: "peers/:host",
    sections: [
      AdminPanel.Section(
        heading: "admin-peer",
        command: ["peer", "show", "{host}"],
        member: "peer",
        columns: [
          "host", "name", "state", "level", "trust", "verification", "key", "isReachable", "pins",
          "addresses", .ourScopes, .theirScopes, "territories", "createdAt", "lastHeardAt",
        ],
        isOne: true,
        forms: [
          AdminPanel.Deed(
            label: "deed-valve",
            words: [
              "peer", "valve", "{host}", "{scope}", "{direction}", "{setting}",
              "--reason={reason}", "--review={review}",
            ],
            fields: [
              AdminPanel.Field(name: "scope", isRequired: true, choices: scopes),
              AdminPanel.Field(name: "direction", isRequired: true, choices: ["in", "out"]),
              AdminPanel.Field(
                name: "setting",
                isRequired: true,
                choices: ["open", "reviewed", "closed"]
              ),
              AdminPanel.Field(name: "reason", isRequired: true),
              AdminPanel.Field(name: "review"),
            ]
          ),
          AdminPanel.Deed(
            label: "deed-scope",
            words: [
              "peer", "scope", "{host}", "{scopes*}", "--review={review}", "--reason={reason}",
            ],
            fields: [shared, AdminPanel.Field(name: "review"), reason]
          ),
          AdminPanel.Deed(
            label: "deed-ping",
            words: ["peer", "ping", "{host}"],
            shows: ["subject", "isSound"],
            listing: AdminPanel.Listing(
              member: "checks",
              columns: ["check", "result", "detail", "mend"]
            )
          ),
          AdminPanel.Deed(
            label: "deed-sync",
            words: ["peer", "sync", "{host}"],
            shows: comparison
          ),
          AdminPanel.Deed(
            label: "deed-suspend",
            words: ["peer", "suspend", "{host}", "--reason={reason}"],
            fields: [AdminPanel.Field(name: "reason", isRequired: true)]
          ),
          AdminPanel.Deed(label: "deed-resume", words: ["peer", "resume", "{host}"]),
          AdminPanel.Deed(
            label: "deed-end-peering",
            words: ["peer", "remove", "--yes", "{host}", "--reason={reason}"],
            fields: [AdminPanel.Field(name: "reason", isRequired: true)],
            isDangerous: true
          ),
        ]
      ),
      AdminPanel.Section(
        heading: "admin-traffic",
        command: ["peer", "show", "{host}"],
        columns: [
          "out.queue.waiting", "out.queue.lagSeconds", "out.queue.failures", "out.queue.isPaused",
          "out.queue.lastSuccessAt", "out.queue.lastError", .init("out.held", heading: "held-out"),
          .init("in.held", heading: "held-in"),
        ],
        isOne: true
      ),
      AdminPanel.Section(
        heading: "admin-valves-ours",
        command: ["peer", "show", "{host}"],
        member: "peer.ours.valves",
        columns: ["scope", "direction", "setting", "author", "reason", "createdAt", "reviewAt"]
      ),
      AdminPanel.Section(
        heading: "admin-valves-theirs",
        command: ["peer", "show", "{host}"],
        member: "peer.theirs.valves",
        columns: ["scope", "direction", "setting", "author", "reason", "createdAt", "reviewAt"]
      ),
      AdminPanel.Section(
        heading: "admin-held",
        command: ["peer", "held", "{host}"],
        columns: ["direction", "type", "actor", "heldAt", "preview"],
        deeds: [
          AdminPanel.Deed(label: "deed-release", words: ["peer", "release", "{host}", "{id}"]),
          AdminPanel.Deed(
            label: "deed-drop",
            words: ["peer", "drop", "--yes", "{host}", "{id}"],
            isDangerous: true
          ),
        ]
      ),
    ]
  )

  private static let territory = AdminPanel(
    name: "territory",
    sections: [
      AdminPanel.Section(
        heading: "admin-territories",
        command: ["territory", "list"],
        columns: [
          "name", "localName", "state", "members", "electors", "version", "hasVote", "since",
        ],
        link: ("localName", "/admin/territory/"),
        deeds: [
          AdminPanel.Deed(
            label: "deed-sync",
            words: ["territory", "sync", "--territory={localName}"],
            shows: comparison
          )
        ],
        forms: [
          AdminPanel.Deed(
            label: "deed-invite-node",
            words: ["territory", "invite", "{host}", "--territory={localName}"],
            fields: [host, AdminPanel.Field(name: "localName")],
            shows: ["host", "territory"]
          )
        ]
      ),
      AdminPanel.Section(
        heading: "admin-decide",
        command: ["territory", "decide"],
        columns: ["territory", "what", "command"],
        deeds: [
          AdminPanel.Deed(label: "deed-do-this", words: [], shows: proposal + comparison + ["name"])
        ]
      ),
    ]
  )

  private static let show = ["territory", "show", "--territory={localName}"]

  private static func proposing(_ wish: String) -> AdminPanel.Deed {
    AdminPanel.Deed(
      label: "deed-propose-\(wish)",
      words: [
        "territory", "propose", wish, "{host}", "--reason={reason}", "--territory={localName}",
      ],
      fields: [host, AdminPanel.Field(name: "reason", isRequired: true)],
      shows: proposal
    )
  }

  private static let oneTerritory = AdminPanel(
    name: "territory/:localName",
    sections: [
      AdminPanel.Section(
        heading: "admin-territory",
        command: show,
        member: "territory",
        columns: [
          "name", "state", "members", "electors", "version", "hasVote", "since", "id",
        ],
        isOne: true
      ),
      AdminPanel.Section(
        heading: "admin-proposals",
        command: show,
        member: "proposals",
        columns: proposal,
        deeds: [
          AdminPanel.Deed(
            label: "deed-vote",
            words: ["territory", "vote", "{id}", "--territory={localName}"],
            shows: proposal
          )
        ],
        forms: [proposing("suspend"), proposing("exclude")]
      ),
      AdminPanel.Section(
        heading: "admin-territory-members",
        command: show,
        member: "members",
        columns: ["host", "name", "kind", "standing"]
      ),
    ]
  )

  private static let members = AdminPanel(
    name: "members",
    sections: [
      AdminPanel.Section(
        heading: "admin-members",
        command: ["member", "list"],
        columns: ["name", "displayName", "role", "state", "createdAt"],
        link: ("name", "/@"),
        deeds: [
          AdminPanel.Deed(
            label: "deed-approve",
            words: ["member", "approve", "{name}"],
            states: ["pending"]
          ),
          AdminPanel.Deed(
            label: "deed-suspend",
            words: ["member", "suspend", "{name}"],
            states: ["active"]
          ),
          AdminPanel.Deed(
            label: "deed-restore",
            words: ["member", "restore", "{name}"],
            states: ["suspended"]
          ),
        ],
        forms: [
          AdminPanel.Deed(
            label: "deed-invite-member",
            words: [
              "member", "invite", "{name}", "--email={email}", "--display-name={displayName}",
            ],
            fields: [
              AdminPanel.Field(name: "name", isRequired: true),
              AdminPanel.Field(name: "displayName"),
              AdminPanel.Field(name: "email"),
            ],
            shows: ["name", "token", "sentTo"]
          ),
          AdminPanel.Deed(
            label: "deed-role",
            words: ["member", "role", "{name}", "{role}"],
            fields: [
              AdminPanel.Field(name: "name", isRequired: true),
              AdminPanel.Field(
                name: "role",
                isRequired: true,
                choices: ["member", "moderator", "admin"]
              ),
            ]
          ),
        ]
      )
    ]
  )
}
