"""The invented names of the demonstration: no structure, place or person of it exists."""

from __future__ import annotations

from typing import NamedTuple

from core.people import Role
from core.territory import Audience, Channel, Need

CONSORTIUM = "Trois-Rives (démonstration)"
PARTNER = "Portail Jeunes Valbrune"
STRUCTURES = (
    "Centre de formation La Passerelle",
    "Centre social Les Tilleuls",
    "Club de prévention L'Ancre",
    "École de la 2e chance de Valbrune",
    "Épicerie solidaire du Pont",
    "Espace mobile Emploi",
    "Femmes-relais des Forges",
    "Maison de l'ado du Gué",
    "Mission locale des Trois-Rives",
    "Point information jeunesse",
    "Ville de Port-Aubry",
    "Ville de Valbrune",
)
ZONES = ("Les Forges", "Le Gué", "Les Tilleuls", "Port-Aubry centre", "La Plaine", "Valbrune gare")
STAFF = (
    ("administration", "Camille", Role.ADMINISTRATOR, 8),
    ("communication", "Nour", Role.COMMUNICATIONS, 8),
    ("coordination", "Sacha", Role.COORDINATOR, 2),
    ("conseil", "Dominique", Role.COUNSELLOR, 1),
    ("lecture", "Alix", Role.READER, 10),
)


class CampaignPart(NamedTuple):
    """An invented campaign; days are counted from today."""

    name: str
    goal: str
    need: Need
    audience: Audience
    starts: int
    ends: int


CAMPAIGNS = (
    CampaignPart(
        "Ton permis sans galère",
        "Faire connaître les aides au permis.",
        Need.LICENCE,
        Audience.YOUNG,
        -120,
        40,
    ),
    CampaignPart("Bouger le samedi", "Ouvrir les salles le samedi.", Need.SPORT, Audience.YOUNG, -330, 20),
    CampaignPart(
        "Le van dans ta rue", "Être là où les jeunes sont, 60 dates.", Need.OTHER, Audience.YOUNG, -360, 30
    ),
    CampaignPart(
        "Santé, on t'explique",
        "Carte, soins, dentiste : sans jugement.",
        Need.HEALTH,
        Audience.YOUNG,
        -250,
        -20,
    ),
    CampaignPart(
        "Un toit pour commencer", "Premier logement, étape par étape.", Need.HOUSING, Audience.YOUNG, -200, 60
    ),
    CampaignPart(
        "Papiers en règle", "Un rendez-vous, un dossier complet.", Need.PAPERWORK, Audience.YOUNG, -300, -90
    ),
    CampaignPart("Parler, ça aide", "Écoute le soir et le samedi.", Need.LISTENING, Audience.YOUNG, -180, 10),
    CampaignPart("Premier salaire", "Jobs courts et premiers contrats.", Need.JOB, Audience.YOUNG, -90, 45),
    CampaignPart("Fin de mois", "Aides d'urgence et bons plans.", Need.MONEY, Audience.YOUNG, -60, 30),
    CampaignPart(
        "Vous connaissez un jeune", "Les proches passent le mot.", Need.OTHER, Audience.RELATIVES, -150, 15
    ),
)


class AmbassadorPart(NamedTuple):
    """An invented ambassador; `age` in whole years today."""

    alias: str
    age: int
    networks: tuple[Channel, ...]


AMBASSADORS = (
    AmbassadorPart("Nour", 19, (Channel.TIKTOK, Channel.INSTAGRAM)),
    AmbassadorPart("Ilyès", 21, (Channel.TIKTOK,)),
    AmbassadorPart("Maëlle", 17, (Channel.INSTAGRAM,)),
    AmbassadorPart("Zoran", 23, (Channel.YOUTUBE, Channel.DISCORD)),
    AmbassadorPart("Awa", 20, (Channel.INSTAGRAM, Channel.SNAPCHAT)),
    AmbassadorPart("Timéo", 18, (Channel.SNAPCHAT,)),
    AmbassadorPart("Lison", 22, (Channel.TIKTOK,)),
    AmbassadorPart("Kenji", 17, (Channel.DISCORD,)),
    AmbassadorPart("Salomé", 24, (Channel.INSTAGRAM,)),
    AmbassadorPart("Brahim", 20, (Channel.TIKTOK, Channel.SNAPCHAT)),
    AmbassadorPart("Perle", 19, ()),
    AmbassadorPart("Oscar", 25, (Channel.FACEBOOK,)),
)

PLACES = (
    "Piscine des Tilleuls, vestiaires",
    "Boulangerie du Pont, vitrine",
    "Gare de Valbrune, hall",
    "Lycée agricole, vie scolaire",
    "Médiathèque du Gué, entrée",
    "Laverie des Forges",
    "Arrêt de bus Plaine nord",
    "Mairie de Port-Aubry, accueil",
    "Salle de sport du Stade",
    "Cinéma Le Palace, caisse",
    "Cabinet médical du Gué",
    "Supermarché de la Plaine, panneau",
    "Foyer de jeunes travailleurs",
    "Auto-école du Centre",
    "Pharmacie des Forges",
)
SQUARES = (
    "place du Marché",
    "parking du Stade",
    "cité des Forges",
    "place de la Gare",
    "quai du Gué",
    "mail de la Plaine",
)
PRESCRIBERS = (
    ("Dr Valmont, cabinet du Gué", "santé"),
    ("Collège des Rives, vie scolaire", "éducation"),
    ("Service social de Port-Aubry", "social"),
    ("Club de foot de Valbrune", "association"),
    ("CCAS de Valbrune", "social"),
    ("Bailleur Habitat Rives", "logement"),
    ("Gendarmerie, référente jeunes", "sécurité"),
    ("Association Les Voisins", "association"),
)
TITLES = (
    "3 minutes pour comprendre",
    "Ce que personne ne t'a dit",
    "On répond à tes questions",
    "Samedi, c'est ouvert",
    "Une journée avec {alias}",
    "Le vrai du faux",
    "Tu ne sais pas par où commencer ?",
    "Avant, après",
    "Le dossier, pas à pas",
    "Passe le mot",
)
TEXTS = (
    "Tu veux avancer sans te ruiner ? On regarde avec toi les aides qui existent. C'est gratuit.",
    "Pas besoin d'inscription. Tu viens comme tu es, avec quelqu'un si tu veux.",
    "Un code, un message, et quelqu'un te rappelle. Le soir et le samedi aussi.",
    "Tu as une question, même bête ? Pose-la. On répond ici, sans jugement.",
    "Trois minutes pour comprendre, puis on en parle ensemble quand tu veux.",
    "Ton ami galère aussi ? Passe-lui le mot, on s'occupe du reste.",
    "Ce qui change ce mois-ci, et ce que ça change pour toi.",
    "On était sur la place hier. Tu nous as ratés ? On revient samedi.",
)
