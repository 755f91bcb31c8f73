/**
 * The picture of the house: which package really imports which, drawn as a mermaid diagram.
 *
 * It stands between two markers in ARCHITECTURE.md, so that the page cannot drift from the code.
 */
import { readImports } from '../house/imports.ts'
import { readManifests } from '../house/manifests.ts'
import { housePlan, type PlannedPackage } from '../house/plan.ts'

export const pictureFile = 'ARCHITECTURE.md'
const begin = '<!-- picture: made by `npm run picture` -->'
const end = '<!-- end of picture -->'

/** `page` with the picture of the house at `root` in its place; `undefined` when the page has no place for it. */
export async function withPicture(page: string, root: string): Promise<string | undefined> {
  const from = page.indexOf(begin)
  const to = page.indexOf(end)
  if (from < 0 || to < from) return undefined
  const picture = await drawPicture(root)
  return `${page.slice(0, from + begin.length)}\n\n\`\`\`mermaid\n${picture}\`\`\`\n\n${page.slice(to)}`
}

async function drawPicture(root: string): Promise<string> {
  const folders = new Set(readManifests(root).map(({ folder }) => folder))
  const packages = housePlan.filter(({ folder }) => folders.has(folder))
  const arrows = await findArrows(root)
  const floors = [...new Set(packages.map(({ floor }) => floor))].toSorted((a, b) => b - a)
  const lines = [
    'flowchart TD',
    ...floors.flatMap((floor) => drawFloor(floor, packages)),
    ...arrows.map(([from, to]) => `  ${nodeOf(from)} --> ${nodeOf(to)}`),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

function drawFloor(floor: number, packages: readonly PlannedPackage[]): readonly string[] {
  const rooms = packages.filter((one) => one.floor === floor)
  return [`  subgraph floor${floor}[" "]`, ...rooms.map(({ folder }) => `    ${nodeOf(folder)}["${folder}"]`), '  end']
}

/** Pairs of packages of which the first's sources import the second. */
async function findArrows(root: string): Promise<readonly (readonly [string, string])[]> {
  const { modules } = await readImports(root, [])
  const pairs = new Set<string>()
  for (const { source, dependencies } of modules) {
    const from = /^((?:packages|apps)\/[^/]+)\/src\//.exec(source)?.[1]
    if (from === undefined) continue
    for (const { resolved } of dependencies) {
      const to = /^((?:packages|apps)\/[^/]+)\/src\//.exec(resolved)?.[1]
      if (to !== undefined && to !== from) pairs.add(`${from} ${to}`)
    }
  }
  return [...pairs].toSorted().map((pair) => {
    const [from = '', to = ''] = pair.split(' ')
    return [from, to]
  })
}

function nodeOf(folder: string): string {
  return folder.replaceAll(/[^a-z]/g, '_')
}
