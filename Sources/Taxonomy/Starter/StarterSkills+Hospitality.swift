extension StarterSkills {
  /// Kitchens, tables, beds and visits.
  static let hospitality = """
    # hospitality | Hôtellerie, restauration et tourisme | Hospitality and tourism
    cooking | Cuisine | Cooking
      fr cuisinier; cuisinière; chef; cuisiner; plats; recettes; faire à manger; cantine
      en cook; chef; recipes; meals
    42a6eff0-e9d9-423d-877b-e48fe91ff26f | Service en salle | Table service
      fr serveur; serveuse; serveur de restaurant; chef de rang
      en waiter; waitress; serving
    81d5b408-e805-4788-8dbd-42f22e8fd199 | Bar et cocktails | Bartending
      fr barman; barmaid; buvette; tenir un bar
      en bartender; mixing drinks
    e4fb4f26-1c0c-45e4-9250-5be32cee2a48 | Café et boissons chaudes | Barista work
      fr barista; latte; thé
      en espresso; hot drinks
    343dd8e6-225f-460b-99e4-2e24ecbfd7ed | Sommellerie | Sommelier work
      fr sommelier; sommelière; accords mets et vins; vin
      en wine service; wine pairing
    791fa659-3382-49f8-a8dd-505226d0da48 | Hygiène alimentaire | Food hygiene
      fr HACCP; normes d'hygiène; chaîne du froid
      en HACCP; food safety
    26a6e6d2-1c9a-4d7e-8c04-5ba16d1f53da | Accueil des clients | Welcoming guests
      fr accueil; hôtesse d'accueil; réceptionniste
      en receptionist; front desk; greeting
    50e2757f-ba69-46ce-98a4-a1e95051cfbe | Entretien des chambres | Housekeeping
      fr femme de chambre; valet; gouvernante; faire les lits
      en room cleaning; chambermaid
    a0c277a6-1ca6-4798-a5c9-cd199dbdff45 | Guidage touristique | Tour guiding
      fr guide; visite guidée; accompagnateur
      en tour guide; guided visit
    177983da-20a1-451c-98e6-21e6b4ed97ae | Information touristique | Tourist information
      fr office de tourisme; conseiller en séjour
      en visitor centre; tourism advice
    df0690fb-070b-4d63-9043-a65f18044787 | Gîtes et agritourisme | Farm stays
      fr gîte; chambre d'hôtes; accueil à la ferme; camping
      en guest house; bed and breakfast
    94c41e56-2a55-4fbb-a03b-e3ca2080d0f2 | Réservation de voyages | Travel booking
      fr agence de voyages; billets
      en travel agent; tickets
    """
}
