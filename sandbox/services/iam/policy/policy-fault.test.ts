import { describe, expect, test } from 'vitest'
import { policyFault } from './policy-fault.ts'

const SYNTAX = 'Syntax errors in policy.'
const allow = { Effect: 'Allow', Action: 's3:ListBucket', Resource: 'arn:aws:s3:::b' }
const identity = (change: object, top: object = {}) =>
  policyFault(
    JSON.stringify({ Version: '2012-10-17', ...top, Statement: [{ ...allow, ...change }] }),
    'identity',
  )

describe('an identity policy', () => {
  test.each([
    ['one action', {}],
    ['an id', { Sid: 'ReadOnly1' }],
    ['every resource', { Resource: '*' }],
    ['resources of another partition', { Resource: ['arn:aws-cn:s3:::b', 'arn:*:s3:::b'] }],
    ['a condition', { Condition: { 'ForAnyValue:StringLikeIfExists': { 'aws:TagKeys': 'a' } } }],
    ['a condition on what is missing', { Condition: { Null: { 'aws:TokenIssueTime': 'true' } } }],
  ])('with %s is right', (_what, change) => {
    expect(identity(change)).toBeUndefined()
  })

  test.each([
    ['an element nobody knows', { Extra: 1 }, SYNTAX],
    ['both kinds of actions', { NotAction: 's3:*' }, SYNTAX],
    ['both kinds of resources', { NotResource: '*' }, SYNTAX],
    ['an operator nobody knows', { Condition: { StringIs: { a: 'b' } } }, SYNTAX],
    ['a condition without keys', { Condition: { StringEquals: 'b' } }, SYNTAX],
    ['no actions', { Action: [] }, 'Policy statement must contain actions.'],
    ['no resources', { Resource: [] }, 'Policy statement must contain resources.'],
    ['two colons in an action', { Action: 's3:a:b' }, 'Actions/Condition can contain only one colon.'],
    ['no such vendor', { Action: 'a b:c' }, 'Vendor a b is not valid'],
    [
      'no vendor',
      { Action: 'ListBucket' },
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [
      'no such partition',
      { Resource: 'arn:error:s3:::b' },
      'Partition "error" is not valid for resource "arn:error:s3:::b".',
    ],
    [
      'signs in its id',
      { Sid: 'read-only' },
      'Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*',
    ],
  ])('with %s is refused', (_what, change, fault) => {
    expect(identity(change)).toBe(fault)
  })

  test('has no elements but its own', () => {
    expect(identity({}, { Id: 'mine' })).toBeUndefined()
    expect(identity({}, { Id: ['mine'] })).toBe(SYNTAX)
    expect(identity({}, { Statements: [] })).toBe(SYNTAX)
  })

  test('names each of its statements once', () => {
    const twice = (Sid: string) =>
      policyFault(JSON.stringify({ Statement: [allow, { ...allow, Sid }, { ...allow, Sid }] }), 'identity')
    expect(twice('A')).toBe('Statement IDs (SID) in a single policy must be unique.')
    expect(twice('')).toBeUndefined()
  })
})

test('a trust policy names the field that it may not have, and takes any id', () => {
  const trust = {
    Effect: 'Allow',
    Action: 'sts:AssumeRole',
    Principal: { Service: 'ecs-tasks.amazonaws.com' },
  }
  const fault = (change: object) =>
    policyFault(JSON.stringify({ Statement: { ...trust, ...change } }), 'trust')
  expect(fault({ Sid: 'let ECS in' })).toBeUndefined()
  expect(fault({ Principals: '*' })).toBe('Unknown field Principals')
  expect(fault({ Resource: '*' })).toBe('Has prohibited field Resource')
})
