import type { RoomEvent } from '../message/message-row.ts'

export type ReadableLanguage = 'en' | 'nl'

/** What the pages of a readable export say by themselves. Names come escaped. */
export type ReadableWords = {
  readonly title: (name: string) => string
  readonly notes: string
  readonly made: (time: string) => string
  readonly conversations: string
  readonly messages: (count: number) => string
  readonly page: (number: number) => string
  readonly back: string
  readonly deleted: string
  readonly undelivered: string
  readonly unknown: string
  readonly absentFile: string
  readonly replied: string
  readonly vanishes: (time: string) => string
  readonly leftOut: (count: number) => string
  readonly event: (event: RoomEvent['kind'], names: string) => string
}

export const READABLE_WORDS: Readonly<Record<ReadableLanguage, ReadableWords>> = {
  en: {
    title: (name) => `Conversations of ${name}`,
    notes: 'Notes to self',
    made: (time) =>
      `Written by Rushlight, ${time}. Nothing in this folder is encrypted, and nothing in it vanishes by itself.`,
    conversations: 'Conversations',
    messages: (count) => (count === 1 ? '1 message' : `${count} messages`),
    page: (number) => `Page ${number}`,
    back: 'All conversations',
    deleted: 'Taken back',
    undelivered: 'Its time was over before it was delivered',
    unknown: 'Sent by a newer version',
    absentFile: 'not on the device that wrote this',
    replied: 'In reply to',
    vanishes: (time) => `Vanishes from the conversation: ${time}`,
    leftOut: (count) =>
      count === 1 ? '1 message that vanishes is not in it.' : `${count} messages that vanish are not in it.`,
    event: (event, names) => `${EVENTS_EN[event] ?? 'changed something'}${names === '' ? '' : `: ${names}`}`,
  },
  nl: {
    title: (name) => `Gesprekken van ${name}`,
    notes: 'Notities voor jezelf',
    made: (time) =>
      `Geschreven door Rushlight, ${time}. Niets in deze map is versleuteld en niets erin verdwijnt vanzelf.`,
    conversations: 'Gesprekken',
    messages: (count) => (count === 1 ? '1 bericht' : `${count} berichten`),
    page: (number) => `Pagina ${number}`,
    back: 'Alle gesprekken',
    deleted: 'Ingetrokken',
    undelivered: 'De tijd was om voordat het bezorgd was',
    unknown: 'Verstuurd door een nieuwere versie',
    absentFile: 'niet op het apparaat dat dit schreef',
    replied: 'In antwoord op',
    vanishes: (time) => `Verdwijnt uit het gesprek: ${time}`,
    leftOut: (count) =>
      count === 1 ? '1 bericht dat verdwijnt staat er niet in.' : `${count} berichten die verdwijnen staan er niet in.`,
    event: (event, names) => `${EVENTS_NL[event] ?? 'heeft iets veranderd'}${names === '' ? '' : `: ${names}`}`,
  },
}

type EventTexts = Readonly<Partial<Record<RoomEvent['kind'], string>>>

const EVENTS_EN: EventTexts = {
  created: 'made the room',
  added: 'added',
  removed: 'removed',
  left: 'left',
  renamed: 'renamed the room',
  timers: 'changed how long messages last',
  role: 'changed who moderates',
  device: 'came in with a device',
  cannotFollow: 'made a change that others could not follow',
  spokeTwice: 'spoke for two ways on',
  wentOn: 'The room went on at another provider',
}

const EVENTS_NL: EventTexts = {
  created: 'heeft het gesprek gemaakt',
  added: 'heeft toegevoegd',
  removed: 'heeft verwijderd',
  left: 'is weggegaan',
  renamed: 'heeft het gesprek hernoemd',
  timers: 'heeft veranderd hoelang berichten blijven',
  role: 'heeft veranderd wie er modereert',
  device: 'kwam binnen met een apparaat',
  cannotFollow: 'deed een wijziging die anderen niet konden volgen',
  spokeTwice: 'sprak voor twee vervolgen',
  wentOn: 'Het gesprek ging verder bij een andere provider',
}
