extension StarterSkills {
  /// Accounts, law and office work.
  static let administration = """
    # accounting | Comptabilité et finance | Accounting and finance
    ecc18804-a466-40d9-98b4-fba5cd67dd4b | Comptabilité | Accounting
      fr comptable; compta; plan comptable; expert-comptable; tenir les comptes
      en accountant; bookkeeping
    99b163e8-7815-43e2-83f3-a47f3076354c | Saisie comptable | Bookkeeping entries
      fr grand livre; rapprochement bancaire; journal comptable
      en ledger; bank reconciliation
    4a460161-eaea-4fe2-bd0e-164ccc635be1 | Bilan et comptes annuels | Annual accounts
      fr bilan; compte de résultat; clôture
      en balance sheet; profit and loss
    af0f7625-b9fc-4f97-a71d-d7c7648bfc35 | Paie | Payroll
      fr fiche de paie; bulletin de salaire; gestionnaire de paie; salaires
      en payslip; wages
    d669af41-756c-48d9-a286-1443253f54b1 | Fiscalité | Taxation
      fr impôts; fiscaliste; déclaration de revenus; taxes
      en tax return; taxes
    b0132abb-7e1f-4b03-ae15-c7de85e6e8ca | TVA | VAT
      fr taxe sur la valeur ajoutée; déclaration de TVA
      en value added tax
    21c5790c-0930-4d74-b3b0-84caf5af12ea | Gestion de budget | Budget management
      fr budget prévisionnel; budgétiser; plan de financement
      en budgeting; forecast
    6a536b36-c5c7-4d10-bf67-a4fb0f8549b2 | Audit | Auditing
      fr auditeur; commissaire aux comptes; contrôle interne
      en auditor; internal control
    52e53619-fa77-4f72-b237-5e4aae784dc2 | Gestion financière | Financial management
      fr trésorerie; trésorier; trésorière; directeur financier
      en treasurer; cash flow; CFO
    3556c075-eee0-4549-b730-48ae70cb5af9 | Financement de projets | Funding methods
      fr recherche de financements; subvention; appel à projets; mécénat
      fr dossier de subvention; crowdfunding
      en grants; sponsorship; crowdfunding
    e3e42d54-78bd-4337-aa87-bb31a7670c9a | Facturation et devis | Invoicing and quotes
      fr facture; facturer; faire un devis
      en invoice; estimate; billing
    fce3268c-c944-4a5f-8b9c-034a72d5df13 | Assurance | Insurance
      fr assureur; mutuelle; sinistre; assurances
      en insurer; claims
    3c209873-c757-47bb-91b5-9b6dc05df116 | Banque | Banking
      fr banquier; conseiller bancaire; crédit; prêt
      en bank; loan

    # law | Droit | Law
    ea451251-71ab-4f89-8c0d-53344ef7004f | Conseil juridique | Legal advice
      fr juriste; avocat; avocate; conseil en droit; point-justice
      en lawyer; solicitor; legal aid
    97b713f0-b9e8-4903-8dee-7e0b4019a1c0 | Droit du travail | Employment law
      fr prud'hommes; code du travail; licenciement; contrat de travail
      en labour law; dismissal; employment contract
    3cb348a4-e49e-4fe2-a403-d558dce1b38d | Droit de la famille | Family law
      fr divorce; garde des enfants; succession; notaire
      en divorce; custody; inheritance
    d77d7685-04fb-43a4-a1ac-09a10811f646 | Droit des sociétés | Company law
      fr créer une société; statuts de SARL; SAS; SCOP; SCIC
      en incorporation; cooperative statutes
    association-law | Droit des associations | Law of associations
      fr loi 1901; statuts d'association; assemblée générale; créer une association
      en non-profit law; charity statutes; general assembly
    efb523d0-c998-440d-8639-cd14ba841c4c | Droit public | Public law
      fr droit administratif; marchés publics; collectivités; permis; recours
      en administrative law; public procurement
    b3a4924a-f793-485c-8dc1-54e12198d95d | Droit des biens | Property law
      fr droit immobilier; bail; propriétaire; locataire; copropriété; location
      en lease; tenant; landlord
    7da0b396-34d7-4714-ada4-78d222e515a0 | Droit des étrangers | Immigration law
      fr titre de séjour; asile; CADA; préfecture; papiers
      en residence permit; asylum
    2ad081e6-0a3f-4612-ac15-7ace75d39e26 | Propriété intellectuelle | Intellectual property
      fr droit d'auteur; brevet; marque; licence libre; creative commons
      en copyright; patent; trademark; open licences
      in b3a4924a-f793-485c-8dc1-54e12198d95d
    a4346013-a967-4a58-a533-6b32ad1364c5 | Protection des données | Data protection
      fr RGPD; DPO; CNIL; vie privée; données personnelles
      en GDPR; privacy

    # office | Secrétariat et administration | Office work
    ab986bc4-df92-4351-9ac1-aa75af943cf7 | Secrétariat | Secretarial work
      fr secrétaire; assistant administratif; assistante de direction
      en secretary; administrative assistant
    d181042e-c531-4461-af7c-4071c53418fe | Frappe au clavier | Typing
      fr dactylo; saisie de texte; taper au clavier; saisie de données
      en data entry; typist; keyboard
    cf310cff-0d28-4dbc-9dbb-cc500a3196c2 | Bureautique | Office software
      fr Word; LibreOffice; Microsoft Office; pack office; powerpoint; diaporama
      en word processor; slides; Office suite
    1973c966-f236-40c9-b2d4-5d71a89019be | Tableur | Spreadsheets
      fr Excel; Calc; tableaux; formules; tableau croisé dynamique
      en Excel; Calc; pivot table
    5fa6cd2f-9bab-4afa-a184-2d2f1401b770 | Comptes rendus | Minute taking
      fr compte rendu de réunion; prise de notes; procès-verbal; PV
      en minutes; note taking
    caea6ac9-3972-42c4-9be6-042fe3e426f5 | Archivage | Archiving
      fr archiviste; archives; classement; classer des documents
      en archivist; records; filing
    de2f0ce8-f8d6-48c5-a213-4d065251cecf | Communication téléphonique | Telephone communication
      fr accueil téléphonique; standardiste; répondre au téléphone; standard; phoning
      en switchboard; phone calls
    15a33d76-4640-438d-ae64-fdc0c1d3eebc | Relation client | Customer service
      fr SAV; service après-vente; réclamations; conseiller clientèle
      en customer care; complaints; support
    """
}
