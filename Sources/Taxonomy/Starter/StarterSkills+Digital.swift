extension StarterSkills {
  /// Software, systems and help with them.
  static let digital = """
    # ict | Informatique et numérique | Computing and digital

    # software < ict | Logiciel et développement | Software development
    21d2f96d-35f7-4e3f-9745-c533d2dd6e97 | Programmation | Programming
      fr développeur; développeuse; coder; code; informaticien; dev
      en developer; coding; coder
    ccd0a1d9-afda-43d9-b901-96344886e14d | Python | Python
      fr python3; Django; Flask
      en python3; Django; Flask
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    19a8293b-8e95-4de3-983f-77484079c389 | Java | Java
      fr JVM; Spring; Java EE
      en JVM; Spring
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    3cd569a2-4f88-4c1e-9995-8dce8c5e51a7 | JavaScript | JavaScript
      fr JS; ECMAScript; React; Vue.js; front-end
      en JS; React; Vue.js; front-end
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97; 69bbd53f-fbb0-4476-b4b2-ef7844464e28
    nodejs | Node.js | Node.js
      fr NodeJS; npm; Express
      en NodeJS; npm; Express
    867137fb-ff1b-4ca3-99f3-cb6969aa2c68 | TypeScript | TypeScript
      fr TS; Angular
      en TS; Angular
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    4350c38d-0fe9-4ca7-bab9-40ed7f72b04f | PHP | PHP
      fr Laravel; Symfony
      en Laravel; Symfony
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97; 69bbd53f-fbb0-4476-b4b2-ef7844464e28
    b633eb55-8f1f-4ae6-ab4c-2022ffe2cb7f | C++ | C++
      fr cpp; C plus plus
      en cpp; C plus plus
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    4c016b68-4116-468c-9dc6-42710c239e4a | C# | C#
      fr C sharp; csharp
      en C sharp; csharp
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    dotnet | .NET | .NET
      fr dotnet; dot net; ASP.NET; point net
      en dotnet; dot net; ASP.NET
    fsharp | F# | F#
      fr F sharp; fsharp
      en F sharp; fsharp
    c-language | Langage C | C language
      fr programmation C; C
      en C; C programming
    rust-language | Rust | Rust
      fr langage Rust; cargo
      en Rust language; cargo
    go-language | Go | Go
      fr Golang; langage Go
      en Golang
    be80acfc-b6f2-4411-9b8d-b19d9cd2556a | Swift | Swift
      fr développement iPhone; SwiftUI
      en iPhone development; SwiftUI
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    0ccdfe98-f845-4598-84a1-3dca66e9d9a3 | Ruby | Ruby
      fr Ruby on Rails; Rails
      en Ruby on Rails; Rails
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    51586df8-1c46-4b47-8583-773cb63bf00b | R | R
      fr langage R; RStudio
      en R language; RStudio
    d56fc2b5-4b0a-4e7e-9bde-a33736f6ff18 | Scratch | Scratch
      fr programmation pour enfants; coding goûter
      en coding for children
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    598de5b0-5b58-4ea7-8058-a4bc4d18c742 | SQL | SQL
      fr requêtes SQL; MySQL; PostgreSQL
      en queries; MySQL; PostgreSQL
    69bbd53f-fbb0-4476-b4b2-ef7844464e28 | Développement web | Web development
      fr site web; créer un site internet; webmaster; HTML; CSS; intégrateur
      en website; webmaster; HTML; CSS
      in 21d2f96d-35f7-4e3f-9745-c533d2dd6e97
    6d289e8b-2cc1-4eda-ab1f-ad1090ef98f0 | WordPress | WordPress
      fr blog; thème WordPress; extension WordPress
      en blog; WordPress theme
    b8c01891-e3df-4a4b-948d-95b45e1788f5 | Applications mobiles | Mobile apps
      fr appli mobile; développement mobile; Android; iOS; smartphone
      en mobile development; Android; iOS
    b16200f4-4f39-4b8b-aa9d-3568054d6bdb | Logiciel libre | Open source software
      fr open source; licences libres; Framasoft; contribuer à un logiciel libre
      en free software; FOSS; contributing
    9d2e926f-53d9-41f5-98f3-19dfaa687f3f | Gestion de versions | Version control
      fr git; GitHub; GitLab; forge logicielle
      en git; GitHub; GitLab
    7961413f-61d0-4722-9cd9-20a050a29899 | Test de logiciels | Software testing
      fr testeur; recette; assurance qualité logicielle; tests automatisés
      en tester; QA; automated tests
    f0de4973-0a70-4644-8fd4-3a97080476f4 | DevOps | DevOps
      fr intégration continue; Docker; Kubernetes; déploiement; CI/CD
      en continuous integration; Docker; Kubernetes; deployment
    2450c3b3-e78e-435b-b84d-e05d984e71dc | Architecture logicielle | Software architecture
      fr architecte logiciel; microservices; API
      en software architect; microservices; API
    3e23db60-0c3d-498a-a6ac-ffbed0ecb033 | Accessibilité numérique | Digital accessibility
      fr RGAA; WCAG; a11y; site accessible
      en WCAG; a11y; accessible websites
    966f2fd3-3de6-42da-b87c-da924c6d7960 | Création de jeux vidéo | Game development
      fr jeu vidéo; Unity; Godot; game designer
      en video games; Unity; Godot

    # infrastructure < ict | Systèmes, réseaux et données | Systems, networks and data
    2164e860-7f20-48bc-b98c-5d9f8a561550 | Réseaux informatiques | Computer networks
      fr administrateur réseau; wifi; routeur; switch; TCP/IP
      en network administrator; wifi; router
    0868eef3-2213-4572-9343-74931345a7d3 | Administration système | System administration
      fr sysadmin; serveur; administrateur système; Linux; hébergement
      en sysadmin; server; Linux; hosting
    8088750d-8388-4170-a76f-48354c469c44 | Cybersécurité | Cybersecurity
      fr sécurité informatique; hacker éthique; piratage; mots de passe; phishing; antivirus
      en computer security; ethical hacking; passwords; phishing
    d32db06e-bd06-4415-a7ab-1b0ee68caa9a | Cryptographie | Cryptography
      fr chiffrement; crypter; PGP; SSL
      en encryption; PGP
    cf3e976d-2c3e-495c-a874-f9e8a66d3b48 | Sauvegarde des données | Data backup
      fr backup; sauvegarder; restauration de fichiers
      en backup; restore
    ab1e97ed-2319-4293-a8b7-072d2648822f | Bases de données | Databases
      fr base de données; administrateur BDD; DBA; Access
      en DBA; database administrator
    2b92a5b2-6758-4ee3-9fb4-b6387a55cc8f | Analyse de données | Data analysis
      fr data; data analyst; tableaux de bord; dataviz; Power BI
      en data analyst; dashboards; data visualisation
    7ee4c2ea-b349-4bd2-81a3-ec31475d4833 | Statistiques | Statistics
      fr statisticien; sondage; stats
      en statistician; stats; survey
    25f0ea33-b4a2-4f31-b7b4-7d20e827b180 | Fouille de données | Data mining
      fr science des données; data scientist; big data; mégadonnées
      en data scientist; big data
    e465a154-93f7-4973-9ce1-31659fe16dd2 | Intelligence artificielle | Artificial intelligence
      fr IA; machine learning; apprentissage automatique; deep learning; ChatGPT; prompt
      en AI; machine learning; deep learning; LLM
    377861af-f966-4c87-a2db-7e99904312b9 | Systèmes d'information géographique | Geographic information systems
      fr SIG; QGIS; géomatique; cartographe; géodonnées
      en GIS; QGIS; maps
    2dfa5bd5-c87c-461c-bce9-69b2c58732bd | Cartographie | Cartography
      fr carte; faire une carte; OpenStreetMap; contributeur OSM
      en map making; OpenStreetMap
    open-data | Données ouvertes | Open data
      fr opendata; données publiques; data.gouv
      en public data; datasets
    f049d050-12da-4e40-813a-2b5eb6df6b51 | Objets connectés | Internet of things
      fr IoT; domotique; Arduino; Raspberry Pi; capteurs connectés
      en IoT; home automation; Arduino; Raspberry Pi

    # digitalhelp < ict | Aide au numérique | Digital help
    c8fa4313-80b0-4f37-8b1b-1739707bc362 | Médiation numérique | Digital literacy help
      fr conseiller numérique; inclusion numérique; aide informatique; apprendre l'ordinateur
      fr illectronisme; France services
      en digital inclusion; computer lessons; digital skills
    c77db25e-bb51-4a10-b2ad-99b48b1b4a37 | Dépannage informatique | Computer repair
      fr réparer un ordinateur; ordinateur en panne; PC lent; virus; dépanneur informatique
      en fixing computers; PC repair; slow computer
    smartphone-help | Aide smartphone et tablette | Phone and tablet help
      fr téléphone portable; tablette; WhatsApp; configurer un téléphone
      en mobile phone help; tablet
    online-admin | Démarches en ligne | Online administrative help
      fr FranceConnect; démarches administratives en ligne; Ameli; impots.gouv
      fr compte en ligne
      en e-government; online forms
    linux-install | Installation de Linux | Linux installation
      fr install party; Ubuntu; reconditionnement; vieux PC; Emmabuntüs
      en install party; Ubuntu; refurbishing
    """
}
