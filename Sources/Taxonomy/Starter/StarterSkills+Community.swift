extension StarterSkills {
  /// Life in associations, and what every work needs.
  static let community = """
    # volunteering | Vie associative et bénévolat | Volunteering and community life
    232f854a-f5b9-4d8a-8499-23f59852273c | Coordination de bénévoles | Volunteer coordination
      fr bénévole; bénévolat; équipe de bénévoles; animer des bénévoles
      en volunteers; volunteer manager
    df4bbd2e-2403-4e45-aaaa-239b72386af4 | Collecte de dons | Fundraising
      fr collecte; don; campagne de dons; tombola; quête
      en donations; fundraiser; raffle
    fd05efb9-5449-4134-af11-84b532a46d61 | Développement local | Community development
      fr animation de territoire; développement territorial; quartier; vie locale
      en local development; neighbourhood
    4a752bd2-9fe9-4539-ab5a-8edc0dec6ef0 | Éducation populaire | Popular education
      fr éduc pop; MJC; centre social; foyer rural
      en community education; community centre
    9f2385b1-4409-4db2-8342-77377d5b18df | Gestion des adhésions | Membership management
      fr adhérents; cotisations; fichier adhérents
      en members; subscriptions
    board-membership | Administration d'association | Board membership
      fr président; présidente; conseil d'administration; bureau d'association
      fr administrateur
      en chair; trustee; board member
    citizen-participation | Participation citoyenne | Citizen participation
      fr concertation; démocratie participative; conseil de quartier; budget participatif
      fr élu
      en participatory democracy; public consultation; citizens' assembly
    advocacy | Plaidoyer et mobilisation | Advocacy and campaigning
      fr plaidoyer; militant; pétition; mobiliser; campagne citoyenne
      en campaigning; petition; activism
    food-bank | Aide alimentaire | Food aid
      fr banque alimentaire; épicerie solidaire; Restos du cœur; distribution de repas
      fr colis alimentaires; glanage
      en food bank; soup kitchen; gleaning
    local-exchange | Échange local | Local exchange
      fr SEL; système d'échange local; troc; monnaie locale; accorderie; banque de temps
      en LETS; barter; time bank; local currency
    shared-garden | Jardin partagé | Community garden
      fr jardin collectif; jardins familiaux; incroyables comestibles
      en allotment; shared garden
    short-supply-chains | Circuits courts | Short food supply chains
      fr AMAP; panier de légumes; groupement d'achat; vente directe; ruche
      en CSA; direct sales; veg box
    third-place | Animation d'un tiers-lieu | Running a shared space
      fr tiers-lieu; coworking; café associatif; espace partagé
      en coworking; community café; third place
    civil-protection | Secours et protection civile | Civil protection
      fr protection civile; inondation; sauveteur; Croix-Rouge; sapeur-pompier volontaire
      fr réserve communale
      en rescue; flood relief; Red Cross
    welcoming-newcomers | Accueil des nouveaux habitants | Welcoming newcomers
      fr nouveaux arrivants; parrainage d'habitants; visite du village
      en newcomers; settling in
    11e2378a-ccc0-45a5-993c-23eb65f9e1ce | Don du sang | Blood donation
      fr collecte de sang; donneur
      en blood donor; blood drive

    # transversal | Savoir-être et méthodes | Personal skills
    c291acb4-6992-46ff-bf72-681eb378daa5 | Travail en équipe | Teamwork
      fr esprit d'équipe; coopérer; collaboration
      en team spirit; collaboration
    a3ce2bf7-5562-4639-9b52-fdb4850a3904 | Résolution de problèmes | Problem solving
      fr trouver des solutions; débrouillard
      en finding solutions; resourceful
    0f9958d2-f700-4f62-b90b-a5873cb5ae4c | Pensée systémique | Systems thinking
      fr vision globale; systémique
      en big picture
    429062f1-a958-43ea-83dd-4e1af078c156 | Curiosité | Curiosity
      fr curieux; envie d'apprendre
      en curious; willing to learn
    ece25f2f-e91a-4186-a221-caa715195fd7 | Diplomatie | Diplomacy
      fr tact; diplomate
      en tact; diplomat
    c10d5d87-36cf-42f5-8a12-e560fb5f4af8 | Interculturalité | Intercultural skills
      fr interculturel; diversité culturelle
      en cross-cultural; cultural diversity
    5b6fb4d6-582e-4187-9f17-f6e582f8714f | Enquêtes et entretiens | Surveys and interviews
      fr enquêteur; questionnaire; entretiens qualitatifs
      en questionnaire; interviewer
    ed3f3dba-3a35-4ed5-b113-67f4d10ef4c8 | Recherche scientifique | Scientific research
      fr chercheur; chercheuse; thèse; sciences participatives
      en researcher; PhD; citizen science
    8881a9c2-bd07-4954-bf27-c1f8acca9af0 | Sociologie | Sociology
      fr sociologue; sciences sociales
      en sociologist; social science
    7f18039d-dfae-471b-9daa-507f6b2d2842 | Urbanisme | Town planning
      fr urbaniste; PLU; aménagement du territoire; centre-bourg
      en urban planner; zoning; land use
    88af9294-b697-4687-ae19-aefbb6234dfa | Économie | Economics
      fr économiste
      en economist
    """
}
