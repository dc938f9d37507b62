import Model

extension NodeConfiguration {
  /// The part of the table of the settings that is about pictures and files.
  package struct MediaSettings: SettingsGroup {
    package let mediaMaxPictureMegabytes = Setting(
      "media.maxPictureMegabytes",
      default: 16,
      limit: .range(1...32, of: "MB"),
      doc: "The largest picture that the node takes."
    )
    package let mediaMaxFileMegabytes = Setting(
      "media.maxFileMegabytes",
      default: 32,
      limit: .range(1...32, of: "MB"),
      doc: "The largest film, sound or PDF that the node takes."
    )
    package let mediaCacheMegabytes = Setting(
      "media.cacheMegabytes",
      default: 1_024,
      limit: .range(0...10_000_000, of: "MB"),
      doc: """
        What copies of other nodes' pictures and files may take together. Those that nobody looked \
        at for longest go first.
        """
    )
    package let mediaFreeSpaceMegabytes = Setting(
      "media.freeSpaceMegabytes",
      default: 1_024,
      limit: .range(0...10_000_000, of: "MB"),
      doc: """
        Below this much free space no picture or file is taken any more, and no archive of a member \
        is made. All the rest of the node goes on.
        """
    )
    package let mediaKeepPictureDays = Setting(
      "media.keepPictureDays",
      default: 0,
      limit: .range(0...3_650, of: "days"),
      doc: """
        How long copies of other nodes' files stay that nobody looks at: pictures in posts. 0: as long as there is \
        room.
        """
    )
    package let mediaKeepVideoDays = Setting(
      "media.keepVideoDays",
      default: 0,
      limit: .range(0...3_650, of: "days"),
      doc: """
        How long copies of other nodes' files stay that nobody looks at: films. 0: as long as there is \
        room.
        """
    )
    package let mediaKeepAudioDays = Setting(
      "media.keepAudioDays",
      default: 0,
      limit: .range(0...3_650, of: "days"),
      doc: """
        How long copies of other nodes' files stay that nobody looks at: sound. 0: as long as there is \
        room.
        """
    )
    package let mediaKeepDocumentDays = Setting(
      "media.keepDocumentDays",
      default: 0,
      limit: .range(0...3_650, of: "days"),
      doc: """
        How long copies of other nodes' files stay that nobody looks at: PDFs. 0: as long as there is \
        room.
        """
    )
    package let mediaKeepAvatarDays = Setting(
      "media.keepAvatarDays",
      default: 0,
      limit: .range(0...3_650, of: "days"),
      doc: """
        How long copies of other nodes' files stay that nobody looks at: pictures by which people and groups show themselves. 0: as long as there is \
        room.
        """
    )

    package let mediaS3Endpoint = Setting(
      "media.s3Endpoint",
      default: String?.none,
      limit: .endpoint,
      doc: """
        An object store that speaks S3's protocol (`https://s3.example`), in which files lie instead \
        of in the home. Files do not move when this changes.
        """
    )
    package let mediaS3Bucket = Setting(
      "media.s3Bucket",
      default: String?.none,
      limit: .bucket,
      doc: "The bucket there, which has to exist."
    )
    package let mediaS3Region = Setting(
      "media.s3Region",
      default: "us-east-1",
      limit: .text(upTo: 64),
      doc: "The region of the bucket."
    )
    package let mediaS3AccessKey = Setting(
      "media.s3AccessKey",
      default: String?.none,
      limit: .secret(atLeast: 3),
      doc: "The name of the key by which the node may use the bucket."
    )
    package let mediaS3SecretKey = Setting(
      "media.s3SecretKey",
      default: String?.none,
      limit: .secret(atLeast: 8),
      isSecret: true,
      doc: "The key itself."
    )
  }

  /// For how many days copies of each kind stay that nobody looks at; 0: as long as there is room.
  package var mediaDays: [MediaKind: Int] {
    [
      .picture: self.mediaKeepPictureDays, .video: self.mediaKeepVideoDays,
      .audio: self.mediaKeepAudioDays,
      .document: self.mediaKeepDocumentDays, .avatar: self.mediaKeepAvatarDays,
    ]
  }

  package subscript<Value>(dynamicMember path: KeyPath<MediaSettings, Setting<Value>>) -> Value {
    get { value(of: Self.settings.media[keyPath: path]) }
    set { choose(newValue, for: Self.settings.media[keyPath: path], from: .program) }
  }
}
