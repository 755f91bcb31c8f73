import { compareHeads, headOfChain } from '@rushlight/protocol'
import type { AccountId, RecordHead } from '@rushlight/protocol'
import { accountTable } from '../directory/account-row.ts'
import type { RoomActor } from '../room/room-actor.ts'
import type { LiveRoom } from '../room/room-model.ts'
import type { RoomStep, RoomWorld } from '../room/room-step.ts'
import type { NextTask } from './decide-next.ts'

/** What the next task would tell the room by an application message of ours. */
export function speaks(task: NextTask): boolean {
  return task.kind === 'seal' || task.kind === 'report' || (task.kind === 'submit' && task.sealed.commit === undefined)
}

/**
 * Who knows a newer record of a participant than the room does commits it, with its removals, before he says anything more
 * (R16): else he would go on talking to a device that he knows to be revoked. Several members may do so at once; one of
 * them is first, and the others find it done.
 */
export class RecordRaiser {
  readonly #actor: RoomActor
  readonly #world: RoomWorld
  /** Tried at this epoch: what the room's rules do not let in (a fork of a chain, R35) holds up nobody. */
  readonly #tried = new Set<string>()
  #door: LiveRoom['group']['door'] | undefined

  constructor(actor: RoomActor, world: RoomWorld) {
    this.#actor = actor
    this.#world = world
  }

  /** `true`: something has to be committed first, and is wanted now. */
  async raise(model: LiveRoom): Promise<boolean> {
    // Who has not accepted a request says nothing but that he goes.
    if (model.row.standing === 'request') return false
    if (this.#door !== model.group.door) this.#tried.clear()
    this.#door = model.group.door
    const newer = await this.#newerIn(model)
    if (newer.length === 0) return false
    const wanted = await this.#actor.run(async (step) => {
      let count = 0
      for (const account of newer) count += (await wantRaised(step, account)) ? 1 : 0
      return count > 0
    })
    return wanted === true
  }

  /** Of whom we know a newer record than the room, and have not tried in vain to bring it in. */
  async #newerIn({ group }: LiveRoom): Promise<readonly AccountId[]> {
    const own = this.#world.self().account
    const newer: AccountId[] = []
    for (const { account, head, role } of group.context.state.participants) {
      const heads = [await this.#world.heads.of(account), account === own.id ? own.head : undefined]
      const isNewer = (known: RecordHead | undefined): boolean =>
        known !== undefined && compareHeads(known, head) > 0 && this.#isNew(known)
      if (role !== 'banned' && heads.some((known) => isNewer(known))) newer.push(account)
    }
    return newer
  }

  #isNew({ hash }: RecordHead): boolean {
    if (this.#tried.has(hash)) return false
    this.#tried.add(hash)
    return true
  }
}

async function wantRaised(step: RoomStep, account: AccountId): Promise<boolean> {
  const { crypto } = step.world
  const own = step.world.self().account
  const chains = [(await step.load(accountTable, account))?.chain ?? [], account === own.id ? own.chain : []]
  const [newest] = chains
    .flatMap((chain) => {
      const head = headOfChain(crypto, chain)
      return head === undefined ? [] : [{ chain, head }]
    })
    .toSorted((a, b) => compareHeads(b.head, a.head))
  if (newest === undefined) return false
  step.addJob({ kind: 'change', change: { kind: 'raise', chain: newest.chain } })
  return true
}
