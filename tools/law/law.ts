/**
 * The pages of `spec/` that follow from the code: limits, labels, vectors. They are made and not written, so that law and
 * code cannot drift.
 */
import { makeVectors, vectorFileOf } from '@rushlight/protocol/testing'
import { createNodeCrypto } from '@rushlight/platform-node'
import { constantsPage } from './constants-page.ts'
import { labelsPage } from './labels-page.ts'

export type MadePage = { readonly path: string; readonly text: string }

/** From the sources that stand at `root`. */
export async function makePages(root: string): Promise<readonly MadePage[]> {
  const vectors = await makeVectors(createNodeCrypto())
  return [
    { path: 'spec/constants.md', text: constantsPage(root) },
    { path: 'spec/exporter-labels.md', text: labelsPage(root) },
    ...vectors.map((page) => ({ path: `spec/vectors/${page.file}.json`, text: vectorFileOf(page) })),
  ]
}
