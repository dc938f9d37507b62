extension StarterSkills {
  /// Factories, maintenance and repair.
  static let industry = """
    # industry | Industrie et maintenance | Industry and maintenance
    f5084a43-42c9-4bbb-b47c-b3029cf8381d | Usinage et machines-outils | Machine tools and machining
      fr usineur; fraiseur; tourneur; fraisage; tournage de pièces; CNC; commande numérique
      en machinist; milling; lathe; CNC
    3a33cec3-4b44-471a-8864-5cc8567a8b1f | Conception assistée par ordinateur | Computer-aided design
      fr CAO; DAO; AutoCAD; SolidWorks; FreeCAD; dessinateur
      en CAD; AutoCAD; SolidWorks; draughtsman
    efa141df-f382-418f-9121-bd88fd735669 | Mécanique générale | Mechanics
      fr mécanicien; pièces mécaniques; ajusteur; engrenages
      en mechanic; fitter; gears
    d88cb3f1-8e02-4618-bf32-4b0488066934 | Mécatronique | Mechatronics
      fr mécatronicien
      en mechatronics engineer
    2bbdea06-a265-42b5-bb4f-7241b661f069 | Électromécanique | Electromechanics
      fr électromécanicien; moteurs électriques
      en electromechanical; electric motors
    95c35c3a-035f-47c2-90cf-7e934d20fc08 | Électronique | Electronics
      fr électronicien; carte électronique; circuit imprimé; souder des composants
      en circuit board; electronics technician
    f4a6e9f7-5cff-46c0-894c-59c20bb78694 | Automatismes | Automation
      fr automaticien; automate programmable; API Siemens; GRAFCET
      en PLC; control systems
    e87ec79a-c9ff-46f5-84fa-7a0f394cdf40 | Robotique | Robotics
      fr robot; roboticien; cobot
      en robot; cobot
    68e66ed6-a171-4350-8ec1-2cfc4cae50e4 | Hydraulique | Hydraulics
      fr vérin; pompe hydraulique
      en hydraulic pump; cylinder
    bf419e00-8548-491a-a06f-d72ab439df2f | Pneumatique industrielle | Pneumatics
      fr air comprimé; compresseur
      en compressed air; compressor
    8a4e99e0-f259-4931-888f-604cfdc15b31 | Maintenance industrielle | Machine maintenance
      fr technicien de maintenance; dépannage de machines; GMAO; entretien de machines
      en maintenance technician; servicing
    3786b61f-f22e-48d1-af8d-ad4c354534db | Production industrielle | Manufacturing
      fr opérateur de production; usine; ouvrier; ligne de fabrication
      en factory work; production operator
    d56358e4-3bcc-4b5d-981d-ea15b2743e9e | Contrôle qualité | Quality control
      fr contrôleur qualité; inspection; métrologie
      en inspector; testing
    da6393d5-a53c-4863-abc7-51f36281d74e | Gestion de projet lean | Lean project management
      fr production au plus juste; lean; 5S; kaizen
      en lean; 5S; kaizen
    988871ab-dcad-4217-87d0-4c33307f0981 | Plasturgie | Plastics processing
      fr plasturgiste; injection plastique; plastique
      en plastic injection; moulding
    74c0c0d2-aeb8-44b2-b86a-117d0455ae88 | Matériaux composites | Composite materials
      fr fibre de verre; carbone; résine; stratification
      en fibreglass; carbon fibre; resin
    cde9911c-f92e-4de1-811f-336e177ac4ce | Chimie | Chemistry
      fr chimiste; analyses chimiques; laboratoire
      en chemist; lab analysis
    8259c2c0-2749-41e2-a4a8-4a64a76eab37 | Travail de laboratoire | Laboratory work
      fr laborantin; laborantine; technicien de laboratoire
      en lab technician
    82887396-e5bf-4306-af51-3fe8d82790b2 | Génie civil | Civil engineering
      fr ingénieur; ponts; routes; BTP
      en engineer; bridges; roads
    3e40c7d0-0e36-4b33-bc33-0aa87eda0561 | Génie électrique | Electrical engineering
      fr ingénieur électricien; haute tension
      en electrical engineer; high voltage
    61268e22-9367-4c3b-91d9-b651e4c142e2 | Sécurité incendie | Fire safety
      fr SSIAP; extincteur; incendie; pompier; évacuation
      en fire warden; extinguisher; firefighter

    # repair | Réparation | Repair
    7566f0b4-7f6e-455c-abb5-ec58e57f7e17 | Mécanique automobile | Car mechanics
      fr garagiste; mécanicien auto; vidange; freins; réparer une voiture; mécano
      en car mechanic; garage; brakes; oil change
    b1084057-66a7-4ab6-8162-41c4e74d00cb | Carrosserie | Car bodywork
      fr carrossier; débosselage; peinture auto
      en body shop; panel beating
    53b1dcbc-7c51-43cd-9e3a-9ca78afd2895 | Réparation de vélos | Bicycle repair
      fr vélo; réparer un vélo; crevaison; cycles; atelier vélo; vélociste
      fr changer une chambre à air
      en bike repair; puncture; bike workshop
      in efa141df-f382-418f-9121-bd88fd735669
    aeb5c424-120a-4d80-82a9-e24c5044714c | Réparation d'électroménager | Appliance repair
      fr machine à laver; lave-linge; frigo; petit électroménager; grille-pain
      fr réparer un aspirateur
      en washing machine; fridge; toaster
    small-engines | Motoculture | Small engine repair
      fr tondeuse en panne; motoculteur; tronçonneuse à réparer
      en lawnmower repair; tiller
    e487f6f8-854d-4210-9658-4196f07cc209 | Réparation électronique | Consumer electronics repair
      fr réparer un téléphone; écran cassé; télé en panne; hifi
      en phone repair; broken screen; TV repair
    """
}
