/** Single requests to a provider, beside the link: for blobs. */
export interface Http {
  send(request: HttpRequest): HttpCall
}

export type HttpRequest = {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  /** An answer with more is none. */
  readonly answerBytesMax: number
}

export interface HttpCall {
  /** `undefined`: none came, for whatever reason. Never rejects. */
  readonly answer: Promise<HttpAnswer | undefined>
  cancel(): void
}

export type HttpAnswer = {
  readonly status: number
  header(name: string): string | undefined
  readonly body: Uint8Array
}
