import { rmSync } from 'node:fs'
import { startNamedServers } from 'rushlight/testing'
import { playedSince } from '../case.ts'
import type { Case } from '../case.ts'
import { gather, meet, namesOf, openDevices, rolesAtNamed } from '../cast.ts'

const DEVICES = 6
const ROOM = 'Willows'

/**
 * Six people have one provider only, and it vanishes for ever. Somebody starts a server and shares the link that it prints;
 * each of the others adopts it once. The time is that from the link on.
 */
export const onlyProvider: Case = async (play) => {
  const { stage, ledger } = play
  const [old, fresh] = await startNamedServers(stage, ['a.example', 'b.example'])
  if (old === undefined || fresh === undefined) throw new Error('no servers')
  await fresh.kill('SIGTERM')
  stage.tell(`${DEVICES} people sign up`)
  const devices = await openDevices(ledger, rolesAtNamed(stage, old, { names: namesOf(DEVICES) }))
  const [alice, bobby] = devices
  if (alice === undefined || bobby === undefined) throw new Error('nobody')
  await meet(ledger, alice, bobby)
  await gather(ledger, ROOM, { devices })
  await Promise.all(devices.map((device) => device.say(ROOM, 'good morning')))

  const underWay = devices.map((device) => device.say(ROOM, 'under way'))
  await old.kill('SIGKILL')
  rmSync(old.data, { recursive: true, force: true })
  stage.tell('the only provider is gone for ever')
  underWay.push(...devices.map((device) => device.say(ROOM, 'without it')), bobby.say(alice.handle, 'are you there?'))
  await Promise.all(underWay)
  await fresh.start()
  const link = await fresh.adoptLink()
  const faultAt = Date.now()
  stage.tell('a new server runs, and each adopts it')
  await Promise.all(devices.map((device) => device.call('adoptProvider', { link })))
  await Promise.all(devices.map((device) => device.say(ROOM, 'at the new one')))
  return playedSince(faultAt, play)
}
