import { afterAll, beforeAll, expect, test } from 'vitest'
import { DescribeClustersCommand } from '@aws-sdk/client-ecs'
import { expectClusterActive } from '../../labs/assertions/expect-cluster-active.ts'
import { fail, pass } from '../../labs/assertions/verdicts.ts'
import { defineLab, defineStep, type CheckContext, type StepInput } from '../../labs/define.ts'
import type { LoadedLab, LoadedMistake } from '../../labs/load.ts'
import { readArguments } from './arguments.ts'
import { Results } from './results.ts'
import { openSandboxTarget, type Target } from './target.ts'
import { chains, verifyLab } from './verify-lab.ts'

const root = new URL('../..', import.meta.url).pathname
let target: Target

beforeAll(async () => {
  target = await openSandboxTarget(root, readArguments(['--runtime', 'process']))
})
afterAll(() => target.close())

const tags = '--tags key=slipway-lab,value=small'
const check = (account: CheckContext) => expectClusterActive(account, { name: 'lab', lab: 'small' })
const forgotten = async ({ aws }: CheckContext) => {
  const { clusters = [] } = await aws.ecs.send(new DescribeClustersCommand({ clusters: ['lab'] }))
  const expected = { title: 'x', expected: 'x', observed: 'x', next: 'x' }
  return clusters.length > 0 ? pass('it is there') : fail('cluster-missing', expected)
}

function small(change: Partial<StepInput> = {}, mistakes: LoadedMistake[] = []): LoadedLab {
  const step = defineStep({
    title: 'Create the cluster',
    commands: () => [`aws ecs create-cluster --cluster-name lab ${tags}`],
    check,
    hints: ['think about it'],
    solve: 'commands',
    timeout: '1s',
    reads: ['ecs:DescribeClusters'],
    ...change,
  })
  const steps = [{ id: 'create-cluster', title: step.title }]
  const lab = defineLab({
    title: 'Small',
    summary: 'A small lab for a test.',
    part: 'ecs',
    minutes: 1,
    cost: { perHour: 0, source: 'none' },
    needs: [],
    leaves: [],
    steps,
  })
  return {
    id: 'small',
    directory: root,
    lab,
    steps: [{ ...step, id: 'create-cluster' }],
    mistakes,
    starterDirectory: null,
  }
}

async function verify(lab: LoadedLab) {
  const results = new Results(() => undefined)
  await verifyLab(lab, target, results)
  return Object.fromEntries(
    results.all.map(({ name, failure, note }) => [name, failure ?? `passed ${note}`.trim()]),
  )
}

const wrongName = (reason: string, next: RegExp): LoadedMistake => ({
  id: 'wrong-name',
  title: 'Another name',
  step: 'create-cluster',
  commands: () => [`aws ecs create-cluster --cluster-name bal ${tags}`],
  expect: { status: 'fail', reason, next },
  mend: () => [`aws ecs create-cluster --cluster-name lab ${tags}`],
})

test('a lab that is right passes, its mistake and its resets too', async () => {
  expect(await verify(small({}, [wrongName('cluster-missing', /spelling mistake/)]))).toEqual({
    'create-cluster': 'passed',
    reset: 'passed 1 deleted, nothing left',
    'mistake wrong-name': 'passed cluster-missing, and its message mends it',
    'reset by tags, after 1 mistakes': 'passed 2 deleted, nothing left',
  })
})

test.each<[string, Partial<StepInput>, RegExp]>([
  [
    'passes before its commands',
    { check: () => Promise.resolve(pass('always')) },
    /check passes before its commands/,
  ],
  [
    'does not pass after them',
    { commands: () => ['true'] },
    /its check does not pass: fail \(cluster-missing\)/,
  ],
  [
    'has a command that fails',
    { commands: () => ['echo sorry; false'] },
    /exit code 1 of echo sorry; false\n +.*sorry/s,
  ],
  [
    'reads what it does not name',
    { reads: [] },
    /its check used ecs:DescribeClusters; add that to its reads/,
  ],
  [
    'uses an output that nobody gives',
    { commands: ({ out }) => [`true ${out['before']?.['name']}`] },
    /before\.name, which no earlier check gave/,
  ],
  [
    'waits for ever',
    {
      check: () =>
        Promise.resolve({
          status: 'waiting',
          reason: 'slow',
          title: 'x',
          expected: 'x',
          observed: 'x',
          next: 'x',
          retryAfterSeconds: 5,
          aboutSeconds: 10,
        }),
    },
    /its check does not pass: waiting \(slow\)/,
  ],
])('a step fails that %s', async (_name, change, message) => {
  const results = await verify(small(change))
  expect(results['create-cluster']).toMatch(message)
  expect(results['reset']).toMatch(/^passed/)
})

test('a lab fails that makes what reset cannot find', async () => {
  const commands = () => ['aws ecs create-cluster --cluster-name lab']
  const results = await verify(small({ commands, check: forgotten }))
  expect(results['create-cluster']).toBe('passed')
  expect(results['reset']).toMatch(/reset forgot arn:aws:ecs:eu-west-1:\d+:cluster\/lab/)
})

test.each([
  [
    'another reason',
    wrongName('tag-missing', /./),
    /expected fail \(tag-missing\).*got fail \(cluster-missing\)/,
  ],
  ['another next', wrongName('cluster-missing', /^Give up/), /next \/\^Give up\/; got/],
  [
    'a message that mends nothing',
    { ...wrongName('cluster-missing', /./), mend: () => ['true'] },
    /its message does not mend it: fail \(cluster-missing\)/,
  ],
])('a mistake fails that gets %s', async (_name, mistake, message) => {
  const results = await verify(small({}, [mistake]))
  expect(results['create-cluster']).toBe('passed')
  expect(results['mistake wrong-name']).toMatch(message)
})

test('mistakes share walks, at most one a step in each', () => {
  const steps = ['a', 'b', 'c'].map(id => ({ id }))
  const mistakes = ['c', 'a', 'b', 'a'].map((step, index) => ({ id: `${step}${index}`, step }))
  const made = chains({ steps, mistakes } as unknown as LoadedLab)
  expect(made.map(chain => chain.map(({ id }) => id))).toEqual([['a1', 'b2', 'c0'], ['a3']])
})
