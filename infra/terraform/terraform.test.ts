import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { readBlocks, type Block } from './read-blocks.ts'

/* No Terraform here: what can be known without it and its providers is looked at. */

const ROOT = import.meta.dirname
const MODULES = ['.', 'modules/network', 'modules/data', 'modules/service', 'modules/delivery']
const files = MODULES.flatMap(folder =>
  globSync('*.tf', { cwd: path.join(ROOT, folder) }).map(file => path.join(folder, file)),
)

/** All files of a folder as one. */
function moduleIn(folder: string) {
  const own = files.filter(file => path.dirname(file) === folder)
  const text = own.map(file => readFileSync(path.join(ROOT, file), 'utf8')).join('\n')
  const blocks = readBlocks(text)
  const named = (kind: string) =>
    blocks.filter(block => block.kind === kind).map(({ labels }) => labels.join('.'))
  return { text, blocks, named }
}

/** What a block says of one of its own arguments, such as `"./modules/data"`. */
function argument({ body }: Block, name: string): string {
  return new RegExp(`^\\s*${name}\\s*= "(.*)"$`, 'm').exec(body)?.[1] ?? ''
}

/** Lines whose = stand not under each other, where `terraform fmt` would put them so. */
export function unaligned(text: string): string[] {
  const lines = text.split('\n')
  const equals = lines.map(line => /^( *)([\w.-]+)( +)= (.*)$/.exec(line))
  return lines.filter((line, index) => {
    if (/\t|\s$/.test(line) || (/^ */.exec(line)?.[0].length ?? 0) % 2 !== 0) return true
    const here = equals[index]
    if (!here) return false
    // Neighbours of one line each, at one depth, are a block; one that opens a bracket ends it.
    const isNeighbour = (at: number) => equals[at]?.[1] === here[1]
    let from = index
    while (isNeighbour(from - 1) && !opens(equals[from - 1]?.[4])) from -= 1
    let to = index
    while (!opens(equals[to]?.[4]) && isNeighbour(to + 1) && !opens(equals[to + 1]?.[4])) to += 1
    if (opens(here[4])) return here[3] !== ' '
    const longest = Math.max(
      ...equals.slice(from, to + 1).map(match => (opens(match?.[4]) ? 0 : (match?.[2]?.length ?? 0))),
    )
    return (here[2]?.length ?? 0) + (here[3]?.length ?? 0) !== longest + 1
  })
}

function opens(value: string | undefined): boolean {
  return /[[({]$/.test(value ?? '')
}

describe('every file', () => {
  test.each(files)('%s parses, and is formatted', file => {
    const text = readFileSync(path.join(ROOT, file), 'utf8')
    expect(readBlocks(text).length).toBeGreaterThan(0)
    expect(unaligned(text)).toEqual([])
  })

  test('a file that does not parse, or is not formatted, is found', () => {
    expect(() => readBlocks('resource "a" "b" {\n  x = [1,\n')).toThrow('line 2: [ is not closed')
    expect(() => readBlocks('a {\n  x = (1]\n}')).toThrow('line 2: ] closes nothing')
    expect(() => readBlocks('a {\n  x = "1\n}')).toThrow('line 2: a quote is not closed')
    expect(() => readBlocks('a {\n}\nx = 1\n')).toThrow('line 3: this stands in no block')
    expect(() => readBlocks('a b {\n}')).toThrow('expected a kind and its labels, got a b')
    expect(unaligned('resource "a" "b" {\n  x = 1\n  longer = 2\n}')).toEqual(['  x = 1'])
    expect(unaligned('a {\n   x = 1\n}')).toEqual(['   x = 1'])
  })
})

describe.each(MODULES)('the module %s', folder => {
  const here = moduleIn(folder)
  // A name between quotes, as a policy's action has it, is no reference.
  const code = here.text.replace(/#.*/g, '').replace(/"(?:[^"\\$\n]|\$(?!\{))*"/g, '""')
  const references = (pattern: RegExp) =>
    [...new Set([...code.matchAll(pattern)].map(match => match[1] ?? ''))].sort()

  test('uses the variables that it declares, all of them', () => {
    expect(references(/\bvar\.(\w+)/g)).toEqual(here.named('variable').sort())
  })

  test('names only resources and data that it has', () => {
    const missing = references(/(?<!data\.)(?<!\.)\b((?:aws|random)_\w+\.\w+)/g).filter(
      reference => !here.named('resource').includes(reference),
    )
    const missingData = references(/\bdata\.(\w+\.\w+)/g).filter(
      reference => !here.named('data').includes(reference),
    )
    expect([...missing, ...missingData]).toEqual([])
  })

  test('gives every module what that asks for, and takes what that gives', () => {
    for (const call of here.blocks.filter(({ kind }) => kind === 'module')) {
      const [name = ''] = call.labels
      const other = moduleIn(path.join(folder, argument(call, 'source')))
      const given = call.names.filter(key => key !== 'source')
      expect(given.sort(), name).toEqual(other.named('variable').sort())
      const taken = references(new RegExp(`\\bmodule\\.${name}\\.(\\w+)`, 'g'))
      expect(
        taken.filter(output => !other.named('output').includes(output)),
        name,
      ).toEqual([])
    }
  })
})

test('the table in README.md has every kind of resource, and none besides', () => {
  const kinds = MODULES.flatMap(folder =>
    moduleIn(folder)
      .named('resource')
      .map(name => name.split('.')[0]),
  )
  const readme = readFileSync(path.join(ROOT, 'README.md'), 'utf8')
  const named = [...readme.matchAll(/`((?:aws|random)_\w+)`/g)].map(match => match[1])
  expect([...new Set(named)].sort()).toEqual([...new Set(kinds)].sort())
})
