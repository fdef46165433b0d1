import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { circlesOf, importsIn } from './import-circles.ts'

const ROOT = path.join(import.meta.dirname, '..')

test('no files import each other in a circle, not even for types', () => {
  // Learners' own files are no modules of ours.
  const exclude = ['**/node_modules/**', '**/cdk.out/**', 'labs/*/starter/**']
  const files = globSync('**/*.{ts,tsx}', { cwd: ROOT, exclude })
  const graph = new Map(
    files.map(file => [file, importsIn(file, readFileSync(path.join(ROOT, file), 'utf8'))] as const),
  )
  const edges = [...graph.values()].flat()
  expect(edges.length).toBeGreaterThan(files.length)
  expect(circlesOf(graph)).toEqual([])
})

test('imports are found in all their forms, and those of packages are left out', () => {
  const text = [
    "import { readFileSync } from 'node:fs'",
    "import './beside.ts'",
    "import type { A } from '../above.ts'",
    'import {',
    '  b,',
    "} from './several-lines.ts'",
    "export type * from './handed-on.ts'",
    "const late = () => import('./later.ts')",
  ].join('\n')
  expect(importsIn('one/two/file.ts', text)).toEqual([
    ...['one/two/beside.ts', 'one/above.ts', 'one/two/several-lines.ts', 'one/two/handed-on.ts'],
  ])
})

test('a circle is told by its files, whatever leads into it', () => {
  const graph = new Map([
    ['start', ['a']],
    ['a', ['b', 'end']],
    ['b', ['c']],
    ['c', ['a']],
    ['end', []],
  ])
  expect(circlesOf(graph)).toEqual([['a', 'b', 'c']])
  expect(circlesOf(new Map([['start', ['start']]]))).toEqual([['start']])
  graph.set('c', ['end'])
  expect(circlesOf(graph)).toEqual([])
})
