/**
 * Seven pictures that two screens show and one pair of eyes compares: for one's own devices, which lie beside each other
 * (`spec/identity.md` §9). The table is that of Matrix (client-server API, `m.sas.v1`, its names in English and Dutch).
 *
 * Seven of 64 are 42 bits. They suffice only where neither side could choose what it brought after it had seen the other's:
 * what is compared must hold, of each side, something that it had committed to before.
 */
import { hashLabelled } from '../crypto/labelled.ts'
import type { Crypto } from '../crypto/crypto.ts'

/** Its names are by language: `BCP 47` subtags. */
export type ComparisonEmoji = { readonly symbol: string; readonly en: string; readonly nl: string }

/** What both sides saw of each other, as seven pictures: alike on both if it is. */
export function emojiOf(crypto: Crypto, transcript: Uint8Array): readonly ComparisonEmoji[] {
  const hash = hashLabelled(crypto, 'emoji', transcript)
  return Array.from({ length: EMOJI_SHOWN }, (_, place) => EMOJI[bitsAt(hash, place * BITS)]).filter(
    (emoji) => emoji !== undefined,
  )
}

const EMOJI_SHOWN = 7
const BITS = 6
const BYTE_BITS = 8

/** Six bits from that bit on, the highest first. */
function bitsAt(bytes: Uint8Array, bit: number): number {
  const byte = Math.floor(bit / BYTE_BITS)
  const pair = ((bytes[byte] ?? 0) << BYTE_BITS) | (bytes[byte + 1] ?? 0)
  return (pair >> (2 * BYTE_BITS - BITS - (bit % BYTE_BITS))) & (2 ** BITS - 1)
}

const EMOJI: readonly ComparisonEmoji[] = [
  { symbol: '🐶', en: 'Dog', nl: 'Hond' },
  { symbol: '🐱', en: 'Cat', nl: 'Kat' },
  { symbol: '🦁', en: 'Lion', nl: 'Leeuw' },
  { symbol: '🐎', en: 'Horse', nl: 'Paard' },
  { symbol: '🦄', en: 'Unicorn', nl: 'Eenhoorn' },
  { symbol: '🐷', en: 'Pig', nl: 'Varken' },
  { symbol: '🐘', en: 'Elephant', nl: 'Olifant' },
  { symbol: '🐰', en: 'Rabbit', nl: 'Konijn' },
  { symbol: '🐼', en: 'Panda', nl: 'Panda' },
  { symbol: '🐓', en: 'Rooster', nl: 'Haan' },
  { symbol: '🐧', en: 'Penguin', nl: 'Pinguïn' },
  { symbol: '🐢', en: 'Turtle', nl: 'Schildpad' },
  { symbol: '🐟', en: 'Fish', nl: 'Vis' },
  { symbol: '🐙', en: 'Octopus', nl: 'Octopus' },
  { symbol: '🦋', en: 'Butterfly', nl: 'Vlinder' },
  { symbol: '🌷', en: 'Flower', nl: 'Bloem' },
  { symbol: '🌳', en: 'Tree', nl: 'Boom' },
  { symbol: '🌵', en: 'Cactus', nl: 'Cactus' },
  { symbol: '🍄', en: 'Mushroom', nl: 'Paddenstoel' },
  { symbol: '🌏', en: 'Globe', nl: 'Wereldbol' },
  { symbol: '🌙', en: 'Moon', nl: 'Maan' },
  { symbol: '☁️', en: 'Cloud', nl: 'Wolk' },
  { symbol: '🔥', en: 'Fire', nl: 'Vuur' },
  { symbol: '🍌', en: 'Banana', nl: 'Banaan' },
  { symbol: '🍎', en: 'Apple', nl: 'Appel' },
  { symbol: '🍓', en: 'Strawberry', nl: 'Aardbei' },
  { symbol: '🌽', en: 'Corn', nl: 'Maïs' },
  { symbol: '🍕', en: 'Pizza', nl: 'Pizza' },
  { symbol: '🎂', en: 'Cake', nl: 'Taart' },
  { symbol: '❤️', en: 'Heart', nl: 'Hart' },
  { symbol: '😀', en: 'Smiley', nl: 'Smiley' },
  { symbol: '🤖', en: 'Robot', nl: 'Robot' },
  { symbol: '🎩', en: 'Hat', nl: 'Hoed' },
  { symbol: '👓', en: 'Glasses', nl: 'Bril' },
  { symbol: '🔧', en: 'Spanner', nl: 'Moersleutel' },
  { symbol: '🎅', en: 'Santa', nl: 'Kerstman' },
  { symbol: '👍', en: 'Thumbs Up', nl: 'Duim omhoog' },
  { symbol: '☂️', en: 'Umbrella', nl: 'Paraplu' },
  { symbol: '⌛', en: 'Hourglass', nl: 'Zandloper' },
  { symbol: '⏰', en: 'Clock', nl: 'Wekker' },
  { symbol: '🎁', en: 'Gift', nl: 'Geschenk' },
  { symbol: '💡', en: 'Light Bulb', nl: 'Gloeilamp' },
  { symbol: '📕', en: 'Book', nl: 'Boek' },
  { symbol: '✏️', en: 'Pencil', nl: 'Potlood' },
  { symbol: '📎', en: 'Paperclip', nl: 'Papierklemmetje' },
  { symbol: '✂️', en: 'Scissors', nl: 'Schaar' },
  { symbol: '🔒', en: 'Lock', nl: 'Slot' },
  { symbol: '🔑', en: 'Key', nl: 'Sleutel' },
  { symbol: '🔨', en: 'Hammer', nl: 'Hamer' },
  { symbol: '☎️', en: 'Telephone', nl: 'Telefoon' },
  { symbol: '🏁', en: 'Flag', nl: 'Vlag' },
  { symbol: '🚂', en: 'Train', nl: 'Trein' },
  { symbol: '🚲', en: 'Bicycle', nl: 'Fiets' },
  { symbol: '✈️', en: 'Aeroplane', nl: 'Vliegtuig' },
  { symbol: '🚀', en: 'Rocket', nl: 'Raket' },
  { symbol: '🏆', en: 'Trophy', nl: 'Trofee' },
  { symbol: '⚽', en: 'Ball', nl: 'Bal' },
  { symbol: '🎸', en: 'Guitar', nl: 'Gitaar' },
  { symbol: '🎺', en: 'Trumpet', nl: 'Trompet' },
  { symbol: '🔔', en: 'Bell', nl: 'Bel' },
  { symbol: '⚓', en: 'Anchor', nl: 'Anker' },
  { symbol: '🎧', en: 'Headphones', nl: 'Koptelefoon' },
  { symbol: '📁', en: 'Folder', nl: 'Map' },
  { symbol: '📌', en: 'Pin', nl: 'Duimspijker' },
]
