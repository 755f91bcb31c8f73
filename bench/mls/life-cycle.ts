import { PLAINTEXT_BYTES } from './contestant.ts'
import type { Operation, Size, Task } from './contestant.ts'

/**
 * The life of a room, the same for every MLS library. In some a group is a value and a step can be taken from it any
 * number of times; in others it changes in place, and what wears off is prepared as often as it is wanted.
 */
export interface MlsLibrary<Device, Group> {
  readonly isValue: boolean
  createDevice(name: string): Promise<Device>
  found(device: Device): Promise<Group>
  add(group: Group, devices: readonly Device[]): Promise<Added<Group>>
  join(device: Device, welcome: Uint8Array): Promise<Group>
  update(group: Group): Promise<Committed<Group>>
  follow(group: Group, commit: Uint8Array): Promise<Group>
  send(group: Group, data: Uint8Array): Promise<Sent<Group>>
  receive(group: Group, message: Uint8Array): Promise<Group>
}

type Committed<Group> = { readonly commit: Uint8Array; readonly next: Group }
type Added<Group> = Committed<Group> & { readonly welcome: Uint8Array }
type Sent<Group> = { readonly message: Uint8Array; readonly next: Group }

/** Prepared messages; where groups are values they are read over and over, so that preparing costs the same for any count. */
const MESSAGES = 500

export class LifeCycle<Device, Group> {
  readonly #mls: MlsLibrary<Device, Group>

  constructor(mls: MlsLibrary<Device, Group>) {
    this.#mls = mls
  }

  prepare(operation: Operation, size: Size): Promise<Task> {
    switch (operation) {
      case 'create':
        return this.#prepareCreate(size)
      case 'join':
        return this.#prepareJoin(size)
      case 'update':
        return this.#prepareUpdate(size)
      case 'process':
        return this.#prepareProcess(size)
      case 'send':
        return this.#prepareSend(size)
      case 'receive':
        return this.#prepareReceive(size)
    }
  }

  /** What makes the state of one more member of a used room, each time it is asked. */
  async memberOf(members: number): Promise<() => Promise<Group>> {
    const { founder } = await this.#openUsedRoom(members - 1)
    const late = await this.#mls.createDevice('late')
    const { welcome } = await this.#mls.add(founder, [late])
    return () => this.#mls.join(late, welcome)
  }

  /** One commit that adds everybody. */
  async #prepareCreate({ members, most }: Size): Promise<Task> {
    const { first, others } = await this.#createDevices(members)
    const { commit } = await this.#mls.add(await this.#mls.found(first), others)
    const rooms = await listOf(this.#mls.isValue ? 1 : most, () => this.#mls.found(first))
    return {
      bytes: commit.length,
      run: inTurn(rooms, (room) => this.#mls.add(room, others)),
    }
  }

  /** The last of the members comes into a room in which the others have lived. */
  async #prepareJoin({ members, most }: Size): Promise<Task> {
    const { founder } = await this.#openUsedRoom(members - 1)
    const late = await listOf(this.#mls.isValue ? 1 : most, (i) => this.#mls.createDevice(`late ${i}`))
    const { welcome } = await this.#mls.add(founder, late)
    return {
      bytes: welcome.length,
      run: inTurn(late, (device) => this.#mls.join(device, welcome)),
    }
  }

  async #prepareUpdate({ members }: Size): Promise<Task> {
    const { founder } = await this.#openUsedRoom(members)
    const { commit, next } = await this.#mls.update(founder)
    let group = next
    const update = async (): Promise<void> => {
      group = (await this.#mls.update(group)).next
    }
    return { bytes: commit.length, run: (count) => times(count, update) }
  }

  async #prepareProcess({ members, most }: Size): Promise<Task> {
    const { founder, listener } = await this.#openUsedRoom(members)
    let committing = founder
    const commits = await listOf(this.#mls.isValue ? 1 : most, async () => {
      const { commit, next } = await this.#mls.update(committing)
      committing = next
      return commit
    })
    return this.#listen(listener, commits, (group, commit) => this.#mls.follow(group, commit))
  }

  async #prepareSend({ members }: Size): Promise<Task> {
    const { founder } = await this.#openUsedRoom(members)
    const data = new Uint8Array(PLAINTEXT_BYTES)
    const { message, next } = await this.#mls.send(founder, data)
    let group = next
    const send = async (): Promise<void> => {
      group = (await this.#mls.send(group, data)).next
    }
    return { bytes: message.length, run: (count) => times(count, send) }
  }

  async #prepareReceive({ members, most }: Size): Promise<Task> {
    const { founder, listener } = await this.#openUsedRoom(members)
    let sending = founder
    const messages = await listOf(this.#mls.isValue ? MESSAGES : most, async () => {
      const { message, next } = await this.#mls.send(sending, new Uint8Array(PLAINTEXT_BYTES))
      sending = next
      return message
    })
    return this.#listen(listener, messages, (group, message) => this.#mls.receive(group, message))
  }

  /** Takes one input after the other, and begins anew with the group of the beginning when there are no more. */
  #listen(
    start: Group,
    inputs: readonly Uint8Array[],
    take: (group: Group, input: Uint8Array) => Promise<Group>,
  ): Task {
    let group = start
    const step = async (input: Uint8Array): Promise<void> => {
      if (input === inputs[0]) group = start
      group = await take(group, input)
    }
    return { bytes: cycled(inputs, 0).length, run: inTurn(inputs, step) }
  }

  async #createDevices(members: number): Promise<{ readonly first: Device; readonly others: readonly Device[] }> {
    const first = await this.#mls.createDevice('founder')
    return { first, others: await listOf(members - 1, (i) => this.#mls.createDevice(`member ${i + 1}`)) }
  }

  /**
   * A room in which one member of each subtree beside the founder's path has committed before, so that commits of the
   * founder have come down to what they cost for good. The listener is one who has
   * never said anything, if there are enough for that.
   */
  async #openUsedRoom(members: number): Promise<{ readonly founder: Group; readonly listener: Group }> {
    const { first, others } = await this.#createDevices(members)
    const deviceAt = (leaf: number): Device => cycled(others, leaf - 1)
    const founded = await this.#mls.found(first)
    if (others.length === 0) return { founder: founded, listener: founded }
    const { welcome, next } = await this.#mls.add(founded, others)
    const committers = await listOf(Math.ceil(Math.log2(members)), (i) => this.#mls.join(deviceAt(2 ** i), welcome))
    let founder = next
    let listener = members > 3 ? await this.#mls.join(deviceAt(3), welcome) : undefined
    for (let i = 0; i < committers.length; i++) {
      const { commit, next } = await this.#mls.update(cycled(committers, i))
      committers[i] = next
      founder = await this.#mls.follow(founder, commit)
      listener = listener && (await this.#mls.follow(listener, commit))
      for (let later = i + 1; later < committers.length; later++) {
        committers[later] = await this.#mls.follow(cycled(committers, later), commit)
      }
    }
    return { founder, listener: listener ?? cycled(committers, committers.length - 1) }
  }
}

/** One item after the other, round and round, also from one run to the next. */
function inTurn<T>(items: readonly T[], work: (item: T) => Promise<unknown>): Task['run'] {
  let done = 0
  return (count) =>
    times(count, async () => {
      await work(cycled(items, done))
      done += 1
    })
}

async function times(count: number, work: () => Promise<void>): Promise<void> {
  for (let i = 0; i < count; i++) await work()
}

async function listOf<T>(count: number, make: (i: number) => Promise<T>): Promise<T[]> {
  const list: T[] = []
  for (let i = 0; i < count; i++) list.push(await make(i))
  return list
}

function cycled<T>(list: readonly T[], i: number): T {
  const item = list[i % list.length]
  if (item === undefined) throw new RangeError('an empty list')
  return item
}
