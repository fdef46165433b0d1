import { expect, test } from 'vitest'
import { awsError, fakeAccount } from '../fake-account.ts'
import { expectCountedLines } from './expect-counted-lines.ts'

/** A log group of these pages of lines, on which the number was written down. */
function check(pages: number[], written?: string) {
  const account = fakeAccount({
    FilterLogEvents: ({ nextToken = '0' }: { nextToken?: string }) => ({
      events: Array.from({ length: pages[Number(nextToken)] ?? 0 }, () => ({ message: 'line' })),
      ...(Number(nextToken) + 1 < pages.length && { nextToken: String(Number(nextToken) + 1) }),
    }),
    ListTagsForResource: () => ({ tags: written === undefined ? {} : { lost: written } }),
  })
  return expectCountedLines(account, wanted)
}

const wanted = {
  logGroup: '/ecs/web',
  tag: 'lost',
  filterPattern: '{ $.status = 404 }',
  what: 'lines of lost visitors',
  whyNothing: 'Capitals count.',
}

test('the number is right, over several pages, of which one is empty', async () => {
  expect(await check([2, 0, 1], '3')).toMatchObject({ status: 'pass' })
})

test('not counted yet, with the command that does it', async () => {
  expect(await check([2])).toMatchObject({
    reason: 'not-counted',
    next: `Count them, and write the number down: \`aws logs tag-resource --resource-arn arn:aws:logs:eu-west-1:123456789012:log-group:/ecs/web --tags lost="$(aws logs filter-log-events --log-group-name /ecs/web --filter-pattern '{ $.status = 404 }' --query 'length(events)' --output json)"\``,
  })
})

test('a filter that found nothing is told why, any other number is told the right one', async () => {
  expect(await check([2], '0')).toMatchObject({
    reason: 'filter-finds-nothing',
    next: expect.stringMatching(/^Capitals count\./),
  })
  expect(await check([2], '5')).toMatchObject({
    reason: 'other-count',
    observed: 'you wrote 5; we find 2 now',
  })
})

test('no such line, or no such group', async () => {
  expect(await check([0], '0')).toMatchObject({ reason: 'no-such-line' })
  const gone = fakeAccount({ FilterLogEvents: () => awsError('ResourceNotFoundException') })
  expect(await expectCountedLines(gone, wanted)).toMatchObject({ reason: 'log-group-missing' })
})
