import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { OperatorLinks } from '../ports/operator-links.ts'

/** How long a link can be used. */
const OPERATOR_LINK_MS: number = 24 * 60 * 60 * 1000

const TOKEN_BYTES = 24

/**
 * Operator links as files: one for each, named by the hash of its token, so that a second process can make one while the
 * provider runs, and the folder gives none away. To delete a file is to use its link: the file system lets one succeed.
 */
export function createFileOperatorLinks(folder: string): OperatorLinks {
  const fileOf = (token: string): string => join(folder, nameOf(token))
  return {
    isOpen: (token) => isOpen(fileOf(token)),
    async redeem(token) {
      const wasOpen = await isOpen(fileOf(token))
      return (await isGone(fileOf(token))) && wasOpen
    },
  }
}

/** Makes a link and answers its token. */
export async function createOperatorLink(folder: string): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString('base64url')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(join(folder, nameOf(token)), String(Date.now() + OPERATOR_LINK_MS), { mode: 0o600, flag: 'wx' })
  return token
}

function nameOf(token: string): string {
  return createHash('sha256').update(`Rushlight 1 operator link\0${token}`).digest('hex')
}

async function isOpen(file: string): Promise<boolean> {
  try {
    const expiresAt = Number(await readFile(file, 'utf8'))
    if (expiresAt > Date.now()) return true
    await rm(file, { force: true })
    return false
  } catch {
    return false
  }
}

async function isGone(file: string): Promise<boolean> {
  try {
    await unlink(file)
    return true
  } catch {
    return false
  }
}
