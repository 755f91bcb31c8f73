/**
 * The words that go with each code: what happened, and the next step. Complete by type: a code without its words does not
 * compile.
 */
export type WireErrorText = { readonly en: string; readonly nl: string }

export type WireErrorCode =
  | 'malformed'
  | 'unknownMethod'
  | 'updateNeeded'
  | 'tooLarge'
  | 'tooManyRequests'
  | 'notAuthenticated'
  | 'unknownAccount'
  | 'unknownDevice'
  | 'nameInvalid'
  | 'nameTaken'
  | 'nameReserved'
  | 'registrationClosed'
  | 'invitationNeeded'
  | 'wrongPassword'
  | 'wrongPhrase'
  | 'recordInvalid'
  | 'signatureInvalid'
  | 'keyPackagesMissing'
  | 'quotaExceeded'
  | 'storageFull'
  | 'unknownQueue'
  | 'addressClosed'
  | 'unknownLog'
  | 'notInRoster'
  | 'unknownFile'
  | 'fileMismatch'
  | 'notOperator'
  | 'providerRefused'
  | 'providerUnreachable'
  | 'unavailable'
  | 'internal'

export const WIRE_ERROR_TEXTS: Readonly<Record<WireErrorCode, WireErrorText>> = {
  malformed: {
    en: 'The provider could not read that request. Update this app; if it is new, tell its makers.',
    nl: 'De server kon dat verzoek niet lezen. Werk deze app bij; is hij nieuw, meld het dan aan de makers.',
  },
  unknownMethod: {
    en: 'This provider is older than this app and does not know that request. Ask its operator to update it.',
    nl: 'Deze server is ouder dan deze app en kent dat verzoek niet. Vraag de beheerder om hem bij te werken.',
  },
  updateNeeded: {
    en: 'This app and this provider share no version of the protocol. Update the older one.',
    nl: 'Deze app en deze server spreken geen gezamenlijke versie van het protocol. Werk de oudste bij.',
  },
  tooLarge: {
    en: 'That is larger than this provider takes. Send it in smaller parts.',
    nl: 'Dat is groter dan deze server aanneemt. Stuur het in kleinere delen.',
  },
  tooManyRequests: {
    en: 'Too many requests in a short time. It goes on by itself after the wait.',
    nl: 'Te veel verzoeken in korte tijd. Na de wachttijd gaat het vanzelf verder.',
  },
  notAuthenticated: {
    en: 'The provider does not know yet which device this is. Sign in again.',
    nl: 'De server weet nog niet welk apparaat dit is. Log opnieuw in.',
  },
  unknownAccount: {
    en: 'The provider does not know this account. Check the name; if the provider was started anew, your app will register you again.',
    nl: 'De server kent dit account niet. Controleer de naam; is de server opnieuw begonnen, dan meldt je app je weer aan.',
  },
  unknownDevice: {
    en: 'This device is not on the account any more. Sign in again to add it.',
    nl: 'Dit apparaat hoort niet meer bij het account. Log opnieuw in om het toe te voegen.',
  },
  nameInvalid: {
    en: 'A name has 3 to 32 small letters and digits, begins with a letter, and may have single dots, dashes or underscores inside.',
    nl: 'Een naam heeft 3 tot 32 kleine letters en cijfers, begint met een letter, en mag losse punten, streepjes of liggende streepjes bevatten.',
  },
  nameTaken: {
    en: 'That name, or one that looks like it, is taken or was taken before. Choose another.',
    nl: 'Die naam, of een die erop lijkt, is bezet of ooit bezet geweest. Kies een andere.',
  },
  nameReserved: {
    en: 'That name is reserved, because it could be mistaken for the provider. Choose another.',
    nl: 'Die naam is gereserveerd, omdat hij voor de server kan worden aangezien. Kies een andere.',
  },
  registrationClosed: {
    en: 'This provider takes no new accounts. Ask its operator, or choose another provider.',
    nl: 'Deze server neemt geen nieuwe accounts aan. Vraag de beheerder, of kies een andere server.',
  },
  invitationNeeded: {
    en: 'This provider takes new accounts by invitation only, and this one is missing, used up or expired. Ask its operator for a link.',
    nl: 'Deze server neemt nieuwe accounts alleen op uitnodiging aan, en deze ontbreekt, is op of verlopen. Vraag de beheerder om een link.',
  },
  wrongPassword: {
    en: 'Name and password do not belong together. Check both; nobody can reset the password for you.',
    nl: 'Naam en wachtwoord horen niet bij elkaar. Controleer beide; niemand kan het wachtwoord voor je herstellen.',
  },
  wrongPhrase: {
    en: 'Name and recovery phrase do not belong together here. Check both, and whether the account lives at this provider.',
    nl: 'Naam en herstelzin horen hier niet bij elkaar. Controleer beide, en of het account bij deze server woont.',
  },
  recordInvalid: {
    en: 'The provider refused this account record: it is not signed as it should be, or an older one than it knows. Fetch the newest and try again.',
    nl: 'De server weigert dit accountbestand: het is niet goed ondertekend, of ouder dan wat hij al heeft. Haal het nieuwste op en probeer opnieuw.',
  },
  signatureInvalid: {
    en: 'A signature does not fit. If you did not change anything, sign in again.',
    nl: 'Een handtekening klopt niet. Heb je niets veranderd, log dan opnieuw in.',
  },
  keyPackagesMissing: {
    en: 'None of this person’s devices can be reached for a new room yet. Try again when they have been online.',
    nl: 'Geen van de apparaten van deze persoon is al bereikbaar voor een nieuw gesprek. Probeer het opnieuw als die online is geweest.',
  },
  quotaExceeded: {
    en: 'You have reached a limit of this provider. Remove something, or ask its operator.',
    nl: 'Je hebt een grens van deze server bereikt. Verwijder iets, of vraag de beheerder.',
  },
  storageFull: {
    en: 'The provider’s disk is full. Nothing is lost: your app keeps this and tries again. Tell the operator.',
    nl: 'De schijf van de server is vol. Er gaat niets verloren: je app bewaart dit en probeert het opnieuw. Meld het de beheerder.',
  },
  unknownQueue: {
    en: 'The provider does not know this mailbox any more. Your app makes a new one.',
    nl: 'De server kent deze postbus niet meer. Je app maakt een nieuwe.',
  },
  addressClosed: {
    en: 'Nothing can be left at that address any more. Look the person up again.',
    nl: 'Op dat adres kan niets meer worden afgeleverd. Zoek de persoon opnieuw op.',
  },
  unknownLog: {
    en: 'The provider does not know this conversation. If it was started anew, your app brings the conversation back.',
    nl: 'De server kent dit gesprek niet. Is hij opnieuw begonnen, dan brengt je app het gesprek terug.',
  },
  notInRoster: {
    en: 'This device is not in that conversation any more.',
    nl: 'Dit apparaat zit niet meer in dat gesprek.',
  },
  unknownFile: {
    en: 'The provider does not have that file (any more). Ask who sent it to send it again.',
    nl: 'De server heeft dat bestand niet (meer). Vraag de afzender om het opnieuw te sturen.',
  },
  fileMismatch: {
    en: 'The file did not arrive as it was sent, so the provider threw it away. Attach it again.',
    nl: 'Het bestand kwam niet aan zoals het is verstuurd, dus heeft de server het weggegooid. Voeg het opnieuw toe.',
  },
  notOperator: {
    en: 'Only this provider’s operator may do that, or the link was used before. A new link is printed by: rushlight operator-link.',
    nl: 'Dat mag alleen de beheerder van deze server, of de link is al gebruikt. Een nieuwe maak je met: rushlight operator-link.',
  },
  providerRefused: {
    en: 'Your provider and that one do not speak to each other, because an operator decided so. Ask yours.',
    nl: 'Jouw server en die andere praten niet met elkaar, omdat een beheerder dat zo heeft besloten. Vraag het aan de jouwe.',
  },
  providerUnreachable: {
    en: 'Your provider cannot reach the other one now. Check the part after @; your app tries again by itself.',
    nl: 'Jouw server kan de andere nu niet bereiken. Controleer het deel na de @; je app probeert het vanzelf opnieuw.',
  },
  unavailable: {
    en: 'The provider is stopping or not ready. Your app tries again by itself.',
    nl: 'De server stopt of is nog niet klaar. Je app probeert het vanzelf opnieuw.',
  },
  internal: {
    en: 'The provider made a mistake. Nothing you sent is lost; your app tries again. If it stays, tell the operator.',
    nl: 'De server maakte een fout. Er is niets verloren; je app probeert het opnieuw. Blijft het, meld het dan de beheerder.',
  },
}
