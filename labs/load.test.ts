import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadLabs } from './load.ts'
import { readPolicy } from './read-policy.ts'

let folder: string
const define = path.join(import.meta.dirname, 'define.ts')

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'labs-'))
  lab("{ id: 'first', title: 'Do the first' }, { id: 'second', title: 'Do the second' }")
  step('010-first', "title: 'Do the first'")
  step('020-second', "title: 'Do the second', needs: ['first']")
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function write(name: string, text: string): string {
  const file = path.join(folder, '010-small', name)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, text)
  return file
}

function lab(steps: string): string {
  return write(
    'lab.ts',
    `import { defineLab } from '${define}'
export default defineLab({
  title: 'Small', summary: 'A small lab for a test.', part: 'ecs', minutes: 1,
  cost: { perHour: 0, source: 'none' }, needs: [], leaves: [],
  steps: [${steps}],
})
`,
  )
}

function step(
  name: string,
  fields: string,
  rest = "hints: ['think about it'], solve: 'commands', reads: []",
): string {
  return write(
    `steps/${name}.ts`,
    `import { defineStep } from '${define}'
export default defineStep({
  ${fields},
  commands: () => ['true'],
  check: async () => ({ status: 'pass', observed: 'yes', outputs: {}, made: [] }),
  ${rest},
})
`,
  )
}

/** Loads in a Node of its own, as the runner does: its syntax errors are not those of the test's transformer. */
function loadInNode(): { file: string; line: number; message: string } {
  const script = `
    import { loadLabs } from '${path.join(import.meta.dirname, 'load.ts')}'
    try { await loadLabs('${folder}'); console.log('{}') }
    catch (error) { console.log(JSON.stringify({ name: error.name, file: error.file, line: error.line, message: error.message })) }`
  const printed = execFileSync('node', ['--input-type=module', '-e', script], { encoding: 'utf8' })
  return JSON.parse(printed) as { file: string; line: number; message: string }
}

test('a lab is its folder: id, steps in order, mistakes, starter files', async () => {
  write(
    'mistakes/wrong-way.ts',
    `export default { title: 'x', step: 'second', commands: () => [], expect: {} }`,
  )
  write('starter/file.json', '{}')
  const [small] = await loadLabs(folder)
  expect(small?.id).toBe('small')
  expect(small?.steps.map(({ id }) => id)).toEqual(['first', 'second'])
  expect(small?.mistakes.map(({ id, step }) => [id, step])).toEqual([['wrong-way', 'second']])
  expect(small?.starterDirectory).toBe(path.join(folder, '010-small/starter'))
})

test('folders without a number are no labs', async () => {
  cpSync(path.join(folder, '010-small'), path.join(folder, 'assertions'), { recursive: true })
  expect(await loadLabs(folder)).toHaveLength(1)
})

describe('a broken lab names the file, the line and what to do', () => {
  test('a syntax error', () => {
    const file = write('steps/020-second.ts', "const a = 1\nexport default { title: 'x' \nconst b\n")
    const message = expect.stringMatching(/020-second\.ts:3: It does not parse/) as string
    expect(loadInNode()).toMatchObject({ name: 'LabFileError', file, line: 3, message })
  })

  test('an error in a file that a step imports', () => {
    const file = write('names.ts', 'export const good = 1\n\nexport const = 2\n')
    write('steps/020-second.ts', "import { good } from '../names.ts'\nexport default good\n")
    expect(loadInNode()).toMatchObject({ name: 'LabFileError', file, line: 3 })
  })

  test('an import of a file that is not there', () => {
    const file = write('steps/020-second.ts', "\nimport x from '../nowhere.ts'\nexport default x\n")
    const message = expect.stringMatching(/nowhere\.ts, which is not there\. Correct the path/) as string
    expect(loadInNode()).toMatchObject({ file, line: 2, message })
  })

  test('an import of a name that is not exported', () => {
    write('names.ts', 'export const good = 1\n')
    const file = write('steps/020-second.ts', "\nimport { bad } from '../names.ts'\nexport default bad\n")
    expect(loadInNode()).toMatchObject({ file, line: 2 })
  })

  test('a field that is missing', () => {
    const file = step(
      '020-second',
      "title: 'Do the second'",
      "hints: [], solve: 'commands', reads: ['nothing']",
    )
    const error = loadInNode()
    expect(error).toMatchObject({ file, line: 2 })
    expect(error.message).toMatch(/"hints" should be .*"reads\.0" should be/)
  })

  test('a step without a solve does not load', () => {
    step('020-second', "title: 'Do the second'", "hints: ['think about it'], reads: []")
    expect(loadInNode().message).toMatch(/020-second\.ts:2: .*"solve"/)
  })

  test('a file that throws while it is loaded', () => {
    const file = write('steps/020-second.ts', "\n\nthrow new Error('no credentials')\n")
    expect(loadInNode()).toMatchObject({ file, line: 3 })
  })

  const inProcess = async () => {
    const error = await loadLabs(folder).catch((thrown: unknown) => thrown)
    return error as { file: string; line: number; message: string }
  }

  test('a need that no earlier step meets', async () => {
    const file = step('020-second', "title: 'Do the second',\n  needs: ['third']")
    expect(await inProcess()).toMatchObject({ file, line: 4 })
    expect((await inProcess()).message).toMatch(/needs the step "third".*Name one of: first/)
  })

  test('a default export that is no step', async () => {
    write('steps/020-second.ts', 'export const step = 1\n')
    expect((await inProcess()).message).toMatch(/020-second\.ts:1: .*export default defineStep/)
  })

  test('a step file without a number', async () => {
    write('steps/third.ts', 'export default 1\n')
    expect((await inProcess()).message).toMatch(/third\.ts:1: .*Rename the file/)
  })

  test.each([
    ["{ id: 'first', title: 'Do the first' }", /lab\.ts:5: The step "second" has a file/],
    [
      "{ id: 'second', title: 'Do the second' }, { id: 'first', title: 'Do the first' }",
      /first step is "second" here/,
    ],
    [
      "{ id: 'first', title: 'Do the first' }, { id: 'second', title: 'Something else' }",
      /titled "Something else" here, and "Do the second"/,
    ],
    [
      "{ id: 'first', title: 'Do the first' }, { id: 'second', title: 'Do the second' }, { id: 'third', title: 'More' }",
      /third step is "third" here, and missing/,
    ],
  ])('steps that lab.ts and the files do not agree on', async (steps, message) => {
    const file = lab(steps)
    expect(await inProcess()).toMatchObject({ file, line: 5 })
    expect((await inProcess()).message).toMatch(message)
  })

  test('a mistake in a step that is not there', async () => {
    const file = write(
      'mistakes/wrong-way.ts',
      "export default {\n  title: 'x',\n  step: 'ninth',\n  expect: {}\n}\n",
    )
    expect(await inProcess()).toMatchObject({ file, line: 3 })
  })

  test('a folder without lab.ts', async () => {
    mkdirSync(path.join(folder, '020-empty'))
    expect((await inProcess()).message).toMatch(/020-empty\/lab\.ts:1: .*Add it/)
  })

  test('two labs with one id', async () => {
    cpSync(path.join(folder, '010-small'), path.join(folder, '020-small'), { recursive: true })
    expect((await inProcess()).message).toMatch(/020-small|010-small/)
    expect((await inProcess()).message).toMatch(/twice.*Rename one/)
  })
})

test('a check that throws becomes a verdict of the kind error', async () => {
  write(
    'steps/020-second.ts',
    readFileSync(path.join(folder, '010-small/steps/020-second.ts'), 'utf8').replace(
      /check: .*/,
      "check: async () => { throw Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' }) },",
    ),
  )
  const [small] = await loadLabs(folder)
  expect(await small?.steps[1]?.check({} as never)).toMatchObject({ status: 'error', reason: 'aws-busy' })
})

test('the labs that are here load, and say which reads they need', async () => {
  const labs = await loadLabs()
  expect(labs.map(({ id }) => id)).toContain('service-behind-alb')
  const [statement] = readPolicy(labs).Statement
  expect(statement?.Action).toContain('ecs:DescribeServices')
  expect(statement?.Action).toEqual([...new Set(statement?.Action)].sort())
  expect(statement?.Action.every(action => /:(BatchGet|Describe|List|Get|Filter)/.test(action))).toBe(true)
})

test('every lesson has exactly the steps of its lab, in order, and no commands', async () => {
  for (const { directory, steps } of await loadLabs()) {
    const lesson = readFileSync(path.join(directory, 'lesson.mdx'), 'utf8')
    expect([...lesson.matchAll(/<Step id="([^"]+)">/g)].map(match => match[1])).toEqual(
      steps.map(({ id }) => id),
    )
    expect(lesson).not.toMatch(/\baws [a-z0-9]+ [a-z]+-/)
  }
})
