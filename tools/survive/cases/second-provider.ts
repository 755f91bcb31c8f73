import { rmSync } from 'node:fs'
import { playedSince } from '../case.ts'
import type { Case } from '../case.ts'
import { openTwoHomes } from '../two-homes.ts'

/**
 * Six people in a room, and two of them by themselves, who all have a second provider. The first one vanishes for ever while
 * everybody writes. Nobody does anything for it.
 */
export const secondProvider: Case = async (play) => {
  const { stage } = play
  const { first, devices, alice, bobby, room } = await openTwoHomes(play)
  await Promise.all(devices.map((device) => device.say(room, 'good morning')))
  const underWay = devices.map((device) => device.say(room, 'under way'))
  underWay.push(alice.say(bobby.handle, 'between us'))
  const faultAt = Date.now()
  await first.kill('SIGKILL')
  rmSync(first.data, { recursive: true, force: true })
  stage.tell('the first provider is gone for ever')
  underWay.push(...devices.map((device) => device.say(room, 'without it')), bobby.say(alice.handle, 'are you there?'))
  await Promise.all(underWay)
  return playedSince(faultAt, play)
}
