extension StarterSkills {
  /// Words, pictures and their makers.
  static let communication = """
    # communication | Communication et médias | Communication and media
    5330b70e-16f5-43a7-a6de-18fd6a4bd063 | Relations publiques | Public relations
      fr attaché de presse; relations presse; communication externe; chargé de communication
      en PR; press officer
    7800332c-a8eb-4792-8d72-50d509616154 | Communiqués de presse | Press releases
      fr communiqué; dossier de presse
      en press kit; media release
    509909a2-4a8f-4ead-8ad0-968df63b77cc | Réseaux sociaux | Social media
      fr community manager; Facebook; Instagram; Mastodon; animer une page
      en community management; posting
    43dfbe7f-9e10-4871-b171-e5076737b4cf | Marketing numérique | Digital marketing
      fr emailing; newsletter; infolettre; webmarketing; publicité en ligne
      en newsletter; mailing campaign; online ads
    eda4d727-4374-49af-ace4-118c7c906835 | Référencement web | Search engine optimisation
      fr SEO; référencement naturel; Google
      en SEO; ranking
    5bbaa0e6-0fd7-4df2-9db7-34f78b40dc34 | Marketing | Marketing
      fr plan marketing; promotion; positionnement
      en marketing plan; branding
    aba1f05b-f312-47d8-be71-7c574134de8f | Publicité | Advertising
      fr affichage; flyers; campagne publicitaire; affiche
      en ads; posters; flyers
    3391d6dd-d584-4c8c-9af9-d2f0c45e2b4b | Journalisme | Journalism
      fr journaliste; reportage; article de presse; journal local
      en journalist; reporter; news article
    91dd8397-063d-499c-83b9-0603a10d94ac | Rédaction | Writing
      fr rédacteur; rédactrice; écrire un texte; plume; style
      en copywriting; author; editor
    be3f635b-b400-4eb3-b4cc-c44a34f26eae | Orthographe et relecture | Spelling and proofreading
      fr correcteur; correctrice; relire; fautes d'orthographe; grammaire
      en proofreader; copy editing
    09cac140-367e-45f5-b19f-6430e75e5a2a | Discours et prise de parole | Speeches and public speaking
      fr discours; parler en public; orateur; éloquence
      en speech; speaker
    38509fa4-7c06-4a4b-9622-f521f03c37b8 | Photographie | Photography
      fr photographe; photo; prise de vue; portraits
      en photographer; photo; shooting
    b36176ec-3499-4235-a15c-cb485a386dc6 | Montage vidéo | Video editing
      fr monteur; monteuse; vidéaste; Premiere; Kdenlive; film
      en editor; video maker
    493b20c2-c435-449a-896e-0af057c41fef | Tournage et réalisation | Film making
      fr cinéma; réalisateur; caméra; court métrage; documentaire
      en cinema; director; camera
    radio | Radio et podcast | Radio and podcast
      fr émission de radio; podcast; animateur radio; webradio
      en broadcasting; podcaster

    # design | Design et graphisme | Design
    7fb699d9-182a-430e-b7a0-6d8ed05c284b | Graphisme | Graphic design
      fr graphiste; infographiste; logo; affiche; identité visuelle; flyer
      en graphic designer; logo; visual identity
    c46cf6f9-8b1e-44b9-a529-f5774c9167dd | Mise en page | Desktop publishing
      fr PAO; InDesign; Scribus; maquette; maquettiste
      en InDesign; Scribus; layout
    d90bad2f-7fcc-4e85-a02f-ba4837732892 | Retouche d'images | Photo retouching
      fr Photoshop; détourage; GIMP; retouche photo
      en Photoshop; image editing
    vector-drawing | Dessin vectoriel | Vector drawing
      fr Illustrator; Inkscape; SVG
      en Illustrator; Inkscape
    325ef602-74c0-4944-9cc2-95c9af86857b | Dessin et illustration | Drawing and illustration
      fr illustrateur; illustratrice; bande dessinée; BD; dessin
      en illustrator; comics; drawing
    080a3bf6-c8e8-481e-b97e-8fbc964ebab7 | Typographie | Typography
      fr police de caractères; calligraphie; lettrage
      en fonts; lettering
    8afe68ff-b261-4fa8-ab25-bb30b0e5c292 | Animation graphique | Motion design
      fr motion design; dessin animé; After Effects
      en animation; After Effects
    97965983-0da4-4902-9daf-d5cd2693ef73 | Modélisation 3D | 3D modelling
      fr Blender; 3D; rendu
      en Blender; rendering
    2afb2b59-c9a3-4cf3-b1dd-1a2fad51e583 | Impression 3D | 3D printing
      fr imprimante 3D; fablab; prototypage
      en 3D printer; makerspace; fab lab
    efacdaad-ab73-4056-bee3-4eb34b458bf6 | Design de produits | Product design
      fr designer; design industriel; éco-conception
      en industrial design; ecodesign
    41c13016-6e94-45bb-81b7-3ff25ac2aa25 | Imprimerie | Printing
      fr imprimeur; sérigraphie; offset; risographie
      en printer; screen printing
    fd33c66c-70c4-40e6-b87c-5495bd3bf26e | Expérience utilisateur | User experience
      fr UX; UI; ergonomie web; interface; maquette de site; Figma
      en UX; UI; usability; Figma
    """
}
