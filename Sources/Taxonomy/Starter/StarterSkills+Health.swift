extension StarterSkills {
  /// Health, beauty and wellbeing.
  static let health = """
    # health | Santé | Health
    d429b19a-132f-44d3-971b-bb0ccd94f979 | Soins infirmiers | Nursing
      fr infirmier; infirmière; pansement; piqûre; IDE
      en nurse; dressing; injection
    care-assistant | Aide-soignant | Care assistance
      fr aide-soignante; toilette; aide au repas; soins d'hygiène
      en healthcare assistant; washing; nursing aide
    f7464f30-662b-4177-85a0-3df9693e9e58 | Premiers secours | First aid
      fr PSC1; secourisme; secouriste; gestes qui sauvent; massage cardiaque; défibrillateur
      en CPR; first aider; defibrillator
    9c1e94ad-6c81-4fce-bc16-f7cf2e730cf0 | Soins primaires et médecine générale | Primary care
      fr médecin; docteur; généraliste
      en doctor; GP; physician
    b053a782-1e05-43fa-ae9b-e2cc68ff76ac | Kinésithérapie | Physiotherapy
      fr kiné; rééducation physique
      en physio; rehabilitation
    f40c7c6f-92c6-4c60-a21b-a837904d14c2 | Ostéopathie | Osteopathy
      fr ostéo; ostéopathe; mal de dos
      en osteopath; back pain
    6a04e6da-93e2-40cb-b4ee-d42864cce6fa | Orthophonie | Speech therapy
      fr orthophoniste; dyslexie; bégaiement
      en speech therapist; dyslexia
    8460496d-aa54-495f-af9a-a4b571a5f994 | Ergothérapie | Occupational therapy
      fr ergothérapeute; adapter le logement
      en occupational therapist; home adaptation
    bfe4f330-d595-48c7-ab3c-f309471d6953 | Psychologie | Psychology
      fr psychologue; psy; santé mentale
      en psychologist; mental health
    2362e36f-04e1-44be-b278-ba18ede03d28 | Puériculture | Infant care
      fr bébé; nourrisson; puéricultrice; crèche
      en baby; infant; nursery nurse
    103770db-5ed7-4208-ac72-cf174dd677e9 | Naissance et accouchement | Childbirth
      fr sage-femme; maternité; grossesse
      en midwife; birth; pregnancy
    52c19dc8-651f-4095-98fe-dcb2799d702e | Gériatrie | Geriatrics
      fr personnes âgées dépendantes; EHPAD; vieillissement; Alzheimer
      en ageing; elderly medicine; dementia
    c5a80bb0-31e6-4de0-868c-00a0f9b88b47 | Soins palliatifs | Palliative care
      fr fin de vie; accompagner les mourants
      en end of life; hospice
    f190355a-cea5-4cd0-b6cd-a5c3d9a14985 | Diététique | Dietetics
      fr diététicien; nutritionniste; régime; bien manger
      en dietitian; nutritionist; diet
    46b391a6-bbd9-4e80-afb0-ad205101af59 | Délivrance de médicaments | Dispensing medicines
      fr pharmacie; pharmacien; pharmacienne; préparateur en pharmacie; médicaments
      en pharmacist; medicines
    b8990fac-b9d6-4c9a-980c-fd6753757106 | Soins dentaires | Dentistry
      fr dentiste; prothésiste dentaire; dents
      en dentist; teeth
    9570e84e-6699-4c9f-9a12-7bc82d53a231 | Santé publique | Public health
      fr prévention santé; promotion de la santé; vaccination
      en prevention; health promotion
    ffc7b5ae-1bae-42eb-b9dd-c9044fea7105 | Addictions | Drug addiction
      fr alcool; tabac; drogue; sevrage
      en drugs; alcohol; quitting smoking
    3d4d80af-db25-4c08-8714-b2e68d87ec09 | Sophrologie et relaxation | Relaxation therapy
      fr sophrologue; détente; méditation; gestion du stress
      en sophrology; meditation; stress relief
    2b16031c-6278-4929-adc1-127f40c3c76e | Massage bien-être | Massage
      fr masseur; masseuse; massage
      en massage therapist
    493fb8bf-d880-4499-b374-b1ecb0df4b50 | Plantes médicinales | Herbal medicine
      fr herboriste; tisanes; herboristerie
      en herbalist; herbal tea
    0449bf39-a288-4ecc-823a-3d194be5e932 | Prélèvement sanguin | Blood sampling
      fr prise de sang; laboratoire d'analyses
      en phlebotomy; blood test

    # beauty | Beauté et bien-être | Beauty and wellbeing
    03d8e93a-861a-45d3-a2d6-80781d6af1c9 | Coiffure | Hairdressing
      fr coiffeur; coiffeuse; barbier; couper les cheveux; coloration
      en hairdresser; barber; haircut
    6db3ac8e-8636-4ced-965b-75e35c3193c3 | Soins esthétiques | Beauty care
      fr esthéticienne; épilation; soin du visage; socio-esthétique
      en beautician; waxing; facial
    8599fe11-e263-4e6c-a4a2-d6e8d2498b5a | Maquillage | Make-up
      fr maquilleur; maquilleuse; grimage
      en make-up artist; face painting
    24bd5079-e4f3-4bff-8ed7-7540080ce7ec | Manucure | Manicure
      fr ongles; prothésiste ongulaire; vernis à ongles
      en nails; nail technician
    """
}
