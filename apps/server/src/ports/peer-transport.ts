import type { ProviderName } from '@rushlight/protocol'

/** The way from this provider to others. TLS proves the name; what the answer says is for the rules to judge. */
export interface PeerTransport {
  /** `undefined`: no answer, or one that was too long or too late. Never rejects. */
  ask(question: PeerQuestion): Promise<PeerReply | undefined>
  /** As `ask`, without waiting for all of it. */
  open(question: PeerFetch): Promise<PeerStream | undefined>
  /** What is under way comes back without an answer. */
  close(): void
}

type PeerRequest = {
  readonly provider: ProviderName
  readonly path: string
  readonly headers: ReadonlyMap<string, string>
}

export type PeerQuestion = PeerRequest & {
  readonly method: 'GET' | 'POST'
  readonly body?: Uint8Array
  readonly answerBytesMax: number
}

/** A GET whose answer is read as it comes. */
export type PeerFetch = PeerRequest & {
  /** When the last byte has to be here. */
  readonly answerMsMax: number
}

export type PeerReply = { readonly status: number; readonly body: Uint8Array }

export type PeerStream = {
  readonly status: number
  /** What comes, as it says. */
  readonly bytes: number | undefined
  /** Throws where it breaks off. */
  readonly body: AsyncIterable<Uint8Array>
  /** Read to its end, broken off, dropped, or too late. */
  readonly ended: Promise<void>
  drop(): void
}
