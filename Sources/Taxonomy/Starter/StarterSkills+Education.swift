extension StarterSkills {
  /// Languages and teaching.
  static let education = """
    # languages | Langues | Languages
    e747e77e-0ea1-4001-8b07-1d11946b5f1b | Français | French
      fr langue française
      en French language
    french-as-foreign-language | Français langue étrangère | French as a foreign language
      fr FLE; apprendre le français; cours de français; alphabétisation; illettrisme
      en teaching French; literacy
    6d3edede-8951-4621-a835-e04323300fa0 | Anglais | English
      fr parler anglais; cours d'anglais; TOEIC
      en English language; speaking English
    4812a4ea-dc55-4dc6-b9b0-4a59bba2c647 | Allemand | German
      fr parler allemand
      en Deutsch; German language
    14ee9f76-3524-43d5-8a1a-5ba8283f8bd7 | Espagnol | Spanish
      fr castillan; parler espagnol
      en Castilian; Spanish language
    87219dfe-a21c-4160-8cc8-1eabf9b16b44 | Italien | Italian
      fr parler italien
      en Italian language
    584c13e8-fd06-4ca3-a45b-cca5b2f147a7 | Portugais | Portuguese
      fr brésilien; lusophone
      en Brazilian
    cad4f44b-28a8-4448-86e5-7389e5ebf3eb | Néerlandais | Dutch
      fr flamand; hollandais
      en Flemish
    33859d93-987c-4caa-a0a9-6159ea7bbc2a | Arabe | Arabic
      fr darija; arabe littéraire; parler arabe
      en Darija
    aa66a033-8522-40e9-a5c0-ff2593e2669c | Turc | Turkish
      fr parler turc
      en Turkish language
    6891bbce-20bf-4afc-bd5e-75bdf54c0165 | Russe | Russian
      fr russophone
      en Russian language
    354b948c-7eef-4ebc-bfd6-f60d7d5acb62 | Ukrainien | Ukrainian
      fr parler ukrainien
      en Ukrainian language
    f3e9b964-0c2d-46c4-a895-8b3583054d69 | Polonais | Polish
      fr parler polonais
      en Polish language
    4b9f1ae5-0ee6-4738-8999-9b8191fba808 | Roumain | Romanian
      fr moldave
      en Moldovan
    1fe42b38-cd42-4fc7-ae77-14e4c9e96295 | Chinois | Chinese
      fr mandarin; cantonais
      en Mandarin; Cantonese
    breton | Breton | Breton
      fr brezhoneg
      en Brezhoneg
    57cc6587-7efe-4ba5-982f-ac15ce1617ac | Occitan | Occitan
      fr langue d'oc; provençal; gascon
      en Provençal
    a28fa5f1-be5b-4608-8376-acea8c2f8cb1 | Basque | Basque
      fr euskara
      en Euskara
    8ee2b6f2-7017-4b9a-9de2-4dedf0711394 | Catalan | Catalan
      fr langue catalane
      en Catalan language
    e2088cd0-b174-468a-adc0-921efdadb337 | Langue des signes | Sign language
      fr LSF; langue des signes française; sourds; malentendants
      en deaf; LSF; signing
    braille | Braille | Braille
      fr malvoyants; aveugles; lecture tactile
      en blind; tactile reading
    6073bb5f-3d4f-4ca3-864c-8bc2b54dcb50 | Traduction | Translation
      fr traducteur; traductrice; traduire
      en translator; translating
    12d1d724-b832-4193-823f-c6ff0deedec1 | Interprétariat | Interpreting
      fr interprète; traduire à l'oral; interprétariat social
      en interpreter; oral translation

    # teaching | Enseignement et formation | Teaching and training
    a117f32c-662b-4dd9-b739-1230dd04cb60 | Enseignement | Teaching
      fr enseignant; professeur; prof; instituteur; maîtresse d'école
      en teacher; school; lessons
    60856bbb-e5db-4398-babb-300a24a7fe97 | Formation d'adultes | Adult training
      fr formateur; formatrice; animer une formation; former
      en trainer; adult education; workshops
    12efe5f2-f7ec-4f03-b359-afba5b9f62de | Aide aux devoirs | Homework help
      fr soutien scolaire; accompagnement à la scolarité; CLAS; devoirs
      en after-school support; homework
    63b9a087-a5db-424e-96ef-3212c8b5311e | Cours particuliers | Private tutoring
      fr professeur particulier; répétiteur; cours à domicile
      en tutor; private lessons
    4339176e-3acd-4f7f-a5d9-445bee3d23f2 | Mathématiques | Mathematics
      fr maths; prof de maths; calcul; algèbre
      en maths; algebra
    692ace70-7f97-4214-92bd-88f7637d8a44 | Physique | Physics
      fr sciences physiques; prof de physique
      en science teacher
    2b22f3b1-5de4-43f9-b6d1-b20f65871268 | Histoire | History
      fr historien; histoire locale; prof d'histoire
      en historian; local history
    cf9c8e73-105d-419e-86dd-4304cc6cd718 | Géographie | Geography
      fr géographe; territoire
      en geographer
    967b60c2-4657-4ffc-bcaf-aab565793f97 | Philosophie | Philosophy
      fr café philo; philosophe
      en philosopher; philosophy café
    5f5e9350-1d13-4391-b9e1-07f6b2047fc5 | Formation en ligne | Online learning
      fr e-learning; MOOC; Moodle; classe virtuelle
      en e-learning; Moodle
    2c093216-a54d-4106-99d8-aefb68efcc30 | Pédagogie Montessori | Montessori education
      fr Montessori; Freinet; école alternative
      en Montessori; Freinet; alternative school
    ef1e63c9-f8c1-46ad-8c74-3cea311c9377 | Enseignement adapté | Special education
      fr élèves à besoins particuliers; ULIS; troubles dys; autisme
      en special needs; autism; learning disorders
    a3b516b1-a711-4add-b0de-9f3d05c4b461 | Enseignement de la conduite | Driving instruction
      fr moniteur auto-école; auto-école; code de la route
      en driving instructor; driving school
    a584a638-a2c0-4b3c-bdf3-a64f87225be9 | Mentorat et parrainage | Mentoring
      fr mentor; parrain; marraine; tutorat; transmission
      en mentor; sponsorship
    fd88851f-4d1d-4de8-aee1-4464c3012969 | Orientation professionnelle | Career guidance
      fr orientation scolaire; conseiller d'orientation; Parcoursup; choisir ses études
      fr stage
      en careers adviser; internships
    """
}
