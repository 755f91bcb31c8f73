import { span } from '@rushlight/protocol'
import type { HelloResult, Push } from '@rushlight/protocol'
import { comeOnline } from '../account/come-online.ts'
import type { Home } from '../home/home.ts'
import type { Asking } from '../letter/ask-to-be-let-in.ts'
import { takeQueueItems } from '../queue/take-queue.ts'
import type { Core } from './core.ts'

const LOOK_AGAIN_MS: number = span.SECOND_MS
/** Two that share a vault do not drive each other out in step. */
const SPREAD_MS = 32

/** What happens at the homes of a client, and what the client then does. */
export class Visits {
  readonly #core: Core
  readonly #asking: Asking

  constructor(core: Core, asking: Asking) {
    this.#core = core
    this.#asking = asking
    core.homeEvents = {
      onOpen: (home, greeting) => this.#onOpen(home, greeting),
      onPush: (home, push) => core.spawn(this.#onPush(home, push)),
      onUnknown: (home) => {
        const { greeting } = home.link
        if (!home.isReady || greeting === undefined) return
        home.isReady = false
        void this.comeOnline(home, greeting)
      },
      onLost: () => {
        core.hubs.forget()
        core.files.stop()
        core.tell({ kind: 'connectionChanged' })
      },
    }
  }

  comeOnline(home: Home, greeting: HelloResult): Promise<void> {
    return comeOnline(this.#core, { home, greeting, asking: this.#asking })
  }

  #onOpen(home: Home, greeting: HelloResult): void {
    const core = this.#core
    // Before there is an account, whoever is visited.
    if (core.homes.all.length === 0 || home === core.homes.present) core.noteProviderTime(greeting.now)
    if (home.name !== undefined) void this.comeOnline(home, greeting)
  }

  /** Something else reads this device's queue, there is none any more, or the session ended: whoever comes again hears why. */
  #lookAgain(home: Home): void {
    const { alarms, ports, crypto } = this.#core
    const { greeting } = home.link
    const [chance = 0] = crypto.randomBytes(1)
    alarms.set(ports.clock.now() + LOOK_AGAIN_MS + chance * SPREAD_MS, () => {
      if (home.link.greeting === greeting && !this.#core.isClosed) home.link.renew()
    })
  }

  async #onPush(home: Home, push: Push): Promise<void> {
    const core = this.#core
    if (push.kind === 'items') await core.mailbox.run(() => takeQueueItems(core, home, push.items))
    if (push.kind === 'detached' || push.kind === 'closing') return this.#lookAgain(home)
    if (push.kind !== 'entries') return
    const room = core.roomOfLog.get(push.log)
    // Somebody opened it for a room of this device, which the hub does not know.
    if (room === undefined) return core.meetNewest()
    const { actor, outbox } = core.roomAt(room)
    const taken = await actor.take(push.items)
    if (taken === 'gap' || taken === 'refused') await core.pull(actor)
    void outbox.flush()
  }
}
