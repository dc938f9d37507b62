extension StarterSkills {
  /// What builds and keeps up houses.
  static let building = """
    # building | Bâtiment et travaux | Building and works
    13e1c0a2-b90d-46f4-be51-11730360b38d | Maçonnerie | Bricklaying
      fr maçon; maçonne; monter un mur; parpaings; briques; mortier
      en mason; building a wall
    stonemasonry | Taille de pierre | Stonemasonry
      fr tailleur de pierre; pierre sèche; muret
      en stonemason; dry stone wall
    46994031-5490-4a02-9937-c61f6e2d4fc9 | Coulage du béton | Concrete work
      fr béton; dalle; coffrage; bétonnière; faire une dalle
      en concreting; slab; formwork
    504d99c7-395b-479c-815b-2f77ef769e75 | Carrelage | Tiling
      fr carreleur; carreleuse; faïence; poser du carrelage; joints
      en tiler; floor tiles
    20f56226-24ed-495f-8bf5-0b2aa6413ba1 | Plâtrerie | Plastering
      fr plâtrier; plâtre; enduit; stuc
      en plasterer; stucco
    fd8a3c14-fe25-4490-a85d-0215d0a5aa6f | Cloisons et plaques de plâtre | Drywall
      fr plaquiste; placo; BA13; cloison; faux plafond
      en plasterboard; partition wall
    b826a56a-811d-477c-b165-271729f644a4 | Peinture en bâtiment | House painting
      fr peintre en bâtiment; peindre un mur; repeindre; ravalement; plafond
      en painter and decorator; wall painting
    3816bddd-0765-48d6-b972-0f9aa7296a46 | Pose de papier peint | Wallpapering
      fr tapisser un mur; tapisserie murale; papier peint
      en wallpaper; paperhanging
    wood-flooring | Pose de parquet | Wood flooring
      fr parqueteur; plancher; parquet flottant; poncer un parquet
      en parquet; floor laying
    2ebddf41-2b7b-44b9-8faf-4b4503035e14 | Moquette et sols souples | Carpet and soft flooring
      fr solier; moquettiste; lino; sol PVC
      en carpet fitting; vinyl flooring
    69ce43f9-c8f9-4efb-8b8c-3c4a9ba3db88 | Couverture et toiture | Roofing
      fr couvreur; couvreuse; toit; tuiles; ardoises; refaire un toit; gouttière
      fr fuite de toit
      en roofer; tiles; slate; gutter
    7eea6974-d606-4175-b95e-f66554816783 | Isolation des bâtiments | Building insulation
      fr isolation thermique; laine de verre; isoler les combles; ouate; chanvre
      en thermal insulation; loft insulation
    91991706-cd8e-4795-9784-715fc0250c8d | Montage d'échafaudages | Scaffolding
      fr échafaudeur; échafaudage
      en scaffolder
    c1f78abb-c9ee-4d0c-abbd-2d3b5da35a35 | Pose de fenêtres | Window fitting
      fr vitrier; double vitrage; porte-fenêtre; changer une fenêtre; volets
      en glazier; double glazing; shutters
    2d7b7e10-b33b-489b-9c2e-350c3be162e7 | Démolition | Demolition
      fr démolir; abattre une cloison; curage
      en knocking down
    d2b3891d-d710-4f53-9a68-ff7b1158fef5 | Terrassement | Earthworks
      fr terrassier; pelleteuse; mini-pelle; tranchée
      en excavator; digging; trench
    8755734c-2919-41a3-9ca6-1e3d1f169213 | Plomberie | Plumbing
      fr plombier; plombière; fuite d'eau; robinet; tuyauterie; chauffe-eau; évier bouché
      en plumber; leak; tap; pipes
    ef6cb992-07d1-435b-a150-45d92228db1e | Pose de sanitaires | Bathroom fitting
      fr salle de bains; douche; toilettes; WC; lavabo
      en bathroom installation; shower; toilet
    95013213-ee67-493b-86d0-e383e0f72482 | Chauffage | Heating
      fr chauffagiste; chaudière; radiateur; poêle; entretien de chaudière
      en boiler; radiator; heating engineer
    00735755-adc6-4ea0-b034-b8caff339c9f | Pompes à chaleur | Heat pumps
      fr PAC; géothermie; aérothermie
      en heat pump installer
    b49036dd-059b-40d5-8ae9-0b1a6a64f668 | Climatisation | Air conditioning
      fr climaticien; clim; frigoriste
      en air conditioner; HVAC
    539edd73-5c9b-4498-96f2-68a9cd2e6073 | Ventilation | Ventilation
      fr VMC; aération
      en mechanical ventilation; airflow
    52797dce-911c-4e6d-b0cb-491f6469014f | Électricité du bâtiment | Electrical installation
      fr électricien; électricienne; tableau électrique; prise; interrupteur
      fr mise aux normes électriques; câblage
      en electrician; wiring; socket; fuse box
    08a5f6dd-d3dd-4371-9919-6d730f34499c | Pose de panneaux solaires | Solar panel fitting
      fr photovoltaïque; panneaux photovoltaïques; solaire
      en photovoltaics; PV; solar installer
    dfce2aba-783e-4e17-9c17-e74aca505ec2 | Lecture de plans | Reading building plans
      fr lire un plan; plan d'architecte
      en blueprint reading
    80c042de-bc1a-4d78-b266-35bc80ba3093 | Architecture | Architecture
      fr architecte; permis de construire; plans de maison
      en architect; building design
    f42e294a-0bba-4e90-989a-9b1467170e6f | Décoration d'intérieur | Interior decoration
      fr décorateur; décoratrice; aménagement intérieur; architecte d'intérieur
      en interior design; decorator
    790a335b-2005-4b8a-b6fe-47ff7701ebb7 | Topographie | Land surveying
      fr géomètre; relevé de terrain; arpentage
      en surveyor; levelling
    handiwork | Petit bricolage | Handiwork
      fr bricoleur; bricoleuse; monter un meuble en kit; homme toutes mains
      fr poser une étagère; petits travaux
      en handyman; DIY; odd jobs; flat-pack assembly
    ecobuilding | Écoconstruction | Ecological building
      fr paille; terre crue; torchis; enduit à la chaux; matériaux biosourcés
      en straw bale; earth building; lime plaster
    0fad7d54-a1ac-412e-84d5-3740ba5cb7a1 | Serrurerie | Locksmithing
      fr serrurerie de dépannage; ouvrir une porte; porte claquée; changer une serrure
      fr clé perdue
      en lockout; changing a lock
    """
}
