import { globSync, writeFileSync } from 'node:fs'
import { cpus, loadavg } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { isMet, type Bench, type Figure } from './bench/measurement.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const folder = path.join(import.meta.dirname, 'bench')
const all = globSync('*.bench.ts', { cwd: folder }).sort()
const files = all.filter(file => positionals.length === 0 || positionals.some(word => file.includes(word)))

if (files.length === 0) {
  const names = all.map(file => path.basename(file, '.bench.ts')).join(', ')
  console.error(`No measurement is called ${positionals.join(', ')}. There are: ${names}.`)
  process.exit(1)
}
const figures: Figure[] = []
const notes: string[] = []
const [before = 0] = loadavg()
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
// Whoever reads the figures must know what else the machine did.
if (before > cpus().length / 2) note(`The machine is busy (load ${before.toFixed(1)}): only ratios count.`)
for (const file of files) {
  const { bench } = (await import(path.join(folder, file))) as { bench: Bench }
  console.log(`\n${bench.title}`)
  try {
    for (const figure of await bench.run(note)) {
      console.log(`  ${lineOf(figure)}`)
      figures.push(figure)
    }
  } catch (error) {
    note(`${bench.title} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
    process.exitCode = 1
  }
}
const aimed = figures.filter(({ aim }) => aim)
const missed = aimed.filter(figure => !isMet(figure))
console.log(`\n${aimed.length - missed.length} of ${aimed.length} aims met`)
for (const figure of missed) console.log(`  not met: ${figure.name}`)
if (values.json) {
  const report = {
    measuredAt: new Date().toISOString(),
    node: process.version,
    cpus: cpus().length,
    load: { before, after: loadavg()[0] },
    notes,
    figures: figures.map(figure => ({ ...figure, met: isMet(figure) })),
  }
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
}
process.exit()

function note(words: string): void {
  notes.push(words)
  console.log(`  (${words})`)
}

function lineOf(figure: Figure): string {
  const { name, value, unit, how, aim } = figure
  const sign = { true: '✓', false: '✗', undefined: ' ' }[String(isMet(figure))] ?? ' '
  const number = value >= 100 ? Math.round(value).toString() : value.toPrecision(3)
  const wanted = aim ? ('atMost' in aim ? `≤ ${aim.atMost}` : `≥ ${aim.atLeast}`) : ''
  return `${sign} ${name.padEnd(46)} ${number.padStart(8)} ${unit.padEnd(10)} ${wanted.padEnd(8)} ${how}`
}
