import { setTimeout as sleep } from 'node:timers/promises'
import { playedSince } from '../case.ts'
import type { Case } from '../case.ts'
import { openTwoHomes } from '../two-homes.ts'

const APART_MS = 45_000

/**
 * Six people at two providers, and the net between two halves is cut: three of them reach only the first, three only the
 * second. Both halves write. Then the net is whole again; the time is that from there on.
 */
export const split: Case = async (play) => {
  const { stage, ledger } = play
  const { devices, room, cut, mend } = await openTwoHomes(play)
  await Promise.all(devices.map((device) => device.say(room, 'good morning')))
  const underWay = devices.map((device) => device.say(room, 'under way'))
  await cut()
  stage.tell('the net is cut')
  underWay.push(...devices.map((device) => device.say(room, 'in one half')))
  await sleep(APART_MS)
  underWay.push(...devices.map((device) => device.say(room, 'in one half, still')))
  await Promise.all(underWay)
  const { sent, arrived } = await ledger.count()
  stage.tell(`each half by itself: ${arrived} of ${sent} have come`)
  const faultAt = Date.now()
  await mend()
  stage.tell('the net is whole again')
  await Promise.all(devices.map((device) => device.say(room, 'together')))
  return playedSince(faultAt, play)
}
