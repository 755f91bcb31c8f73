/**
 * Exhaustive search of all states that a small world can reach, breadth first, so that the first way to a broken property is
 * a shortest one. A state is remembered by the key that its world gives it; worlds give equal keys to states that differ
 * in nothing but names.
 */
export interface World<State> {
  readonly name: string
  readonly starts: Iterable<State>
  keyOf(state: State): string
  /** Everything that can happen next, each with words for a counterexample. */
  stepsFrom(state: State): Iterable<Step<State>>
  /** The name of a property that does not hold here, with what one sees. */
  check(state: State): Broken | undefined
}

export type Step<State> = { readonly says: string; readonly to: State }

export type Broken = { readonly property: string; readonly sees: string }

export type Searched = {
  readonly world: string
  readonly states: number
  readonly transitions: number
  /** Steps from a start to the farthest state. */
  readonly depth: number
  /** All states were seen; else the bound was reached. */
  readonly isWhole: boolean
  readonly broken?: Broken & { readonly steps: readonly string[] }
}

type Seen<State> = { readonly state: State; readonly depth: number; readonly from?: Seen<State>; readonly says: string }

export function search<State>(world: World<State>, statesMax: number): Searched {
  const known = new Set<string>()
  const queue: Seen<State>[] = []
  let transitions = 0
  const add = (seen: Seen<State>): void => {
    const key = world.keyOf(seen.state)
    if (known.has(key)) return
    known.add(key)
    queue.push(seen)
  }
  for (const state of world.starts) add({ state, depth: 0, says: 'start' })
  for (let next = 0; next < queue.length; next++) {
    const seen = queue[next]
    if (seen === undefined || queue.length > statesMax) break
    const { name } = world
    const counts = { world: name, states: known.size, transitions, depth: seen.depth, isWhole: false }
    const broken = world.check(seen.state)
    if (broken !== undefined) return { ...counts, broken: { ...broken, steps: stepsTo(seen) } }
    for (const { says, to } of world.stepsFrom(seen.state)) {
      transitions++
      add({ state: to, depth: seen.depth + 1, from: seen, says })
    }
  }
  const depth = queue.at(-1)?.depth ?? 0
  return { world: world.name, states: known.size, transitions, depth, isWhole: queue.length <= statesMax }
}

function stepsTo<State>(seen: Seen<State>): readonly string[] {
  const steps: string[] = []
  for (let at: Seen<State> | undefined = seen; at?.from !== undefined; at = at.from) steps.unshift(at.says)
  return steps
}

/** What was computed once for a key is not computed again: much of a state is the same in the next. */
export function remembering<Input, Output>(
  keyOf: (input: Input) => string,
  compute: (input: Input) => Output,
): (input: Input) => Output {
  const known = new Map<string, { readonly output: Output }>()
  return (input) => {
    const key = keyOf(input)
    const found = known.get(key)
    if (found !== undefined) return found.output
    const output = compute(input)
    known.set(key, { output })
    return output
  }
}
