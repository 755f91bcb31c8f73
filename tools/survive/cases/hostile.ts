import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startNamedServers, temporaryFolder } from 'rushlight/testing'
import { playedInParts, untilItCame } from '../case.ts'
import type { Case } from '../case.ts'
import { gather, meet, namesOf, openDevices, rolesAtNamed } from '../cast.ts'
import { MOOD_FILE, MOODS, TAKEN } from '../hostile/moods.ts'
import type { Mood } from '../hostile/moods.ts'

const DEVICES = 4
const ROOM = 'Sedges'
const HOSTILE_HUB = new URL('../hostile/hostile-hub.ts', import.meta.url).href

/**
 * Four people at a provider that means harm: it replays, reorders and withholds what it pushes, answers with garbage, with
 * what it said before, and not at all, tells one of them another story by its own key, and does not let an account go. As long
 * as it does each of that they talk, in the room and in twos. What it withholds for good is found when a word comes through;
 * the account moves to another provider without its help, and nobody else has to do anything.
 */
export const hostile: Case = async (play) => {
  const { stage, ledger } = play
  const moodFile = join(temporaryFolder(stage), 'mood')
  const environment = { NODE_OPTIONS: `--import=${HOSTILE_HUB}`, [MOOD_FILE]: moodFile }
  const [server, refuge] = await startNamedServers(stage, ['a.example', 'b.example'])
  if (server === undefined || refuge === undefined) throw new Error('no servers')
  await server.kill('SIGTERM')
  await server.start([], environment)
  const devices = await openDevices(ledger, rolesAtNamed(stage, server, { names: namesOf(DEVICES) }))
  const [alice, bobby] = devices
  if (alice === undefined || bobby === undefined) throw new Error('nobody')
  await meet(ledger, alice, bobby)
  await gather(ledger, ROOM, { devices })
  stage.tell('they talk')
  await Promise.all(devices.map((device) => device.say(ROOM, 'good morning')))

  const parts: number[] = []
  for (const mood of MOODS) {
    stage.tell(`the provider: ${mood}`)
    await setMood(moodFile, mood)
    const talk = async (): Promise<void> => {
      if (mood === 'holds') {
        await alice.call('addProvider', { url: refuge.url })
        await alice.call('removeProvider', { provider: server.name })
      }
      for (const words of ['first', 'second']) {
        await Promise.all(devices.map((device) => device.say(ROOM, `${words} while it is so: ${mood}`)))
      }
      await alice.say(bobby.handle, `between us: ${mood}`)
      const { sent, arrived } = await ledger.settled(WITHHELD_MS_MAX)
      if (sent === arrived) return
      stage.tell(`${sent - arrived} have not come: now a word comes through`)
      await setMood(moodFile, 'honest')
      await Promise.all([alice.say(bobby.handle, 'a word'), bobby.say(alice.handle, 'another')])
      for (const device of devices) await device.say(ROOM, 'a word that comes through')
    }
    parts.push(await untilItCame(play, talk))
  }
  return playedInParts(parts, play)
}

/** Until it has read what it is to do; a server that is not hostile never does. */
async function setMood(file: string, mood: Mood): Promise<void> {
  writeFileSync(file, mood)
  const endsAt = performance.now() + MOOD_TAKEN_MS_MAX
  while (!isTaken(file, mood)) {
    if (performance.now() > endsAt) throw new Error('the server is not hostile')
    await sleep(POLL_MS)
  }
}

function isTaken(file: string, mood: Mood): boolean {
  try {
    return readFileSync(`${file}${TAKEN}`, 'utf8') === mood
  } catch {
    return false
  }
}

const MOOD_TAKEN_MS_MAX = 5_000
const POLL_MS = 50
const WITHHELD_MS_MAX = 20_000
