import { expect, test } from 'vitest'
import { fakeAccount } from '../fake-account.ts'
import { expectAnswers } from './expect-answers.ts'

const dnsName = 'web-1.eu-west-1.elb.amazonaws.com'

/** A site whose answers come one after the other, and again from the first. */
function site(...answers: (string | number | Error)[]) {
  let asked = 0
  return fakeAccount({}, async () => {
    const answer = answers[asked++ % answers.length]
    if (answer instanceof Error) throw answer
    return typeof answer === 'number' ? { status: answer, body: '' } : { status: 200, body: answer ?? '' }
  })
}

const from = (task: string, version = '1') => JSON.stringify({ version, colour: 'blue', task })
const a = 'a'.repeat(32)
const b = 'b'.repeat(32)

test('two tasks answer', async () => {
  expect(await expectAnswers(site(from(a), from(b)), { dnsName, tasks: 2 })).toMatchObject({
    status: 'pass',
    observed: 'The tasks aaaaaa and bbbbbb answer.',
  })
})

test.each([
  ['only one', [from(a)], {}, 'waiting', 'too-few-tasks-answer', /24 answers, all from aaaaaa/],
  [
    'the old version still',
    [from(a, '2'), from(b, '1')],
    { version: '2' },
    'waiting',
    'old-version-answers',
    /12 of 24/,
  ],
  ['nobody behind it', [503], {}, 'waiting', 'site-unavailable', /no task to send it to/],
  ['not found', [404], {}, 'fail', 'site-status', /404/],
  ['another app', ['<html>'], {}, 'fail', 'not-our-app', /<html>/],
  [
    'name unknown',
    [Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' })],
    {},
    'waiting',
    'name-not-known',
    /does not resolve/,
  ],
])('%s', async (_name, answers, wanted, status, reason, observed) => {
  expect(await expectAnswers(site(...answers), { dnsName, tasks: 2, ...wanted })).toMatchObject({
    status,
    reason,
    observed: expect.stringMatching(observed) as string,
  })
})

test('all answers must be of the version, from enough tasks', async () => {
  const account = site(from(a, '2'), from(b, '2'))
  expect(await expectAnswers(account, { dnsName, tasks: 2, version: '2' })).toMatchObject({ status: 'pass' })
})
