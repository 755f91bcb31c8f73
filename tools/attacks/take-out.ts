/** Loaded before a test file: takes the defence out that the environment names, in the memory of this process alone. */
import { installMutant } from '@rushlight/simulator/mutants'
import { defences } from './defences.ts'

const name = process.env['RUSHLIGHT_WITHOUT']
const defence = defences.find((one) => one.name === name)
if (defence === undefined) throw new Error(`no defence has the name ${name}`)
installMutant(defence)
