import { globSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Bench, Figure } from './bench/measurement.ts'

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'string' } } })
const folder = path.join(import.meta.dirname, 'bench')
const files = globSync('*.bench.ts', { cwd: folder })
  .sort()
  .filter(file => positionals.length === 0 || positionals.some(word => file.includes(word)))

if (files.length === 0) {
  console.error(`No measurement is called ${positionals.join(', ')}. See ${folder}.`)
  process.exit(1)
}
const figures: Figure[] = []
console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}`)
for (const file of files) {
  const { bench } = (await import(path.join(folder, file))) as { bench: Bench }
  console.log(`\n${bench.title}`)
  for (const figure of await bench.run()) {
    const value = figure.value >= 100 ? Math.round(figure.value).toString() : figure.value.toPrecision(3)
    console.log(`  ${figure.name.padEnd(44)} ${value.padStart(8)} ${figure.unit.padEnd(10)}  ${figure.how}`)
    figures.push(figure)
  }
}
if (values.json) {
  const report = { measuredAt: new Date().toISOString(), node: process.version, cpus: cpus().length, figures }
  writeFileSync(values.json, `${JSON.stringify(report, null, 2)}\n`)
}
