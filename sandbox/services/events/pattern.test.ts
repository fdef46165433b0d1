import { describe, expect, test } from 'vitest'
import { compilePattern } from './pattern.ts'

const EVENT = {
  source: 'aws.ecs',
  'detail-type': 'ECS Task State Change',
  resources: ['arn:a', 'arn:b'],
  detail: {
    lastStatus: 'STOPPED',
    count: 7,
    ip: '10.0.0.17',
    nothing: null,
    containers: [
      { name: 'web', exitCode: 137 },
      { name: 'side', exitCode: 0 },
    ],
  },
}
const matches = (pattern: object) => compilePattern(JSON.stringify(pattern))(EVENT)
const ofStatus = (matcher: unknown) => matches({ detail: { lastStatus: [matcher] } })

describe('a pattern matches', () => {
  test.each([
    ['a value of a list', { source: ['aws.ec2', 'aws.ecs'] }],
    ['an element of an array', { resources: ['arn:b'] }],
    ['a member of an object in an array', { detail: { containers: { exitCode: [137] } } }],
    ['null', { detail: { nothing: [null] } }],
    ['prefix', { source: [{ prefix: 'aws.' }] }],
    ['prefix of any case', { source: [{ prefix: { 'equals-ignore-case': 'AWS' } }] }],
    ['suffix', { resources: [{ suffix: ':b' }] }],
    ['equals-ignore-case', { detail: { lastStatus: [{ 'equals-ignore-case': 'stopped' }] } }],
    ['wildcard', { 'detail-type': [{ wildcard: 'ECS*State*' }] }],
    ['anything-but', { detail: { lastStatus: [{ 'anything-but': ['RUNNING', 'PENDING'] }] } }],
    ['anything-but a prefix', { detail: { lastStatus: [{ 'anything-but': { prefix: 'RUN' } }] } }],
    ['a range', { detail: { count: [{ numeric: ['>', 5, '<=', 7] }] } }],
    ['exists', { detail: { count: [{ exists: true }] } }],
    ['what is not there', { detail: { absent: [{ exists: false }] } }],
    ['cidr', { detail: { ip: [{ cidr: '10.0.0.0/24' }] } }],
    ['either of $or', { $or: [{ source: ['x'] }, { detail: { count: [{ numeric: ['=', 7] }] } }] }],
  ])('%s', (_what, pattern) => expect(matches(pattern)).toBe(true))
})

describe('a pattern does not match', () => {
  test.each([
    ['another value', { source: ['aws.ec2'] }],
    ['what is not there', { detail: { absent: ['x'] } }],
    ['a number as text', { detail: { count: ['7'] } }],
    ['one of two conditions', { source: ['aws.ecs'], detail: { count: [8] } }],
    ['anything-but what it is', { detail: { lastStatus: [{ 'anything-but': 'STOPPED' }] } }],
    ['anything-but of what is not there', { detail: { absent: [{ 'anything-but': 'x' }] } }],
    ['anything-but a wildcard', { detail: { lastStatus: [{ 'anything-but': { wildcard: 'S*D' } }] } }],
    ['outside a range', { detail: { count: [{ numeric: ['>', 7] }] } }],
    ['exists: false of what is there', { detail: { count: [{ exists: false }] } }],
    ['outside a cidr', { detail: { ip: [{ cidr: '10.0.1.0/24' }] } }],
    ['an object where a value is wanted', { detail: ['STOPPED'] }],
    ['neither of $or', { $or: [{ source: ['x'] }, { source: ['y'] }] }],
  ])('%s', (_what, pattern) => expect(matches(pattern)).toBe(false))
})

test('a wildcard takes its pieces in order, and a star that is escaped for itself', () => {
  expect(ofStatus({ wildcard: 'S*P*D' })).toBe(true)
  expect(ofStatus({ wildcard: 'S*P*P*P*D' })).toBe(false)
  expect(ofStatus({ wildcard: 'STOPPED*D' })).toBe(false)
  expect(ofStatus({ wildcard: '*' })).toBe(true)
  expect(ofStatus({ wildcard: 'STOP\\*' })).toBe(false)
  const star = compilePattern(JSON.stringify({ a: [{ wildcard: 'x\\*y' }] }))
  expect(star({ a: 'x*y' })).toBe(true)
  expect(star({ a: 'x1y' })).toBe(false)
})

test.each([
  ['not JSON', '{', 'Filter is not valid JSON'],
  ['an array', '[]', 'Filter is not an object'],
  ['nothing', '{}', 'Empty objects are not allowed'],
  ['a bare value', '{"source":"aws.ecs"}', '"source" must be an object or an array'],
  ['an empty array', '{"source":[]}', 'Empty arrays are not allowed'],
  ['an unknown matcher', '{"source":[{"like":"a"}]}', 'Unrecognized match type like'],
  ['a number as prefix', '{"source":[{"prefix":1}]}', 'prefix match pattern must be a string'],
  ['a wrong operator', '{"a":[{"numeric":["~",1]}]}', 'Unrecognized numeric range operator: ~'],
  ['a wrong range', '{"a":[{"cidr":"10.0.0.0"}]}', "Malformed CIDR, one '/' required"],
  ['two matchers in one', '{"a":[{"prefix":"a","suffix":"b"}]}', 'Only one key allowed in match expression'],
  ['two stars', '{"a":[{"wildcard":"a**b"}]}', 'Consecutive wildcard characters'],
])('%s is refused', (_what, text, reason) => {
  expect(() => compilePattern(text)).toThrow(`Event pattern is not valid. Reason: ${reason}`)
})
