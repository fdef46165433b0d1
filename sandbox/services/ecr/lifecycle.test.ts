import { expect, test } from 'vitest'
import { type Candidate, expiredImages } from './lifecycle-evaluation.ts'
import { parseLifecyclePolicy } from './lifecycle-policy.ts'

const DAY = 24 * 3600 * 1000

const image = (
  imageDigest: string,
  day: number,
  tags: string[] = [],
  children: string[] = [],
): Candidate => ({
  imageDigest,
  pushedAt: day * DAY,
  pushedTime: day * DAY,
  children,
  tags,
})

const rule = (rulePriority: number, selection: object) => ({
  rulePriority,
  description: 'a rule of a lifecycle policy of a repository',
  selection,
  action: { type: 'expire' },
})
const policy = (...rules: object[]) => JSON.stringify({ rules })
const expired = (images: Candidate[], now: number, ...rules: object[]) =>
  expiredImages(parseLifecyclePolicy(policy(...rules)), images, now * DAY).map(
    ({ imageDigest, appliedRulePriority }) => `${imageDigest}/${appliedRulePriority}`,
  )

const tagged = (list: object, countNumber: number) => ({
  tagStatus: 'tagged',
  ...list,
  countType: 'imageCountMoreThan',
  countNumber,
})

test('imageCountMoreThan keeps the newest', () => {
  const images = [image('a', 1), image('b', 3), image('c', 2)]
  const any = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 }
  expect(expired(images, 9, rule(1, any))).toEqual(['c/1', 'a/1'])
})

test('sinceImagePushed counts days of the account', () => {
  const images = [image('old', 1), image('edge', 2), image('new', 3), image('tagged', 1, ['v1'])]
  const untagged = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 7 }
  expect(expired(images, 9, rule(1, untagged))).toEqual(['old/1'])
})

test('an image needs a tag for every prefix, and for every pattern', () => {
  const images = [
    image('a', 1, ['prod-1', 'web']),
    image('b', 2, ['prod-2']),
    image('c', 3, ['web', 'prod-3']),
  ]
  expect(expired(images, 9, rule(1, tagged({ tagPrefixList: ['prod', 'we'] }, 1)))).toEqual(['a/1'])
  expect(expired(images, 9, rule(1, tagged({ tagPatternList: ['prod*2'] }, 1)))).toEqual([])
  expect(expired(images, 9, rule(1, tagged({ tagPatternList: ['*'] }, 2)))).toEqual(['a/1'])
})

test('what a rule selects by its tags, rules of a higher number leave alone', () => {
  const images = [image('a', 1, ['prod-1']), image('b', 2, ['prod-2']), image('c', 3), image('d', 4)]
  const any = { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 }
  const rules = [rule(10, tagged({ tagPrefixList: ['prod'] }, 1)), rule(20, any)]
  // b is among those that rule 20 counts, yet rule 10 keeps it.
  expect(expired(images, 9, ...rules)).toEqual(['a/10', 'c/20'])
})

test('what an index lists stays as long as the index', () => {
  const images = [image('child', 1), image('index', 2, ['v1'], ['child'])]
  const untagged = { tagStatus: 'untagged', countType: 'sinceImagePushed', countUnit: 'days', countNumber: 1 }
  expect(expired(images, 9, rule(1, untagged))).toEqual([])
})

test.each([
  ['no JSON', '{'.repeat(100), 'the text is not valid JSON'],
  ['no rules', JSON.stringify({ rules: [], padding: 'x'.repeat(100) }), 'required properties (["rules"])'],
  ['too short', '{}', 'Member must have length greater than or equal to 100'],
  [
    'the same priority twice',
    policy(rule(1, tagged({ tagPrefixList: ['a'] }, 1)), rule(1, tagged({ tagPrefixList: ['b'] }, 1))),
    'rulePriority must be unique',
  ],
  [
    'any before others',
    policy(
      rule(1, { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 1 }),
      rule(2, tagged({ tagPrefixList: ['b'] }, 1)),
    ),
    'must have the highest value of rulePriority',
  ],
  ['tagged without a list', policy(rule(1, tagged({}, 1))), 'either tagPrefixList or tagPatternList'],
  [
    'both lists',
    policy(rule(1, tagged({ tagPrefixList: ['a'], tagPatternList: ['a'] }, 1))),
    'either tagPrefixList or tagPatternList',
  ],
  [
    'days with a count',
    policy(rule(1, { ...tagged({ tagPrefixList: ['a'] }, 1), countUnit: 'days' })),
    'countUnit is not allowed with imageCountMoreThan',
  ],
  [
    'an age without days',
    policy(rule(1, { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 1 })),
    'countUnit must be "days"',
  ],
  [
    'a count of 0',
    policy(rule(1, tagged({ tagPrefixList: ['a'] }, 0))),
    'countNumber must be a positive integer',
  ],
  [
    'an action that is not there',
    policy({ ...rule(1, tagged({ tagPrefixList: ['a'] }, 1)), action: { type: 'transition' } }),
    'action.type must be "expire"',
  ],
])('refuses %s', (_what, text, message) => {
  expect(() => parseLifecyclePolicy(text)).toThrow(message)
  expect(() => parseLifecyclePolicy(text)).toThrow("Invalid parameter at 'LifecyclePolicyText'")
})
