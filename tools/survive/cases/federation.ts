import { setTimeout as sleep } from 'node:timers/promises'
import { startNamedServers } from 'rushlight/testing'
import { playedSince } from '../case.ts'
import type { Case } from '../case.ts'
import { gather, meet, namesOf, openDevices, rolesAtNamed } from '../cast.ts'

const HOSTS = ['a.example', 'b.example', 'c.example']
const ROOM = 'Hills'
const DOWN_MS = 3_000

/**
 * Six people at three providers: strangers write to each other, and all are in one room, whose hub is at the first. The third
 * provider is killed while texts are under way, also to and from its own people, and comes back after three seconds.
 * Everybody else goes on meanwhile.
 */
export const federation: Case = async (play) => {
  const { stage, ledger } = play
  const servers = await startNamedServers(stage, HOSTS)
  const roles = namesOf(HOSTS.length * 2).flatMap((name, i) => {
    const server = servers[i % servers.length]
    return server === undefined ? [] : rolesAtNamed(stage, server, { names: [name] })
  })
  stage.tell(`${roles.length} people sign up at ${servers.length} providers`)
  const devices = await openDevices(ledger, roles)
  const [alice, bobby, carla] = devices
  const third = servers.at(-1)
  if (alice === undefined || bobby === undefined || carla === undefined || third === undefined)
    throw new Error('nobody')
  await meet(ledger, alice, bobby)
  await meet(ledger, bobby, carla)
  await gather(ledger, ROOM, { devices })
  stage.tell('they talk')
  await Promise.all(devices.map((device) => device.say(ROOM, 'good morning')))
  await bobby.say(alice.handle, 'over the hills')

  const underWay = devices.map((device) => device.say(ROOM, 'under way'))
  underWay.push(carla.say(bobby.handle, 'and far away'))
  const faultAt = Date.now()
  await third.kill('SIGKILL')
  stage.tell('one provider is gone')
  underWay.push(
    ...devices.map((device) => device.say(ROOM, 'while it is gone')),
    bobby.say(carla.handle, 'are you there?'),
  )
  await sleep(DOWN_MS)
  await third.start()
  stage.tell('it is back')
  await Promise.all(underWay)
  return playedSince(faultAt, play)
}
