# Die deutschen Texte von Vouch. Schlüssel und Argumente sind die von en.ftl; Tests vergleichen beide.
#
# Anrede: "Sie", überall. Vouch spricht im Namen des Anbieters mit Menschen aus anderen Firmen, die
# es nicht kennt: "Sie" verletzt niemanden, "du" manche. "wir" ist das Partnerteam des Anbieters,
# nie "ich". Rollen heißen nach der Aufgabe (Vertrieb, Partnermanagement), damit niemand ein
# Geschlecht zugewiesen bekommt.
#
# Wortliste. Ein Wort für eine Sache, in allen Texten:
#   referral          Empfehlung              programme        Programm
#   refer a customer  Kunden empfehlen        register         eintragen
#   receipt           Beleg                   fingerprint      Fingerabdruck
#   submitted         Eingereicht             question asked   Rückfrage
#   in review         In Prüfung              approve          annehmen, Angenommen
#   reject            ablehnen, Abgelehnt     lapsed           Verfallen
#   expired           Abgelaufen              won, lost        Gewonnen, Verloren
#   withdraw          zurückziehen            reverse          stornieren, Storno
#   undo, take back   zurücknehmen            reopen           wieder öffnen
#   owner             Zuständig               stage            Phase
#   next step         nächster Schritt        protection       Schutz, geschützt
#   through (a day)   bis einschließlich      place in line    Platz in der Reihenfolge
#   account           Firma                   match            Übereinstimmung
#   partner member    Partnermitglied         partner admin    Partner-Admin
#   sales             Vertrieb                partner manager  Partnermanagement
#   resolver          Schlichtung             auditor          Revision
#   finance           Finanzen                community        Community
#   link (a person)   zuordnen                link (a channel) verknüpfen
#   suspend, resume   pausieren, fortsetzen   terminate        beenden
#   business day      Arbeitstag              rules            Regeln
#   channel, thread, workspace, app: Kanal, Thread, Workspace, App (wie in Slack auf Deutsch)

## Schaltflächen.

button-refer = Kunden empfehlen
button-refer-another = Weitere empfehlen
button-register = Eintragen
button-approve = Annehmen
button-reject = Ablehnen
button-ask = Nachfragen
button-send-question = Frage senden
button-answer = Antworten
button-send-answer = Antwort senden
button-ask-person = Jemanden fragen
button-withdraw = Zurückziehen
button-keep = Behalten
button-refer-again = Erneut empfehlen
button-fix-and-resend = Ändern und erneut senden
button-discard-draft = Entwurf verwerfen
button-continue-form = Formular fortsetzen
button-move-stage = Phase ändern
button-record-win = Gewinn eintragen
button-save-stage = Phase speichern
button-change-owner = Zuständigkeit ändern
button-save-owner = Zuständigkeit speichern
button-undo = Rückgängig machen
button-take-back = Zurücknehmen
button-reopen = Wieder öffnen
button-extend = Verlängerung anfragen
button-show-why = Gründe anzeigen
button-release-ask = Partner fragen
button-release-agree = Der Freigabe zustimmen
button-release-keep = Die Empfehlung behalten
button-reverse = Storno eintragen
button-name-customer = Einverständnis eintragen
button-unname-customer = Einverständnis entziehen
button-add-evidence = Nachweis ergänzen
button-send-evidence = Nachweis senden
button-claim = Konflikt anmelden
button-contest = Fall eröffnen
button-open-case = Fall eröffnen
button-decide = Entscheiden
button-appeal = Entscheidung anfechten
button-send-appeal = Einspruch senden
button-waive = Entscheidung annehmen
button-ask-evidence = Nachweis erbitten
button-split = Teilung vorschlagen
button-split-agree = Teilung zustimmen
button-split-named = Zustimmen, mit Namen
button-split-decline = Teilung ablehnen
button-approve-number = { $ref } annehmen
button-mine = Meine Empfehlungen
button-rules = Regeln ansehen
button-accept-agreement = Vereinbarung annehmen
button-ask-question = Frage stellen
button-read-agreement = Vereinbarung lesen
button-start-agreement = Der Vereinbarung zustimmen
button-start-colleagues = Kollegen nennen
button-start-ideal = Sehen, wen wir suchen
button-start-consent = Wählen, was andere sehen
button-start-refer = Die erste Empfehlung senden
button-start-help = Um Hilfe bitten
button-start-alone = Allein weitermachen
button-start-begin = Liste beginnen
button-open-sheet = Blatt öffnen
button-show-ideal = Wunschkunden ansehen
button-find = Material suchen
button-get = Holen
button-quiz = Test machen
button-send-quiz = Antworten senden
button-feedback = Rückmeldung geben
button-send = Senden
button-show-more = Mehr anzeigen
button-show-first = Anfang anzeigen
button-use-internal = Für den Vertrieb nutzen
button-use-partner = Mit einem Partner verknüpfen
button-use-community = Für die Community nutzen
button-use-resolvers = Für die Schlichtung nutzen
button-link = Verknüpfen
button-link-another = Anderen Kanal verknüpfen
button-unlink = Verknüpfung lösen
button-confirm = Bestätigen
button-confirm-company = Firma bestätigen
button-save = Speichern
button-create = Anlegen
button-create-channel = Kanal anlegen
button-new-partner = Neuer Partner
button-become = Partner werden
button-apply = Bewerben
button-accept-partner = Partner aufnehmen
button-decline-application = Bewerbung ablehnen
button-decline = Ablehnen
button-invite = Partner einladen
button-send-invite = Einladung senden
button-rename = Partner umbenennen
button-change-code = Kürzel ändern
button-suspend = Partner pausieren
button-resume = Partner fortsetzen
button-terminate = Partnerschaft beenden
button-merge = Zusammenführen
button-see-merge = Vorschau zeigen
button-merge-now = Partner zusammenführen
button-ask-link = Um Zuordnung bitten
button-link-person = Person zuordnen
button-not-theirs = Gehört nicht dazu
button-keep-link = Zuordnung behalten
button-undo-link = Zuordnung aufheben
button-code-slack = Code für Slack holen
button-code-discord = Code für Discord holen
button-link-account = Anderes Konto verknüpfen
button-install-link = Installationslink holen
button-open = Öffnen
button-why = Gründe zeigen
button-notify = Benachrichtigungen ändern
button-set-role = Rolle vergeben
button-show-help = Hilfe anzeigen
button-show-waiting = Wartendes anzeigen
button-choose-owner = Zuständigkeit wählen
button-cancel = Abbrechen
button-close = Schließen

## Was ein Screenreader sagt, wo die Beschriftung allein nicht sagt, zu welcher Karte sie gehört.

spoken-asset = { $label }: { $title }
spoken-button = { $label }: { $ref }, { $company }
spoken-case = { $label }: Fall { $case }, { $domain }

## Ein Wort je Status, überall.

state-submitted = Eingereicht
state-needs_info = Rückfrage
state-in_conflict = In Prüfung
state-approved = Angenommen
state-rejected = Abgelehnt
state-lapsed = Verfallen
state-expired = Abgelaufen
state-won = Gewonnen
state-lost = Verloren
state-withdrawn = Zurückgezogen
state-released = Freigegeben
state-merged = Zusammengeführt
state-reversed = Storniert

sign-submitted = ⏳
sign-needs_info = 💬
sign-in_conflict = 🔎
sign-approved = ✅
sign-rejected = ⛔
sign-lapsed = ⌛
sign-expired = ⌛
sign-won = 🏆
sign-lost = ◽
sign-withdrawn = ↩️
sign-released = ↩️
sign-merged = ↩️
sign-reversed = ↩️

stage-new = Neu
stage-contacted = Kontakt aufgenommen
stage-qualified = Bedarf bestätigt
stage-meeting = Termin
stage-proposal = Angebot
stage-negotiation = Verhandlung
stage-nurture = In Kontakt bleiben
stage-closed_won = Gewonnen
stage-closed_lost = Verloren

## Beschriftungen der Felder einer Karte.

field-number = Nummer
field-registered = Eingetragen am
field-fingerprint = Fingerabdruck
field-owner = Zuständig
field-stage = Phase
field-next-step = Nächster Schritt
field-protected = Geschützt bis einschließlich
field-updated = Letzter Stand
field-need = Bedarf
field-relationship = Beziehung
field-introduction = Vorstellung
field-basis = Grundlage
field-contact = Kontakt
field-job-title = Position
field-match = Übereinstimmung
field-record = Bisher vom Partner
field-state = Status
field-since = Seit
field-reason = Grund
field-kind = Art
field-taken = Geholtes Material
field-feedback = Rückmeldung, von 5
field-manager = Betreuung
field-source = Nachricht
field-thread = Thread des Partners
field-card = Karte des Vertriebs
field-website = Website
field-sent = Empfehlungen
field-serves = Kundschaft
field-why = Warum wir
field-sender = Gesendet von
field-email = E-Mail
field-side = Empfehlung { $n }

## Die angeheftete Einleitung im Kanal eines Partners.

refer-intro = **Kennen Sie eine Firma, die uns braucht?** Klicken Sie auf die Schaltfläche, beantworten Sie einige Fragen und erhalten Sie einen Beleg mit Nummer und Uhrzeit.
refer-intro-terms = Erste Antwort innerhalb von { $sla ->
        [one] einem Arbeitstag
       *[other] { $sla } Arbeitstagen
    }. Angenommene Empfehlungen gehören Ihnen für { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    }.
refer-intro-context = Die Schaltfläche funktioniert hier für alle. `{ $refer_cmd }` funktioniert, sobald Ihr Workspace die App installiert hat.

## Das Formular.

refer-title = Kunden empfehlen
refer-website = Website der Firma
refer-website-hint = Die eigene Adresse der Firma, zum Beispiel acme.example
refer-website-unclear = Geben Sie die eigene Website der Firma ein, zum Beispiel acme.example.
refer-website-mail = { $domain } gehört einem E-Mail-Anbieter. Geben Sie die eigene Website der Firma ein.
refer-website-host = Unter { $domain } liegen Seiten vieler Firmen. Geben Sie die eigene Website der Firma ein.
refer-website-own = Das ist Ihre eigene Firma. Empfehlungen sind für andere da.
refer-website-us = Das sind wir. Geben Sie die Website des Kunden ein.
refer-website-already = Diese Firma haben Sie schon eingetragen: { $ref }.
refer-company = Name der Firma
refer-company-missing = Geben Sie den Namen der Firma ein.
refer-need = Bedarf
refer-need-hint = Was wird gebraucht, und wann?
refer-need-missing = Schreiben Sie in einem Satz, was gebraucht wird.
refer-too-long = { $n ->
        [one] { $n } Zeichen zu lang.
       *[other] { $n } Zeichen zu lang.
    }
refer-relationship = Beziehung
refer-relationship-client = Eigener Kunde
refer-relationship-friend = Aus dem Kollegen- oder Freundeskreis
refer-relationship-event = Auf einer Veranstaltung kennengelernt
refer-relationship-other = Andere
refer-relationship-missing = Wählen Sie, woher Sie die Firma kennen.
refer-introduction = Vorstellung
refer-introduction-expect = Dort wird Ihr Anruf erwartet
refer-introduction-mention = Nennen Sie meinen Namen
refer-introduction-introduce = Bitte warten, ich stelle Sie vor
refer-introduction-missing = Wählen Sie eine Möglichkeit.
refer-basis = Grundlage
refer-basis-hint = Warum dürfen wir uns dort melden?
refer-basis-asked = Es wurde darum gebeten
refer-basis-agreed = Es wurde zugestimmt
refer-basis-public = Nur öffentlicher Geschäftskontakt
refer-basis-missing = Wählen Sie eine Möglichkeit.
refer-contact-name = Name der Kontaktperson
refer-contact-email = E-Mail der Kontaktperson
refer-contact-email-hint = Nur der Vertrieb sieht sie.
refer-contact-email-unclear = Das ist keine vollständige E-Mail-Adresse wie name@acme.example.
refer-job-title = Position

refer-behalf-intro = Sie tragen dies für { $partner } ein. Darüber entscheidet jemand anderes im Vertrieb.

## Der Beleg. Frei und in Prüfung unterscheiden sich in einem Absatz und in sonst nichts.

refer-receipt-title = Beleg
refer-receipt = **Eingegangen: { $ref }.** { $company } wurde am { $time } für { $partner } eingetragen.
refer-receipt-clear = Erste Antwort bis { $due }. Mehr ist nicht zu tun; Neues steht im zugehörigen Thread im Partnerkanal.
refer-receipt-match = Wir prüfen diese Firma, bevor wir entscheiden. Ihr Platz und Ihre Uhrzeit sind festgehalten. Sie hören bis { $due } von uns.
refer-receipt-context = Fingerabdruck { $fingerprint }. Heben Sie ihn auf: An ihm lässt sich später zeigen, ob unser Eintrag verändert wurde.

## Die Karte im Kanal des Partners: erste Zeile, dann eine Zeile je Status.

refer-root = { $sign } **{ $ref } · { $company }**: { $word }
refer-root-submitted = Liegt bei unserem Vertrieb. Erste Antwort bis { $due }.
refer-root-in_conflict = Wir prüfen etwas zu dieser Firma, bevor wir entscheiden. Alle Fristen ruhen. Sie hören bis { $due } von uns.
refer-root-approved = Gehört Ihnen, geschützt bis einschließlich { $date }. { $owner } übernimmt ab hier.
refer-root-needs_info = Wir haben eine Rückfrage. Mit einer Antwort bis { $place_until } behalten Sie Ihren Platz in der Reihenfolge; am { $lapse_on } verfällt die Empfehlung.
refer-root-needs_info-rests = Wir haben eine Rückfrage. Solange die Prüfung dauert, ruhen alle Fristen, auch die für Ihre Antwort.
refer-root-rejected = Diese Empfehlung können wir nicht annehmen: { $reason }. Wenn sich etwas geändert hat, können Sie die Firma erneut eintragen.
refer-root-rejected-case = Wir können Ihnen diese Firma nicht geben. { $rule } Sie können sie erneut eintragen, wenn sich etwas geändert hat.
refer-root-lapsed = Die Rückfrage blieb bis { $date } offen. Sie können die Firma erneut eintragen.
refer-root-expired = Der Schutz endete am { $date }. Sie können die Firma erneut eintragen.
refer-root-expired-grace = Der Schutz endete am { $date }. Bis { $grace } können nur Sie die Firma erneut eintragen.
refer-root-won = Gewonnen am { $date }. Vielen Dank für die Empfehlung.
refer-root-lost = Am { $date } als verloren abgeschlossen: { $reason }. Wenn die Gespräche bis { $until } weitergehen, können wir sie wieder öffnen.
refer-root-withdrawn = Zurückgezogen von { $who } am { $date }. Ihre Empfehlung ist beendet.
refer-root-withdrawn-partner = Zurückgezogen am { $date }, weil die Partnerschaft endete. Ihre Empfehlung ist beendet.
refer-root-released = Freigegeben am { $date }. { $rule } Ihre Empfehlung ist beendet.
refer-root-released-asked = Freigegeben am { $date }: { $why }. Ihre Empfehlung ist beendet.
refer-root-merged = Zusammengeführt am { $date }: Es geht weiter als { $into }. { $rule }
refer-root-reversed = Der Abschluss wurde am { $date } nach einer Erstattung oder Kündigung storniert.
refer-root-context = Eingetragen am { $when } von { $who } · Neues steht im Thread

## Der Thread des Partners: die Entscheidung, je nachdem, wie der Partner uns vorstellen möchte.

review-approved-expect = Angenommen von { $who }. { $owner } ist Ihr Kontakt und meldet sich; der Anruf wird erwartet. Geschützt bis einschließlich { $date }.
review-approved-mention = Angenommen von { $who }. { $owner } ist Ihr Kontakt, meldet sich und nennt Ihren Namen. Geschützt bis einschließlich { $date }.
review-approved-introduce = Angenommen von { $who }. { $owner } ist Ihr Kontakt und meldet sich, sobald Sie uns vorgestellt haben. Geschützt bis einschließlich { $date }.
protect-credit = Wir haben { $n ->
        [one] { $n } Tag
       *[other] { $n } Tage
    } länger gebraucht als zugesagt. Deshalb { $n ->
        [one] kommt { $n } Tag
       *[other] kommen { $n } Tage
    } dazu: geschützt bis einschließlich { $date }.

refer-behalf = { $who } hat dies für Sie eingetragen. Sie müssen nichts tun; von jedem Schritt hören Sie hier.
review-rejected = { $who } hat sich die Empfehlung angesehen und kann sie nicht annehmen: { $reason }. Wenn es etwas Neues gibt, können Sie die Firma erneut eintragen.
review-rejected-text = { $who } hat sich die Empfehlung angesehen und kann sie nicht annehmen: { $reason }. „{ $text }“ Wenn es etwas Neues gibt, können Sie die Firma erneut eintragen.
review-undo = { $who } hat die Entscheidung vom { $time } zurückgenommen: { $reason }. { $ref } liegt wieder bei unserem Vertrieb; Ihr Platz in der Reihenfolge bleibt. Erste Antwort bis { $due }.
review-undo-in_conflict = { $who } hat die Entscheidung vom { $time } zurückgenommen: { $reason }. { $ref } ist wieder in Prüfung; Ihr Platz in der Reihenfolge bleibt. Bis die Prüfung vorbei ist, müssen Sie nichts tun.
review-question = { $who } fragt: „{ $question }“ Antworten Sie bis { $place_until } über die Schaltfläche oder erwähnen Sie die App in diesem Thread.
review-question-alone = { $who } fragt: „{ $question }“ Antworten Sie bis { $place_until } über die Schaltfläche.
review-answer = { $who } hat geantwortet: „{ $answer }“ Die Frist läuft wieder; erste Antwort bis { $due }.
review-answer-in_conflict = { $who } hat geantwortet: „{ $answer }“ { $ref } ist in Prüfung; bis sie vorbei ist, ist nichts weiter zu tun.
review-lapsed = Die Rückfrage blieb bis { $date } offen, deshalb ist { $ref } verfallen. Sie können die Firma erneut eintragen.
review-withdrawn = { $who } hat { $ref } zurückgezogen. Die Empfehlung ist beendet; die Firma wird nicht mehr für Sie freigehalten.
review-withdrawn-partner = { $ref } ist zurückgezogen, weil die Partnerschaft vor einer Entscheidung endete. Es ist nichts mehr zu tun.
review-cleared = Die Prüfung ist vorbei; die Frist läuft wieder. Erste Antwort bis { $due }.
review-question-resumed = Die Frist unserer Rückfrage läuft wieder. Bei Antwort bis { $place_until } bleibt Ihr Platz in der Reihenfolge; am { $date } verfällt sie.
protect-resume = Die Prüfung ist vorbei; die Frist läuft wieder, geschützt bis einschließlich { $date }.
protect-nurture = Jeder zweite Tag in Kontakt zählte nicht: geschützt bis einschließlich { $date }.
case-awarded = { $ref } ist angenommen: geschützt bis einschließlich { $date }. { $owner } übernimmt ab hier.
case-awarded-unowned = { $ref } ist angenommen: geschützt bis einschließlich { $date }. Unser Vertrieb sagt, wer ab hier übernimmt.
track-stage = Jetzt in der Phase **{ $stage }** (vorher { $old }). Nächster Schritt: { $next }.
track-stage-alone = Jetzt in der Phase **{ $stage }** (vorher { $old }).
track-crm = { $ref } { $company }: laut CRM „{ $stage }“, laut Karte „{ $old }“. Es gilt die Karte; ändern Sie sie dort, wenn das CRM recht hat.
track-owner = { $owner } ist jetzt Ihr Kontakt (vorher { $old }).
track-won = Gewonnen am { $date }. Vielen Dank für die Empfehlung.
track-lost = Als verloren abgeschlossen: { $reason }. Wenn die Gespräche weitergehen, kann sie bis { $until } wieder geöffnet werden.
track-reopened = Die Gespräche gehen weiter: { $ref } ist wieder offen. Geschützt bis einschließlich { $date }.
track-expired = Der Schutz endete am { $date }. Sie können die Firma erneut eintragen.
track-expired-grace = Der Schutz endete am { $date }. Bis { $until } können nur Sie die Firma erneut eintragen.
extended = Verlängert: geschützt bis einschließlich { $date }. Das war die eine Verlängerung.
release-ask = { $manager } möchte { $ref } freigeben: { $reason }. Stimmen Sie zu oder sagen Sie uns bis { $date }, warum sie bleiben soll; ohne Antwort wird sie dann freigegeben.
release-open = { $manager } möchte sie freigeben: { $reason }. Ohne Antwort wird sie am { $until } freigegeben.
release-open-rests = { $manager } möchte sie freigeben: { $reason }. Die Frist für eine Antwort ruht, solange die Prüfung dauert.
release-kept = { $who } behält { $ref }: Sie bleibt geschützt, und 30 Tage lang fragt niemand erneut.
release-resumed = Die Zeit für eine Antwort zur Freigabe von { $ref } läuft wieder: bis { $date }.
release-agreed = { $who } hat zugestimmt, deshalb ist { $ref } freigegeben: { $reason }. Sie ist beendet.
release-silent = Niemand hat rechtzeitig geantwortet, deshalb ist { $ref } freigegeben: { $reason }. Sie ist beendet.

## Fristen: Auf wen gewartet wird, wird erinnert; wer wartet, erfährt es.

promise-half = { $ref } { $company } von { $partner } wartet auf eine Entscheidung: Die halbe zugesagte Zeit ist um, fällig { $due }.
promise-late = { $ref } { $company } ist über der Zusage: Fällig war { $due }. { $partner } erfährt das, und auch, dass sich jetzt jemand kümmert.
promise-late-partner = Wir haben eine Antwort zu { $ref } bis { $due } zugesagt und nicht gehalten. Wir kümmern uns jetzt darum. Jeder verspätete Tag kommt zu Ihrem Schutz dazu.
question-soon = Die Rückfrage zu { $ref } ist bis { $place_until } offen; danach bleibt der Platz in der Reihenfolge nicht erhalten.
silence-owner = { $ref } { $company }: seit { $days } Tagen nichts Neues, das { $partner } sehen konnte. In drei Tagen erfährt der Partner das.
silence-told = Bei { $ref } hat sich seit { $days } Tagen nichts bewegt. Zuständig ist { $owner } und wurde nach dem nächsten Schritt gefragt.
protect-ends = { $ref } { $company }: Der Schutz endet in { $days } Tagen, am { $date }.
protect-ends-soon = { $ref } { $company }: Der Schutz endet { $days ->
        [0] heute
       *[other] morgen
    } am Ende des Tages, { $date }.

track-reversed = Der Abschluss wurde am { $date } nach einer Erstattung oder Kündigung storniert.

## Die Karte des Vertriebs, nur beim Anbieter zu sehen.

review-card = { $sign } **{ $ref } · { $company }** ({ $domain }) von { $partner }: { $word }
review-card-submitted = Zu entscheiden bis { $due } (noch { $left }).
review-card-late = Zu entscheiden bis { $due } ({ $late } überfällig).
review-card-in_conflict = In Prüfung seit { $when }. Alle Fristen ruhen. Niemand sonst will diese Firma, deshalb entscheidet der Vertrieb hier.
review-card-case = In Prüfung seit { $when }. Alle Fristen ruhen; die Schlichtung entscheidet, danach sind die Knöpfe wieder da.
review-card-grace = In Prüfung seit { $when }. Ein anderer Partner darf zuerst auf diese Firma zurückkommen; die Frist läuft ab { $until }.
review-card-ruled = Von { $who } in einem Fall, { $when }: { $rules }.
review-card-merged = Von { $who } in einem Fall mit { $into } zusammengeführt, { $when }: { $rules }.
review-card-approved = Von { $who }, { $when }. Geschützt bis einschließlich { $date }.
review-card-needs_info = { $who } fragte am { $when }: „{ $question }“ Wartet auf { $partner } bis { $lapse_on }; die Frist ruht.
review-card-needs_info-rests = { $who } fragte am { $when }: „{ $question }“ Sie ist auch in Prüfung: Die Frist der Rückfrage ruht, bis darüber entschieden ist.
review-card-rejected = Von { $who }, { $when }: { $reason }.
review-card-won = Gewonnen { $date }, { $amount }.
review-card-lost = Verloren { $date }: { $reason }.
review-card-ended = { $when } von { $who }.
review-card-released = Freigegeben { $when }, auf Wunsch von { $who }: { $release }.
review-card-partnership = { $when }, mit dem Ende der Partnerschaft.
review-card-clock = { $when } durch Ablauf der Frist.
review-card-tail = Der Schutz endete am { $date }. Ein Abschluss bis { $until } zählt noch für { $partner }.
review-card-contact = { $name } · { $email }
review-card-context = Fingerabdruck { $fingerprint } · Regeln { $version }
# Im Thread der Karte, wenn die Karte nur den Anfang zeigt.
review-card-need = **Bedarf vollständig:** { $need }
review-card-contact-full = **Kontakt vollständig:** { $contact }

match-clear = Keine
partner-record = { $sent } gesendet, { $won } gewonnen
match-off-limits = Gesperrt: { $domain } steht für Empfehlungen nicht offen
match-referral = { $domain } wurde schon empfohlen: { $ref } von { $partner }

# Was die eigenen Systeme des Anbieters haben: unter derselben Domain, zur Adresse des Kontakts, mit ähnlichem Namen.
match-domain = { $domain } gehört zu { $account } ({ $standing })
match-alias = Alias von { $account } ({ $standing })
match-email = E-Mail: { $account } ({ $standing })
match-name = Name { $score }: { $account } ({ $standing })
match-name-likely = Name { $score }, wahrscheinlich: { $account } ({ $standing })
standing-customer = Kunde
standing-opportunity = eigene Verkaufschance
standing-opportunity-active = eigene Verkaufschance, zuletzt aktiv { $date }
standing-off-limits = gesperrt
standing-known = bekannt

## Das Formular zum Annehmen.

review-approve-title = { $ref } annehmen
review-owner = Zuständig
review-owner-missing = Wählen Sie, wer zuständig ist.
review-owner-outsider = Wählen Sie jemanden aus dem Vertrieb.
review-note = Notiz
review-note-hint = Für Ihr Team. Der Partner sieht sie nicht.
review-exception = Grund
review-exception-hint = Warum trotzdem? Der Partner sieht ihn nicht.
review-exception-needed = { $ref } ist in Prüfung, zum Annehmen gehört deshalb ein Grund. Klicken Sie noch einmal auf Annehmen.
review-exception-field = Trotzdem angenommen
review-approve-foot = Der Schutz gilt dann bis einschließlich { $date }.

## Die Formulare zum Ablehnen, Nachfragen, Antworten, Zurücknehmen, für Zuständigkeit und Phase.

review-reject-title = { $ref } ablehnen
review-reason = Grund
review-reason-hint = Der Partner sieht ihn.
review-reason-missing = Wählen Sie einen Grund.
review-text = Text für den Partner
review-text-hint = Was müsste sich ändern?
review-internal = Interne Notiz
review-internal-hint = Nur Ihr Team sieht sie.
review-ask-title = Rückfrage zu { $ref }
review-question-label = Frage
review-question-hint = Eine einzelne Frage wird schneller beantwortet.
review-question-missing = Schreiben Sie die Frage.
review-answer-title = Antwort zu { $ref }
review-answer-label = Antwort
review-answer-missing = Schreiben Sie die Antwort.
review-answer-shown = { $who } fragt: „{ $question }“
review-undo-title = { $ref } zurücknehmen
review-undo-intro = Die Entscheidung zu { $ref } wird zurückgenommen; der Platz in der Reihenfolge bleibt. Der Partner wird informiert.
review-undo-reason = Grund
review-undo-hint = Der Partner sieht ihn.
review-undo-missing = Schreiben Sie den Grund.
review-owner-title = Zuständig für { $ref }
track-stage-title = Phase ändern
track-stage-intro = **{ $ref } · { $company }**
release-title = { $ref } freigeben
release-intro = **{ $ref } · { $company }** Der Partner wird zuerst gefragt und hat zehn Arbeitstage. Bei einem Nein bleibt die Empfehlung.
release-reason = Grund
release-hint = Der Partner liest das. Sagen Sie, warum die Firma wieder frei sein soll.
release-missing = Schreiben Sie den Grund für den Partner.
release-number = Schreiben Sie die Nummer dahinter, zum Beispiel `{ $vouch_cmd } release NOR-12`.
track-tail-intro = Der Schutz ist zu Ende. Ein Abschluss bis { $until } wird dem Partner noch angerechnet.
track-stage-label = Phase
track-next = Nächster Schritt
track-next-hint = Der Partner sieht ihn.
track-next-missing = Schreiben Sie den nächsten Schritt, zum Beispiel: Anruf am Dienstag.
track-amount = Betrag
track-amount-hint = Nur für die Phase Gewonnen. Bleibt intern.
track-amount-unclear = Geben Sie eine Zahl ein, zum Beispiel 12500,00.
track-currency = Währung
track-currency-missing = Wählen Sie eine Währung.
track-date = Datum
track-date-missing = Wählen Sie ein Datum.
track-date-future = Das Datum darf nicht in der Zukunft liegen.
track-lost-reason = Grund
track-lost-hint = Nur für die Phase Verloren.
track-date-hint = Tag der Unterschrift; nur für die Phase Gewonnen.
track-stage-missing = Wählen Sie eine Phase.
track-reverse-title = { $ref } stornieren
track-reverse-intro = Der Abschluss von { $ref } wird endgültig storniert. Der Partner wird informiert, aber nicht darüber, was Sie hier schreiben.
track-reverse-record = Erstattung oder Kündigung
track-reverse-hint = Was wurde erstattet oder gekündigt, und wann? Nur Ihr Team sieht es.
track-reverse-missing = Schreiben Sie, was erstattet oder gekündigt wurde.
naming-title = Einverständnis { $ref }
naming-intro = Mit Einverständnis darf { $company } genannt werden, wenn ein Partner gelobt wird. Ohne nennt die Firma niemand öffentlich.
naming-record = Wer hat wie zugestimmt?
naming-hint = Zum Beispiel: Jo Müller, per E-Mail am 3. März. Nur Ihr Team sieht es.
naming-missing = Schreiben Sie, wer wie zugestimmt hat.
naming-back-title = Entzug { $ref }
naming-back-intro = Von jetzt an nennt kein Lob mehr { $company }. Was schon gepostet ist, bleibt, bis Sie es löschen.
naming-back-record = Grund
naming-back-hint = Warum wird die Firma nicht mehr genannt? Nur Ihr Team sieht es.
naming-back-missing = Schreiben Sie, warum die Firma nicht mehr genannt wird.
naming-field = Darf genannt werden
naming-stands = Seit { $when }, eingetragen von { $who }: { $how }
refer-withdraw-title = { $ref } zurückziehen?
refer-withdraw-text = Ihre Empfehlung von { $company } endet sofort, und jemand anderes darf die Firma eintragen.

## Die Regeln, in den Worten für Partner: nur die genannten werden gezeigt.

rule-R1 = Diese Firma steht für Empfehlungen nicht offen.
rule-R2 = Sie ist schon bei uns Kunde.
rule-R3 = Unser eigenes Team war im Gespräch und kurz vor Ihrem Eintrag tätig.
rule-R4 = Die Käuferseite hat ihre Wahl schriftlich genannt.
rule-R5 = Für diese Firma gibt es schon einen Schutz, der genutzt wird.
rule-R6 = Vollständige Einträge kamen fast zur selben Zeit, deshalb hat ein Mensch nach den Nachweisen entschieden.
rule-R7 = Es gilt der früheste vollständige Eintrag.
rule-R8 = Beide Seiten haben der Teilung zugestimmt.
short-R1 = R1 · Nicht offen, oder die eigene Firma
short-R2 = R2 · Schon Kunde
short-R3 = R3 · Eigene Verkaufschance mit Tätigkeit
short-R4 = R4 · Schriftliche Wahl der Käuferseite
short-R5 = R5 · Laufender Schutz, genutzt
short-R6 = R6 · Fast zur selben Zeit
short-R7 = R7 · Frühester vollständiger Eintrag
short-R8 = R8 · Beide haben der Teilung zugestimmt
roe = **Die Regeln.** Nach ihnen entscheidet sich, wer eine Firma bekommt; die erste, die passt, gilt, und ihre Nummer wird genannt.
roe-R1 = **R1** Eine Firma, die nicht offen steht, oder die eigene lässt sich nicht empfehlen.
roe-R2 = **R2** Eine Firma, die schon bei uns Kunde ist, lässt sich nicht empfehlen.
roe-R2-expansion = **R2** Über eine Firma, die schon bei uns Kunde ist, entscheidet ein Mensch.
roe-R3 = **R3** Unser eigenes Team behält eine Firma, an der es in den { $days } Tagen vor dem ersten Eintrag tätig war.
roe-R3-fee = **R3** Unser eigenes Team behält eine Firma, an der es in den { $days } Tagen vor dem ersten Eintrag tätig war, und zahlt eine Vermittlungsprämie.
roe-R4 = **R4** Eine schriftliche Wahl der Käuferseite ist ein Nachweis; ein Mensch entscheidet.
roe-R5 = **R5** Ein Schutz, der genutzt wird, bleibt: In den letzten { $stale } Tagen wurde daran gearbeitet.
roe-R6 = **R6** Vollständige Einträge im Abstand von höchstens { $minutes } Minuten wägt ein Mensch ab.
roe-R7 = **R7** Sonst gilt der früheste vollständige Eintrag.
roe-R8 = **R8** Zwei Partner können sich eine Firma teilen, wenn beide es bestätigen.
roe-context = Nachweise: { $evidence } Arbeitstage · Einspruch: einmal, innerhalb von { $appeal } Arbeitstagen · es entscheidet, wer unbeteiligt ist

outcome-uphold_first = Die erste Empfehlung gilt
outcome-award_other = Die spätere Empfehlung bekommt die Firma
outcome-split = Die Gutschrift wird geteilt
outcome-direct_keeps = Unser eigenes Team behält die Firma
outcome-direct_keeps_with_finder_fee = Unser Team behält sie, mit Finderlohn
outcome-merge = Zusammengeführt mit { $into }
outcome-void = Ohne Zuschlag geschlossen
party-stands = Ihre Empfehlung gilt
party-not-yours = wir können Ihnen diese Firma nicht geben
party-split = Sie teilen die Gutschrift, { $percent } % sind Ihre
party-direct = unser eigenes Team behält die Firma
party-direct-fee = unser eigenes Team behält die Firma; ein Finderlohn steht Ihnen zu
party-merged = es geht weiter als { $into }
party-void = ohne Zuschlag geschlossen
party-open = noch nicht entschieden
party-appealed = mit Einspruch, noch nicht entschieden
party-settled = ohne Entscheidung beendet

claim-evidence = { $ref } ist in Prüfung. Alle Fristen ruhen, Ihre Eintragszeit ist sicher. Wenn Sie etwas wissen, das hilft, ergänzen Sie es bis { $due }; nur die Schlichtung liest es.
evidence-asked = **{ $ref }** wird entschieden, und eines würde helfen. Ergänzen Sie es bis { $due }; nur die Entscheidenden lesen es.
case-kept = Die Prüfung von { $ref } ist entschieden: Ihre Empfehlung gilt. { $rule } Was zählte: { $facts }.
case-not = Die Prüfung von { $ref } ist entschieden: { $outcome }. { $rule } Was zählte: { $facts }.
case-text = „{ $text }“
case-appeal = Sie können bis { $due } einmal Einspruch erheben; dann sieht es sich jemand anderes aus der Schlichtung an.
counted-registered = eingetragen am { $at }
counted-protected = eingetragen am { $at }, geschützt bis einschließlich { $date }
appeal-in = Ihr Einspruch zu { $ref } ist da. Jemand Unbeteiligtes aus der Schlichtung entscheidet bis { $due }.
appeal-final = Über den Einspruch ist für { $ref } entschieden: { $outcome }. { $rule } Dabei bleibt es.
case-split = Für { $company } schlagen wir eine geteilte Gutschrift vor: { $percent } % für Sie. Sie gilt, wenn beide Seiten bis { $due } zustimmen. Namen bleiben verborgen, außer beide wollen genannt werden.
case-split-named = Sie teilen mit { $partner }; beide Seiten wollten genannt werden.
share-agreed = Sie haben für { $ref } zugestimmt. Es gilt, wenn auch die andere Seite zustimmt.
share-declined = Sie haben für { $ref } abgelehnt. Die Prüfung geht weiter; sonst ist nichts zu tun.
waived = Sie haben die Entscheidung zu { $ref } angenommen. Für Sie gilt sie; sonst ist nichts zu tun.

case-card-evidence = **Fall { $case } · { $company }** ({ $domain }): Nachweise bis { $date }
case-card-proposed = **Fall { $case } · { $company }** ({ $domain }): Vorgeschlagen, Entscheidung bis { $date }
case-card-decided = **Fall { $case } · { $company }** ({ $domain }): Entschieden, Einspruch bis { $date }
case-card-appealed = **Fall { $case } · { $company }** ({ $domain }): Angefochten, Entscheidung bis { $date }
case-card-late = **Fall { $case } · { $company }** ({ $domain }): Wartet seit { $date } auf eine Entscheidung
case-card-final = **Fall { $case } · { $company }** ({ $domain }): Endgültig seit { $date }
case-card-settled = **Fall { $case } · { $company }** ({ $domain }): Erledigt seit { $date }, es war nichts mehr zu entscheiden
case-card-excepted = **Fall { $case } · { $company }** ({ $domain }): Vom Vertrieb am { $date } angenommen, mit Grund
case-card-proposes = Die Regeln schlagen vor: **{ $outcome }** ({ $rules }). { $grounds }
case-card-person = Die Regeln überlassen es einem Menschen ({ $rules }). { $grounds }
case-card-no-rule = Keine Regel trifft zu, also entscheidet ein Mensch. { $grounds }
case-card-ruling = **{ $outcome }** ({ $rules }), entschieden von { $who }, { $when }.
case-side = { $ref } von { $partner }: { $word }, in der Reihe seit { $at }
case-side-protected = { $ref } von { $partner }: { $word }, in der Reihe seit { $at }, geschützt bis { $date }, zuständig { $owner }
ground-off-limits = Die Firma steht nicht offen.
ground-own = Die Firma ist die eigene des Partners von { $ref }.
ground-customer = Die Firma ist Kunde.
ground-direct = Eigene Verkaufschance, zuletzt davor tätig am { $date }.
ground-chosen = { $ref } sagt, die Käuferseite habe sie schriftlich gewählt.
ground-protected = { $ref } ist geschützt, und der Schutz wird genutzt.
ground-stale = { $ref } ist geschützt, und mehr als { $days } Tage lang ist nichts geschehen.
ground-unknown = Ob der Schutz von { $ref } damals genutzt wurde, weiß niemand.
ground-apart = { $one } und { $other } kamen im Abstand von { $seconds } Sekunden.
ground-earliest = { $ref } ist die früheste vollständige, vom { $at }.
ground-none = Kein Eintrag ist vollständig.
case-line-opened-match = { $when }: eröffnet, weil eine Firma mehrmals eingetragen wurde
case-line-opened-off_limits = { $when }: eröffnet, weil die Firma nicht offen steht
case-line-opened-customer = { $when }: eröffnet, weil die Firma schon Kunde ist
case-line-opened-direct = { $when }: eröffnet, weil der eigene Vertrieb mit der Firma im Gespräch ist
case-line-opened-claim = { $when }: von einem Partner eröffnet
case-line-opened-sales = { $when }: vom Vertrieb eröffnet
case-line-asked = { $ref }, { $partner }: um Nachweis gebeten
case-line-stated = { $ref }, { $partner }: Nachweis gegeben
case-line-left = { $ref }, { $partner }: aus dem Fall ausgeschieden
case-line-decided = { $when }: entschieden
case-line-appealed = { $ref }, { $partner }: Einspruch erhoben
case-line-split = Teilung vorgeschlagen: { $percent } % für die erste, { $agreed } von 2 stimmen zu
case-line-split-agreed = Teilung vereinbart: { $percent } % für die erste, { $agreed } von 2 stimmen zu
case-line-split-declined = Teilung abgelehnt: { $percent } % für die erste, { $agreed } von 2 stimmen zu
case-why-title = Warum Fall { $case }
case-why-now = **Regel für Regel, nach dem, was jetzt bekannt ist.** Die erste, die zutrifft, entscheidet.
case-why-then = **Regel für Regel, wie es am Ende der Frist für Nachweise stand.** Die erste, die zutrifft, entscheidet.
case-why-off = **{ $rule }** wird in diesem Programm nicht verwendet.
case-why-unmet = Trifft nicht zu.
case-why-met = **Trifft zu.** { $grounds }
case-why-person = **Trifft zu, also entscheidet ein Mensch.** { $grounds }
case-why-unasked = Nicht gefragt: eine Regel davor trifft zu.
case-why-none = Keine davon trifft zu, also entscheidet ein Mensch.
case-why-split = Eine Teilung, der beide Seiten zustimmen (R8), tritt an die Stelle von R5 bis R7.
case-why-rules = Regeln { $version }, gültig bei der Eröffnung des Falls
case-barred-context = Können nicht entscheiden: { $names }
case-nobody-context = Alle, die entscheiden könnten, sind beteiligt. Der Fall wartet, bis jemand Unbeteiligtes eine Rolle hat.
case-for-sales-context = Niemand sonst will diese Firma: der Vertrieb entscheidet auf seiner Karte.
case-note-evidence = Nachweis zu { $ref } von { $partner }:
case-note-asked = Frage an { $partner } zu { $ref }:
case-note-appeal = Einspruch zu { $ref } von { $partner }:
case-note-claim = Anspruch: { $claim }
case-note-day = Zum { $date }
case-note-agreed = { $ref }, { $partner }: stimmt der Teilung zu
case-note-declined = { $ref }, { $partner }: lehnt die Teilung ab
case-waits-resolver = Wartet seit { $date } auf eine Entscheidung; an der Reihe: die Schlichtung.
case-waits-partner_manager = Wartet seit { $date } auf eine Entscheidung; an der Reihe: das Partnermanagement.
case-waits-admin = Wartet seit { $date } auf eine Entscheidung; an der Reihe: die Admins.
case-waits-nobody = Wartet seit { $date } auf eine Entscheidung; alle, die entscheiden könnten, sind beteiligt.
case-late = Fall { $case } wartet seit { $date } auf eine Entscheidung. Seine Karte steht im Kanal der Schlichtung.

claim-title = Konflikt anmelden
claim-number = Schreiben Sie die Nummer Ihrer Empfehlung hinter den Befehl, zum Beispiel NOR-12.
claim-label = Anspruch
claim-first = Wir waren zuerst da
claim-chosen = Die Käuferseite hat uns gewählt
claim-relationship = Wir haben die Beziehung
claim-lapsed = Der Schutz ist abgelaufen
claim-unchosen = Wählen Sie, was Sie geltend machen.
claim-what = Was geschehen ist
claim-what-hint = Was ist wann geschehen? Nur die Schlichtung liest es.
claim-missing = Schreiben Sie, was wann geschehen ist.
claim-link = Verweis
claim-link-unclear = Geben Sie eine vollständige Adresse ein, die mit https:// beginnt.
claim-date = Datum
claim-opened = { $ref } ist jetzt in Prüfung; alle Fristen ruhen. Was Sie geschrieben haben, liegt der Schlichtung vor; von der Entscheidung hören Sie im Thread.
evidence-title = Nachweis ergänzen
evidence-statement = Aussage
evidence-hint = Nur die Schlichtung liest es.
evidence-missing = Schreiben Sie, was Sie wissen.
evidence-sent = Danke. Die Schlichtung hat es; sonst liest es niemand. Von der Entscheidung hören Sie im Thread von { $ref }.
appeal-title = Einspruch
appeal-what = Was haben wir übersehen?
appeal-hint = Jemand anderes aus der Schlichtung liest es und entscheidet. Dabei bleibt es.
appeal-missing = Schreiben Sie, was übersehen wurde.
appeal-sent = Ihr Einspruch zu { $ref } ist da. Jemand anderes entscheidet; Sie hören davon im Thread.
contest-title = Fall eröffnen
contest-why = Grund
contest-hint = Was ist strittig? Nur die Schlichtung liest es.
contest-missing = Schreiben Sie, was strittig ist.
contest-opened = Der Fall zu { $ref } ist offen; alle Fristen ruhen. Jemand Unbeteiligtes aus der Schlichtung entscheidet.
decide-title = Fall { $case } entscheiden
decide-intro = **Fall { $case }**, vorgeschlagen nach { $rules }. { $grounds }
decide-early = Nachweise sind noch bis { $date } möglich; eine Entscheidung jetzt beendet das.
decide-outcome = Ausgang
decide-outcome-missing = Wählen Sie einen Ausgang.
decide-rules = Regeln
decide-rules-missing = Wählen Sie mindestens eine Regel.
decide-winner = Zuschlag für
decide-winner-hint = Nur für den Ausgang „Die spätere Empfehlung bekommt die Firma“.
decide-winner-missing = Wählen Sie, welche Empfehlung den Zuschlag bekommt.
decide-text = Text für Empfehlung { $n }
decide-text-hint = { $ref } liest es. Nennen Sie die andere Seite nicht.
decide-text-missing = Schreiben Sie, was dieser Partner erfährt.
decide-names = Das nennt { $partner }; sagen Sie es ohne den Namen.
decide-split-open = Eine Teilung gilt, wenn beide Partner zugestimmt haben. Schlagen Sie sie zuerst vor.
decide-merge-nothing = Zusammengeführt werden nur Empfehlungen eines Partners. In diesem Fall gibt es keine zweite offene desselben Partners.
decide-done = Fall { $case } ist entschieden; jede Seite erfährt es in ihrem eigenen Thread.
ask-evidence-title = Nachweis erbitten
ask-evidence-intro = Die Frage steht im eigenen Kanal; { $days } Arbeitstage lang kann ein Nachweis folgen. Nur die Entscheidenden lesen die Antwort.
ask-evidence-side = Wer gefragt wird
ask-evidence-side-missing = Wählen Sie, wer gefragt wird.
ask-evidence-all = Alle im Fall
ask-evidence-text = Was helfen würde
ask-evidence-hint = Das liest der Partner. Nennen Sie keine andere Seite.
ask-evidence-missing = Schreiben Sie, was Sie wissen möchten.
ask-evidence-sent = Gefragt. Die Antwort kommt in den Thread von Fall { $case }.
split-title = Teilung vorschlagen
split-intro = Beide Partner werden in ihren eigenen Kanälen gefragt. Es gilt, wenn beide zustimmen; keiner liest den Namen des anderen, außer beide wollen es.
split-share = Teilung
split-share-hint = Prozent für { $ref }
split-share-unclear = Geben Sie eine Zahl von 1 bis 99 ein.
split-sent = Beide Partner von Fall { $case } werden gefragt; die Karte zeigt ihre Antworten.

## Das Programm ändert sich, oder kann es nicht.

programme-new = **Die Regeln ändern sich am { $date }.**
programme-new-protection = Angenommene Empfehlungen gehören Ihnen für { $n ->
        [one] { $n } Tag
       *[other] { $n } Tage
    }; bisher waren es { $was }.
programme-new-promise = Erste Antwort innerhalb von { $n ->
        [one] einem Arbeitstag
       *[other] { $n } Arbeitstagen
    }; bisher waren es { $was }.
programme-new-notice = Änderungen wie diese werden { $n ->
        [0] sofort angekündigt
        [one] { $n } Tag vorher angekündigt
       *[other] { $n } Tage vorher angekündigt
    }; bisher { $was }.
programme-new-hours = Erste Antworten zählen in der Geschäftszeit: { $opens } bis { $closes } an { $n ->
        [one] einem Tag
       *[other] { $n } Tagen
    } in der Woche, { $zone }.
programme-new-off = **{ $rule }** gilt nicht mehr.
programme-new-tier = **{ $tier }**: { $terms }.
programme-new-tier-gone = Die Stufe { $tier } gibt es nicht mehr; es zählt, was Sie bis dahin erreichen.
programme-new-agreement = Dann braucht eine Empfehlung Ihr Ja zur Vereinbarung { $version } vom { $date }. Sie finden sie hier.
programme-new-agreement-none = Dann muss vor einer Empfehlung nichts mehr angenommen werden.
programme-new-kept = Für Empfehlungen, die schon gesendet sind, gelten die Regeln von damals.
programme-bad = program.toml wurde nicht übernommen, Zeile { $line }, Spalte { $column }: { $what } Es gilt weiter Version { $version }.

## Der erste Admin.

admin = Sie sind Admin; der Code ist verbraucht. Fügen Sie als Nächstes die App zum Kanal des Vertriebs hinzu und geben Sie dort `{ $vouch_cmd } link` ein.
admin-wrong = Dieser Code passt nicht. { $n ->
        [0] Weitere Versuche gibt es nicht
        [one] Es bleibt { $n } Versuch
       *[other] Es bleiben { $n } Versuche
    }; einen neuen gibt `vouch admin code` auf dem Server aus.
admin-over = Dieser Code passt nicht mehr. Einen neuen gibt `vouch admin code` auf dem Server aus.
admin-how = Geben Sie hinter dem Befehl den Code ein, den das Terminal gezeigt hat. Einen neuen gibt `vouch admin code` auf dem Server aus.
admin-there = Es gibt schon einen Admin, deshalb gelten Codes nicht mehr. Rollen vergibt ein Admin.
admin-who = Der Chat sagt uns gerade nicht, wer Sie sind. Es ist nichts geschehen. Geben Sie den Befehl in einer Minute noch einmal ein.
## Listen, nur für die Person, die gefragt hat.

track-list-title = Meine Empfehlungen
track-list = **{ $partner }: { $open } offen, { $n } insgesamt.**
track-list-owned = **In Ihrer Hand: { $open } offen, { $n } insgesamt.**
track-list-empty = Noch keine Empfehlungen. Die erste dauert etwa eine Minute.
track-list-empty-theirs = { $partner } hat noch keine Empfehlungen gesendet.
track-list-empty-owned = Sie sind für keine Empfehlung zuständig. Wer eine annimmt, benennt auch, wer zuständig ist.
track-list-none = Hier steht zurzeit keine Empfehlung.
track-filter = Auswählen, was gezeigt wird
track-filter-all = Alle
track-filter-waiting = Wartet auf Sie
track-filter-open = Offen
track-filter-ending = Endet bald
track-filter-closed = Abgeschlossen
track-line = { $sign } { $ref } { $company } · { $word }
track-line-asked = { $sign } { $ref } { $company } · { $word } · verfällt am { $lapse_on }
track-line-rests = { $sign } { $ref } { $company } · { $word } · in Prüfung, die Frist ruht
track-line-approved = { $sign } { $ref } { $company } · { $word } · { $stage } · bis einschließlich { $date }
list-place-context = { $from }–{ $to } von { $n }
review-list-title = Zu entscheiden
review-list = **Warten auf eine Entscheidung: { $n }**
review-list-empty = Nichts wartet auf eine Entscheidung.
review-line = { $ref } { $company } von { $partner } · noch { $left }
review-line-late = { $ref } { $company } von { $partner } · { $left } überfällig
due-asked = **Rückfragen, die auf einen Partner warten: { $n }**
due-release = **Freigaben, die auf einen Partner warten: { $n }**
due-ending = **Schutz, der in den nächsten 14 Tagen endet: { $n }**
due-line-asked = { $ref } { $company } von { $partner } · verfällt am { $lapse_on }
due-line-release = { $ref } { $company } von { $partner } · ohne Antwort freigegeben am { $until }
due-line-rests = { $ref } { $company } von { $partner } · in Prüfung, die Frist ruht
due-line-ending = { $ref } { $company } von { $partner } · bis einschließlich { $date }
due-cases = **Offene Fälle: { $n }**
due-line-evidence = Fall { $case } { $domain } · Nachweise bis { $date }
due-line-decision = Fall { $case } { $domain } · zu entscheiden bis { $date }
due-line-decision-late = Fall { $case } { $domain } · wartet auf eine Entscheidung seit { $date }
due-line-appeal = Fall { $case } { $domain } · Einspruch bis { $date }
case-title = Fall { $case }
due-empty = Nichts ist fällig: Keine Entscheidung wartet, keine Rückfrage ist offen, kein Schutz endet in den nächsten 14 Tagen.

## Eine Empfehlung suchen.

open-title = Empfehlung öffnen
open-account = Firma
open-account-hint = Nummer, Name oder Website
open-account-missing = Wählen Sie eine Empfehlung.
open-choice = { $ref } { $company } · { $word }

## Die Seite, die jede Person in der App hat.

home-title = Vouch
home-empty = **{ $partner }** Noch keine Empfehlungen. Die erste dauert etwa eine Minute.
home-nobody = Willkommen. Wir wissen noch nicht, zu welchem Partner Sie gehören. Klicken Sie auf **Kunden empfehlen** in dem Kanal, den Sie mit uns teilen; dann ordnen wir Sie zu.
home-waiting = **Wartet auf Sie: { $n }**
home-open = **Offen: { $n }**
home-ending = **Endet bald: { $n }**
home-line = { $ref } { $company } · { $word }
home-line-asked = { $ref } { $company } · Antwort bis { $date }
home-line-release = { $ref } { $company } · soll freigegeben werden: Antwort bis { $until }
home-line-rests = { $ref } { $company } · eine Antwort wird erbeten; die Frist ruht
home-line-stage = { $ref } { $company } · { $stage } · bis einschließlich { $date }
home-line-next = { $ref } { $company } · { $stage } · { $next } · bis einschließlich { $date }
home-line-ending = { $ref } { $company } · bis einschließlich { $date }
home-mine = **In Ihrer Hand: { $n }**
home-still = **Seit 14 Tagen ohne Neuigkeit: { $n }**
home-line-still = { $ref } { $company } · zuständig { $owner }
home-in-time = Rechtzeitig entschieden, letzte 30 Tage: { $value }
home-numbers = **So läuft das Programm, letzte 30 Tage**
number-register = Zeit fürs Eintragen
number-in-time = Rechtzeitig entschieden
number-why = „Warum“ beantwortet
number-fresh = Mit frischen Neuigkeiten
number-cases-late = Überfällige Fälle
number-time = { $time }, n { $n }
number-share = { $share } von { $n }
number-none = Noch keine Daten (n 0)
home-needed = **Braucht Sie**
home-set-up = **Einrichten**
home-settings = **Einstellungen**
home-version = Programmversion { $version }
source-open = Nachricht öffnen
thread-open = Thread öffnen
card-open = Karte öffnen

## Warum: Gründe und Termine.

why-form-title = Gründe und Termine
why-title = Warum { $ref }
why-head = **{ $ref } { $company }: { $word }.**
why-registered = Eingetragen am { $when } von { $who }.
why-line = Der Platz in der Reihenfolge zählt ab { $when }: Die Antwort kam nach ihrer Zeit.
why-promise = Erste Antwort zugesagt bis { $due }.
why-stopped = Die Frist der zugesagten Antwort ruht.
why-decided = Entschieden am { $when } von { $who }, innerhalb der Zusage.
why-decided-late = Entschieden am { $when } von { $who }; zugesagt bis { $due }, also { $n ->
        [one] { $n } Tag
       *[other] { $n } Tage
    } zu spät.
why-transferred = Bei { $stays } seit { $when }: { $gone } ist dieselbe Firma und wird als { $stays } weitergeführt.
why-exception = Die Empfehlung war in Prüfung und wurde trotzdem angenommen: „{ $reason }“
why-window = Angenommen am { $approved } + { $n } Tage = { $date }
why-late = + { $n ->
        [one] { $n } Tag
       *[other] { $n } Tage
    } für unsere Verspätung = { $date }
why-paused = + { $n ->
        [one] { $n } Tag
       *[other] { $n } Tage
    } in Prüfung = { $date }
why-nurture = + { $n ->
        [one] { $n } Tag
       *[other] { $n } Tage
    } in Kontakt = { $date }
why-extension = + { $n } Tage Verlängerung = { $date }
why-not-counted = + { $n ->
        [one] { $n } Tag, der nicht zählt,
       *[other] { $n } Tage, die nicht zählen,
    } = { $date }
why-through = Seit die Gespräche weitergehen: geschützt bis einschließlich { $date }
why-tail = Ein Abschluss bis { $date } wird noch angerechnet.
why-next-submitted = **Als Nächstes:** unsere erste Antwort, bis { $due }.
why-next-needs_info = **Als Nächstes:** eine Antwort auf unsere Rückfrage, bis { $place_until }. Ohne sie verfällt die Empfehlung am { $lapse_on }.
why-next-needs_info-rests = **Als Nächstes:** eine Antwort auf unsere Rückfrage. Die Frist ruht, solange die Prüfung dauert.
why-next-in_conflict = **Als Nächstes:** das Ende der Prüfung; davon hören Sie im Thread.
why-next-approved = **Als Nächstes:** der letzte geschützte Tag, { $date }.
why-next-release = **Als Nächstes:** eine Antwort zur Freigabe, bis { $until }. Ohne sie wird sie freigegeben.
why-next-release-rests = **Als Nächstes:** eine Antwort zur Freigabe. Die Frist ruht, solange die Prüfung dauert.
why-next-again = **Als Nächstes:** nichts. Die Firma kann erneut eingetragen werden.
why-next-grace = **Als Nächstes:** Bis { $grace } kann nur der Partner die Firma erneut eintragen.
why-next-merged = **Als Nächstes:** hier nichts. An ihrer Stelle geht { $into } weiter.
why-next-none = **Als Nächstes:** nichts. Die Empfehlung ist beendet.
why-rules = Regeln { $version }, gültig bei der Eintragung · Fingerabdruck { $fingerprint }
ask-person-title = Frage zu { $ref }
ask-person-label = Ihre Frage
ask-person-hint = Wir antworten im Thread der Karte.
ask-person-owner = { $who } fragt: „{ $question }“ { $owner } antwortet hier im Thread.
ask-person-asked = { $who } fragt: „{ $question }“ Wir antworten hier im Thread.
ask-person-alone = **{ $ref } · { $company }** { $who } von { $partner } fragt: „{ $question }“ Sie sind zuständig: Bitte antworten Sie im Thread. Die Karte führt dorthin.
ask-person-sales = { $ref } { $company }: { $who } von { $partner } fragt: „{ $question }“ Bitte antworten Sie im Thread; die Karte führt dorthin.

## Wovon jemand direkt hören möchte, und wann nicht.

notify-title = Benachrichtigungen
notify-topics = Informieren über
notify-topics-hint = Rückfragen und Entscheidungen stehen immer in Ihrem Kanal.
notify-topic-questions = Rückfragen und Antworten zu Ihren Empfehlungen
notify-topic-decisions = Entscheidungen zu Ihren Empfehlungen
notify-topic-reminders = Erinnerungen an das, was noch auf Sie wartet
notify-topic-changes = Änderungen bei Rollen und Mitgliedern
notify-topic-digests = Nachrichten, Anstöße und Plätze auf Ranglisten, in unserem Kanal
notify-word-questions = Rückfragen
notify-word-decisions = Entscheidungen
notify-word-reminders = Erinnerungen
notify-word-changes = Änderungen bei Rollen und Mitgliedern
notify-word-digests = Nachrichten, Anstößen und Plätzen auf Ranglisten
notify-from = Ruhe ab
notify-from-hint = Zum Beispiel 18:30. Ohne Ruhezeit lassen Sie beide Zeiten leer.
notify-until = Ruhe bis
notify-unclear = Schreiben Sie eine Uhrzeit wie 18:30.
notify-half = Schreiben Sie beide Zeiten, oder lassen Sie beide leer.
notify-same = Wählen Sie zwei verschiedene Zeiten.
notify-foot = Zeiten in { $zone }. Was Ihre Entscheidung braucht oder nur Sie betrifft, wird immer gesagt; in der Ruhezeit wartet es.
notify = Sie hören von: { $list }. Ruhe { $from }–{ $until }, { $zone }.
notify-any-time = Sie hören jederzeit von: { $list }.
notify-nothing = Sie hören nur von dem, was nur Sie erledigen können. Ruhe { $from }–{ $until }, { $zone }.
notify-nothing-any-time = Sie hören jederzeit, und nur von dem, was nur Sie erledigen können.
notify-changed = Ihre Benachrichtigungen wurden inzwischen geändert, deshalb ist nichts geschehen. Öffnen Sie sie, um den Stand zu sehen.
notify-told = **{ $ref } · { $company }**
notify-yours = **{ $ref } · { $company }** von { $partner } liegt jetzt bei Ihnen. { $who } hat Sie als zuständig benannt.

## Firmen: die Frage vor dem Eintragen, und welche Domains eine sind.

claim-check-clear = { $domain }: heute frei. Erst eine Empfehlung sichert sie Ihnen.
claim-check-review = { $domain } wird geprüft, wenn Sie die Firma eintragen.
claim-check-count = { $n } von { $max } Fragen heute
check-budget = Alle { $n } Fragen für heute sind gestellt; um Mitternacht ({ $zone }) geht es von vorn los. { $manager } kann für Sie nachsehen.
check-budget-nobody = Alle { $n } Fragen für heute sind gestellt; um Mitternacht ({ $zone }) geht es von vorn los.
alias-group = { $domain } ist dieselbe Firma wie { $others }.
alias-alone = { $domain } ist eine eigene Firma.
alias-usage = `{ $vouch_cmd } alias acme.example acme.de` macht zwei Domains zu einer Firma. `{ $vouch_cmd } alias remove acme.de` nimmt eine heraus.

## Ranglisten: die Liste derer, die darauf stehen wollen, der eigene Platz, und diese Wahl.

board-title = **{ $metric } · { $period }**
board-metric-approved = Angenommene Empfehlungen
board-metric-won = Gewonnene Empfehlungen
board-metric-conversion = Anteil der gewonnenen
board-metric-growth = Zuwachs
board-month = { $month } { $year }
board-quarter = { $quarter }. Quartal { $year }
board-line = **{ $rank }** { $partner } **{ $figure }**
board-count = { $n }
board-more = +{ $n }
board-foot = Partner, die hier stehen wollen. Gleiche teilen einen Platz. Gezählt { $when }.
board-rest = Und { $n } weitere teilen den { $place } Platz.
board-none = Keine Rangliste für { $period }: Weniger als { $min } Partner nehmen teil.
board-own = Sie sind auf dem { $place } Platz, mit { $figure }.
board-own-shared = Sie teilen den { $place } Platz, mit { $figure }.
board-own-alone = Sie haben { $figure }. Plätze werden ab { $min } Partnern mit Rang genannt.
board-own-few = Noch ohne Platz: Der Anteil zählt ab { $min } entschiedenen Empfehlungen, Sie haben { $n }.
board-own-none-approved = Noch ohne Platz: In dieser Zeit wurde keine Empfehlung angenommen.
board-own-none-won = Noch ohne Platz: In dieser Zeit wurde keine Empfehlung gewonnen.
board-own-none-growth = Ohne Platz: Es wurden nicht mehr Empfehlungen angenommen als in der Zeit davor.
board-own-next-approved = { $n ->
        [one] Eine weitere angenommene Empfehlung reicht
       *[other] { $n } weitere angenommene Empfehlungen reichen
    } für den { $place } Platz.
board-own-next-won = { $n ->
        [one] Eine weitere gewonnene Empfehlung reicht
       *[other] { $n } weitere gewonnene Empfehlungen reichen
    } für den { $place } Platz.
board-own-next-conversion = { $n ->
        [one] Eine weitere gewonnene Empfehlung reicht
       *[other] { $n } weitere gewonnene Empfehlungen reichen
    } für den { $place } Platz.
board-own-next-growth = { $n ->
        [one] Eine weitere angenommene Empfehlung reicht
       *[other] { $n } weitere angenommene Empfehlungen reichen
    } für den { $place } Platz.
board-usage = „{ $typed }“ ist nichts davon. Hinter `{ $command }` steht approved, won, conversion oder growth, dann month, quarter, last, 2027-03 oder 2027-q1.
place-st = { $n }.
place-nd = { $n }.
place-rd = { $n }.
place-th = { $n }.
button-my-rank = Eigenen Platz zeigen
board-preview = **Die erste Rangliste ist fertig.** Das lesen die Kanäle der Community. Jeder Partnerkanal hört den eigenen Platz und keinen anderen Namen.
board-preview-foot = Spätere kommen von selbst, um 09:00 am ersten Tag eines Monats.
board-sent = Gesendet. Spätere kommen von selbst, um 09:00 am ersten Tag eines Monats.
board-skipped = Ausgelassen. Auch die nächste sehen Sie zuerst.
board-sent-before = Schon gesendet am { $when }; einmal genügt.
board-skipped-before = Sie wurde am { $when } ausgelassen. Nichts wurde gesendet.
board-replaced = Eine neuere Rangliste steht an ihrer Stelle. Nichts wurde gesendet.
board-correct = Berichtigung zu { $period }: Ein Ergebnis, das damals zählte, wurde später zurückgenommen. Die Rangliste bleibt, wie sie ist; die nächste berücksichtigt es.
picture-board = Balkendiagramm. { $metric }, { $period }.
picture-board-place = { $rank }: { $partner }, { $figure }.
picture-board-shared = { $rank }, geteilt: { $partner }, je { $figure }.
picture-board-foot = Partner, die hier stehen wollen. Gleiche teilen einen Platz.
picture-rest = Alle Werte stehen in der Nachricht.
picture-trend = Liniendiagramm Ihrer letzten { $n } Quartale, bis { $period }.
picture-trend-head = Ihre Empfehlungen nach Quartalen
picture-quarter = Balkendiagramm Ihrer Empfehlungen, { $period }.
picture-quarter-head = Ihre Empfehlungen · { $period }
picture-sent = Gesendet
picture-approved = Angenommen
picture-won = Gewonnen
picture-point = Q{ $quarter } { $year }
picture-values = { $name } { $values }.
late-merge = Wir waren vom { $from } bis zum { $to } nicht da; diese Nachricht ersetzt { $n }.
late-alone = Wir waren vom { $from } bis zum { $to } nicht da; diese Nachricht kommt spät.
button-send-it = Senden
button-skip-it = Auslassen
nudge-idle = Ihre letzte Empfehlung war am { $date }.
nudge-joined = Sie sind seit dem { $date } dabei; die erste Empfehlung steht noch aus.
nudge-new = Neu für Sie: { $title }.
nudge-won = { $ref } wurde im { $month } gewonnen; solche Firmen suchen wir.
nudge-tier-approved = { $k ->
        [one] Noch { $k } angenommene Empfehlung
       *[other] Noch { $k } angenommene Empfehlungen
    }, und Sie sind { $tier }.
nudge-tier-won = { $k ->
        [one] Noch { $k } gewonnener Auftrag
       *[other] Noch { $k } gewonnene Aufträge
    }, und Sie sind { $tier }.
nudge-ideal = Wen wir zurzeit suchen: { $text }
nudge-ask = Kommt Ihnen ein Kunde in den Sinn?
month-head = **{ $month }:** { $sent } gesendet, { $approved } angenommen, { $won } gewonnen.
month-answers = Die Hälfte unserer Antworten kam innerhalb von { $p50 } Geschäftszeit, { $share } von { $n } rechtzeitig.
week-head = **Ihre Woche, { $from }–{ $to }.**
week-moved = **Neuer Stand: { $n }**
week-line-moved = { $ref } { $company } · { $old } → { $new }
week-more = Und { $n } weitere.
notes-preview-nudge = **Die erste Nachricht an einen stillen Partner ist fertig.** So würde { $partner } sie lesen.
notes-preview-week = **Die erste Wochennachricht ist fertig.** So würde { $partner } sie lesen.
notes-preview-month = **Die erste Monatsnachricht ist fertig.** So würde { $partner } sie lesen.
notes-preview-quarter = **Der erste Quartalsrückblick ist fertig.** So würde { $partner } ihn lesen; darunter steht dort **Rückblick zeigen**.
notes-preview-foot = Vor **Senden** geht nichts hinaus. Spätere kommen von selbst, bis jemand hier **Nachrichten anhalten** wählt.
notes-started = Sie gehen jetzt hinaus, spätere von selbst, um 09:00 an einem Werktag. **Nachrichten anhalten** beendet das.
notes-stopped = Angehalten: Es geht keine mehr hinaus. **Senden** lässt sie wieder hinaus.
notes-started-before = Sie gehen seit { $when } von selbst hinaus.
notes-stopped-before = Sie sind seit { $when } angehalten.
button-stop-notes = Nachrichten anhalten
button-pause-notes = Nachrichten pausieren
button-show-review = Rückblick zeigen
pack-title = Quartalsrückblick
pack-heading = { $partner }, { $quarter }
pack-head = **{ $partner }, { $quarter }**
pack-quarter = **{ $partner }, { $quarter }.** { $sentence }
pack-sentence = { $sent } gesendet, nach { $before } im Quartal davor; bisher { $approved } davon angenommen und { $won } gewonnen.
pack-running = Das Quartal läuft bis { $date }: Seine Zahlen ändern sich noch.
pack-maturing = { $open } davon sind offen, die Zahlen können sich also noch ändern.
pack-one = In einem Satz
pack-sent = Was Sie gesendet haben
pack-became = Was daraus wurde
pack-against = Gegenüber dem Quartal davor
pack-answered = Wie schnell wir geantwortet haben
pack-reviews = Prüfungen und wie sie ausgingen
pack-thanks = Was öffentlich gesagt wurde
pack-ask = Worum wir als Nächstes bitten
pack-counted = Wie gezählt wurde
pack-company = Unternehmen
pack-sent-on = Gesendet am
pack-within = Im Quartal selbst, wann immer gesendet: { $approved } angenommen, { $won } gewonnen.
pack-figure = Zahl
pack-change = Änderung
pack-figure-sent = Gesendet
pack-figure-approved = Angenommen
pack-figure-won = Gewonnen
pack-figure-conversion = Von der Empfehlung zum Kunden
pack-figure-half = Hälfte unserer Antworten innerhalb von
pack-figure-in-time = Rechtzeitig beantwortet
pack-share = { $share } (n { $n })
pack-answers = Die Hälfte unserer Antworten kam innerhalb von { $half } Geschäftszeit, neun von zehn innerhalb von { $most }; { $part } von { $n } rechtzeitig.
pack-answers-none = Davon ist noch nichts entschieden (n 0).
pack-undecided = Wartet auf eine erste Entscheidung: { $n }
pack-after = Beantwortet nach
pack-promise = Zusage
pack-in-time = rechtzeitig
pack-late = zu spät
pack-reviews-counted = Begonnene Prüfungen: { $n }
pack-reviews-none = In diesem Quartal begann keine Prüfung (n 0).
pack-ended = Wie sie ausging
pack-thanks-none = In diesem Quartal wurde nichts öffentlich gesagt (n 0).
pack-said-on = Gesagt am
pack-said = Was gesagt wurde
pack-ask-waits = Warten auf Ihre Antwort: { $n } ({ $refs })
pack-ask-ends = Höchstens noch 14 Tage geschützt: { $n } ({ $refs })
pack-formula-cohort = Was Sie vom { $from } bis { $to } gesendet haben, nach dem Stand vom { $now }.
pack-formula-valid = Gezählt (n { $valid }): { $sent } gesendet, ohne { $merged } zusammengeführte, { $withdrawn } vor einer Entscheidung zurückgezogene und { $void } ohne Zuschlag geschlossene.
pack-formula-won = Von der Empfehlung zum Kunden: gewonnen ÷ gezählt, { $won } ÷ { $valid }. Gewonnen von angenommen: gewonnen ÷ angenommen, { $won } ÷ { $approved }.
pack-formula-rate = Gewinnquote: gewonnen ÷ (gewonnen + verloren + abgelaufen), { $won } ÷ ({ $won } + { $lost } + { $expired }).
pack-formula-within = Im Quartal selbst: nach dem Tag der Entscheidung und des Abschlusses, wie in Ranglisten.
pack-formula-answers = Antworten (n { $n }): Geschäftszeit vom Beleg bis zur ersten Entscheidung, nach nächstem Rang. Rückfragen und Prüfungen halten die Uhr der Zusage an.
pack-formula-reviews = Prüfungen (n { $reviews }): in dem Quartal über eine Empfehlung von Ihnen begonnen.
consent-title = Sichtbarkeit festlegen
consent-boards = Uns auf Ranglisten zeigen
consent-shout-outs = Lob in Kanälen erlauben
consent-name = Name, der dort steht
consent-name-hint = So, wie Partner ihn lesen.
consent-yes = ja
consent-no = nein
consent-saved = Gespeichert. Ranglisten { $boards }, Lob { $shoutouts }, gezeigt als „{ $name }“. Gilt für alles, was noch nicht gesagt wurde.
consent-admin = Das entscheidet, wer bei Ihnen für den Partner spricht. Ihre Partnerbetreuung kann Sie dazu machen.

agreement = **Vereinbarung { $version }**, { $date }.
agreement-whole = Text öffnen
agreement-counts = Ihr Ja gilt für { $partner }; wir halten Fassung, Fingerabdruck, Ihren Namen und die Zeit fest.
agreement-whose = Ja dazu sagt, wer für Ihr Unternehmen spricht.
agreement-print = Fingerabdruck des Textes: { $fingerprint }
agreement-accepted = Angenommen von { $who }, { $when }, Fingerabdruck { $fingerprint }.
agreement-done = Danke, das ist festgehalten. Ihre nächste Empfehlung kann kommen.
agreement-ask-title = Frage stellen
agreement-asked = **{ $partner } hat eine Frage zur Vereinbarung.** { $who } hat das geschrieben.
agreement-none = Dieses Programm verlangt keine Vereinbarung.
agreement-needed = Vor der nächsten Empfehlung braucht die Vereinbarung { $version } ein Ja von Ihrer Seite. Offene Empfehlungen laufen weiter.

## Erste Schritte: die Liste im Kanal eines neuen Partners, und wer hört, wenn nichts vorangeht.
start-list = **Erste Schritte: { $done } von { $all }.**
start-done = ✓ { $step } · erledigt
start-open = ○ { $step }
start-waits = Ihre erste Empfehlung liegt bei unserem Vertrieb. Diese Liste endet, wenn eine angenommen ist.
start-ended = **Erste Schritte: geschafft.** Ihre erste Empfehlung ist angenommen.
start-thanks = Danke für den guten Anfang. Einzurichten ist nichts mehr; wir freuen uns auf die nächste.
start-here = Diese Schritte sind für die Leute des Partners. Wie weit sie sind, steht auf dem Blatt des Partners.
start-sheet = Erste Schritte: { $done } von { $all }. Als Nächstes: { $step }. Seit { $date } ging nichts voran.
start-sheet-waits = Erste Schritte: { $done } von { $all }. Die erste Empfehlung wartet auf eine Entscheidung.
start-sheet-ended = Erste Schritte: geschafft am { $date }.
start-begun = Die ersten Schritte von { $partner } stehen jetzt in seinem Kanal.
start-begun-before = { $partner } hat seine Liste der ersten Schritte schon.
start-not-needed = Eine Empfehlung von { $partner } ist schon angenommen, erste Schritte braucht es nicht mehr.
start-not-active = { $partner } ist ausgesetzt oder nicht mehr dabei und bekommt keine Liste der ersten Schritte.
start-no-channel = { $partner } hat noch keinen Kanal. Verknüpfen Sie zuerst einen; dort stehen die ersten Schritte.
start-people = { $n ->
    [one] Eine Person spricht hier für { $partner }.
   *[other] { $n } Personen sprechen hier für { $partner }.
 }
start-people-how = Kollegen klicken in Ihrem Kanal auf **Kunden empfehlen**. Dort gehören sie dazu, oder bitten darum.
start-alone = Festgehalten: vorerst niemand sonst. Kollegen können jederzeit dazukommen.
start-help-title = Um Hilfe bitten
start-help-intro = { $manager } liest das und antwortet Ihnen.
start-help-intro-unmanaged = Unser Partnerteam liest das und antwortet Ihnen.
start-help-text = Was im Weg steht
start-help-text-hint = Ein Satz genügt.
start-help-text-missing = Schreiben Sie, was im Weg steht.
start-help-sent = Danke. { $manager } hat Ihre Frage jetzt und antwortet Ihnen.
start-help-sent-unmanaged = Danke. Unser Partnerteam hat Ihre Frage jetzt und antwortet Ihnen.
start-help-told = **{ $partner } bittet um Hilfe bei den ersten Schritten.** { $who } hat das geschrieben; der nächste Schritt ist „{ $step }“.
start-help-told-done = **{ $partner } bittet um Hilfe bei den ersten Schritten.** { $who } hat das geschrieben.
start-help-where = Antworten Sie { $who } in { $channel }.
start-help-here = Antworten Sie { $who } im Kanal des Partners.
start-stuck = **{ $partner } kommt bei „{ $step }“ nicht weiter.** Seit { $date } ging nichts voran; { $done } von { $all } ersten Schritten sind getan.

## Lob: was einem Partner gelungen ist, von jemandem geschrieben, einmal gesagt.
shout-title = Lob entwerfen
shout-correct-title = Text berichtigen
shout-delete-title = Beitrag löschen
shout-name = Lob für { $partner }
shout-first-1 = { $partner } hat eine erste angenommene Empfehlung, { $days ->
    [0] am Tag des Beitritts
    [one] einen Tag nach dem Beitritt
   *[other] { $days } Tage nach dem Beitritt
  }. Ein guter Anfang.
shout-first-2 = Die erste Empfehlung von { $partner } ist angenommen. Danke für den Kontakt!
shout-approved-1 = { $partner } hat { $n } angenommene Empfehlungen erreicht, jede davon ein Kontakt, den jemand ihnen anvertraut hat.
shout-approved-2 = { $n } angenommene Empfehlungen von { $partner }. Danke für jede davon!
shout-won-1 = { $partner } hat einen Kunden gebracht, der diese Woche unterschrieben hat.
shout-won-2 = Ein Kunde, den { $partner } empfohlen hat, hat unterschrieben. Danke!
shout-tier-1 = { $partner } ist jetzt { $tier }.
shout-tier-2 = { $partner } hat { $tier } erreicht. Verdient!
shout-streak-1 = { $n } Monate in Folge mit einer angenommenen Empfehlung: { $partner } bleibt dran.
shout-streak-2 = { $partner } hat in jedem von { $n } Monaten eine angenommene Empfehlung gebracht. Danke!
shout-answer-1 = { $partner } hat unsere Frage innerhalb { $minutes ->
    [one] einer Minute
   *[other] von { $minutes } Minuten
  } beantwortet. So bleiben die Pläne eines Kunden in Bewegung.
shout-answer-2 = Wir haben { $partner } gefragt, und { $minutes ->
    [one] eine Minute
   *[other] { $minutes } Minuten
  } später war die Antwort da. Danke!
shout-list = **Ein Wort wert: { $n }**
shout-list-none = Nichts wartet auf ein Wort. Ein Vorschlag kommt, wenn einem Partner etwas gelingt, der Lob in Kanälen erlaubt.
shout-waits = Wartet bis { $when }.
shout-template = Vorlage
shout-text = Text
shout-text-hint = Keine Beträge, kein Name eines Kunden. Leer gilt die Vorlage.
shout-text-long = { $n ->
    [one] Ein Zeichen zu lang.
   *[other] { $n } Zeichen zu lang.
  }
shout-text-missing = Schreiben Sie den Text.
shout-where = Wo
shout-where-partner = Kanal des Partners
shout-where-community = Kanal der Community
shout-where-both = Beide
shout-when = Wann
shout-when-now = Jetzt
shout-when-morning = Nächster Morgen 09:00
shout-when-day = Zu anderer Zeit
shout-day = Tag und Uhrzeit
shout-day-hint = Für eine andere Zeit, etwa 2027-03-05 14:30. Ein Tag allein heißt 09:00.
shout-day-missing = Schreiben Sie eine Zeit, die noch kommt, etwa 2027-03-05 14:30.
shout-reason = Grund
shout-reason-hint = Er bleibt im Protokoll und wird nicht gesendet.
shout-reason-missing = Schreiben Sie den Grund.
shout-preview = **Vorschau** · { $where }
shout-preview-at = **Vorschau** · { $where } · { $when }
shout-checks = Einverständnis: ja. Kein Kunde genannt. Keine Beträge. Noch nicht gesagt.
shout-checks-named = Einverständnis: ja. { $name } darf genannt werden. Keine Beträge. Noch nicht gesagt.
shout-not-posted = Nichts wurde gesendet.
shout-no-consent = Der Partner erlaubt kein Lob in Kanälen. Wer für ihn spricht, ändert das mit `{ $vouch_cmd } consent`.
shout-no-untrue = Es ist nicht mehr so: Das Ergebnis wurde zurückgenommen.
shout-no-amount = Nehmen Sie den Betrag heraus.
shout-no-customer = { $name } hat nicht zugestimmt, genannt zu werden. Lassen Sie den Namen weg, oder tragen Sie das Einverständnis auf der Karte des Gewinns ein.
shout-no-rival = Hier steht { $name }; sagen Sie es ohne den Namen.
shout-no-name = Öffentlich heißt dieser Partner { $name }; schreiben Sie diesen Namen.
shout-no-channel = Es gibt keinen Kanal dafür. Wählen Sie einen anderen Ort.
shout-posted = Gesendet in { $where } am { $when }.
shout-scheduled = Es wartet bis { $when }. So lange lässt es sich zurücknehmen.
shout-skipped = Ausgelassen. Es wird nicht wieder vorgeschlagen.
shout-discarded = Der Entwurf ist verworfen. Der Vorschlag bleibt.
shout-corrected = Berichtigt. Der Grund bleibt im Protokoll.
shout-deleted = Gelöscht. Der Grund bleibt im Protokoll.
shout-settled-posted = Schon gesendet am { $when }; einmal genügt.
shout-settled-deleted = Es wurde am { $when } gelöscht. Dasselbe wird nur einmal gesagt.
shout-settled-skipped = Es wurde am { $when } ausgelassen. Nichts wurde gesendet.
shout-settled-changed = Der Entwurf hat sich inzwischen geändert. Nichts wurde gesendet.
shout-stopped-consent = { $partner } erlaubt kein Lob in Kanälen mehr. Was Sie geschrieben haben, wurde nicht gesendet.
shout-stopped-untrue = Was Sie zu { $partner } geschrieben haben, wurde nicht gesendet: Das Ergebnis wurde zurückgenommen.
shout-stopped-words = Was Sie zu { $partner } geschrieben haben, wurde nicht gesendet: Ein Name oder ein Betrag darf dort nicht stehen.
shout-stopped-channel = Was Sie zu { $partner } geschrieben haben, wurde nicht gesendet: Es gibt keinen Kanal dafür.
shout-stopped-partly = Wo es schon steht, bleibt es; anderswo wird es nicht gesendet.
shout-overtaken-anew = { $who } hat das Lob für { $partner } neu geschrieben, das Sie geplant hatten. Gesendet wird es erst, wenn { $who } es sagt.
shout-overtaken-dropped = { $who } hat das Lob für { $partner } zurückgenommen, das Sie geplant hatten. Es wird nicht gesendet.
shout-discard-confirm = Was Sie geschrieben haben, ist dann weg. Der Vorschlag bleibt.
button-draft-it = Entwerfen
button-preview = Vorschau zeigen
button-post-now = Jetzt senden
button-schedule-post = Senden planen
button-edit-text = Text ändern
button-correct-text = Text berichtigen
button-delete-post = Beitrag löschen
word-yes = Ja
word-no = Nein

## Was für den Tag eines Kanals zu viel war, am Morgen danach.

digest-title = Für Sie aufgehoben
digest-head = **Für Sie aufgehoben.** Das war mehr, als dieser Kanal an einem Tag liest.
digest-late = Während wir nicht da waren
digest-late-head = Wir waren vom { $from } bis zum { $to } nicht da. Das war inzwischen fällig.

## Was Partner wissen sollen: wer gesucht wird, was es weiterzugeben gibt, und Tests.

icp = **Wen wir suchen:** { $text }
icp-signs = **Woran man sie erkennt:**
icp-not-for = **Nicht für:**
icp-line = – { $text }
icp-first-words = **Gute erste Worte:** { $words }
icp-none = Wen wir suchen, steht hier noch nicht. { $manager } kann es Ihnen sagen.
icp-none-unmanaged = Wen wir suchen, steht hier noch nicht. Unser Partnerteam kann es Ihnen sagen.
icp-none-here = Das Programm sagt nicht, wen es sucht. Schreiben Sie einen Abschnitt `[ideal_customer]` in seine Datei, und setzen Sie sie mit `vouch program apply` in Kraft.
find-title = Material suchen
find-words = Wörter
find-words-hint = Worum es geht, zum Beispiel Logistik.
find-words-missing = Schreiben Sie ein Wort, um das es geht, zum Beispiel Logistik.
find-found = **{ $n } gefunden für „{ $words }“.**
find-none = Nichts zu „{ $words }“. Andere Wörter finden es vielleicht; { $manager } hat es vielleicht.
find-none-unmanaged = Nichts zu „{ $words }“. Andere Wörter finden es vielleicht; unser Partnerteam hat es vielleicht.
find-none-here = Nichts zu „{ $words }“. Was zu finden ist, steht in der Datei des Programms, unter `[[asset]]`.
find-empty = Hier ist noch nichts zu finden. { $manager } hat vielleicht, was Sie brauchen.
find-empty-unmanaged = Hier ist noch nichts zu finden. Unser Partnerteam hat vielleicht, was Sie brauchen.
find-empty-here = Das Programm hat nichts weiterzugeben. Was zu finden ist, steht in seiner Datei, unter `[[asset]]`.
find-line = { $kind } · { $title } · Fassung { $version }
find-line-had = { $kind } · { $title } · Fassung { $version }, Sie haben { $had }
find-kind-deck = Präsentation
find-kind-one_pager = Einseiter
find-kind-story = Kundengeschichte
find-more = Und { $n } weitere. Wörter aus einem Titel bringen ihn nach oben.
find-given = **{ $title }** · { $kind }, Fassung { $version } · { $open }
find-open = Datei öffnen
find-newer = Sie hatten vorher Fassung { $had }; diese tritt an ihre Stelle.
find-gone = Das wird nicht mehr weitergegeben. Suchen Sie noch einmal nach dem, was jetzt da ist.
find-taken = { $title }, Fassung { $version }: { $n }
quiz-title = Test
quiz-list = **Kurze Tests.** Wer besteht, hat ein Zertifikat für einige Monate.
quiz-line = { $title } · { $m ->
        [one] { $m } Frage
       *[other] { $m } Fragen
    }
quiz-held = { $title }: bestanden, gültig bis { $date }.
quiz-certificates = **Was Sie bestanden haben: { $n }**
quiz-intro = **{ $title }** Wer { $need } von { $m } Fragen richtig beantwortet, hat bestanden. Ein Versuch am Tag ist möglich.
quiz-question = Frage { $n }
quiz-answer-missing = Wählen Sie eine Antwort.
quiz-passed = **Bestanden mit { $n } von { $m };** gültig bis { $date }.
quiz-missed = Diesmal { $n } von { $m }, nötig sind { $need }. Der nächste Versuch ist ab { $date } möglich.
quiz-tried = { $title }: heute schon versucht. Der nächste Versuch ist ab { $date } möglich.
quiz-ended = Ihr Zertifikat für { $title } war gültig bis { $date }. Der Test dauert einige Minuten und erneuert es.
quiz-none = Hier gibt es noch keinen Test.
quiz-gone = Diesen Test gibt es nicht mehr. Nichts wurde gezählt.
quiz-here = Tests sind für die Leute der Partner. Was sie gefragt werden, steht in der Datei des Programms, unter `[[quiz]]`.
quiz-newcomer = Tests stehen Ihnen offen, wenn Sie hier zu Ihrem Partner gehören. Ihre erste Empfehlung bewirkt das.
feedback-title = Rückmeldung geben
feedback-intro = { $manager } liest, was Sie hier senden, mit Ihrem Namen. Andere Partner nie; der Bericht des Programms zählt nur die Zahlen.
feedback-intro-unmanaged = Unser Partnerteam liest, was Sie hier senden, mit Ihrem Namen. Andere Partner nie; der Bericht des Programms zählt nur die Zahlen.
feedback-score = Wie läuft es
feedback-score-1 = 1 – gar nicht gut
feedback-score-2 = 2 – nicht so gut
feedback-score-3 = 3 – mittel
feedback-score-4 = 4 – gut
feedback-score-5 = 5 – sehr gut
feedback-score-missing = Wählen Sie, wie es läuft.
feedback-text = Was sich ändern soll
feedback-text-hint = Eine Sache genügt.
feedback-text-long = { $n ->
    [one] Ein Zeichen zu lang.
   *[other] { $n } Zeichen zu lang.
  }
feedback-thanks = Danke. { $manager } liest es jetzt, mit Ihrem Namen. Andere Partner nie; der Bericht des Programms zählt nur die Zahl.
feedback-thanks-unmanaged = Danke. Unser Partnerteam liest es jetzt, mit Ihrem Namen. Andere Partner nie; der Bericht des Programms zählt nur die Zahl.
feedback-again = Es tritt an die Stelle dessen, was Sie in diesem Monat vorher gesendet haben.
feedback-told = **Rückmeldung von { $partner }: { $score } von 5.** { $who } hat sie für { $month } gesendet.
feedback-told-again = **Rückmeldung von { $partner }: { $score } von 5.** { $who } hat sie für { $month } gesendet, an Stelle der vorigen.
feedback-quarter = { $quarter } { $mean } (n { $n })
feedback-quarter-few = { $quarter } – (n { $n })
feedback-here = Rückmeldungen sind für die Leute der Partner. Was sie sagen, kommt zu dem, der sie betreut.
feedback-newcomer = Rückmeldungen stehen Ihnen offen, wenn Sie hier zu Ihrem Partner gehören. Ihre erste Empfehlung bewirkt das.

## Der Bericht: wie ein Zeitraum lief, nur für den Anbieter.
report-title = **Bericht · { $period }**
report-sent = { $sent } gesendet, { $valid } gezählt. Nicht gezählt: { $merged } zusammengeführt, { $withdrawn } vor einer Entscheidung zurückgezogen, { $void } ohne Zuschlag geschlossen.
report-became = Von den gezählten: { $approved } angenommen, { $rejected } abgelehnt, { $lapsed } verfallen, { $won } gewonnen, { $lost } verloren, { $expired } abgelaufen, { $open } offen.
report-running = **Noch nicht vorbei:** Der Zeitraum geht bis { $date }.
report-maturing = **Reift noch:** { $open } von { $valid } gezählten sind offen, { $young } von { $partners } Partnern kamen vor weniger als { $days } Tagen dazu.
report-mature = Davon ist nichts mehr offen.
report-won = Von der Empfehlung zum Kunden: **{ $share }** ({ $part } von { $of } gezählten)
report-won-none = Von der Empfehlung zum Kunden: noch nichts gezählt (n 0)
report-won-approved = Gewonnen von angenommenen: **{ $share }** ({ $part } von { $of } angenommenen)
report-won-approved-none = Gewonnen von angenommenen: noch nichts angenommen (n 0)
report-win-rate = Gewinnquote: **{ $share }** ({ $part } von { $of } gewonnenen, verlorenen oder abgelaufenen)
report-win-rate-none = Gewinnquote: noch nichts gewonnen, verloren oder abgelaufen (n 0)
report-activation = Aktivierung: **{ $share }** ({ $part } von { $of } Partnern mit einer ersten gezählten Empfehlung binnen { $days } Tagen)
report-activation-none = Aktivierung: Noch ist kein Partner des Zeitraums { $days } Tage dabei (n 0)
report-first = Tage bis zur ersten Empfehlung: **{ $half }** oder weniger bei der Hälfte, **{ $most }** bei neun von zehn (n { $n })
report-first-none = Tage bis zur ersten Empfehlung: Noch hat kein Partner des Zeitraums eine gesendet (n 0)
report-conflict = Konflikte: **{ $share }** ({ $part } Fälle, { $of } gezählte Empfehlungen)
report-conflict-none = Konflikte: noch nichts gezählt (n 0), Fälle: { $part }
report-case-days = Tage bis zur Entscheidung eines Falls: Median **{ $half }** (n { $n } entschiedene)
report-case-days-none = Tage bis zur Entscheidung eines Falls: noch nichts entschieden (n 0)
report-upheld = Erste Empfehlung bestätigt: **{ $share }** ({ $part } von { $of } entschiedenen)
report-upheld-none = Erste Empfehlung bestätigt: noch nichts entschieden (n 0)
report-numbers = **Die fünf Zahlen**
report-register = Zeit fürs Eintragen: Median **{ $time }** vom Öffnen des Formulars bis zum Beleg (n { $n })
report-register-none = Zeit fürs Eintragen: von keiner bekannt (n 0)
report-response = Erste Entscheidung: binnen **{ $half }** Geschäftszeit bei der Hälfte, **{ $most }** bei neun von zehn (n { $n })
report-response-none = Erste Entscheidung: noch keine (n 0)
report-in-time = Rechtzeitig: **{ $share }** ({ $part } von { $of } ersten Entscheidungen; Rückfragen und Prüfungen halten diese Uhr an)
report-in-time-none = Rechtzeitig: noch keine erste Entscheidung (n 0)
report-why = „Warum“ beantwortet: **{ $share }** ({ $part } von { $of } Fragen, ohne jemanden zu fragen)
report-why-none = „Warum“ beantwortet: Niemand hat gefragt (n 0)
report-fresh = Frische Neuigkeiten: **{ $share }** ({ $part } von { $of } offenen, mit Neuigkeiten in den letzten { $days } Tagen)
report-fresh-none = Frische Neuigkeiten: Nichts ist offen (n 0)
report-late = Jetzt überfällige Fälle: **{ $n }**
report-feedback = Rückmeldung, von 5: { $quarters }
report-feedback-none = Rückmeldungen: In diesen vier Quartalen hat niemand etwas gesagt (n 0)
report-export = Als Tabelle: `vouch report { $period } --xlsx report.xlsx`.
report-usage = „{ $typed }“ ist kein Zeitraum. Hinter `{ $command }` steht month, quarter, year, last, 2027-03, 2027-q1 oder 2027.
report-panel = Bericht
button-show-report = Bericht zeigen
button-show-period = { $period } zeigen

## Hilfe, je nachdem, was die fragende Person darf.

help = **Was Sie hier tun können.**
help-line = `{ $command }` – { $what }
help-member = Wo Befehle nicht funktionieren, tut die Schaltfläche **Kunden empfehlen** dasselbe.
help-sales = Jede Empfehlung hat eine Karte im Kanal des Vertriebs. Ihre Schaltflächen zeigen, was damit geht.
help-auditor = In der Revision lesen Sie alles und ändern nichts.
help-nobody = Wir wissen noch nicht, zu welchem Partner Sie gehören. Unser Partnerteam kann Sie zuordnen.
help-context = Jedes Wort funktioniert auch hinter `{ $vouch_cmd }`.
help-unknown = „{ $word }“ ist hier kein Befehl. Meinten Sie `{ $guess }`?
help-unknown-plain = „{ $word }“ ist hier kein Befehl. `{ $vouch_cmd } help` zeigt, welche es gibt.
help-no-referral = Keine Ihrer Empfehlungen passt zu „{ $typed }“.

## Befehle: was jeder tut, und was dahinter stehen kann.

command-admin = Erster Admin werden
command-group = Allen in einer Gruppe des Chats eine Rolle geben
command-vouch = Ansehen, was Sie tun können; jeder Befehl funktioniert dahinter
command-help = Ansehen, was Sie tun können
command-install = Den Link holen, mit dem ein Partner die App installiert
command-link = Einen Code eingeben oder sagen, wofür dieser Kanal da ist
command-link-code = Einen Code für jemand Neues oder für ein anderes eigenes Konto machen
command-me = Ansehen, was auf Sie wartet und was Ihnen gehört
command-member = Ein Mitglied zum Partner-Admin machen oder entfernen
command-notify = Wählen, wovon Sie hören und wann nicht
command-open = Eine Empfehlung öffnen
command-partner = Einen Partner anlegen oder über sein Kürzel ändern
command-partners = Alle Partner und ihren Stand ansehen
command-apply = Sich als Partner bewerben
command-refer = Kunden empfehlen
command-approve = Eine Empfehlung annehmen oder Wartendes ansehen
command-role = Jemandem eine Rolle geben oder nehmen
command-roles = Ansehen, wer welche Rolle hat
command-referrals = Ihre Empfehlungen ansehen
command-unlink = In diesem Kanal nichts mehr sagen
command-claim = Einen Konflikt anmelden
command-roe = Lesen, nach welchen Regeln über eine Firma entschieden wird
command-find = Präsentationen, Einseiter und Kundengeschichten finden
command-quiz = Einen kurzen Test machen und ein Zertifikat bekommen
command-feedback = Sagen, wie es läuft
command-icp = Ansehen, wer gesucht wird
command-tier = Die eigene Stufe sehen, und was zur nächsten fehlt
command-leaderboard = Ansehen, wo Sie stehen
command-consent = Festlegen, was andere von Ihnen lesen
command-shoutout = Eine Anerkennung entwerfen
command-why = Gründe und Termine einer Empfehlung ansehen
command-release = Einen Partner bitten, eine Firma freizugeben
command-check = Fragen, ob eine Firma empfohlen werden kann
command-alias = Sagen, welche Domains eine Firma sind
command-due = Ansehen, was fällig ist
command-report = Die Zahlen des Programms ansehen
takes-alias = [Domain] [andere Domain]
takes-board = [Zahl] [Zeitraum]
takes-code = [Code]
takes-number = [Nummer]
takes-partner = [Kürzel oder Name]
takes-partner-code = [Kürzel]
takes-report = [Zeitraum]
takes-website = [Website]
takes-words = [Wörter]
takes-word = [Wort]

## Die Menüs der Plattform.

shortcut-refer = Kunden empfehlen
shortcut-refer-what = Eine Firma eintragen und einen Beleg erhalten
shortcut-refer_message = Aus Nachricht empfehlen
shortcut-refer_message-what = Die Firma eintragen, um die es in einer Nachricht geht
shortcut-refer_person = Diese Person empfehlen
shortcut-refer_person-what = Die Firma einer Person eintragen, mit ihr als Ansprechperson

## Gruppen des Chats.

group-title = Gruppe binden
group-group = Gruppe
group-role = Rolle
group-role-sales = Vertrieb
group-role-community_manager = Community-Management
group-role-partner_member = Partnermitglied
group-role-none = Keine Rolle
group-missing = Wählen Sie eine Gruppe.
group-partner = Kürzel des Partners
group-partner-hint = Nur für Partnermitglieder, zum Beispiel NOR
group-bound = Wer in { $group } ist, hat ab jetzt die Rolle { $role }. Gäste sind ausgenommen.
group-unbound = { $group } gibt keine Rolle mehr. Von Hand vergebene Rollen bleiben.
group-none = Der Chat hat keine Gruppen, die sich binden ließen. Legen Sie dort zuerst eine an.
group-no-answer = Der Chat nennt seine Gruppen gerade nicht. Es wurde nichts geändert. Versuchen Sie es in einer Minute noch einmal.
group-told-joined = { $who } hat jetzt die Rolle { $role }, durch den Eintritt in eine Gruppe des Chats.
group-told-left = { $who } hat eine Gruppe des Chats verlassen und hat durch sie nicht mehr die Rolle { $role }. Eine von Hand vergebene Rolle bleibt.

## Rollen.

role-title = Rolle vergeben
role-person = Person
role-person-missing = Wählen Sie eine Person.
role-role = Rolle
role-role-missing = Wählen Sie eine Rolle.
role-change = Änderung
role-change-missing = Wählen Sie, was sich ändern soll.
role-change-give = Geben
role-change-take = Nehmen
role-word-admin = Admin
role-word-sales = Vertrieb
role-word-resolver = Schlichtung
role-word-community_manager = Community-Management
role-word-partner_manager = Partnermanagement
role-word-auditor = Revision
role-word-finance = Finanzen
role-word-partner_member = Partnermitglied von { $partner }
role = { $who } hat jetzt die Rolle { $role }. Rollen: { $list }.
role-taken = { $who } hat die Rolle { $role } nicht mehr. Rollen: { $list }.
role-taken-last = { $who } hat die Rolle { $role } nicht mehr, und damit keine Rolle.
role-told-give = { $by } hat { $who } die Rolle { $role } gegeben.
role-told-take = { $by } hat { $who } die Rolle { $role } genommen.
role-yours-give = Sie haben jetzt die Rolle { $role }, vergeben von { $by }.
role-yours-take = Sie haben die Rolle { $role } nicht mehr; zurückgenommen hat sie { $by }.
role-guest = { $who } ist Gast eines Workspace, und Gäste haben hier keine Rolle. Es wurde nichts geändert.
role-outside = { $who } gehört zum Workspace einer anderen Firma, deshalb passt hier keine Rolle. Es wurde nichts geändert.
role-speaks = { $who } spricht für einen Partner, deshalb passt hier keine Rolle. Es wurde nichts geändert.
role-gone = { $who } ist nicht mehr aktiv. Es wurde nichts geändert.
role-last-admin = Nur { $who } ist Admin, deshalb wurde nichts geändert. Machen Sie zuerst jemand anderen zum Admin.
role-by-group = { $who } hat diese Rolle durch eine Gruppe des Chats, deshalb wurde nichts geändert. Sie endet mit dem Austritt aus der Gruppe.
role-no-answer = Der Chat sagt uns gerade nicht, wer das ist. Es wurde nichts geändert. Senden Sie es in einer Minute noch einmal.
roles = **Wer welche Rolle hat**
roles-nobody = niemand
roles-context = Das ändert ein Admin mit `{ $vouch_cmd } role`.
role-told-guest = { $who } ist jetzt Gast eines Workspace, und Gäste haben hier keine Rolle. Die Rollen wurden genommen.
owner-left = { $owner } ist nicht mehr aktiv; { $n ->
        [one] { $n } Empfehlung braucht
       *[other] { $n } Empfehlungen brauchen
    } eine neue Zuständigkeit.
owner-left-settled = Für { $ref } ist wieder jemand zuständig: { $owner }. Ihr Klick hat nichts geändert.

## Partner.

partner-menu = Hier legen Sie einen neuen Partner an. Für einen vorhandenen geben Sie `{ $vouch_cmd } partner` und sein Kürzel ein, zum Beispiel `{ $vouch_cmd } partner NOR`.
partner-head = **{ $code } · { $partner }**
partner-new-title = Neuer Partner
partner-name = Name
partner-name-missing = Geben Sie einen Namen mit höchstens 100 Zeichen ein.
partner-code = Kürzel
partner-code-hint = 3 Buchstaben, für Nummern wie NOR-1
partner-code-unclear = Geben Sie drei Buchstaben von A bis Z ein, zum Beispiel { $code }.
partner-code-kept = { $code } bleibt frei, weil { $code }-1 wie etwas anderes aussähe.
partner-code-taken = Dieses Kürzel ist vergeben. { $code } ist frei.
partner-code-taken-all = Dieses Kürzel ist vergeben.
partner-code-in-use = Es gibt schon Nummern mit diesem Kürzel, deshalb bleibt es.
partner-kind = Art
partner-kind-missing = Wählen Sie eine Art.
partner-kind-referral = Empfehlungspartner
partner-kind-affiliate = Affiliate
partner-kind-reseller = Wiederverkäufer
partner-website = Website
partner-website-hint = Die eigene Adresse des Partners, zum Beispiel north.example
partner-website-unclear = Geben Sie die eigene Website des Partners ein, zum Beispiel north.example.
partner-website-us = Das sind wir. Geben Sie die Website des Partners ein.
partner-manager = Betreuung
partner-manager-outsider = Wählen Sie jemanden aus dem Partnermanagement oder einen Admin.
partner-reason = Grund
partner-reason-hint = Nur Ihr Team sieht ihn.
partner-reason-missing = Schreiben Sie den Grund.
partner-rename-title = Partner umbenennen
partner-rename-preview = { $partner } bekommt einen neuen Namen. Eine Karte zeigt ihn ab ihrer nächsten Änderung. Das Kürzel { $code } bleibt.
partner-recode-title = Kürzel ändern
partner-recode-preview = Nummern von { $partner } beginnen dann mit dem neuen Kürzel. { $code } wird nie wieder verwendet.
partner-suspend-title = Partner pausieren
partner-suspend-preview = { $partner } kann nichts Neues eintragen, bis Sie fortsetzen. Offene Empfehlungen laufen weiter. Der Kanal wird informiert, ohne den Grund.
partner-resume-title = Partner fortsetzen?
partner-resume-preview = { $partner } kann ab jetzt wieder eintragen. Der Kanal wird informiert.
partner-terminate-title = Partnerschaft beenden
partner-terminate-preview = Das ist endgültig. Offene Empfehlungen von { $partner } ohne Entscheidung werden zurückgezogen, angenommene laufen bis zu ihrem Ende. Der Kanal wird informiert, ohne den Grund.
partner-merge-title = Zusammenführen
partner-merge-intro = { $partner } geht als ein anderer Partner weiter, der sich als dasselbe Unternehmen erwiesen hat. Zuerst sehen Sie, was passieren würde.
partner-merge-code = Geht weiter als
partner-merge-hint = Das Kürzel des Partners, der bleibt
partner-code-missing = Geben Sie das Kürzel eines Partners ein, den es gibt.
partner-merge-preview = **{ $gone } ({ $code }) ginge als { $stays } ({ $into }) weiter.** Das kommt mit:
partner-merge-referrals = { $n ->
    [0] Keine Empfehlungen.
    [one] Eine Empfehlung. Nummer, Beleg und Termine bleiben.
   *[other] { $n } Empfehlungen, davon { $open } offen. Nummern, Belege und Termine bleiben.
  }
partner-merge-people = { $people ->
    [0] Niemand spricht bisher für { $gone }.
    [one] Eine Person, die dann für { $stays } spricht.
   *[other] { $people } Personen, die dann für { $stays } sprechen.
  }
partner-merge-channels = { $channels ->
    [0] Kein Kanal.
    [one] Ein Kanal, der dann einer von { $stays } ist.
   *[other] { $channels } Kanäle, die dann die von { $stays } sind.
  }
partner-merge-holds = Was für { $stays } gilt, gilt für beide: Name, Vereinbarung, Einwilligung, Sprache und Betreuung. Von zwei Stufen bleibt die höhere.
partner-merge-suspended-own = { $gone } ist pausiert. Danach können die Personen dort wieder Empfehlungen eintragen.
partner-merge-told = Die Kanäle beider werden informiert, mit beiden Namen.
partner-merge-for-good = Das lässt sich nicht zurücknehmen. Das Kürzel { $code } wird nie wieder verwendet.
partner-merge-itself = Das ist dieser Partner. Geben Sie das Kürzel des anderen ein.
partner-merge-suspended = Der andere Partner ist pausiert. Heben Sie das zuerst auf, damit niemand ausgesperrt ist.
partner-merge-test = Einer der beiden ist ein Testpartner, und Tests zählen nie. Es wurde nichts geändert.
partner-merge-review = { $ref } wird geprüft, und dabei zählt, wem sie gehört. Führen Sie beide zusammen, sobald das entschieden ist.
partner-merge-shared = { $ref } teilt sich einen Abschluss mit dem anderen Partner und würde doppelt zählen. Führen Sie beide zusammen, wenn er vorbei ist.
partner-merge-done = { $gone } geht jetzt als { $stays } weiter; die Kanäle beider sind informiert. Karten zeigen es ab ihrer nächsten Änderung.
partner-merged-into = Geht weiter als **{ $into } · { $stays }**.
partner-done-new = { $partner } ist angelegt, mit dem Kürzel { $code }. Als Nächstes: den Kanal verknüpfen.
partner-done-rename = Der Partner mit dem Kürzel { $code } heißt jetzt { $partner }.
partner-done-recode = Nummern von { $partner } beginnen ab jetzt mit { $code }.
partner-done-suspend = { $partner } ist pausiert; der Kanal ist informiert. Offene Empfehlungen laufen weiter.
partner-done-resume = { $partner } kann wieder eintragen; der Kanal ist informiert.
partner-done-terminate = Die Partnerschaft mit { $partner } ist beendet; der Kanal ist informiert. Angenommene Empfehlungen laufen bis zu ihrem Ende.
partner-channel-title = Kanal anlegen
partner-channel-preview = { $partner } bekommt einen privaten Kanal auf diesem Server. Nur Vouch, die Admins des Servers und wer die Rollen unten hat, können ihn lesen.
partner-channel-name = Name des Kanals
partner-channel-theirs = Rolle des Partners
partner-channel-theirs-hint = Wer sie hat, liest den Kanal. Ohne sie lassen Sie Leute einzeln hinein.
partner-channel-ours = Rolle Ihres Teams
partner-channel-ours-hint = Zum Beispiel die Rolle des Vertriebs.
partner-channel-topic = Empfehlungen von { $partner }. Vouch findet diesen Kanal am letzten Wort hier:
partner-channel-there = { $partner } hat { $channel } schon. Es wurde nichts angelegt.
partner-channel-no-right = Vouch darf hier keine Kanäle anlegen. Geben Sie seiner Rolle Kanäle verwalten. Oder legen Sie von Hand einen an, fügen Sie Vouch hinzu und verknüpfen Sie ihn.
partner-channel-refused = Discord hat den Kanal nicht angelegt: Vielleicht hat der Server schon so viele, wie er haben kann. Schaffen Sie Platz oder verknüpfen Sie einen, den es gibt.
partner-channel-no-answer = Discord hat nicht geantwortet. Senden Sie das Formular noch einmal: Was bis dahin angelegt wurde, wird gefunden und nicht doppelt angelegt.
partner-already = Dieser Partner ist schon pausiert, seit { $date }. Es wurde nichts geändert.
partner-ended = Die Partnerschaft endete am { $date }, und dabei bleibt es. Es wurde nichts geändert.
partner-not-suspended = Dieser Partner ist nicht pausiert. Es wurde nichts geändert.
partner-state-approved = zugelassen
partner-state-suspended = pausiert
partner-state-terminated = beendet
partner-told-resumed = Neue Empfehlungen von { $partner } sind wieder willkommen. Die Schaltfläche funktioniert wie zuvor.
partner-told-terminated = Die Partnerschaft mit { $partner } endete am { $date }. Was nicht entschieden war, ist zurückgezogen; angenommene Empfehlungen laufen bis zu ihrem Ende. Vielen Dank für Ihre Empfehlungen.
partner-told-merged = **{ $gone } und { $stays } sind ab heute ein Partner: { $stays }.** Empfehlungen behalten Nummern, Belege und Termine. Wer für einen der beiden sprach, spricht jetzt für { $stays }.
partner-news-merged = { $who } hat { $gone } mit { $partner } zusammengeführt: Beide sind dieselbe Firma. Empfehlungen, Personen und Kanäle gehören jetzt zu { $partner }.

## Unternehmen, die Partner werden wollen: was sie gefragt werden, was liest, wer entscheidet, was sie hören.

apply-intro = **Kennen Sie Unternehmen, die uns brauchen können?** Werden Sie Partner und stellen Sie sie uns vor.
apply-intro-terms = Ein Formular mit fünf Fragen. Sie hören von uns innerhalb von { $n ->
        [one] einem Werktag
       *[other] { $n } Werktagen
    }.
apply-intro-closed = Zurzeit nehmen wir keine Bewerbungen an.
apply-title = Partner werden
apply-company = Name der Firma
apply-company-missing = Geben Sie den Namen der Firma ein, höchstens 100 Zeichen.
apply-website = Website
apply-website-hint = Die eigene Seite Ihrer Firma, zum Beispiel north.example
apply-website-unclear = Geben Sie die Website Ihrer Firma ein, zum Beispiel north.example.
apply-website-mail = { $domain } gehört einem Mail-Anbieter. Geben Sie die Website Ihrer Firma ein.
apply-website-us = Das sind wir. Geben Sie die Website Ihrer Firma ein.
apply-kind = Art
apply-serves = Für wen arbeiten Sie
apply-serves-hint = Für welche Firmen, und wo?
apply-serves-missing = Sagen Sie in einem Satz, für wen Sie arbeiten.
apply-why = Warum wir
apply-why-hint = Das liest nur unser eigenes Team.
apply-why-missing = Sagen Sie in einem Satz, warum Sie Partner werden wollen.
apply-in = Danke. { $manager } antwortet bis { $date }.
apply-in-unmanaged = Danke. Unsere Partnerbetreuung antwortet bis { $date }.
apply-off = Zurzeit kann sich hier niemand bewerben. { $manager } kann Ihnen mehr sagen.
apply-off-unmanaged = Zurzeit kann sich hier niemand bewerben. Unsere Partnerbetreuung kann Ihnen mehr sagen.
apply-member = Sie sind schon für einen Partner hier. Der Knopf meldet eine Firma für ihn an.
apply-vendor = Dieses Formular ist für Firmen, die Partner werden wollen. Die Partnerbetreuung kann es jemandem senden.
apply-waits = Sie haben sich schon beworben. { $manager } antwortet bis { $date }.
apply-waits-unmanaged = Sie haben sich schon beworben. Unsere Partnerbetreuung antwortet bis { $date }.
apply-waits-asked = Sie haben sich schon beworben, und wir haben Sie am { $date } etwas gefragt. Beantworten Sie das zuerst.
apply-again = Sie können sich ab dem { $date } wieder bewerben. { $manager } kann Ihnen mehr sagen.
apply-again-unmanaged = Sie können sich ab dem { $date } wieder bewerben. Unsere Partnerbetreuung kann Ihnen mehr sagen.
apply-taken = Für diese Website liegt eine Bewerbung vor, oder sie ist vor Kurzem beantwortet worden. { $manager } kann Ihnen mehr sagen.
apply-taken-unmanaged = Für diese Website liegt eine Bewerbung vor, oder sie ist vor Kurzem beantwortet worden. Unsere Partnerbetreuung kann Ihnen mehr sagen.
apply-no-answer = Das wurde nicht gesendet: Der Chat sagt uns gerade nicht, wer Sie sind. Ihr Text bleibt erhalten. Senden Sie ihn in einer Minute noch einmal.
apply-card = **{ $company } will Partner werden.**
apply-score = { $n } von { $most } Punkten: { $parts }.
apply-part = { $name } { $n }
apply-due = Zu entscheiden bis { $due }.
apply-asked = { $who } fragte am { $when }: „{ $question }“ Wartet auf { $applicant }; die Frist ruht.
apply-asked-over = { $who } fragte am { $when }: „{ $question }“ Entschieden wurde, bevor eine Antwort kam.
apply-asked-before = Früher: „{ $question }“ Antwort: „{ $answer }“
apply-answered = { $who } fragte am { $when }: „{ $question }“ Antwort am { $answered }: „{ $answer }“
apply-card-accepted = Aufgenommen von { $who }, { $when }, mit dem Kürzel { $code }.
apply-card-declined = Abgelehnt von { $who }, { $when }: { $reason } · Neue Bewerbung ab dem { $date }.
apply-known = Diese Website gehört zu { $partner } ({ $code }), schon ein Partner.
apply-accept-title = Partner aufnehmen
apply-accept-preview = { $company } wird Partner, und { $who } spricht für den Partner. Beide hören es sofort.
apply-accept-alone = { $company } wird Partner.
apply-elsewhere = { $who } spricht jetzt für { $partner }, deshalb spricht noch niemand für { $company }.
apply-inside = { $who } hat jetzt eine Rolle auf Ihrer eigenen Seite, deshalb spricht noch niemand für { $company }.
apply-done-accepted = { $partner } ist jetzt Partner, mit dem Kürzel { $code }, und weiß es. Als Nächstes: den Kanal verknüpfen.
apply-done-alone = { $partner } ist jetzt Partner, mit dem Kürzel { $code }. Als Nächstes: den Kanal verknüpfen.
apply-decline-title = Bewerbung ablehnen
apply-decline-preview = { $company } hört es sofort und kann sich ab dem { $date } wieder bewerben.
apply-reason = Grund
apply-reason-hint = Das liest die Firma. Was müsste sich ändern?
apply-done-declined = { $company } weiß es und kann sich ab dem { $date } wieder bewerben.
apply-ask-title = Firma fragen
apply-ask-preview = { $who } liest das sofort und antwortet über eine Schaltfläche. Bis dahin ruht die Frist.
apply-ask-done = Die Frage ging an { $who }. Die Antwort hören Sie direkt; bis dahin ruht die Frist.
apply-ask-open = { $who } fragte am { $when }: „{ $question }“ Die Antwort steht noch aus; danach ist eine weitere Frage möglich.
apply-ask-gone = { $who } ist hier nicht mehr aktiv, also läse niemand die Frage. Entscheiden können Sie trotzdem.
apply-question = { $who } fragt zu Ihrer Bewerbung für { $company }: „{ $question }“ Antworten Sie über die Schaltfläche.
apply-answer-title = Ihre Antwort
apply-answer-done = Danke, Ihre Antwort ist da. { $manager } entscheidet bis { $date }.
apply-answer-done-unmanaged = Danke, Ihre Antwort ist da. Unsere Partnerbetreuung entscheidet bis { $date }.
apply-answer-in = Danke, Ihre Antwort ist da.
apply-answer-before = Sie haben das am { $when } schon beantwortet. Diese Antwort gilt; geändert wurde nichts.
apply-answer-accepted = Es gibt nichts mehr zu beantworten: { $company } ist jetzt Partner.
apply-answer-declined = Es gibt nichts mehr zu beantworten: { $company } passt heute nicht. Sie können sich ab dem { $date } wieder bewerben.
apply-answer-told = { $who } hat für { $company } geantwortet: „{ $answer }“ Die Frage war: „{ $question }“ Zu entscheiden bis { $due }.
apply-silent = Die Frage vom { $date } zu { $company } ist nach { $n } Arbeitstagen nicht beantwortet. Entscheiden können Sie trotzdem.
apply-settled-title = Schon entschieden
apply-settled = Zu dieser Bewerbung gibt es nichts zu entscheiden. Ihr Klick hat nichts geändert.
apply-settled-accepted = { $company } wurde schon von { $who } am { $when } aufgenommen. Ihr Klick hat nichts geändert.
apply-settled-declined = { $company } wurde schon von { $who } am { $when } abgelehnt. Ihr Klick hat nichts geändert.
apply-yes = **Willkommen, { $partner }.** Sie sprechen ab jetzt für den Partner. { $manager } öffnet als Nächstes Ihren Kanal.
apply-yes-unmanaged = **Willkommen, { $partner }.** Sie sprechen ab jetzt für den Partner. Unsere Partnerbetreuung öffnet als Nächstes Ihren Kanal.
apply-yes-steps = Dort warten die ersten Schritte auf Sie.
apply-no = Danke für Ihre Bewerbung für { $company }. Heute passt es nicht.
apply-no-reason = Warum: { $reason }
apply-no-again = Sie können sich ab dem { $date } wieder bewerben.
apply-late = Die Antwort an { $company }, das Partner werden will, war bis { $date } versprochen. Sie steht noch aus.
apply-website-sent-context = Über unsere Website gesendet, wo kein Chat hinreicht: Wer entscheidet, schreibt ihnen.
apply-accept-outside = { $company } wird Partner. { $who } hat sich über unsere Website beworben und erfährt es von niemandem: Als Nächstes schreiben Sie selbst.
apply-decline-outside = { $company } kann sich ab dem { $date } wieder bewerben. Die Bewerbung kam über unsere Website, niemand teilt die Antwort mit: Als Nächstes schreiben Sie selbst.
apply-sent-accepted = { $partner } ist jetzt Partner, mit dem Kürzel { $code }. Noch weiß es dort niemand: Schreiben Sie an { $email }. Der Text dafür steht unten.
apply-sent-declined = { $company } ist abgelehnt und kann sich ab dem { $date } wieder bewerben. Noch weiß es dort niemand: Schreiben Sie an { $email }. Der Text dafür steht unten.
apply-mail-subject = Ihre Bewerbung für { $company }
apply-mail-hello = Guten Tag { $name },
apply-mail-yes = Willkommen: { $partner } ist jetzt unser Partner. Als Nächstes öffnen wir einen Kanal mit Ihnen und laden Sie dazu ein.
apply-mail-erased = die Adresse, die gelöscht wurde
apply-page-heading = Partner werden
apply-page-terms = Sieben Fragen. Sie hören von uns per E-Mail innerhalb von { $n ->
        [one] einem Werktag
       *[other] { $n } Werktagen
    }. Was Sie senden, liest nur unser eigenes Team.
apply-page-name = Ihr Name
apply-page-name-missing = Geben Sie Ihren Namen ein, höchstens 100 Zeichen.
apply-page-email = Ihre E-Mail-Adresse
apply-page-email-hint = An diese Adresse antworten wir.
apply-page-email-unclear = Geben Sie Ihre vollständige E-Mail-Adresse ein, wie name@acme.example.
apply-page-trap-label = Bitte leer lassen
apply-page-unclear = Noch wurde nichts gesendet: { $n ->
        [one] eine Antwort passt nicht
       *[other] { $n } Antworten passen nicht
    }. Ihr Text bleibt erhalten.
apply-page-old = Noch wurde nichts gesendet: Dieses Formular war zu lange offen. Ihr Text bleibt erhalten. Drücken Sie den Knopf noch einmal.
apply-page-trap = Noch wurde nichts gesendet: In einem Feld, das niemand sieht, stand etwas. Ihr Text bleibt erhalten. Drücken Sie den Knopf noch einmal.
apply-page-full-network = Noch wurde nichts gesendet: Aus Ihrem Netz kamen binnen einer Stunde zu viele Bewerbungen. Ihr Text bleibt erhalten. Senden Sie ihn ab { $time }.
apply-page-full = Noch wurde nichts gesendet: Binnen einer Stunde kamen zu viele Bewerbungen. Ihr Text bleibt erhalten. Senden Sie ihn ab { $time }.
apply-page-not-saved = Noch wurde nichts gesendet: Unsere Datenbank antwortet nicht. Ihr Text bleibt erhalten. Senden Sie ihn in einer Minute noch einmal.
apply-page-busy = Es wurde nichts gesendet: Gerade kommt zu viel auf einmal. Gehen Sie zurück, und senden Sie es in einer Minute noch einmal.
apply-page-elsewhere = Es wurde nichts gesendet: Das kam nicht von unserem Formular. Öffnen Sie die Seite neu, und bewerben Sie sich dort.
apply-page-too-long = Es wurde nichts gesendet: Das ist mehr Text, als hineinpasst. Gehen Sie zurück, und kürzen Sie ihn.
apply-page-received = Eingegangen
apply-page-by-mail = Die Antwort geht an die Adresse, die Sie genannt haben. Mehr ist nicht zu tun.
invite-title = Partner einladen
invite-off = Zurzeit kann sich niemand bewerben. Schreiben Sie einen Abschnitt `[joining]` in die Datei des Programms und setzen Sie sie mit `vouch program apply` in Kraft.
invite-done = { $who } hat das Formular bekommen.
invite-waits = { $who } hat sich schon beworben. Entscheiden Sie zuerst darüber.
invite-again = { $who } wurde abgelehnt und kann sich ab dem { $date } wieder bewerben.
invite-taken = Eine Bewerbung für diese Website liegt vor, oder sie wurde vor Kurzem abgelehnt. Eine weitere wird noch nicht angenommen.
invite-told = **{ $who } lädt Sie ein, Partner zu werden.** Ein Formular mit fünf Fragen, und Sie hören von uns.
partners = { $n ->
        [one] **{ $n } Partner**
       *[other] **{ $n } Partner**
    }
partners-line = **{ $code }** { $partner } · { $state } · { $n } gesendet
partners-line-tier = **{ $code }** { $partner } · { $tier } · { $state } · { $n } gesendet
partners-more = Und { $n } weitere; der Befehl unten zeigt jeden mit seinem Kürzel.
partners-none = Es gibt noch keinen Partner. Legen Sie den ersten mit `{ $vouch_cmd } partner` an.
partners-context = Einen davon: `{ $vouch_cmd } partner` und sein Kürzel.
on-day = { $date }

## Wer für einen Partner spricht.

setup-member = { $who } von { $workspace } hat in { $channel } zuerst geklickt und ist jetzt { $partner } zugeordnet.
setup-member-linked = { $who } von { $workspace } hat zuerst geklickt und ist jetzt { $partner } zugeordnet.
setup-member-asked = { $who } von { $workspace } bittet um Zuordnung zu { $partner }. Bis zu Ihrer Entscheidung sieht die Person nichts.
setup-member-guest = { $who }, Gast bei { $workspace }, bittet um Zuordnung zu { $partner }. Bis zu Ihrer Entscheidung sieht die Person nichts.
setup-undo-title = Zuordnung aufheben?
setup-undo-text = { $who } trägt nichts mehr für { $partner } ein. Was eingetragen wurde, bleibt.
workspace-own = Ihrem eigenen Workspace
member-title = Mitglied ändern
member-change = Änderung
member-change-admin = Zum Partner-Admin machen
member-change-member = Zum einfachen Mitglied machen
member-change-gone = Vom Partner entfernen
member-now-admin = { $who } ist jetzt Partner-Admin von { $partner }.
member-now-member = { $who } ist jetzt einfaches Mitglied von { $partner }.
member-now-gone = { $who } ist nicht mehr Mitglied von { $partner }. Was eingetragen wurde, bleibt.
member-none = { $who } spricht für keinen Partner. Es wurde nichts geändert.
member-has-role = { $who } hat eine Rolle auf Ihrer eigenen Seite und kann deshalb nicht für einen Partner sprechen. Es wurde nichts geändert.
member-joined = Sie sind schon zugeordnet. Klicken Sie auf die Schaltfläche, um eine Firma einzutragen.
member-asked = { $manager } wurde gebeten, Sie { $partner } zuzuordnen. Sie hören hier davon; mehr ist nicht zu tun.
member-asked-before = { $manager } wurde schon gebeten, Sie { $partner } zuzuordnen, und hat noch nicht entschieden. Mehr ist nicht zu tun.
member-refused-before = { $manager } konnte Sie { $partner } nicht zuordnen. Ihr Kontakt dort kann das mit uns klären.
member-no-answer = Der Chat sagt uns gerade nicht, wer Sie sind. Klicken Sie in einer Minute noch einmal.
member-done-link = { $who } ist jetzt { $partner } zugeordnet und wurde informiert.
member-done-refuse = { $who } ist { $partner } nicht zugeordnet und wurde informiert.
member-done-keep = { $who } bleibt { $partner } zugeordnet.
member-done-undo = { $who } ist { $partner } nicht mehr zugeordnet und wurde informiert. Was eingetragen wurde, bleibt.
member-settled = Zu { $who } ist nichts mehr zu entscheiden. Ihr Klick hat nichts geändert.
member-settled-linked = { $who } wurde schon von { $by } am { $when } zugeordnet. Ihr Klick hat nichts geändert.
member-settled-refused = { $by } hat schon am { $when } entschieden, dass { $who } nicht zugeordnet wird. Ihr Klick hat nichts geändert.
member-yours-linked = Sie sind jetzt { $partner } zugeordnet. Mit der Schaltfläche tragen Sie eine Firma dafür ein.
member-yours-refused = Danke für Ihre Anfrage. Wir konnten Sie { $partner } nicht zuordnen; Ihr Kontakt dort kann das mit uns klären.
member-yours-gone = Sie sind { $partner } nicht mehr zugeordnet. Was Sie eingetragen haben, bleibt.
member-yours-admin = Sie sind jetzt Partner-Admin von { $partner }: Sie betreuen alle Empfehlungen des Partners.
member-yours-member = Sie sind jetzt einfaches Mitglied von { $partner }. Was Sie eingetragen haben, bleibt bei Ihnen.

## Codes, mit denen jemand zugeordnet wird oder ein anderes Konto dazukommt.

platform-slack = Slack
platform-discord = Discord
pairing-offer = Ein Code ordnet eine Person { $partner } zu. Wo wird sie ihn eingeben?
pairing-context = Ein Code gilt einmal, zehn Minuten lang. Er wird nur jetzt gezeigt und nirgends aufbewahrt.
pairing-for-whom = Für welchen Partner ist der Code? Geben Sie dessen drei Buchstaben hinter dem Befehl ein, zum Beispiel `{ $command }`.
pairing-code = Ein Code für eine Person von { $partner }. Auf { $platform } gibt sie `{ $typed }` ein, vor { $until }.
pairing-code-own = Um Ihr Konto auf { $platform } zu verknüpfen, geben Sie dort `{ $typed }` ein, vor { $until }.
pairing-nothing = Es gibt kein anderes Konto zu verknüpfen: Wo wir sind, sind Sie bekannt. Nichts wurde geändert.
pairing-how = Ein Code steht hinter dem Befehl: `{ $command } 7K4Q-M2ZD-9TXC`. Ihr Kontakt bei Ihrem Partner kann einen für Sie machen.
pairing-no-answer = Der Chat sagt uns gerade nicht, wer Sie sind; es wurde nichts geprüft. Geben Sie den Code in einer Minute noch einmal ein.
pairing-wrong = Dieser Code gilt hier nicht: Er lautet anders, wurde schon verwendet oder ist zu alt. Wer ihn Ihnen gab, kann einen neuen machen.
pairing-rests = Fünf Codes galten nicht; vor { $until } wird keiner geprüft. Bitten Sie dann um einen neuen.
pairing-own = Dieses Konto gehört schon Ihnen. Nichts wurde geändert.
pairing-there = Ein anderes Konto von Ihnen ist hier schon verknüpft. Nichts wurde geändert. Wer Ihren Partner betreut, kann das aufheben.
pairing-member = Dieses Konto spricht schon für einen Partner. Nichts wurde geändert. Wer diesen Partner betreut, kann es zuerst entfernen.
pairing-has-role = Dieses Konto hat eine eigene Rolle; der Code passt deshalb nicht. Nichts wurde geändert.
pairing-paired = Dieses Konto gehört jetzt Ihnen, neben dem anderen. Was Sie tun können und was Sie erfahren, ist in beiden gleich.
pairing-told = { $who } hat einen Code von { $by } eingegeben und ist jetzt { $partner } zugeordnet.
pairing-told-added = { $who } von { $partner } hat ein weiteres Konto verknüpft, auf { $platform }. Beide sind jetzt eine Person.
pairing-told-added-own = { $who } hat ein weiteres Konto verknüpft, auf { $platform }. Die Rollen gelten auch dort.
pairing-undo-text = Das Konto auf { $platform } gehört dann nicht mehr zu { $who } und kann hier nichts mehr tun. Das andere bleibt, wie es ist.
pairing-undone = Das Konto auf { $platform } gehört nicht mehr zu { $who }; die Person wurde informiert.
pairing-undone-before = { $by } hat { $who } das Konto schon am { $when } wieder genommen. Ihr Klick hat nichts geändert.
pairing-yours-parted = Ihr Konto auf { $platform } ist nicht mehr mit Ihnen verknüpft; { $by } hat das aufgehoben. Alles andere bleibt, wie es ist.

## Absagen und Störungen.

no-role-admin = Das kann hier nur ein Admin.
no-role-partner_manager = Das können hier nur das Partnermanagement oder ein Admin.
no-role-community_manager = Das können hier nur Community- und Partnermanagement.
no-role-readers = Das sehen hier nur ein Admin, das Partnermanagement und die Revision.

not-yours = Zurückziehen kann { $ref } nur, wer die Empfehlung eingetragen hat, oder Ihr Partner-Admin.
not-decider = Zurücknehmen kann eine Entscheidung zu { $ref } zehn Minuten lang nur, wer sie getroffen hat; danach das Partnermanagement.
deadline-undo = Eine Entscheidung zu { $ref } ließ sich bis { $date } zurücknehmen.
deadline-answer = Die Rückfrage zu { $ref } blieb bis { $date } offen. Sie können die Firma erneut eintragen.
deadline-reopen = { $ref } ließ sich bis { $date } wieder öffnen. Der Partner kann die Firma erneut eintragen.
deadline-release = Eine Antwort zu { $ref } war bis { $date } möglich; sie ist freigegeben.
release-again-open = Der Partner wurde zur Freigabe von { $ref } schon gefragt und hat bis { $until } Zeit.
release-again = Der Partner behält { $ref }. Sie können ab dem { $date } erneut fragen.
release-none = Zur Freigabe von { $ref } wartet niemand auf eine Antwort.
release-not-yours = Freigeben kann { $ref } nur, wer sie eingetragen hat, oder die Partner-Admins. Behalten können sie alle von Ihnen.
extend-no-protection = { $ref } steht auf „{ $word }“, deshalb gibt es keinen Schutz zu verlängern.
extend-before = Die eine Verlängerung von { $ref } gab es am { $date }.
extend-early = Eine Verlängerung von { $ref } können Sie ab dem { $date } anfragen.
extend-still = Nicht verlängert: Nötig ist die Phase „Angebot“ oder eine spätere, oder Bewegung in den letzten 30 Tagen; die letzte war am { $date }. { $owner } kann einen neueren Schritt eintragen.
extend-longest = Nicht verlängert: { $date } ist der letzte mögliche Tag.
account-taken = Für diese Firma gilt jetzt eine andere Empfehlung, deshalb kann { $ref } nicht zurückkommen.
not-won = { $ref } ist nicht gewonnen. Dass der Kunde genannt werden darf, wird erst danach eingetragen.
tail-stage = Der Schutz von { $ref } endete am { $date }, vor der Phase „Qualifiziert“. Ein Abschluss wird ihr nicht mehr angerechnet.
tail-over = Nicht eingetragen: Ein Abschluss von { $ref } zählt, wenn er bis { $date } erfolgt ist.
tail-taken = Für diese Firma wurde seit dem Ende von { $ref } ein anderer Partner angenommen. Eröffnen Sie einen Fall, um zu entscheiden, wem der Abschluss angerechnet wird.
stale-text = **Ihr Text, damit er nicht verloren geht:**
stale-press-rejected = { $ref } wurde schon von { $who } am { $when } abgelehnt. Ihr Klick hat nichts geändert; die Karte zeigt es jetzt.
no-role-finance = Das kann hier nur die Finanzabteilung.

stale-press-approved = { $ref } wurde schon von { $who } am { $when } angenommen. Ihr Klick hat nichts geändert; die Karte zeigt es jetzt.
no-role-sales = Das kann hier nur der Vertrieb. { $ref } liegt dort; nächster Termin { $due }.
no-role-sales-undated = Das kann hier nur der Vertrieb. { $ref } liegt dort.
no-role-sales-any = Das kann hier nur der Vertrieb.
no-role-partner_member = Das kann hier nur ein Partnermitglied.
own-referral = Sie haben { $ref } selbst eingetragen, deshalb entscheidet jemand anderes im Vertrieb.
no-role-partner_admin = Das kann hier nur Ihr Partner-Admin.
stake-owner = { $ref } gehört Ihnen, deshalb entscheidet jemand anderes. Was Sie wissen, ist als Nachweis willkommen.
stake-approver = Sie haben über { $ref } entschieden, deshalb entscheidet jemand anderes. Was Sie wissen, ist als Nachweis willkommen.
stake-submitter = Sie haben { $ref } eingetragen, deshalb entscheidet jemand anderes. Was Sie wissen, ist als Nachweis willkommen.
stake-decider = Sie haben die angefochtene Entscheidung getroffen, deshalb entscheidet jemand anderes.
case-turn-resolver = Diesen Fall kann nur die Schlichtung entscheiden, und wer daran nicht beteiligt ist.
case-turn-partner_manager = In der Schlichtung ist niemand unbeteiligt, deshalb entscheidet das Partnermanagement diesen Fall.
case-turn-admin = Sonst ist niemand unbeteiligt, deshalb entscheidet ein Admin diesen Fall.
case-turn-sales = Niemand sonst will diese Firma, deshalb entscheidet der Vertrieb auf der Karte der Empfehlung.
case-decided-before = Über diesen Fall hat { $who } schon entschieden: { $when }. Ihr Klick hat nichts geändert; die Karte zeigt es jetzt.
case-over = Zu { $ref } ist kein Fall offen. Es wurde nichts geändert.
case-open-already = { $ref } ist schon in Prüfung. Was Sie wissen, lässt sich als Nachweis ergänzen.
appeal-nothing = Es gibt keine Entscheidung gegen { $ref }, die sich anfechten ließe.
appeal-once = Für { $ref } wurde schon einmal Einspruch erhoben. Die Entscheidung darüber ist die letzte.
deadline-evidence = Nachweise zu { $ref } waren bis { $date } möglich. Gegen die Entscheidung können Sie einmal Einspruch erheben.
deadline-appeal = Einspruch zu { $ref } war bis { $date } möglich. Die Entscheidung gilt.
case-rule-off = { $rule } ist in den Regeln dieses Programms ausgeschaltet, danach wird also nichts entschieden.
split-not-two = Nur zwei Partner können sich eine Firma teilen. In diesem Fall sind es nicht zwei.
split-none = Für { $ref } wartet kein Vorschlag auf eine Antwort.
no-move-approve-in_conflict = { $ref } ist in Prüfung und lässt sich deshalb nicht annehmen. Platz und Uhrzeit bleiben; die Karte zeigt, wann die Prüfung vorbei ist.
no-move = { $ref } hat den Status { $word }; { $verb } geht deshalb nicht. Möglich ist jetzt: { $moves }.
no-move-end = { $ref } hat den Status { $word }; { $verb } geht deshalb nicht. Hier ist nichts mehr zu tun.
verb-ask = nachfragen
verb-answer = antworten
verb-approve = annehmen
verb-reject = ablehnen
verb-withdraw = zurückziehen
verb-undo = zurücknehmen
verb-win = die Phase ändern
verb-lose = die Phase ändern
verb-reopen = wieder öffnen
verb-reverse = stornieren
verb-release = freigeben
not-linked-unmanaged = Wir wissen noch nicht, zu welchem Partner Sie gehören. Es wurde nichts eingetragen. Unser Partnerteam kann Sie zuordnen.
not-linked = Wir wissen noch nicht, zu welchem Partner Sie gehören. Es wurde nichts eingetragen. Mit einem Klick geben Sie { $manager } Bescheid.
not-linked-again = Wir wissen noch nicht, zu welchem Partner Sie gehören. Es wurde nichts eingetragen. Klicken Sie noch einmal auf **Kunden empfehlen**, um eine Zuordnung zu erbitten.
quota-open = { $partner } hat { $n } von { $most } offenen Empfehlungen. Eine weitere passt, sobald eine abgelehnt, zurückgezogen oder abgeschlossen ist.
quota-day = { $partner } hat { $n ->
        [one] die eine Empfehlung
       *[other] alle { $n } Empfehlungen
    } von heute gesendet. Die nächste passt am { $date }.
quota-month = { $partner } hat { $n ->
        [one] die eine Empfehlung
       *[other] alle { $n } Empfehlungen
    } dieses Monats gesendet. Die nächste passt am { $date }.
paused = Neue Empfehlungen von { $partner } sind seit { $date } pausiert; offene laufen weiter. { $manager } weiß mehr.
paused-ended = Die Partnerschaft mit { $partner } endete am { $date }. Neue Empfehlungen sind nicht möglich; angenommene laufen bis zu ihrem Ende.
paused-unmanaged = Neue Empfehlungen von { $partner } sind seit { $date } pausiert; offene laufen weiter. Unser Partnerteam weiß mehr.
not-registered-yet = Dies wurde nicht eingetragen: Der Chat sagt uns gerade nicht, wer Sie sind. Ihr Text bleibt erhalten. Senden Sie ihn in einer Minute noch einmal.
not-saved-late = Das wurde nicht gespeichert: Unsere Datenbank antwortet nicht. Öffnen Sie das Formular in einer Minute noch einmal.
not-saved = Das wurde nicht gespeichert: Unsere Datenbank antwortet nicht. Ihr Text bleibt erhalten. Senden Sie ihn in einer Minute noch einmal.
# Dieselbe Störung, wo nichts getippt wurde: ein Klick, ein Befehl.
not-saved-press = Das wurde nicht gespeichert: Unsere Datenbank antwortet nicht. Klicken Sie in einer Minute noch einmal.
form-expired = Das Formular ließ sich nicht rechtzeitig öffnen. Klicken Sie noch einmal.
forged = Diese Schaltfläche funktioniert hier nicht. Es ist nichts geschehen.
# Where a form closes when it is sent, whatever becomes of it.
form-not-sent = Noch nicht gesendet. **{ $field }:** { $sentence } Was Sie eingegeben haben, bleibt erhalten.
form-not-sent-several = Noch nicht gesendet. Was Sie eingegeben haben, bleibt erhalten. Bitte ändern Sie:
form-not-sent-at = **{ $field }:** { $sentence }
form-page-kept =
    Seite { $page } ist gespeichert; { $left ->
        [one] eine Seite fehlt
       *[other] { $left } Seiten fehlen
    } noch.
form-goes-on = Eine Seite fehlt noch.
form-draft-gone = Was Sie hier eingegeben haben, ist nicht mehr gespeichert: Es wurde verworfen oder ist mehr als einen Tag alt. Beginnen Sie neu.
form-draft-discarded = Der Entwurf ist gelöscht, und es wurde nichts gesendet.
discard-draft-title = Diesen Entwurf verwerfen?
discard-draft-text = Ihre Eingaben werden gelöscht, und es wird nichts gesendet.
unexpected-unmanaged = Bei uns ist etwas schiefgegangen; von Ihnen ging nichts verloren. Unser Partnerteam findet es unter { $id }.

## Anstelle eines Formulars oder Ergebnisses, mit dem die Datenbank auf sich warten lässt.

working-title = Noch in Arbeit
# Wo ein Formular stand, wenn das Ergebnis keinen eigenen Titel mitbringt.
outcome-title = Ergebnis
working = Unsere Datenbank braucht länger als sonst. Bitte lassen Sie dieses Fenster offen: Das Ergebnis erscheint hier von selbst.

## An jemanden, der die App erwähnt oder ihr allein geschrieben hat.

mention-no-question = Zu { $ref } gibt es keine offene Rückfrage, deshalb wurde nichts festgehalten. Was jetzt möglich ist, steht auf der Karte.

saved = Gespeichert.
form-again = Dies wurde nicht eingetragen. Öffnen Sie das Formular noch einmal und ändern Sie:
somebody = jemand
moment = { $at }

## Was erfährt, wer sich um Kanäle und Installationen kümmert.

setup-dead-archived = Er wurde archiviert
setup-dead-removed = Vouch wurde daraus entfernt
setup-dead-right = Vouch fehlt dort ein Recht, Code { $code }
setup-dead-tag = Beiträge brauchen dort ein Schlagwort, und Vouch darf keines wählen
setup-dead-code = Der Chat sagt { $code }
setup-dead = Vouch kann in { $channel } nichts schreiben: { $why }. { $n ->
        [one] { $n } Nachricht wartet.
       *[other] { $n } Nachrichten warten.
    }

setup-refused = Eine Nachricht für { $about } wurde beiseitegelegt: Die Plattform sagt { $code }. Bitte zeigen Sie diese Zeile der Person, die Vouch betreibt.
setup-broken = Eine Nachricht für { $about } wurde beiseitegelegt: Vouch kann sie nicht zeichnen ({ $code }). Bitte zeigen Sie diese Zeile der Person, die Vouch betreibt.
setup-install-dead = Vouch kann im Workspace { $about } nicht sprechen: Die Plattform sagt { $code }. Nachrichten warten dort, bis jemand die App neu installiert.
setup-silent = In { $about } hat seit 7 Tagen niemand vom Partner auf eine Schaltfläche geklickt. Fragen Sie, ob die Leute dort Apps benutzen dürfen: Eingeladene dürfen es oft nicht.
setup-tier-role-refused = Vouch kann die Rolle von { $about } nicht geben oder nehmen: Discord sagt { $code }. Geben Sie dem Bot unter Servereinstellungen, Rollen das Recht Rollen verwalten und schieben Sie seine Rolle über diese.
setup-tier-role-gone = Die Rolle von { $about } gibt es auf dem Discord-Server nicht mehr. Nennen Sie in der Setup-Datei eine andere für diese Stufe.

## Wofür Kanäle da sind.

setup-channel = **Wofür ist { $channel } da?** Bis Sie wählen, schreibt Vouch hier nichts.
setup-open = { $channel } ist noch nicht eingerichtet. Wofür der Kanal da ist, sagt ein Admin oder das Partnermanagement.
setup-for = Kanal ist für
setup-for-internal = Interner Vertrieb
setup-for-partner = Ein Partner
setup-for-community = Community
setup-for-resolvers = Schlichtung
setup-for-missing = Wählen Sie, wofür der Kanal da ist.
setup-partner = Partner
setup-partner-hint = Nur für den Kanal eines Partners: sein Name oder sein Kürzel aus 3 Buchstaben.
setup-partner-missing = Wählen Sie den Partner, dessen Kanal es ist.
setup-partner-none = Es gibt noch keinen Partner. Legen Sie zuerst einen an und verknüpfen Sie dann den Kanal.
setup-use-internal = den internen Vertrieb
setup-use-partner = einen Partner
setup-use-community = die Community
setup-use-resolvers = die Schlichtung
setup-link-title = Kanal verknüpfen
setup-linked = { $channel } ist mit { $partner } verknüpft; die Einleitung ist angeheftet.
setup-linked-use = { $channel } ist verknüpft: Er ist jetzt für { $use } da.
setup-same = { $channel } ist damit schon verknüpft. Es wurde nichts geändert.
setup-relink = **{ $channel } ist jetzt für { $now } da.** Danach ist er für { $then } da.
setup-unlink = **{ $channel } ist jetzt für { $now } da.** Danach ist er nicht eingerichtet.
setup-stops = Für { $now } wird dort nichts Neues gesagt. Karten, die dort stehen, bleiben, wie sie sind, und werden nicht mehr neu gezeichnet.
setup-stays = Empfehlungen, ihre Termine und alle Rollen bleiben, wie sie sind.
setup-unlink-title = Verknüpfung lösen?
setup-unlink-text = In { $channel } wird nichts Neues gesagt. Die Karten bleiben, wie sie sind; Empfehlungen laufen weiter.
setup-unlinked = { $channel } ist nicht mehr verknüpft. Empfehlungen laufen unverändert weiter.
setup-not-linked = { $channel } ist mit nichts verknüpft.
setup-changed = Jemand hat diesen Kanal gerade eben geändert, deshalb ist nichts geschehen. Öffnen Sie das Formular noch einmal, um den Stand zu sehen.
setup-not-there = Vouch ist nicht in diesem Kanal. Fügen Sie es dort zuerst hinzu und verknüpfen Sie dann den Kanal.
setup-not-seen = Der Chat sagt gerade nicht, wer im Kanal ist, deshalb wurde nichts geändert. Versuchen Sie es in einer Minute noch einmal.
setup-shared = { $channel } wird mit { $n ->
        [one] einer anderen Firma
       *[other] { $n } anderen Firmen
    } geteilt und kann deshalb nicht nur für die Leute des Anbieters da sein.
setup-forum = { $channel } ist ein Forum, in dem jede Nachricht ein eigener Beitrag ist. Es ist nur für die Community; für alles andere verknüpfen Sie einen Textkanal.
setup-shared-now = { $channel } wird jetzt mit { $n ->
        [one] einer anderen Firma
       *[other] { $n } anderen Firmen
    } geteilt. Was nur für die Leute des Anbieters ist, wird dort deshalb nicht mehr geschrieben.
setup-mixed = In { $channel } sind Leute aus { $n } Firmen, deshalb gilt er als Community: Einzelheiten zu Empfehlungen werden dort nicht geschrieben.
setup-joined = { $workspace } ist in { $channel } dazugekommen. Einzelheiten werden dort nicht geschrieben, bis Sie sagen, wer das ist.
setup-unconfirmed = Die Leute von { $company } in { $channel } sind noch nicht als { $partner } bestätigt. Bis dahin werden dort keine Einzelheiten zu Empfehlungen geschrieben.
setup-company = Firma
setup-company-title = Firma bestätigen
setup-company-which = Welche der Firmen in diesem Kanal ist { $partner }?
setup-company-means = Ab dann können ihre Vollmitglieder für { $partner } eintragen und die Empfehlungen hier lesen.
setup-company-missing = Wählen Sie die Firma.
setup-company-none = In { $channel } gibt es keine Firma zu bestätigen.
setup-company-taken = { $company } gehört schon zu jemand anderem, deshalb wurde nichts geändert.
setup-confirmed = { $company } ist { $partner }. Vollmitglieder kommen mit einem Klick auf die Schaltfläche dazu.
setup-another = Fügen Sie Vouch zu dem Kanal hinzu, der an seine Stelle tritt. Dort fragt es, wofür er da ist.
no-role-setup = Wofür ein Kanal da ist, kann nur ein Admin oder das Partnermanagement sagen.
setup-no-admin = Noch kann niemand Kanäle einrichten. Wer Vouch betreibt, hat einen Code für den ersten Admin: `{ $vouch_cmd } admin`.

## Die App im eigenen Workspace eines Partners installieren: Seiten im Browser, der Link, die Bestätigung.

install-title = Vouch installieren
install-open = { $channel } öffnen
install-done = Vouch ist in { $workspace }. Als Nächstes: Öffnen Sie { $channel } und klicken Sie auf **Kunden empfehlen**.
install-done-nowhere = Vouch ist in { $workspace }. Als Nächstes: Öffnen Sie Ihren Kanal mit uns und klicken Sie auf **Kunden empfehlen**.
install-waits = Vouch ist in { $workspace }. Sie müssen nichts tun: Unser Partnerteam bestätigt, wessen Workspace das ist. Bis dahin antwortet es dort mit einem Satz.
install-denied = Es wurde nichts installiert oder gespeichert. Die Schaltfläche funktioniert auch so.
install-old = Dieser Link galt einmal, für zehn Minuten. Bitten Sie in Ihrem Partnerkanal um einen neuen.
install-scope = `{ $scope }` wurde weggelassen; damit würde fehlen: { $what }. Es wurde nichts gespeichert. Installieren Sie noch einmal und lassen Sie dieses Recht angekreuzt.
install-what-app-mentions-read = die Antwort auf eine Erwähnung
install-what-chat-write = jede Antwort
install-what-commands = jeder Befehl
install-what-im-history = die Antwort auf eine Direktnachricht
install-what-im-write = jede Direktnachricht
install-what-users-read = der erste Eintrag neuer Kolleginnen und Kollegen
install-no-key = Dieses Vouch dient nur einem Workspace: Wer es betreibt, hat `{ $variable }` nicht gesetzt.
install-home = { $workspace } ist der Workspace des Programms selbst und braucht keinen Link. Es wurde nichts gespeichert.
install-no-answer = Der Chat hat nicht geantwortet, deshalb wurde nichts gespeichert. Öffnen Sie Ihren Link in einer Minute noch einmal.
install-refused = Der Chat hat Vouch nicht hereingelassen ({ $code }). Es wurde nichts gespeichert. Bitten Sie in Ihrem Partnerkanal um einen neuen Link.
install-not-saved = Das wurde nicht gespeichert: Unsere Datenbank antwortet nicht. Öffnen Sie Ihren Link in einer Minute noch einmal.
install-link = Dieser Link installiert Vouch im Workspace von { $partner }. Er gilt einmal, bis { $until }.
install-link-context = Wer dort Apps installieren darf, öffnet ihn im Browser. Benutzen kann ihn jeder, der ihn hat; deshalb wird der Workspace danach bestätigt.
install-needed = `{ $refer_cmd }` funktioniert, sobald Ihr Workspace die App installiert hat. Die Schaltfläche tut heute dasselbe.
install-unconfirmed = Unser Partnerteam muss noch bestätigen, wessen Workspace das ist. Bis dahin geht hier nichts anderes.
install-asked = { $workspace } hat Vouch installiert, mit einem Link für { $partner }. Bis Sie das bestätigen, hört der Workspace nur einen Satz und sieht nichts.
install-asked-plain = { $workspace } hat Vouch ohne einen Link für einen Partner installiert und sieht deshalb nichts. Ein Link aus `{ $vouch_cmd } install` sagt, zu wem er gehört.
install-confirmed = { $workspace } ist jetzt { $partner }. Vollmitglieder kommen dazu, indem sie eintragen.
install-not-theirs = { $workspace } ist nicht { $partner } und sieht nichts.
install-settled = Wessen Workspace { $workspace } ist, wurde schon entschieden oder wird neu gefragt. Ihr Klick hat nichts geändert.
install-for-whom = Geben Sie es im Kanal des Partners ein, oder mit seinem Kürzel: `{ $command }`.

## Tage, Zeiten und Spannen.

day = { $day }. { $month } { $year }
day-near = { $weekday }, { $day }. { $month } { $year }
instant = { $date }, { $clock } Uhr { $zone }
weekday-1 = Mo.
weekday-2 = Di.
weekday-3 = Mi.
weekday-4 = Do.
weekday-5 = Fr.
weekday-6 = Sa.
weekday-7 = So.
month-1 = Januar
month-2 = Februar
month-3 = März
month-4 = April
month-5 = Mai
month-6 = Juni
month-7 = Juli
month-8 = August
month-9 = September
month-10 = Oktober
month-11 = November
month-12 = Dezember
span-seconds = { $seconds } Sek.
span-minutes = { $minutes } Min.
span-hours = { $hours } Std. { $minutes } Min.
span-days = { $days ->
        [one] { $days } Tag
       *[other] { $days } Tage
    }

# Stufen
tier-up = **Sie sind jetzt { $tier }.**
tier-brings = Neu ab heute: { $terms }.
tier-brings-perks = Dazu: { $perks }
tier-has = { $tier } hat: { $terms }.
tier-has-perks = Dazu: { $perks }
tier-would = { $tier } brächte: { $terms }.
tier-would-perks = { $tier } brächte außerdem: { $perks }
tier-term-promise = erste Antwort innerhalb von { $n ->
        [one] einem Arbeitstag
       *[other] { $n } Arbeitstagen
    }
tier-term-open = höchstens { $n ->
        [one] eine offene Empfehlung
       *[other] { $n } offene Empfehlungen
    }
tier-term-day = höchstens { $n ->
        [one] eine neue Empfehlung
       *[other] { $n } neue Empfehlungen
    } am Tag
tier-term-month = höchstens { $n ->
        [one] eine neue Empfehlung
       *[other] { $n } neue Empfehlungen
    } im Monat
tier-from-start = von Anfang an
tier-from-approved = ab { $n ->
        [one] einer angenommenen Empfehlung
       *[other] { $n } angenommenen Empfehlungen
    } innerhalb von { $days } Tagen
tier-from-won = ab { $n ->
        [one] einem gewonnenen Auftrag
       *[other] { $n } gewonnenen Aufträgen
    } innerhalb von { $days } Tagen
tier-from-revenue = nach dem Wert der Aufträge, die innerhalb von { $days } Tagen gewonnen sind
tier-next-approved = **{ $tier }**: { $n } von { $need } angenommenen Empfehlungen für { $next }. { $k } weitere bis { $date } { $k ->
        [one] bringt
       *[other] bringen
    } es.
tier-next-won = **{ $tier }**: { $n } von { $need } gewonnenen Aufträgen für { $next }. { $k } weitere bis { $date } { $k ->
        [one] bringt
       *[other] bringen
    } es.
tier-next-revenue = **{ $tier }**: { $share } des Wegs zu { $next }. Was bis { $date } gewonnen wird, kommt dazu.
tier-begin-approved = **{ $tier }**: { $need ->
        [one] Eine angenommene Empfehlung innerhalb von { $days } Tagen bringt
       *[other] { $need } angenommene Empfehlungen innerhalb von { $days } Tagen bringen
    } { $next }.
tier-begin-won = **{ $tier }**: { $need ->
        [one] Ein gewonnener Auftrag innerhalb von { $days } Tagen bringt
       *[other] { $need } gewonnene Aufträge innerhalb von { $days } Tagen bringen
    } { $next }.
tier-begin-revenue = **{ $tier }**: Aufträge, die innerhalb von { $days } Tagen gewonnen werden, bringen { $next }.
tier-top = **{ $tier }**: Darüber gibt es keine Stufe.
tier-none = Dieses Programm hat keine Stufen.
tier-warn-approved = **{ $tier } braucht { $need ->
        [one] eine angenommene Empfehlung
       *[other] { $need } angenommene Empfehlungen
    } in { $days } Tagen.** { $k } weitere bis { $date } { $k ->
        [one] erhält
       *[other] erhalten
    } es.
tier-warn-won = **{ $tier } braucht { $need ->
        [one] einen gewonnenen Auftrag
       *[other] { $need } gewonnene Aufträge
    } in { $days } Tagen.** { $k } weitere bis { $date } { $k ->
        [one] erhält
       *[other] erhalten
    } es.
tier-warn-revenue = **{ $tier } braucht mehr gewonnene Aufträge in { $days } Tagen.** Was am { $date } zählt, ist { $share } von dem, was es erhält.
tier-warn-below = Sonst sind Sie nach dem { $date } { $below }; was schon gesendet ist, behält seine Zusage.
tier-warn-made-up = **{ $tier } bleibt:** Was fehlte, ist da.
tier-kept = **Sie behalten { $tier }.** Was fehlte, ist da.
tier-down = **Wie am { $date } angekündigt, sind Sie ab heute { $tier }.** Was schon gesendet ist, behält seine Zusage.
tier-news-up = **{ $partner } ist jetzt { $tier }.** Was das bringt, steht im Kanal des Partners.
tier-news-warned = { $partner } bliebe nicht { $tier }. Was es erhält und bis wann, steht im Kanal des Partners.
tier-news-kept = { $partner } behält { $tier }: Was fehlte, ist da.
tier-news-down = { $partner } ist ab heute { $tier }, wie im Kanal des Partners angekündigt.
tier-role-why = { $partner } ist im Empfehlungsprogramm { $tier }.
tier-role-why-none = In keiner Stufe des Empfehlungsprogramms.
