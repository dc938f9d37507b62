extension StarterSkills {
  /// Arts, shows, sports and games.
  static let culture = """
    # arts | Arts et culture | Arts and culture
    e50a68c5-2a5d-4815-8bd1-e4334aed7683 | Chant | Singing
      fr chanteur; chanteuse; chorale; chœur; voix
      en singer; choir; voice
    8f8a8803-dc72-4488-9991-7c7d373e01fa | Musique instrumentale | Playing instruments
      fr musicien; musicienne; guitare; violon; accordéon; batterie; fanfare
      en musician; guitar; violin; drums; band
    2e059433-c3a0-409a-a139-4b4e087ed366 | Piano | Piano
      fr pianiste; clavier
      en pianist; keyboard
      in 8f8a8803-dc72-4488-9991-7c7d373e01fa
    d11e4683-d2fe-45fd-bb1a-e995f7877851 | Solfège | Music theory
      fr formation musicale; lire une partition; harmonie
      en sheet music; harmony
    c109d892-3665-4743-877b-2ba23834e9e0 | Composition musicale | Composing
      fr compositeur; arrangement; MAO; écrire une chanson
      en composer; songwriting; music production
    a0317bcb-de20-41ee-a63a-6985b53f91cf | Direction musicale | Conducting
      fr chef de chœur; chef d'orchestre; direction de chorale
      en conductor; choir leader
    2aeadb90-7ddc-4329-9268-8d5a6bf76b99 | Danse | Dance
      fr danseur; danseuse; bal; hip-hop; danse folk; bal trad
      en dancer; ballet; folk dance
    fed5b267-73fa-461d-9f69-827c78beb39d | Théâtre | Theatre
      fr comédien; comédienne; jouer la comédie; improvisation; metteur en scène
      en actor; acting; improvisation
    storytelling | Conte et lecture à voix haute | Storytelling
      fr conteur; conteuse; lire à voix haute; lire et faire lire
      en storyteller; reading aloud
    1b509156-3e4d-4eb2-98a7-d1fd1188e2c2 | Cirque et arts de rue | Circus and street arts
      fr jonglage; clown; acrobate; échasses; magie
      en juggling; clown; acrobatics; magic
    17996b4f-1302-4bd7-a4c7-912b74feccf0 | Arts plastiques | Visual arts
      fr peintre; peinture à l'huile; aquarelle; plasticien; dessin d'art
      en painter; watercolour; fine art
    080460bf-ecaf-4985-91cc-3e7f8c0f8084 | Sculpture | Sculpture
      fr sculpteur; sculptrice; modelage
      en sculptor; carving
    0ab9d433-10e5-4683-ae54-4687179a5259 | Littérature | Literature
      fr atelier d'écriture; écrivain; poésie; club de lecture
      en writer; poetry; book club
    6c6f0d6e-1f31-4413-b2ee-dabe135b29a7 | Histoire de l'art | Art history
      fr patrimoine artistique; conférencier
      en art heritage; lecturer
      in 2b22f3b1-5de4-43f9-b6d1-b20f65871268
    eb15dded-296d-4d7f-a5f4-549ece8b34fd | Patrimoine bâti | Built heritage
      fr monuments; restauration du patrimoine; vieilles pierres; chantier patrimoine
      en monuments; restoration
    6c8ed0d1-4fc9-41a6-9587-6dbc82cabfc3 | Gestion de collections | Collection management
      fr musée; muséographie; médiation culturelle; conservateur; exposition
      en curator; exhibition
    dcd527ac-af3c-4656-99a5-c1afb3d3bc63 | Tenue d'une bibliothèque | Running a library
      fr bibliothèque; bibliothécaire; médiathèque; livres; documentaliste
      en librarian; books
    f41bf7ed-c241-4d36-8e7f-f5316faf9e98 | Généalogie | Genealogy
      fr arbre généalogique; ancêtres; état civil ancien
      en family tree; ancestors
    5333761a-9a0e-4150-ac1d-6ff8111e37a8 | Archéologie | Archaeology
      fr fouilles; archéologue
      en archaeologist; digs

    # events | Spectacles et événements | Shows and events
    2111dff8-f830-46ad-80ce-7885893b3134 | Organisation d'événements | Event organisation
      fr événementiel; festival; fête de village; kermesse; organiser une fête; vide-grenier
      en event planner; festival; fair
    935d6f91-60c7-4eec-b6e0-255f96fa37d3 | Éclairage de scène | Stage lighting
      fr éclairagiste; régie lumière; projecteurs
      en lighting designer; lights
    a520b743-8f40-43ac-a2d5-755899120844 | Sonorisation | Sound engineering
      fr ingénieur du son; sono; régie son; micro; enregistrement; mixage
      en sound engineer; PA system; recording; mixing
    b3afe118-6631-4640-942b-5acf7a0e7ada | Montage de scène | Stage set-up
      fr technicien de scène; machiniste; décors; régisseur
      en stagehand; scenery; stage manager
    costume-making | Costumes | Costume making
      fr costumier; costumière; déguisement
      en costume designer; fancy dress
    096d7dd5-3f16-4741-b965-1be1f899ffa2 | Montage de chapiteaux et barnums | Tent and marquee set-up
      fr chapiteau; barnum; tentes; installer des tables
      en marquee; tents
    26b411ec-271a-4317-8315-74ceccfbba84 | Accueil du public | Welcoming audiences
      fr billetterie; accueillir le public; placement
      en box office; ushers
    event-security | Sécurité d'événements | Event security
      fr agent de sécurité; service d'ordre; SSIAP événement; vigile
      en security guard; steward

    # sport | Sport et loisirs | Sport and leisure
    sports-coaching | Entraînement sportif | Sports coaching
      fr entraîneur; éducateur sportif; coach sportif; brevet d'État
      en coach; trainer
    4868410e-6245-4aa7-96f6-ee1ec52382a5 | Football | Football
      fr foot; entraîneur de foot; arbitre
      en soccer; referee
    a159badd-6d96-4976-8b92-803da16e38a2 | Tennis | Tennis
      fr raquette; prof de tennis
      en racket; tennis coach
    swimming | Natation | Swimming
      fr maître-nageur; BNSSA; apprendre à nager; piscine
      en lifeguard; swimming pool; learn to swim
    3abfda93-0f26-46ac-bf92-d5917047e90b | Yoga | Yoga
      fr prof de yoga; hatha; postures
      en yoga teacher
    a9ae583b-176c-4774-afcf-3f541400a1fd | Ski | Skiing
      fr moniteur de ski; ski de fond
      en ski instructor
    climbing | Escalade | Climbing
      fr grimper; mur d'escalade; alpinisme
      en climber; mountaineering
    4a1d8069-717c-461a-a3e5-746b226e7be7 | Accompagnement de randonnées | Leading hikes
      fr randonnée; marche; baliser un sentier; accompagnateur en montagne; promenade
      en walking; trail marking; mountain leader
    board-games | Jeux de société | Board games
      fr ludothèque; jeux; échecs; animateur jeux
      en games library; chess
    """
}
