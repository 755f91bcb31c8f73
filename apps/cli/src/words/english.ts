import { formatDuration } from '../arguments/durations.ts'
import type { EventRecord } from '../records/records.ts'
import type { Words } from './words.ts'

export const english: Words = {
  language: 'en',
  help: {
    usage: 'Usage',
    commands: 'Commands',
    options: 'Options',
    everywhere: 'With every command',
    about: 'End-to-end encrypted, ephemeral messenger that nobody can switch off.',
    more: 'More about one of them: rushlight COMMAND --help',
    exitCodes:
      'Exit codes: 0 done · 1 failed · 2 wrong command line, or ambiguous · 75 not now: queued, offline or in use ·\n' +
      '77 not signed in, or wrong password · others as in sysexits.h (docs/terminal.md)',
  },
  commands: {
    serve: 'run a provider; its options: rushlight serve --help',
    'operator-link': 'make another link for the operator of the provider in ./data',
    backup: 'copy a provider, running or not, into one file',
    restore: 'put a provider back from such a file, into an empty folder',
    tombstone: 'say to everybody that a provider is going to end, or take that back',
    'provider-key': 'give a provider another key',
    names: 'after a loss: decide whose a name is, or let somebody back in',
    signup: 'make an account at a provider',
    signin: 'come back to your account on this device',
    recover: 'come back with your 24 words alone, and put every other device out',
    whoami: 'show the account of this profile',
    signout: 'take this device off the account, and erase it here',
    'account delete': 'end the account everywhere, for ever',
    rooms: 'list conversations, the most recent first',
    requests: 'list conversations that others began and you have not accepted',
    contacts: 'list the people you know and block',
    'room create': 'make a room with others',
    'room add': 'add people to a room',
    'room remove': 'remove people from a room',
    'room leave': 'leave a room',
    send: 'send a message; TEXT may be - for standard input',
    receive: 'print what came in and was not printed on this device before',
    history: 'show a conversation',
    accept: 'accept a conversation that somebody began with you',
    block: 'hear nothing more of somebody',
    unblock: 'hear of somebody again',
    person: 'show who somebody is: the safety number that you compare, and whether you have',
    verify:
      'say that you have made sure who somebody is: by the number that they read out, or --yes if you compared it',
    'device list': 'list the devices of your account, with when each was last used',
    'device rename': 'call a device otherwise; DEVICE is its name or its id',
    'device remove': 'take a device off your account: it leaves every room and erases itself',
    'provider list': 'list the providers where your account lives, in the order in which others try them',
    'provider add': 'live at one provider more, behind the others',
    'provider remove': 'leave a provider, which need not agree',
    'provider first': 'put one of your providers first: your name is written with it',
    adopt: 'live at the server that somebody sent you the link of, too',
    'phrase show': 'show your 24 words of recovery, to be written down on paper',
    'phrase check': 'see whether what you have written down is right',
    'phrase confirm': 'show that you have the words; then they are nowhere but on your paper',
    export:
      'write everything that your account is and was told into one encrypted file, or conversations into a folder to read',
    import: 'go on with such a file: as a new device of the same account, or with its history on this one',
    'archive read': 'read such a file without any server: its rooms, a conversation, its files',
    daemon: 'keep the profile open and answer JSON-RPC 2.0',
    chat: 'talk in a full-screen window',
  },
  options: {
    profile: 'where this device’s account is kept (default: the platform’s folder for data; RUSHLIGHT_PROFILE)',
    'password-fd': 'read the password from this open file (else RUSHLIGHT_PASSWORD, else it is asked for)',
    json: 'print JSON, one record on a line',
    lang: 'language of texts',
    help: 'print this',
    version: 'print the version',
    server: 'the provider’s address: https://chat.example.org, or http://localhost:8080',
    invitation: 'for a provider that takes new accounts by invitation only',
    'device-name': 'how this device is called in the list of your devices (default: Terminal)',
    local: 'erase only what is here; the provider and your rooms hear nothing of it',
    yes: 'do not ask',
    number: 'the safety number on the other’s screen, 60 digits, as they read it out',
    undo: 'take it back',
    member: 'who is to be in it; can be given several times',
    expire: 'gone everywhere so long after sending: 30s, 10m, 2h, 7d',
    file: 'sends that file along; as often as there are files, 16 at most, 100 MiB each',
    files: 'fetches the files that came, and saves them in that folder, never over another one',
    burn: 'gone so long after it was first read',
    wait: 'come back when the provider has it (default), or when every device has it',
    timeout: 'wait no longer than this (default 30s)',
    follow: 'go on until interrupted',
    for: 'go on for so many seconds',
    limit: 'this many messages at most (default 50)',
    all: 'with what happened to the room, and what became of your messages',
    'phrase-fd': 'read the 24 words from this open file (else they are asked for)',
    'passphrase-fd': 'read the passphrase of the file from this open file (else it is asked for)',
    room: 'this conversation only; to read: print it',
    readable: 'pages, JSON and files in that folder, for anybody to read; again: goes on where it stopped',
    'with-vanishing': 'also what vanishes: it then stays in that folder. What burns after reading is never in it',
    socket: 'listen here as well as at the profile’s own socket',
    stdio: 'speak over standard input and output instead of a socket',
  },
  usage: {
    noCommand: () => 'What shall it do? No command was given.',
    unknownCommand: ({ typed, near }) => `There is no command "${typed}".${near ? ` Did you mean "${near}"?` : ''}`,
    unknownOption: ({ typed, near }) => `There is no option ${typed} here.${near ? ` Did you mean ${near}?` : ''}`,
    missingValue: ({ option }) =>
      `--${option} needs a value. One that begins with a dash is written --${option}=VALUE.`,
    needlessValue: ({ option }) => `--${option} takes no value.`,
    missingArgument: ({ name }) => `${name} is missing.`,
    missingOption: ({ option }) => `--${option} is missing.`,
    tooMany: () => 'That is more than this command takes. Put a text with spaces between quotation marks.',
    badValue: ({ option }) => BAD_VALUES[option] ?? `The value of --${option} is none that it takes.`,
    seeHelp: (command) => `See: rushlight ${command === '' ? '' : `${command} `}--help`,
  },
  errors: {
    ambiguous: 'That could mean more than one. Say which, with what stands at the left:',
    unknownName: 'Nobody and nothing of that name is known. Check how it is written; rooms lists what there is.',
    otherProvider: 'That person is at a provider that yours does not talk to yet. Ask them for a name at yours.',
    alreadySignedIn: 'This profile has an account already. For another one choose another --profile.',
    notSignedIn: 'There is no account in this profile. Begin with: rushlight signup NAME --server URL (or signin).',
    accountEnded: 'This device was taken off the account. Everything of it here has been erased.',
    noBackup:
      'The password is right, but the provider has no backup that it opens. Sign in on a device you still have.',
    passwordNeeded: 'The password is needed. Set RUSHLIGHT_PASSWORD, or use --password-fd, or a terminal.',
    wrongProfilePassword: 'That is not the password of this profile. Nobody can reset it; try again.',
    profileInUse: 'Another program holds this profile and does not answer. Wait for it to end, or end it.',
    profileUnreadable: 'This profile is damaged. If you cannot restore it from a copy: signout --local, then signin.',
    profileNewer: 'A newer version of Rushlight has written this profile. Update this one.',
    profileUnusable: 'The profile’s folder cannot be made or written. Check its place and rights, or choose --profile.',
    diskFull: 'The disk is full. Nothing is lost; make room and try again.',
    diskFailed: 'The disk failed to read or write. Copy the profile to another disk before you go on.',
    offline: 'The provider cannot be reached. Try again when the network is back.',
    queued: 'The provider cannot be reached. It is kept here, and the next command or the daemon sends it.',
    notDelivered: 'The provider has it; not every device does yet. It is delivered when they are online.',
    messageFailed: 'The message could not be sent.',
    empty: 'There is no text to send.',
    tooLong: 'The text is too long: 32 KiB at most. Send it in parts.',
    timersOutOfBounds: 'Expiration goes from 5 seconds to a year, burning after reading from 5 seconds to a week.',
    titleInvalid: 'A title has 1 to 256 bytes, and no control characters.',
    fileUnreadable: 'There is no such file, or it cannot be read. Check the path after --file.',
    fileTooLarge: 'The file is too large: 100 MiB at most, or what the provider allows. Send it in parts.',
    fileGone: 'A file could not be read to its end or kept beside the profile. Check the disk and send again.',
    tooManyFiles: 'A message carries 16 files at most. Send the others with another one.',
    notInRoom: 'This device is not in that room (yet). If it is waiting to be let in, another member has to be online.',
    notAllowed: 'The rules of that room do not let you do this. Ask one of its moderators.',
    notYourself: 'That is you.',
    numberDiffers:
      'That is not the safety number of you two. Compare anew: somebody may stand between you, or have used the recovery words.',
    noRequest: 'There is no request from that name. See: rushlight requests',
    addressInvalid:
      'That is no address of a provider. It looks like https://chat.example.org, or is the whole link that serve has printed.',
    otherServer: 'Whoever answers there is not the server that the link is of. Ask whoever sent it for a new one.',
    providerKnown: 'Your account lives there already.',
    providerUnknown: 'Your account does not live there. See: rushlight provider list',
    tooManyProviders: 'An account lives at four providers at most. Leave one: rushlight provider remove PROVIDER',
    deviceUnknown: 'Your account has no such device. See: rushlight device list',
    thisDevice: 'That is this device. Take it off the account with: rushlight signout',
    lastProvider: 'That is your only provider. Add another one before you leave it.',
    holderGone: 'The program that holds this profile has ended in the middle of it. Try again.',
    socketUnusable: 'No socket can be made there: the path is too long, or something else is there. Choose another.',
    noTerminal: 'This needs a terminal. In scripts use the other commands.',
    phraseNeeded: 'The 24 words are needed. Use a terminal, or --phrase-fd.',
    phraseKept: 'You have confirmed your phrase: it is on your paper, and nowhere else. See: rushlight phrase check',
    phraseWrong: 'These are not the words. Compare them with your paper, one by one.',
    phraseAnother: 'That is a phrase without a mistake, but not the one of this account.',
    passphraseNeeded: 'The passphrase of the file is needed. Use a terminal, or --passphrase-fd.',
    passphraseShort: 'Choose a passphrase of at least 10 characters: whoever has the file can try as many as he likes.',
    wrongPassphrase: 'That is not the passphrase of this file. Nobody can reset it; try again.',
    exportMissing: 'There is no such file, or it cannot be read. Check the path.',
    exportUnreadable: 'That is no export, or it is damaged: nothing of it was taken. Look for another copy of it.',
    exportNewer: 'A newer version of Rushlight has written that export. Update this one.',
    exportOutdated:
      'The account has got other keys since that export, so nobody can go on with it. It can still be read: rushlight archive read FILE',
    exportOfOther: 'That is the export of another account. Choose another --profile for it.',
    fileExists: 'There is a file of that name already, and it is not overwritten. Choose another name.',
    bug: 'Something went wrong that should not. Try again; if it stays, tell the makers what you did.',
  },
  prompt: {
    password: 'Password: ',
    again: 'Once more: ',
    different: 'These were two different ones.',
    phrase: 'The 24 words, in their order: ',
    phraseWord: (place) => `Word ${place}: `,
    passphrase: 'Passphrase of the file: ',
    newPassphrase: 'Passphrase for the file (10 characters or more): ',
    deleteAccount: (name) => `This ends the account for ever: nobody can have the name again. Type ${name} to go on: `,
    removeDevice: 'It leaves every room, and erases itself when it hears of it. Remove it? (y/n) ',
    yes: ['y', 'yes'],
  },
  output: {
    notes: 'Notes to self',
    you: 'you',
    noRooms: 'No conversations yet. Begin one: rushlight send NAME TEXT',
    noRequests: 'No requests.',
    requestsWait: (count) =>
      `${count === 1 ? '1 request waits' : `${count} requests wait`} to be accepted. See: rushlight requests`,
    noContacts: 'Nobody yet.',
    noMessages: 'Nothing here.',
    asOfLastTime: 'Offline: this is how it was when the provider was last reached.',
    clockWrong: (minutes) =>
      `The clock of this device is wrong by about ${minutes} minutes. Messages may vanish early; set the clock.`,
    signedIn: (handle) => `You are ${handle}.`,
    signedOut: (handle) => `${handle} is signed out, and erased from this device.`,
    accountDeleted: (handle) => `The account ${handle} is gone.`,
    blocked: (name) => `${name} is blocked.`,
    unblocked: (name) => `${name} is not blocked any more.`,
    verification: {
      none: (name) => `You have not verified ${name}.`,
      verified: (name) => `You have verified ${name}.`,
      lapsed: (name) => `${name} is no longer verified: the account came back by its recovery words. Compare anew.`,
    },
    verified: { verified: '✓ verified', lapsed: '! no longer verified' },
    compareNumber: (name) => `Compare with what ${name} sees, face to face or on the phone; both must be the same:`,
    accepted: (title) => `Accepted: ${title}`,
    roomCreated: (title) => `Made: ${title}`,
    roomChanged: (title) => `Changed: ${title}`,
    roomLeft: (title) => `Left: ${title}`,
    requestFrom: (name) => `request from ${name}`,
    unread: (count) => `${count} unread`,
    postQuantum: 'safe from quantum computers',
    notPostQuantum: 'not safe from future quantum computers',
    twoStories: 'the provider told others another story',
    toldTwoStories: (name) => `${name} says that the provider told another story there`,
    providerState: { offline: 'offline', connecting: 'connecting', online: 'online' },
    failedSince: (clock) => `does not answer since ${clock}`,
    firstProvider: 'first',
    thisDevice: 'this device',
    namelessDevice: 'a device without a name',
    lastUsed: (clock) => `last used ${clock}`,
    refusal: {
      invitationNeeded: 'takes new accounts by invitation only: add it with --invitation CODE',
      registrationClosed: 'takes no new accounts',
    },
    operatorSees:
      'Whoever runs that server can see your account and its devices, from which network addresses and when they are\n' +
      'connected, and when and how much you send and receive there. They cannot read messages, files, titles or members.',
    standing: {
      creating: 'being made',
      waiting: 'waiting to be let in',
      request: 'request',
      joined: '',
      stuck: 'waiting to be let in again',
      updateNeeded: 'needs a newer version of this program',
      left: 'left',
      removed: 'you were removed',
    },
    status: { queued: 'sending', accepted: 'sent', delivered: 'delivered', read: 'read', failed: 'failed' },
    reason: {
      notAllowed: 'the room’s rules do not allow it',
      roomGone: 'you are not in the room any more',
      tooLarge: 'it is too large for the provider',
      fileLost: 'its file is lost',
    },
    deleted: 'taken back',
    undelivered: 'its time was over before it was delivered',
    unknown: 'sent by a newer version of this program',
    fileProblem: {
      lost: 'gone: ask for it again',
      damaged: 'not what was sent: refused',
      tooLarge: 'too large for the provider',
      unsupported: 'of a newer version: update this program',
      unreadable: 'not readable in this profile any more',
    },
    files: (count) => (count === 1 ? '1 file' : `${count} files`),
    event: eventInEnglish,
    endsIn: (span) => `gone in ${span}`,
    burnsAfterReading: (span) => `burns ${span} after reading`,
    phraseMeaning:
      'Write these 24 words on paper, in this order, and keep the paper where you keep your passport. With them you come\n' +
      'back when every device and the password are lost, and put out whoever stole a device. Whoever else has them has\n' +
      'your account: no photo, no note on a computer. Then show that you have them: rushlight phrase confirm',
    exported: (file, bytes) => `Written: ${file} (${bytes})`,
    exportMeaning:
      'Whoever has this file and its passphrase has your account: keep them apart. Messages that vanish are in it until their\n' +
      'time is over; then no Rushlight shows them any more. What burns and is not read yet is not in it.',
    readableWritten: (folder, messages, kept) =>
      `Written: ${folder} (${messages === 1 ? '1 message' : `${messages} messages`}${kept === 0 ? '' : `; ${kept} files were there already`}). Open index.html in it.`,
    readableLeftOut: (count) =>
      `${count === 1 ? '1 message that vanishes is' : `${count} messages that vanish are`} not in it: --with-vanishing takes along what does not burn.`,
    imported: (messages, files) =>
      `${messages === 1 ? '1 message' : `${messages} messages`} and ${files === 1 ? '1 file' : `${files} files`} came along.`,
    importedOffline:
      'The provider cannot be reached. Your history is here; your rooms let this device in when you are online.',
    recovered:
      'The account is yours: every other device of it is put out, and the old password is worth nothing. Your rooms let\n' +
      'this device in as soon as one of their members is online.',
    recoveredBare:
      'But there was no backup that your words open: contacts and rooms did not come back. People you write to find you.',
    phraseRight: 'That is the phrase of this account.',
    phraseConfirmed: 'Confirmed. The phrase is erased from your devices: from now on it is on your paper only.',
    phraseUnknownWord: (place) => `Word ${place} is none of the list.`,
    phraseWrongCount: (count) => `There are 24 words; that were ${count}.`,
    daemonReady: (path) => `Listening at ${path}`,
    choicesFollow: 'Choices:',
    retryIn: (span) => `Try again in ${span}.`,
  },
  chat: {
    conversations: 'Conversations',
    noneYet: 'None yet. Type /new NAME to begin one.',
    message: 'Message',
    newMessages: 'new',
    keys: 'Enter send · Tab/↑↓ conversation · PgUp/PgDn scroll · /help · Ctrl+C leave',
    choose:
      'Choose a conversation with ↑ and ↓, or type /new NAME. What you have before your eyes for a second is read.',
    firstMessage: (name) => `A new conversation with ${name}: your first message begins it.`,
    request: (name) => `request from ${name}: /accept, or /block ${name}`,
    rowsBelow: (count) => (count === 1 ? '1 line below' : `${count} lines below`),
    burning: 'burning:',
    online: 'online',
    offline: 'offline',
    help: [
      '/new NAME            begin a conversation',
      '/room "TITLE" NAME…  make a room with these people',
      '/title TEXT          name this room anew',
      '/expire 10m          new messages of this room vanish so long after sending',
      '/burn 30s | off      … and so long after reading',
      '/add NAME · /remove NAME · /leave',
      '/accept · /block NAME · /unblock NAME',
      '/quit                leave this window',
    ],
    moreKeys: [
      'Tab, ↑, ↓            the next or the previous conversation',
      'PgUp, PgDn           scroll',
      'Esc                  back to the list',
      'Alt+Enter, Ctrl+J    a new line in the message',
      'Ctrl+A E U W         as in a shell',
      '//text               a message that begins with a slash',
    ],
    unknownCommand: 'There is no such command. /help lists them.',
    openFirst: 'Open a conversation first.',
    tooSmall: 'This window is too small: 40 by 10 at least.',
    done: 'Done.',
  },
}

const BAD_VALUES: Readonly<Record<string, string>> = {
  expire: '--expire takes a span such as 30s, 10m, 2h or 7d.',
  burn: '--burn takes a span such as 30s, 10m or 1h.',
  timeout: '--timeout takes a span such as 30s or 2m.',
  for: '--for takes a number of seconds.',
  limit: '--limit takes a number.',
  number: '--number takes the 60 digits of a safety number.',
  wait: '--wait takes accepted or delivered.',
  lang: '--lang takes en or nl.',
  server: '--server takes https://NAME, or http:// with localhost: anything else could be read on the way.',
  'password-fd': '--password-fd takes the number of an open file.',
  'passphrase-fd': '--passphrase-fd takes the number of an open file.',
  'phrase-fd': '--phrase-fd takes the number of an open file.',
}

function eventInEnglish({ event, by, names, title, expireMs, burnMs }: EventRecord): string {
  const who = by ?? ''
  const whom = names.join(', ')
  switch (event) {
    case 'created':
      return `${who} began this conversation`
    case 'added':
      return `${who} added ${whom}`
    case 'removed':
      return `${who} removed ${whom}`
    case 'left':
      return `${whom} left`
    case 'renamed':
      return `${who} named the room “${title ?? ''}”`
    case 'timers':
      return `${who} set: ${timersInEnglish(expireMs, burnMs)}`
    case 'moderator':
      return `${who} made ${whom} a moderator`
    case 'member':
      return `${who} made ${whom} a member like others`
    case 'device':
      return `a device of ${whom} came in, let in by ${who}`
    case 'cannotFollow':
      return `${who} could not follow a change by ${whom}: not the first in 30 days`
    case 'spokeTwice':
      return `A device of ${whom} spoke for two ways on at once: perhaps it is in wrong hands`
    case 'wentOn':
      return `The provider was gone, or had lost its data. The conversation goes on; ${who} opened it again`
    case 'cameBack':
      return `The account of ${whom} came back by its recovery words`
    case 'noLongerVerified':
      return `The account of ${whom} came back by its recovery words. You had verified ${whom}; compare your safety numbers anew`
    case 'calledNow':
      return `${names[0] ?? ''} is called ${names[1] ?? ''} now`
    case 'blocked':
      return `${whom} is blocked`
    case 'unblocked':
      return `${whom} is not blocked any more`
    case 'signedOut':
      return `${who} signed out`
    case 'accountDeleted':
      return `${who} ended the account`
  }
}

function timersInEnglish(expireMs: number | undefined, burnMs: number | undefined): string {
  const expire = expireMs === undefined ? 'no expiration' : `gone after ${formatDuration(expireMs)}`
  return burnMs === undefined ? expire : `${expire}, burnt ${formatDuration(burnMs)} after reading`
}
