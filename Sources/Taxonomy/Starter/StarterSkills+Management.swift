extension StarterSkills {
  /// People, enterprises and trade.
  static let management = """
    # hr | Emploi et ressources humaines | Employment and human resources
    e437eba1-3e22-41f2-8703-741e94785cba | Ressources humaines | Human resources management
      fr RH; DRH; gestion du personnel
      en HR; personnel
    65715f7a-c791-416b-b88a-2933a1c81647 | Recrutement | Recruitment
      fr recruter; recruteur; embauche; embaucher
      en hiring; recruiter
    a9e4a63b-6b88-44f6-b37f-94309856f5ba | Gestion des plannings | Staff planning
      fr planning; plannings; roulement; emploi du temps
      en rota; shift planning
    fcd7dbd4-095d-448d-b605-89e8ac6a3d92 | Coaching | Coaching
      fr coach; accompagnement individuel; bilan de compétences
      en coach; personal development
    f2f463e5-2382-49cb-8199-e7e043d868df | Santé et sécurité au travail | Health and safety at work
      fr prévention des risques; document unique; CSE; accidents du travail; QVT
      en occupational safety; risk assessment

    # management | Gestion et entrepreneuriat | Management and enterprise
    7111b95d-0ce3-441a-9d92-4c75d05c4388 | Gestion de projet | Project management
      fr chef de projet; conduite de projet; coordination; pilotage
      en project manager; coordination
    dba46f87-0831-49cd-a1c7-340a653c0221 | Méthodes agiles | Agile methods
      fr scrum; kanban; agilité
      en scrum; kanban; sprint
    1f1d2ff8-c4c1-45cc-9812-6a7ee84a73cb | Encadrement d'équipe | Team leadership
      fr manager; management; chef d'équipe; encadrer
      en team leader; manager; supervising
    658605f2-1c95-49f0-bd98-0af7b15ad0b0 | Création d'entreprise | Starting a business
      fr créer son entreprise; auto-entrepreneur; entrepreneur; business plan
      fr micro-entreprise
      en entrepreneur; startup; business plan
    2f4cdc7e-d98d-4e6c-9811-3dc28255c7ff | Entreprise sociale et solidaire | Social enterprise
      fr économie sociale et solidaire; ESS; coopérative; SCIC; utilité sociale
      en cooperative; social economy
    bd698bbe-7003-4508-b422-46c2ff4d5e95 | Stratégie d'entreprise | Business strategy
      fr planification stratégique; vision; plan d'action
      en strategic planning
    afd49651-9119-4327-91fc-844a6dda1254 | Gestion des conflits | Conflict management
      fr résoudre un conflit; CNV; communication non violente; désaccords
      en conflict resolution; nonviolent communication
    7954861c-86d4-4529-afbb-2c23dab9ac74 | Négociation | Negotiation
      fr négocier; négociateur
      en negotiator; bargaining
    6eff134b-e34f-4d6e-a6e8-5e47cf2228d0 | Gestion des risques | Risk management
      fr plan de continuité; gestion de crise
      en continuity plan; crisis management
    8af372fa-7b85-4bab-ab20-3f2eb980c400 | Qualité totale | Total quality control
      fr qualité; qualiticien; ISO 9001; amélioration continue; certification
      en ISO 9001; continuous improvement
    f929c89e-c363-4132-a918-e021d57b307c | Chaîne d'approvisionnement | Supply chain
      fr fournisseurs; approvisionnement; supply chain
      en suppliers; procurement
    9e9a4209-c7cf-4f6e-973e-dc2ffadccc74 | Achats | Purchasing
      fr acheteur; acheteuse; commande publique; achat responsable
      en buyer; purchasing manager
    facilitation | Animation de réunions | Meeting facilitation
      fr facilitateur; facilitation; animer une réunion; intelligence collective; post-it
      en facilitator; workshops; collective intelligence
    governance | Gouvernance partagée | Shared governance
      fr sociocratie; décision collective; gestion par consentement; holacratie
      en sociocracy; consent decision; co-operative governance

    # sales | Commerce et vente | Trade and sales
    450de541-797a-4da0-9fe4-a81471c8047d | Vente | Selling
      fr vendeur; vendeuse; vendre; conseil en magasin; boutique
      en salesperson; shop assistant; retail
    798d60b0-b089-4035-94b2-a26386aa7d5a | Caisse | Cash desk
      fr caissier; caissière; encaisser; tenir la caisse
      en cashier; till
    51317990-9672-4635-bd76-7882718af136 | Mise en rayon | Merchandising
      fr vitrine; étalage; rayon; présentation des produits
      en shelf stocking; window display
    8770350e-746f-4adb-9556-18ca68104be6 | Étude de marché | Market research
      fr sondage clients; concurrence
      en market survey; competitors
    b1272de4-1f5f-408b-8b26-061f2550fc72 | Vente en ligne | E-commerce
      fr boutique en ligne; e-commerce; site marchand; Prestashop
      en online shop; web store
    11cbcf7f-8dc3-4c9a-9ec1-37f51b5cbc19 | Commerce international | International trade
      fr export; import; douane
      en import export; customs
    6f6163dc-a801-416c-86e9-ce857d71c24d | Marché de l'immobilier | Real estate market
      fr immobilier; agent immobilier; location; transaction immobilière; logement
      en estate agent; housing
    """
}
