import { playedInParts, untilItCame } from '../case.ts'
import type { Case } from '../case.ts'
import { openTwoHomes } from '../two-homes.ts'

/**
 * As with a second provider; but the first one comes back with its old disk, and with what it holds, when everybody goes on
 * at the second already.
 */
export const oldOneReturns: Case = async (play) => {
  const { stage } = play
  const { first, devices, alice, bobby, room } = await openTwoHomes(play)
  await Promise.all(devices.map((device) => device.say(room, 'good morning')))
  const parts: number[] = []
  const lose = async (): Promise<void> => {
    const underWay = devices.map((device) => device.say(room, 'under way'))
    underWay.push(alice.say(bobby.handle, 'between us'))
    await first.kill('SIGKILL')
    stage.tell('the first provider is gone')
    underWay.push(...devices.map((device) => device.say(room, 'without it')))
    await Promise.all(underWay)
  }
  parts.push(await untilItCame(play, lose))
  const comeBack = async (): Promise<void> => {
    const underWay = devices.map((device) => device.say(room, 'as it comes back'))
    await first.start()
    stage.tell('it is back, with its old disk')
    underWay.push(bobby.say(alice.handle, 'is it you?'))
    await Promise.all(underWay)
    await Promise.all(devices.map((device) => device.say(room, 'with both of them')))
  }
  parts.push(await untilItCame(play, comeBack))
  return playedInParts(parts, play)
}
