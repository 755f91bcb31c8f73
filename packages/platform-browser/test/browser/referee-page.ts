/** Runs in the page: our engine and OpenMLS in one group, and whether each takes what the other says. */
import type { SuiteId } from '@rushlight/core/testing'
import { createWebCrypto } from '../../src/crypto/web-crypto.ts'
import { OpenMls } from './open-mls.ts'
import { LibraryMember, OurMember, TheirMember } from './referee-member.ts'
import type { Member } from './referee-member.ts'
import { RefereeRoom } from './referee-room.ts'

declare global {
  interface Window {
    /** The steps on which both sides agreed; throws at the first on which they did not. */
    referee: (suite: SuiteId) => Promise<readonly string[]>
  }
}

const crypto = createWebCrypto()

window.referee = async (suite) => {
  const openMls = await OpenMls.load()
  const hearing: Hearing = {
    steps: [],
    we: () => OurMember.create(crypto, openMls, suite),
    they: async () => new TheirMember(await openMls.createClient(suite)),
    library: () => LibraryMember.create(crypto, openMls, suite),
  }
  await live(hearing, 'they', 'we')
  await live(hearing, 'we', 'they')
  await comeInByThemselves(hearing)
  return hearing.steps
}

type Hearing = {
  readonly steps: string[]
  readonly we: () => Promise<Member>
  readonly they: () => Promise<TheirMember>
  readonly library: () => Promise<LibraryMember>
}
type Side = Member['side']

/** The life of a group, with members of both kinds in all roles. */
async function live(hearing: Hearing, first: Side, second: Side): Promise<void> {
  const founder = await hearing[first]()
  await founder.found(crypto.randomBytes(32))
  const room = new RefereeRoom(hearing.steps, founder)
  const add = async (by: Member, side: Side): Promise<Member> => {
    const member = await hearing[side]()
    const { commit, welcome } = await by.add(await member.newKeyPackage())
    await room.deliver(by, commit)
    await member.join(welcome)
    room.enter(member)
    await room.agree(`${by.side} add one of ${side === 'we' ? 'us' : 'them'}`)
    return member
  }
  const remove = async (by: Member, gone: Member): Promise<void> =>
    room.exclude(by, gone, await by.remove(gone.identity))
  const other = await add(founder, second)
  for (const member of [other, founder]) await room.update(member)
  const third = await add(other, first)
  const fourth = await add(founder, second)
  for (const member of [third, fourth, other]) await room.update(member)
  await remove(other, third)
  await remove(founder, fourth)
  const fifth = await add(founder, second)
  await add(fifth, first)
  await remove(other, fifth)
  await room.update(founder)
}

/** External commits: rooms have none, so the corrected library stands for us. */
async function comeInByThemselves({ they, library, steps }: Hearing): Promise<void> {
  const founder = await they()
  await founder.found(crypto.randomBytes(32))
  const room = new RefereeRoom(steps, founder)
  const ours = await library()
  const { commit, welcome } = await founder.add(ours.keyPackage)
  await room.deliver(founder, commit)
  await ours.client.join(welcome)
  room.enter(ours)
  await room.agree('they add the library')
  const guest = await they()
  await room.deliver(guest, await guest.client.joinExternally(await ours.client.groupInfo()))
  room.enter(guest)
  await room.agree('they come in by an external commit of theirs')
  await room.update(founder)
  const second = await library()
  await room.deliver(second, await second.client.joinExternally(founder.client.groupInfo()))
  room.enter(second)
  await room.agree('we come in by an external commit of ours')
  await room.update(second)
  await room.update(guest)
}
