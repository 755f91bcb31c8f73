/** What a provider that means harm does with what it has to hand over. */
export const MOODS = [
  'honest',
  'replays',
  'reorders',
  'withholds',
  'garbles',
  'stale',
  'refuses',
  'equivocates',
  'holds',
] as const

export type Mood = (typeof MOODS)[number]

/** Names the file in which its mood stands, and beside which it says that it has read it. */
export const MOOD_FILE = 'HOSTILE_MOOD_FILE'
export const TAKEN = '.taken'

export function isMood(word: string): word is Mood {
  return MOODS.some((mood) => mood === word)
}
