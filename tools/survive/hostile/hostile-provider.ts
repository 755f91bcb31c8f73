/** Stands in for `apps/server/src/provider.ts`: the real provider, whose connections go through hostile hands. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createProvider as createRealProvider } from '@rushlight/server'
import type { Link, Provider, ProviderConnection, ProviderPorts, ProviderSettings } from '@rushlight/server'
import { SecondStory } from '@rushlight/server/testing'
import { HostileHands } from './hostile-hands.ts'
import type { Storyteller } from './hostile-hands.ts'
import { isMood, MOOD_FILE, TAKEN } from './moods.ts'
import type { Mood } from './moods.ts'

const MOOD_READ_EVERY_MS = 100
let mood: Mood = 'honest'

setInterval(() => {
  const file = process.env[MOOD_FILE] ?? ''
  mood = readMood(file)
  writeFileSync(`${file}${TAKEN}`, mood)
}, MOOD_READ_EVERY_MS).unref()

export async function createProvider(ports: ProviderPorts, settings: ProviderSettings): Promise<Provider> {
  const real = await createRealProvider(ports, settings)
  const storyteller = tellOne(await SecondStory.of(ports.crypto, ports.store))
  return {
    record: real.record,
    incarnation: real.incarnation,
    newSeed: real.newSeed,
    blobs: real.blobs,
    guests: real.guests,
    foreignBlobs: real.foreignBlobs,
    tombstones: real.tombstones,
    desk: real.desk,
    connect: (link) => connect({ real, storyteller }, link),
    sessionOf: (token) => real.sessionOf(token),
    readFigures: () => real.readFigures(),
    close: () => real.close(),
  }
}

/** The first connection that asks for it. */
function tellOne(story: SecondStory | undefined): Storyteller {
  let told: object | undefined
  return {
    of(hands) {
      told ??= hands
      return told === hands ? story : undefined
    },
  }
}

type Hub = { readonly real: Provider; readonly storyteller: Storyteller }

function connect({ real, storyteller }: Hub, link: Link): ProviderConnection | undefined {
  const hands = new HostileHands((frame) => link.send(frame), { mood: () => mood, storyteller })
  const connection = real.connect({
    peer: link.peer,
    send: (frame) => hands.handOver(Uint8Array.from(frame)),
    close: (reason) => link.close(reason),
  })
  if (connection === undefined) return undefined
  return {
    receive(frame) {
      if (hands.takes(frame)) connection.receive(frame)
    },
    closed: () => connection.closed(),
  }
}

function readMood(file: string): Mood {
  try {
    const word = readFileSync(file, 'utf8').trim()
    return isMood(word) ? word : 'honest'
  } catch {
    return 'honest'
  }
}
