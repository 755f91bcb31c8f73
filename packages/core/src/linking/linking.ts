import {
  formatLinkCode,
  formatLinkLink,
  LINK_CODE_BYTES,
  LINK_SECRET_BYTES,
  parseLinkPlace,
  rendezvousOf,
} from '@rushlight/protocol'
import type { HelloResult, LinkCode, LinkPlace } from '@rushlight/protocol'
import type { Core } from '../engine/core.ts'
import type { Home } from '../home/home.ts'
import { joinAccount } from './join-account.ts'
import type { LinkFailure, LinkView } from './link-view.ts'
import { Meeting, MeetingOver } from './meeting.ts'
import { meetAsNew } from './new-side.ts'
import { meetAsOld } from './old-side.ts'

export type NewDevice = {
  /** Where the two meet, unless the link says so. */
  readonly url: string
  /** How it is called among one's own. */
  readonly deviceName: string
  /** What the other device shows; absent: this one shows it. */
  readonly text?: string
}

/**
 * Adds a device by another one: either shows a code, the other is given it. One linking at a time. Its state is asked for
 * anew at `linkingChanged`.
 */
export class Linking {
  readonly #core: Core
  readonly #enter: (greeting: HelloResult) => Promise<void>
  #view: LinkView | undefined
  #meeting: Meeting | undefined
  #decide: (isAllowed: boolean) => void = () => undefined

  /** `enter`: the account is in the vault, and comes online. */
  constructor(core: Core, enter: (greeting: HelloResult) => Promise<void>) {
    this.#core = core
    this.#enter = enter
  }

  /** `undefined`: nothing is being linked. */
  state(): LinkView | undefined {
    return this.#view
  }

  /** On an empty device: becomes one of an account. */
  async join({ url, deviceName, text }: NewDevice): Promise<LinkView> {
    const place = text === undefined ? undefined : parseLinkPlace(text)
    if (text !== undefined && place === undefined) return this.#fail('notACode')
    this.#tell({ kind: 'connecting' })
    const home = this.#core.homes.begin(place?.url ?? url)
    const code = place ?? this.#createCode()
    return this.#run(async () => {
      const meeting = await this.#meet(home, code)
      this.#tell(place === undefined ? waitingAt(home, code) : { kind: 'waiting' })
      const tell = (view: LinkView): void => void this.#tell(view)
      const granted = await meetAsNew(this.#core, meeting, { code, name: deviceName, tell })
      if (typeof granted === 'string') return granted
      this.#tell({ kind: 'joining' })
      const joined = await joinAccount(this.#core, granted)
      if (typeof joined === 'string') return joined
      await this.#enter(joined)
      return 'done'
    })
  }

  /** On a device of the account: adds the one that is given the code that this one shows, or that shows `text`. */
  async add(text?: string): Promise<LinkView> {
    const place = text === undefined ? undefined : parseLinkPlace(text)
    if (text !== undefined && place === undefined) return this.#fail('notACode')
    if (!this.#core.isReady) return this.#fail('unreachable')
    const code = place ?? this.#createCode()
    const visited = this.#visit(place)
    const home = visited ?? this.#core.homes.open.find(({ url }) => url === place?.url) ?? this.#core.homes.present
    const run = this.#run(async () => {
      const meeting = await this.#meet(home, code)
      this.#tell(place === undefined ? waitingAt(home, code) : { kind: 'waiting' })
      const decision = Promise.withResolvers<boolean>()
      this.#decide = decision.resolve
      const tell = (view: LinkView): void => void this.#tell(view)
      return meetAsOld(this.#core, meeting, { code, tell, decide: () => decision.promise })
    })
    return run.finally(() => visited?.stop())
  }

  /** The pictures are the same, and its owner wants it. */
  allow(): void {
    this.#decide(true)
  }

  refuse(): void {
    this.#decide(false)
  }

  cancel(): void {
    this.#meeting?.cancel()
  }

  async #run(work: () => Promise<'done' | LinkFailure>): Promise<LinkView> {
    try {
      const done = await work()
      return done === 'done' ? this.#tell({ kind: 'done' }) : this.#fail(done)
    } catch (error) {
      if (!(error instanceof MeetingOver)) throw error
      return this.#fail(error.why)
    } finally {
      this.#meeting = undefined
    }
  }

  async #meet(home: Home, code: LinkCode): Promise<Meeting> {
    this.cancel()
    if ((await home.waitForGreeting()) === undefined) throw new MeetingOver('unreachable')
    const meeting = new Meeting(this.#core, home.link, rendezvousOf(this.#core.crypto, code))
    this.#meeting = meeting
    return meeting
  }

  /** The other device may have come by another provider than any of this account's. */
  #visit(place: LinkPlace | undefined): Home | undefined {
    const { homes } = this.#core
    const url = place?.url
    return url === undefined || homes.open.some((home) => home.url === url) ? undefined : homes.visit(url)
  }

  #createCode(): Required<LinkCode> {
    const { crypto } = this.#core
    return { code: crypto.randomBytes(LINK_CODE_BYTES), secret: crypto.randomBytes(LINK_SECRET_BYTES) }
  }

  #fail(failure: LinkFailure): LinkView {
    return this.#tell({ kind: 'failed', failure })
  }

  #tell(view: LinkView): LinkView {
    this.#view = view
    this.#core.tell({ kind: 'linkingChanged' })
    return view
  }
}

function waitingAt({ url }: Home, code: LinkCode): LinkView {
  const { secret } = code
  const link = secret === undefined ? {} : { link: formatLinkLink(url, { ...code, secret }) }
  return { kind: 'waiting', code: formatLinkCode(code.code), ...link }
}
