# The English texts of Vouch: everything a person reads or presses in a chat.
#
# One key is one whole sentence or more; nothing is glued together from parts. Two marks are
# markup, **bold** and `code`; what stands in braces is put in as it is and can never become
# markup. Counts are numbers, so that plurals work; everything else comes ready to show.
# Every text may say { $refer_cmd } and { $vouch_cmd }: what these commands are called here.
# Words, lengths and tone: see src/text/tests/rules.rs.

## Buttons. A label is a contract: scripts press by label.

button-refer = Refer a customer
button-refer-another = Refer another
button-register = Register
button-approve = Approve
button-reject = Reject
button-ask = Ask
button-send-question = Send question
button-answer = Answer
button-send-answer = Send answer
button-ask-person = Ask a person
button-withdraw = Withdraw
button-keep = Keep it
button-refer-again = Refer again
button-fix-and-resend = Fix and resend
button-discard-draft = Discard draft
button-continue-form = Continue the form
button-move-stage = Move stage
button-record-win = Record win
button-save-stage = Save stage
button-change-owner = Change owner
button-save-owner = Save owner
button-undo = Undo
button-take-back = Take it back
button-reopen = Reopen referral
button-extend = Ask for extension
button-show-why = Show why
button-release-ask = Ask the partner
button-release-agree = Agree to release
button-release-keep = Keep the referral
button-reverse = Record reversal
button-name-customer = Record consent
button-unname-customer = Withdraw consent
button-add-evidence = Add evidence
button-send-evidence = Send evidence
button-claim = Claim a conflict
button-contest = Open a case
button-open-case = Open the case
button-decide = Decide
button-appeal = Appeal the decision
button-send-appeal = Send appeal
button-waive = Accept the decision
button-ask-evidence = Ask for evidence
button-split = Suggest a split
button-split-agree = Agree to share
button-split-named = Agree and be named
button-split-decline = Decline to share
button-approve-number = Approve { $ref }
button-mine = My referrals
button-rules = Show the rules
button-accept-agreement = Accept the agreement
button-ask-question = Ask a question
button-read-agreement = Read the agreement
button-start-agreement = Accept the agreement
button-start-colleagues = Name your colleagues
button-start-ideal = See who we look for
button-start-consent = Choose what others see
button-start-refer = Send the first referral
button-start-help = Ask for help
button-start-alone = Continue alone
button-start-begin = Start the checklist
button-open-sheet = Open the sheet
button-show-ideal = Show ideal customer
button-find = Find material
button-get = Get it
button-quiz = Take the quiz
button-send-quiz = Send answers
button-feedback = Send feedback
button-send = Send
button-show-more = Show more
button-show-first = Show the first
button-use-internal = Use for internal sales
button-use-partner = Link to one partner
button-use-community = Use for community
button-use-resolvers = Use for resolvers
button-link = Link
button-link-another = Link another channel
button-unlink = Unlink channel
button-confirm = Confirm
button-confirm-company = Confirm the company
button-save = Save
button-create = Create
button-create-channel = Create channel
button-new-partner = New partner
button-become = Become a partner
button-apply = Apply
button-accept-partner = Accept partner
button-decline-application = Decline application
button-decline = Decline
button-invite = Invite a partner
button-send-invite = Send invitation
button-rename = Rename partner
button-change-code = Change code
button-suspend = Suspend partner
button-resume = Resume partner
button-terminate = Terminate partner
button-merge = Merge into another
button-see-merge = Show preview
button-merge-now = Merge partners
button-ask-link = Ask to be linked
button-link-person = Link this person
button-not-theirs = Not one of theirs
button-keep-link = Keep the link
button-undo-link = Undo the link
button-code-slack = Get a code for Slack
button-code-discord = Get a code for Discord
button-link-account = Link my other account
button-install-link = Get the install link
button-open = Open
button-why = Show why
button-notify = Change notifications
button-set-role = Set a role
button-show-help = Show help
button-show-waiting = Show what waits
button-choose-owner = Choose an owner
button-cancel = Cancel
button-close = Close

## What a screen reader says where the label alone does not tell which card it belongs to.

spoken-asset = { $label } { $title }
spoken-button = { $label } { $ref }, { $company }
spoken-case = { $label } case { $case }, { $domain }

## One word per state, everywhere; the sign is decoration and never stands without its word.

state-submitted = Submitted
state-needs_info = Question asked
state-in_conflict = In review
state-approved = Approved
state-rejected = Rejected
state-lapsed = Lapsed
state-expired = Expired
state-won = Won
state-lost = Lost
state-withdrawn = Withdrawn
state-released = Released
state-merged = Merged
state-reversed = Reversed

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

stage-new = New
stage-contacted = Contacted
stage-qualified = Qualified
stage-meeting = Meeting
stage-proposal = Proposal
stage-negotiation = Negotiation
stage-nurture = Keeping in touch
stage-closed_won = Won
stage-closed_lost = Lost

## Labels of a card's fields.

field-number = Number
field-registered = Registered at
field-fingerprint = Fingerprint
field-owner = Owner
field-stage = Stage
field-next-step = Next step
field-protected = Protected through
field-updated = Last update
field-need = Need
field-relationship = Relationship
field-introduction = Introduction
field-basis = Basis
field-contact = Contact
field-job-title = Job title
field-match = Match
field-record = Partner record
field-state = State
field-since = Since
field-reason = Reason
field-kind = Kind
field-taken = Material taken
field-feedback = Feedback, of 5
field-manager = Manager
field-source = Message
field-thread = Partner's thread
field-card = Sales card
field-website = Website
field-sent = Referrals sent
field-serves = Serves
field-why = Why us
field-sender = Sent by
field-email = E-mail
field-side = Referral { $n }

## The pinned intro of a partner's channel.

refer-intro = **Know a company that needs us?** Press the button, answer a few questions, get a receipt with number and time.
refer-intro-terms = First answer within { $sla ->
        [one] { $sla } business day
       *[other] { $sla } business days
    }. Approved referrals are yours for { $days ->
        [one] { $days } day
       *[other] { $days } days
    }.
refer-intro-context = The button works for everyone here. `{ $refer_cmd }` works once your workspace has installed the app.

## The form.

refer-title = Refer a customer
refer-website = Company website
refer-website-hint = Their own site, for example acme.example
refer-website-unclear = Enter the company's own website, for example acme.example.
refer-website-mail = { $domain } belongs to a mail provider. Enter the company's own website.
refer-website-host = { $domain } holds pages of many companies. Enter the company's own website.
refer-website-own = That is your own company. Referrals are for others.
refer-website-us = That is us. Enter the customer's website.
refer-website-already = You already have this one: { $ref }.
refer-company = Company name
refer-company-missing = Enter the company's name.
refer-need = Need
refer-need-hint = What do they need, and when?
refer-need-missing = Say in a sentence what they need.
refer-too-long = { $n ->
        [one] { $n } character too long.
       *[other] { $n } characters too long.
    }
refer-relationship = Relationship
refer-relationship-client = Client of mine
refer-relationship-friend = Colleague or friend
refer-relationship-event = Met at an event
refer-relationship-other = Other
refer-relationship-missing = Choose how you know them.
refer-introduction = Introduction
refer-introduction-expect = They expect your call
refer-introduction-mention = Mention my name
refer-introduction-introduce = Wait, I will introduce you
refer-introduction-missing = Choose one.
refer-basis = Basis
refer-basis-hint = Why may we contact them?
refer-basis-asked = They asked for it
refer-basis-agreed = They agreed
refer-basis-public = Public business contact only
refer-basis-missing = Choose one.
refer-contact-name = Contact name
refer-contact-email = Contact e-mail
refer-contact-email-hint = Only sales sees it.
refer-contact-email-unclear = This is not a full e-mail address, like name@acme.example.
refer-job-title = Job title

refer-behalf-intro = You register this for { $partner }. Somebody else in sales decides on it.

## The receipt. Clear and match differ in one paragraph and in nothing else.

refer-receipt-title = Receipt
refer-receipt = **Received: { $ref }.** { $company } was registered at { $time } for { $partner }.
refer-receipt-clear = First answer by { $due }. Nothing else to do; updates come in its thread in the partner channel.
refer-receipt-match = This company will be reviewed before we decide. Your place and time are recorded. You will hear by { $due }.
refer-receipt-context = Fingerprint { $fingerprint }. Keep it: it shows later whether our record was changed.

## The root card in the partner's channel: first line, then one line per state.

refer-root = { $sign } **{ $ref } · { $company }**: { $word }
refer-root-submitted = With our sales team. First answer by { $due }.
refer-root-in_conflict = We check something about this company before we decide. All clocks are stopped. You will hear by { $due }.
refer-root-approved = Yours, protected through { $date }. { $owner } takes it from here.
refer-root-needs_info = We have a question. Answer by { $place_until } to keep your place in line; it lapses on { $lapse_on }.
refer-root-needs_info-rests = We have a question. All clocks are stopped while the review lasts, the one for your answer too.
refer-root-rejected = We cannot take this one on: { $reason }. You may register it again when something has changed.
refer-root-rejected-case = We cannot give you this account. { $rule } You may register it again when something has changed.
refer-root-lapsed = The question stayed open until { $date }. You may register the company again.
refer-root-expired = Protection ended on { $date }. You may register the company again.
refer-root-expired-grace = Protection ended on { $date }. Until { $grace } only you can register it again.
refer-root-won = Won on { $date }. Thank you for the introduction.
refer-root-lost = Closed as lost on { $date }: { $reason }. If talks resume by { $until }, we can reopen it.
refer-root-withdrawn = Withdrawn by { $who } on { $date }. Your referral has ended.
refer-root-withdrawn-partner = Withdrawn on { $date }, because the partnership has ended. Your referral has ended.
refer-root-released = Released on { $date }. { $rule } Your referral has ended.
refer-root-released-asked = Released on { $date }: { $why }. Your referral has ended.
refer-root-merged = Merged on { $date }: it continues as { $into }. { $rule }
refer-root-reversed = The win was reversed on { $date } after a refund or cancellation.
refer-root-context = Registered { $when } by { $who } · updates in the thread

## The partner's thread: the decision, by how the partner wants to introduce us.

review-approved-expect = Approved by { $who }. { $owner } is your contact and will get in touch; they expect the call. Protected through { $date }.
review-approved-mention = Approved by { $who }. { $owner } is your contact and will get in touch and mention your name. Protected through { $date }.
review-approved-introduce = Approved by { $who }. { $owner } is your contact and will get in touch once you have introduced us. Protected through { $date }.
protect-credit = We took { $n ->
        [one] { $n } day
       *[other] { $n } days
    } longer than promised, so { $n ->
        [one] { $n } day is
       *[other] { $n } days are
    } added: protected through { $date }.

refer-behalf = { $who } registered this for you. Nothing to do; you hear of every step here.
review-rejected = { $who } looked at it and cannot take it on: { $reason }. With a new fact you may register it again.
review-rejected-text = { $who } looked at it and cannot take it on: { $reason }. “{ $text }” With a new fact you may register it again.
review-undo = { $who } took back the decision of { $time }: { $reason }. { $ref } is with our sales team again; your place in line is kept. First answer by { $due }.
review-undo-in_conflict = { $who } took back the decision of { $time }: { $reason }. { $ref } is in review again; your place in line is kept. Nothing to do until the review is over.
review-question = { $who } asks: “{ $question }” Answer with the button, or mention the app in this thread, by { $place_until }.
review-question-alone = { $who } asks: “{ $question }” Answer with the button by { $place_until }.
review-answer = { $who } answered: “{ $answer }” The clock runs again; first answer by { $due }.
review-answer-in_conflict = { $who } answered: “{ $answer }” { $ref } is in review; nothing else to do until the review is over.
review-lapsed = The question stayed open until { $date }, so { $ref } lapsed. You may register the company again.
review-withdrawn = { $who } withdrew { $ref }. It has ended; the account is not held for you any more.
review-withdrawn-partner = { $ref } is withdrawn, because the partnership has ended before a decision. There is nothing left to do.
review-cleared = The review is over; the clock runs again. First answer by { $due }.
review-question-resumed = The clock of our question runs again. Answer by { $place_until } to keep your place in line; it lapses on { $date }.
protect-resume = The review is over; the clock runs again, protected through { $date }.
protect-nurture = Every second day of keeping in touch did not count: protected through { $date }.
case-awarded = { $ref } is approved: protected through { $date }. { $owner } takes it from here.
case-awarded-unowned = { $ref } is approved: protected through { $date }. Our sales team says who takes it from here.
track-stage = Now in **{ $stage }** (was { $old }). Next step: { $next }.
track-stage-alone = Now in **{ $stage }** (was { $old }).
track-crm = { $ref } { $company }: the CRM says “{ $stage }”, the card “{ $old }”. The card stands; change it there if the CRM is right.
track-owner = { $owner } is your contact now (was { $old }).
track-won = Won on { $date }. Thank you for the introduction.
track-lost = Closed as lost: { $reason }. It can be reopened until { $until } if talks resume.
track-reopened = Talks have resumed: { $ref } is open again. Protected through { $date }.
track-expired = Protection ended on { $date }. You may register the company again.
track-expired-grace = Protection ended on { $date }. Until { $until } only you can register it again.
extended = Extended: protected through { $date }. This was the one extension.
release-ask = { $manager } would like to release { $ref }: { $reason }. Agree, or tell us by { $date } why it should stay; without an answer it is released then.
release-open = { $manager } would like to release it: { $reason }. Without an answer it is released on { $until }.
release-open-rests = { $manager } would like to release it: { $reason }. The time for an answer stands while the review lasts.
release-kept = { $who } keeps { $ref }: it stays protected, and nobody asks again for 30 days.
release-resumed = The time to answer about the release of { $ref } runs again: until { $date }.
release-agreed = { $who } agreed, so { $ref } is released: { $reason }. It has ended.
release-silent = Nobody answered in time, so { $ref } is released: { $reason }. It has ended.

## Clocks: who is waited for is reminded, who waits is told.

promise-half = { $ref } { $company } from { $partner } waits for a decision: half of the promised time is used, due { $due }.
promise-late = { $ref } { $company } is past its promise: it was due { $due }. { $partner } is told so, and that it is looked after now.
promise-late-partner = We promised an answer on { $ref } by { $due } and did not keep it. We are looking into it now. Every late day is added to your protection.
question-soon = The question on { $ref } is open until { $place_until }; after that its place in line is not kept.
silence-owner = { $ref } { $company }: { $days } days without an update that { $partner } could see. In three days they are told so.
silence-told = Nothing has moved on { $ref } for { $days } days. { $owner } owns it and has been asked for the next step.
protect-ends = { $ref } { $company }: protection ends in { $days } days, on { $date }.
protect-ends-soon = { $ref } { $company }: protection ends { $days ->
        [0] today
       *[other] tomorrow
    } at the end of the day, { $date }.

track-reversed = The win was reversed on { $date } after a refund or cancellation.

## The sales card, seen inside the vendor only.

review-card = { $sign } **{ $ref } · { $company }** ({ $domain }) from { $partner }: { $word }
review-card-submitted = Decide by { $due } ({ $left } left).
review-card-late = Decide by { $due } ({ $late } late).
review-card-in_conflict = In review since { $when }. All clocks are stopped. Nobody else wants this account, so sales decides here.
review-card-case = In review since { $when }. All clocks are stopped; a resolver decides, and the buttons return when it is decided.
review-card-grace = In review since { $when }. Another partner may come back to this account first; the clock runs from { $until } on.
review-card-ruled = By { $who } in a case, { $when }: { $rules }.
review-card-merged = Merged into { $into } by { $who } in a case, { $when }: { $rules }.
review-card-approved = By { $who }, { $when }. Protected through { $date }.
review-card-needs_info = { $who } asked { $when }: “{ $question }” Waiting for { $partner } until { $lapse_on }; the clock is stopped.
review-card-needs_info-rests = { $who } asked { $when }: “{ $question }” It is in review as well: the clock of the question stands until that is decided.
review-card-rejected = By { $who }, { $when }: { $reason }.
review-card-won = Won { $date }, { $amount }.
review-card-lost = Lost { $date }: { $reason }.
review-card-ended = { $when } by { $who }.
review-card-released = Released { $when }, as { $who } had asked: { $release }.
review-card-partnership = { $when }, when the partnership ended.
review-card-clock = { $when } by the clock.
review-card-tail = Protection ended on { $date }. A deal closed by { $until } still counts for { $partner }.
review-card-contact = { $name } · { $email }
review-card-context = Fingerprint { $fingerprint } · rules { $version }
# In the card's thread, when the card shows only the beginning.
review-card-need = **Need in full:** { $need }
review-card-contact-full = **Contact in full:** { $contact }

match-clear = Clear
partner-record = { $sent } sent, { $won } won
match-off-limits = Off limits: { $domain } is not open for referrals
match-referral = { $domain } was referred before: { $ref } from { $partner }

# What the vendor's own systems have: of the same domain, by the contact's address, of a similar name.
match-domain = { $domain } belongs to { $account } ({ $standing })
match-alias = Alias of { $account } ({ $standing })
match-email = E-mail: { $account } ({ $standing })
match-name = Name { $score }: { $account } ({ $standing })
match-name-likely = Name { $score }, likely: { $account } ({ $standing })
standing-customer = customer
standing-opportunity = open opportunity
standing-opportunity-active = open opportunity, last activity { $date }
standing-off-limits = off limits
standing-known = known

## The form of Approve.

review-approve-title = Approve { $ref }
review-owner = Owner
review-owner-missing = Choose an owner.
review-owner-outsider = Choose somebody from sales.
review-note = Note
review-note-hint = For your team. The partner does not see it.
review-exception = Reason
review-exception-hint = Why all the same? The partner does not see it.
review-exception-needed = { $ref } is in review, so approving it takes a reason. Press Approve again.
review-exception-field = Approved all the same
review-approve-foot = Protection will run through { $date }.

## The forms of Reject, Ask, Answer, Undo, Change owner and Move stage.

review-reject-title = Reject { $ref }
review-reason = Reason
review-reason-hint = The partner sees this.
review-reason-missing = Choose a reason.
review-text = Text for the partner
review-text-hint = What would have to change?
review-internal = Internal note
review-internal-hint = Only your team sees this.
review-ask-title = Ask about { $ref }
review-question-label = Question
review-question-hint = One question gets a quicker answer.
review-question-missing = Write the question.
review-answer-title = Answer { $ref }
review-answer-label = Answer
review-answer-missing = Write the answer.
review-answer-shown = { $who } asks: “{ $question }”
review-undo-title = Undo { $ref }
review-undo-intro = The decision on { $ref } is taken back; its place in line is kept. The partner is told.
review-undo-reason = Reason
review-undo-hint = The partner sees this.
review-undo-missing = Write the reason.
review-owner-title = Owner of { $ref }
track-stage-title = Move stage
track-stage-intro = **{ $ref } · { $company }**
release-title = Release { $ref }
release-intro = **{ $ref } · { $company }** The partner is asked first and has ten business days. A no keeps the referral.
release-reason = Reason
release-hint = The partner reads this. Say why the account should be free again.
release-missing = Write the reason for the partner.
release-number = Write the number behind it, for example `{ $vouch_cmd } release NOR-12`.
track-tail-intro = The protection has ended. A deal that was closed by { $until } is still credited to the partner.
track-stage-label = Stage
track-next = Next step
track-next-hint = The partner sees this.
track-next-missing = Write the next step, for example: call on Tuesday.
track-amount = Amount
track-amount-hint = Only for the stage Won. Stays internal.
track-amount-unclear = Enter a number, for example 12500.00.
track-currency = Currency
track-currency-missing = Choose a currency.
track-date = Date
track-date-missing = Choose a date.
track-date-future = The date cannot be in the future.
track-lost-reason = Reason
track-lost-hint = Only for the stage Lost.
track-date-hint = When it was signed; only for the stage Won.
track-stage-missing = Choose a stage.
track-reverse-title = Reverse win { $ref }
track-reverse-intro = The win of { $ref } is reversed for good. The partner is told, without what you write here.
track-reverse-record = Refund or cancellation
track-reverse-hint = What was paid back or cancelled, and when. Only your team sees this.
track-reverse-missing = Write what was paid back or cancelled.
naming-title = Consent { $ref }
naming-intro = With their consent { $company } may be named in shout-outs. Without it nobody names them in public.
naming-record = Who agreed, and how
naming-hint = For example: Jo Miller, by email on 3 March. Only your team sees this.
naming-missing = Write who agreed, and how.
naming-back-title = No consent { $ref }
naming-back-intro = From now on no shout-out names { $company }. What is posted already stays, until you delete it.
naming-back-record = Reason
naming-back-hint = Why they are not named any more. Only your team sees this.
naming-back-missing = Write why they are not named any more.
naming-field = May be named
naming-stands = Since { $when }, recorded by { $who }: { $how }
refer-withdraw-title = Withdraw { $ref }?
refer-withdraw-text = Your referral of { $company } ends at once and somebody else may register it.

## Rules of engagement, in a partner's words: only the cited ones are shown.

rule-R1 = This account is not open for referrals.
rule-R2 = They are already our customer.
rule-R3 = Our own team was in talks, with activity not long before you registered.
rule-R4 = The buyer named their choice in writing.
rule-R5 = The account already has a protection that is in use.
rule-R6 = Complete registrations came at almost the same time, so a person decided on the evidence.
rule-R7 = The earliest complete registration counts.
rule-R8 = Both sides agreed to share.
short-R1 = R1 · Off limits, or the own company
short-R2 = R2 · Already a customer
short-R3 = R3 · Direct opportunity with activity
short-R4 = R4 · Written choice of the buyer
short-R5 = R5 · Live protection in use
short-R6 = R6 · At almost the same time
short-R7 = R7 · Earliest complete registration
short-R8 = R8 · Both agreed to share
roe = **Rules of engagement.** Who gets an account is decided by them; the first one that matches wins, and its number is cited.
roe-R1 = **R1** An account that is off limits, or your own company, cannot be referred.
roe-R2 = **R2** A company that is our customer already cannot be referred.
roe-R2-expansion = **R2** A company that is our customer already: a person decides.
roe-R3 = **R3** Our own team keeps an account on which it worked in the { $days } days before the first registration.
roe-R3-fee = **R3** Our own team keeps an account on which it worked in the { $days } days before the first registration, and pays a finder's fee.
roe-R4 = **R4** A written choice of the buyer is evidence; a person decides.
roe-R5 = **R5** A protection that is in use stands: somebody worked on it within { $stale } days.
roe-R6 = **R6** Complete registrations at most { $minutes } minutes apart are weighed by a person.
roe-R7 = **R7** Otherwise the earliest complete registration counts.
roe-R8 = **R8** Two partners may share an account, when both confirm it.
roe-context = Evidence: { $evidence } business days · appeal: once, within { $appeal } business days · somebody without a stake decides

outcome-uphold_first = The first referral stands
outcome-award_other = The later referral is awarded
outcome-split = Credit is shared
outcome-direct_keeps = Our own team keeps the account
outcome-direct_keeps_with_finder_fee = Our own team keeps it, with a finder's fee
outcome-merge = Merged into { $into }
outcome-void = Closed without an award
party-stands = your referral stands
party-not-yours = we cannot give you this account
party-split = you share the credit, { $percent } % is yours
party-direct = our own team keeps the account
party-direct-fee = our own team keeps the account; a finder's fee is yours
party-merged = it continues as { $into }
party-void = closed without an award
party-open = not decided yet
party-appealed = appealed, and not decided yet
party-settled = ended without a decision

claim-evidence = { $ref } is in review. All clocks are stopped and your registration time is safe. If you know something that helps, add it by { $due }; only the resolver reads it.
evidence-asked = **{ $ref }** is being decided, and one thing would help. Add it by { $due }; only the resolver reads it.
case-kept = The review of { $ref } is decided: your referral stands. { $rule } What counted: { $facts }.
case-not = The review of { $ref } is decided: { $outcome }. { $rule } What counted: { $facts }.
case-text = “{ $text }”
case-appeal = You can appeal once until { $due }; another resolver will look.
counted-registered = registered { $at }
counted-protected = registered { $at }, protected through { $date }
appeal-in = Your appeal on { $ref } is in. A resolver who was not involved decides by { $due }.
appeal-final = The appeal is decided for { $ref }: { $outcome }. { $rule } This is final.
case-split = For { $company } we suggest shared credit: { $percent } % yours. It counts when both sides agree by { $due }. Names stay hidden unless both choose to be named.
case-split-named = You share with { $partner }; both sides chose to be named.
share-agreed = You agreed for { $ref }. It counts when the other side agrees as well.
share-declined = You declined for { $ref }. The review goes on; nothing else to do.
waived = You accepted the decision on { $ref }. It is final for you; nothing else to do.

case-card-evidence = **Case { $case } · { $company }** ({ $domain }): Evidence until { $date }
case-card-proposed = **Case { $case } · { $company }** ({ $domain }): Proposed, decide by { $date }
case-card-decided = **Case { $case } · { $company }** ({ $domain }): Decided, appeal until { $date }
case-card-appealed = **Case { $case } · { $company }** ({ $domain }): Appealed, decide by { $date }
case-card-late = **Case { $case } · { $company }** ({ $domain }): Waits for a decision since { $date }
case-card-final = **Case { $case } · { $company }** ({ $domain }): Final { $date }
case-card-settled = **Case { $case } · { $company }** ({ $domain }): Settled { $date }, nothing was left to decide
case-card-excepted = **Case { $case } · { $company }** ({ $domain }): Approved by sales { $date }, with a reason
case-card-proposes = The rules propose: **{ $outcome }** ({ $rules }). { $grounds }
case-card-person = The rules leave it to a person ({ $rules }). { $grounds }
case-card-no-rule = No rule is met, so a person decides. { $grounds }
case-card-ruling = **{ $outcome }** ({ $rules }), decided by { $who }, { $when }.
case-side = { $ref } from { $partner }: { $word }, in line since { $at }
case-side-protected = { $ref } from { $partner }: { $word }, in line since { $at }, protected through { $date }, owner { $owner }
ground-off-limits = The account is off limits.
ground-own = The account is the own company of the partner of { $ref }.
ground-customer = The account is a customer.
ground-direct = Own opportunity, last activity before it on { $date }.
ground-chosen = { $ref } says that the buyer chose them in writing.
ground-protected = { $ref } is protected, and in use.
ground-stale = { $ref } is protected, and was not worked on for more than { $days } days.
ground-unknown = Whether the protection of { $ref } was in use then, nobody knows.
ground-apart = { $one } and { $other } came { $seconds } seconds apart.
ground-earliest = { $ref } is the earliest complete one, from { $at }.
ground-none = No registration is complete.
case-line-opened-match = { $when }: opened, because one account was registered more than once
case-line-opened-off_limits = { $when }: opened, because the account is off limits
case-line-opened-customer = { $when }: opened, because the company is a customer already
case-line-opened-direct = { $when }: opened, because our own team is in talks with the company
case-line-opened-claim = { $when }: opened by a partner
case-line-opened-sales = { $when }: opened by sales
case-line-asked = { $ref }, { $partner }: asked for evidence
case-line-stated = { $ref }, { $partner }: gave evidence
case-line-left = { $ref }, { $partner }: left the case
case-line-decided = { $when }: decided
case-line-appealed = { $ref }, { $partner }: appealed
case-line-split = Split suggested: { $percent } % for the first, { $agreed } of 2 agreed
case-line-split-agreed = Split agreed: { $percent } % for the first, { $agreed } of 2 agreed
case-line-split-declined = Split declined: { $percent } % for the first, { $agreed } of 2 agreed
case-why-title = Why case { $case }
case-why-now = **Rule by rule, by what is known now.** The first one that is met decides.
case-why-then = **Rule by rule, as it stood when the time for evidence was over.** The first one that is met decides.
case-why-off = **{ $rule }** is not used in this programme.
case-why-unmet = Not met.
case-why-met = **Met.** { $grounds }
case-why-person = **Met, so a person decides.** { $grounds }
case-why-unasked = Not asked: a rule before it is met.
case-why-none = None of them is met, so a person decides.
case-why-split = A split that both sides confirm (R8) takes the place of R5 to R7.
case-why-rules = Rules { $version }, in force when the case was opened
case-barred-context = Cannot decide: { $names }
case-nobody-context = Everybody who could decide has a stake. The case waits until somebody has a role who has none.
case-for-sales-context = Nobody else wants this account: sales decides on its card.
case-note-evidence = Evidence on { $ref } from { $partner }:
case-note-asked = Asked of { $partner } about { $ref }:
case-note-appeal = Appeal on { $ref } from { $partner }:
case-note-claim = Claim: { $claim }
case-note-day = About { $date }
case-note-agreed = { $ref }, { $partner }: agreed to share
case-note-declined = { $ref }, { $partner }: declined to share
case-waits-resolver = Waits for a decision since { $date }; next in line: the resolvers.
case-waits-partner_manager = Waits for a decision since { $date }; next in line: the partner managers.
case-waits-admin = Waits for a decision since { $date }; next in line: the admins.
case-waits-nobody = Waits for a decision since { $date }; everybody who could decide has a stake.
case-late = Case { $case } waits for a decision since { $date }. Its card stands in the channel of the resolvers.

claim-title = Claim a conflict
claim-number = Type the number of your referral behind the command, for example NOR-12.
claim-label = Claim
claim-first = We were first
claim-chosen = The buyer chose us
claim-relationship = We hold the relationship
claim-lapsed = The protection lapsed
claim-unchosen = Choose what you claim.
claim-what = What happened
claim-what-hint = What happened, and when? Only the resolver reads this.
claim-missing = Write what happened and when.
claim-link = Link
claim-link-unclear = Enter a full address that starts with https://.
claim-date = Date
claim-opened = { $ref } is in review now; all its clocks are stopped. What you wrote is with the resolvers, and you hear of the decision in its thread.
evidence-title = Add evidence
evidence-statement = Statement
evidence-hint = Only the resolver reads this.
evidence-missing = Write what you know.
evidence-sent = Thank you. The resolvers have it; nobody else reads it. You hear of the decision in the thread of { $ref }.
appeal-title = Appeal
appeal-what = What did we miss?
appeal-hint = Another resolver reads this and decides. That decision is the last.
appeal-missing = Write what was missed.
appeal-sent = Your appeal on { $ref } is in. Another resolver decides; you hear of it in its thread.
contest-title = Open a case
contest-why = Reason
contest-hint = What is contested? Only the resolver reads this.
contest-missing = Write what is contested.
contest-opened = The case about { $ref } is open; all clocks are stopped. A resolver without a stake decides.
decide-title = Decide case { $case }
decide-intro = **Case { $case }**, proposed by { $rules }. { $grounds }
decide-early = Evidence can still be given until { $date }; a decision now ends that.
decide-outcome = Outcome
decide-outcome-missing = Choose an outcome.
decide-rules = Rules
decide-rules-missing = Choose at least one rule.
decide-winner = Awarded to
decide-winner-hint = Only for the outcome “The later referral is awarded”.
decide-winner-missing = Choose to which referral it is awarded.
decide-text = Text for referral { $n }
decide-text-hint = { $ref } reads this. Do not name the other side.
decide-text-missing = Write what this partner is told.
decide-names = This names { $partner }; say it without the name.
decide-split-open = A split counts when both partners have agreed to it. Suggest it first.
decide-merge-nothing = Only referrals of one partner are merged. In this case there is no second open one of the same partner.
decide-done = Case { $case } is decided; every party is told in its own thread.
ask-evidence-title = Ask for evidence
ask-evidence-intro = They are asked in their own channel and can add evidence for { $days } business days. Only resolvers read the answer.
ask-evidence-side = Whom
ask-evidence-side-missing = Choose who is asked.
ask-evidence-all = Everybody in the case
ask-evidence-text = What would help
ask-evidence-hint = They read this. Do not name another side.
ask-evidence-missing = Write what you would like to know.
ask-evidence-sent = Asked. The answer comes into the thread of case { $case }.
split-title = Suggest a split
split-intro = Both partners are asked in their own channels. It counts when both agree; neither reads the name of the other unless both want it.
split-share = Split
split-share-hint = Per cent for { $ref }
split-share-unclear = Enter a number from 1 to 99.
split-sent = Both partners of case { $case } are asked; the card shows their answers.

## The programme changes, or cannot.

programme-new = **The rules change on { $date }.**
programme-new-protection = Approved referrals are yours for { $n ->
        [one] { $n } day
       *[other] { $n } days
    }; it was { $was }.
programme-new-promise = First answer within { $n ->
        [one] { $n } business day
       *[other] { $n } business days
    }; it was { $was }.
programme-new-notice = Changes like this are told { $n ->
        [0] at once
        [one] { $n } day before
       *[other] { $n } days before
    }; it was { $was }.
programme-new-hours = First answers are counted in business hours: { $opens } to { $closes } on { $n ->
        [one] one day
       *[other] { $n } days
    } a week, { $zone }.
programme-new-off = **{ $rule }** does not hold any more.
programme-new-tier = **{ $tier }**: { $terms }.
programme-new-tier-gone = There is no tier { $tier } any more; what you reach by then counts.
programme-new-agreement = From then on a referral needs your yes to agreement version { $version } of { $date }. You will find it here.
programme-new-agreement-none = From then on nothing has to be accepted before a referral.
programme-new-kept = Referrals already sent keep the rules they were sent under.
programme-bad = program.toml was not taken over, line { $line }, column { $column }: { $what } Version { $version } stays in force.

## The first admin.

admin = You are admin; the code is used up. Next: add the app to your sales channel, and type `{ $vouch_cmd } link` there.
admin-wrong = That code does not fit. { $n ->
        [0] No tries are left
        [one] { $n } try is left
       *[other] { $n } tries are left
    }; a new one comes from `vouch admin code` on the server.
admin-over = That code does not fit any more. A new one comes from `vouch admin code` on the server.
admin-how = Type the code behind the command, as the terminal showed it. A new one comes from `vouch admin code` on the server.
admin-there = There is an admin already, so codes do not work any more. An admin gives roles.
admin-who = The chat does not tell us who you are just now, so nothing was done. Type it again in a minute.
## Lists, private to who asked: the referrals of a partner or of an owner, and what waits for sales.

track-list-title = My referrals
track-list = **{ $partner }: { $open } open, { $n } in all.**
track-list-owned = **Yours: { $open } open, { $n } in all.**
track-list-empty = No referrals yet. The first one takes about a minute.
track-list-empty-theirs = { $partner } has sent no referrals yet.
track-list-empty-owned = You own no referral. Whoever approves one names its owner.
track-list-none = No referral stands here now.
track-filter = Choose what to show
track-filter-all = All
track-filter-waiting = Waiting for you
track-filter-open = Open
track-filter-ending = Ending soon
track-filter-closed = Closed
track-line = { $sign } { $ref } { $company } · { $word }
track-line-asked = { $sign } { $ref } { $company } · { $word } · lapses on { $lapse_on }
track-line-rests = { $sign } { $ref } { $company } · { $word } · in review, the clock stands
track-line-approved = { $sign } { $ref } { $company } · { $word } · { $stage } · through { $date }
list-place-context = { $from }–{ $to } of { $n }
review-list-title = To decide
review-list = **Waiting for a decision: { $n }**
review-list-empty = Nothing waits for a decision.
review-line = { $ref } { $company } from { $partner } · { $left } left
review-line-late = { $ref } { $company } from { $partner } · { $left } late
due-asked = **Questions that wait for a partner: { $n }**
due-release = **Releases that wait for a partner: { $n }**
due-ending = **Protections that end within 14 days: { $n }**
due-line-asked = { $ref } { $company } from { $partner } · lapses on { $lapse_on }
due-line-release = { $ref } { $company } from { $partner } · released on { $until } without an answer
due-line-rests = { $ref } { $company } from { $partner } · in review, the clock stands
due-line-ending = { $ref } { $company } from { $partner } · through { $date }
due-cases = **Open cases: { $n }**
due-line-evidence = Case { $case } { $domain } · evidence until { $date }
due-line-decision = Case { $case } { $domain } · decide by { $date }
due-line-decision-late = Case { $case } { $domain } · waits for a decision since { $date }
due-line-appeal = Case { $case } { $domain } · appeal until { $date }
case-title = Case { $case }
due-empty = Nothing is due: no decision waits, no question is open, no protection ends within 14 days.

## Looking for a referral.

open-title = Open a referral
open-account = Account
open-account-hint = Its number, company or website
open-account-missing = Choose a referral.
open-choice = { $ref } { $company } · { $word }

## The page that a person has in the app.

home-title = Vouch
home-empty = **{ $partner }** No referrals yet. The first one takes about a minute.
home-nobody = Welcome. We do not know yet which partner you belong to. Press **Refer a customer** in the channel you share with us, and we link you.
home-waiting = **Waiting for you: { $n }**
home-open = **Open: { $n }**
home-ending = **Ending soon: { $n }**
home-line = { $ref } { $company } · { $word }
home-line-asked = { $ref } { $company } · answer by { $date }
home-line-release = { $ref } { $company } · to be released: answer by { $until }
home-line-rests = { $ref } { $company } · an answer is asked for; the clock stands
home-line-stage = { $ref } { $company } · { $stage } · through { $date }
home-line-next = { $ref } { $company } · { $stage } · { $next } · through { $date }
home-line-ending = { $ref } { $company } · through { $date }
home-mine = **Yours: { $n }**
home-still = **Without an update for 14 days: { $n }**
home-line-still = { $ref } { $company } · owner { $owner }
home-in-time = Answered in time, last 30 days: { $value }
home-numbers = **How the programme goes, last 30 days**
number-register = Time to register
number-in-time = Answered in time
number-why = “Why” answered
number-fresh = Fresh updates
number-cases-late = Cases past due
number-time = { $time }, n { $n }
number-share = { $share } of { $n }
number-none = No data yet (n 0)
home-needed = **Needs you**
home-set-up = **Set up**
home-settings = **Settings**
home-version = Programme version { $version }
source-open = Open the message
thread-open = Open the thread
card-open = Open the card

## Why: reasons and dates.

why-form-title = Reasons and dates
why-title = Why { $ref }
why-head = **{ $ref } { $company } is: { $word }.**
why-registered = Registered { $when } by { $who }.
why-line = Its place in line counts from { $when }: the answer came after its time.
why-promise = First answer promised by { $due }.
why-stopped = The clock of the promised answer is stopped.
why-decided = Decided { $when } by { $who }, within the promise.
why-decided-late = Decided { $when } by { $who }; promised by { $due }, so { $n ->
        [one] { $n } day
       *[other] { $n } days
    } late.
why-transferred = With { $stays } since { $when }: { $gone } is the same company and goes on as { $stays }.
why-exception = It was in review, and sales approved it all the same: “{ $reason }”
why-window = Approved { $approved } + { $n } days = { $date }
why-late = + { $n ->
        [one] { $n } day
       *[other] { $n } days
    } for our delay = { $date }
why-paused = + { $n ->
        [one] { $n } day
       *[other] { $n } days
    } in review = { $date }
why-nurture = + { $n ->
        [one] { $n } day
       *[other] { $n } days
    } of keeping in touch = { $date }
why-extension = + { $n } days of extension = { $date }
why-not-counted = + { $n ->
        [one] { $n } day that does not count
       *[other] { $n } days that do not count
    } = { $date }
why-through = Since talks resumed: protected through { $date }
why-tail = A deal that closes by { $date } is still credited.
why-next-submitted = **Next:** our first answer, by { $due }.
why-next-needs_info = **Next:** an answer to our question, by { $place_until }. Without one it lapses on { $lapse_on }.
why-next-needs_info-rests = **Next:** an answer to our question. Its clock stands while the review lasts.
why-next-in_conflict = **Next:** the end of the review; you hear of it in the thread.
why-next-approved = **Next:** the last protected day, { $date }.
why-next-release = **Next:** an answer about its release, by { $until }. Without one it is released.
why-next-release-rests = **Next:** an answer about its release. The time for it stands while the review lasts.
why-next-again = **Next:** nothing. The company may be registered again.
why-next-grace = **Next:** until { $grace } only its own partner can register the company again.
why-next-merged = **Next:** nothing here. { $into } goes on in its place.
why-next-none = **Next:** nothing. It has ended.
why-rules = Rules { $version }, in force when it was registered · fingerprint { $fingerprint }
ask-person-title = Ask about { $ref }
ask-person-label = Your question
ask-person-hint = We answer in the thread of the card.
ask-person-owner = { $who } asks: “{ $question }” { $owner } answers here in the thread.
ask-person-asked = { $who } asks: “{ $question }” We answer here in the thread.
ask-person-alone = **{ $ref } · { $company }** { $who } from { $partner } asks: “{ $question }” You own it: please answer in the thread. The card leads there.
ask-person-sales = { $ref } { $company }: { $who } from { $partner } asks: “{ $question }” Please answer in the thread; the card leads there.

## What somebody wants to be told directly, and when not.

notify-title = Notifications
notify-topics = Tell me about
notify-topics-hint = Questions and decisions always reach your channel.
notify-topic-questions = Questions and answers about referrals of yours
notify-topic-decisions = Decisions on referrals of yours
notify-topic-reminders = Reminders of what still waits for you
notify-topic-changes = Changes of roles and members
notify-topic-digests = Notes, nudges and places on boards, in our channel
notify-word-questions = questions
notify-word-decisions = decisions
notify-word-reminders = reminders
notify-word-changes = changes of roles and members
notify-word-digests = notes, nudges and places on boards
notify-from = Quiet from
notify-from-hint = For example 18:30. Leave both times empty for no quiet hours.
notify-until = Quiet until
notify-unclear = Write a time like 18:30.
notify-half = Write both times, or leave both empty.
notify-same = Choose two different times.
notify-foot = Times of { $zone }. What needs your decision, or is about you alone, is always told; in quiet hours it waits.
notify = You hear of { $list }. Quiet { $from }–{ $until }, { $zone }.
notify-any-time = You hear of { $list }, at any time.
notify-nothing = You hear only of what needs you. Quiet { $from }–{ $until }, { $zone }.
notify-nothing-any-time = You hear only of what needs you, at any time.
notify-changed = Your notifications were changed since, so nothing was done. Open them to see how they stand.
notify-told = **{ $ref } · { $company }**
notify-yours = **{ $ref } · { $company }** from { $partner } is yours now. { $who } named you its owner.

## Companies: the question before registering, and which domains are one.

claim-check-clear = { $domain }: clear today. Only a registration keeps it for you.
claim-check-review = { $domain } will be reviewed when you register it.
claim-check-count = { $n } of { $max } checks today
check-budget = All { $n } questions for today are used; they start anew at midnight, { $zone }. { $manager } can look for you.
check-budget-nobody = All { $n } questions for today are used; they start anew at midnight, { $zone }.
alias-group = { $domain } is the same company as { $others }.
alias-alone = { $domain } is a company of its own.
alias-usage = Type `{ $vouch_cmd } alias acme.example acme.de` to make two domains one company. `{ $vouch_cmd } alias remove acme.de` takes one out.

## Leaderboards: the board of those who chose to be on it, one's own place, and that choice.

board-title = **{ $metric } · { $period }**
board-metric-approved = Approved referrals
board-metric-won = Won referrals
board-metric-conversion = Share that was won
board-metric-growth = Growth
board-month = { $month } { $year }
board-quarter = Q{ $quarter } { $year }
board-line = **{ $rank }** { $partner } **{ $figure }**
board-count = { $n }
board-more = +{ $n }
board-foot = Partners who chose to appear. Ties share a rank. Counted { $when }.
board-rest = And { $n } more share { $place } place.
board-none = No board for { $period }: fewer than { $min } partners take part.
board-own = You are { $place }, with { $figure }.
board-own-shared = You share { $place } place, with { $figure }.
board-own-alone = You have { $figure }. Places are told from { $min } ranked partners on.
board-own-few = Not ranked yet: conversion counts from { $min } decided referrals, you have { $n }.
board-own-none-approved = Not ranked yet: no referral was approved in this time.
board-own-none-won = Not ranked yet: no referral was won in this time.
board-own-none-growth = Not ranked: there were no more approved referrals than in the time before.
board-own-next-approved = { $n } more approved { $n ->
        [one] referral reaches
       *[other] referrals reach
    } { $place } place.
board-own-next-won = { $n } more won { $n ->
        [one] referral reaches
       *[other] referrals reach
    } { $place } place.
board-own-next-conversion = { $n } more { $n ->
        [one] win reaches
       *[other] wins reach
    } { $place } place.
board-own-next-growth = { $n } more approved { $n ->
        [one] referral reaches
       *[other] referrals reach
    } { $place } place.
board-usage = “{ $typed }” is none of these. `{ $command }` takes approved, won, conversion or growth, then month, quarter, last, 2027-03 or 2027-q1.
place-st = { $n }st
place-nd = { $n }nd
place-rd = { $n }rd
place-th = { $n }th
button-my-rank = Show my rank
board-preview = **The first board is ready.** Community channels read this. Each partner's channel hears its own place and no other name.
board-preview-foot = Later ones go out by themselves, at 09:00 on the first day of a month.
board-sent = Posted. Later ones go out by themselves, at 09:00 on the first day of a month.
board-skipped = Left out. You see the next one first as well.
board-sent-before = Already posted at { $when }; once is enough.
board-skipped-before = It was left out at { $when }. Nothing was posted.
board-replaced = A newer board has taken its place. Nothing was posted.
board-correct = Correction to { $period }: a result counted then was reversed later. The board stays as published; the next one counts it.
picture-board = Bar chart. { $metric }, { $period }.
picture-board-place = { $rank }: { $partner }, { $figure }.
picture-board-shared = { $rank }, shared: { $partner }, { $figure } each.
picture-board-foot = Partners who chose to appear. Ties share a rank.
picture-rest = All values are in the message.
picture-trend = Line chart of your last { $n } quarters, up to { $period }.
picture-trend-head = Your referrals by quarter
picture-quarter = Bar chart of your referrals in { $period }.
picture-quarter-head = Your referrals · { $period }
picture-sent = Sent
picture-approved = Approved
picture-won = Won
picture-point = Q{ $quarter } { $year }
picture-values = { $name } { $values }.
late-merge = We were away from { $from } to { $to }; this note replaces { $n }.
late-alone = We were away from { $from } to { $to }; this note is late.
button-send-it = Send it
button-skip-it = Skip it
nudge-idle = Your last referral was on { $date }.
nudge-joined = You joined on { $date }; the first referral is still to come.
nudge-new = New for you: { $title }.
nudge-won = { $ref } was won in { $month }; companies like it are who we look for.
nudge-tier-approved = { $k ->
        [one] { $k } more approved referral makes
       *[other] { $k } more approved referrals make
    } you { $tier }.
nudge-tier-won = { $k ->
        [one] { $k } more won deal makes
       *[other] { $k } more won deals make
    } you { $tier }.
nudge-ideal = Who we look for now: { $text }
nudge-ask = Is there one client who comes to mind?
month-head = **{ $month }:** { $sent } sent, { $approved } approved, { $won } won.
month-answers = Half of our answers came within { $p50 } of business time, { $share } of { $n } in time.
week-head = **Your week, { $from }–{ $to }.**
week-moved = **Moved: { $n }**
week-line-moved = { $ref } { $company } · { $old } → { $new }
week-more = And { $n } more.
notes-preview-nudge = **The first note to a quiet partner is ready.** This is how { $partner } would read it.
notes-preview-week = **The first weekly note is ready.** This is how { $partner } would read it.
notes-preview-month = **The first monthly note is ready.** This is how { $partner } would read it.
notes-preview-quarter = **The first quarterly review is ready.** This is how { $partner } would read it; **Show the review** stands below it there.
notes-preview-foot = Nothing goes out before **Send it**. Later ones go out by themselves, until somebody presses **Stop these notes** here.
notes-started = They go out now, and later ones by themselves, at 09:00 on a business day. **Stop these notes** ends that.
notes-stopped = Stopped: none goes out any more. **Send it** starts them again.
notes-started-before = They go out by themselves since { $when }.
notes-stopped-before = They are stopped since { $when }.
button-stop-notes = Stop these notes
button-pause-notes = Pause these notes
button-show-review = Show the review
pack-title = Quarterly review
pack-heading = { $partner }, { $quarter }
pack-head = **{ $partner }, { $quarter }**
pack-quarter = **{ $partner }, { $quarter }.** { $sentence }
pack-sentence = { $sent } sent, after { $before } in the quarter before; so far { $approved } of them approved and { $won } won.
pack-running = The quarter runs through { $date }: its figures will change.
pack-maturing = { $open } of them are open, so these figures may still change.
pack-one = In one sentence
pack-sent = What you sent
pack-became = What became of it
pack-against = Against last quarter
pack-answered = How quickly we answered
pack-reviews = Reviews and how they ended
pack-thanks = Thanks said
pack-ask = What we ask for next
pack-counted = How this was counted
pack-company = Company
pack-sent-on = Sent on
pack-within = In the quarter itself, whenever it was sent: { $approved } approved, { $won } won.
pack-figure = Figure
pack-change = Change
pack-figure-sent = Sent
pack-figure-approved = Approved
pack-figure-won = Won
pack-figure-conversion = Referral to won
pack-figure-half = Half of our answers within
pack-figure-in-time = Answered in time
pack-share = { $share } (n { $n })
pack-answers = Half of our answers came within { $half } of business time, nine in ten within { $most }; { $part } of { $n } in time.
pack-answers-none = Nothing of it is decided yet (n 0).
pack-undecided = Waiting for a first decision: { $n }
pack-after = Answered after
pack-promise = Promise
pack-in-time = in time
pack-late = late
pack-reviews-counted = Reviews opened: { $n }
pack-reviews-none = No review was opened in this quarter (n 0).
pack-ended = How it ended
pack-thanks-none = Nothing was said in public in this quarter (n 0).
pack-said-on = Said on
pack-said = What was said
pack-ask-waits = Waiting for your answer: { $n } ({ $refs })
pack-ask-ends = Protected for 14 more days at most: { $n } ({ $refs })
pack-formula-cohort = What you sent from { $from } through { $to }, as it stands on { $now }.
pack-formula-valid = Valid (n { $valid }): { $sent } sent, less { $merged } merged, { $withdrawn } withdrawn before a decision and { $void } closed without an award.
pack-formula-won = Referral to won: won ÷ valid, { $won } ÷ { $valid }. Won of approved: won ÷ approved, { $won } ÷ { $approved }.
pack-formula-rate = Win rate: won ÷ (won + lost + expired), { $won } ÷ ({ $won } + { $lost } + { $expired }).
pack-formula-within = In the quarter itself: by the date of the decision and of the deal, as on boards.
pack-formula-answers = Answers (n { $n }): business time from the receipt to the first decision, by nearest rank. Questions and reviews stop the promise's clock.
pack-formula-reviews = Reviews (n { $reviews }): those opened in the quarter about a referral of yours.
consent-title = Set visibility
consent-boards = Show us on boards
consent-shout-outs = Allow shout-outs
consent-name = Name shown as
consent-name-hint = As partners will read it.
consent-yes = yes
consent-no = no
consent-saved = Saved. Boards { $boards }, shout-outs { $shoutouts }, shown as “{ $name }”. Counts for everything not yet posted.
consent-admin = A partner admin of yours decides that. Your partner manager can make you one.

agreement = **Agreement version { $version }**, { $date }.
agreement-whole = Open the text
agreement-counts = Your yes counts for { $partner }; we record version, fingerprint, your name and the time.
agreement-whose = Who speaks for your company says yes to it.
agreement-print = Fingerprint of the text: { $fingerprint }
agreement-accepted = Accepted by { $who }, { $when }, fingerprint { $fingerprint }.
agreement-done = Thank you, that is recorded. Your next referral can come.
agreement-ask-title = Ask a question
agreement-asked = **{ $partner } has a question about the agreement.** { $who } wrote this.
agreement-none = This programme asks for no agreement.
agreement-needed = Before the next referral, agreement version { $version } needs a yes from your partner admin. Open referrals go on.

## First steps: the list in a new partner's channel, and who hears when nothing moves.
start-list = **Getting started: { $done } of { $all }.**
start-done = ✓ { $step } · done
start-open = ○ { $step }
start-waits = Your first referral is with our sales team. This list ends when one is accepted.
start-ended = **Getting started: done.** Your first referral is accepted.
start-thanks = Thank you for a good start. Nothing is left to set up; we look forward to the next one.
start-here = These steps are for the partner's people. You see on the partner's sheet how far they are.
start-sheet = Getting started: { $done } of { $all }. Next: { $step }. Nothing has moved since { $date }.
start-sheet-waits = Getting started: { $done } of { $all }. The first referral waits for a decision.
start-sheet-ended = Getting started: done on { $date }.
start-begun = The first steps of { $partner } stand in its channel now.
start-begun-before = { $partner } has its list of first steps already.
start-not-needed = A referral of { $partner } is accepted already, so it needs no first steps.
start-not-active = { $partner } is suspended or has left, so it gets no list of first steps.
start-no-channel = { $partner } has no channel yet. Link one first; the first steps stand there.
start-people = { $n ->
    [one] One person speaks for { $partner } here.
   *[other] { $n } people speak for { $partner } here.
 }
start-people-how = Colleagues press **Refer a customer** in your channel. There they join, or ask to be linked.
start-alone = Noted: nobody else for now. Colleagues can join at any time.
start-help-title = Ask for help
start-help-intro = { $manager } reads this and answers you.
start-help-intro-unmanaged = Our partner team reads this and answers you.
start-help-text = What is in the way
start-help-text-hint = One sentence is enough.
start-help-text-missing = Write what is in the way.
start-help-sent = Thank you. { $manager } has your question now and answers you.
start-help-sent-unmanaged = Thank you. Our partner team has your question now and answers you.
start-help-told = **{ $partner } asks for help with its first steps.** { $who } wrote this; the next step is “{ $step }”.
start-help-told-done = **{ $partner } asks for help with its first steps.** { $who } wrote this.
start-help-where = Answer { $who } in { $channel }.
start-help-here = Answer { $who } in the channel of the partner.
start-stuck = **{ $partner } is stuck at “{ $step }”.** Nothing has moved since { $date }; { $done } of { $all } first steps are done.

## Shout-outs: something good that happened to a partner, written by a person, posted once.
shout-title = Draft a shout-out
shout-correct-title = Correct the text
shout-delete-title = Delete the post
shout-name = Shout-out to { $partner }
shout-first-1 = { $partner } has a first approved referral, { $days ->
    [0] on the day of joining
    [one] one day after joining
   *[other] { $days } days after joining
  }. Good start.
shout-first-2 = The first referral of { $partner } is approved. Thank you for the introduction!
shout-approved-1 = { $partner } reached { $n } approved referrals, each an introduction somebody trusted them to make.
shout-approved-2 = { $n } approved referrals from { $partner }. Thank you for every one!
shout-won-1 = { $partner } brought in a customer who signed this week.
shout-won-2 = A customer whom { $partner } introduced has signed. Thank you!
shout-tier-1 = { $partner } is now { $tier }.
shout-tier-2 = { $partner } has reached { $tier }. Well earned!
shout-streak-1 = { $n } months in a row with an approved referral: { $partner } keeps showing up.
shout-streak-2 = { $partner } has brought an approved referral in each of { $n } months. Thank you!
shout-answer-1 = { $partner } answered our question within { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
  }. That keeps a customer's plans moving.
shout-answer-2 = We asked { $partner }, and had the answer { $minutes ->
    [one] a minute
   *[other] { $minutes } minutes
  } later. Thank you!
shout-list = **Worth a word: { $n }**
shout-list-none = Nothing waits for a word. A suggestion comes when something good happens to a partner that allows shout-outs.
shout-waits = Waits for { $when }.
shout-template = Template
shout-text = Text
shout-text-hint = No amounts, no customer's name. Left empty, the template is used.
shout-text-long = { $n ->
    [one] One character too long.
   *[other] { $n } characters too long.
  }
shout-text-missing = Write the text.
shout-where = Where
shout-where-partner = Partner's channel
shout-where-community = Community channel
shout-where-both = Both
shout-when = When
shout-when-now = Now
shout-when-morning = Next morning 09:00
shout-when-day = Another time
shout-day = Day and time
shout-day-hint = For another time, like 2027-03-05 14:30. A day alone means 09:00.
shout-day-missing = Write a time that is still to come, like 2027-03-05 14:30.
shout-reason = Reason
shout-reason-hint = It stays in the record and is not posted.
shout-reason-missing = Write the reason.
shout-preview = **Preview** · { $where }
shout-preview-at = **Preview** · { $where } · { $when }
shout-checks = Consent: yes. No customer named. No amounts. Not said before.
shout-checks-named = Consent: yes. { $name } agreed to be named. No amounts. Not said before.
shout-not-posted = Nothing was posted.
shout-no-consent = The partner does not allow shout-outs. A partner admin can change that with `{ $vouch_cmd } consent`.
shout-no-untrue = It is not so any more: the result was taken back.
shout-no-amount = Take out the amount.
shout-no-customer = { $name } has not agreed to be named. Leave the name out, or record their consent on the card of the won referral.
shout-no-rival = This names { $name }; say it without the name.
shout-no-name = In public this partner is called { $name }; write that name.
shout-no-channel = There is no channel for it. Choose another place.
shout-posted = Posted in { $where } at { $when }.
shout-scheduled = It waits for { $when }. Until then it can be taken back.
shout-skipped = Left out. It is not suggested again.
shout-discarded = The draft is discarded. The suggestion stays.
shout-corrected = Corrected. The reason stays in the record.
shout-deleted = Deleted. The reason stays in the record.
shout-settled-posted = Already posted at { $when }; once is enough.
shout-settled-deleted = It was deleted at { $when }. A fact is said once.
shout-settled-skipped = It was left out at { $when }. Nothing was posted.
shout-settled-changed = The draft was changed meanwhile. Nothing was posted.
shout-stopped-consent = { $partner } allows no shout-outs any more. What you wrote was not posted.
shout-stopped-untrue = What you wrote about { $partner } was not posted: the result was taken back.
shout-stopped-words = What you wrote about { $partner } was not posted: it holds a name or an amount that may not stand there.
shout-stopped-channel = What you wrote about { $partner } was not posted: there is no channel for it.
shout-stopped-partly = Where it stands already it stays; it is not posted anywhere else.
shout-overtaken-anew = { $who } has rewritten the shout-out about { $partner } that you scheduled. It is posted once { $who } says so.
shout-overtaken-dropped = { $who } has taken back the shout-out about { $partner } that you scheduled. It is not posted.
shout-discard-confirm = What you wrote is gone then. The suggestion stays.
button-draft-it = Draft it
button-preview = Preview
button-post-now = Post now
button-schedule-post = Schedule post
button-edit-text = Edit text
button-correct-text = Correct text
button-delete-post = Delete post
word-yes = Yes
word-no = No

## What was too much for a channel's day, said the morning after.

digest-title = Kept back for you
digest-head = **Kept back for you.** This was more than this channel reads in a day.
digest-late = While we were away
digest-late-head = We were away from { $from } to { $to }. This is what was due meanwhile.

## What partners are given to know: who is looked for, what there is to hand on, and quizzes.

icp = **Who we look for:** { $text }
icp-signs = **Signs:**
icp-not-for = **Not for:**
icp-line = – { $text }
icp-first-words = **Good first words:** { $words }
icp-none = It is not written down here yet who we look for. { $manager } can tell you.
icp-none-unmanaged = It is not written down here yet who we look for. Our partner team can tell you.
icp-none-here = The programme does not say who it looks for. Write a section `[ideal_customer]` into its file, and bring it into force with `vouch program apply`.
find-title = Find material
find-words = Words
find-words-hint = What it is about, for example logistics.
find-words-missing = Write a word that it is about, for example logistics.
find-found = **{ $n } found for “{ $words }”.**
find-none = Nothing for “{ $words }”. Other words may find it; { $manager } may have it.
find-none-unmanaged = Nothing for “{ $words }”. Other words may find it; our partner team may have it.
find-none-here = Nothing for “{ $words }”. What can be found stands in the programme's file, under `[[asset]]`.
find-empty = There is nothing to find here yet. { $manager } may have what you need.
find-empty-unmanaged = There is nothing to find here yet. Our partner team may have what you need.
find-empty-here = The programme has nothing to hand on. What can be found stands in its file, under `[[asset]]`.
find-line = { $kind } · { $title } · version { $version }
find-line-had = { $kind } · { $title } · version { $version }, you have { $had }
find-kind-deck = Deck
find-kind-one_pager = One-pager
find-kind-story = Story
find-more = And { $n } more. Words from a title put it on top.
find-given = **{ $title }** · { $kind }, version { $version } · { $open }
find-open = Open the file
find-newer = You had version { $had } before; this one takes its place.
find-gone = This is not handed on any more. Search again for what is there now.
find-taken = { $title }, version { $version }: { $n }
quiz-title = Quiz
quiz-list = **Short quizzes.** Who passes holds a certificate for some months.
quiz-line = { $title } · { $m ->
        [one] { $m } question
       *[other] { $m } questions
    }
quiz-held = { $title }: passed, valid until { $date }.
quiz-certificates = **What you have passed: { $n }**
quiz-intro = **{ $title }** Who answers { $need } of { $m } right has passed. There is one try a day.
quiz-question = Question { $n }
quiz-answer-missing = Choose an answer.
quiz-passed = **Passed with { $n } of { $m };** valid until { $date }.
quiz-missed = { $n } of { $m } this time, { $need } are needed. Try again from { $date }.
quiz-tried = { $title }: tried today. Try again from { $date }.
quiz-ended = Your certificate for { $title } was valid until { $date }. The quiz takes some minutes and renews it.
quiz-none = There is no quiz here yet.
quiz-gone = This quiz is not there any more. Nothing was counted.
quiz-here = Quizzes are for partners' people. What they are asked stands in the programme's file, under `[[quiz]]`.
quiz-newcomer = Quizzes are open to you once you belong to your partner here. Your first referral does that.
feedback-title = Send feedback
feedback-intro = { $manager } reads what you send here, with your name. Other partners never do; the programme's report counts the numbers alone.
feedback-intro-unmanaged = Our partner team reads what you send here, with your name. Other partners never do; the programme's report counts the numbers alone.
feedback-score = How is it going
feedback-score-1 = 1 – not well at all
feedback-score-2 = 2 – not so well
feedback-score-3 = 3 – so-so
feedback-score-4 = 4 – well
feedback-score-5 = 5 – very well
feedback-score-missing = Choose how it is going.
feedback-text = What should change
feedback-text-hint = One thing is enough.
feedback-text-long = { $n ->
    [one] One character too long.
   *[other] { $n } characters too long.
  }
feedback-thanks = Thank you. { $manager } reads it now, with your name. Other partners never do; the programme's report counts the number alone.
feedback-thanks-unmanaged = Thank you. Our partner team reads it now, with your name. Other partners never do; the programme's report counts the number alone.
feedback-again = It takes the place of what you sent before in this month.
feedback-told = **Feedback from { $partner }: { $score } of 5.** { $who } sent it for { $month }.
feedback-told-again = **Feedback from { $partner }: { $score } of 5.** { $who } sent it for { $month }, in place of what they sent before.
feedback-quarter = { $quarter } { $mean } (n { $n })
feedback-quarter-few = { $quarter } – (n { $n })
feedback-here = Feedback is for partners' people. What they say comes to whoever looks after them.
feedback-newcomer = Feedback is open to you once you belong to your partner here. Your first referral does that.

## The report: how a period went, for the vendor alone.
report-title = **Report · { $period }**
report-sent = { $sent } sent, { $valid } valid. Left out: { $merged } merged, { $withdrawn } withdrawn before a decision, { $void } closed without an award.
report-became = Of the valid: { $approved } approved, { $rejected } rejected, { $lapsed } lapsed, { $won } won, { $lost } lost, { $expired } expired, { $open } open.
report-running = **Not over yet:** the period runs through { $date }.
report-maturing = **Still maturing:** { $open } of { $valid } valid are open, { $young } of { $partners } partners joined less than { $days } days ago.
report-mature = Nothing of it is open any more.
report-won = Referral to won: **{ $share }** ({ $part } of { $of } valid)
report-won-none = Referral to won: nothing valid yet (n 0)
report-won-approved = Won of approved: **{ $share }** ({ $part } of { $of } approved)
report-won-approved-none = Won of approved: nothing approved yet (n 0)
report-win-rate = Win rate: **{ $share }** ({ $part } of { $of } won, lost or expired)
report-win-rate-none = Win rate: nothing won, lost or expired yet (n 0)
report-activation = Activation: **{ $share }** ({ $part } of { $of } partners sent a valid referral within { $days } days)
report-activation-none = Activation: no partner of the period is { $days } days old yet (n 0)
report-first = Days to the first referral: **{ $half }** or fewer for half, **{ $most }** for nine in ten (n { $n })
report-first-none = Days to the first referral: no partner of the period has sent one (n 0)
report-conflict = Conflict: **{ $share }** ({ $part } cases, { $of } valid referrals)
report-conflict-none = Conflict: nothing valid yet (n 0), cases: { $part }
report-case-days = Days to a case's decision: median **{ $half }** (n { $n } decided)
report-case-days-none = Days to a case's decision: nothing decided yet (n 0)
report-upheld = First referral upheld: **{ $share }** ({ $part } of { $of } decided)
report-upheld-none = First referral upheld: nothing decided yet (n 0)
report-numbers = **The five numbers**
report-register = Time to register: median **{ $time }** from form to receipt (n { $n })
report-register-none = Time to register: not known of any (n 0)
report-response = First decision: within **{ $half }** of business hours for half, **{ $most }** for nine in ten (n { $n })
report-response-none = First decision: none yet (n 0)
report-in-time = In time: **{ $share }** ({ $part } of { $of } first decisions; questions and reviews stop that clock)
report-in-time-none = In time: no first decision yet (n 0)
report-why = “Why” answered: **{ $share }** ({ $part } of { $of } questions, without asking a person)
report-why-none = “Why” answered: nobody has asked (n 0)
report-fresh = Fresh updates: **{ $share }** ({ $part } of { $of } open, with news in the last { $days } days)
report-fresh-none = Fresh updates: nothing is open (n 0)
report-late = Cases past due now: **{ $n }**
report-feedback = Feedback, of 5: { $quarters }
report-feedback-none = Feedback: nobody has said anything in these four quarters (n 0)
report-export = As a table: `vouch report { $period } --xlsx report.xlsx`.
report-usage = “{ $typed }” is no period. `{ $command }` takes month, quarter, year, last, 2027-03, 2027-q1 or 2027.
report-panel = Report
button-show-report = Show the report
button-show-period = Show { $period }

## Help, by what the asker may do.

help = **What you can do here.**
help-line = `{ $command }` – { $what }
help-member = The button **Refer a customer** does the same where commands do not work.
help-sales = Each referral has a card in the sales channel. Its buttons say what can be done with it.
help-auditor = As auditor you read everything and change nothing.
help-nobody = We do not know yet which partner you belong to. Our partner team can link you.
help-context = Every word works behind `{ $vouch_cmd }` as well.
help-unknown = “{ $word }” is not a command here. Did you mean `{ $guess }`?
help-unknown-plain = “{ $word }” is not a command here. `{ $vouch_cmd } help` lists what is.
help-no-referral = No referral of yours matches “{ $typed }”.

## Commands: what each does, and what may stand behind it.

command-admin = Become the first admin
command-group = Give everybody in a group of the chat a role
command-vouch = See what you can do; every command works behind it
command-help = See what you can do
command-install = Get the link by which a partner installs the app
command-link = Type a code, or say what this channel is for
command-link-code = Make a code for somebody new, or for another account of yours
command-me = See what waits for you, and what is yours
command-member = Make a partner's member its admin, or remove one
command-notify = Choose what you are told, and when
command-open = Open a referral
command-partner = Open a partner, or change one by its code
command-partners = See all partners and where they stand
command-apply = Apply to become a partner
command-refer = Refer a customer
command-approve = Approve a referral, or see what waits
command-role = Give somebody a role, or take it
command-roles = See who has which role
command-referrals = See your referrals
command-unlink = Say nothing more in this channel
command-claim = Claim a conflict
command-roe = Read by which rules an account is decided
command-find = Find decks, one-pagers and stories
command-quiz = Take a short quiz, and hold a certificate
command-feedback = Say how it is going
command-icp = See who is looked for
command-tier = See your tier, and what is missing to the next
command-leaderboard = See where you stand
command-consent = Choose what others may read of you
command-shoutout = Draft a shout-out
command-why = See the reasons and dates of a referral
command-release = Ask a partner to release an account
command-check = Ask whether a company can be referred
command-alias = Say which domains are one company
command-due = See what is due
command-report = See the numbers of the programme
takes-alias = [domain] [other domain]
takes-board = [metric] [period]
takes-code = [code]
takes-number = [number]
takes-partner = [code or name]
takes-partner-code = [code]
takes-report = [period]
takes-website = [website]
takes-words = [words]
takes-word = [word]

## The platform's own menus.

shortcut-refer = Refer a customer
shortcut-refer-what = Register a company and get a receipt
shortcut-refer_message = Refer from this message
shortcut-refer_message-what = Register the company that a message speaks of
shortcut-refer_person = Refer this person
shortcut-refer_person-what = Register the company of a person, with them as the contact

## Groups of the chat.

group-title = Bind a group
group-group = Group
group-role = Role
group-role-sales = Sales
group-role-community_manager = Community manager
group-role-partner_member = Partner member
group-role-none = No role
group-missing = Choose a group.
group-partner = Partner code
group-partner-hint = Only for partner members, for example NOR
group-bound = Whoever is in { $group } has the role { $role } from now on. Guests are left out.
group-unbound = { $group } gives no role any more. Roles given by hand stay.
group-none = The chat has no groups that could be bound. Make one there first.
group-no-answer = The chat does not list its groups just now. Nothing was changed. Try again in a minute.
group-told-joined = { $who } is { $role } now, because they came into a group of the chat.
group-told-left = { $who } left a group of the chat, so they are not { $role } by it any more. A role given by hand stays.

## Roles.

role-title = Set a role
role-person = Person
role-person-missing = Choose a person.
role-role = Role
role-role-missing = Choose a role.
role-change = Change
role-change-missing = Choose what to change.
role-change-give = Give
role-change-take = Take
role-word-admin = admin
role-word-sales = sales
role-word-resolver = resolver
role-word-community_manager = community manager
role-word-partner_manager = partner manager
role-word-auditor = auditor
role-word-finance = finance
role-word-partner_member = partner member of { $partner }
role = { $who } is now { $role }. Roles: { $list }.
role-taken = { $who } is not { $role } any more. Roles: { $list }.
role-taken-last = { $who } is not { $role } any more, and has no role now.
role-told-give = { $by } gave { $who } the role { $role }.
role-told-take = { $by } took the role { $role } from { $who }.
role-yours-give = You have the role { $role } now. { $by } gave it to you.
role-yours-take = You do not have the role { $role } any more. { $by } took it back.
role-guest = { $who } is a guest of a workspace, and guests have no role here. Nothing was changed.
role-outside = { $who } belongs to another company's workspace, so no role here fits. Nothing was changed.
role-speaks = { $who } speaks for a partner, so no role here fits. Nothing was changed.
role-gone = { $who } is not active any more. Nothing was changed.
role-last-admin = { $who } is the only admin, so nothing was changed. Make somebody else admin first.
role-by-group = { $who } has this role through a group of the chat, so nothing was changed. It goes when they leave the group.
role-no-answer = The chat does not tell us who this is just now. Nothing was changed. Send it again in a minute.
roles = **Who has which role**
roles-nobody = nobody
roles-context = An admin changes this with `{ $vouch_cmd } role`.
role-told-guest = { $who } is a guest of a workspace now, and guests have no role here. Their roles were taken.
owner-left = { $owner } is not active any more; { $n ->
        [one] { $n } referral needs
       *[other] { $n } referrals need
    } an owner.
owner-left-settled = { $ref } has an owner again: { $owner }. Your press changed nothing.

## Partners.

partner-menu = Create a new partner here. For one that is there, type `{ $vouch_cmd } partner` and its code, for example `{ $vouch_cmd } partner NOR`.
partner-head = **{ $code } · { $partner }**
partner-new-title = New partner
partner-name = Name
partner-name-missing = Enter a name of at most 100 characters.
partner-code = Code
partner-code-hint = 3 letters, for numbers like NOR-1
partner-code-unclear = Enter three letters from A to Z, for example { $code }.
partner-code-kept = { $code } is kept free, because { $code }-1 would read like something else.
partner-code-taken = This code is taken. { $code } is free.
partner-code-taken-all = This code is taken.
partner-code-in-use = Numbers with this code are out already, so it stays.
partner-kind = Kind
partner-kind-missing = Choose a kind.
partner-kind-referral = Referral
partner-kind-affiliate = Affiliate
partner-kind-reseller = Reseller
partner-website = Website
partner-website-hint = The partner's own site, for example north.example
partner-website-unclear = Enter the partner's own website, for example north.example.
partner-website-us = That is us. Enter the partner's website.
partner-manager = Manager
partner-manager-outsider = Choose a partner manager or an admin.
partner-reason = Reason
partner-reason-hint = Only your team sees this.
partner-reason-missing = Write the reason.
partner-rename-title = Rename partner
partner-rename-preview = { $partner } gets a new name. A card shows it from its next change on. Its code { $code } stays.
partner-recode-title = Change code
partner-recode-preview = Numbers of { $partner } will start with the new code. { $code } is never used again.
partner-suspend-title = Suspend partner
partner-suspend-preview = { $partner } can register nothing new until you resume it. Open referrals go on. Its channel is told, without the reason.
partner-resume-title = Resume partner?
partner-resume-preview = { $partner } can register again from now on. Its channel is told.
partner-terminate-title = Terminate partner
partner-terminate-preview = This is for good. Undecided referrals of { $partner } are withdrawn, approved ones run to their end. Its channel is told, without the reason.
partner-merge-title = Merge partner
partner-merge-intro = { $partner } goes on as another partner that turned out to be the same company. First you see what would happen.
partner-merge-code = It goes on as
partner-merge-hint = The code of the partner that stays
partner-code-missing = Enter the code of a partner that is there.
partner-merge-preview = **{ $gone } ({ $code }) would go on as { $stays } ({ $into }).** This comes along:
partner-merge-referrals = { $n ->
    [0] No referrals.
    [one] One referral. It keeps its number, receipt and dates.
   *[other] { $n } referrals, { $open } of them open. They keep their numbers, receipts and dates.
  }
partner-merge-people = { $people ->
    [0] Nobody speaks for { $gone } yet.
    [one] One person, who speaks for { $stays } then.
   *[other] { $people } people, who speak for { $stays } then.
  }
partner-merge-channels = { $channels ->
    [0] No channel.
    [one] One channel, which is one of { $stays } then.
   *[other] { $channels } channels, which are those of { $stays } then.
  }
partner-merge-holds = What { $stays } has holds for both: its name, agreement, consent, language and manager. Of two tiers the higher one stays.
partner-merge-suspended-own = { $gone } is suspended. Its people may register again then.
partner-merge-told = The channels of both are told, with both names.
partner-merge-for-good = This cannot be taken back. The code { $code } is never used again.
partner-merge-itself = That is this partner. Enter the code of the other one.
partner-merge-suspended = The other partner is suspended. Resume it first, so that nobody is shut out.
partner-merge-test = One of the two is a trial partner, and trials never count. Nothing was changed.
partner-merge-review = { $ref } is in review, where it counts whose it is. Merge them once that is decided.
partner-merge-shared = { $ref } shares one deal with the other partner, which would count twice. Merge them once that deal is over.
partner-merge-done = { $gone } goes on as { $stays } now; the channels of both are told. Cards show it from their next change on.
partner-merged-into = It goes on as **{ $into } · { $stays }**.
partner-done-new = { $partner } is created, with the code { $code }. Next: link its channel.
partner-done-rename = The partner with the code { $code } is called { $partner } now.
partner-done-recode = Numbers of { $partner } start with { $code } from now on.
partner-done-suspend = { $partner } is suspended; its channel was told. Open referrals go on.
partner-done-resume = { $partner } can register again; its channel was told.
partner-done-terminate = The partnership of { $partner } has ended; its channel was told. Approved referrals run to their end.
partner-channel-title = Create channel
partner-channel-preview = { $partner } gets a private channel in this server. Only Vouch, the server's admins and people with the roles below can read it.
partner-channel-name = Channel name
partner-channel-theirs = Partner's role
partner-channel-theirs-hint = People with it read the channel. Without it, let them in one by one.
partner-channel-ours = Your team's role
partner-channel-ours-hint = For example the role of sales.
partner-channel-topic = Referrals of { $partner }. Vouch finds this channel by the last word here:
partner-channel-there = { $partner } has { $channel } already. Nothing was created.
partner-channel-no-right = Vouch may not create channels here. Give its role Manage Channels, or create one by hand, add Vouch to it and link it.
partner-channel-refused = Discord refused to create the channel: it may have all the channels that a server can have. Make room for it, or link one that is there.
partner-channel-no-answer = Discord did not answer. Send the form again: what was created by then is found, and not created twice.
partner-already = This partner is suspended already, since { $date }. Nothing was changed.
partner-ended = The partnership ended on { $date }, and stays so. Nothing was changed.
partner-not-suspended = This partner is not suspended. Nothing was changed.
partner-state-approved = approved
partner-state-suspended = suspended
partner-state-terminated = terminated
partner-told-resumed = New referrals from { $partner } are welcome again. The button works as before.
partner-told-terminated = The partnership of { $partner } ended on { $date }. What was undecided is withdrawn; approved referrals run to their end. Thank you for your introductions.
partner-told-merged = **{ $gone } and { $stays } are one partner from today: { $stays }.** Referrals keep their numbers, receipts and dates. Whoever spoke for either speaks for { $stays } now.
partner-news-merged = { $who } merged { $gone } into { $partner }: they turned out to be one company. Its referrals, people and channels belong to { $partner } now.

## Companies that want to join: what they are asked, what whoever decides reads, what they hear.

apply-intro = **Do you know companies that could use us?** Become a partner and introduce them.
apply-intro-terms = One form with five questions. You hear from us within { $n ->
        [one] one business day
       *[other] { $n } business days
    }.
apply-intro-closed = We take no applications at the moment.
apply-title = Apply to join
apply-company = Company name
apply-company-missing = Enter the company's name, at most 100 characters.
apply-website = Website
apply-website-hint = Your company's own site, for example north.example
apply-website-unclear = Enter your company's website, for example north.example.
apply-website-mail = { $domain } belongs to a mail provider. Enter your company's website.
apply-website-us = That is us. Enter your company's website.
apply-kind = Kind
apply-serves = Who do you serve
apply-serves-hint = Which companies, and where?
apply-serves-missing = Say in a sentence whom you serve.
apply-why = Why us
apply-why-hint = Only our own team reads this.
apply-why-missing = Say in a sentence why you want to join.
apply-in = Thank you. { $manager } answers by { $date }.
apply-in-unmanaged = Thank you. Our partner team answers by { $date }.
apply-off = Companies cannot apply here at the moment. { $manager } can tell you more.
apply-off-unmanaged = Companies cannot apply here at the moment. Our partner team can tell you more.
apply-member = You are here for a partner already. The button registers a company for it.
apply-vendor = This form is for companies that want to join. A partner manager can send it to somebody.
apply-waits = You have applied already. { $manager } answers by { $date }.
apply-waits-unmanaged = You have applied already. Our partner team answers by { $date }.
apply-waits-asked = You have applied already, and we asked you something on { $date }. Answer that first.
apply-again = You may apply again from { $date }. { $manager } can tell you more.
apply-again-unmanaged = You may apply again from { $date }. Our partner team can tell you more.
apply-taken = We have an application for this website, or answered one not long ago. { $manager } can tell you more.
apply-taken-unmanaged = We have an application for this website, or answered one not long ago. Our partner team can tell you more.
apply-no-answer = This was not sent: the chat does not tell us who you are just now. Your text is kept. Send it again in a minute.
apply-card = **{ $company } wants to join.**
apply-score = Score { $n } of { $most }: { $parts }.
apply-part = { $name } { $n }
apply-due = Decide by { $due }.
apply-asked = { $who } asked { $when }: “{ $question }” Waiting for { $applicant }; the clock is stopped.
apply-asked-over = { $who } asked { $when }: “{ $question }” It was decided before an answer came.
apply-asked-before = Earlier: “{ $question }” Answer: “{ $answer }”
apply-answered = { $who } asked { $when }: “{ $question }” Answered { $answered }: “{ $answer }”
apply-card-accepted = Accepted by { $who }, { $when }, with the code { $code }.
apply-card-declined = Declined by { $who }, { $when }: { $reason } · May apply again from { $date }.
apply-known = This website belongs to { $partner } ({ $code }), a partner already.
apply-accept-title = Accept partner
apply-accept-preview = { $company } becomes a partner, and { $who } its partner admin. They are told at once.
apply-accept-alone = { $company } becomes a partner.
apply-elsewhere = { $who } speaks for { $partner } now, so nobody speaks for { $company } yet.
apply-inside = { $who } has a role on your own side now, so nobody speaks for { $company } yet.
apply-done-accepted = { $partner } is a partner now, with the code { $code }, and was told. Next: link its channel.
apply-done-alone = { $partner } is a partner now, with the code { $code }. Next: link its channel.
apply-decline-title = Decline company
apply-decline-preview = { $company } is told at once, and may apply again from { $date }.
apply-reason = Reason
apply-reason-hint = The company reads this. What would have to change?
apply-done-declined = { $company } was told, and may apply again from { $date }.
apply-ask-title = Ask the company
apply-ask-preview = { $who } reads this at once, and answers with a button. Until then the clock is stopped.
apply-ask-done = { $who } was asked. You hear the answer directly; until then the clock is stopped.
apply-ask-open = { $who } asked { $when }: “{ $question }” That waits for its answer; another question can follow it.
apply-ask-gone = { $who } is not active here any more, so nobody would read the question. You can still decide.
apply-question = { $who } asks about your application for { $company }: “{ $question }” Answer with the button.
apply-answer-title = Your answer
apply-answer-done = Thank you, your answer is with us. { $manager } decides by { $date }.
apply-answer-done-unmanaged = Thank you, your answer is with us. Our partner team decides by { $date }.
apply-answer-in = Thank you, your answer is with us.
apply-answer-before = You answered this at { $when } already. That answer counts; nothing was changed.
apply-answer-accepted = There is nothing left to answer: { $company } is a partner now.
apply-answer-declined = There is nothing left to answer: { $company } is not a match today. You may apply again from { $date }.
apply-answer-told = { $who } answered for { $company }: “{ $answer }” The question was “{ $question }” Decide by { $due }.
apply-silent = The question of { $date } about { $company } is not answered after { $n } business days. You can still decide.
apply-settled-title = Already decided
apply-settled = There is nothing to decide about this application. Your press changed nothing.
apply-settled-accepted = { $company } was already accepted by { $who } at { $when }. Your press changed nothing.
apply-settled-declined = { $company } was already declined by { $who } at { $when }. Your press changed nothing.
apply-yes = **Welcome, { $partner }.** You speak for it from now on. { $manager } opens your channel next.
apply-yes-unmanaged = **Welcome, { $partner }.** You speak for it from now on. Our partner team opens your channel next.
apply-yes-steps = The first steps wait for you there.
apply-no = Thank you for applying for { $company }. It is not a match today.
apply-no-reason = Why: { $reason }
apply-no-again = You may apply again from { $date }.
apply-late = The answer to { $company }, which wants to join, was promised by { $date }. It is still open.
apply-website-sent-context = Sent on our website, where no chat reaches them: whoever decides writes to them.
apply-accept-outside = { $company } becomes a partner. { $who } applied on our website and is told by nobody: you write to them next.
apply-decline-outside = { $company } may apply again from { $date }. They applied on our website and are told by nobody: you write to them next.
apply-sent-accepted = { $partner } is a partner now, with the code { $code }. Nobody has told them: write to { $email }. The text below is ready for it.
apply-sent-declined = { $company } was declined, and may apply again from { $date }. Nobody has told them: write to { $email }. The text below is ready for it.
apply-mail-subject = Your application for { $company }
apply-mail-hello = Hello { $name },
apply-mail-yes = Welcome: { $partner } is our partner now. Next we open a channel with you, and invite you to it.
apply-mail-erased = the address, which was erased
apply-page-heading = Become a partner
apply-page-terms = Seven questions. You hear from us by e-mail within { $n ->
        [one] one business day
       *[other] { $n } business days
    }. Only our own team reads what you send.
apply-page-name = Your name
apply-page-name-missing = Enter your name, at most 100 characters.
apply-page-email = Your e-mail address
apply-page-email-hint = We answer to this address.
apply-page-email-unclear = Enter your full e-mail address, like name@acme.example.
apply-page-trap-label = Leave this empty
apply-page-unclear = Nothing was sent yet: { $n ->
        [one] one answer does not fit
       *[other] { $n } answers do not fit
    }. Your text is kept.
apply-page-old = Nothing was sent yet: this form stood open for too long. Your text is kept. Press the button once more.
apply-page-trap = Nothing was sent yet: something stood in an input that people do not see. Your text is kept. Press the button once more.
apply-page-full-network = Nothing was sent yet: too many applications came from your network within an hour. Your text is kept. Send it from { $time } on.
apply-page-full = Nothing was sent yet: too many applications came within an hour. Your text is kept. Send it from { $time } on.
apply-page-not-saved = Nothing was sent yet: our database does not answer. Your text is kept. Send it again in a minute.
apply-page-busy = Nothing was sent: too much comes in at this moment. Go back, and send it again in a minute.
apply-page-elsewhere = Nothing was sent: this did not come from our form. Open the page anew, and apply there.
apply-page-too-long = Nothing was sent: that is more text than fits. Go back, and shorten it.
apply-page-received = Received
apply-page-by-mail = The answer comes to the address that you gave. There is nothing else to do.
invite-title = Invite a partner
invite-off = Nobody can apply at the moment. Write a section `[joining]` into the programme's file, and bring it into force with `vouch program apply`.
invite-done = { $who } was sent the form.
invite-waits = { $who } has applied already. Decide about that first.
invite-again = { $who } was declined, and may apply again from { $date }.
invite-taken = An application for this website waits, or was declined not long ago. Another is not taken yet.
invite-told = **{ $who } invites you to become a partner.** One form with five questions, and you hear from us.
partners = { $n ->
        [one] **{ $n } partner**
       *[other] **{ $n } partners**
    }
partners-line = **{ $code }** { $partner } · { $state } · { $n } sent
partners-line-tier = **{ $code }** { $partner } · { $tier } · { $state } · { $n } sent
partners-more = And { $n } more; the command below shows each by its code.
partners-none = There is no partner yet. Create the first with `{ $vouch_cmd } partner`.
partners-context = One of them: `{ $vouch_cmd } partner` and its code.
on-day = { $date }

## Who speaks for a partner.

setup-member = { $who } from { $workspace } pressed first in { $channel } and is now linked to { $partner }.
setup-member-linked = { $who } from { $workspace } pressed first and is now linked to { $partner }.
setup-member-asked = { $who } from { $workspace } asks to be linked to { $partner }. Until you decide they see nothing.
setup-member-guest = { $who }, a guest of { $workspace }, asks to be linked to { $partner }. Until you decide they see nothing.
setup-undo-title = Undo the link?
setup-undo-text = { $who } registers nothing more for { $partner }. What was registered stands.
workspace-own = your own workspace
member-title = Change a member
member-change = Change
member-change-admin = Make partner admin
member-change-member = Make plain member
member-change-gone = Remove from the partner
member-now-admin = { $who } is partner admin of { $partner } now.
member-now-member = { $who } is a plain member of { $partner } now.
member-now-gone = { $who } is not a member of { $partner } any more. What was registered stands.
member-none = { $who } speaks for no partner. Nothing was changed.
member-has-role = { $who } has a role on your own side, so they cannot speak for a partner. Nothing was changed.
member-joined = You are linked already. Press the button to register a company.
member-asked = { $manager } was asked to link you to { $partner }. You hear of it here; nothing else to do.
member-asked-before = { $manager } was asked before to link you to { $partner }, and has not decided yet. Nothing else to do.
member-refused-before = { $manager } could not link you to { $partner }. Your contact there can clear it up with us.
member-no-answer = The chat does not tell us who you are just now. Press again in a minute.
member-done-link = { $who } is linked to { $partner } now, and was told so.
member-done-refuse = { $who } is not linked to { $partner }, and was told so.
member-done-keep = { $who } stays linked to { $partner }.
member-done-undo = { $who } is not linked to { $partner } any more, and was told so. What was registered stands.
member-settled = There is nothing to decide about { $who } any more. Your press changed nothing.
member-settled-linked = { $who } was already linked by { $by } at { $when }. Your press changed nothing.
member-settled-refused = { $by } already decided at { $when } that { $who } is not linked. Your press changed nothing.
member-yours-linked = You are linked to { $partner } now. The button registers a company for it.
member-yours-refused = Thank you for asking. We could not link you to { $partner }; your contact there can clear it up with us.
member-yours-gone = You are not linked to { $partner } any more. What you registered stands.
member-yours-admin = You are partner admin of { $partner } now: all of its referrals are yours to look after.
member-yours-member = You are a plain member of { $partner } now. What you registered stays yours.

## Codes by which somebody is linked, or another account.

platform-slack = Slack
platform-discord = Discord
pairing-offer = A code links one person to { $partner }. Where will they type it?
pairing-context = A code works once, for ten minutes. It is shown this once and kept nowhere.
pairing-for-whom = For which partner is the code? Type its three letters behind the command, for example `{ $command }`.
pairing-code = A code for one person of { $partner }. On { $platform } they type `{ $typed }` before { $until }.
pairing-code-own = To link your account on { $platform }, type `{ $typed }` there before { $until }.
pairing-nothing = There is no other account to link: wherever we are, you are known. Nothing was changed.
pairing-how = A code stands behind the command: `{ $command } 7K4Q-M2ZD-9TXC`. Your contact at your partner can make one for you.
pairing-no-answer = The chat does not tell us who you are just now, so nothing was looked at. Type it again in a minute.
pairing-wrong = This code does not work here: it was typed differently, used before, or is too old. Whoever gave it to you can make another.
pairing-rests = Five codes did not work, so none is looked at before { $until }. Ask for another one then.
pairing-own = This account is yours already. Nothing was changed.
pairing-there = Another account of yours is linked here already. Nothing was changed. Whoever looks after your partner can undo that link.
pairing-member = This account speaks for a partner already. Nothing was changed. Whoever looks after that partner can remove it first.
pairing-has-role = This account has a role of its own, so the code does not fit. Nothing was changed.
pairing-paired = This account is yours now, beside the other one. What you may do and what you are told is the same in both.
pairing-told = { $who } typed a code of { $by } and is now linked to { $partner }.
pairing-told-added = { $who } of { $partner } has linked another account, on { $platform }. Both are one person now.
pairing-told-added-own = { $who } has linked another account, on { $platform }. Their roles hold there too.
pairing-undo-text = The account on { $platform } is not one of { $who } any more, and can do nothing here. The other one stays as it is.
pairing-undone = The account on { $platform } is not linked to { $who } any more, and they were told so.
pairing-undone-before = { $by } already took that account from { $who } at { $when }. Your press changed nothing.
pairing-yours-parted = Your account on { $platform } is not linked to you any more; { $by } undid it. Everything else stays as it is.

## Refusals and trouble.

no-role-admin = Only an admin can do this here.
no-role-partner_manager = Only a partner manager or an admin can do this here.
no-role-community_manager = Only a community manager or a partner manager can do this here.
no-role-readers = Only an admin, a partner manager or an auditor can see this.

not-yours = Only who registered { $ref }, or your partner admin, can withdraw it.
not-decider = Only who decided on { $ref } can take it back within ten minutes; after that the partner manager can.
deadline-undo = Taking back a decision on { $ref } closed on { $date }.
deadline-answer = The question on { $ref } stayed open until { $date }. You may register the company again.
deadline-reopen = Reopening { $ref } closed on { $date }. The partner may register the company again.
deadline-release = An answer about { $ref } was possible until { $date }; it is released.
release-again-open = The partner was asked to release { $ref } before, and has until { $until }.
release-again = The partner keeps { $ref }. You can ask again from { $date } on.
release-none = Nobody waits for an answer about the release of { $ref }.
release-not-yours = Only who registered { $ref }, or your partner admin, can let it go. Anybody of you can keep it.
extend-no-protection = { $ref } is { $word }, so there is no protection to extend.
extend-before = The one extension of { $ref } was given on { $date }.
extend-early = You can ask for an extension of { $ref } from { $date } on.
extend-still = Not extended: it needs the stage Proposal or later, or activity in the last 30 days; the last was on { $date }. { $owner } can record a newer step.
extend-longest = Not extended: { $date } is the latest day possible.
account-taken = Another referral stands on this account now, so { $ref } cannot come back.
not-won = { $ref } is not won. Consent to be named is recorded once it is.
tail-stage = The protection of { $ref } ended on { $date }, before the stage Qualified. A deal is not credited to it any more.
tail-over = Not recorded: a deal of { $ref } counts when it was closed by { $date }.
tail-taken = Another partner was approved on this account since { $ref } ended. Open a case to decide who is credited.
stale-text = **Your text, so that it is not lost:**
stale-press-rejected = { $ref } was already rejected by { $who } at { $when }. Your press changed nothing; the card now shows it.
no-role-finance = Only finance can do this here.

stale-press-approved = { $ref } was already approved by { $who } at { $when }. Your press changed nothing; the card now shows it.
no-role-sales = Only sales can do this here. { $ref } is with them; next date { $due }.
no-role-sales-undated = Only sales can do this here. { $ref } is with them.
no-role-sales-any = Only sales can do this here.
no-role-partner_member = Only a partner member can do this here.
own-referral = You registered { $ref } yourself, so somebody else in sales decides.
no-role-partner_admin = Only your partner admin can do this here.
stake-owner = You own { $ref }, so another resolver decides. Your facts are welcome as evidence.
stake-approver = You decided on { $ref }, so another resolver decides. Your facts are welcome as evidence.
stake-submitter = You registered { $ref }, so another resolver decides. Your facts are welcome as evidence.
stake-decider = You made the decision that was appealed, so another resolver decides.
case-turn-resolver = Only a resolver without a stake can decide this case.
case-turn-partner_manager = No resolver is without a stake, so a partner manager decides this case.
case-turn-admin = Nobody else is without a stake, so an admin decides this case.
case-turn-sales = Nobody else wants this account, so sales decides on the card of the referral.
case-decided-before = This case was already decided by { $who } at { $when }. Your press changed nothing; the card now shows it.
case-over = There is no open case about { $ref }. Nothing was changed.
case-open-already = { $ref } is in review already. What you know can be added as evidence.
appeal-nothing = There is no decision against { $ref } to appeal.
appeal-once = { $ref } was appealed once. That decision is the last one.
deadline-evidence = Evidence on { $ref } closed on { $date }. You can appeal once when it is decided.
deadline-appeal = Appeals on { $ref } closed on { $date }. The decision is final.
case-rule-off = { $rule } is switched off in the rules of this programme, so nothing is decided by it.
split-not-two = Only two partners can share an account. This case has another number of them.
split-none = There is no suggestion for { $ref } that waits for an answer.
no-move-approve-in_conflict = { $ref } is in review, so it cannot be approved. Its place and time are kept; the card shows when the review is over.
no-move = { $ref } has the state { $word }, so it cannot be { $verb }. Possible now: { $moves }.
no-move-end = { $ref } has the state { $word }, so it cannot be { $verb }. Nothing more is to be done with it.
verb-ask = asked about
verb-answer = answered
verb-approve = approved
verb-reject = rejected
verb-withdraw = withdrawn
verb-undo = taken back
verb-win = moved
verb-lose = moved
verb-reopen = reopened
verb-reverse = reversed
verb-release = released
not-linked-unmanaged = We do not know yet which partner you belong to. Nothing was registered. Our partner team can link you.
not-linked = We do not know yet which partner you belong to. Nothing was registered. One press tells { $manager }.
not-linked-again = We do not know yet which partner you belong to. Nothing was registered. Press **Refer a customer** again to ask for a link.
quota-open = { $partner } has { $n } of { $most } open referrals. One more fits when one of them is rejected, withdrawn or closed.
quota-day = { $partner } has sent { $n ->
        [one] the one referral
       *[other] all { $n } referrals
    } of today. The next fits on { $date }.
quota-month = { $partner } has sent { $n ->
        [one] the one referral
       *[other] all { $n } referrals
    } of this month. The next fits on { $date }.
paused = New referrals from { $partner } are paused since { $date }; open ones go on. { $manager } can tell you more.
paused-ended = The partnership of { $partner } ended on { $date }. It takes no new referrals; approved ones run to their end.
paused-unmanaged = New referrals from { $partner } are paused since { $date }; open ones go on. Our partner team can tell you more.
not-registered-yet = This was not registered: the chat does not tell us who you are just now. Your text is kept. Send it again in a minute.
not-saved-late = That was not saved: our database does not answer. Open the form again in a minute.
not-saved = That was not saved: our database does not answer. Your text is kept. Send it again in a minute.
# The same trouble where nothing was typed: a press, a command.
not-saved-press = That was not saved: our database does not answer. Press again in a minute.
form-expired = The form could not open in time. Press again.
forged = This button does not work here. Nothing happened.
# Where a form closes when it is sent, whatever becomes of it.
form-not-sent = Not sent yet. **{ $field }:** { $sentence } Everything you typed is kept.
form-not-sent-several = Not sent yet. Everything you typed is kept. Please change:
form-not-sent-at = **{ $field }:** { $sentence }
form-page-kept =
    Page { $page } is kept; { $left ->
        [one] one page
       *[other] { $left } pages
    } to go.
form-goes-on = One page to go.
form-draft-gone = What you typed here is not kept any more: it was discarded, or it is more than a day old. Start again.
form-draft-discarded = The draft is gone, and nothing was sent.
discard-draft-title = Discard this draft?
discard-draft-text = What you typed is forgotten, and nothing is sent.
unexpected-unmanaged = Something broke on our side; nothing of yours is lost. Our partner team finds it under { $id }.

## In place of a form or result that the database is slow to give.

working-title = Still working
# Where a form stood, when what became of it comes without a title of its own.
outcome-title = How it ended
working = Our database takes longer than usual. Please leave this window open: the result appears here by itself.

## To somebody who named the app, or wrote to it alone.

mention-no-question = { $ref } has no open question, so nothing was recorded. What is possible now stands on its card.

saved = Saved.
form-again = This was not registered. Open the form again and change:
somebody = somebody
moment = { $at }

## What the sender tells whoever looks after channels and installations.

setup-dead-archived = it was archived
setup-dead-removed = Vouch was removed from it
setup-dead-right = Vouch lacks a right there, code { $code }
setup-dead-tag = its posts need a tag, and Vouch may choose none
setup-dead-code = the chat says { $code }
setup-dead = Vouch cannot post in { $channel }: { $why }. { $n ->
        [one] { $n } message waits.
       *[other] { $n } messages wait.
    }

setup-refused = A message for { $about } was set aside: its platform says { $code }. Please show this line to whoever runs Vouch.
setup-broken = A message for { $about } was set aside: Vouch cannot draw it ({ $code }). Please show this line to whoever runs Vouch.
setup-install-dead = Vouch cannot speak in workspace { $about }: its platform says { $code }. Messages wait there until somebody installs the app again.
setup-silent = Nobody of the partner has pressed a button in { $about } in 7 days. Ask whether people there may use apps: invited people often may not.
setup-tier-role-refused = Vouch cannot give or take the role of { $about }: Discord says { $code }. Under Server Settings, Roles, give the bot Manage Roles and move its role above that one.
setup-tier-role-gone = The role of { $about } is not in the Discord server any more. Name another one for this tier in the set-up file.

## What channels are for.

setup-channel = **What is { $channel } for?** Until you choose, Vouch posts nothing here.
setup-open = { $channel } is not set up yet. An admin or partner manager says what it is for.
setup-for = Channel is for
setup-for-internal = Internal sales
setup-for-partner = One partner
setup-for-community = Community
setup-for-resolvers = Resolvers
setup-for-missing = Choose what the channel is for.
setup-partner = Partner
setup-partner-hint = Only for a channel of one partner: its name, or its code of 3 letters.
setup-partner-missing = Choose the partner whose channel it is.
setup-partner-none = There is no partner yet. Create one first, then link its channel.
setup-use-internal = internal sales
setup-use-partner = one partner
setup-use-community = the community
setup-use-resolvers = resolvers
setup-link-title = Link a channel
setup-linked = { $channel } is linked to { $partner }; the intro is pinned.
setup-linked-use = { $channel } is linked: it is for { $use } now.
setup-same = { $channel } is linked to that already. Nothing changed.
setup-relink = **{ $channel } is for { $now } now.** After this it is for { $then }.
setup-unlink = **{ $channel } is for { $now } now.** After this it is not set up.
setup-stops = Nothing new is said there for { $now }. Cards that stand there stay as they are and are not drawn again.
setup-stays = Referrals, their dates and everybody's roles stay as they are.
setup-unlink-title = Unlink channel?
setup-unlink-text = Nothing new is said in { $channel }. Its cards stay as they are; referrals go on.
setup-unlinked = { $channel } is not linked any more. Referrals go on as they are.
setup-not-linked = { $channel } is not linked to anything.
setup-changed = Somebody changed this channel a moment ago, so nothing was done. Open the form again to see how it stands.
setup-not-there = Vouch is not in this channel. Add it there first, then link the channel.
setup-not-seen = The chat does not tell just now who is in the channel, so nothing was changed. Try it again in a minute.
setup-shared = { $channel } is shared with { $n ->
        [one] { $n } other company
       *[other] { $n } other companies
    }, so it cannot be for the vendor's people alone.
setup-forum = { $channel } is a forum, in which every message is a post of its own. Only the community reads one; link a text channel for anything else.
setup-shared-now = { $channel } is shared with { $n ->
        [one] { $n } other company
       *[other] { $n } other companies
    } now, so nothing that is for the vendor's people alone is posted there.
setup-mixed = People from { $n } companies are in { $channel }, so it counts as community: no referral details are posted.
setup-joined = { $workspace } joined { $channel }. Details pause here until you say who they are.
setup-unconfirmed = The people of { $company } in { $channel } are not confirmed as { $partner } yet. Until then no referral details are posted there.
setup-company = Company
setup-company-title = Confirm company
setup-company-which = Which of the companies in this channel is { $partner }?
setup-company-means = From then on its full members can register for { $partner }, and read its referrals here.
setup-company-missing = Choose the company.
setup-company-none = There is no company to confirm in { $channel }.
setup-company-taken = { $company } belongs to somebody else already, so nothing was changed.
setup-confirmed = { $company } is { $partner }. Its full members join by pressing the button.
setup-another = Add Vouch to the channel that takes its place. It asks there what the channel is for.
no-role-setup = Only an admin or a partner manager can say what a channel is for.
setup-no-admin = Nobody can set up channels yet. Whoever runs Vouch has a code that makes the first admin: `{ $vouch_cmd } admin`.

## Installing the app in a partner's own workspace: pages in a browser, the link, who confirms it.

install-title = Install Vouch
install-open = Open { $channel }
install-done = Vouch is in { $workspace }. Next: open { $channel } and press **Refer a customer**.
install-done-nowhere = Vouch is in { $workspace }. Next: open your channel with us and press **Refer a customer**.
install-waits = Vouch is in { $workspace }. Nothing to do for you: our partner team confirms whose workspace this is. Until then it answers there with one sentence.
install-denied = Nothing was installed or stored. The button works without it.
install-old = This link worked once, for ten minutes. Ask for a new one in your partner channel.
install-scope = `{ $scope }` was left out, so { $what } would not work. Nothing was stored; install again and leave it ticked.
install-what-app-mentions-read = the answer to a mention
install-what-chat-write = every answer
install-what-commands = every command
install-what-im-history = the answer to a direct message
install-what-im-write = every direct message
install-what-users-read = the first registration of a new colleague
install-no-key = This Vouch serves one workspace: its operator has set no `{ $variable }`.
install-home = { $workspace } is the programme's own workspace and needs no link. Nothing was stored.
install-no-answer = The chat did not answer, so nothing was stored. Open your link again in a minute.
install-refused = The chat did not let Vouch in ({ $code }). Nothing was stored. Ask for a new link in your partner channel.
install-not-saved = That was not saved: our database does not answer. Open your link again in a minute.
install-link = This link installs Vouch in the workspace of { $partner }. It works once, until { $until }.
install-link-context = Somebody who may install apps there opens it in a browser. Whoever has the link can use it, so the workspace is confirmed afterwards.
install-needed = `{ $refer_cmd }` works once your workspace has installed the app. The button does the same today.
install-unconfirmed = Our partner team has still to confirm whose workspace this is. Until then nothing else can be done here.
install-asked = { $workspace } has installed Vouch, by a link for { $partner }. Until you confirm it, it is told one sentence and sees nothing.
install-asked-plain = { $workspace } has installed Vouch without a link for a partner, so it sees nothing. A link from `{ $vouch_cmd } install` says whose it is.
install-confirmed = { $workspace } is { $partner } now. Its full members join by registering.
install-not-theirs = { $workspace } is not { $partner }, and sees nothing.
install-settled = Whose workspace { $workspace } is was decided already, or it is asked anew. Your press changed nothing.
install-for-whom = Type it in the partner's channel, or with its code: `{ $command }`.

## Days, times and spans.

day = { $day } { $month } { $year }
day-near = { $weekday } { $day } { $month } { $year }
instant = { $date }, { $clock } { $zone }
weekday-1 = Mon
weekday-2 = Tue
weekday-3 = Wed
weekday-4 = Thu
weekday-5 = Fri
weekday-6 = Sat
weekday-7 = Sun
month-1 = January
month-2 = February
month-3 = March
month-4 = April
month-5 = May
month-6 = June
month-7 = July
month-8 = August
month-9 = September
month-10 = October
month-11 = November
month-12 = December
span-seconds = { $seconds } s
span-minutes = { $minutes } min
span-hours = { $hours } h { $minutes } min
span-days = { $days ->
        [one] { $days } day
       *[other] { $days } days
    }

# Tiers
tier-up = **You are now { $tier }.**
tier-brings = New from today: { $terms }.
tier-brings-perks = And: { $perks }
tier-has = { $tier } has: { $terms }.
tier-has-perks = And: { $perks }
tier-would = { $tier } would bring: { $terms }.
tier-would-perks = { $tier } would bring as well: { $perks }
tier-term-promise = first answer within { $n ->
        [one] { $n } business day
       *[other] { $n } business days
    }
tier-term-open = up to { $n ->
        [one] { $n } open referral
       *[other] { $n } open referrals
    }
tier-term-day = up to { $n ->
        [one] { $n } new referral
       *[other] { $n } new referrals
    } a day
tier-term-month = up to { $n ->
        [one] { $n } new referral
       *[other] { $n } new referrals
    } a month
tier-from-start = from the start
tier-from-approved = from { $n ->
        [one] { $n } approved referral
       *[other] { $n } approved referrals
    } within { $days } days
tier-from-won = from { $n ->
        [one] { $n } won deal
       *[other] { $n } won deals
    } within { $days } days
tier-from-revenue = by what won deals come to within { $days } days
tier-next-approved = **{ $tier }**: { $n } of { $need } approved referrals towards { $next }. { $k } more by { $date } { $k ->
        [one] brings
       *[other] bring
    } it.
tier-next-won = **{ $tier }**: { $n } of { $need } won deals towards { $next }. { $k } more by { $date } { $k ->
        [one] brings
       *[other] bring
    } it.
tier-next-revenue = **{ $tier }**: { $share } of the way to { $next }. What is won by { $date } adds to it.
tier-begin-approved = **{ $tier }**: { $need ->
        [one] { $need } approved referral within { $days } days brings
       *[other] { $need } approved referrals within { $days } days bring
    } { $next }.
tier-begin-won = **{ $tier }**: { $need ->
        [one] { $need } won deal within { $days } days brings
       *[other] { $need } won deals within { $days } days bring
    } { $next }.
tier-begin-revenue = **{ $tier }**: deals won within { $days } days bring { $next }.
tier-top = **{ $tier }**: there is no tier above it.
tier-none = This programme has no tiers.
tier-warn-approved = **{ $tier } needs { $need ->
        [one] { $need } approved referral
       *[other] { $need } approved referrals
    } in { $days } days.** { $k } more by { $date } { $k ->
        [one] keeps
       *[other] keep
    } it.
tier-warn-won = **{ $tier } needs { $need ->
        [one] { $need } won deal
       *[other] { $need } won deals
    } in { $days } days.** { $k } more by { $date } { $k ->
        [one] keeps
       *[other] keep
    } it.
tier-warn-revenue = **{ $tier } needs more won deals in { $days } days.** What will count on { $date } is { $share } of what keeps it.
tier-warn-below = Without that you are { $below } after { $date }; what you have sent keeps its promise.
tier-warn-made-up = **{ $tier } stays:** what was missing is there.
tier-kept = **You keep { $tier }.** What was missing is there.
tier-down = **As announced on { $date }, you are { $tier } from today.** What you have sent keeps its promise.
tier-news-up = **{ $partner } is now { $tier }.** Its channel was told what that brings.
tier-news-warned = { $partner } would not stay { $tier }. Its channel was told what keeps it, and until when.
tier-news-kept = { $partner } keeps { $tier }: what was missing is there.
tier-news-down = { $partner } is { $tier } from today, as was announced in its channel.
tier-role-why = { $partner } is { $tier } in the referral programme.
tier-role-why-none = Not in a tier of the referral programme.
