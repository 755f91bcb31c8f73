import { rmSync } from 'node:fs'
import { startServer } from 'rushlight/testing'
import { playedSince } from '../case.ts'
import type { Case } from '../case.ts'
import { gather, meet, namesOf, openDevices, rolesAt } from '../cast.ts'

const DEVICES = 20
const ROOM = 'Rushes'

/**
 * A room of twenty devices and a conversation of two, at one provider. It is killed while everybody writes, its disk is
 * wiped, and it starts again, empty, at the same address. Nobody does anything for it.
 */
export const wipedDisk: Case = async (play) => {
  const { stage, ledger } = play
  const server = await startServer(stage)
  const roles = rolesAt(stage, server, namesOf(DEVICES))
  stage.tell(`${roles.length} people sign up`)
  const devices = await openDevices(ledger, roles)
  const [alice, bobby] = devices
  if (alice === undefined || bobby === undefined) throw new Error('nobody')
  await meet(ledger, alice, bobby)
  await gather(ledger, ROOM, { devices })
  stage.tell('they talk')
  for (const device of devices.slice(0, 3)) await device.say(ROOM, 'good morning')

  const underWay = devices.map((device) => device.say(ROOM, 'under way'))
  underWay.push(alice.say(bobby.handle, 'between us'))
  const faultAt = Date.now()
  await server.kill('SIGKILL')
  rmSync(server.data, { recursive: true, force: true })
  stage.tell('the disk is wiped')
  underWay.push(bobby.say(alice.handle, 'are you there?'))
  await server.start()
  stage.tell('the server is there again')
  await Promise.all(underWay)
  return playedSince(faultAt, play)
}
