"""Tables of what we say and where.

A Post is a message, a Variant its form on one network; an Action is something done outside. A
Placement is where a code is (a poster at a bus stop, a bio, a van date, a card). A Link is what a
code leads to; it is retired, never deleted. A Code is the short text that is printed or spoken; it
is unique for ever in the installation. Openings of links are in scan_tables.
"""

from __future__ import annotations

from campaigns.models.actions import Action, ActionKind, ActionSeries, ActionState, DrawnPlace, SeriesDraw
from campaigns.models.campaigns import (
    Campaign,
    CampaignHours,
    CampaignNeed,
    CampaignPhase,
    CampaignPurchase,
    CampaignStatus,
    CampaignStructure,
    CampaignZone,
    HoursKind,
)
from campaigns.models.links import Code, KnownHost, Link, LinkVersion, PrescriberLink, UnknownCode
from campaigns.models.media import Media, MediaKind
from campaigns.models.placements import Placement, PlacementKind, TakenDown
from campaigns.models.posts import Account, Post, PostMedia, Stage, Variant
from campaigns.models.repeating import PostSeries, PostTemplate, WeeklySlot
from campaigns.models.reviews import (
    Decision,
    PanelFinding,
    PanelKind,
    PanelSession,
    PanelVersion,
    PostRemark,
    Reader,
    ReviewLink,
    ReviewLinkPost,
    ReviewRule,
    Verdict,
)
from campaigns.models.writing import HashtagSet, PostChange, Signature
from campaigns.scan_tables import ScanClass

__all__ = [
    "Account",
    "Action",
    "ActionKind",
    "ActionSeries",
    "ActionState",
    "Campaign",
    "CampaignHours",
    "CampaignNeed",
    "CampaignPhase",
    "CampaignPurchase",
    "CampaignStatus",
    "CampaignStructure",
    "CampaignZone",
    "Code",
    "Decision",
    "DrawnPlace",
    "HashtagSet",
    "HoursKind",
    "KnownHost",
    "Link",
    "LinkVersion",
    "Media",
    "MediaKind",
    "PanelFinding",
    "PanelKind",
    "PanelSession",
    "PanelVersion",
    "Placement",
    "PlacementKind",
    "Post",
    "PostChange",
    "PostMedia",
    "PostRemark",
    "PostSeries",
    "PostTemplate",
    "PrescriberLink",
    "Reader",
    "ReviewLink",
    "ReviewLinkPost",
    "ReviewRule",
    "ScanClass",
    "SeriesDraw",
    "Signature",
    "Stage",
    "TakenDown",
    "UnknownCode",
    "Variant",
    "Verdict",
    "WeeklySlot",
]
