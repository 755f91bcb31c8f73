/** What an account's picture is made of: always the same for the same id, and nobody has to upload anything. */
export type AvatarLook = { readonly hue: number; readonly turn: number; readonly letter: string }

export function avatarLook(id: string, name: string): AvatarLook {
  const hash = hashOf(id)
  const [first] = new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(name.trim())
  const letter = first?.segment.toLocaleUpperCase() ?? ''
  return { hue: HUES[hash % HUES.length] ?? 40, turn: (hash >>> 8) % 360, letter }
}

/** Far enough from each other to be told apart, and none so near to red that it looks like a warning. */
const HUES: readonly number[] = [48, 72, 105, 140, 165, 195, 225, 255, 285, 315, 345]

/** FNV-1a: ids are random already, this only folds them. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash >>> 0
}
