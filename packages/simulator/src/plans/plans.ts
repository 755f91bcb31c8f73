import { postLetter, publishKeyPackages, putChain, submitEntry } from '@rushlight/protocol'
import type { Frame } from '@rushlight/protocol'
import type { Plan } from './plan.ts'

const SECOND_MS = 1000
const MINUTE_MS = 60_000
const SLOW_MS = 500

/** In the order in which they are run. */
export const plans: readonly Plan[] = [
  {
    name: 'receipt-then-no-power',
    happens: "the author has the receipt, and in that moment the provider's machine loses what it has not synced",
    async run(stage) {
      const { provider, alice } = stage
      provider.disk.slowMs = SLOW_MS
      provider.disk.isForgetful = true
      const id = await stage.speak(alice)
      await stage.until(() => stage.isAccepted(id))
      provider.crash('now')
      provider.disk.slowMs = 0
      await stage.pass(MINUTE_MS)
      await stage.speak(alice)
    },
  },
  {
    name: 'sent-then-no-power',
    happens:
      'others show a message, and in that moment its author loses what is not synced; the next thing said is another',
    async run(stage) {
      const { alice, bruno } = stage
      alice.disk.slowMs = SLOW_MS
      alice.disk.isForgetful = true
      const first = await stage.speak(alice)
      await stage.until(() => stage.hasShown(bruno, first))
      alice.setAway(true)
      alice.crash('now', SECOND_MS)
      alice.disk.slowMs = 0
      await stage.pass(MINUTE_MS)
      await stage.deleteForMe(alice, first)
      await stage.speak(alice)
      alice.setAway(false)
    },
  },
  {
    name: 'died-between-two',
    happens: "an author's device dies after what it said was accepted, and says more when it is back",
    async run(stage) {
      const { alice } = stage
      const first = await stage.speak(alice)
      await stage.until(() => stage.isAccepted(first))
      alice.crash('now', SECOND_MS)
      await stage.pass(MINUTE_MS)
      await stage.speak(alice)
    },
  },
  {
    name: 'lost-on-the-way',
    happens: 'what an author sends is lost on its way, and then the connection is',
    async run(stage) {
      const { alice } = stage
      stage.swallowUp(alice, () => true)
      await stage.speak(alice)
      await stage.pass(SECOND_MS)
      alice.setAway(true)
      stage.swallowUp(alice, () => false)
      await stage.pass(MINUTE_MS)
      alice.setAway(false)
    },
  },
  {
    name: 'fan-out-drops-one',
    happens: 'the hub hands out one entry to all but one device, and then the next one to all',
    async run(stage) {
      const { alice, bruno } = stage
      stage.swallowNextDown(bruno)
      const first = await stage.speak(alice)
      await stage.until(() => stage.isAccepted(first))
      await stage.pass(SECOND_MS)
      const second = await stage.speak(alice)
      await stage.until(() => stage.hasShown(bruno, second))
    },
  },
  {
    name: 'disk-wiped',
    happens:
      'the provider loses its disk while people speak, and one of them is away and hears only later where it went on',
    async run(stage) {
      const { provider, alice, bruno, carla } = stage
      carla.setAway(true)
      const first = await stage.speak(alice)
      await stage.until(() => stage.isAccepted(first))
      stage.swallowUp(bruno, () => true)
      await stage.speak(bruno)
      await stage.finish(provider.wipe())
      stage.swallowUp(bruno, () => false)
      await stage.speak(alice)
      await stage.pass(MINUTE_MS)
      carla.setAway(false)
      await stage.speak(bruno)
      await stage.pass(MINUTE_MS)
      await stage.speak(carla)
      await stage.expectInside(carla, stage.room)
    },
  },
  {
    name: 'said-again',
    happens: 'an author says again what is still there at one reader, and what has burned at another',
    async run(stage) {
      const { alice, bruno } = stage
      const id = await stage.speak(alice, { burnMs: 5 * SECOND_MS })
      await stage.until(() => stage.hasShown(bruno, id))
      await stage.read(bruno, id)
      await stage.pass(MINUTE_MS)
      await stage.sayAgain(alice, id)
    },
  },
  {
    name: 'removed-and-back',
    happens: 'a removed member comes back with every key that his device had',
    async run(stage) {
      const { alice, bruno, carla } = stage
      await stage.stealSeat(carla)
      const account = carla.account()
      const { room } = stage
      // As long as one member has not heard of the commit, the others have it ready to be overheard.
      bruno.setAway(true)
      if (account !== undefined) await stage.change(alice, room, { kind: 'remove', account })
      await stage.pass(MINUTE_MS)
      bruno.setAway(false)
      await stage.pass(MINUTE_MS)
    },
  },
  {
    name: 'heard-late',
    happens: 'a device hears of a message with a deadline when half of its time is over',
    async run(stage) {
      const { alice, bruno } = stage
      bruno.setAway(true)
      await stage.speak(alice, { expireMs: MINUTE_MS })
      await stage.pass(MINUTE_MS / 2)
      bruno.setAway(false)
      await stage.pass(MINUTE_MS)
    },
  },
  {
    name: 'taken-back',
    happens: 'an author takes back what all have shown',
    async run(stage) {
      const { alice, bruno } = stage
      const id = await stage.speak(alice)
      await stage.until(() => stage.hasShown(bruno, id))
      await stage.takeBack(alice, id)
      await stage.pass(2 * MINUTE_MS)
    },
  },
  {
    name: 'letterbox-lost',
    happens: 'a device makes a new letterbox, its connection is lost before it can hand it over, and a letter comes',
    async run(stage) {
      const { alice, bruno, carla, spare, room } = stage
      stage.setAway([alice, bruno, carla], true)
      stage.swallowUp(spare, isAsking(postLetter))
      await stage.signIn(bruno)
      spare.setAway(true)
      stage.swallowUp(bruno, isAsking(publishKeyPackages))
      bruno.setAway(false)
      await stage.pass(MINUTE_MS / 2)
      bruno.setAway(true)
      stage.swallowUp(bruno, () => false)
      bruno.setAway(false)
      await stage.pass(MINUTE_MS / 2)
      spare.setAway(false)
      await stage.pass(5 * MINUTE_MS)
      await stage.expectInside(spare, room)
      stage.setAway([alice, carla], false)
    },
  },
  {
    name: 'provider-knows-less',
    happens:
      "a room knows of an account's newer record, the provider does not, and a member looks the account up there",
    async run(stage) {
      const { alice, bruno, carla, spare, room } = stage
      await stage.signIn(alice)
      await stage.pass(MINUTE_MS)
      await stage.expectInside(spare, room)
      stage.swallowUp(spare, isAsking(putChain))
      await stage.signOut(spare)
      stage.swallowUp(spare, () => false)
      await stage.pass(2 * MINUTE_MS)
      await stage.finish(stage.clientOf(bruno).findByHandle('alice'))
      stage.setAway([alice, carla], true)
      await stage.signIn(carla)
      await stage.pass(2 * MINUTE_MS)
      await stage.expectInside(spare, room)
      stage.setAway([alice, carla], false)
    },
  },
  {
    name: 'all-known-have-left',
    happens: 'a new device waits for a room that all have left whom it knows of, but for its own account',
    async run(stage) {
      const { alice, bruno, carla, spare } = stage
      const second = await stage.gather([bruno])
      const [brunoId, carlaId] = [bruno.account(), carla.account()]
      if (brunoId === undefined || carlaId === undefined) return
      await stage.pass(MINUTE_MS)
      stage.setAway([alice, bruno], true)
      stage.swallowUp(spare, isAsking(postLetter))
      await stage.signIn(alice)
      spare.setAway(true)
      stage.swallowUp(spare, () => false)
      alice.setAway(false)
      await stage.change(alice, second, { kind: 'add', accounts: [carlaId] })
      await stage.accept(carla, second)
      await stage.change(alice, second, { kind: 'remove', account: brunoId })
      await stage.pass(MINUTE_MS)
      alice.setAway(true)
      spare.setAway(false)
      await stage.pass(5 * MINUTE_MS)
      await stage.expectInside(spare, second)
      stage.setAway([alice, bruno], false)
    },
  },
  {
    name: 'left-meanwhile',
    happens: 'somebody asks to leave while a commit is on its way that lets somebody in who cannot know of it',
    async run(stage) {
      const { alice, bruno, carla, spare, room } = stage
      await stage.finish(spare.enter('signUp', 'doris'))
      await stage.pass(MINUTE_MS / 2)
      const account = spare.account()
      if (account === undefined) return
      stage.swallowUp(alice, isAsking(submitEntry))
      await stage.change(alice, room, { kind: 'add', accounts: [account] })
      stage.setAway([alice, carla], true)
      stage.swallowUp(alice, () => false)
      await stage.finish(stage.clientOf(bruno).leaveRoom(room))
      await stage.pass(MINUTE_MS / 2)
      stage.setAway([alice, carla], false)
      await stage.pass(MINUTE_MS / 2)
      await stage.accept(spare, room)
      await stage.pass(MINUTE_MS)
      await stage.speak(spare)
    },
  },
  {
    name: 'signed-out-while-backing-up',
    happens:
      'somebody signs out on a slow line just after a change, so that a backup is due before the farewell is said',
    async run(stage) {
      const { alice, spare, room } = stage
      await stage.signIn(alice)
      await stage.pass(MINUTE_MS)
      stage.setLatency(2 * SECOND_MS)
      await stage.finish(stage.clientOf(alice).changeRoom(room, { kind: 'title', title: 'canary renamed' }))
      await stage.pass(2 * SECOND_MS)
      await stage.signOut(alice)
      stage.setLatency(1)
      spare.setAway(true)
      await stage.pass(MINUTE_MS)
      spare.setAway(false)
      await stage.pass(2 * MINUTE_MS)
    },
  },
]

function isAsking({ number }: { readonly number: number }): (frame: Frame | undefined) => boolean {
  return (frame) => frame?.kind === 'request' && frame.method === number
}

export function findPlan(name: string): Plan | undefined {
  return plans.find((plan) => plan.name === name)
}
