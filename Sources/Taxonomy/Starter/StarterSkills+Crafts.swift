extension StarterSkills {
  /// Food, wood, metal, textiles: what hands make.
  static let crafts = """
    # crafts | Artisanat et métiers | Crafts and trades

    # food < crafts | Métiers de bouche | Food trades
    606f8d77-443a-48c0-bd9c-1762e459b8e7 | Boulangerie | Bread baking
      fr boulanger; boulangère; faire du pain; pain au levain; fournil; pétrir la pâte
      en baker; bakery; making bread; sourdough
    497bd065-ac31-4be3-a35f-0e9ebe2a3920 | Pâtisserie | Pastry making
      fr pâtissier; pâtissière; gâteaux; viennoiserie; desserts
      en pastry chef; cakes; desserts
    58a98b9f-9030-4bbf-a404-3d4877fd53cd | Chocolaterie | Chocolate making
      fr chocolatier; chocolatière; faire du chocolat
      en chocolatier; chocolates
    c7c9feb8-7813-4ea5-bef2-814c77ad0b6e | Affinage du fromage | Cheese ageing
      fr affineur; cave à fromages
      en cheese maturing; affineur
    d2150558-2012-4639-9247-4da53346e54b | Fabrication de fromage | Cheese making
      fr fromager; fromagère; fromagerie; faire du fromage
      en cheesemaker; dairy
    ae5b462a-c1eb-4209-979b-3da8b1ad01de | Boucherie | Butchery
      fr boucher; bouchère; découpe de viande; boucher charcutier
      en butcher; meat cutting
    d5b63d02-08a1-4d56-8204-7c7ab66d9311 | Brassage de bière | Beer brewing
      fr brasseur; brasseuse; faire de la bière; microbrasserie
      en brewer; brewing; craft beer
      in 3786b61f-f22e-48d1-af8d-ad4c354534db
    990c3121-1662-4421-a378-42f542ac94b1 | Torréfaction du café | Coffee roasting
      fr torréfacteur; griller le café
      en coffee roaster
    catering | Traiteur | Catering
      fr buffet; réception; cocktail dînatoire; repas de fête
      en caterer; buffet
    preserving | Conserves de fruits et légumes | Fruit and vegetable preserving
      fr confitures; bocaux; conserverie; lactofermentation; stérilisation de bocaux
      en jam making; canning; pickling

    # wood < crafts | Travail du bois | Woodworking
    19858dd3-a5fe-4855-b644-6ecfefd1c384 | Menuiserie | Joinery
      fr menuisier; menuisière; travail du bois massif; agencement
      en joiner; carpenter; woodwork
    timber-framing | Charpente bois | Timber framing
      fr charpentier; charpentière; ossature bois; ferme de toit
      en carpenter; roof frame; timber frame
    a88c4bdc-73f8-437d-b268-02cb813a99ca | Ébénisterie | Cabinetmaking
      fr ébéniste; fabriquer un meuble; meubles sur mesure
      en cabinetmaker; furniture making
    34bd22df-015b-4a85-9cfe-4074956a882a | Tournage du bois | Wood turning
      fr tourneur sur bois; tour à bois
      en turner; wood lathe
    furniture-restoration | Restauration de meubles | Furniture restoration
      fr rénover un meuble; réparer une chaise; relooking de meubles; meubles anciens
      en antique furniture repair; upcycling furniture
    b4b9a682-80b9-4032-8e20-ec3dd55f334e | Tapisserie d'ameublement | Upholstery
      fr tapissier; tapissière; refaire un fauteuil; rembourrage
      en upholsterer; armchair repair
    a2243e61-9527-495d-9524-fe8ab8d8c7c7 | Vannerie | Basketry
      fr vannier; vannière; osier; tresser un panier
      en basket weaving; wicker
    e040fb97-ac17-4cd0-bf74-7e96c83811b6 | Vernis et finition du bois | Wood finishing
      fr vernir; lasure; ponçage; huiler le bois
      en varnishing; sanding; staining

    # metal < crafts | Travail des métaux | Metalwork
    530cb489-d900-46ab-9350-4d50ccd49eea | Soudure | Welding
      fr soudeur; soudeuse; souder à l'arc; TIG; MIG; chalumeau
      en welder; arc welding; TIG; MIG
    95b3f4dc-f57f-414a-82b3-eaa22afee5ad | Forge | Blacksmithing
      fr forgeron; ferronnerie; ferronnier; fer forgé
      en blacksmith; wrought iron; forging
    2d63745d-3c4c-4da1-ad77-985f68768be9 | Métallerie et serrurerie | Structural metalwork
      fr métallier; serrurier; portail; garde-corps; rampe
      en metalworker; locksmith; railing; gate
    6055f185-3214-491e-975a-cfcc1756fe1d | Chaudronnerie et tôlerie | Sheet metal work
      fr chaudronnier; tôlier; tôle; pliage de tôle
      en sheet metal; boilermaker; metal folding
    a815de2c-cefb-461f-9c55-05f21ae7da8f | Bijouterie | Jewellery making
      fr bijoutier; joaillier; bijoux; orfèvre
      en jeweller; goldsmith
    clockmaking | Horlogerie | Watch and clock making
      fr horloger; réparer une montre; pendule; remplacer une pile de montre
      en watchmaker; clock repair
    34d88149-a42c-4f01-a9f7-4ec0a6e5a77f | Maréchalerie | Farriery
      fr maréchal-ferrant; ferrer un cheval
      en farrier; horse shoeing

    # textile < crafts | Textile, cuir et arts du feu | Textiles, leather and ceramics
    533b3f0b-c8f8-4668-95ef-69011bb081d7 | Couture | Sewing
      fr couturier; couturière; coudre; machine à coudre; retouches; ourlet
      en sewing machine; seamstress; tailor; dressmaking
    6469f571-ba92-4528-8b9f-ad9faa51e42e | Patronage de vêtements | Pattern making
      fr patronnier; modéliste; patron de couture
      en pattern cutter; dress pattern
    1fe563ab-47b8-4092-98d6-2ac94952891e | Broderie | Embroidery
      fr brodeuse; point de croix; broder
      en embroiderer; cross stitch
    148fc290-6363-4b0a-90a6-fe2f998f2037 | Tricot et crochet | Knitting and crochet
      fr tricoter; laine; faire un pull; crocheter
      en knit; crochet; wool
    1f857013-3fbc-4205-b904-fe6506744687 | Maroquinerie | Leatherwork
      fr maroquinier; sellier; travail du cuir; sac en cuir
      en leather goods; saddlery
      in 3786b61f-f22e-48d1-af8d-ad4c354534db
    shoe-repair | Cordonnerie | Shoe repair
      fr cordonnier; ressemelage; réparer des chaussures
      en cobbler; resoling
    7ffe5ddd-abf1-4047-91e9-37c4e9f43d9c | Poterie et céramique | Pottery and ceramics
      fr potier; potière; céramiste; tour de potier; argile; terre cuite
      en potter; ceramicist; clay; kiln
    4e2d4d0a-fd08-4a02-994c-38d989ad9184 | Verrerie | Glass work
      fr verrier; souffleur de verre
      en glassblower; glass blowing
    48b138fd-65d9-46f3-b724-ad1bfce379d8 | Vitrail | Stained glass
      fr vitrailliste; vitraux; maître verrier
      en stained glass window
    4cbe4ca4-c7be-452f-aab2-f8520a828497 | Reliure | Bookbinding
      fr relieur; relier un livre; réparer un livre
      en bookbinder; book repair
    2fe72eec-2e9b-477c-bf36-c3426d3cc1dc | Lutherie | Instrument making
      fr luthier; réparer une guitare; réparer un violon; facteur d'instruments
      en luthier; guitar repair; violin maker
    """
}
