/** Roads to servers of this machine that can be cut: an address of its own for each side, and TCP carried over from it. */
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import type { Scope } from 'rushlight/testing'

const SERVERS_AT = '127.0.0.1'

export type RoadTo = { readonly address: string; readonly port: number }

export class Road {
  readonly #to: RoadTo
  readonly #sockets = new Set<Socket>()
  #server: Server | undefined

  constructor(scope: Scope, to: RoadTo) {
    this.#to = to
    scope.after(() => this.cut())
  }

  async open(): Promise<void> {
    const { address, port } = this.#to
    const server = createServer((near) => {
      const far = connect(port, SERVERS_AT)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from)
        from.pipe(to)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          this.#sockets.delete(from)
          to.destroy()
        })
      }
    })
    server.listen(port, address)
    await once(server, 'listening')
    this.#server = server
  }

  /** What is on its way is lost. */
  async cut(): Promise<void> {
    const server = this.#server
    if (server === undefined) return
    this.#server = undefined
    const closed = once(server, 'close')
    server.close()
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
