import { compare } from '@rushlight/protocol'

/**
 * Which runs of lines are sealed anew. Every line of the vault belongs to exactly one segment: the last one that begins
 * before it, as in the leaves of a B-tree. Pure; keys are those of the table of messages (`spec/history.md` §2).
 */
export type SegmentRange = {
  /** Exclusive: the last key that belongs to the segment before it. */
  readonly after: Uint8Array
  /** Before it was sealed; 0: nothing of it was sealed yet. */
  readonly bytes: number
}

export type Rewrite = {
  readonly after: Uint8Array
  /** Inclusive; absent: to the end. */
  readonly upTo?: Uint8Array
  /** The segments that it takes the place of, by what they come after. */
  readonly replaces: readonly Uint8Array[]
  /** Where something changed: around these the new segments are small. */
  readonly changed: readonly Uint8Array[]
}

export type ToPlan = {
  /** In order. The first one begins before every line. */
  readonly segments: readonly SegmentRange[]
  readonly changed: readonly Uint8Array[]
  /** More than so many are brought together, the two smallest neighbours first. */
  readonly segmentsMax: number
}

/** One rewrite for each segment in which something changed; then neighbours are joined while there are too many. */
export function planRewrites({ segments, changed, segmentsMax }: ToPlan): readonly Rewrite[] {
  const byPlace = Map.groupBy(changed, (key) => placeOf(segments, key))
  const rewrites = [...byPlace].flatMap(([place, keys]): readonly Rewrite[] => {
    const rewrite = rewriteOf(segments, place, place + 1)
    return rewrite === undefined ? [] : [{ ...rewrite, changed: keys }]
  })
  for (const [place, { bytes }] of segments.entries()) {
    const owed = bytes === 0 && !byPlace.has(place) ? rewriteOf(segments, place, place + 1) : undefined
    if (owed !== undefined) rewrites.push(owed)
  }
  const tooMany = segments.length - segmentsMax
  const joined = tooMany <= 0 ? [] : joinSmallest(segments, new Set(byPlace.keys()), tooMany)
  return [...rewrites, ...joined].toSorted((a, b) => compare(a.after, b.after))
}

/** Which segment a line belongs to: the last that begins before it. */
export function placeOf(segments: readonly SegmentRange[], key: Uint8Array): number {
  let [low, high] = [0, segments.length]
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    const begins = segments[middle]?.after
    if (begins !== undefined && compare(begins, key) < 0) low = middle
    else high = middle
  }
  return low
}

function rewriteOf(segments: readonly SegmentRange[], place: number, end: number): Rewrite | undefined {
  const replaced = segments.slice(place, end)
  const [first] = replaced
  if (first === undefined) return undefined
  const upTo = segments[end]?.after
  const replaces = replaced.map(({ after }) => after)
  return { after: first.after, ...(upTo === undefined ? {} : { upTo }), replaces, changed: [] }
}

/** Pairs of neighbours in which nothing changed, the smallest first, each segment in one pair at most. */
function joinSmallest(segments: readonly SegmentRange[], busy: ReadonlySet<number>, count: number): readonly Rewrite[] {
  const taken = new Set(busy)
  const pairs = segments.slice(1).map(({ bytes }, index) => ({ index, bytes: bytes + (segments[index]?.bytes ?? 0) }))
  const joined: Rewrite[] = []
  for (const { index } of pairs.toSorted((a, b) => a.bytes - b.bytes)) {
    if (joined.length >= count) break
    if (taken.has(index) || taken.has(index + 1) || segments[index]?.bytes === 0) continue
    const rewrite = rewriteOf(segments, index, index + 2)
    if (rewrite === undefined) continue
    taken.add(index).add(index + 1)
    joined.push(rewrite)
  }
  return joined
}

export type LineSize = { readonly key: Uint8Array; readonly bytes: number }

export type CutSizes = {
  /** Of a piece in which something changed: it will soon change again. */
  readonly smallBytes: number
  readonly largeBytes: number
}

/**
 * How many lines go into each piece of a rewrite: small pieces where something changed (new lines come at the end of a room,
 * and the oldest go first), large ones elsewhere.
 */
export function cutLines(
  lines: readonly LineSize[],
  changed: readonly Uint8Array[],
  { smallBytes, largeBytes }: CutSizes,
): readonly number[] {
  const counts: number[] = []
  const marks = changed.toSorted(compare)
  let [count, bytes, mark, isTouched] = [0, 0, 0, false]
  for (const line of lines) {
    let touches = false
    for (let next = marks[mark]; next !== undefined && compare(next, line.key) <= 0; next = marks[mark]) {
      touches = true
      mark += 1
    }
    const most = isTouched || touches ? smallBytes : largeBytes
    if (count > 0 && bytes + line.bytes > most) {
      counts.push(count)
      ;[count, bytes, isTouched] = [0, 0, false]
    }
    count += 1
    bytes += line.bytes
    isTouched ||= touches
  }
  return count === 0 ? counts : [...counts, count]
}
