import {
  base64url,
  blobId,
  BLOB_PIECE_BYTES_MAX,
  blobPath,
  BLOBS_PATH,
  span,
  utf8,
  WIRE_ERROR_TEXTS,
} from '@rushlight/protocol'
import type { BlobId, ProviderName, WireErrorCode } from '@rushlight/protocol'
import type { Alarms } from '../engine/alarms.ts'
import type { Clock } from '../ports/clock.ts'
import type { Http, HttpAnswer, HttpRequest } from '../ports/http.ts'

/** What came of a request about a blob. */
export type BlobAnswer<T> =
  | { readonly kind: 'done'; readonly value: T }
  /** Another try has to wait so long. */
  | { readonly kind: 'later'; readonly waitMs: number | undefined }
  /** Will be no other next time. */
  | { readonly kind: 'refused'; readonly code: WireErrorCode }

/** Where one's own provider is to ask for a blob that it does not have, and for whom. */
export type Elsewhere = { readonly provider: ProviderName; readonly token: string }

export type BlobDoorPorts = { readonly http: Http; readonly clock: Clock; readonly alarms: Alarms }

export type NewBlob = {
  readonly blob: BlobId
  readonly blobBytes: number
  /** SHA-256 of what will take it back. */
  readonly releaseHash: Uint8Array
  readonly timeToLiveStep: number
}

/** A provider's blobs over HTTP: tus 1.0.0 on the way in, ranges on the way out (`spec/blobs.md` §4). */
export class BlobDoor {
  readonly #ports: BlobDoorPorts
  readonly #url: string
  readonly #cancels = new Set<() => void>()

  constructor(url: string, ports: BlobDoorPorts) {
    this.#url = url
    this.#ports = ports
  }

  /** Ends what is under way: it comes back as `later`. */
  cancelAll(): void {
    for (const cancel of this.#cancels) cancel()
  }

  /** Begins an upload, or finds the one that was begun: answers how much of it is there. */
  async create(token: string, { blob, blobBytes, releaseHash, timeToLiveStep }: NewBlob): Promise<BlobAnswer<number>> {
    const metadata = [
      ['blob', blobId.toBytes(blob)],
      ['release', releaseHash],
      ['ttl', utf8(String(timeToLiveStep))],
    ] as const
    const answer = await this.#ask({
      method: 'POST',
      url: `${this.#url}${BLOBS_PATH}`,
      headers: {
        ...bearer(token),
        'tus-resumable': TUS_VERSION,
        'upload-length': String(blobBytes),
        'upload-metadata': metadata.map(([name, value]) => `${name} ${base64(value)}`).join(','),
      },
    })
    return answer?.status === 201 ? offsetOf(answer) : failureOf(answer)
  }

  /** Answers how much is there then. */
  async append(
    token: string,
    blob: BlobId,
    piece: { readonly offset: number; readonly bytes: Uint8Array },
  ): Promise<BlobAnswer<number>> {
    const answer = await this.#ask({
      method: 'PATCH',
      url: `${this.#url}${blobPath(blob)}`,
      headers: {
        ...bearer(token),
        'tus-resumable': TUS_VERSION,
        'upload-offset': String(piece.offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: piece.bytes,
    })
    return answer?.status === 204 ? offsetOf(answer) : failureOf(answer)
  }

  async read(
    blob: BlobId,
    { from, to }: { readonly from: number; readonly to: number },
    elsewhere?: Elsewhere,
  ): Promise<BlobAnswer<Uint8Array>> {
    const answer = await this.#ask({
      method: 'GET',
      url: `${this.#url}${blobPath(blob)}${elsewhere === undefined ? '' : `?at=${elsewhere.provider}`}`,
      headers: {
        ...(elsewhere === undefined ? {} : bearer(elsewhere.token)),
        range: `bytes=${String(from)}-${String(to - 1)}`,
      },
    })
    if (answer?.status !== 206) return failureOf(answer)
    return answer.body.length === to - from
      ? { kind: 'done', value: answer.body }
      : { kind: 'refused', code: 'fileMismatch' }
  }

  /** Has it erased. A blob that is not there is as good. */
  async release(blob: BlobId, secret: Uint8Array): Promise<BlobAnswer<undefined>> {
    const answer = await this.#ask({
      method: 'DELETE',
      url: `${this.#url}${blobPath(blob)}`,
      headers: { 'tus-resumable': TUS_VERSION, 'rushlight-release': base64url(secret) },
    })
    // Brought under a backup key that is no more (the account came back by its phrase): it ends at its time.
    if (answer?.header('rushlight-error') === 'notAuthenticated') return { kind: 'refused', code: 'notAuthenticated' }
    return answer?.status === 204 ? { kind: 'done', value: undefined } : failureOf(answer)
  }

  async #ask(request: Omit<HttpRequest, 'answerBytesMax'>): Promise<HttpAnswer | undefined> {
    const { http, alarms, clock } = this.#ports
    const call = http.send({ ...request, answerBytesMax: BLOB_PIECE_BYTES_MAX })
    const cancel = (): void => call.cancel()
    this.#cancels.add(cancel)
    const unset = alarms.set(clock.now() + REQUEST_MS_MAX, cancel)
    const answer = await call.answer
    unset()
    this.#cancels.delete(cancel)
    return answer
  }
}

const TUS_VERSION = '1.0.0'
/** For one piece: a slow line gets smaller ones. */
const REQUEST_MS_MAX: number = span.MINUTE_MS

function bearer(token: string): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${token}` }
}

/** tus writes metadata in base64 with padding. */
function base64(bytes: Uint8Array): string {
  const unpadded = base64url(bytes).replaceAll('-', '+').replaceAll('_', '/')
  return unpadded.padEnd(Math.ceil(unpadded.length / 4) * 4, '=')
}

function offsetOf(answer: HttpAnswer): BlobAnswer<number> {
  const offset = Number(answer.header('upload-offset'))
  return Number.isSafeInteger(offset) && offset >= 0
    ? { kind: 'done', value: offset }
    : { kind: 'later', waitMs: undefined }
}

const HOPELESS: ReadonlySet<WireErrorCode> = new Set([
  'malformed',
  'tooLarge',
  'unknownFile',
  'fileMismatch',
  'providerRefused',
])

function failureOf(answer: HttpAnswer | undefined): BlobAnswer<never> {
  const code = answer?.header('rushlight-error') ?? ''
  if (isCode(code) && HOPELESS.has(code)) return { kind: 'refused', code }
  const waitSeconds = Number(answer?.header('retry-after'))
  return { kind: 'later', waitMs: waitSeconds > 0 ? waitSeconds * span.SECOND_MS : undefined }
}

function isCode(code: string): code is WireErrorCode {
  return Object.hasOwn(WIRE_ERROR_TEXTS, code)
}
