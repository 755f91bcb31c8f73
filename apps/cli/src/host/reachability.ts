import type { Transport } from '@rushlight/core'

/** Whether the provider can be reached, as far as trying has shown. */
export interface Reachability {
  readonly transport: Transport
  /** For how long every try has failed; 0 while one goes well, or none has ended yet. */
  failingForMs(): number
}

/** Watches the tries of a transport. */
export function watchReachability(inner: Transport, now: () => number): Reachability {
  let failingSince: number | undefined
  const transport: Transport = {
    noticesSilence: inner.noticesSilence,
    connect: (url, events) =>
      inner.connect(url, {
        onOpen() {
          failingSince = undefined
          events.onOpen()
        },
        onFrame: (frame) => events.onFrame(frame),
        onLost() {
          failingSince ??= now()
          events.onLost()
        },
      }),
  }
  return { transport, failingForMs: () => (failingSince === undefined ? 0 : now() - failingSince) }
}
