extension StarterSkills {
  /// Fields, animals, gardens and woods.
  static let nature = """
    # farming | Agriculture et élevage | Farming
    4ca83b9d-afa0-49f8-b7af-e4e6a42ad299 | Grandes cultures | Arable farming
      fr agriculteur; agricultrice; céréales; blé; labour; semis
      en farmer; cereals; crops
    186da517-9a3e-41cd-9158-4001e3694459 | Agriculture biologique | Organic farming
      fr bio; culture bio; agroécologie
      en organic; agroecology
    market-gardening | Maraîchage | Market gardening
      fr maraîcher; maraîchère; légumes; serre; cultiver des légumes
      en vegetable growing; greenhouse
    fruit-growing | Arboriculture fruitière | Fruit growing
      fr arboriculteur; verger; pommiers; greffer un arbre fruitier
      en orchard; apple trees; grafting
    3c9fc332-97e4-409a-8c32-e81fa552e882 | Viticulture | Vine growing
      fr vigneron; vigneronne; vigne; vendanges; taille de la vigne
      en winegrower; vineyard; grape harvest
    a3de6101-ec52-4686-9ed9-1aaf89b58458 | Œnologie | Winemaking
      fr œnologue; vinification; faire du vin; cave
      en oenologist; making wine
    9a6e9f3a-830d-4bdf-9aee-3db636e8e93d | Élevage | Livestock farming
      fr éleveur; éleveuse; vaches; bovins; brebis; chèvres; porcs; volailles
      en cattle; sheep; goats; poultry; breeder
    1a163b43-9826-426f-9bda-05133a9f4bf3 | Traite | Milking
      fr traire; trayeuse; lait
      en milk; dairy farming
    beekeeping | Apiculture | Beekeeping
      fr apiculteur; apicultrice; abeilles; ruches; essaim; miel
      en beekeeper; bees; hives; honey
    71b48d23-8a2d-4f99-8d90-7e904de607ca | Aquaculture | Aquaculture
      fr pisciculture; ostréiculture; huîtres; élevage de poissons
      en fish farming; oysters
    29d37533-c151-40a2-82f1-7f65f2548f6e | Pêche | Fishing
      fr pêcheur; filet; pêche en mer; pêche à la ligne
      en fisherman; angling
    a95f88b8-11b1-406a-aa30-c5a891cb41a8 | Conduite de tracteur | Tractor driving
      fr tracteur; tractoriste
      en tractor driver
    00dd3271-077f-4a12-a958-e297fdd724ce | Machines agricoles | Farm machinery
      fr moissonneuse; presse à balles; matériel agricole
      en combine harvester; baler
    700ea222-8139-4c48-95cf-014855565530 | Irrigation | Irrigation
      fr arrosage; goutte à goutte; arroser
      en watering; drip irrigation
    63c58fd8-e920-4f37-a6ab-32f86a4aef7a | Éducation canine et animale | Animal training
      fr dresseur; éducateur canin; dresser un chien
      en dog training; dog trainer
    1c70f577-4c90-4fa9-9fc8-ac594c19dd52 | Équitation | Horse riding
      fr monter à cheval; poney; centre équestre; cheval
      en riding; pony; horses
    pet-care | Soins aux animaux | Animal care
      fr animaux de compagnie; garde d'animaux; garder un chat; refuge
      en pet care; pet sitting; animal shelter
    f37dd722-72b4-4550-bca1-d19176208deb | Toilettage d'animaux | Animal grooming
      fr toiletteur; toiletteuse; toilettage canin; tondre un chien
      en groomer; dog grooming
    74ce6ebc-8886-437e-bee9-ce5735aaa020 | Médecine vétérinaire | Veterinary medicine
      fr vétérinaire; véto
      en vet; veterinarian

    # land | Espaces verts et forêt | Green spaces and forestry
    dcb01a4f-720a-480f-b61a-11a1286d56f3 | Jardinage | Gardening
      fr jardinier; jardinière; potager; planter; désherber; jardin
      en gardener; vegetable garden; weeding
    a8f1c3cf-bd8b-4c85-80d3-c69955f6bd00 | Élagage et taille | Pruning
      fr élagueur; tailler une haie; couper des branches; taille douce
      en tree surgeon; hedge trimming
    6055a4be-3f41-47e3-acd1-0535fa17e04c | Aménagement paysager | Landscaping
      fr paysagiste; créer un jardin; massif; terrasse
      en landscaper; garden design
    c7d8f44f-d0ad-4039-8407-4b8576603856 | Tonte et pelouses | Lawn care
      fr tondre la pelouse; gazon; débroussaillage; tondeuse
      en mowing; lawn; grass
    b8cfe3d0-15a7-4be4-a7f1-f5141ed11f16 | Bûcheronnage | Tree felling
      fr bûcheron; tronçonneuse; abattre un arbre; bois de chauffage
      en lumberjack; chainsaw; firewood
    e8488824-3865-4d2a-97e9-fe4647d6add3 | Sylviculture | Forestry
      fr forestier; gestion forestière; forêt; reboisement
      en forester; woodland
    dd25bf40-00c8-4c07-8f77-fbb4ca31d4b8 | Art floral | Floristry
      fr fleuriste; bouquet; composition de fleurs
      en florist; bouquet
    composting | Compostage | Composting
      fr compost; maître composteur; lombricompost; biodéchets
      en compost; food waste
    seed-saving | Semences paysannes | Seed saving
      fr graines; grainothèque; semences
      en seeds; seed library
    2a58e994-74b9-4211-85ac-cfb409a9b667 | Botanique | Botany
      fr reconnaître les plantes; herbier; plantes sauvages; cueillette
      en plants; herbarium; foraging
    577df4a9-804e-4b3e-9521-13ee0e3ad417 | Mycologie | Mycology
      fr champignons; reconnaître les champignons
      en mushrooms; fungi
    4ac4f99c-bf5d-48e5-a358-c507876faeeb | Ornithologie | Ornithology
      fr oiseaux; observer les oiseaux; LPO
      en birds; birdwatching
    a8429098-ddac-481b-91e7-688d021c092e | Écologie | Ecology
      fr écologue; milieux naturels; biodiversité
      en ecologist; biodiversity
    6825a7dd-c2da-40fa-b745-508ff20ee293 | Entretien d'espaces naturels | Nature conservation work
      fr sentiers; haies; mares; chantier nature
      en trails; hedgerows; ponds
    """
}
