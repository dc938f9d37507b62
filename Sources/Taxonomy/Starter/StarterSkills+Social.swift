extension StarterSkills {
  /// Help for people, at home and in need.
  static let social = """
    # social | Social et aide aux personnes | Social work and care
    0d9c959a-cdd4-41f7-aa82-5e2e25b27e3f | Travail social | Social work
      fr assistant social; assistante sociale; accompagnement social; éducateur spécialisé
      en social worker; case work
    0e2c082a-056c-413c-94d1-581a0133e614 | Aide à domicile | Home care
      fr auxiliaire de vie; aide ménagère; maintien à domicile; ADMR; portage de repas
      en home help; carer
    54411e8e-d62f-46d8-b87b-fce23f8e3bc8 | Accompagnement du handicap | Disability support
      fr handicap; AESH; AVS; personnes handicapées; situation de handicap
      en disabled people; special needs assistant
    634865e0-2ec2-4b7f-bb7f-c196637f0f7b | Besoins des personnes âgées | Needs of older people
      fr personnes âgées; seniors; visite aux personnes âgées; papi; mamie
      en elderly; seniors; visiting
    a6354281-5578-46ac-a9db-d179d9962b98 | Garde d'enfants | Childcare
      fr baby-sitter; nounou; assistante maternelle; garder des enfants; sortie d'école
      en babysitter; nanny; childminder
    f2d63656-169c-4110-99fe-33914f902466 | Protection de l'enfance | Child protection
      fr ASE; enfance en danger; famille d'accueil
      en child welfare; foster care
    114f2179-b625-4333-b9f9-fe6a846a7c36 | Animation jeunesse | Youth work
      fr animateur; animatrice; BAFA; centre de loisirs; colonie; ados
      en youth worker; summer camp; teenagers
    2b3ac8b9-a5bd-4ec1-bb9a-f499fb3aa8d3 | Médiation sociale | Social mediation
      fr médiateur; médiatrice; conflit de voisinage; dialogue
      en mediator; neighbours
    a17286c5-238d-4f0b-bc24-29e9121345de | Écoute active | Active listening
      fr écouter; soutien moral; écoutant
      en listener; peer support
    8e261d1c-12c0-498e-bfc2-ec0c16496c68 | Intervention de crise | Crisis intervention
      fr urgence sociale; détresse
      en emergency support; distress
    bbeff2f6-4a3c-44af-8589-ac158f652d0d | Aide aux sans-abri | Help for homeless people
      fr SDF; maraude; hébergement d'urgence; sans domicile
      en homelessness; shelter; outreach
    f524f72e-d3d0-4691-9c57-d19756d8b847 | Accueil des migrants | Migrant welcome
      fr réfugiés; exilés; demandeurs d'asile; intégration
      en refugees; asylum seekers; newcomers
    f28c3e9b-8666-48d4-a5e4-542ac193879b | Accès aux droits sociaux | Advice on social benefits
      fr accès aux droits; CAF; RSA; dossier administratif; aide aux démarches
      fr écrivain public; remplir des papiers
      en benefits; welfare rights; filling in forms
    7903f946-aeff-4024-b146-8e48018d4eb9 | Aide à la recherche d'emploi | Job search help
      fr conseiller en insertion; chômage; recherche d'emploi; retrouver un emploi
      fr chantier d'insertion
      en employment support; job search; unemployment
    929e89f9-ac69-4bcb-9eea-37257aa5aff9 | CV et entretiens d'embauche | CV and job interviews
      fr faire un CV; lettre de motivation; entretien d'embauche
      en résumé; cover letter; interview practice
      in 7903f946-aeff-4024-b146-8e48018d4eb9
    73d95ec0-d7fb-45e5-8134-b2ee1c0be8af | Budget familial | Household budgeting
      fr surendettement; point conseil budget; gérer son argent
      en debt advice; personal finance
    5401bf12-9cb2-4c24-8293-37de2a834031 | Accompagnement du deuil | Bereavement support
      fr deuil; obsèques; funérailles
      en grief; funeral
    support-against-violence | Lutte contre les violences | Support against violence
      fr violences conjugales; violences sexistes; égalité femmes hommes; harcèlement
      en domestic abuse; harassment; gender equality
    4f1b6304-f54a-42f0-9604-5427a28d240f | Ménage | Cleaning
      fr nettoyage; femme de ménage; agent d'entretien; faire le ménage; propreté
      en cleaner; janitor; housework
    562b1180-83e7-4041-8468-2f28d03b7893 | Repassage et linge | Ironing and laundry
      fr repasser; laver le linge; lessive; pressing
      en laundry; washing
    71deea7b-d8a0-42de-9d85-2d6a506dade4 | Courses et petits services | Errands
      fr faire les courses; voisinage; coup de main; petits services; entraide entre voisins
      en groceries; neighbour help
    """
}
