/** The dedicated worker of the leading tab: vault, cryptography and the client's core, away from what paints. */
import {
  createPasswordHash,
  createWebCrypto,
  createWebSocketTransport,
  isWrappedKey,
  vaultFailureOf,
} from '@rushlight/platform-browser'
import { createFetchHttp, createOpaqueLogin, createTimerClock } from '@rushlight/platform-common'
import { BUILD, SOFTWARE } from '../start/build.ts'
import { serveEngine } from '../rpc/serve-engine.ts'
import type { EngineServer } from '../rpc/serve-engine.ts'
import type { CallFailure } from '../rpc/frames.ts'
import type { HandOver } from './engine-api.ts'
import { engineMethods } from './engine-methods.ts'
import { Engine } from './engine.ts'

const cryptography = createWebCrypto()
let server: EngineServer | undefined

const engine = new Engine({
  origin: self.location.origin,
  clientPorts: {
    crypto: cryptography,
    clock: createTimerClock(),
    transport: createWebSocketTransport(),
    passwords: createOpaqueLogin(),
    log: { note: () => undefined },
    software: SOFTWARE,
  },
  http: createFetchHttp(),
  vaultKeyPorts: { crypto: cryptography, hash: createPasswordHash() },
  tellState: (state) => server?.tellState(state),
  tellEvent: (event) => server?.tellEvent(event),
})

self.addEventListener('online', () => engine.wake())
self.addEventListener(
  'message',
  ({ data }: MessageEvent<unknown>) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    server = serveEngine({
      id: crypto.randomUUID(),
      build: BUILD,
      api: engineMethods(engine),
      ready: () => promise,
      state: () => engine.state,
      failureOf,
    })
    void engine.start(isHandOver(data) ? data : undefined).finally(resolve)
  },
  { once: true },
)

function isHandOver(value: unknown): value is HandOver {
  return (
    typeof value === 'object' &&
    value !== null &&
    'vault' in value &&
    typeof value.vault === 'string' &&
    'key' in value &&
    isWrappedKey(value.key)
  )
}

function failureOf(failure: unknown): CallFailure {
  if (engine.state.kind !== 'open') return 'notOpen'
  return vaultFailureOf(failure) === 'storageFull' ? 'storageFull' : 'unknown'
}
