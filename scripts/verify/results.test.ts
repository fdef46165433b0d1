import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { junit, Results } from './results.ts'
import { StepFailure } from './step-failure.ts'

test('prints each part as it ends, counts, and keeps the reason', async () => {
  const lines: string[] = []
  const results = new Results(line => lines.push(line))
  expect(await results.run('a', 'first', () => Promise.resolve('14 deleted'))).toBe(true)
  expect(
    await results.run('a', 'second', () => Promise.reject(new StepFailure('its check passes too early'))),
  ).toBe(false)
  expect(lines[0]).toMatch(/^ {2}pass +0\.0 s {2}first {2}\(14 deleted\)$/)
  expect(lines[1]).toMatch(/^ {2}FAIL +0\.0 s {2}second$/)
  expect(lines[2]).toBe('       its check passes too early')
  expect(results.summary()).toBe('1 passed, 1 failed')
  expect(results.failed).toBe(1)
})

test('what was verified before is a result only when it fails', async () => {
  const results = new Results(() => undefined)
  expect(await results.runAgain('a', 'first', () => Promise.resolve())).toBe(true)
  expect(results.all).toHaveLength(0)
  expect(await results.runAgain('a', 'first', () => Promise.reject(new StepFailure('now it does not')))).toBe(
    false,
  )
  expect(results.failed).toBe(1)
})

test('what cannot be tried here is said, and counts as neither passed nor failed', async () => {
  const lines: string[] = []
  const results = new Results(line => lines.push(line))
  await results.run('a', 'first', () => Promise.resolve())
  results.skip('b', 'all of it', 'it needs a container engine')
  expect(lines[1]).toMatch(/^ {2}skip +all of it {2}\(it needs a container engine\)$/)
  expect(results.summary()).toBe('1 passed, 0 failed, 1 skipped')
  expect(results.failed).toBe(0)
  const xml = junit(results.all)
  expect(xml).toContain('<testsuite name="b" tests="1" failures="0" skipped="1" time="0.000">')
  expect(xml).toContain('<skipped message="it needs a container engine"/>')
})

test('an error that nobody foresaw comes with its stack', async () => {
  const results = new Results(() => undefined)
  await results.run('a', 'first', () => Promise.reject(new TypeError('x is undefined')))
  expect(results.all[0]?.failure).toMatch(/TypeError: x is undefined\n +at /)
})

test('JUnit XML escapes what a check or a terminal may print', () => {
  const failure = 'expected <b> & "quotes"\n\u001b[31mred\u0000'
  const xml = junit([
    { lab: 'a', name: 'first', seconds: 1.25, note: '' },
    { lab: 'a', name: 'second', seconds: 1, note: '', failure },
  ])
  expect(xml).toContain('<testsuite name="a" tests="2" failures="1" time="2.250">')
  expect(xml).toContain('<testcase classname="a" name="first" time="1.250"/>')
  expect(xml).toContain('<failure message="expected &lt;b&gt; &amp; &quot;quotes&quot;">')

  expect(xml).not.toMatch(/[\u0000\u001b]/)
})

test('arguments', () => {
  expect(
    readArguments(['one', '--time-scale', '20', '--runtime=process', '--report', 'x.xml', 'two']),
  ).toEqual({
    labs: ['one', 'two'],
    target: 'sandbox',
    runtime: 'process',
    timeScale: 20,
    report: 'x.xml',
    region: 'eu-west-1',
    yes: undefined,
  })
})

test.each([
  [['--target', 'moon'], /--target is moon; expected sandbox or aws/],
  [['--time-scale', 'fast'], /--time-scale is fast; expected a number from 1 to 1000/],
  [['--time-scale', '0'], /from 1 to 1000/],
  [['--everything'], /--everything/],
])('wrong arguments %j', (args, message) => {
  expect(() => readArguments(args)).toThrow(message)
})
