import type { ProviderName } from '@rushlight/protocol'

/** The way from this provider to others. TLS proves the name; what the answer says is for the rules to judge. */
export interface PeerTransport {
  /** `undefined`: no answer, or one that was too long or too late. Never rejects. */
  ask(question: PeerQuestion): Promise<PeerReply | undefined>
  /** What is under way comes back without an answer. */
  close(): void
}

export type PeerQuestion = {
  readonly provider: ProviderName
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers: ReadonlyMap<string, string>
  readonly body?: Uint8Array
  readonly answerBytesMax: number
}

export type PeerReply = { readonly status: number; readonly body: Uint8Array }
