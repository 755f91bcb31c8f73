/** All that a stream brings; `undefined` as soon as it is more than was allowed. */
export async function readAtMost(
  stream: AsyncIterable<unknown> | Iterable<unknown>,
  bytesMax: number,
): Promise<Uint8Array | undefined> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of stream) {
    if (!(part instanceof Uint8Array)) return undefined
    bytes += part.length
    if (bytes > bytesMax) return undefined
    parts.push(part)
  }
  return Uint8Array.from(Buffer.concat(parts))
}
