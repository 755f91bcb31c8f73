import type { HistoryStateWord } from '../records/records.ts'

/** What there is to say of history that is brought over, and of messages that are kept for the way back. */
export type HistoryWords = {
  readonly history: Readonly<Record<HistoryStateWord, string>>
  readonly keptOn: string
  readonly keptOff: string
  readonly keptElsewhere: string
  readonly keptBytes: (kib: number) => string
  readonly keptOwed: string
  readonly keptRestoring: (done: number, all: number) => string
  readonly historyProgress: (done: number, lines: number, added: number) => string
  readonly historyGiving: (done: number, lines: number) => string
}

export const historyInEnglish: HistoryWords = {
  history: {
    none: 'Nothing is being brought over.',
    offered: 'What was said before is on your other devices. Ask for it with: rushlight device history --span 30d',
    asked: 'Asked; waiting for one of your other devices to be online.',
    coming: 'Coming',
    done: 'Everything is here.',
    updateNeeded: 'It comes from a newer version. Update this program and ask again.',
  },
  keptOn: 'Your messages are kept at your providers, for whoever has your password or phrase.',
  keptOff: 'Your messages are not kept at your providers. Turn that on with: rushlight history-backup on',
  keptElsewhere: 'Another of your devices keeps them.',
  keptBytes: (kib) => `${kib} KiB`,
  keptOwed: 'Something is still to be brought.',
  keptRestoring: (done, all) => `Coming back: ${done} of ${all}`,
  historyProgress: (done, lines, added) => `${done} of ${lines} lines, ${added} of them new`,
  historyGiving: (done, lines) => `To another device: ${done} of ${lines} lines`,
}

export const historyInDutch: HistoryWords = {
  history: {
    none: 'Er wordt niets overgehaald.',
    offered:
      'Wat eerder werd gezegd, staat op je andere apparaten. Vraag erom met: rushlight device history --span 30d',
    asked: 'Gevraagd; wacht tot een van je andere apparaten online is.',
    coming: 'Onderweg',
    done: 'Alles is hier.',
    updateNeeded: 'Het komt van een nieuwere versie. Werk dit programma bij en vraag het opnieuw.',
  },
  keptOn: 'Je berichten worden bij je servers bewaard, voor wie je wachtwoord of herstelzin heeft.',
  keptOff: 'Je berichten worden niet bij je servers bewaard. Zet dat aan met: rushlight history-backup on',
  keptElsewhere: 'Een ander apparaat van je bewaart ze.',
  keptBytes: (kib) => `${kib} KiB`,
  keptOwed: 'Er moet nog iets heen.',
  keptRestoring: (done, all) => `Komt terug: ${done} van ${all}`,
  historyProgress: (done, lines, added) => `${done} van ${lines} regels, waarvan ${added} nieuw`,
  historyGiving: (done, lines) => `Naar een ander apparaat: ${done} van ${lines} regels`,
}
