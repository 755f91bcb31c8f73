import { concat } from '@rushlight/protocol'
import type { Http, HttpAnswer, HttpRequest } from '@rushlight/core'

/** Single requests by `fetch`: nothing is cached, no cookie goes along, no redirect is followed. */
export function createFetchHttp(): Http {
  return {
    send(request) {
      const ending = new AbortController()
      return { answer: ask(request, ending.signal).catch(() => undefined), cancel: () => ending.abort() }
    },
  }
}

async function ask(
  { method, url, headers, body, answerBytesMax }: HttpRequest,
  signal: AbortSignal,
): Promise<HttpAnswer | undefined> {
  const response = await fetch(url, {
    method,
    headers,
    signal,
    cache: 'no-store',
    credentials: 'omit',
    redirect: 'error',
    referrerPolicy: 'no-referrer',
    ...(body === undefined ? {} : { body: new Uint8Array(body) }),
  })
  const bytes = await readAll(response, answerBytesMax)
  if (bytes === undefined) return undefined
  return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body: bytes }
}

/** `undefined`: more than was allowed. */
async function readAll({ body }: Response, bytesMax: number): Promise<Uint8Array | undefined> {
  if (body === null) return new Uint8Array()
  const reader = body.getReader()
  const pieces: Uint8Array[] = []
  let length = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    length += next.value.length
    if (length > bytesMax) {
      await reader.cancel()
      return undefined
    }
    pieces.push(next.value)
  }
  return concat(...pieces)
}
