extension StarterSkills {
  /// Goods and people on their way.
  static let transport = """
    # logistics | Logistique et transport | Logistics and transport
    089ddb19-1c7a-43ff-ba64-070f7ce4787a | Magasinage | Warehousing
      fr magasinier; entrepôt; préparateur de commandes; réception de marchandises
      en warehouse worker; order picking
    5aaf2780-04d7-4bbf-8b06-af36eafe8eba | Gestion des stocks | Stock management
      fr inventaire; stock
      en inventory; stocktaking
    28cb374e-6261-4133-8371-f9a5470145da | Conduite de chariot élévateur | Forklift driving
      fr cariste; CACES; Fenwick; transpalette
      en forklift operator; pallet truck
    truck-driving | Conduite de poids lourds | Truck driving
      fr chauffeur routier; permis C; camion; conducteur routier; semi-remorque
      en lorry driver; HGV; trucker
    2a82241a-216e-44d8-bb50-6b9a0ef82084 | Conduite de voiture | Car driving
      fr permis B; chauffeur; conduire; voiture; avoir le permis; VTC
      en driving licence; chauffeur; car
    4f8f9d1e-6672-4e58-abb2-258e8b1c700f | Conduite de bus et d'autocar | Bus and coach driving
      fr chauffeur de bus; permis D; autocar; transport scolaire
      en bus driver; coach driver; school bus
    van-delivery | Livraison | Delivery
      fr livreur; livreuse; utilitaire; camionnette; coursier; livraison à domicile
      en delivery driver; courier; van
    cargo-bike | Livraison à vélo | Cargo bike delivery
      fr vélo cargo; cyclologistique; coursier à vélo; triporteur
      en bike courier; cargo bike
    3ab2b4be-e304-4c3c-98f5-ce0620218bc6 | Manutention et déménagement | Moving heavy loads
      fr déménageur; porter des cartons; meubles lourds; manutention
      en mover; removals; lifting
    978a76ca-0d14-43b5-a69d-1996dfeb22de | Conduite de pelleteuse | Excavator driving
      fr engins de chantier; conducteur d'engins; bulldozer; pelle mécanique; CACES engins
      en digger driver; bulldozer; plant operator
    c96ab6ac-cf85-4c91-86b5-7ac5bb14eb28 | Conduite de grue | Crane operation
      fr grutier; grue; levage
      en crane driver; lifting
    db4f4689-8540-4577-bdfe-acecf2f31ec2 | Gestion de flotte | Fleet management
      fr parc automobile; autopartage; gestion de véhicules
      en car sharing; vehicle fleet
    3a0f10bd-4c3f-4020-b29c-f03cfe6d6e5b | Organisation du transport | Transport planning
      fr affréteur; exploitant transport; tournées; itinéraires
      en dispatcher; routing
    lift-sharing | Covoiturage solidaire | Lift sharing
      fr covoiturage; transport solidaire; emmener chez le médecin; accompagnement en voiture
      en carpooling; volunteer driver; rides
    navigation | Navigation et nautisme | Boating
      fr voile; bateau; permis bateau; skipper; batelier; péniche
      en sailing; skipper; barge
    """
}
