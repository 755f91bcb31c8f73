/**
 * Every package.json fits the plan of the house: known folder, exact versions, lower floors only, a type project of
 * its own, and a line in decisions/dependencies.md for each package it stands on.
 */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isObject, readManifest, readManifests, type Manifest } from '../house/manifests.ts'
import { housePlan } from '../house/plan.ts'
import { outcomeOf, type Check } from './check.ts'

const reasonsFile = 'decisions/dependencies.md'

export const manifests: Check = {
  name: 'manifests',
  run: async (root) => {
    const packages = readManifests(root)
    const own = new Map(packages.map((one) => [one.name, one]))
    const reasons = existsSync(join(root, reasonsFile)) ? readFileSync(join(root, reasonsFile), 'utf8') : ''
    const projects = readProjects(root)
    return outcomeOf([
      ...packages.flatMap((one) => [...findOffPlan(one, own), ...findUncheckedTypes(one, projects)]),
      ...[readManifest(root, ''), ...packages].flatMap((one) => [
        ...findLooseVersions(one),
        ...findUnargued(one, own, reasons),
      ]),
    ])
  },
}

function findOffPlan(manifest: Manifest, own: ReadonlyMap<string, Manifest>): readonly string[] {
  const planned = housePlan.find((one) => one.folder === manifest.folder)
  if (planned === undefined) return [`${manifest.folder} stands on no floor: add it to tools/house/plan.ts`]
  return Object.keys(manifest.dependencies).flatMap((name) => {
    const other = own.get(name)
    const isOff = other !== undefined && !planned.sees.includes(other.folder)
    return isOff ? [`${manifest.folder} depends on ${name}, which it may not see`] : []
  })
}

function findUncheckedTypes(manifest: Manifest, projects: ReadonlySet<string>): readonly string[] {
  return [manifest.folder, `${manifest.folder}/test`]
    .filter((project) => !projects.has(project))
    .map((project) => `tsconfig.json has no reference to ${project}`)
}

function findLooseVersions(manifest: Manifest): readonly string[] {
  return allDependencies(manifest)
    .filter(([, version]) => !/^(npm:(@[\w-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `${manifest.folder || 'the root'} wants ${name} ${version}: name one exact version`)
}

function findUnargued(manifest: Manifest, own: ReadonlyMap<string, Manifest>, reasons: string): readonly string[] {
  return allDependencies(manifest)
    .filter(([name]) => !own.has(name) && !reasons.includes(`\`${name}\``))
    .map(([name]) => `${manifest.folder || 'the root'} stands on ${name}: say in ${reasonsFile} why`)
}

function allDependencies(manifest: Manifest): readonly (readonly [string, string])[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest
  return [dependencies, devDependencies, optionalDependencies, peerDependencies].flatMap(Object.entries<string>)
}

function readProjects(root: string): ReadonlySet<string> {
  const json: unknown = JSON.parse(readFileSync(join(root, 'tsconfig.json'), 'utf8'))
  const references = isObject(json) && Array.isArray(json['references']) ? json['references'] : []
  const paths = references.map((reference: unknown) => (isObject(reference) ? reference['path'] : undefined))
  return new Set(paths.filter((path) => typeof path === 'string'))
}
