/** All imports of the house, types included, as dependency-cruiser finds and judges them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'

export async function readImports(root: string, forbidden: readonly IForbiddenRuleType[]): Promise<ICruiseResult> {
  const shelves = ['packages', 'apps', 'tools', 'bench'].filter((shelf) => existsSync(join(root, shelf)))
  const { output } = await cruise(
    shelves,
    {
      baseDir: root,
      // Imports of types count: they tie two files together all the same.
      tsPreCompilationDeps: true,
      // What the root's package.json declares is there for tests and tools of every package.
      combinedDependencies: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: ['(^|/)dist/', '^packages/core/ts-mls/'] },
      validate: true,
      ruleSet: { forbidden: [...forbidden] },
    },
    { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
  )
  if (typeof output === 'string') throw new TypeError('dependency-cruiser answered in words')
  return output
}
