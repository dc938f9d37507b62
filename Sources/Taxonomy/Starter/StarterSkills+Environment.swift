extension StarterSkills {
  /// Energy, water, waste and climate.
  static let environment = """
    # energy | Énergie et environnement | Energy and environment
    f8413360-6114-40de-a276-c59b764b9913 | Énergies renouvelables | Renewable energy
      fr éolien; éolienne; biomasse; transition énergétique; ENR
      en wind power; biomass; green energy
    05e5e14f-ffa6-4106-b311-c6335ccc2bd2 | Énergie solaire | Solar energy
      fr solaire thermique; centrale villageoise
      en solar power
    50e6eba0-4440-4ba5-bb58-3ee78a96e29b | Hydroélectricité | Hydropower
      fr barrage; moulin à eau; turbine
      en hydroelectric; water mill
    4e09e2d2-e317-47d2-bf5e-1d6c66be3efc | Performance énergétique des bâtiments | Energy performance of buildings
      fr rénovation énergétique; DPE; économies d'énergie; passoire thermique
      fr diagnostic énergétique; conseiller énergie
      en energy audit; retrofit; EPC
    83fc0b2b-6cd2-46af-b1ff-d3fc83604c26 | Efficacité énergétique | Energy efficiency
      fr sobriété énergétique; économiser l'énergie; réduire sa consommation
      en saving energy
    40f65a56-ccbe-4601-9f32-1cc6cdd24f28 | Gestion des déchets | Waste management
      fr tri sélectif; trier; recyclage; déchetterie; zéro déchet
      en recycling; sorting; zero waste
    519e5731-4d6c-4f98-938e-0976a202c6ba | Déchets dangereux | Hazardous waste
      fr amiante; produits toxiques
      en asbestos; toxic waste
    4ee4ed1d-dc38-48e0-a9e6-a6b64f316ea6 | Politique et gestion de l'eau | Water policy and management
      fr rivière; assainissement; bassin versant; syndicat des eaux
      en river; catchment; wastewater
    75f312e1-622b-4751-8d93-815b32feaf8d | Prévention de la pollution | Pollution prevention
      fr dépollution; qualité de l'air
      en pollution control; air quality
    1565b401-1754-4b07-8f1a-eb5869e64d95 | Changement climatique | Climate change
      fr réchauffement; dérèglement climatique; fresque du climat
      en global warming
    6f5850ea-5785-4e2c-b062-743066fd5bdb | Droit de l'environnement | Environmental law
      fr installations classées; ICPE; étude d'impact
      en environmental regulation; impact assessment
    840ea882-439c-4fa9-b219-edbe0607fe60 | Météorologie | Meteorology
      fr météo; prévision du temps
      en weather; forecasting
    repair-cafe | Animation d'un atelier de réparation | Repair café hosting
      fr repair café; réparer ensemble; atelier de réparation
      en repair workshop; fixing together
    reuse | Réemploi et ressourcerie | Reuse and second hand
      fr recyclerie; ressourcerie; donnerie; upcycling; seconde main
      en thrift; upcycling; salvage
    carbon-accounting | Bilan carbone | Carbon accounting
      fr empreinte carbone; gaz à effet de serre; BEGES
      en carbon footprint; greenhouse gases
    """
}
