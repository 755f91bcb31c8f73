import { parseArgs } from 'node:util'

/** What somebody typed. */
export type Arguments =
  | { readonly kind: 'help' | 'listMutants' | 'listPlans' | 'listTowns' }
  | { readonly kind: 'wrong'; readonly why: string }
  | RunArguments

export type RunArguments = {
  readonly kind: 'run'
  /** Absent: plans first, and then seeds from the first. */
  readonly from: number | undefined
  /** This one alone, by its name. */
  readonly plan: string | undefined
  /** Seeds of towns with that misfortune, or with each in turn (`all`). */
  readonly town: string | undefined
  /** How many worlds at a time. */
  readonly jobs: number
  readonly count: number
  readonly mutant: string | undefined
  readonly isJson: boolean
  /** Tells of every seed, and of everything that led to a violation. */
  readonly isVerbose: boolean
}

export const USAGE = `npm run simulate -- [--seeds N] [--from S] [--plan NAME | --town NAME|all] [--jobs N] [--mutant NAME] [--json] [--verbose] | --list-mutants | --list-plans | --list-towns | --help`

const SEEDS_DEFAULT = '20'

export function parseArguments(typed: readonly string[]): Arguments {
  const read = readOptions(typed)
  if (typeof read === 'string') return { kind: 'wrong', why: read }
  const { help, seeds, from, plan, town, jobs, mutant, json, verbose } = read
  if (help) return { kind: 'help' }
  if (read['list-mutants']) return { kind: 'listMutants' }
  if (read['list-plans']) return { kind: 'listPlans' }
  if (read['list-towns']) return { kind: 'listTowns' }
  const [count, first] = [parseCount(seeds), from === undefined ? undefined : parseCount(from)]
  if (count === undefined || count === 0) return { kind: 'wrong', why: '--seeds wants a number from 1' }
  if (from !== undefined && first === undefined) return { kind: 'wrong', why: '--from wants a number from 0' }
  const atOnce = parseCount(jobs)
  if (atOnce === undefined || atOnce === 0) return { kind: 'wrong', why: '--jobs wants a number from 1' }
  // A mutant changes what this process loads, and threads load anew.
  if (mutant !== undefined && atOnce > 1) return { kind: 'wrong', why: 'a mutant runs with --jobs 1' }
  return { kind: 'run', from: first, count, plan, town, jobs: atOnce, mutant, isJson: json, isVerbose: verbose }
}

function readOptions(typed: readonly string[]): ReturnType<typeof parse> | string {
  try {
    return parse(typed)
  } catch (error) {
    return error instanceof Error ? error.message : 'not understood'
  }
}

function parse(typed: readonly string[]): {
  readonly seeds: string
  readonly from?: string
  readonly plan?: string
  readonly town?: string
  readonly jobs: string
  readonly mutant?: string
  readonly json: boolean
  readonly verbose: boolean
  readonly help: boolean
  readonly 'list-mutants': boolean
  readonly 'list-plans': boolean
  readonly 'list-towns': boolean
} {
  return parseArgs({
    args: [...typed],
    options: {
      seeds: { type: 'string', default: SEEDS_DEFAULT },
      from: { type: 'string' },
      plan: { type: 'string' },
      town: { type: 'string' },
      jobs: { type: 'string', default: '1' },
      mutant: { type: 'string' },
      json: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      'list-mutants': { type: 'boolean', default: false },
      'list-plans': { type: 'boolean', default: false },
      'list-towns': { type: 'boolean', default: false },
    },
  }).values
}

const DIGITS_MAX = 9

function parseCount(typed: string): number | undefined {
  return /^\d+$/.test(typed) && typed.length <= DIGITS_MAX ? Number(typed) : undefined
}
