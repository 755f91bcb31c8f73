import { chainOf, compareChains, doubleVoters, isSealed } from '@rushlight/protocol'
import type { Link, Openings } from '@rushlight/protocol'
import { electorOf, EPOCH_LAST, FIRST, itemAt, linkAt, openingsOf, OUT, PEOPLE, union } from './succession-room.ts'
import { change, deviceAt, everythingIn, follow, isByMember, open } from './succession-world.ts'
import type { Room } from './succession-world.ts'
import { remembering } from './search.ts'
import type { Broken } from './search.ts'

/** S3, S4, S5 and L2 in the succession world. Evidence is everything that was ever signed, shown to anybody or not. */
export function checkSuccession(room: Room): Broken | undefined {
  return checkStrangers(room) ?? checkEvidence({ all: everythingIn(room), liar: room.liar }) ?? checkMeeting(room)
}

type Signed = { readonly all: readonly number[]; readonly liar: number | undefined }

const checkEvidence = remembering(
  ({ all, liar }: Signed) => `${liar ?? '-'}|${all.join()}`,
  ({ all, liar }) => {
    const openings = openingsOf(all)
    const rivals = [...openings.links.values()].filter(({ previous }) => previous === linkAt(FIRST).log)
    const sealed = rivals.filter((link) => isSealed(openings, link))
    return (
      checkSealed({ openings, sealed }, { rivals, liar }) ??
      checkFencing({ openings, sealed }) ??
      checkRewind(sealed, all)
    )
  },
)

/** S5: whoever is no member of a base starts no log that an honest member is in. */
function checkStrangers(room: Room): Broken | undefined {
  for (const [person, { tip, known }] of room.devices.entries()) {
    if (person === room.liar) continue
    const strange = chainOf(openingsOf(known), linkAt(tip).log).some((link) => link.term > 1 && !isByMember(link))
    if (strange) return { property: 'S5', sees: `${PEOPLE[person] ?? ''} is in a log that a stranger opened` }
  }
  return undefined
}

type Evidence = { readonly openings: Openings; readonly sealed: readonly Link[] }

type Rivals = { readonly rivals: readonly Link[]; readonly liar: number | undefined }

/** S4: nobody honest speaks for two rivals, so no two are sealed unless a liar signed twice. */
function checkSealed({ openings, sealed }: Evidence, { rivals, liar }: Rivals): Broken | undefined {
  const lies = liar === undefined ? undefined : electorOf(liar).device
  for (const [i, one] of rivals.entries()) {
    for (const other of rivals.slice(i + 1)) {
      const twice = doubleVoters(openings, one, other)
      if (twice.some((device) => device !== lies))
        return { property: 'S4', sees: 'an honest device counts for two rivals' }
      if (sealed.includes(one) && sealed.includes(other) && twice.length === 0)
        return { property: 'S4', sees: 'two rivals are sealed, and no device signed twice' }
    }
  }
  return undefined
}

/** S5: no chain comes before a sealed opening unless it begins with another sealed one. */
function checkFencing({ openings, sealed }: Evidence): Broken | undefined {
  for (const one of sealed) {
    for (const tip of openings.links.keys()) {
      const isFenced = !chainOf(openings, tip).some((link) => sealed.includes(link))
      if (isFenced && compareChains(openings, tip, one.log) > 0)
        return { property: 'S5', sees: 'a chain without seal comes before a sealed opening' }
    }
  }
  return undefined
}

/** S3: a commit that more than half of the accounts knew when they endorsed is in every sealed opening. */
function checkRewind(sealed: readonly Link[], all: readonly number[]): Broken | undefined {
  for (let epoch = 1; epoch <= EPOCH_LAST; epoch++) {
    if (knowersOf(all, epoch) < 2 || !sealed.some((link) => (link.base?.epoch ?? 0) < epoch)) continue
    return { property: 'S3', sees: `the commit of epoch ${epoch} is left out, though two accounts knew it` }
  }
  return undefined
}

/** Of three accounts, how many endorsed after the first log with all their devices knowing that epoch. */
function knowersOf(all: readonly number[], epoch: number): number {
  const knew = PEOPLE.map((_, person) =>
    all.some((number) => {
      const item = itemAt(number)
      return (
        item.kind === 'vote' && item.voter === person && item.vote.since <= 2 && item.knew >= epoch && item.knew !== OUT
      )
    }),
  )
  return [knew[0] === true && knew[1] === true, knew[2], knew[3]].filter(Boolean).length
}

/** Of what one device does; no world here takes a third of it. */
const ROUNDS_MAX = 60

/** L2: if from here on everybody honest hears everything that an honest one has heard, they end in one log. */
const checkMeeting = remembering(keyOfMeeting, (room: Room) => {
  let at = room
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const next = meet(at)
    if (next === at) return differ(at)
    at = next
  }
  return { property: 'L2', sees: 'moving never ends' }
})

/** What each said before has no part in it, nor who heard what of the rest. */
function keyOfMeeting({ devices, liar }: Room): string {
  const honest = devices.filter((_, person) => person !== liar)
  const heard = new Set(honest.flatMap(({ known, judged }) => (judged === OUT ? [] : known)))
  return `${liar ?? '-'}|${honest.map(({ judged, tip }) => `${judged}.${tip}`).join('|')}|${[...heard].toSorted((a, b) => a - b).join()}`
}

/** One exchange of notes among the honest, and what each does then. The same room if nothing happens any more. */
function meet(room: Room): Room {
  const honest = room.devices.flatMap((device, person) =>
    person === room.liar || device.judged === OUT ? [] : [person],
  )
  const all = honest.reduce<readonly number[]>((sum, person) => union(sum, deviceAt(room, person).known), [])
  for (const person of honest) {
    const device = deviceAt(room, person)
    if (device.known.length < all.length) return honest.reduce((sum, one) => change(sum, one, { known: all }), room)
  }
  for (const person of honest) {
    const moved = follow({ device: deviceAt(room, person), person })
    if (moved !== undefined) return change(room, person, moved)
  }
  if (differ(room) === undefined) return room
  for (const person of honest) {
    const opened = open({ device: deviceAt(room, person), person, isHubLost: false })
    if (opened !== undefined) return change(room, person, opened)
  }
  return room
}

function differ(room: Room): Broken | undefined {
  const tips = new Set(
    room.devices.flatMap(({ tip, judged }, person) => (person === room.liar || judged === OUT ? [] : [tip])),
  )
  return tips.size <= 1 ? undefined : { property: 'L2', sees: 'all has been heard, and they are in different logs' }
}
