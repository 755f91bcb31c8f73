import { startServer } from 'rushlight/testing'
import { playedInParts, untilItCame } from '../case.ts'
import type { Case } from '../case.ts'
import { gather, namesOf, openDevices, rolesAt, signUpOne } from '../cast.ts'
import type { Device } from '../device.ts'
import { Mallory } from '../mallory/mallory-link.ts'
import type { MalloryDeed } from '../mallory/mallory-link.ts'

const DEVICES = 5
const ROOM = 'Reeds'
/** In this order: each time the others speak while it happens, and afterwards. */
const DEEDS: readonly MalloryDeed[] = ['garble', 'seize', 'lie', 'split', 'flood']

/**
 * Five people and one who means harm, in one room: garbled commits over one another, a commit that makes its author a
 * moderator, a lie about the hub, a commit that half of the room cannot follow, and more messages than the hub takes.
 */
export const badMember: Case = async (play) => {
  const { stage, ledger } = play
  const server = await startServer(stage)
  const roles = rolesAt(stage, server, namesOf(DEVICES))
  stage.tell(`${roles.length + 1} people sign up`)
  const devices = await openDevices(ledger, roles)
  const mallory = await signUpOne(stage, server, 'mallory')
  const room = await gather(ledger, ROOM, { devices, more: [`mallory@${server.name}`] })
  await mallory.records(['accept', 'alice'])
  const harm = new Mallory(stage, mallory)
  await Promise.all(devices.map((device) => device.say(ROOM, 'good morning')))

  const parts: number[] = []
  for (const deed of DEEDS) {
    const talk = async (): Promise<void> => {
      const done = harm.order(room, deed)
      await sayAll(devices, `while it happens: ${deed}`)
      stage.tell(`${deed}: ${await done}`)
      await sayAll(devices, `after it: ${deed}`)
    }
    parts.push(await untilItCame(play, talk))
  }
  return playedInParts(parts, play)
}

async function sayAll(devices: readonly Device[], words: string): Promise<void> {
  await Promise.all(devices.map((device) => device.say(ROOM, words)))
}
