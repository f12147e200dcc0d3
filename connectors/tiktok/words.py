"""What an administrator reads before switching a reader of TikTok on."""

from __future__ import annotations

from core.i18n import _


def page_warning() -> str:
    """For readers that fetch a page or a list, without any browser."""
    return _(
        "TikTok interdit de lire ses pages automatiquement sans son accord, et peut bloquer l'adresse "
        "de votre structure ou votre compte officiel. Ce lecteur ne se connecte à aucun compte, ne "
        "télécharge aucune vidéo, ne lit que des compteurs publics, et seulement ceux des comptes et "
        "publications enregistrés ici. Parlez-en d'abord à la personne chargée de la protection des "
        "données. Votre nom et la date seront notés."
    )


def browser_warning() -> str:
    """For readers that open a browser."""
    return _(
        "TikTok interdit de lire ses pages automatiquement sans son accord, et peut bloquer l'adresse "
        "de votre structure ou votre compte officiel. Ce lecteur ouvre un navigateur, ne se connecte "
        "à aucun compte, ne résout aucun contrôle, ne lit que des compteurs publics, et seulement ceux "
        "des comptes et publications enregistrés ici. Parlez-en d'abord à la personne chargée de la "
        "protection des données. Votre nom et la date seront notés."
    )
