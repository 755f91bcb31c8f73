import type { HttpAnswer } from '@rushlight/core'
import { BLOB_PIECE_BYTES_MAX } from '@rushlight/protocol'
import type { ProviderPorts } from '@rushlight/server'
import type { World } from './world.ts'

type PeerTransport = ProviderPorts['peerTransport']

export type PeerRoadHabits = {
  readonly name: string
  /** The process that asks is still the one that runs. */
  readonly isAlive: () => boolean
  /** A request is handed over: the process may die at it, before or after. */
  readonly hand: (run: () => void) => void
}

/** As long as a provider waits for another. */
const PATIENCE_MS = 10_000

/** The way of one process of a provider to others, over the network of the world. Who dies meanwhile hears nothing. */
export function createPeerRoad({ http, scheduler }: World, { name, isAlive, hand }: PeerRoadHabits): PeerTransport {
  const port = http.portOf(name, { isUp: isAlive, lostAs: 'peerRequestLost' })
  const ask: PeerTransport['ask'] = ({ provider, path, headers, answerBytesMax, ...question }) => {
    const reply = Promise.withResolvers<Awaited<ReturnType<PeerTransport['ask']>>>()
    const answerWith = (answer: Parameters<typeof reply.resolve>[0]): void => {
      if (isAlive()) reply.resolve(answer)
    }
    const listen = async (coming: Promise<HttpAnswer | undefined>): Promise<void> => {
      const answer = await coming
      const isTooLong = answer !== undefined && answer.body.length > answerBytesMax
      answerWith(answer === undefined || isTooLong ? undefined : { status: answer.status, body: answer.body })
    }
    const asked = { ...question, url: `https://${provider}${path}`, headers: Object.fromEntries(headers) }
    scheduler.at(scheduler.now() + PATIENCE_MS, () => answerWith(undefined))
    hand(() => {
      void listen(port.send({ ...asked, answerBytesMax }).answer)
    })
    return reply.promise
  }
  return {
    ask,
    async open({ answerMsMax: _, ...question }) {
      const reply = await ask({ ...question, method: 'GET', answerBytesMax: BLOB_PIECE_BYTES_MAX })
      if (reply === undefined) return undefined
      const { status, body } = reply
      const inOnePiece = async function* (): AsyncGenerator<Uint8Array> {
        yield body
      }
      return { status, bytes: body.length, body: inOnePiece(), ended: Promise.resolve(), drop: () => undefined }
    },
    close: () => undefined,
  }
}
