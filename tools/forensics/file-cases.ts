/** Files: what they are called, what is in them, and the pixels of pictures. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { filesIn } from './places.ts'
import { pictureOf } from './picture.ts'
import { eventually, line } from './scene.ts'
import type { Scene } from './scene.ts'
import type { Terminal } from './terminal.ts'

/** Sent by one, saved by the other, who then has it in the open and removes it there. Answers when it is over. */
export async function expireFiles({ book, alice, bobby, provider }: Scene, lifetimeMs: number): Promise<number> {
  const [name, inside, pixels] = [
    book.plant('the name of a file'),
    book.plant('the inside of a file'),
    book.plant('the pixels of a picture'),
  ] as const
  const attachments = [
    alice.writeFile(`${name}.txt`, `${inside}\n`.repeat(1000)),
    alice.writeFile('picture.png', pictureOf(pixels)),
  ]
  const deadline = Date.now() + lifetimeMs
  const sent = await alice.call('send', {
    recipient: 'bobby',
    message: 'two files',
    attachments,
    expireMs: lifetimeMs,
    wait: 'delivered',
  })
  for (const file of attachments) alice.removeFile(file)
  for (const person of [alice, bobby]) book.control([name], person.name, person.vault())
  await controlSaved({ book, bobby }, placeOf(sent), [name, inside, pixels])
  const blobs = [...provider.blobs(), ...alice.stagedFiles(), ...bobby.stagedFiles()]
  if (blobs.length < attachments.length) throw new Error('files that were sent lie nowhere')
  book.plantSealed(SEALED, blobs)
  const disks = [...filesIn(provider.folder), ...alice.disk(), ...bobby.disk()]
  book.controlSealed(
    SEALED,
    disks.map(({ bytes }) => bytes),
  )
  return deadline
}

const SEALED = 'sealed files'

type Savers = { readonly book: Scene['book']; readonly bobby: Terminal }

/** Whoever is allowed to has them whole: what vanishes later was there. */
async function controlSaved({ book, bobby }: Savers, place: Place, words: readonly string[]): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'rushlight-saved-'))
  try {
    await bobby.call('saveFiles', { ...place, folder })
    book.control(words, 'bobby, who saved them', filesIn(folder))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

type Place = { readonly room: string; readonly message: string }

function placeOf(receipt: unknown): Place {
  if (typeof receipt !== 'object' || receipt === null || !('id' in receipt) || !('room' in receipt)) {
    throw new Error('sending was answered by no receipt')
  }
  return { room: String(receipt.room), message: String(receipt.id) }
}

/** A picture from the browser, shown there and taken back by its author. */
export async function deletePicture({ book, alice, bobby, carol }: Scene): Promise<void> {
  if (carol === undefined) return
  const [name, pixels] = [book.plant('the name of a picture'), book.plant('the pixels of a picture in a browser')]
  const picture = { name: `${name}.png`, mimeType: 'image/png', buffer: pictureOf(pixels) }
  await carol.page.locator('input[type=file]').setInputFiles([picture])
  await carol.page.getByRole('textbox', { name: 'Message' }).fill(CAPTION)
  await carol.page.getByRole('button', { name: 'Send' }).click()
  const sent = line(carol, CAPTION)
  await sent.getByRole('img', { name: picture.name }).waitFor()
  book.control([name], 'carol', carol.vault())
  await eventually('the picture at bobby', async () => bobby.vaultHolds(name))
  await controlSaved({ book, bobby }, await placeOfCaption(bobby), [name, pixels])
  await sent.hover()
  await sent.getByRole('button', { name: 'Message actions' }).click()
  await carol.page.getByRole('menuitem', { name: 'Delete for everyone' }).click()
  await carol.page.getByRole('button', { name: 'Delete for everyone' }).click()
  for (const person of [alice, bobby]) {
    await eventually(`the deletion of the picture at ${person.name}`, async () => !person.vaultHolds(name))
  }
  await sleep(CLEANED_MS)
}

const CAPTION = 'look at this'
/** What goes before its time is cleaned away in groups. */
const CLEANED_MS = 1500

async function placeOfCaption(bobby: Terminal): Promise<Place> {
  const lines: unknown = await bobby.call('listMessages', { recipient: 'Everybody', limit: 9 })
  const list: readonly unknown[] = Array.isArray(lines) ? lines : []
  const found = list.find((one) => JSON.stringify(one).includes(CAPTION))
  if (typeof found !== 'object' || found === null || !('message' in found)) throw new Error('no line with a picture')
  return placeOf(found.message)
}
