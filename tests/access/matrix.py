"""Who may do what: one row for every way in. A new way in without a row fails the suite.

The rights themselves (role × right) are `core.people.ALLOWED`, printed in docs/access.md. Here
stands what each way in asks for, and what it does for who is signed out, of another structure,
of another consortium. The tests beside find the ways in by themselves and try every cell.
Columns are parted by two spaces or more.
"""

from __future__ import annotations

import re

# A page of the dashboard, by role. «opens»: its title and nothing else; «reserved»: only the words
# «Page réservée»; «sign in»: Streamlit is not reached, the browser is sent to /entrer, and the page
# itself draws only the way to sign in.
PAGES = """
page            title                   administrator  communications  coordinator  counsellor  reader    signed out
/               Bonjour                 opens          opens           opens        opens       opens     sign in
/campagnes      Campagnes               opens          opens           opens        reserved    reserved  sign in
/campagne       Campagne                opens          opens           opens        reserved    reserved  sign in
/calendrier     Calendrier              opens          opens           opens        reserved    reserved  sign in
/publications   Publications            opens          opens           opens        reserved    reserved  sign in
/publication    Publication             opens          opens           opens        reserved    reserved  sign in
/importer       Importer et exporter    opens          opens           opens        reserved    reserved  sign in
/actions        Actions                 opens          opens           opens        opens       reserved  sign in
/mediatheque    Médiathèque             opens          opens           opens        reserved    reserved  sign in
/supports       Supports                opens          opens           opens        reserved    reserved  sign in
/relectures     Relectures              opens          opens           opens        reserved    reserved  sign in
/tests          Tests avec les jeunes   opens          opens           opens        reserved    reserved  sign in
/liens          Liens et scans          opens          opens           opens        reserved    reserved  sign in
/prescripteurs  Prescripteurs           opens          opens           opens        reserved    reserved  sign in
/tournees       Tournées                opens          opens           opens        reserved    reserved  sign in
/contacts       Premiers contacts       reserved       reserved        opens        opens       reserved  sign in
/saisie         Saisie rapide           reserved       reserved        opens        opens       reserved  sign in
/pages-d-accueil  Pages d'accueil       opens          opens           opens        reserved    reserved  sign in
/offres         Places et offres        reserved       reserved        opens        opens       reserved  sign in
/ambassadeurs   Ambassadeur·rices       opens          opens           opens        reserved    reserved  sign in
/portee         Portée                  opens          opens           opens        opens       opens     sign in
/canaux         Par canal et par lieu   opens          opens           opens        opens       opens     sign in
/mesures        Comptes et mesures      opens          opens           opens        opens       opens     sign in
/imports        Importer un export      opens          opens           opens        reserved    reserved  sign in
/evolution      Évolution               opens          opens           opens        opens       opens     sign in
/releves        Santé des relevés       opens          opens           opens        opens       opens     sign in
/reglages-contacts  Réglages des contacts  opens   reserved        opens        reserved    reserved  sign in
/personnes      Personnes et structures  opens         reserved        reserved     reserved    reserved  sign in
"""

# What a page that several roles open offers to some of them only.
OFFERS = """
page        offer                  administrator  communications  coordinator  counsellor  reader
/           Répondre               no             no              yes          yes         no
/           Ouvrir                 yes            yes             yes          no          no
/actions    Nouvelle action        yes            yes             yes          no          no
/actions    En série               yes            yes             yes          no          no
/mesures    Relever maintenant     yes            yes             yes          no          no
/mesures    Importer un export     yes            yes             yes          no          no
/mesures    Ajouter le compte      yes            yes             yes          no          no
/mesures    Noter ce chiffre       yes            yes             yes          no          no
/releves    Allumer                yes            no              no           no          no
/releves    Connexions officielles  yes           no              no           no          no
/releves    Demander l’accord du titulaire  yes   yes             yes          no          no
"""

# A public request, by the session that it carries: none, a member's of the staff, an ambassador's.
# POST: a form without the token of its page. The form with its token stands in FORMS.
ROUTES = """
request                        signed out  staff  ambassador
GET /entrer                   200         200    200
POST /entrer                   422         422    422
GET /premiers-pas             303         303    303
POST /premiers-pas             303         303    303
GET /sortir                   200         200    200
POST /sortir                   422         422    422
GET /bonjour/c/{hub}          200         200    200
GET /bonjour/{page}           200         200    200
GET /bonjour/{page}/rappel    200         200    200
POST /bonjour/{page}/rappel    422         422    422
POST /bonjour/{page}/decide    422         422    422
GET /bonjour/retirer          200         200    200
POST /bonjour/retirer          422         422    422
GET /rue                      303         200    303
POST /rue                      401         422    401
POST /rue/annuler              401         422    401
GET /moi                      303         303    303
GET /moi/                     401         401    200
GET /moi/entrer/{token}       410         410    410
POST /moi/entrer/{token}       400         400    400
GET /moi/qr                   401         401    200
GET /moi/qr.svg               401         401    200
GET /moi/qr.png               401         401    200
GET /moi/cartes.pdf           401         401    200
POST /moi/pause                401         401    400
POST /moi/reprendre            401         401    400
GET /moi/arreter              401         401    200
POST /moi/arreter              401         401    400
POST /moi/acces                401         401    400
GET /moi/fini                 200         200    200
GET /agenda/{token}.ics       404         404    404
GET /agenda/imprimer          401         200    401
GET /tournee                  401         200    401
POST /tournee                  401         422    401
GET /tournee/entrer/{token}   410         410    410
GET /tournee/code             401         404    401
GET /tournee/support/{code}   401         200    401
POST /tournee/support/{code}   401         422    401
GET /tournee/image/{visit:uuid}  401      404    401
GET /imports/fichier          401         200    401
POST /imports/fichier          401         422    401
GET /accord/{token}           410         410    410
POST /accord/{token}           410        410    410
GET /accord/retour/{network}  410         410    410
GET /accord/fin/{outcome}     200         200    200
GET /medias/ajouter           401         200    401
POST /medias/ajouter           401         422    401
GET /medias/{media:uuid}/vignette  401    404    401
GET /medias/{media:uuid}/fichier  401     404    401
GET /relecture/{token}        410         410    410
GET /relecture/{token}/{post:uuid}  410   410    410
POST /relecture/{token}/{post:uuid}  410  410    410
GET /relecture/{token}/image/{media:uuid}  404  404  404
GET /a-publier                303         200    303
GET /a-publier/{variant:uuid}  303        200    303
POST /a-publier/{variant:uuid}  401       422    401
GET /healthz                  200         200    200
GET /favicon.ico              200         200    200
GET /favicon.png              200         200    200
GET /assets/*                 200         200    200
GET /r/{code}                 302         302    302
POST /r/{code}                 405         405    405
GET /r/{code}+                200         200    200
GET /R/{code}                 302         302    302
POST /R/{code}                 405         405    405
GET /R/{code}+                200         200    200
"""

# The same forms with a good token: what they do, and to whom.
FORMS = """
request                        signed out                  staff                       ambassador
POST /entrer                   opens a session             opens a session             opens a session
POST /premiers-pas             nothing, installed already  nothing, installed already  nothing, installed already
POST /sortir                   nothing                     closes that session         nothing
POST /bonjour/{page}/rappel    one more request            one more request            one more request
POST /bonjour/{page}/decide    nothing                     nothing                     nothing
POST /bonjour/retirer          withdraws that one          withdraws that one          withdraws that one
POST /rue                      nothing                     one more request            nothing
POST /rue/annuler              nothing                     takes back the own entry    nothing
POST /moi/entrer/{token}       opens that space once       opens that space once       opens that space once
POST /moi/pause                nothing                     nothing                     pauses that one only
POST /moi/reprendre            nothing                     nothing                     resumes that one only
POST /moi/arreter              nothing                     nothing                     ends that one only
POST /moi/acces                nothing                     nothing                     ends that access only
POST /accord/{token}           one way to the network      one way to the network      one way to the network
POST /tournee                  nothing                     nothing                     nothing
POST /imports/fichier          nothing                     nothing                     nothing
POST /medias/ajouter           nothing                     nothing                     nothing
POST /tournee/support/{code}   nothing                     one more visit              nothing
POST /relecture/{token}/{post:uuid}  one more remark   nothing, its author         one more remark
POST /a-publier/{variant:uuid}  nothing                    one not done                nothing
"""

# A command: who types it has the machine, the key and the database. What it reaches:
# «machine» no consortium's data; «installation» every consortium alike; «one» the one that is
# named, refused while there are several and none is named; «code» whatever that code or login names.
COMMANDS = """
command         reaches
migrate         installation
serve           machine
public          machine
worker          machine
export          person
erase           person
rotate-key      installation
backup          installation
restore         machine
demo            installation
doctor          machine
collect         machine
import          one
providers       installation
providers on    installation
providers off   installation
qr              code
reach           one
remap           installation
reconcile       installation
user add        one
user list       one
user disable    code
user password   code
token add       one
token list      one
token revoke    code
token hook      code
token unhook    code
"""

# A job: the right that starts it from a page (– for one that only time starts), and what it does to
# each consortium's things.
JOBS = """
job                    right              own consortium  another consortium
campaigns.print        manage_placements  reads           leaves alone
campaigns.purge_scans  –                  sums stay       sums stay
campaigns.tidy_media   –                files without a row go  files without a row go
campaigns.turn_links   –                  as planned      as planned
contacts.erase         –                  erases          erases
contacts.escalate      –                  escalates       escalates
contacts.hooks         –                  tells partners  tells partners
reach.collect          collect            reads           leaves alone
reach.night            –                  sums            sums
reach.queue            –                  reads           reads
reach.sweep            –                  plans           plans
"""

# An operation of the API under /api: the scope that the partner's token needs.
API = """
operation                    right
GET /api/v1/openapi.json     anybody
POST /api/v1/first-contacts  first_contacts
GET /api/v1/reach            reach
"""

# An act of somebody on a thing: the right it asks for itself, and what comes of it when the thing
# is of the own structure, of another one, of another consortium. «–»: it names no such thing, and
# stays in the actor's own consortium. The name of a right: it takes that one as well. Whoever lacks the right is «forbidden», whatever the thing.
ACTS = """
act                                  right               own   other structure  another consortium
campaigns.accounts.add               plan                done  –                –
campaigns.planning.create_campaign   plan                done  done             not found
campaigns.actions.planning.add_action   plan             done  done             not found
campaigns.actions.planning.edit_action  plan             done  done             not found
campaigns.actions.planning.move_action  plan             done  done             not found
campaigns.actions.series.preview     plan                done  done             not found
campaigns.actions.series.create_series  plan             done  done             not found
campaigns.actions.series.add_dates   plan                done  done             not found
campaigns.actions.draws.draw         plan                done  done             not found
campaigns.actions.coding.code_action  manage_placements  done  done             not found
campaigns.actions.coding.code_series  manage_placements  done  done             not found
campaigns.actions.acts.confirm       plan                done  done             not found
campaigns.actions.acts.hold          note_actions        done  done             not found
campaigns.actions.acts.count         note_actions        done  done             not found
campaigns.actions.acts.cancel        note_actions        done  done             not found
campaigns.actions.acts.reopen        note_actions        done  done             not found
campaigns.actions.acts.resume        plan                done  done             not found
campaigns.calendar.days.set_place    plan                done  –                –
campaigns.calendar.month.weeks       plan                done  –                –
campaigns.calendar.moving.move       plan                done  done             not found
campaigns.calendar.moving.take_back  plan                done  done             not found
campaigns.feeds.open_feed            plan                done  done             not found
campaigns.feeds.feeds                plan                done  –                –
campaigns.feeds.close_feed           plan                done  –                –
campaigns.campaign.editing.edit      plan                done  done             not found
campaigns.campaign.editing.learn     plan                done  done             not found
campaigns.campaign.editing.set_budget  plan              done  done             not found
campaigns.campaign.editing.set_phases  plan              done  done             not found
campaigns.campaign.editing.set_status  plan              done  done             not found
campaigns.campaign.copying.duplicate  plan               done  done             not found
campaigns.posts.add_post             plan                done  done             not found
campaigns.outcomes.mark_published       plan                done  done             not found
campaigns.outcomes.correct_link         plan                done  done             not found
campaigns.outcomes.cancel_post          plan                done  done             not found
campaigns.outcomes.skip              plan                done  done             not found
campaigns.outcomes.unskip            plan                done  done             not found
campaigns.outcomes.put_off           plan                done  done             not found
campaigns.panels.add_version         plan                done  done             not found
campaigns.panels.add_session         plan                done  done             not found
campaigns.panels.decide              plan                done  done             not found
campaigns.review_desk.waiting        plan                done  –                –
campaigns.reviews.open_link          plan                done  done             not found
campaigns.reviews.revoke             plan                done  done             not found
campaigns.reviews.say                plan                done  done             not found
campaigns.stages.after_edit          plan                done  done             not found
campaigns.stages.after_move          plan                done  done             not found
campaigns.stages.send                plan                done  done             not found
campaigns.stages.withdraw            plan                done  done             not found
campaigns.stages.schedule            plan                done  done             not found
campaigns.stages.settle              settle_review       done  –                –
campaigns.editing.edit               plan                done  done             not found
campaigns.repeating.copies.again     plan                done  done             not found
campaigns.writing.shared.save_set    plan                done  done             not found
campaigns.writing.shared.remove_set  plan                done  done             not found
campaigns.writing.shared.save_signature  plan            done  done             not found
campaigns.writing.endings.refresh    manage_placements   done  done             not found
campaigns.writing.tracked.link       manage_placements   done  done             not found
campaigns.destinations.call_off      manage_placements   done  done             not found
campaigns.destinations.change        manage_placements   done  done             not found
campaigns.destinations.plan          manage_placements   done  done             not found
campaigns.destinations.set_known_hosts  manage_placements  done  –               –
campaigns.destinations.set_period    manage_placements   done  done             not found
campaigns.links.own                  manage_placements   done  done             not found
campaigns.links.rename               manage_placements   done  done             not found
campaigns.placements.create          manage_placements   done  done             not found
campaigns.prescribers.add            manage_placements   done  –                –
campaigns.prescribers.edit           manage_placements   done  done             not found
campaigns.prescribers.archive        manage_placements   done  done             not found
campaigns.placements.retire          manage_placements   done  done             not found
campaigns.links.give_back            manage_placements   done  done             not found
campaigns.placements.correct         manage_placements   done  done             not found
campaigns.placements.take_down       manage_placements   done  done             not found
campaigns.rounds.open_link           manage_placements   done  done             not found
campaigns.rounds.revoke              manage_placements   done  done             not found
campaigns.series.preview             manage_placements   done  done             not found
campaigns.series.create              manage_placements   done  done             not found
campaigns.importing.posts.check      plan                done  done             not found
campaigns.importing.posts.create     plan                done  –                –
campaigns.importing.actions.check    plan                done  done             not found
campaigns.importing.actions.create   plan                done  –                –
campaigns.repeating.copies.preview   plan                done  done             not found
campaigns.repeating.copies.create    plan                done  done             not found
campaigns.repeating.copies.duplicate  plan               done  done             not found
campaigns.repeating.patterns.keep    plan                done  done             not found
campaigns.repeating.patterns.start   plan                done  done             not found
campaigns.repeating.patterns.forget  plan                done  done             not found
campaigns.repeating.slots.set_slots  plan                done  –                –
campaigns.media.library.add          plan                done  –                –
campaigns.media.library.describe     plan                done  done             not found
campaigns.media.library.attach       plan                done  done             not found
campaigns.media.library.remove       plan                done  done             not found
campaigns.visits.photo_of            manage_placements   done  done             not found
campaigns.visits.photo_for           manage_placements   done  done             not found
campaigns.visits.remove_photo        manage_placements   done  done             not found
ambassadors.roster.add               manage_ambassadors  done  done             not found
ambassadors.roster.find              manage_ambassadors  done  done             not found
ambassadors.roster.card              manage_ambassadors  done  done             not found
ambassadors.roster.cards             manage_ambassadors  done  –                –
ambassadors.agreements.record        manage_ambassadors  done  done             not found
ambassadors.agreements.withdraw      manage_ambassadors  done  done             not found
ambassadors.agreements.pause         manage_ambassadors  done  done             not found
ambassadors.agreements.resume        manage_ambassadors  done  done             not found
ambassadors.agreements.leave         manage_ambassadors  done  done             not found
ambassadors.space.issue              manage_ambassadors  done  done             not found
ambassadors.space.revoke             manage_ambassadors  done  done             not found
contacts.intake.from_desk            enter_contact       done  done             not found
contacts.editing.add                 plan                done  done             not found
contacts.editing.history             plan                done  done             not found
contacts.editing.save                plan                done  done             not found
contacts.editing.restore             plan                done  done             not found
contacts.editing.confirm             plan                done  done             not found
contacts.editing.settle              plan                done  done             not found
contacts.editing.withdraw            plan                done  done             not found
contacts.editing.reopen              plan                done  done             not found
contacts.duplicates.decide           enter_contact       done  done             not found
contacts.hubs.create                 plan                done  done             not found
contacts.hubs.withdraw               plan                done  done             not found
contacts.policy.set_danger           plan                done  –                –
contacts.settling.settle             settle_contacts     done  –                –
contacts.settling.set_notices        settle_contacts     done  –                –
contacts.settling.to_try             settle_contacts     done  –                –
contacts.settling.set_hours          settle_contacts     done  done             not found
contacts.whereabouts.structure       enter_contact       done  act_for_structures  not found
contacts.corrections.own_last        enter_contact       done  –                –
contacts.corrections.undo            enter_contact       done  done             not found
contacts.corrections.correct         enter_contact       done  done             not found
contacts.street.note                 enter_contact       done  act_for_structures  not found
contacts.intake.rewrite              enter_contact       done  done             not found
contacts.street_page.last            enter_contact       done  –                –
contacts.whereabouts.zone            enter_contact       done  done             not found
contacts.offers.add                  enter_contact       done  act_for_structures  not found
contacts.offers.edit                 enter_contact       done  act_for_structures  not found
contacts.offers.one_less             enter_contact       done  act_for_structures  not found
contacts.offers.close                enter_contact       done  act_for_structures  not found
contacts.queue.take                  see_contact_detail  done  forbidden        not found
contacts.queue.look                  see_contact_detail  done  forbidden        shows nothing
contacts.answering.answered          see_contact_detail  done  forbidden        not found
contacts.answering.missed            see_contact_detail  done  forbidden        not found
contacts.answering.give_back         see_contact_detail  done  forbidden        not found
contacts.answering.close             see_contact_detail  done  forbidden        not found
contacts.answering.note              see_contact_detail  done  forbidden        not found
contacts.answering.noted             see_contact_detail  done  forbidden        not found
contacts.answering.own               see_contact_detail  done  forbidden        not found
contacts.relays.propose              see_contact_detail  done  forbidden        not found
contacts.relays.take_back            see_contact_detail  done  forbidden        not found
contacts.relays.accept               see_contact_detail  done  forbidden        not found
contacts.relays.decline              see_contact_detail  done  forbidden        not found
contacts.relays.appointment          see_contact_detail  done  forbidden        not found
contacts.details.reveal              see_contact_detail  done  forbidden        not found
contacts.details.erase               see_contact_detail  done  forbidden        not found
reach.collecting.credentials.save    switch_providers    done  –                –
reach.collecting.credentials.remove  switch_providers    done  –                –
reach.collecting.lanes.resume        switch_providers    done  –                –
reach.owners.ending.by_staff         collect             done  done             not found
reach.owners.links.ask               collect             done  done             not found
reach.manual.enter                   collect             done  done             not found
reach.providers.switch               switch_providers    done  –                –
reach.imports.keeping.keep           collect             done  –                –
reach.imports.meanings.explain       collect             done  –                –
reach.imports.uploads.put            collect             done  –                –
reach.imports.uploads.mine           collect             done  –                –
reach.imports.uploads.drop           collect             done  –                –
app.people.staff.invite              manage_people       done  done             not found
app.people.staff.close               manage_people       done  done             not found
"""

# Lists for somebody, behind the right of their page: what of each kind is in them.
LISTS = """
list                        right of its rows  own structure  other structure  another consortium
contacts.queue.in_progress  enter_contact      yes            no               no
contacts.queue.recent       enter_contact      yes            no               no
contacts.queue.offered      enter_contact      yes            no               no
contacts.queue.past         enter_contact      yes            no               no
reach.agenda.agenda         plan               yes            yes              no
"""

# Readings of a whole consortium: nothing of another one is ever in them. «makes»: a writing helper
# of acts above, which puts what it makes into the consortium that it is given.
READINGS = """
reading                           another consortium
campaigns.accounts.behind         never
campaigns.accounts.own            never
campaigns.actions.listing.actions  never
campaigns.actions.listing.action_of  never
campaigns.actions.planning.own_action  never
campaigns.actions.typed.columns   never
campaigns.actions.series.own_series  never
campaigns.actions.series.series_of  never
campaigns.actions.draws.draws     never
campaigns.actions.draws.drawable  never
campaigns.actions.progress.series_rows  never
campaigns.campaign.whole.whole    never
campaigns.campaign.progress.progress  never
campaigns.campaign.holding.holding  never
campaigns.needs.contacts          never
campaigns.planning.check_places   never
campaigns.planning.refuse_taken   never
campaigns.calendar.days.place     never
campaigns.calendar.items.between  never
campaigns.calendar.items.everything  never
campaigns.calendar.sources.actions  never
campaigns.calendar.sources.posts  never
campaigns.calendar.sources.taking_part  never
campaigns.codes.resolve           never
campaigns.codes.suggestions       never
campaigns.destinations.history    never
campaigns.destinations.known_hosts  never
campaigns.destinations.stranger   never
campaigns.editing.sheet           never
campaigns.writing.endings.own_signature  never
campaigns.writing.history.of_post  never
campaigns.writing.shared.sets     never
campaigns.writing.shared.signatures  never
campaigns.links.aliases           never
campaigns.links.create            makes
campaigns.needs.coming            never
campaigns.needs.landing_choices   never
campaigns.prescribers.rows        never
campaigns.prescribers.names       never
campaigns.placements.rows         never
campaigns.listing.links           never
campaigns.listing.misprints       never
campaigns.placing.check_here      never
campaigns.placing.destination_of  never
campaigns.placing.prescriber_id   makes
campaigns.rounds.listed           never
campaigns.visits.last             never
campaigns.importing.posts.written  never
campaigns.importing.actions.written  never
campaigns.repeating.patterns.templates  never
campaigns.repeating.patterns.template_of  never
campaigns.repeating.slots.slots   never
campaigns.repeating.slots.next_free  never
campaigns.media.library.library   never
campaigns.media.library.media_of  never
campaigns.visits.of_placement     never
campaigns.planning.campaigns      never
campaigns.prints.asking.of_placements  never
campaigns.planning.campaign_of    never
campaigns.posts.posts             never
campaigns.panels.versions         never
campaigns.panels.sessions         never
campaigns.review_desk.steps       never
campaigns.review_desk.post_of     never
campaigns.reviews.listed          never
campaigns.reviews.remarks         never
campaigns.stages.locked           never
campaigns.stages.open_post        never
campaigns.stages.required         never
campaigns.register.entries        never
campaigns.rollups.counts          never
campaigns.rollups.daily_counts    never
campaigns.rollups.kinds           never
campaigns.rollups.visitors        never
campaigns.rollups.week            never
campaigns.typed.own_campaign      never
ambassadors.agreements.refresh_all  never
ambassadors.coming.agreements_ending  never
ambassadors.agreements.overdue    never
ambassadors.roster.owners         never
contacts.intake.from_api          makes
contacts.keeping.last_night       never
contacts.landing.create           makes
contacts.landing.pages            never
contacts.landing.open_pages       never
contacts.landing.own_zone         never
contacts.landing.for_relatives    never
contacts.landing.choices          never
contacts.landing.ensure_defaults  makes
contacts.duplicates.hashes        never
contacts.asking.control           never
contacts.hubs.hubs                never
contacts.hubs.open_hubs           never
contacts.policy.campaign_year     never
contacts.policy.kept_for          never
contacts.policy.of                never
contacts.policy.danger            never
contacts.settling.settled         never
contacts.settling.referents       never
contacts.settling.notice_kinds    never
contacts.settling.hours_of        never
contacts.routing.referent_of      never
contacts.routing.places           never
contacts.routing.suggested        never
contacts.routing.nobody_there     never
contacts.routing.route_waiting    makes
contacts.escalation.escalate      never
contacts.escalation.pending       never
contacts.escalation.addresses     never
contacts.welcome.frame            never
contacts.welcome.code_shown       never
contacts.offers.open_offers       never
contacts.offers.listed            never
contacts.origins.counted          never
contacts.origins.told_apart       never
contacts.origins.aside            never
contacts.queue.waiting            never
contacts.queue.find               never
contacts.delays.measured          never
contacts.delays.waits             never
contacts.queue.last_delay         never
contacts.queue.usual_delay        never
reach.counters.board              never
reach.counters.sums               never
reach.collecting.overview.networks  never
reach.collecting.trying.subject   never
reach.series.choosing.choices     never
reach.series.networks.of_this_week  never
reach.disclosure.brought          never
reach.targets.contacts            never
reach.funnel.rows                 never
reach.funnel.read                 never
reach.providers.switched_on       never
reach.providers.allowed           never
reach.providers.standings         never
reach.listing.rows                never
reach.collecting.credentials.application  never
reach.collecting.credentials.connected  never
reach.collecting.credentials.exists  never
reach.collecting.credentials.give  makes
reach.collecting.credentials.opened  never
reach.collecting.credentials.tested  makes
reach.collecting.watching.able    never
reach.collecting.watching.ask     makes
reach.collecting.watching.waiting  never
reach.owners.access.accounts      never
reach.owners.access.speaking      never
reach.owners.access.to_reconnect  never
reach.owners.spoken.watches       never
reach.series.curves.of_networks   never
reach.series.networks.rebuild_networks  makes
reach.series.networks.sums         never
reach.series.networks.week_of_networks  makes
reach.snapshots.latest            never
reach.snapshots.failures          never
reach.imports.keeping.entries     never
reach.imports.keeping.keep_by_command  makes
reach.imports.looking.before      never
reach.imports.looking.look        never
reach.imports.matching.accounts   never
reach.imports.matching.posts      never
reach.imports.meanings.known      never
reach.imports.said.days_table     never
reach.imports.said.posts_table    never
app.importing.look                never
app.importing.keep                makes
app.people.staff.add              makes
app.people.staff.listed           never
"""


def rows(table: str) -> dict[str, dict[str, str]]:
    """A table by its first column (two columns where the second names an offer), each cell by its head."""
    head, *lines = (re.split(r"\s{2,}", line.strip()) for line in table.strip().splitlines())
    found = {}
    for cells in lines:
        if len(cells) != len(head):
            raise ValueError(f"a row of {len(cells)} cells under {len(head)} heads: {cells}")
        key = f"{cells[0]} {cells[1]}" if head[1] == "offer" else cells[0]
        if key in found:
            raise ValueError(f"two rows for {key}")
        found[key] = dict(zip(head, cells, strict=True))
    return found
