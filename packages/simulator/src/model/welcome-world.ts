import { compareChains, mayTakeWelcome } from '@rushlight/protocol'
import { FIRST, linkAt, openingOf, openingsOf } from './succession-room.ts'
import type { World } from './search.ts'

/** Dora's laptop is in one of two branches; it asks, or does not ask, and anybody answers with a Welcome into any of them (F27). */
type Welcomed = {
  readonly tip: number
  readonly isAsking: boolean
  readonly wasAsking: boolean
  readonly before: number
}

const [WORSE, BETTER] = [1, 2].map((epoch) => openingOf({ previous: FIRST, opener: epoch, epoch, rank: 0 }))
const TIPS = [FIRST, WORSE ?? FIRST, BETTER ?? FIRST]
const openings = openingsOf(TIPS.slice(1))

export const welcomeWorld: World<Welcomed> = {
  name: 'welcomes-of-anybody',
  starts: TIPS.map((tip) => ({ tip, isAsking: false, wasAsking: true, before: tip })),
  keyOf: (state) => JSON.stringify(state),
  *stepsFrom(state) {
    if (!state.isAsking) yield { says: 'asks to be let in', to: { ...state, isAsking: true, before: state.tip } }
    for (const offered of TIPS) {
      for (const isReceipted of [true, false]) {
        const [own, other] = [linkAt(state.tip).log, linkAt(offered).log]
        const asked = { openings, own, offered: other, isAsked: state.isAsking, isReceipted }
        if (offered === state.tip || !mayTakeWelcome(asked)) continue
        const to = { tip: offered, isAsking: false, wasAsking: state.isAsking, before: state.tip }
        yield { says: `takes a Welcome into ${offered}`, to }
      }
    }
  },
  check({ tip, before, wasAsking }) {
    if (!wasAsking) return { property: 'S5', sees: 'it was put into another branch unasked' }
    const isWorse = compareChains(openings, linkAt(tip).log, linkAt(before).log) < 0
    return isWorse ? { property: 'S5', sees: 'it is in a worse branch than before' } : undefined
  },
}
