import { formatDuration } from '../arguments/durations.ts'
import type { EventRecord } from '../records/records.ts'
import type { Words } from './words.ts'

export const dutch: Words = {
  language: 'nl',
  help: {
    usage: 'Gebruik',
    commands: 'Opdrachten',
    options: 'Opties',
    everywhere: 'Bij elke opdracht',
    about: 'End-to-end versleutelde, vluchtige berichten die niemand kan uitzetten.',
    more: 'Meer over een ervan: rushlight OPDRACHT --help',
    exitCodes:
      'Afloopcodes: 0 gedaan · 1 mislukt · 2 verkeerde opdrachtregel, of dubbelzinnig · 75 nu niet: in de wachtrij,\n' +
      'offline of bezet · 77 niet ingelogd, of verkeerd wachtwoord · andere zoals in sysexits.h (docs/terminal.md)',
  },
  commands: {
    serve: 'draai een server; de opties: rushlight serve --help',
    'operator-link': 'maak nog een link voor de beheerder van de server in ./data',
    backup: 'kopieer een server, of hij draait of niet, naar één bestand',
    restore: 'zet een server terug uit zo’n bestand, in een lege map',
    tombstone: 'zeg iedereen dat een server gaat stoppen, of neem dat terug',
    'provider-key': 'geef een server een andere sleutel',
    names: 'na een verlies: beslis van wie een naam is, of laat iemand weer binnen',
    signup: 'maak een account bij een server',
    signin: 'kom op dit apparaat terug bij je account',
    recover: 'kom terug met alleen je 24 woorden, en zet elk ander apparaat eruit',
    whoami: 'toon het account van dit profiel',
    signout: 'haal dit apparaat van het account, en wis het hier',
    'account delete': 'beëindig het account overal, voorgoed',
    rooms: 'toon de gesprekken, de recentste eerst',
    requests: 'toon gesprekken die anderen begonnen en jij nog niet hebt aangenomen',
    contacts: 'toon wie je kent en wie je blokkeert',
    'room create': 'maak een groep met anderen',
    'room add': 'voeg mensen toe aan een groep',
    'room remove': 'verwijder mensen uit een groep',
    'room leave': 'verlaat een groep',
    send: 'stuur een bericht; TEKST mag - zijn voor de standaardinvoer',
    receive: 'druk af wat binnenkwam en op dit apparaat nog niet is afgedrukt',
    history: 'toon een gesprek',
    accept: 'neem een gesprek aan dat iemand met je begon',
    block: 'hoor niets meer van iemand',
    unblock: 'hoor weer van iemand',
    person: 'toon wie iemand is: het veiligheidsnummer dat je vergelijkt, en of je dat deed',
    verify: 'zeg dat je zeker weet wie iemand is: met het nummer dat die voorleest, of --yes als je het vergeleek',
    'device list': 'toon de apparaten van je account, met wanneer elk het laatst is gebruikt',
    'device rename': 'noem een apparaat anders; APPARAAT is zijn naam of zijn id',
    'device remove': 'haal een apparaat van je account: het verlaat elke groep en wist zichzelf',
    'provider list': 'toon de servers waar je account woont, in de volgorde waarin anderen ze proberen',
    'provider add': 'woon bij nog een server, achter de andere',
    'provider remove': 'verlaat een server, die het er niet mee eens hoeft te zijn',
    'provider first': 'zet een van je servers vooraan: je naam wordt ermee geschreven',
    adopt: 'woon ook bij de server waarvan iemand je de link stuurde',
    'phrase show': 'toon je 24 herstelwoorden, om op papier te schrijven',
    'phrase check': 'kijk of klopt wat je hebt opgeschreven',
    'phrase confirm': 'laat zien dat je de woorden hebt; daarna staan ze alleen nog op jouw papier',
    export:
      'schrijf alles wat je account is en te horen kreeg in één versleuteld bestand, of gesprekken in een map om te lezen',
    import:
      'ga verder met zo’n bestand: als nieuw apparaat van hetzelfde account, of met de geschiedenis op dit apparaat',
    'archive read': 'lees zo’n bestand zonder server: de gesprekken, één gesprek, de bestanden',
    daemon: 'houd het profiel open en beantwoord JSON-RPC 2.0',
    chat: 'praat in een venster over het hele scherm',
  },
  options: {
    profile: 'waar het account van dit apparaat staat (standaard: de gegevensmap van het systeem; RUSHLIGHT_PROFILE)',
    'password-fd': 'lees het wachtwoord uit dit open bestand (anders RUSHLIGHT_PASSWORD, anders wordt het gevraagd)',
    json: 'druk JSON af, één record per regel',
    lang: 'taal van de teksten',
    help: 'druk dit af',
    version: 'druk de versie af',
    server: 'het adres van de server: https://chat.example.org, of http://localhost:8080',
    invitation: 'voor een server die nieuwe accounts alleen op uitnodiging aanneemt',
    'device-name': 'hoe dit apparaat heet in de lijst van je apparaten (standaard: Terminal)',
    local: 'wis alleen wat hier staat; de server en je groepen horen er niets van',
    yes: 'vraag niets',
    number: 'het veiligheidsnummer op het scherm van de ander, 60 cijfers, zoals voorgelezen',
    undo: 'neem het terug',
    member: 'wie erin komt; mag vaker worden gegeven',
    expire: 'overal weg zo lang na het versturen: 30s, 10m, 2h, 7d',
    file: 'stuurt dat bestand mee; zo vaak als er bestanden zijn, hoogstens 16, elk tot 100 MiB',
    files: 'haalt de bestanden op die kwamen en bewaart ze in die map, nooit over een ander heen',
    burn: 'weg zo lang nadat het voor het eerst is gelezen',
    wait: 'kom terug als de server het heeft (standaard), of als elk apparaat het heeft',
    timeout: 'wacht niet langer dan dit (standaard 30s)',
    follow: 'ga door tot je onderbreekt',
    for: 'ga zoveel seconden door',
    limit: 'hoogstens zoveel berichten (standaard 50)',
    all: 'met wat er in de groep gebeurde, en wat er van je berichten werd',
    'phrase-fd': 'lees de 24 woorden uit dit open bestand (anders worden ze gevraagd)',
    'passphrase-fd': 'lees de wachtzin van het bestand uit dit open bestand (anders wordt hij gevraagd)',
    room: 'alleen dit gesprek; bij lezen: druk het af',
    readable: 'pagina’s, JSON en bestanden in die map, voor iedereen te lezen; nog eens: gaat verder waar het stopte',
    'with-vanishing': 'ook wat verdwijnt: dat blijft dan in die map staan. Wat opbrandt na lezen staat er nooit in',
    socket: 'luister ook hier, naast de eigen socket van het profiel',
    stdio: 'praat over standaardinvoer en -uitvoer in plaats van een socket',
  },
  usage: {
    noCommand: () => 'Wat moet er gebeuren? Er is geen opdracht gegeven.',
    unknownCommand: ({ typed, near }) => `Er is geen opdracht "${typed}".${near ? ` Bedoelde je "${near}"?` : ''}`,
    unknownOption: ({ typed, near }) => `Hier is geen optie ${typed}.${near ? ` Bedoelde je ${near}?` : ''}`,
    missingValue: ({ option }) =>
      `--${option} heeft een waarde nodig. Een die met een streepje begint, schrijf je als --${option}=WAARDE.`,
    needlessValue: ({ option }) => `--${option} heeft geen waarde.`,
    missingArgument: ({ name }) => `${name} ontbreekt.`,
    missingOption: ({ option }) => `--${option} ontbreekt.`,
    tooMany: () => 'Dat is meer dan deze opdracht aanneemt. Zet tekst met spaties tussen aanhalingstekens.',
    badValue: ({ option }) => BAD_VALUES[option] ?? `Die waarde past niet bij --${option}.`,
    seeHelp: (command) => `Zie: rushlight ${command === '' ? '' : `${command} `}--help`,
  },
  errors: {
    ambiguous: 'Dat kan meer dan één ding betekenen. Zeg welk, met wat links staat:',
    unknownName: 'Niemand en niets met die naam is bekend. Kijk hoe je het schrijft; rooms toont wat er is.',
    otherProvider: 'Die persoon zit bij een server waar de jouwe nog niet mee praat. Vraag om een naam bij de jouwe.',
    alreadySignedIn: 'Dit profiel heeft al een account. Kies voor een ander account een ander --profile.',
    notSignedIn: 'Er is geen account in dit profiel. Begin met: rushlight signup NAAM --server URL (of signin).',
    accountEnded: 'Dit apparaat is van het account gehaald. Alles ervan is hier gewist.',
    noBackup:
      'Het wachtwoord klopt, maar de server heeft geen reservekopie die ermee opengaat. Gebruik een ander apparaat.',
    passwordNeeded: 'Het wachtwoord is nodig. Zet RUSHLIGHT_PASSWORD, of gebruik --password-fd, of een terminal.',
    wrongProfilePassword:
      'Dat is niet het wachtwoord van dit profiel. Niemand kan het herstellen; probeer het opnieuw.',
    profileInUse: 'Een ander programma houdt dit profiel bezet en antwoordt niet. Wacht tot het stopt, of stop het.',
    profileUnreadable: 'Dit profiel is beschadigd. Heb je geen kopie om terug te zetten: signout --local, dan signin.',
    profileNewer: 'Een nieuwere versie van Rushlight heeft dit profiel geschreven. Werk deze bij.',
    profileUnusable:
      'De map van het profiel kan niet worden gemaakt of beschreven. Kijk naar plaats en rechten, of kies --profile.',
    diskFull: 'De schijf is vol. Er is niets verloren; maak ruimte en probeer het opnieuw.',
    diskFailed: 'De schijf kon niet lezen of schrijven. Kopieer het profiel naar een andere schijf voor je verdergaat.',
    offline: 'De server is niet bereikbaar. Probeer het opnieuw als het netwerk terug is.',
    queued: 'De server is niet bereikbaar. Het staat hier klaar; de volgende opdracht of de daemon verstuurt het.',
    notDelivered: 'De server heeft het; nog niet elk apparaat. Het wordt bezorgd als ze online zijn.',
    messageFailed: 'Het bericht kon niet worden verstuurd.',
    empty: 'Er is geen tekst om te versturen.',
    tooLong: 'De tekst is te lang: hoogstens 32 KiB. Stuur hem in delen.',
    timersOutOfBounds: 'Verlopen kan van 5 seconden tot een jaar, verbranden na lezen van 5 seconden tot een week.',
    titleInvalid: 'Een titel heeft 1 tot 256 bytes, en geen stuurtekens.',
    fileUnreadable: 'Dat bestand is er niet, of kan niet worden gelezen. Controleer het pad na --file.',
    fileTooLarge: 'Het bestand is te groot: hoogstens 100 MiB, of wat de server toelaat. Stuur het in delen.',
    fileGone:
      'Een bestand kon niet tot het eind worden gelezen of niet bij het profiel worden bewaard. Controleer de schijf en stuur opnieuw.',
    tooManyFiles: 'Een bericht draagt hoogstens 16 bestanden. Stuur de andere met een volgend bericht.',
    notInRoom: 'Dit apparaat zit (nog) niet in die groep. Wacht het op toelating, dan moet een ander lid online zijn.',
    notAllowed: 'De regels van die groep staan je dit niet toe. Vraag een van de moderators.',
    notYourself: 'Dat ben jij zelf.',
    numberDiffers:
      'Dat is niet het veiligheidsnummer van jullie twee. Vergelijk opnieuw: er kan iemand tussen zitten, of iemand heeft de herstelwoorden gebruikt.',
    noRequest: 'Er is geen verzoek van die naam. Zie: rushlight requests',
    addressInvalid:
      'Dat is geen adres van een server. Het ziet eruit als https://chat.example.org, of is de hele link die serve toonde.',
    otherServer: 'Wie daar antwoordt, is niet de server van de link. Vraag een nieuwe aan wie hem stuurde.',
    providerKnown: 'Je account woont daar al.',
    providerUnknown: 'Je account woont daar niet. Zie: rushlight provider list',
    tooManyProviders: 'Een account woont bij hoogstens vier servers. Verlaat er een: rushlight provider remove SERVER',
    deviceUnknown: 'Je account heeft zo’n apparaat niet. Zie: rushlight device list',
    thisDevice: 'Dat is dit apparaat. Haal het van het account met: rushlight signout',
    lastProvider: 'Dat is je enige server. Voeg een andere toe voor je hem verlaat.',
    holderGone: 'Het programma dat dit profiel openhield, is er middenin gestopt. Probeer het opnieuw.',
    socketUnusable: 'Daar kan geen socket worden gemaakt: het pad is te lang, of er is al iets. Kies een ander.',
    noTerminal: 'Hiervoor is een terminal nodig. Gebruik in scripts de andere opdrachten.',
    phraseNeeded: 'De 24 woorden zijn nodig. Gebruik een terminal, of --phrase-fd.',
    phraseKept: 'Je hebt je woorden bevestigd: ze staan op je papier en nergens anders. Zie: rushlight phrase check',
    phraseWrong: 'Dit zijn de woorden niet. Vergelijk ze een voor een met je papier.',
    phraseAnother: 'Dat is een herstelzin zonder fout, maar niet die van dit account.',
    passphraseNeeded: 'De wachtzin van het bestand is nodig. Gebruik een terminal, of --passphrase-fd.',
    passphraseShort:
      'Kies een wachtzin van minstens 10 tekens: wie het bestand heeft, kan er zoveel proberen als hij wil.',
    wrongPassphrase: 'Dat is niet de wachtzin van dit bestand. Niemand kan hem herstellen; probeer het opnieuw.',
    exportMissing: 'Dat bestand is er niet, of is niet te lezen. Controleer het pad.',
    exportUnreadable: 'Dat is geen export, of hij is beschadigd: er is niets van overgenomen. Zoek een andere kopie.',
    exportNewer: 'Die export is geschreven door een nieuwere versie van Rushlight. Werk deze bij.',
    exportOutdated:
      'Het account heeft sinds die export andere sleutels, dus niemand kan ermee verder. Lezen kan nog: rushlight archive read FILE',
    exportOfOther: 'Dat is de export van een ander account. Kies er een andere --profile voor.',
    fileExists: 'Er is al een bestand met die naam, en dat wordt niet overschreven. Kies een andere naam.',
    bug: 'Er ging iets mis dat niet zou moeten. Probeer het opnieuw; blijft het, vertel de makers dan wat je deed.',
  },
  prompt: {
    password: 'Wachtwoord: ',
    again: 'Nog eens: ',
    different: 'Dat waren twee verschillende.',
    phrase: 'De 24 woorden, in hun volgorde: ',
    phraseWord: (place) => `Woord ${place}: `,
    passphrase: 'Wachtzin van het bestand: ',
    newPassphrase: 'Wachtzin voor het bestand (10 tekens of meer): ',
    deleteAccount: (name) =>
      `Hiermee eindigt het account voorgoed: niemand kan de naam nog krijgen. Typ ${name} om door te gaan: `,
    removeDevice: 'Het verlaat elke groep, en wist zichzelf zodra het ervan hoort. Verwijderen? (j/n) ',
    yes: ['j', 'ja'],
  },
  output: {
    notes: 'Notities voor mezelf',
    you: 'jij',
    noRooms: 'Nog geen gesprekken. Begin er een: rushlight send NAAM TEKST',
    noRequests: 'Geen verzoeken.',
    requestsWait: (count) =>
      `${count === 1 ? 'Er wacht 1 verzoek' : `Er wachten ${count} verzoeken`} op antwoord. Zie: rushlight requests`,
    noContacts: 'Nog niemand.',
    noMessages: 'Hier is niets.',
    asOfLastTime: 'Offline: zo was het toen de server voor het laatst bereikbaar was.',
    clockWrong: (minutes) =>
      `De klok van dit apparaat loopt ongeveer ${minutes} minuten verkeerd. Berichten kunnen te vroeg verdwijnen; zet hem gelijk.`,
    signedIn: (handle) => `Je bent ${handle}.`,
    signedOut: (handle) => `${handle} is uitgelogd, en van dit apparaat gewist.`,
    accountDeleted: (handle) => `Het account ${handle} is weg.`,
    blocked: (name) => `${name} is geblokkeerd.`,
    unblocked: (name) => `${name} is niet meer geblokkeerd.`,
    verification: {
      none: (name) => `Je hebt ${name} niet geverifieerd.`,
      verified: (name) => `Je hebt ${name} geverifieerd.`,
      lapsed: (name) =>
        `${name} is niet meer geverifieerd: het account kwam terug met de herstelwoorden. Vergelijk opnieuw.`,
    },
    verified: { verified: '✓ geverifieerd', lapsed: '! niet meer geverifieerd' },
    compareNumber: (name) => `Vergelijk met wat ${name} ziet, bij elkaar of aan de telefoon; het moet gelijk zijn:`,
    accepted: (title) => `Aangenomen: ${title}`,
    roomCreated: (title) => `Gemaakt: ${title}`,
    roomChanged: (title) => `Gewijzigd: ${title}`,
    roomLeft: (title) => `Verlaten: ${title}`,
    requestFrom: (name) => `verzoek van ${name}`,
    unread: (count) => `${count} ongelezen`,
    postQuantum: 'veilig voor kwantumcomputers',
    notPostQuantum: 'niet veilig voor latere kwantumcomputers',
    twoStories: 'de server vertelde anderen iets anders',
    toldTwoStories: (name) => `${name} zegt dat de server daar iets anders vertelde`,
    providerState: { offline: 'offline', connecting: 'verbindt', online: 'online' },
    failedSince: (clock) => `antwoordt niet sinds ${clock}`,
    firstProvider: 'eerste',
    thisDevice: 'dit apparaat',
    namelessDevice: 'een apparaat zonder naam',
    lastUsed: (clock) => `laatst gebruikt ${clock}`,
    refusal: {
      invitationNeeded: 'neemt nieuwe accounts alleen op uitnodiging: voeg hem toe met --invitation CODE',
      registrationClosed: 'neemt geen nieuwe accounts aan',
    },
    operatorSees:
      'Wie die server beheert, kan zien: je account en je apparaten, van welke netwerkadressen en wanneer ze verbonden\n' +
      'zijn, en wanneer en hoeveel je daar verstuurt en ontvangt. Berichten, bestanden, titels en leden zijn niet te lezen.',
    standing: {
      creating: 'wordt gemaakt',
      waiting: 'wacht op toelating',
      request: 'verzoek',
      joined: '',
      stuck: 'wacht op nieuwe toelating',
      updateNeeded: 'heeft een nieuwere versie van dit programma nodig',
      left: 'verlaten',
      removed: 'je bent verwijderd',
    },
    status: { queued: 'onderweg', accepted: 'verstuurd', delivered: 'bezorgd', read: 'gelezen', failed: 'mislukt' },
    reason: {
      notAllowed: 'de regels van de groep staan het niet toe',
      roomGone: 'je zit niet meer in de groep',
      tooLarge: 'het is te groot voor de server',
      fileLost: 'het bestand is verloren',
    },
    deleted: 'teruggenomen',
    undelivered: 'de tijd was om voor het werd bezorgd',
    unknown: 'verstuurd door een nieuwere versie van dit programma',
    fileProblem: {
      lost: 'weg: vraag er opnieuw om',
      damaged: 'niet wat is verstuurd: geweigerd',
      tooLarge: 'te groot voor de server',
      unsupported: 'van een nieuwere versie: werk dit programma bij',
      unreadable: 'in dit profiel niet meer leesbaar',
    },
    files: (count) => (count === 1 ? '1 bestand' : `${count} bestanden`),
    event: eventInDutch,
    endsIn: (span) => `weg over ${span}`,
    burnsAfterReading: (span) => `verbrandt ${span} na lezen`,
    phraseMeaning:
      'Schrijf deze 24 woorden op papier, in deze volgorde, en bewaar dat waar je je paspoort bewaart. Hiermee kom je\n' +
      'terug als elk apparaat en het wachtwoord weg zijn, en zet je eruit wie een apparaat stal. Wie ze ook heeft, heeft\n' +
      'je account: geen foto, geen notitie op een computer. Laat daarna zien dat je ze hebt: rushlight phrase confirm',
    exported: (file, bytes) => `Geschreven: ${file} (${bytes})`,
    exportMeaning:
      'Wie dit bestand en de wachtzin heeft, heeft je account: bewaar ze apart. Berichten die verdwijnen staan erin tot hun tijd\n' +
      'om is; daarna toont geen Rushlight ze meer. Wat opbrandt en nog niet gelezen is, staat er niet in.',
    readableWritten: (folder, messages, kept) =>
      `Geschreven: ${folder} (${messages === 1 ? '1 bericht' : `${messages} berichten`}${kept === 0 ? '' : `; ${kept} bestanden waren er al`}). Open index.html daarin.`,
    readableLeftOut: (count) =>
      `${count === 1 ? '1 bericht dat verdwijnt staat' : `${count} berichten die verdwijnen staan`} er niet in: --with-vanishing neemt mee wat niet opbrandt.`,
    imported: (messages, files) =>
      `${messages === 1 ? '1 bericht' : `${messages} berichten`} en ${files === 1 ? '1 bestand' : `${files} bestanden`} kwamen mee.`,
    importedOffline:
      'De provider is niet bereikbaar. Je geschiedenis is hier; je gesprekken laten dit apparaat toe zodra je online bent.',
    recovered:
      'Het account is van jou: elk ander apparaat is eruit, en het oude wachtwoord is niets meer waard. Je groepen laten\n' +
      'dit apparaat toe zodra een van hun leden online is.',
    recoveredBare: 'Maar er was geen reservekopie die met je woorden opengaat: contacten en groepen kwamen niet mee.',
    phraseRight: 'Dat is de herstelzin van dit account.',
    phraseConfirmed: 'Bevestigd. De woorden zijn van je apparaten gewist: vanaf nu staan ze alleen op jouw papier.',
    phraseUnknownWord: (place) => `Woord ${place} staat niet in de lijst.`,
    phraseWrongCount: (count) => `Het zijn er 24; dat waren er ${count}.`,
    daemonReady: (path) => `Luistert op ${path}`,
    choicesFollow: 'Keuzes:',
    retryIn: (span) => `Probeer het opnieuw over ${span}.`,
  },
  chat: {
    conversations: 'Gesprekken',
    noneYet: 'Nog geen. Typ /new NAAM om er een te beginnen.',
    message: 'Bericht',
    newMessages: 'nieuw',
    keys: 'Enter verstuur · Tab/↑↓ gesprek · PgUp/PgDn blader · /help · Ctrl+C stop',
    choose: 'Kies een gesprek met ↑ en ↓, of typ /new NAAM. Wat je een seconde lang voor ogen hebt, is gelezen.',
    firstMessage: (name) => `Een nieuw gesprek met ${name}: je eerste bericht begint het.`,
    request: (name) => `verzoek van ${name}: /accept, of /block ${name}`,
    rowsBelow: (count) => (count === 1 ? '1 regel hieronder' : `${count} regels hieronder`),
    burning: 'brandt:',
    online: 'online',
    offline: 'offline',
    help: [
      '/new NAAM            begin een gesprek',
      '/room "TITEL" NAAM…  maak een groep met deze mensen',
      '/title TEKST         geef deze groep een andere naam',
      '/expire 10m          nieuwe berichten hier verdwijnen zo lang na het versturen',
      '/burn 30s | off      … en zo lang na lezen',
      '/add NAAM · /remove NAAM · /leave',
      '/accept · /block NAAM · /unblock NAAM',
      '/quit                verlaat dit venster',
    ],
    moreKeys: [
      'Tab, ↑, ↓            het volgende of vorige gesprek',
      'PgUp, PgDn           blader',
      'Esc                  terug naar de lijst',
      'Alt+Enter, Ctrl+J    een nieuwe regel in het bericht',
      'Ctrl+A E U W         zoals in een shell',
      '//tekst              een bericht dat met een schuine streep begint',
    ],
    unknownCommand: 'Zo’n opdracht is er niet. /help toont ze.',
    openFirst: 'Open eerst een gesprek.',
    tooSmall: 'Dit venster is te klein: minstens 40 bij 10.',
    done: 'Gedaan.',
  },
}

const BAD_VALUES: Readonly<Record<string, string>> = {
  expire: '--expire neemt een duur zoals 30s, 10m, 2h of 7d.',
  burn: '--burn neemt een duur zoals 30s, 10m of 1h.',
  timeout: '--timeout neemt een duur zoals 30s of 2m.',
  for: '--for neemt een aantal seconden.',
  limit: '--limit neemt een getal.',
  number: '--number neemt de 60 cijfers van een veiligheidsnummer.',
  wait: '--wait neemt accepted of delivered.',
  lang: '--lang neemt en of nl.',
  server: '--server neemt https://NAAM, of http:// met localhost: al het andere is onderweg te lezen.',
  'password-fd': '--password-fd neemt het nummer van een open bestand.',
  'passphrase-fd': '--passphrase-fd neemt het nummer van een open bestand.',
  'phrase-fd': '--phrase-fd neemt het nummer van een open bestand.',
}

function eventInDutch({ event, by, names, title, expireMs, burnMs }: EventRecord): string {
  const who = by ?? ''
  const whom = names.join(', ')
  switch (event) {
    case 'created':
      return `${who} begon dit gesprek`
    case 'added':
      return `${who} voegde ${whom} toe`
    case 'removed':
      return `${who} verwijderde ${whom}`
    case 'left':
      return `${whom} ging weg`
    case 'renamed':
      return `${who} noemde de groep “${title ?? ''}”`
    case 'timers':
      return `${who} stelde in: ${timersInDutch(expireMs, burnMs)}`
    case 'moderator':
      return `${who} maakte ${whom} moderator`
    case 'member':
      return `${who} maakte ${whom} gewoon lid`
    case 'device':
      return `een apparaat van ${whom} kwam erbij, toegelaten door ${who}`
    case 'cannotFollow':
      return `${who} kon een wijziging van ${whom} niet volgen: niet de eerste in 30 dagen`
    case 'spokeTwice':
      return `Een apparaat van ${whom} koos voor twee wegen tegelijk: misschien is het in verkeerde handen`
    case 'wentOn':
      return `De provider was weg, of zijn gegevens kwijt. Het gesprek gaat door; ${who} heeft het weer geopend`
    case 'cameBack':
      return `Het account van ${whom} kwam terug met de herstelwoorden`
    case 'noLongerVerified':
      return `Het account van ${whom} kwam terug met de herstelwoorden. Je had ${whom} geverifieerd; vergelijk jullie veiligheidsnummers opnieuw`
    case 'calledNow':
      return `${names[0] ?? ''} heet nu ${names[1] ?? ''}`
    case 'blocked':
      return `${whom} is geblokkeerd`
    case 'unblocked':
      return `${whom} is niet meer geblokkeerd`
    case 'signedOut':
      return `${who} logde uit`
    case 'accountDeleted':
      return `${who} beëindigde het account`
  }
}

function timersInDutch(expireMs: number | undefined, burnMs: number | undefined): string {
  const expire = expireMs === undefined ? 'verloopt niet' : `weg na ${formatDuration(expireMs)}`
  return burnMs === undefined ? expire : `${expire}, verbrand ${formatDuration(burnMs)} na lezen`
}
