/**
 * The boundaries of the house: who may import whom (house/plan.ts), and through which door.
 *
 * Sources see lower floors only, and of them only what their package.json declares. Tests stand on top of the house:
 * they may see every package, but they, too, enter it through its doors (`exports`) unless it is their own.
 */
import type { IRegularForbiddenRuleType } from 'dependency-cruiser'
import { readImports } from '../house/imports.ts'
import { readManifests, type Manifest } from '../house/manifests.ts'
import { housePlan } from '../house/plan.ts'
import { outcomeOf, type Check } from './check.ts'

export const boundaries: Check = {
  name: 'boundaries',
  run: async (root) => {
    const manifests = readManifests(root)
    const { summary } = await readImports(root, [
      ...houseRules,
      ...manifests.flatMap((one) => packageRules(one, manifests)),
    ])
    const findings = summary.violations.map(({ rule, from, to, cycle }) => {
      const path = cycle === undefined ? to : cycle.map(({ name }) => name).join(' → ')
      return `${rule.name}: ${from} → ${path}`
    })
    return outcomeOf(findings.toSorted())
  },
}

const sources = '^(packages|apps)/[^/]+/src/'

const houseRules: readonly IRegularForbiddenRuleType[] = [
  forbid('no-cycles', {}, { circular: true }),
  forbid('nothing-unresolved', {}, { couldNotResolve: true }),
  forbid('nothing-undeclared', { path: '^(packages|apps|tools)/' }, { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] }),
  forbid('sources-see-no-tests', { path: sources }, { path: '(^|/)(test|tools|bench)/' }),
  forbid(
    'sources-stand-on-dependencies',
    { path: sources },
    { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
  ),
]

function packageRules(manifest: Manifest, all: readonly Manifest[]): readonly IRegularForbiddenRuleType[] {
  const { folder, entries } = manifest
  const planned = housePlan.find((one) => one.folder === folder)
  const seen = all.filter((other) => planned?.sees.includes(other.folder) && other.name in manifest.dependencies)
  const doors = entries.map((entry) => `^${literal(`${folder}/${entry}`)}$`)
  const inside = `^${literal(folder)}/`
  return [
    forbid(
      `${folder}-sees-only-lower-floors`,
      { path: `${inside}src/` },
      { path: '^(packages|apps)/', pathNot: [inside, ...seen.map((other) => `^${literal(other.folder)}/`)] },
    ),
    forbid(`${folder}-only-through-its-doors`, { pathNot: inside }, { path: inside, pathNot: doors }),
    ...(planned?.platform === 'none' || planned?.platform === 'web'
      ? [forbid(`${folder}-knows-no-platform`, { path: `${inside}src/` }, { dependencyTypes: ['core'] })]
      : []),
  ]
}

type From = IRegularForbiddenRuleType['from']
type To = IRegularForbiddenRuleType['to']

function forbid(name: string, from: From, to: To): IRegularForbiddenRuleType {
  return { name, severity: 'error', from, to }
}

function literal(path: string): string {
  return path.replaceAll('.', String.raw`\.`)
}
